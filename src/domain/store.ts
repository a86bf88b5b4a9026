import type { Fraction, Kw, Kwh } from '../units/index.ts';

/** Id of a cooling loop of the site. */
export type LoopTarget = string;

/**
 * What every store of energy is, whatever it holds: lithium or flow battery, gravity, hydrogen between electrolyser
 * and fuel cell, cold water, ice, hot water. Kinds differ in numbers only. Power is counted at the bus.
 */
export interface Store {
  readonly id: string;
  readonly energyCapacityKwh: Kwh;
  readonly minimumEnergyKwh: Kwh;
  readonly initialEnergyKwh: Kwh;
  /**
   * The level at the start is free and the same as at the end: a steady day or year. `initialEnergyKwh` is then where
   * a rule without foresight starts, and nothing is promised for the end.
   */
  readonly startsWhereItEnds: boolean;
  /** Stored energy promised at the end of the horizon, and what each kWh short of it costs. */
  readonly endEnergyKwh: Kwh;
  readonly endShortfallPricePerKwh: number;
  /** Most that may be stored at the end of the horizon (physical); the capacity unless the scenario says less. */
  readonly endEnergyMaximumKwh: Kwh;
  /** Worth of energy left at the end beyond the promise: concave, dearest first, none dearer than the shortfall. */
  readonly endValue: readonly EndValueSegment[];
  readonly chargeLimitKw: Kw;
  readonly dischargeLimitKw: Kw;
  readonly chargeEfficiency: Fraction;
  readonly dischargeEfficiency: Fraction;
  /** Continuous rate: what is left of 1 kWh after h hours is exp(-rate x h). */
  readonly selfDischargePerHour: number;
  /** Money per kWh charged and per kWh discharged, both at the bus: wear, or what moving it costs. */
  readonly chargePricePerKwh: number;
  readonly wearPricePerKwh: number;
  /** Full discharges of the capacity (at the bus) allowed within the horizon; null: any number. Physical. */
  readonly cycleBudget: number | null;
  /** What it keeps for an emergency; null: nothing beyond the minimum. */
  readonly reserve: StoreReserve | null;
}

/**
 * A floor that follows the load: at the start and at the end of every slot it holds `hours` of the mean load of that
 * very slot, times the share of it that stands behind this store, counted before discharge losses. The load is the
 * IT power of the site for electric stores, the IT heat of the loop that it discharges to for cold stores. Physical.
 */
export interface StoreReserve {
  readonly hours: number;
  readonly loadFraction: Fraction;
}

export interface EndValueSegment {
  readonly energyKwh: Kwh;
  readonly pricePerKwh: number;
}

/** Any store of electricity. `hydrogen` charges by an electrolyser and discharges by a fuel cell. */
export interface Battery extends Store {
  readonly kind: 'lithium' | 'flow' | 'leadAcid' | 'gravity' | 'hydrogen' | 'ups' | 'other';
}

/** Cold kept for later. Ice is charged from a colder loop than it discharges to. */
export interface ColdStore extends Store {
  readonly kind: 'chilledWater' | 'ice' | 'seasonal';
  readonly chargesFrom: LoopTarget;
  readonly dischargesTo: LoopTarget;
}

/** Heat kept for later, on one heat network. */
export interface HotStore extends Store {
  readonly kind: 'hotWater' | 'seasonal';
  readonly network: string;
}

import type { SlotSeries } from '../time/timeline.ts';
import type { Fraction, Kwh } from '../units/index.ts';

/** What holds for the fleet as a whole. */
export interface FleetTargets {
  readonly carbonBudget: CarbonBudget | null;
  readonly renewableShare: RenewableShare | null;
  readonly offsets: readonly CarbonOffset[];
  readonly zoneRamps: readonly ZoneRamp[];
}

/**
 * Import at the objective's carbon signal (less what green power covers, where that signal is `market`) and fuel burnt
 * on site, less offsets bought, stay within the limit.
 */
export interface CarbonBudget {
  readonly limitKg: number;
  /** Money per kg beyond the limit; null: no plan may exceed it (physical). */
  readonly breachPricePerKg: number | null;
}

/**
 * (own renewables used - export + renewable share of import + green power bought) >= minimum x (import + own renewables
 * and generators - export), summed over sites and slots.
 */
export interface RenewableShare {
  readonly minimum: Fraction;
  /** Money per kWh short of it. */
  readonly breachPricePerKwh: number;
}

/** Tonnes of CO2 that somebody else is paid to avoid or to store. They change no emission; they count for the budget. */
export interface CarbonOffset {
  readonly id: string;
  readonly pricePerTonne: number;
  readonly limitKg: number;
}

/** Largest change of the net import of all sites in one market zone together. A promise. */
export interface ZoneRamp {
  readonly marketZone: string;
  readonly limitKwPerMinute: number;
  readonly transitionMinutes: number;
  readonly breachPricePerKw: number;
}

/**
 * The chance of each slot to be the one by which a coincident-peak charge is set: import in it costs price x
 * probability for each kW, the expected charge.
 */
export interface CoincidentPeak {
  readonly id: string;
  readonly pricePerKw: number;
  readonly probability: SlotSeries;
}

/**
 * Green power bought beside the energy: a contract with its profile, or certificates. What it covers is import that is
 * not renewable already, counted once.
 */
export interface GreenPower {
  readonly id: string;
  readonly kind: 'contract' | 'certificate';
  readonly pricePerKwh: SlotSeries;
  /** What may be covered in each slot. */
  readonly limitKw: SlotSeries;
  /** What may be covered within the horizon. */
  readonly limitKwh: Kwh;
}

export const NO_TARGETS: FleetTargets = { carbonBudget: null, renewableShare: null, offsets: [], zoneRamps: [] };

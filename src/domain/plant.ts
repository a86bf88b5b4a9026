import type { SlotSeries } from '../time/timeline.ts';
import type { Fraction, Kw, Kwh } from '../units/index.ts';
import type { ColdStore, HotStore, LoopTarget } from './store.ts';

export type { LoopTarget } from './store.ts';

/**
 * Cooling, heat and generation of a site. Curves over temperatures are worked out when a scenario is read; here a
 * coefficient of performance (COP) or a limit is one value a slot. Heat in kW thermal, electricity in kW. Ids are
 * unique among all devices of a site's plant and its batteries.
 */
export interface Plant {
  /** Electricity for cooling per kW of IT power where cooling is not modelled (fixed PUE); 0: none. */
  readonly fixedCoolingFraction: number;
  readonly waterPricePerLitre: number;
  readonly loops: readonly CoolingLoop[];
  readonly heatOf: HeatOf;
  readonly chillers: readonly Chiller[];
  readonly absorptionChillers: readonly AbsorptionChiller[];
  readonly freeCoolers: readonly FreeCooler[];
  readonly heatRejection: readonly HeatRejection[];
  readonly coldStores: readonly ColdStore[];
  readonly coldNetworks: readonly ColdNetwork[];
  readonly heatNetworks: readonly HeatNetwork[];
  readonly heatPumps: readonly HeatPump[];
  readonly heatExchangers: readonly HeatExchanger[];
  readonly boilers: readonly Boiler[];
  readonly heatContracts: readonly HeatContract[];
  readonly hotStores: readonly HotStore[];
  readonly generators: readonly Generator[];
}

/** Carries heat from machines (and customers of a cold network) to what removes it. */
export interface CoolingLoop {
  readonly id: string;
  readonly medium: 'air' | 'liquid';
  /** Coolant to the machines and back, degrees Celsius. */
  readonly supplyCelsius: number;
  readonly returnCelsius: number;
  /** Electricity of fans or pumps per kW of IT heat carried. */
  readonly circulationKwPerKw: number;
}

/** Which loops take the heat of what draws IT power; the fractions of each add up to 1, or to 0 without loops. */
export interface HeatOf {
  readonly baseLoad: readonly HeatShare[];
  /** Losses of power distribution. May be empty: then they stay outside. */
  readonly distribution: readonly HeatShare[];
  /** By pool id. */
  readonly pools: Readonly<Record<string, readonly HeatShare[]>>;
}

export interface HeatShare {
  readonly loop: LoopTarget;
  readonly fraction: Fraction;
}

/** Removes q from its loop with q / COP of electricity; q + q / COP goes to the condenser water. */
export interface Chiller {
  readonly id: string;
  readonly loop: LoopTarget;
  readonly coolingLimitKw: SlotSeries;
  readonly cop: SlotSeries;
  /** Money per kWh of cooling, beside energy. */
  readonly operatingPricePerKwh: number;
}

/** Removes q from its loop with q / COP of heat from a network; q (1 + 1 / COP) goes to the condenser water. */
export interface AbsorptionChiller {
  readonly id: string;
  readonly loop: LoopTarget;
  readonly heatNetwork: string;
  readonly coolingLimitKw: SlotSeries;
  readonly cop: SlotSeries;
  /** Pumps, per kW of cooling. */
  readonly electricityKwPerKw: number;
}

/** Removes heat from its loop straight to the air outside. */
export interface FreeCooler {
  readonly id: string;
  readonly loop: LoopTarget;
  /** What the outside temperature allows in each slot. */
  readonly coolingLimitKw: SlotSeries;
  /** Fans and pumps, per kW of heat. */
  readonly electricityKwPerKw: number;
  readonly waterLitresPerKwh: number;
}

/** Removes condenser heat: cooling tower (with water) or dry cooler. */
export interface HeatRejection {
  readonly id: string;
  readonly kind: 'tower' | 'dryCooler';
  readonly heatLimitKw: SlotSeries;
  readonly electricityKwPerKw: number;
  readonly waterLitresPerKwh: number;
}

/** Customers of cold on one loop: delivered / (1 - lossFraction) is heat that the loop takes up. */
export interface ColdNetwork {
  readonly id: string;
  readonly loop: LoopTarget;
  readonly demandKw: SlotSeries;
  /** Share of the cold sent out that pipes lose. */
  readonly lossFraction: Fraction;
  /** What a kWh delivered earns. */
  readonly pricePerKwh: SlotSeries;
  /** Money per kWh of demand not served; the promise's price. */
  readonly unservedPricePerKwh: number;
}

/** Customers of heat: (demand - unserved) / (1 - lossFraction) is drawn from the network's sources. */
export interface HeatNetwork {
  readonly id: string;
  readonly supplyCelsius: number;
  readonly returnCelsius: number;
  readonly demandKw: SlotSeries;
  readonly lossFraction: Fraction;
  readonly pricePerKwh: SlotSeries;
  readonly unservedPricePerKwh: number;
  /** Heat that may be thrown away at the plant, kW, and what a kWh of it costs. */
  readonly spillLimitKw: Kw;
  readonly spillPricePerKwh: number;
}

/**
 * Where heat comes from: a loop (chilled water or liquid: relieves what else cools it), the condenser water (spares
 * towers only), or the surroundings (relieves nothing).
 */
export type HeatTap =
  | { readonly kind: 'loop'; readonly loop: LoopTarget }
  | { readonly kind: 'condenserWater' }
  | { readonly kind: 'ambient' };

/** Gives heat = COP x electricity to its network and takes heat - electricity from its tap. */
export interface HeatPump {
  readonly id: string;
  readonly tap: HeatTap;
  readonly network: string;
  readonly heatLimitKw: SlotSeries;
  readonly cop: SlotSeries;
  /** Money per kWh of heat, beside energy. */
  readonly operatingPricePerKwh: number;
}

/** Source warmer than the sink: heat moves by itself, with pumps only. */
export interface HeatExchanger {
  readonly id: string;
  readonly tap: Exclude<HeatTap, { kind: 'ambient' }>;
  readonly network: string;
  readonly heatLimitKw: SlotSeries;
  readonly electricityKwPerKw: number;
}

export interface Fuel {
  /** Money per kWh of fuel, lower heating value. */
  readonly pricePerKwh: SlotSeries;
  /** Grams of CO2 equivalent per kWh of fuel burnt on site. */
  readonly emissionGramsPerKwh: number;
}

export interface Boiler {
  readonly id: string;
  readonly network: string;
  readonly heatLimitKw: SlotSeries;
  /** Heat per energy taken in. */
  readonly efficiency: Fraction;
  /** Null: electric. */
  readonly fuel: Fuel | null;
  readonly operatingPricePerKwh: number;
}

/** Heat bought from, or sold to, somebody else on the network; between minimum (must take) and limit. Physical. */
export interface HeatContract {
  readonly id: string;
  readonly network: string;
  readonly direction: 'buy' | 'sell';
  readonly minimumKw: SlotSeries;
  readonly limitKw: SlotSeries;
  readonly pricePerKwh: SlotSeries;
}

/** Engine or fuel cell that makes electricity from fuel. */
export interface Generator {
  readonly id: string;
  readonly kind: 'diesel' | 'gas' | 'fuelCell';
  readonly electricityLimitKw: SlotSeries;
  /** Runs at no less than this in a slot, or not at all; 0: any load. */
  readonly minimumLoadKw: Kw;
  /** Electricity per energy of fuel. */
  readonly efficiency: Fraction;
  readonly fuel: Fuel;
  readonly operatingPricePerKwh: number;
  /** Electricity within the horizon, at most; null: any. */
  readonly energyBudgetKwh: Kwh | null;
  /**
   * Hours within the horizon, at most; null: any. With a minimum load a slot counts whole as soon as it runs; else by
   * the share of the slot that full load would need.
   */
  readonly runHoursBudget: number | null;
  /** Heat that comes with each kW of electricity; null: none is used. */
  readonly heatRecovery: { readonly network: string; readonly heatKwPerKw: number } | null;
}

/** A site whose cooling, heat and generation are not modelled. */
export const NO_PLANT: Plant = {
  fixedCoolingFraction: 0,
  waterPricePerLitre: 0,
  loops: [],
  heatOf: { baseLoad: [], distribution: [], pools: {} },
  chillers: [],
  absorptionChillers: [],
  freeCoolers: [],
  heatRejection: [],
  coldStores: [],
  coldNetworks: [],
  heatNetworks: [],
  heatPumps: [],
  heatExchangers: [],
  boilers: [],
  heatContracts: [],
  hotStores: [],
  generators: [],
};

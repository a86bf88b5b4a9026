import type { DataQualityNote } from './fleet.ts';
import type { CostLineName, PromiseKind, PromiseUnit, SeriesName, SetpointQuantity, SlotUnit } from './plan-words.ts';

export type {
  CostLineName,
  PlantSeriesName,
  PromiseKind,
  PromiseUnit,
  SeriesName,
  SetpointQuantity,
  SlotUnit,
} from './plan-words.ts';
export { COOLING_POWER_SERIES } from './plan-words.ts';

/**
 * A dispatch plan: what every job, store and connection does in every slot, what it costs, and how far
 * from the best it can be. Plain JSON data. Everything but `timings` is digested: the same problem, start
 * basis and engine give the same bytes.
 */
export interface Plan {
  readonly wattshift: 1;
  readonly name: string;
  readonly engineVersion: string;
  /** SHA-256 of the problem (with its start basis and the engine version) in canonical form. */
  readonly inputDigest: string;
  /** SHA-256 of everything else here but `timings`. */
  readonly planDigest: string;
  readonly revision: number;
  readonly status: PlanStatus;
  /** Why the status is not `optimal`, in words; null for optimal. */
  readonly statusReason: string | null;
  /** Proven relative distance from the optimum: (objective - bound) / max(1, sum of |cost lines|). Null without a proof. */
  readonly certifiedGap: number | null;
  /** What the backend claims, for programs with integers; null for linear ones. */
  readonly claimedGap: number | null;
  readonly certificate: PlanCertificate | null;
  readonly currency: string;
  readonly timeline: PlanTimeline;
  /** Money; the sum of the cost lines. */
  readonly objective: number;
  readonly costLines: readonly PlanCostLine[];
  readonly sites: readonly PlanSite[];
  readonly jobs: readonly PlanJob[];
  readonly quotaCurves: readonly QuotaCurve[];
  readonly setpoints: readonly Setpoint[];
  readonly shadowPrices: readonly ShadowPrice[];
  readonly demandCharges: readonly PlanDemandCharge[];
  readonly brokenPromises: readonly BrokenPromise[];
  /** Only with status `infeasible`: where physics cannot hold, and by how much. */
  readonly conflicts: readonly Conflict[];
  readonly emissions: Emissions;
  readonly offsets: readonly PlanOffset[];
  readonly indicators: readonly SiteIndicators[];
  readonly dataQuality: readonly DataQualityNote[];
  readonly baselines: Baselines | null;
  readonly savings: Savings | null;
  /** Only where carbon comes before money (`minimise: carbon`), or is traded for it (a point of the front). */
  readonly carbonHold?: CarbonHold;
  /** Outside the digest. */
  readonly timings: PlanTimings;
}

/** `optimal`: certified gap <= 1e-6. `feasible`: a sound plan with a larger gap. `fallback`: a rule's plan, or no orders, with the reason. */
export type PlanStatus = 'optimal' | 'feasible' | 'fallback' | 'infeasible';

export interface PlanCertificate {
  /** Largest violation of a row and of a column bound at the solver's point, in the program's units (kW, kWh, units). */
  readonly largestRowResidual: number;
  readonly largestBoundResidual: number;
  /** No plan of this problem costs less than this (rounding counted); null where nothing could be proven. */
  readonly lowerBound: number | null;
  /**
   * How it was proven: duals of a linear program, branching on integers with such a proof at each leaf, a program that
   * may mix what must be whole, or prices that part jobs from sites, whose least costs add up (very many jobs).
   */
  readonly method: 'linear' | 'branching' | 'relaxation' | 'lagrangian';
  readonly branches: number;
}

/** What was held while money was counted: the lower bound and the gap speak of the plans that keep to it. */
export interface CarbonHold {
  /** kg of the objective's signal, fuel included and offsets not counted, that the plan may emit. */
  readonly limitKg: number;
  /** Money that broken promises, late and leftover work may cost at their prices. */
  readonly brokenPromiseLimit: number;
  /**
   * No plan within that cost of broken promises emits less than this, proven like `lowerBound`; null where it was not
   * sought (between the ends of the front) or nothing could be proven.
   */
  readonly leastKgBound: number | null;
}

export interface PlanTimeline {
  readonly start: string;
  readonly end: string;
  readonly slotHours: readonly number[];
}

export interface PlanCostLine {
  readonly name: CostLineName;
  readonly site: string | null;
  readonly component: string | null;
  /** Money; positive is paid, negative earned. */
  readonly amount: number;
}

export interface PlanSite {
  readonly id: string;
  readonly timeZone: string;
  /** UTC, one a slot; every series of the site has a value for each. */
  readonly slotStarts: readonly string[];
  readonly series: readonly PlanSeries[];
}

/** Mean over the slot for powers and units; level at the END of the slot for stored energy. */
export interface PlanSeries {
  readonly site: string;
  readonly name: SeriesName;
  /** Battery, pool, renewable; null for the site itself. */
  readonly component: string | null;
  readonly unit: SlotUnit;
  readonly values: readonly number[];
}

export interface PlanJob {
  readonly id: string;
  readonly pool: string;
  /** Unit-hours at reference speed: asked, done in this plan, left for after the horizon, never done. */
  readonly workUnitHours: number;
  readonly doneUnitHours: number;
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
  /**
   * Unit-hours done after the deadline, and their mean lateness. A contiguous job is late as a whole: all that is
   * done of it, by the hours from the deadline to its end.
   */
  readonly lateUnitHours: number;
  readonly meanLatenessHours: number;
  /** Units that resume after a pause, summed. */
  readonly restartedUnits: number;
  /** Gigabytes that move to where it runs. */
  readonly movedGigabytes: number;
  readonly allocations: readonly JobAllocation[];
  readonly directives: readonly JobDirective[];
}

/** Mean active units in consecutive slots from firstSlot on. */
export interface JobAllocation {
  readonly site: string;
  readonly operatingPoint: string;
  readonly firstSlot: number;
  readonly activeUnits: readonly number[];
}

/** What a cluster does with one job at one moment. */
export interface JobDirective {
  readonly at: string;
  readonly site: string;
  readonly action: 'START' | 'SUSPEND' | 'RESUME' | 'RESIZE';
  /**
   * Units from then on, until the next directive of the job at this site. A contiguous job has one directive, START:
   * it runs until it is done.
   */
  readonly units: number;
}

/**
 * The primary contract with a cluster: how much it may run, slot by slot. Units count whole where a job holds them
 * though it works for part of a slot only, power is the mean.
 */
export interface QuotaCurve {
  readonly site: string;
  readonly pool: string;
  readonly maxUnits: readonly number[];
  readonly maxPowerKw: readonly number[];
  /** Money per unit-hour of pool capacity more. */
  readonly shadowPrice: readonly number[];
}

/** What a device is told: positive battery power charges. */
export interface Setpoint {
  readonly site: string;
  readonly component: string;
  readonly quantity: SetpointQuantity;
  readonly unit: 'kW';
  readonly values: readonly number[];
}

/** What one more of something would save or cost: d objective / d right-hand side, per kWh, kW or unit-hour. */
export interface ShadowPrice {
  readonly name: string;
  readonly site: string | null;
  readonly component: string | null;
  /** Money per this unit. */
  readonly per: SlotUnit;
  /** One a slot; null where the limit has no row in that slot. */
  readonly values: readonly (number | null)[];
}

export interface PlanDemandCharge {
  readonly site: string;
  readonly id: string;
  readonly period: string;
  readonly peakKw: number;
  /** Paid whatever this plan does. */
  readonly floorKw: number;
  readonly pricePerKw: number;
  /** price x (peak - floor): what this plan adds; it is the cost line. */
  readonly increment: number;
  /** price x peak: what the bill of the period shows. */
  readonly whole: number;
}

export interface BrokenPromise {
  readonly kind: PromiseKind;
  readonly site: string | null;
  readonly subject: string;
  /** First and last moment concerned, UTC; null where the promise has no time of its own. */
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: number;
  readonly unit: PromiseUnit;
  readonly pricePerUnit: number;
  readonly cost: number;
  /** One sentence in domain words. */
  readonly message: string;
}

/** A bus that cannot be balanced even with every promise broken. */
export interface Conflict {
  readonly site: string;
  readonly bus: string;
  readonly from: string;
  readonly to: string;
  /** Missing (positive) or unplaceable (negative). */
  readonly shortfallKw: number;
  readonly message: string;
}

/** Kilograms of CO2 equivalent. Import by each signal that is known, side by side; exports are not credited here. */
export interface Emissions {
  readonly averageKg: number | null;
  readonly marginalKg: number | null;
  readonly marketKg: number | null;
  /** Import that green power bought covers, at the market signal; `marketKg` does not deduct it. 0 where that is null. */
  readonly coveredKg: number;
  /** Fuel burnt on site. */
  readonly fuelKg: number;
  /** Bought from others. They lower none of the figures above. */
  readonly offsetKg: number;
}

/** How efficient a site is over the horizon; ratios are null where there is no IT energy. */
export interface SiteIndicators {
  readonly site: string;
  readonly itKwh: number;
  /** IT, power distribution and everything that cools its loops, heat pumps on a loop included. */
  readonly facilityKwh: number;
  /** facilityKwh / itKwh. */
  readonly pue: number | null;
  readonly waterLitres: number;
  /** waterLitres / itKwh. */
  readonly wueLitresPerKwh: number | null;
  /** Heat of loops and condenser water given to heat networks (without the electricity of heat pumps). */
  readonly reusedHeatKwh: number;
  /** Energy reuse factor, ERF: reusedHeatKwh / facilityKwh. Energy reuse effectiveness, ERE: (facility - reused) / IT. */
  readonly energyReuseFactor: number | null;
  readonly energyReuseEffectiveness: number | null;
}

export interface PlanOffset {
  readonly id: string;
  readonly kg: number;
  readonly cost: number;
}

/** The figures of a way of working without optimisation, billed by the same tariff. */
export interface BaselineFigures {
  readonly objective: number;
  readonly costLines: readonly PlanCostLine[];
  readonly emissions: Emissions;
  readonly energyImportedKwh: number;
  readonly peakImportKw: number;
  /** Promises that this way of working breaks. */
  readonly brokenPromises: readonly BrokenPromise[];
  /** False when the rules cannot hold a physical limit; the figures then understate the cost. */
  readonly physicallySound: boolean;
  readonly sites: readonly PlanSite[];
}

export interface Baselines {
  /** Jobs first come, first served within capacity; own renewables; stores held at their level. */
  readonly firstComeFirstServed: BaselineFigures;
  /** The same jobs, with a rule-based controller on each store. */
  readonly ruleBasedStorage: BaselineFigures;
}

/** Money saved; carbon in kilograms of the signal of the objective. Positive is better than the baseline. */
export interface Savings {
  readonly againstFirstComeFirstServed: number;
  readonly againstRuleBasedStorage: number;
  /** Jobs optimised, stores idle; stores optimised, jobs as they come; null where not computed. */
  readonly jobsAlone: number | null;
  readonly storageAlone: number | null;
  /** Heat pumps, exchangers, absorption and the rest of the heat plant optimised, jobs as they come, stores idle. */
  readonly heatAlone: number | null;
  readonly carbonKgAgainstFirstComeFirstServed: number | null;
}

export interface PlanTimings {
  readonly buildMilliseconds: number;
  /** Programs and answers on their way between threads, and waiting for one that is free. */
  readonly passMilliseconds: number;
  /** In the solver, ties that it breaks in the same breath included. */
  readonly solveMilliseconds: number;
  readonly tieBreakMilliseconds: number;
  readonly certifyMilliseconds: number;
  readonly baselineMilliseconds: number;
  readonly totalMilliseconds: number;
}

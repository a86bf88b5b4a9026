import type { Column, LpBuilder, LpMethod, Row } from '../../solver/index.ts';
import type { ComputeJob } from '../domain/job.ts';
import type {
  CostLineName,
  PlanDemandCharge,
  PlanJob,
  PlanOffset,
  PlanSeries,
  PromiseKind,
  PromiseUnit,
  Setpoint,
  SlotUnit,
} from '../domain/plan.ts';
import type { Interval, Timeline } from '../time/timeline.ts';
import type { ContiguousRun } from './contiguous-run.ts';

/**
 * A part is one physical or contractual thing: a battery, a job, a grid connection. Its columns stay
 * private in its closure. What it shows is what this file names; assemble.ts and the rules over parts see
 * nothing else, so a new technology is a new file in parts/ and a line in parts/index.ts.
 */
export type Part = (lp: LpBuilder, timeline: Timeline) => BuiltPart;

export interface BuiltPart {
  readonly flows: readonly Flow[];
  readonly costs: readonly CostLine[];
  readonly offers?: readonly Offer[];
  readonly promises?: readonly PromiseSlack[];
  readonly exclusions?: readonly Exclusion[];
  readonly switches?: readonly Switch[];
  readonly preferences?: readonly Preference[];
  readonly limits?: readonly NamedLimit[];
  readonly wholeJobs?: readonly WholeJob[];
  /** How a program with this part in it is best solved from nothing, where the part knows. */
  readonly method?: LpMethod;
  read(solution: LpSolution): PartReport;
}

/** Columns of consecutive slots: columns[k] belongs to slot firstSlot + k. */
export interface SlotColumns {
  readonly firstSlot: number;
  readonly columns: readonly Column[];
}

/**
 * What a part gives to a bus (kW, units on a compute bus, GB/h on a link). POSITIVE = INTO THE BUS; what a part takes
 * is negative. A bus sums the flows of all parts to zero in every slot.
 */
export interface Flow {
  readonly bus: Bus;
  readonly run?: SlotColumns;
  /** kW (or units) into the bus per unit of the column: one for all, or one a column. */
  readonly coefficient?: number | Float64Array;
  /** A flow that no column decides, one value a slot of the timeline. */
  readonly constant?: Float64Array;
}

/** A place where flows meet. Made by buses.ts alone, so that equal keys mean one bus. */
export interface Bus {
  readonly key: string;
  readonly site: string;
  readonly kind:
    | 'electricity'
    | 'it'
    | 'compute'
    | 'held'
    | 'link'
    | 'itHeat'
    | 'heatToReject'
    | 'condenserHeat'
    | 'heat';
  /**
   * For compute buses: pool and operating point; the pool whose units are held; the site that data come from; the loop;
   * the heat network.
   */
  readonly component: string | null;
  readonly unit: 'kW' | 'units' | 'GB/h';
}

/** A named share of the objective: sum of coefficient x column, plus a constant. Money; positive is paid. */
export interface CostLine {
  readonly name: CostLineName;
  readonly site: string | null;
  readonly component: string | null;
  readonly columns: readonly Column[];
  readonly coefficients: Float64Array;
  readonly constant: number;
}

/**
 * A rule over the flows and offers of several parts: it sees what they show, never their columns' meaning
 * inside. It has the shape of a part, so that costs, promises and results come back the same way.
 */
export type Coupling = (lp: LpBuilder, timeline: Timeline, offers: OfferBook) => BuiltPart;

/** The offers of all parts, by what they are and where. */
export interface OfferBook {
  find(kind: OfferKind, site: string | null, component: string | null): readonly Offer[];
}

export type OfferKind =
  | 'gridImportKw'
  | 'gridExportKw'
  | 'activeUnits'
  /** Level at the end of each slot; the component is the store. */
  | 'storedKwh'
  /** IT power behind power distribution. */
  | 'itPowerKw'
  /** IT heat that a loop carries; the component is the loop. */
  | 'loopHeatKw'
  /** Own renewables used, by plant. */
  | 'renewableKw'
  | 'generatorKw'
  /** kg of CO2 equivalent an hour from fuel burnt on site, by device. */
  | 'fuelKgPerHour'
  /** Import that green power bought covers, by purchase. */
  | 'greenPowerKw';

/** A linear expression for couplings, one value a slot: coefficient x column + constant. */
export interface Offer {
  readonly kind: OfferKind;
  readonly site: string;
  /** Store, job (activeUnits); null for the site's connection. */
  readonly component: string | null;
  readonly run: SlotColumns;
  readonly coefficient: number;
  /** Same in every slot. */
  readonly constant: number;
}

/** A slack with a name: how a promise gives way, and at what price. Physics has none. */
export interface PromiseSlack {
  readonly kind: PromiseKind;
  readonly site: string | null;
  /** Job, limit or store that the promise is about. */
  readonly subject: string;
  readonly unit: PromiseUnit;
  readonly pricePerUnit: number;
  /** The time that the promise is about, where slots do not say it: a job's window. */
  readonly window?: Interval;
  /** Amount of the unit that one of the column stands for: hours of the slot for a power, else 1. */
  readonly terms: readonly {
    readonly column: Column;
    readonly slot: number | null;
    readonly amountPerColumn: number;
  }[];
}

/** Two columns of which at most one may be above zero in a slot. */
export interface Exclusion {
  readonly name: string;
  readonly slot: number;
  readonly first: Column;
  readonly second: Column;
}

/**
 * A column between 0 and 1 that must stand at one of the two: a machine that runs at its least load or more, or not at
 * all. The linear program lets it stand between; solve-stages.ts makes it whole where it does.
 */
export interface Switch {
  readonly name: string;
  readonly slot: number;
  readonly column: Column;
  /**
   * Whether a point decides it, by what the machine does: of a large one a little stands within the tolerance of 0.
   * Absent: 0 and 1 do.
   */
  isSettled?(value: (column: Column) => number): boolean;
}

/**
 * What to prefer among plans that cost the same. `least`: the smallest sum of weight x column (work weighted
 * by its time runs earlier, throughput weighted by its hours leaves stores idle). `steady`, where that leaves
 * a choice: the smallest sum of weight x |column[k + 1] - column[k]|.
 */
export type Preference =
  | { readonly kind: 'least'; readonly columns: readonly Column[]; readonly weights: Float64Array }
  | { readonly kind: 'steady'; readonly columns: readonly Column[]; readonly weight: number };

/**
 * A job that takes one of several ways as a whole: one of the columns stands at `units`, all others at 0. The linear
 * program mixes the ways; rounding.ts chooses one.
 */
export interface WholeJob {
  readonly job: ComputeJob;
  readonly units: number;
  readonly starts: readonly StartOption[];
  /** Left for after the horizon as a whole; null where the window does not outlast it. */
  readonly leftover: Column | null;
  readonly unserved: Column;
}

/** One start at one site and operating point, and what each unit takes there meanwhile. */
export interface StartOption {
  readonly column: Column;
  readonly site: string;
  readonly run: ContiguousRun;
  /** IT power of a unit that works, above idle. */
  readonly extraKwPerUnit: number;
  /** Link that its data take, and GB/h of a unit that works; null where nothing moves. */
  readonly transfer: { readonly from: string; readonly gigabytesPerHour: number } | null;
}

/** A limit whose dual the plan shows as a shadow price: rows, or the bounds of columns (their reduced costs). */
export interface NamedLimit {
  readonly name: string;
  readonly site: string | null;
  readonly component: string | null;
  /** Unit of the price that is shown: money per this. */
  readonly per: SlotUnit;
  readonly entries: readonly LimitEntry[];
}

export interface LimitEntry {
  /** Slot that the price is shown in; a limit without time uses slot 0. */
  readonly slot: number;
  readonly at: { readonly row: Row } | { readonly boundOf: Column };
  /** What the dual is divided by to be per unit: the hours of the slot for a power. */
  readonly unitsPerSide: number;
}

export interface LpSolution {
  value(column: Column): number;
  /** d objective / d right-hand side. */
  dual(row: Row): number;
  /** d objective / d bound where the column stands at one, else 0. */
  reducedCost(column: Column): number;
}

/** What a part says of the solution, in the plan's own words. */
export interface PartReport {
  readonly series?: readonly PlanSeries[];
  readonly setpoints?: readonly Setpoint[];
  readonly jobs?: readonly PlanJob[];
  readonly demandCharges?: readonly PlanDemandCharge[];
  readonly offsets?: readonly PlanOffset[];
}

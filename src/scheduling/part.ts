import type { Column, LpBuilder, Row } from '../../solver/index.ts';
import type { Timeline } from '../time/timeline.ts';
import type { CostLineName, PlanDemandCharge, PlanJob, PlanSeries, PromiseKind, Setpoint, SlotUnit } from './plan.ts';

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
  readonly preferences?: readonly Preference[];
  readonly limits?: readonly NamedLimit[];
  read(solution: LpSolution): PartReport;
}

/** Columns of consecutive slots: columns[k] belongs to slot firstSlot + k. */
export interface SlotColumns {
  readonly firstSlot: number;
  readonly columns: readonly Column[];
}

/**
 * What a part gives to a bus (kW, or units on a compute bus). POSITIVE = INTO THE BUS; what a part takes
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
  readonly kind: 'electricity' | 'it' | 'compute';
  /** For compute buses: pool and operating point. */
  readonly component: string | null;
  readonly unit: 'kW' | 'units';
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

/** A linear expression that couplings may use: stored kWh above a floor, head-room, interruptible kW. */
export interface Offer {
  readonly kind: 'storedKwhAboveFloor' | 'headroomUpKw' | 'headroomDownKw' | 'interruptibleKw';
  readonly site: string;
  readonly component: string;
  readonly run: SlotColumns;
  readonly coefficient: number;
  readonly constant: Float64Array;
}

/** A slack with a name: how a promise gives way, and at what price. Physics has none. */
export interface PromiseSlack {
  readonly kind: PromiseKind;
  readonly site: string | null;
  /** Job, limit or store that the promise is about. */
  readonly subject: string;
  readonly unit: 'kW' | 'kWh' | 'unit h';
  readonly pricePerUnit: number;
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
 * What to prefer among plans that cost the same. `earlier`: minimise sum of weight x column.
 * `steady`: minimise the sum of |column[k + 1] - column[k]| x weight.
 */
export type Preference =
  | { readonly kind: 'earlier'; readonly columns: readonly Column[]; readonly weights: Float64Array }
  | { readonly kind: 'steady'; readonly columns: readonly Column[]; readonly weight: number };

/** Rows whose duals the plan shows as shadow prices. */
export interface NamedLimit {
  readonly name: string;
  readonly site: string | null;
  readonly component: string | null;
  /** Unit of the price that is shown: money per this. */
  readonly unit: SlotUnit;
  readonly rows: readonly { readonly row: Row; readonly slot: number; readonly dualScale: number }[];
}

export interface LpSolution {
  value(column: Column): number;
  /** d objective / d right-hand side. */
  dual(row: Row): number;
}

/** What a part says of the solution, in the plan's own words. */
export interface PartReport {
  readonly series?: readonly PlanSeries[];
  readonly setpoints?: readonly Setpoint[];
  readonly jobs?: readonly PlanJob[];
  readonly demandCharges?: readonly PlanDemandCharge[];
}

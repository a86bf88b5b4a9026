import type { Instant } from '../time/timeline.ts';
import type { UnitHours } from '../units/index.ts';

/**
 * Work that may move. `divisible` work may run at any width in any slot of its window; `preemptible` work
 * likewise, but each resumption after a pause costs `restartPricePerUnit`; `contiguous` work runs once, on all
 * of its units at one site and operating point, without a pause, from the start of a slot (or its earliest
 * start, inside one) to its end; a `gang` runs on all of its units or on none, and may pause at slot boundaries.
 */
export interface ComputeJob {
  readonly id: string;
  /** Pool class that it runs on. */
  readonly pool: string;
  readonly shape: JobShape;
  /** Units x hours at reference speed. */
  readonly work: UnitHours;
  /** Units at a time: at most, or exactly while a contiguous job or a gang runs. */
  readonly maximumUnits: number;
  readonly earliestStart: Instant;
  readonly deadline: Instant;
  readonly deadlinePolicy: DeadlinePolicy;
  /** Sites that may run it: each has the pool, holds the residency, is near enough, and can be reached by the data. */
  readonly sites: readonly string[];
  /** Where its data lie, and how much of them moves for each unit-hour that is done elsewhere; null: nothing moves. */
  readonly data: JobData | null;
  /** Jurisdictions of which a site must hold one; null: any site will do. */
  readonly residency: readonly string[] | null;
  /** How near to its users it must run; null: anywhere. */
  readonly latency: JobLatency | null;
  /** Money per unit and resumption; 0 for divisible work. */
  readonly restartPricePerUnit: number;
  /** How a gang may be interrupted; null for every other shape. */
  readonly gang: GangTerms | null;
  /** Money per unit-hour that is never done. */
  readonly unservedPricePerUnitHour: number;
  /** Expected cost of a unit-hour done after the horizon, where the window outlasts it. */
  readonly leftoverPricePerUnitHour: number;
}

export type JobShape = 'divisible' | 'preemptible' | 'contiguous' | 'gang';

/**
 * A gang runs in runs: stretches of time at one site and operating point, on all units. A run begins at the start of a
 * slot, or at the earliest start inside one, and ends at the end of one, or sooner when the work is done or the window
 * closes. Whatever starts again after a run is a resumption: after a pause, or at another site or operating point.
 */
export interface GangTerms {
  /** A run lasts at least so long, unless the work is done before, the window closes or the horizon ends. */
  readonly minimumRunHours: number;
  /** From the end of a run to the start of the next. */
  readonly minimumPauseHours: number;
  /** Most resumptions; null: any number. What rests at the end of the horizon for later counts as one. */
  readonly maximumInterruptions: number | null;
  /** Hours at reference speed that each unit works again at each resumption: since the last checkpoint, and loading. */
  readonly checkpointHours: number;
}

export interface JobData {
  readonly site: string;
  readonly gigabytesPerUnitHour: number;
}

export interface JobLatency {
  /** Site that its users are at; work there has no latency. */
  readonly homeSite: string;
  readonly maximumMilliseconds: number;
}

export type DeadlinePolicy =
  /** No work after the deadline; what does not fit is unserved and named as a broken promise. */
  | { readonly kind: 'hard' }
  /** Work may run late; a job done n hours late in full pays pricePerHourLate x n, part of it its share. */
  | { readonly kind: 'priced'; readonly pricePerHourLate: number }
  /** Work may run late at no price. */
  | { readonly kind: 'bestEffort' };

import type { Instant } from '../time/timeline.ts';
import type { UnitHours } from '../units/index.ts';

/**
 * Work that may move. `divisible` work may run at any width in any slot of its window; `preemptible` work
 * likewise, but each resumption after a pause costs `restartPricePerUnit`.
 */
export interface ComputeJob {
  readonly id: string;
  /** Pool class that it runs on. */
  readonly pool: string;
  readonly shape: JobShape;
  /** Units x hours at reference speed. */
  readonly work: UnitHours;
  /** Units at a time, at most. */
  readonly maximumUnits: number;
  readonly earliestStart: Instant;
  readonly deadline: Instant;
  readonly deadlinePolicy: DeadlinePolicy;
  /** Sites that may run it; each has the pool. */
  readonly sites: readonly string[];
  /** Money per unit and resumption; 0 for divisible work. */
  readonly restartPricePerUnit: number;
  /** Money per unit-hour that is never done. */
  readonly unservedPricePerUnitHour: number;
  /** Expected cost of a unit-hour done after the horizon, where the window outlasts it. */
  readonly leftoverPricePerUnitHour: number;
}

export type JobShape = 'divisible' | 'preemptible';

export type DeadlinePolicy =
  /** No work after the deadline; what does not fit is unserved and named as a broken promise. */
  | { readonly kind: 'hard' }
  /** Work may run late; a job done n hours late in full pays pricePerHourLate x n, part of it its share. */
  | { readonly kind: 'priced'; readonly pricePerHourLate: number }
  /** Work may run late at no price. */
  | { readonly kind: 'bestEffort' };

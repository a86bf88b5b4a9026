import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation } from '../domain/plan.ts';
import { MILLISECONDS_PER_HOUR } from '../time/timeline.ts';
import { operatingPointOf } from './job-run.ts';

/** When a contiguous job starts and is done, epoch milliseconds; it may be done past the horizon. */
export interface RunTimes {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Lengths are quotients: a run that ends within this (milliseconds) of a moment ends at it. */
export const RUN_ROUNDING = 1e-3;

/**
 * The run that an allocation of a contiguous job stands for: from the start of its first slot, or the job's earliest
 * start inside it, for work / (maximumUnits x speed) hours. The first of several allocations counts; null: it does
 * not run. Throws BillingError where it runs on units that the fleet does not have.
 */
export function contiguousRunTimes(
  fleet: Fleet,
  job: ComputeJob,
  allocations: readonly JobAllocation[],
): RunTimes | null {
  const running = allocations.filter(({ activeUnits }) => activeUnits.length > 0);
  if (running.length === 0) return null;
  const first = running.reduce((one, other) => (other.firstSlot < one.firstSlot ? other : one));
  const { edges } = fleet.timeline;
  const [slotStart, slotEnd] = [edges[first.firstSlot], edges[first.firstSlot + 1]];
  // A start in a slot that is over before the job may start is a fault of the plan, not a later start.
  const startsAt = job.earliestStart < slotEnd ? Math.max(slotStart, job.earliestStart) : slotStart;
  const { speed } = operatingPointOf(fleet, job, first);
  return { startsAt, endsAt: startsAt + (job.work / (job.maximumUnits * speed)) * MILLISECONDS_PER_HOUR };
}

/** Hours from the deadline to the end of a run; 0 when it is on time. */
export function runHoursLate(job: ComputeJob, { endsAt }: RunTimes): number {
  const late = endsAt - job.deadline;
  return late > RUN_ROUNDING ? late / MILLISECONDS_PER_HOUR : 0;
}

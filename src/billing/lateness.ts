import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation } from '../domain/plan.ts';
import { MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import { contiguousRunTimes, runHoursLate } from './contiguous-run.ts';
import { type SlotStretch, workPerSlot } from './job-run.ts';

/** How late a job is by what it does within the horizon. */
export interface JobLateness {
  /** Unit-hours done after the deadline; of a contiguous job that ends late all that it does within the horizon. */
  readonly lateUnitHours: number;
  /** Sum over all work of unit-hours x hours late. */
  readonly unitHoursTimesHoursLate: number;
  /** Hours that the price of an hour late is paid for. */
  readonly pricedHours: number;
}

const ON_TIME: JobLateness = { lateUnitHours: 0, unitHoursTimesHoursLate: 0, pricedHours: 0 };

/**
 * Work that may be split is late slot by slot: done n hours late in full it pays n hours, part of it its share. A
 * contiguous job is late as a whole: it pays from its deadline to its end, which may lie past the horizon. Throws
 * BillingError where the job runs on units that the fleet does not have.
 */
export function jobLateness(fleet: Fleet, job: ComputeJob, allocations: readonly JobAllocation[]): JobLateness {
  const work = workPerSlot(fleet, job, allocations);
  return job.shape === 'contiguous'
    ? latenessOfRun(fleet, job, allocations, work)
    : latenessBySlot(fleet.timeline, job, work);
}

function latenessOfRun(
  fleet: Fleet,
  job: ComputeJob,
  allocations: readonly JobAllocation[],
  { values }: SlotStretch,
): JobLateness {
  const run = contiguousRunTimes(fleet, job, allocations);
  const hoursLate = run === null ? 0 : runHoursLate(job, run);
  if (hoursLate === 0) return ON_TIME;
  const doneUnitHours = values.reduce((sum, unitHours) => sum + unitHours, 0);
  return {
    lateUnitHours: doneUnitHours,
    unitHoursTimesHoursLate: doneUnitHours * hoursLate,
    pricedHours: hoursLate,
  };
}

/**
 * Work is spread evenly over each slot, so that a slot split in two is as late as the whole. With a hard deadline
 * nothing is late: what a slot does is done before it, in the part of the slot that is left.
 */
function latenessBySlot(timeline: Timeline, job: ComputeJob, { firstSlot, values }: SlotStretch): JobLateness {
  if (job.deadlinePolicy.kind === 'hard') return ON_TIME;
  let lateUnitHours = 0;
  let unitHoursTimesHoursLate = 0;
  for (let t = firstSlot; t < firstSlot + values.length; t += 1) {
    const lateMilliseconds = timeline.edges[t + 1] - Math.max(timeline.edges[t], job.deadline);
    if (lateMilliseconds <= 0) continue;
    const work = values[t - firstSlot];
    lateUnitHours += (work * (lateMilliseconds / MILLISECONDS_PER_HOUR)) / timeline.hours[t];
    unitHoursTimesHoursLate += work * meanHoursLate(timeline, t, job.deadline);
  }
  const pricedHours = job.work > 0 ? unitHoursTimesHoursLate / job.work : 0;
  return { lateUnitHours, unitHoursTimesHoursLate, pricedHours };
}

/** Hours after the deadline, averaged over the slot: the integral of max(0, time - deadline) over its length. */
export function meanHoursLate(timeline: Timeline, slot: number, deadline: number): number {
  const start = Math.max(0, timeline.edges[slot] - deadline) / MILLISECONDS_PER_HOUR;
  const end = Math.max(0, timeline.edges[slot + 1] - deadline) / MILLISECONDS_PER_HOUR;
  return (end ** 2 - start ** 2) / 2 / timeline.hours[slot];
}

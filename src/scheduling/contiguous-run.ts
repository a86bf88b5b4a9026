import type { ComputeJob } from '../domain/job.ts';
import {
  type Instant,
  instant,
  MILLISECONDS_PER_HOUR,
  slotAt,
  type Timeline,
  timelineEnd,
  timelineStart,
} from '../time/timeline.ts';

/** One way to run a contiguous job: from a moment on, without a pause, until it is done. */
export interface ContiguousRun {
  readonly startsAt: Instant;
  /** When it is done; may lie past the horizon. */
  readonly endsAt: Instant;
  readonly firstSlot: number;
  /** Share of slot firstSlot + k during which it runs, up to the end of the horizon. */
  readonly shareBusy: Float64Array;
  /** Share of the job that is done within the horizon: 1 unless the run crosses its end. */
  readonly shareDone: number;
  /** Hours from the deadline to the end of the run; 0 when it is on time. */
  readonly hoursLate: number;
}

/** Hours that the job takes at a speed. */
export function runHours(job: ComputeJob, speed: number): number {
  return job.work / (job.maximumUnits * speed);
}

/**
 * Every start that a contiguous job may have at a speed, in time's order: one a slot, at its start or at the earliest
 * start inside it. Hard deadlines are kept by the end of the run, be it after the horizon; other policies allow any
 * start in the horizon.
 */
export function contiguousRuns(job: ComputeJob, timeline: Timeline, speed: number): ContiguousRun[] {
  const runs: ContiguousRun[] = [];
  for (let run = contiguousRunFrom(job, timeline, speed, 0); run !== null; ) {
    runs.push(run);
    run = contiguousRunFrom(job, timeline, speed, run.firstSlot + 1);
  }
  return runs;
}

/** The first of them that starts in a slot or after it; null when there is none. */
export function contiguousRunFrom(
  job: ComputeJob,
  timeline: Timeline,
  speed: number,
  slot: number,
): ContiguousRun | null {
  const earliest = Math.max(job.earliestStart, timelineStart(timeline));
  const earliestSlot = slotAt(timeline, instant(earliest));
  // Figures of a plan are too coarse for the last moment of a slot; the next one begins at once.
  const begins = timeline.edges[earliestSlot + 1] - earliest < LAST_MOMENT ? earliestSlot + 1 : earliestSlot;
  const firstSlot = Math.max(slot, begins);
  if (earliestSlot < 0 || firstSlot >= timeline.slotCount) return null;
  const length = runHours(job, speed) * MILLISECONDS_PER_HOUR;
  // Lengths are quotients: a run that ends a rounding error after the deadline is on time.
  const latest = job.deadlinePolicy.kind === 'hard' ? job.deadline - length + RUN_ROUNDING : Number.POSITIVE_INFINITY;
  const start = Math.max(timeline.edges[firstSlot], earliest);
  return start > latest ? null : runFrom(job, timeline, firstSlot, start, start + length);
}

/** Milliseconds. */
export const RUN_ROUNDING = 1e-3;
const LAST_MOMENT = 1000;

function runFrom(job: ComputeJob, timeline: Timeline, firstSlot: number, start: number, end: number): ContiguousRun {
  const { edges, slotCount } = timeline;
  const shares: number[] = [];
  for (let t = firstSlot; t < slotCount && edges[t] < end - RUN_ROUNDING; t += 1) {
    shares.push((Math.min(end, edges[t + 1]) - Math.max(start, edges[t])) / (edges[t + 1] - edges[t]));
  }
  const inside = Math.min(end, timelineEnd(timeline)) - start;
  return {
    startsAt: instant(start),
    endsAt: instant(end),
    firstSlot,
    shareBusy: Float64Array.from(shares),
    shareDone: end <= timelineEnd(timeline) + RUN_ROUNDING ? 1 : inside / (end - start),
    hoursLate: hoursAfterDeadline(job, instant(end)),
  };
}

/** Hours from the deadline to the end of a run; 0 when it is on time. */
export function hoursAfterDeadline(job: ComputeJob, endsAt: Instant): number {
  const late = endsAt - job.deadline;
  return late > RUN_ROUNDING ? late / MILLISECONDS_PER_HOUR : 0;
}

/** Whether the whole job may still run after the horizon and be done in time. */
export function maySkipHorizon(job: ComputeJob, timeline: Timeline, largestSpeed: number): boolean {
  const from = Math.max(job.earliestStart, timelineEnd(timeline));
  return job.deadline - from + RUN_ROUNDING >= runHours(job, largestSpeed) * MILLISECONDS_PER_HOUR;
}

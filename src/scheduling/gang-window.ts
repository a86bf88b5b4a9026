import type { ComputeJob, GangTerms } from '../domain/job.ts';
import { MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import { LEAST_SHARE } from './held-units.ts';
import { jobWindow } from './job-window.ts';

/** The slots that a gang may run in, and what the rules on its runs make of their boundaries. */
export interface GangWindow {
  /** Slot of the timeline that slot 0 of the window is. */
  readonly firstSlot: number;
  readonly slotCount: number;
  /** Share of each slot that lies inside the window: below 1 in the first and the last alone. */
  readonly share: Float64Array;
  /** When work in each slot can begin and must end, epoch milliseconds. */
  readonly beginsAt: Float64Array;
  readonly endsAt: Float64Array;
  /** For a run that begins with slot i: the first boundary at which it may pause; slotCount where that is the end. */
  readonly runUntil: Int32Array;
  /** For a run that ends at boundary i: the first boundary at which the job may resume; slotCount: at none. */
  readonly pauseUntil: Int32Array;
  /** Unit-hours that the window can still hold after the horizon. */
  readonly leftoverUnitHours: number;
}

/** Milliseconds by which lengths may differ from what is asked: quotients are rounded. */
const ROUNDING = 1e-3;

/** Terms of a gang; throws for another shape, a mistake of the caller. */
export function gangTerms({ id, gang }: ComputeJob): GangTerms {
  if (gang === null) throw new Error(`job "${id}" is no gang`);
  return gang;
}

/**
 * The window of a gang. Machines are held whole slots, so that slivers of a slot at its ends (less than `LEAST_SHARE`)
 * are left alone.
 */
export function gangWindow(job: ComputeJob, timeline: Timeline, largestSpeed: number): GangWindow {
  const { minimumRunHours, minimumPauseHours } = gangTerms(job);
  const window = jobWindow(job, timeline, largestSpeed);
  let { firstSlot, endSlot } = window;
  while (firstSlot < endSlot && window.shareInside[firstSlot - window.firstSlot] < LEAST_SHARE) firstSlot += 1;
  while (endSlot > firstSlot && window.shareInside[endSlot - 1 - window.firstSlot] < LEAST_SHARE) endSlot -= 1;
  const share = window.shareInside.slice(firstSlot - window.firstSlot, endSlot - window.firstSlot);
  const closes = job.deadlinePolicy.kind === 'hard' ? job.deadline : Number.POSITIVE_INFINITY;
  const slotCount = endSlot - firstSlot;
  const beginsAt = new Float64Array(slotCount);
  const endsAt = new Float64Array(slotCount);
  for (let i = 0; i < slotCount; i += 1) {
    beginsAt[i] = Math.max(timeline.edges[firstSlot + i], job.earliestStart);
    endsAt[i] = Math.min(timeline.edges[firstSlot + i + 1], closes);
  }
  return {
    firstSlot,
    slotCount,
    share,
    beginsAt,
    endsAt,
    runUntil: boundariesAfter(beginsAt, endsAt, minimumRunHours),
    pauseUntil: resumptionsAfter(beginsAt, endsAt, minimumPauseHours),
    leftoverUnitHours: window.leftoverUnitHours,
  };
}

/** For each slot the first boundary at least so many hours after it begins. */
function boundariesAfter(beginsAt: Float64Array, endsAt: Float64Array, hours: number): Int32Array {
  const first = new Int32Array(beginsAt.length);
  let j = 0;
  for (let i = 0; i < first.length; i += 1) {
    j = Math.max(j, i + 1);
    while (j < first.length && endsAt[j - 1] - beginsAt[i] < hours * MILLISECONDS_PER_HOUR - ROUNDING) j += 1;
    first[i] = j;
  }
  return first;
}

/** For each boundary but the first the first slot that begins at least so many hours after it. */
function resumptionsAfter(beginsAt: Float64Array, endsAt: Float64Array, hours: number): Int32Array {
  const first = new Int32Array(beginsAt.length + 1);
  let j = 0;
  for (let i = 1; i <= beginsAt.length; i += 1) {
    j = Math.max(j, i);
    while (j < beginsAt.length && beginsAt[j] - endsAt[i - 1] < hours * MILLISECONDS_PER_HOUR - ROUNDING) j += 1;
    first[i] = j;
  }
  return first;
}

/**
 * Hours of work that every whole slot at every speed, and a checkpoint, is a multiple of; to the millisecond. Where
 * that is finer than `work / mostLevels`, a step of that size, which is then no common measure.
 */
export function workStep(
  work: number,
  slotHours: Iterable<number>,
  speeds: readonly number[],
  checkpointHours: number,
  mostLevels: number,
): number {
  let step = Math.round(checkpointHours * MILLISECONDS_PER_HOUR);
  for (const hours of new Set(slotHours)) {
    for (const speed of speeds) step = greatestCommonDivisor(step, Math.round(hours * speed * MILLISECONDS_PER_HOUR));
  }
  return Math.max(step / MILLISECONDS_PER_HOUR, work / mostLevels);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

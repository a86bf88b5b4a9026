import type { ComputePool, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { instant, MILLISECONDS_PER_HOUR, slotAt, type Timeline, timelineEnd, timelineStart } from '../time/timeline.ts';

/** Where and when a job may run on a timeline: the facts that the part, the baselines and explanations share. */
export interface JobWindow {
  /** First slot that overlaps the window, and one past the last; equal when none does. */
  readonly firstSlot: number;
  readonly endSlot: number;
  /** Share of slot firstSlot + k that lies inside the window: a job that comes 20 minutes into an hour has 40 of it. */
  readonly shareInside: Float64Array;
  /** Unit-hours that the window can still hold after the horizon; 0 when it ends inside. */
  readonly leftoverUnitHours: number;
}

/** Work is allowed from the earliest start to the deadline; where lateness is allowed, to the end of the horizon. */
export function jobWindow(job: ComputeJob, timeline: Timeline, largestSpeed: number): JobWindow {
  const horizonEnd = timelineEnd(timeline);
  const start = Math.max(job.earliestStart, timelineStart(timeline));
  const end = job.deadlinePolicy.kind === 'hard' ? Math.min(job.deadline, horizonEnd) : horizonEnd;
  const shares: number[] = [];
  const startSlot = slotAt(timeline, instant(start));
  const firstSlot = startSlot < 0 || end <= start ? timeline.slotCount : startSlot;
  for (let t = firstSlot; t < timeline.slotCount && timeline.edges[t] < end; t += 1) {
    const inside = Math.min(timeline.edges[t + 1], end) - Math.max(timeline.edges[t], start);
    shares.push(inside / (timeline.edges[t + 1] - timeline.edges[t]));
  }
  const remainingHours = Math.max(0, job.deadline - Math.max(horizonEnd, job.earliestStart)) / MILLISECONDS_PER_HOUR;
  return {
    firstSlot,
    endSlot: firstSlot + shares.length,
    shareInside: Float64Array.from(shares),
    leftoverUnitHours: Math.min(job.work, job.maximumUnits * largestSpeed * remainingHours),
  };
}

/**
 * Mean units that a job may have of those available in a slot of which its window leaves a share: while the window is
 * open it runs on no more machines than there are, so that 20 minutes of 12 are a mean of 4 over an hour.
 */
export function mostMeanUnits(job: ComputeJob, unitsAvailable: number, shareInside: number): number {
  return Math.min(job.maximumUnits, unitsAvailable) * shareInside;
}

/** Share of a slot in which a job may run. */
export function shareInside(job: ComputeJob, timeline: Timeline, slot: number): number {
  const from = timeline.edges[slot];
  const to = timeline.edges[slot + 1];
  const closes = job.deadlinePolicy.kind === 'hard' ? job.deadline : to;
  return Math.max(0, Math.min(to, closes) - Math.max(from, job.earliestStart)) / (to - from);
}

/** Mean hours by which work done evenly over the slot is late: the integral of max(0, time - deadline). */
export function meanLatenessHours(job: ComputeJob, timeline: Timeline, slot: number): number {
  const from = Math.max(0, timeline.edges[slot] - job.deadline);
  const to = Math.max(0, timeline.edges[slot + 1] - job.deadline);
  const lateShare = (to - from) / (timeline.edges[slot + 1] - timeline.edges[slot]);
  return ((from + to) / 2 / MILLISECONDS_PER_HOUR) * lateShare;
}

export interface JobPlace {
  readonly site: Site;
  readonly pool: ComputePool;
}

/** The pools that may run a job, in the order of its sites. Throws when a site or pool is unknown: the reader checks. */
export function jobPlaces(job: ComputeJob, sites: readonly Site[]): JobPlace[] {
  return job.sites.map((siteId) => {
    const site = sites.find(({ id }) => id === siteId);
    const pool = site?.compute.pools.find(({ id }) => id === job.pool);
    if (!site || !pool) throw new Error(`job "${job.id}" names site "${siteId}", which has no pool "${job.pool}"`);
    return { site, pool };
  });
}

export function largestSpeed(places: readonly JobPlace[]): number {
  return Math.max(...places.flatMap(({ pool }) => pool.operatingPoints.map((point) => point.speed)));
}

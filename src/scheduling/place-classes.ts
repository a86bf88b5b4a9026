import type { Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { Timeline } from '../time/timeline.ts';
import { jobPlaces, jobWindow } from './job-window.ts';

/**
 * Jobs that may run at the same sites on the same terms. Where the work of a slot stands then matters for their sum
 * alone, and one column a job and slot, with the sites chosen for all of them together, says the same as a column for
 * each site and a row for each width.
 */
export type PlaceClass = readonly ComputeJob[];

/** Whether units of a pool may be held (`held-units.ts`). */
type Holds = (site: string, pool: string) => boolean;

/** Jobs in classes where that makes the program smaller, the rest one by one; in the order of the jobs. */
export function placeClasses(
  jobs: readonly ComputeJob[],
  sites: readonly Site[],
  timeline: Timeline,
  holds: Holds = () => false,
): PlaceClass[] {
  const byKey = Map.groupBy(jobs, (job) => classKey(job, sites, timeline, holds) ?? `job ${job.id}`);
  return [...byKey.values()].flatMap((members) =>
    isWorthwhile(members, timeline) ? [members] : members.map((job) => [job]),
  );
}

/** Equal keys may be placed together; null where a job's own columns by site are needed. */
function classKey(job: ComputeJob, sites: readonly Site[], timeline: Timeline, holds: Holds): string | null {
  // Restarts count site by site, so they need each job's own columns there.
  if (job.sites.length < 2 || job.restartPricePerUnit > 0) return null;
  const points = jobPlaces(job, sites).map(({ pool }) => pool.operatingPoints);
  const { speed } = points[0][0];
  if (points.some((list) => list.length > 1 || list[0].speed !== speed)) return null;
  if (isWideInPartOfSlot(job, sites, timeline) || holdsInPartOfSlot(job, timeline, holds)) return null;
  return JSON.stringify([job.pool, job.sites, job.data]);
}

/**
 * Whether a job asks for more machines than some site has in a slot of which its window leaves a part. What it may then
 * have there is a limit of its own, which the sum of a class does not know.
 */
export function isWideInPartOfSlot(job: ComputeJob, sites: readonly Site[], timeline: Timeline): boolean {
  const { firstSlot, shareInside } = jobWindow(job, timeline, 1);
  if (shareInside.every((share) => share === 1)) return false;
  const isTooFew = (available: number) => available > 0 && available < job.maximumUnits;
  return jobPlaces(job, sites).some(({ pool }) =>
    shareInside.some((share, k) => share < 1 && isTooFew(pool.unitsAvailable[firstSlot + k])),
  );
}

/** Whether a job holds machines beside those that work, in a slot of which its window leaves a part. */
function holdsInPartOfSlot(job: ComputeJob, timeline: Timeline, holds: Holds): boolean {
  return (
    job.sites.some((site) => holds(site, job.pool)) &&
    jobWindow(job, timeline, 1).shareInside.some((share) => share < 1)
  );
}

/**
 * The common form takes about as many simplex iterations for its size as two of the other: it has to be much smaller,
 * in columns and rows, than a column for each job and site with a row for each width.
 */
function isWorthwhile(members: PlaceClass, timeline: Timeline): boolean {
  if (members.length < 2) return false;
  const { first, end, slots } = reach(members, timeline);
  const siteCount = members[0].sites.length;
  return slots + (siteCount + 1) * (end - first) < WORTHWHILE_SIZE * (siteCount + 1) * slots;
}

const WORTHWHILE_SIZE = 0.6;

/** Slots that the windows touch: the first, one past the last, and their number job by job. */
function reach(members: PlaceClass, timeline: Timeline) {
  let first = timeline.slotCount;
  let end = 0;
  let slots = 0;
  for (const job of members) {
    const window = jobWindow(job, timeline, 1);
    first = Math.min(first, window.firstSlot);
    end = Math.max(end, window.endSlot);
    slots += window.endSlot - window.firstSlot;
  }
  return { first: Math.min(first, end), end, slots };
}

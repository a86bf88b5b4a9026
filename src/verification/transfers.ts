import type { Checks } from './checks.ts';
import { type JobFigures, type LinkFigures, type PlanFigures, sum } from './figures.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** Links carry what the jobs' work moves, when it is done, and no more than they can. */
export function checkTransfers(checks: Checks, { sites, jobs }: PlanFigures): void {
  const { slotCount } = checks.timeline;
  const links = sites.flatMap((figures) => figures.links);
  const carriedBy = new Map(links.map(({ link }) => [linkKey(link.from, link.to), nothingCarried(slotCount)]));
  for (const figures of jobs) {
    const moved = movements(figures);
    checkMoved(checks, figures, moved);
    for (const { from, to, slot, gigabytesPerHour, perUnit } of moved) {
      const carried = carriedBy.get(linkKey(from, to));
      if (carried === undefined) continue;
      carried.gigabytesPerHour[slot] += gigabytesPerHour;
      carried.perUnit[slot] += perUnit;
    }
  }
  for (const figures of links) {
    const { from, to } = figures.link;
    checkLink(checks, figures, carriedBy.get(linkKey(from, to)) ?? nothingCarried(slotCount));
  }
}

const linkKey = (from: string, to: string): string => JSON.stringify([from, to]);

/** GB/h that work of a job moves in one slot. */
interface Movement {
  readonly from: string;
  readonly to: string;
  readonly slot: number;
  readonly gigabytesPerHour: number;
  /** GB/h that one active unit moves: by this an error of the units counts. */
  readonly perUnit: number;
}

function movements({ job: { data }, placements }: JobFigures): Movement[] {
  if (data === null) return [];
  const { site: from } = data;
  return placements
    .filter(({ allocation }) => allocation.site !== from)
    .flatMap(({ allocation: { site: to, firstSlot, activeUnits }, point }) => {
      const perUnit = point.speed * data.gigabytesPerUnitHour;
      return activeUnits.map((units, k) => {
        return { from, to, slot: firstSlot + k, gigabytesPerHour: units * perUnit, perUnit };
      });
    });
}

function checkMoved(checks: Checks, { job, planned }: JobFigures, moved: readonly Movement[]): void {
  const { hours } = checks.timeline;
  const limit = sum(moved.map(({ slot, gigabytesPerHour }) => gigabytesPerHour * hours[slot]));
  const error = ROUNDING * sum(moved.map(({ slot, perUnit }) => perUnit * hours[slot]));
  checks.equal(
    'jobMoved',
    { subject: `job ${job.id}` },
    {
      what: 'data moved',
      found: planned.movedGigabytes,
      limit,
      unit: 'GB',
      tolerance: checks.toleranceOf(limit) + error,
    },
  );
}

/** What the work of all jobs moves over one link, slot by slot. */
interface Carried {
  readonly gigabytesPerHour: Float64Array;
  readonly perUnit: Float64Array;
}

function nothingCarried(slotCount: number): Carried {
  return { gigabytesPerHour: new Float64Array(slotCount), perUnit: new Float64Array(slotCount) };
}

function checkLink(checks: Checks, { link, gigabytesPerHour }: LinkFigures, carried: Carried): void {
  for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
    const place = { site: link.to, subject: `link from ${link.from}`, slot };
    const received = { what: 'data received', found: gigabytesPerHour[slot], unit: 'GB/h' };
    const error = ROUNDING * carried.perUnit[slot];
    const limit = carried.gigabytesPerHour[slot];
    checks.equal('linkTransfer', place, { ...received, limit, tolerance: checks.toleranceOf(limit) + error });
    const capacity = link.capacityGigabytesPerHour[slot];
    const most = { ...received, found: Math.max(received.found, limit), limit: capacity };
    checks.atMost('linkCapacity', place, { ...most, tolerance: checks.toleranceOf(capacity) + error });
    checks.atLeast('linkCapacity', place, { ...received, limit: 0 });
  }
}

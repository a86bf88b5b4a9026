import type { Link } from '../domain/fleet.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, LinkFigures, PlanFigures } from './figures.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** Links carry what the jobs' work moves, when it is done, and no more than they can. */
export function checkTransfers(checks: Checks, { sites, jobs }: PlanFigures): void {
  for (const figures of jobs) checkMoved(checks, figures);
  for (const { links } of sites) {
    for (const figures of links) checkLink(checks, figures, jobs);
  }
}

/** GB/h that work of a job moves, slot by slot. */
interface Movement {
  readonly to: string;
  readonly slot: number;
  readonly gigabytesPerHour: number;
  /** GB/h that one active unit moves: by this an error of the units counts. */
  readonly perUnit: number;
}

function movements({ job, placements }: JobFigures): Movement[] {
  const { data } = job;
  if (data === null) return [];
  return placements
    .filter(({ allocation }) => allocation.site !== data.site)
    .flatMap(({ allocation: { site: to, firstSlot, activeUnits }, point }) => {
      const perUnit = point.speed * data.gigabytesPerUnitHour;
      return activeUnits.map((units, k) => ({
        to,
        slot: firstSlot + k,
        gigabytesPerHour: units * perUnit,
        perUnit,
      }));
    });
}

function checkMoved(checks: Checks, figures: JobFigures): void {
  const { hours } = checks.timeline;
  let limit = 0;
  let perUnit = 0;
  for (const movement of movements(figures)) {
    limit += movement.gigabytesPerHour * hours[movement.slot];
    perUnit += movement.perUnit * hours[movement.slot];
  }
  checks.equal(
    'jobMoved',
    { subject: `job ${figures.job.id}` },
    {
      what: 'data moved',
      found: figures.planned.movedGigabytes,
      limit,
      unit: 'GB',
      tolerance: checks.toleranceOf(limit) + ROUNDING * perUnit,
    },
  );
}

function checkLink(checks: Checks, { link, gigabytesPerHour }: LinkFigures, jobs: readonly JobFigures[]): void {
  const { expected, perUnit } = carriedOver(checks, link, jobs);
  const unit = 'GB/h';
  for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
    const place = { site: link.to, subject: `link from ${link.from}`, slot };
    const carried = { what: 'data received', found: gigabytesPerHour[slot], unit };
    const error = ROUNDING * perUnit[slot];
    const limit = expected[slot];
    checks.equal('linkTransfer', place, { ...carried, limit, tolerance: checks.toleranceOf(limit) + error });
    const capacity = link.capacityGigabytesPerHour[slot];
    const most = { ...carried, found: Math.max(carried.found, limit), limit: capacity };
    checks.atMost('linkCapacity', place, { ...most, tolerance: checks.toleranceOf(capacity) + error });
    checks.atLeast('linkCapacity', place, { ...carried, limit: 0 });
  }
}

function carriedOver(checks: Checks, { from, to }: Link, jobs: readonly JobFigures[]) {
  const expected = new Float64Array(checks.timeline.slotCount);
  const perUnit = new Float64Array(checks.timeline.slotCount);
  for (const figures of jobs) {
    if (figures.job.data?.site !== from) continue;
    for (const movement of movements(figures)) {
      if (movement.to !== to) continue;
      expected[movement.slot] += movement.gigabytesPerHour;
      perUnit[movement.slot] += movement.perUnit;
    }
  }
  return { expected, perUnit };
}

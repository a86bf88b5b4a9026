import { poolAt } from '../billing/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation, Plan, PlanJob } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, Placement, PlanFigures, SiteFigures } from './figures.ts';
import { checkSiteTimes } from './identity.ts';
import { readSeries } from './series.ts';

/**
 * The plan's figures, each beside what it is about. Null when something is missing, doubled, unknown or not
 * a number; every such place is reported, and arithmetic has to wait until it is mended.
 */
export function readPlan(checks: Checks, fleet: Fleet, plan: Plan): PlanFigures | null {
  const sitesById = Map.groupBy(plan.sites, ({ id }) => id);
  const sites = fleet.sites.map((site): SiteFigures | null => {
    const planned = onlyOne(checks, 'siteListed', sitesById, site.id);
    if (planned === null) return null;
    checkSiteTimes(checks, planned, site.timeZone);
    return readSeries(checks, fleet, site, planned);
  });
  const jobsById = Map.groupBy(plan.jobs, ({ id }) => id);
  const jobs = fleet.jobs.map((job): JobFigures | null => {
    const planned = onlyOne(checks, 'jobListed', jobsById, job.id);
    return planned === null ? null : readJob(checks, fleet, job, planned);
  });
  noStrangers(checks, 'siteListed', plan.sites, fleet.sites);
  noStrangers(checks, 'jobListed', plan.jobs, fleet.jobs);
  const knownSites = sites.filter((site) => site !== null);
  const knownJobs = jobs.filter((job) => job !== null);
  if (knownSites.length < sites.length || knownJobs.length < jobs.length) return null;
  return { fleet, plan, sites: knownSites, jobs: knownJobs };
}

function onlyOne<Entry>(
  checks: Checks,
  rule: 'siteListed' | 'jobListed',
  entriesById: ReadonlyMap<string, readonly Entry[]>,
  id: string,
): Entry | null {
  const found = entriesById.get(id) ?? [];
  const message = `stands in the plan ${found.length} times, expected once.`;
  const place = rule === 'siteListed' ? { site: id } : { subject: `job ${id}` };
  return checks.holds(rule, place, found.length === 1, message) ? found[0] : null;
}

function noStrangers(
  checks: Checks,
  rule: 'siteListed' | 'jobListed',
  planned: readonly { id: string }[],
  known: readonly { id: string }[],
): void {
  const ids = new Set(known.map(({ id }) => id));
  for (const { id } of planned) {
    const place = rule === 'siteListed' ? { site: id } : { subject: `job ${id}` };
    checks.holds(rule, place, ids.has(id), 'stands in the plan, but not in the problem.');
  }
}

function readJob(checks: Checks, fleet: Fleet, job: ComputeJob, planned: PlanJob): JobFigures | null {
  const place = { subject: `job ${job.id}` };
  checks.holds(
    'jobListed',
    place,
    planned.pool === job.pool,
    `runs on pool ${planned.pool}, expected pool ${job.pool}.`,
  );
  const { workUnitHours, doneUnitHours, leftoverUnitHours, unservedUnitHours } = planned;
  const { lateUnitHours, meanLatenessHours, restartedUnits, movedGigabytes } = planned;
  const named = { workUnitHours, doneUnitHours, leftoverUnitHours, unservedUnitHours };
  const counted = { ...named, lateUnitHours, meanLatenessHours, restartedUnits, movedGigabytes };
  const finite = Object.entries(counted).map(([name, value]) =>
    checks.holds('finiteFigures', place, Number.isFinite(value), `${name} is ${value}, expected a number.`),
  );
  const placements = planned.allocations.map((allocation) => readPlacement(checks, fleet, job, allocation));
  const known = placements.filter((placement) => placement !== null);
  if (known.length < placements.length || !finite.every(Boolean)) return null;
  return { job, planned, placements: known };
}

/** The allocation with its operating point; null when it runs on nothing, outside the slots or at NaN. */
function readPlacement(checks: Checks, fleet: Fleet, job: ComputeJob, allocation: JobAllocation): Placement | null {
  const { site, operatingPoint, firstSlot, activeUnits } = allocation;
  const place = { site, subject: `job ${job.id}` };
  const point = poolAt(fleet, site, job.pool)?.operatingPoints.find(({ id }) => id === operatingPoint);
  checks.holds(
    'jobPlace',
    place,
    point !== undefined,
    `runs at operating point ${operatingPoint} of pool ${job.pool}, which the site does not have.`,
  );
  const endSlot = firstSlot + activeUnits.length;
  const { slotCount } = checks.timeline;
  const inside = checks.holds(
    'jobPlace',
    place,
    Number.isInteger(firstSlot) && firstSlot >= 0 && endSlot <= slotCount,
    `runs in slots ${firstSlot} to ${endSlot - 1}, but the timeline has slots 0 to ${slotCount - 1}.`,
  );
  const finite = checks.holds(
    'finiteFigures',
    place,
    activeUnits.every((units) => Number.isFinite(units)),
    `active units hold a value that is not a number.`,
  );
  return point !== undefined && inside && finite ? { allocation, point } : null;
}

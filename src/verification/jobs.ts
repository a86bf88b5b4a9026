import { activeUnitsBySite, activeUnitsPerSlot, poolAt } from '../billing/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { instant, overlapHours, type Timeline } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, PlanFigures } from './figures.ts';

/** Where, when and how wide each job runs. */
export function checkJobs(checks: Checks, { fleet, jobs }: PlanFigures): void {
  for (const figures of jobs) {
    checkPlacements(checks, figures);
    checkWindow(checks, figures);
    checkPartSlots(checks, fleet, figures);
  }
}

function checkPlacements(checks: Checks, { job, placements }: JobFigures): void {
  for (const { allocation } of placements) {
    const place = { site: allocation.site, subject: `job ${job.id}` };
    checks.holds(
      'jobSite',
      place,
      job.sites.includes(allocation.site),
      `runs there, but may run at ${job.sites.join(', ')} only.`,
    );
    allocation.activeUnits.forEach((found, k) => {
      checks.atLeast(
        'jobActivity',
        { ...place, slot: allocation.firstSlot + k },
        { what: 'active units', found, limit: 0, unit: 'units' },
      );
    });
  }
}

/**
 * A slot that lies partly inside the window may use that share of the job's width, as a mean over the
 * slot. Lateness, where it is allowed, keeps the window open to the end.
 */
function checkWindow(checks: Checks, { job, placements }: JobFigures): void {
  const { timeline } = checks;
  const { firstSlot, values } = activeUnitsPerSlot(placements.map(({ allocation }) => allocation));
  for (let slot = firstSlot; slot < firstSlot + values.length; slot += 1) {
    const share = shareInWindow(timeline, job, slot);
    const whole = share > WHOLE;
    checks.atMost(
      whole ? 'jobWidth' : 'jobWindow',
      { subject: `job ${job.id}`, slot },
      {
        what: whole ? 'active units' : 'active units in a slot that is not all inside the window',
        found: values[slot - firstSlot],
        limit: job.maximumUnits * share,
        unit: 'units',
      },
    );
  }
}

/** Share of a slot from which on it counts as whole. */
export const WHOLE = 1 - 1e-12;

/** Share of a slot in which a job may run. */
export function shareInWindow(timeline: Timeline, job: ComputeJob, slot: number): number {
  const end = job.deadlinePolicy.kind === 'hard' ? job.deadline : instant(timeline.edges[timeline.slotCount]);
  return overlapHours(timeline, slot, { start: job.earliestStart, end }) / timeline.hours[slot];
}

/**
 * What a job does in a part of a slot it does on the machines that are there: 4 units as a mean of an hour are 12 for 20
 * minutes. Whole slots, and those that contiguous jobs hold whole, are checked with the pool.
 */
function checkPartSlots(checks: Checks, fleet: Fleet, { job, placements }: JobFigures): void {
  if (job.shape === 'contiguous') return;
  const { timeline } = checks;
  for (const [site, { firstSlot, values }] of activeUnitsBySite(placements.map(({ allocation }) => allocation))) {
    const available = poolAt(fleet, site, job.pool)?.unitsAvailable;
    for (let slot = firstSlot; slot < firstSlot + values.length; slot += 1) {
      const share = shareInWindow(timeline, job, slot);
      if (share <= 0 || share > WHOLE || available === undefined) continue;
      checks.atMost(
        'poolCapacity',
        { site, subject: `job ${job.id}`, slot },
        {
          what: 'active units in a slot that is not all inside the window',
          found: values[slot - firstSlot],
          limit: available[slot] * share,
          unit: 'units',
        },
      );
    }
  }
}

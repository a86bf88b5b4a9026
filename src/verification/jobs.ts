import { activeUnitsPerSlot } from '../billing/index.ts';
import { instant, overlapHours } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, PlanFigures } from './figures.ts';

/** Where, when and how wide each job runs. */
export function checkJobs(checks: Checks, { jobs }: PlanFigures): void {
  for (const figures of jobs) {
    checkPlacements(checks, figures);
    checkWindow(checks, figures);
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
  const end = job.deadlinePolicy.kind === 'hard' ? job.deadline : instant(timeline.edges[timeline.slotCount]);
  const window = { start: job.earliestStart, end };
  for (let slot = firstSlot; slot < firstSlot + values.length; slot += 1) {
    const share = overlapHours(timeline, slot, window) / timeline.hours[slot];
    const whole = share > 1 - 1e-12;
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

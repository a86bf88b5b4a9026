import { type JobLateness, jobLateness, restartedUnits, type SlotStretch, workPerSlot } from '../billing/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { MILLISECONDS_PER_HOUR, timelineEnd } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import { type JobFigures, type PlanFigures, sum } from './figures.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** Work done, left over, unserved and late, and restarts, recomputed from the active units. */
export function checkJobWork(checks: Checks, { fleet, jobs }: PlanFigures): void {
  for (const figures of jobs) {
    const work = workPerSlot(fleet, figures.job, figures.planned.allocations);
    checkAmounts(checks, figures, work);
    checkLeftover(checks, fleet, figures);
    checkLateness(checks, figures, jobLateness(fleet, figures.job, figures.planned.allocations));
    checkRestarts(checks, figures);
  }
}

function checkAmounts(checks: Checks, { job, planned }: JobFigures, work: SlotStretch): void {
  const place = { subject: `job ${job.id}` };
  const unit = 'unit h';
  const { doneUnitHours, leftoverUnitHours, unservedUnitHours } = planned;
  const same = (what: string, found: number, limit: number) =>
    checks.equal('jobWorkDone', place, { what, found, limit, unit });
  same('work asked for', planned.workUnitHours, job.work);
  same('work done', doneUnitHours, sum(work.values));
  checks.equal('jobWorkAccounted', place, {
    what: 'work done, left over and unserved',
    found: doneUnitHours + leftoverUnitHours + unservedUnitHours,
    limit: job.work,
    unit,
  });
  const parts = { 'work done': doneUnitHours, 'work left over': leftoverUnitHours, 'work unserved': unservedUnitHours };
  for (const [what, found] of Object.entries(parts)) {
    checks.atLeast('jobWorkAccounted', place, { what, found, limit: 0, unit });
  }
}

/** What a contiguous run leaves over when it crosses the end is the rest of the run, and checked with it. */
function checkLeftover(checks: Checks, fleet: Fleet, { job, planned }: JobFigures): void {
  const runs = planned.allocations.some(({ activeUnits }) => activeUnits.length > 0);
  if (job.shape === 'contiguous' && runs) return;
  checks.atMost(
    'jobLeftover',
    { subject: `job ${job.id}` },
    {
      what: 'work left for after the horizon',
      found: planned.leftoverUnitHours,
      limit: Math.min(job.work, capacityAfterHorizon(fleet, job)),
      unit: 'unit h',
    },
  );
}

/** Unit-hours that the rest of the window can hold at full width and the highest speed of the allowed sites. */
function capacityAfterHorizon(fleet: Fleet, job: ComputeJob): number {
  const start = Math.max(timelineEnd(fleet.timeline), job.earliestStart);
  const hours = Math.max(0, job.deadline - start) / MILLISECONDS_PER_HOUR;
  const speeds = fleet.sites
    .filter((site) => job.sites.includes(site.id))
    .flatMap((site) => site.compute.pools.filter((pool) => pool.id === job.pool))
    .flatMap((pool) => pool.operatingPoints.map((point) => point.speed));
  return job.maximumUnits * Math.max(0, ...speeds) * hours;
}

function checkLateness(checks: Checks, { job, planned }: JobFigures, late: JobLateness): void {
  const place = { subject: `job ${job.id}` };
  checks.equal('jobLateness', place, {
    what: 'work done late',
    found: planned.lateUnitHours,
    limit: late.lateUnitHours,
    unit: 'unit h',
  });
  if (late.lateUnitHours <= ROUNDING) {
    checks.equal('jobLateness', place, {
      what: 'mean lateness',
      found: planned.meanLatenessHours,
      limit: 0,
      unit: 'h',
    });
    return;
  }
  // Compared as a product: the mean of very little late work is known only roughly.
  checks.equal('jobLateness', place, {
    what: 'late work times its mean lateness',
    found: planned.meanLatenessHours * late.lateUnitHours,
    limit: late.unitHoursTimesHoursLate,
    unit: 'unit h x h',
    tolerance: checks.toleranceOf(late.unitHoursTimesHoursLate) + ROUNDING * late.lateUnitHours,
  });
}

function checkRestarts(checks: Checks, { job, planned }: JobFigures): void {
  const figureCount = sum(planned.allocations.map(({ activeUnits }) => activeUnits.length));
  const limit = restartedUnits(job, planned.allocations);
  checks.equal(
    'jobRestarts',
    { subject: `job ${job.id}` },
    {
      what: 'restarted units',
      found: planned.restartedUnits,
      limit,
      unit: 'units',
      tolerance: checks.toleranceOf(limit) + 2 * ROUNDING * figureCount,
    },
  );
}

import { contiguousRunTimes, RUN_ROUNDING, type RunTimes } from '../billing/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { formatUtc, type Timeline, timelineEnd } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, Placement, PlanFigures } from './figures.ts';

/** A directive's time is written in whole milliseconds. */
const TEXT_ROUNDING = 1;

/** Contiguous jobs run once, whole and without a pause, or not at all. */
export function checkContiguous(checks: Checks, { fleet, jobs }: PlanFigures): void {
  for (const figures of jobs) {
    if (figures.job.shape === 'contiguous') checkJob(checks, fleet, figures);
  }
}

function checkJob(checks: Checks, fleet: Fleet, figures: JobFigures): void {
  const { job, planned } = figures;
  const placements = running(figures);
  const once = checks.holds(
    'contiguousRun',
    { subject: `job ${job.id}` },
    placements.length <= 1,
    `runs in ${placements.length} pieces, expected one run at one site and operating point.`,
  );
  if (!once) return;
  const times = contiguousRunTimes(fleet, job, planned.allocations);
  if (times === null) checkLeftOut(checks, figures);
  else checkRun(checks, figures, placements[0], times);
  checkStart(checks, figures, placements[0]?.allocation.site ?? null, times);
}

export function running({ placements }: JobFigures): readonly Placement[] {
  return placements.filter(({ allocation }) => allocation.activeUnits.length > 0);
}

/** All units from the start to the end or the horizon's end, in time, and nothing of it lost. */
function checkRun(checks: Checks, { job, planned }: JobFigures, { allocation }: Placement, times: RunTimes): void {
  const { timeline } = checks;
  const subject = `job ${job.id}`;
  const { site, firstSlot, activeUnits } = allocation;
  const expected = meansOfRun(timeline, job, firstSlot, times);
  for (let k = 0; k < Math.max(expected.length, activeUnits.length); k += 1) {
    checks.equal(
      'contiguousRun',
      { site, subject, slot: firstSlot + k },
      {
        what: 'active units of a run without a pause',
        found: activeUnits[k] ?? 0,
        limit: expected[k] ?? 0,
        unit: 'units',
      },
    );
  }
  checks.holds(
    'jobWindow',
    { subject },
    job.deadlinePolicy.kind !== 'hard' || times.endsAt <= job.deadline + 2 * RUN_ROUNDING,
    `runs to ${formatUtc(times.endsAt)}, expected an end by the deadline at ${formatUtc(job.deadline)}.`,
  );
  const rest = Math.max(0, times.endsAt - Math.max(times.startsAt, timelineEnd(timeline)));
  const whole = { what: 'work unserved of a job that runs', found: planned.unservedUnitHours, limit: 0 };
  checks.equal('contiguousWhole', { subject }, { ...whole, unit: 'unit h' });
  checks.equal(
    'contiguousWhole',
    { subject },
    {
      what: 'work left over of a job that runs',
      found: planned.leftoverUnitHours,
      limit: rest === 0 ? 0 : (job.work * rest) / (times.endsAt - times.startsAt),
      unit: 'unit h',
    },
  );
}

function checkLeftOut(checks: Checks, { job, planned }: JobFigures): void {
  checks.atMost(
    'contiguousWhole',
    { subject: `job ${job.id}` },
    {
      what: 'the smaller of work left over and unserved',
      found: Math.min(planned.leftoverUnitHours, planned.unservedUnitHours),
      limit: 0,
      unit: 'unit h',
    },
  );
}

/** One directive, START, at the moment and on the units of the run; without a run none. */
function checkStart(checks: Checks, { job, planned }: JobFigures, site: string | null, times: RunTimes | null): void {
  const { directives } = planned;
  const place = { site, subject: `job ${job.id}` };
  const expected = times === null ? 0 : 1;
  const counted = checks.holds(
    'jobDirective',
    place,
    directives.length === expected,
    `${directives.length} directives, expected ${expected}: a contiguous job is started and runs until it is done.`,
  );
  if (!counted || times === null) return;
  const [{ action, at, site: startedAt, units }] = directives;
  checks.holds(
    'jobDirective',
    place,
    action === 'START' && startedAt === site && Math.abs(Date.parse(at) - times.startsAt) < TEXT_ROUNDING,
    `${action} at site ${startedAt} at ${at}, expected START at site ${site} at ${formatUtc(times.startsAt)}.`,
  );
  const started = { what: 'units started', found: units, limit: job.maximumUnits, unit: 'units' };
  checks.equal('jobDirective', place, started);
}

/** Mean active units in each slot, from the first on, that the run touches within the horizon. */
export function meansOfRun(
  timeline: Timeline,
  job: ComputeJob,
  firstSlot: number,
  { startsAt, endsAt }: RunTimes,
): number[] {
  const { edges, slotCount } = timeline;
  const means: number[] = [];
  for (let t = firstSlot; t < slotCount && edges[t] < endsAt - RUN_ROUNDING; t += 1) {
    const inside = Math.min(endsAt, edges[t + 1]) - Math.max(startsAt, edges[t]);
    means.push((job.maximumUnits * inside) / (edges[t + 1] - edges[t]));
  }
  return means;
}

import type { ComputeJob } from '../domain/job.ts';
import type { JobDirective, PlanJob } from '../domain/plan.ts';
import { formatUtc, instant, MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import { hoursAfterDeadline, runHours } from './contiguous-run.ts';
import { meanLatenessHours } from './job-window.ts';

/** What a solution, or a rule, says of one job. */
export interface JobFigures {
  readonly runs: readonly {
    readonly site: string;
    readonly operatingPoint: string;
    readonly speed: number;
    readonly firstSlot: number;
    readonly activeUnits: readonly number[];
  }[];
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
}

/** Below this a mean number of units counts as none: solver tolerance, not work. */
const NO_UNITS = 1e-6;

/** Work done, moved data, lateness, restarts and directives from mean active units. */
export function readJob(job: ComputeJob, timeline: Timeline, figures: JobFigures): PlanJob {
  let done = 0;
  let doneAway = 0;
  for (const { site, firstSlot, activeUnits, speed } of figures.runs) {
    activeUnits.forEach((units, k) => {
      const unitHours = timeline.hours[firstSlot + k] * speed * units;
      done += unitHours;
      if (site !== job.data?.site) doneAway += unitHours;
    });
  }
  const runs = figures.runs.map(trimmed).filter(({ activeUnits }) => activeUnits.length > 0);
  const once = job.shape === 'contiguous' ? onlyRun(job, timeline, runs) : null;
  return {
    id: job.id,
    pool: job.pool,
    workUnitHours: job.work,
    doneUnitHours: done,
    leftoverUnitHours: figures.leftoverUnitHours,
    unservedUnitHours: figures.unservedUnitHours,
    ...(once === null ? latenessBySlot(job, timeline, figures) : latenessOfWhole(once, done)),
    restartedUnits: restartedUnits(job, figures),
    movedGigabytes: job.data === null ? 0 : doneAway * job.data.gigabytesPerUnitHour,
    allocations: runs.map(({ speed: _, ...run }) => run),
    directives: once === null ? directives(job, timeline, figures) : once.directives,
  };
}

interface Lateness {
  readonly lateUnitHours: number;
  readonly meanLatenessHours: number;
}

/** Work is spread evenly over each slot; what of it lies after the deadline is late, unless the deadline is hard. */
function latenessBySlot(job: ComputeJob, timeline: Timeline, figures: JobFigures): Lateness {
  if (job.deadlinePolicy.kind === 'hard') return { lateUnitHours: 0, meanLatenessHours: 0 };
  let late = 0;
  let lateHours = 0;
  for (const { firstSlot, activeUnits, speed } of figures.runs) {
    activeUnits.forEach((units, k) => {
      const slot = firstSlot + k;
      const unitHours = timeline.hours[slot] * speed * units;
      late += unitHours * shareAfter(timeline, slot, job.deadline);
      lateHours += unitHours * meanLatenessHours(job, timeline, slot);
    });
  }
  return { lateUnitHours: late, meanLatenessHours: late > NO_UNITS ? lateHours / late : 0 };
}

/** A job that runs once is late as a whole, by its end. */
function latenessOfWhole({ hoursLate }: OnlyRun, doneUnitHours: number): Lateness {
  return { lateUnitHours: hoursLate > 0 ? doneUnitHours : 0, meanLatenessHours: hoursLate };
}

interface OnlyRun {
  readonly hoursLate: number;
  readonly directives: readonly JobDirective[];
}

/**
 * A contiguous job starts at the start of its first slot, or at its earliest start inside it, and runs until it is
 * done, be it after the horizon. Throws when it runs at several places: a mistake of whoever made the figures.
 */
function onlyRun(job: ComputeJob, timeline: Timeline, runs: JobFigures['runs']): OnlyRun {
  if (runs.length > 1) throw new Error(`job "${job.id}" is contiguous, but runs at ${runs.length} places`);
  if (runs.length === 0) return { hoursLate: 0, directives: [] };
  const { site, speed, firstSlot } = runs[0];
  const startsAt = Math.max(timeline.edges[firstSlot], job.earliestStart);
  const endsAt = instant(startsAt + runHours(job, speed) * MILLISECONDS_PER_HOUR);
  return {
    hoursLate: hoursAfterDeadline(job, endsAt),
    directives: [{ at: formatUtc(startsAt), site, action: 'START', units: job.maximumUnits }],
  };
}

/** Share of a slot that lies after an instant. */
function shareAfter(timeline: Timeline, slot: number, at: number): number {
  const start = timeline.edges[slot];
  const end = timeline.edges[slot + 1];
  return Math.max(0, end - Math.max(start, at)) / (end - start);
}

/** Without the empty slots at both ends. */
function trimmed<Run extends { firstSlot: number; activeUnits: readonly number[] }>(run: Run): Run {
  let from = 0;
  let to = run.activeUnits.length;
  while (from < to && run.activeUnits[from] < NO_UNITS) from += 1;
  while (to > from && run.activeUnits[to - 1] < NO_UNITS) to -= 1;
  const activeUnits = run.activeUnits.slice(from, to).map((units) => (units < NO_UNITS ? 0 : units));
  return { ...run, firstSlot: run.firstSlot + from, activeUnits };
}

/** Mean active units of each site, summed over operating points: from the first slot of any, without gaps. */
function unitsBySite(figures: JobFigures): Map<string, SiteUnits> {
  const sites = new Map<string, SiteUnits>();
  for (const { site, firstSlot, activeUnits } of figures.runs) {
    const known = sites.get(site) ?? { firstSlot, units: [] };
    const from = Math.min(known.firstSlot, firstSlot);
    const to = Math.max(known.firstSlot + known.units.length, firstSlot + activeUnits.length);
    const units = Array.from({ length: to - from }, (_, k) => known.units[from + k - known.firstSlot] ?? 0);
    activeUnits.forEach((value, k) => {
      if (value >= NO_UNITS) units[firstSlot + k - from] += value;
    });
    sites.set(site, { firstSlot: from, units });
  }
  return sites;
}

interface SiteUnits {
  readonly firstSlot: number;
  readonly units: readonly number[];
}

/** Units that start, less the first start of each: what had to resume. Only counted where a restart has a price. */
function restartedUnits(job: ComputeJob, figures: JobFigures): number {
  if (job.restartPricePerUnit <= 0) return 0;
  let started = 0;
  for (const { units } of unitsBySite(figures).values()) {
    units.forEach((value, k) => {
      started += Math.max(0, value - (units[k - 1] ?? 0));
    });
  }
  return Math.max(0, started - job.maximumUnits);
}

/** Units that run from one moment to another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly units: number;
}

/**
 * The stretches of one site, in time's order. Where the window opens or closes inside a slot, the work of the
 * slot is done in the part that lies inside: a mean of 8 units over an hour that has 40 minutes is 12 units.
 */
function stretches(job: ComputeJob, timeline: Timeline, { firstSlot, units }: SiteUnits): Stretch[] {
  const closes = job.deadlinePolicy.kind === 'hard' ? job.deadline : Number.POSITIVE_INFINITY;
  const list: Stretch[] = [];
  units.forEach((mean, k) => {
    if (!(mean > 0)) return;
    const start = timeline.edges[firstSlot + k];
    const end = timeline.edges[firstSlot + k + 1];
    const from = Math.max(start, job.earliestStart);
    const to = Math.min(end, closes);
    list.push({ from, to, units: (mean * (end - start)) / (to - from) });
  });
  return list;
}

/** What the cluster does, at each site, when the number of units changes. */
function directives(job: ComputeJob, timeline: Timeline, figures: JobFigures): JobDirective[] {
  const list: JobDirective[] = [];
  for (const [site, units] of unitsBySite(figures)) {
    const add = (at: number, action: JobDirective['action'], after: number) =>
      list.push({ at: formatUtc(at), site, action, units: after });
    let before: Stretch | null = null;
    for (const stretch of stretches(job, timeline, units)) {
      if (before === null) add(stretch.from, 'START', stretch.units);
      else if (before.to < stretch.from) {
        add(before.to, 'SUSPEND', 0);
        add(stretch.from, 'RESUME', stretch.units);
      } else if (Math.abs(stretch.units - before.units) >= NO_UNITS) add(stretch.from, 'RESIZE', stretch.units);
      before = stretch;
    }
    if (before !== null) add(before.to, 'SUSPEND', 0);
  }
  return list.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.site < b.site ? -1 : a.site > b.site ? 1 : 0));
}

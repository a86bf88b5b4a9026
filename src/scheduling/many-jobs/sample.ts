import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { instant, MILLISECONDS_PER_HOUR, slotAt, type Timeline, timelineEnd } from '../../time/timeline.ts';
import { unitHours } from '../../units/index.ts';
import { jobPlaces, largestSpeed } from '../job-window.ts';

/** Stand-ins of the coarse program, at most about so many. */
const STAND_INS = 120;
/** With less spare time than this (hours) a job has hardly a choice. */
const TIGHT_HOURS = 1.5;

/** What stands for all jobs in the coarse program whose prices they are placed by. */
export interface Sample {
  /** Divisible jobs, each for some like ones: their work and width together, the middle of their windows. */
  readonly standIns: readonly ComputeJob[];
  /** Jobs with hardly a choice. */
  readonly tight: readonly ComputeJob[];
}

/** Groups jobs of like places and windows. The prices that follow may be any: the bound holds for all. */
export function sampleOf(fleet: Fleet): Sample {
  const speeds = new Map<string, number>();
  const isTight = (job: ComputeJob): boolean => {
    const key = JSON.stringify([job.pool, job.sites]);
    const speed = speeds.get(key) ?? largestSpeed(jobPlaces(job, fleet.sites));
    speeds.set(key, speed);
    const hours = job.work / (job.maximumUnits * speed);
    return (endOf(job, fleet.timeline) - job.earliestStart) / MILLISECONDS_PER_HOUR - hours < TIGHT_HOURS;
  };
  const tight: ComputeJob[] = [];
  const loose: ComputeJob[] = [];
  for (const job of fleet.jobs) (isTight(job) ? tight : loose).push(job);
  const work = sumOf(loose, (job) => job.work);
  const classes = [...Map.groupBy(loose, placesKey).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, jobs]) => jobs);
  const standIns = classes.flatMap((jobs) => {
    const share = sumOf(jobs, (job) => job.work) / Math.max(work, Number.MIN_VALUE);
    return groupsByWindow(jobs, fleet.timeline, Math.max(1, Math.round(STAND_INS * share)));
  });
  return { standIns: standIns.map((jobs, k) => standInOf(jobs, fleet.timeline, k)), tight };
}

const placesKey = ({ pool, sites, data, deadlinePolicy }: ComputeJob): string =>
  JSON.stringify([pool, sites, data?.site ?? null, deadlinePolicy.kind === 'hard']);

/** Strips of like starts, each cut into groups of like ends; all groups of a strip have like amounts of work. */
function groupsByWindow(jobs: readonly ComputeJob[], timeline: Timeline, groups: number): ComputeJob[][] {
  const strips = Math.max(1, Math.round(Math.sqrt(groups)));
  const byStart = [...jobs].sort((a, b) => a.earliestStart - b.earliestStart || (a.id < b.id ? -1 : 1));
  return cutByWork(byStart, strips).flatMap((strip) => {
    const byEnd = [...strip].sort((a, b) => endOf(a, timeline) - endOf(b, timeline) || (a.id < b.id ? -1 : 1));
    return cutByWork(byEnd, Math.max(1, Math.round(groups / strips)));
  });
}

function cutByWork(jobs: readonly ComputeJob[], pieces: number): ComputeJob[][] {
  const whole = sumOf(jobs, (job) => job.work);
  const cut = Array.from({ length: pieces }, (): ComputeJob[] => []);
  let before = 0;
  for (const job of jobs) {
    const piece = Math.min(pieces - 1, Math.floor((before / whole) * pieces));
    cut[piece].push(job);
    before += job.work;
  }
  return cut.filter((piece) => piece.length > 0);
}

function standInOf(jobs: readonly ComputeJob[], timeline: Timeline, index: number): ComputeJob {
  const work = sumOf(jobs, (job) => job.work);
  const mean = (of: (job: ComputeJob) => number) => sumOf(jobs, (job) => of(job) * job.work) / work;
  const model = jobs[Math.floor(jobs.length / 2)];
  const start = snapped(
    timeline,
    mean((job) => Math.max(job.earliestStart, timeline.edges[0])),
  );
  const end = snapped(
    timeline,
    mean((job) => endOf(job, timeline)),
  );
  const after = Math.max(end, start + (timeline.edges[1] - timeline.edges[0]));
  return {
    ...model,
    id: `${index} (${jobs.length} jobs like ${model.id})`,
    shape: 'divisible',
    work: unitHours(work),
    maximumUnits: sumOf(jobs, (job) => job.maximumUnits),
    earliestStart: instant(start),
    deadline: instant(model.deadlinePolicy.kind === 'hard' ? after : mean((job) => job.deadline)),
    data:
      model.data === null
        ? null
        : { ...model.data, gigabytesPerUnitHour: mean((job) => job.data?.gigabytesPerUnitHour ?? 0) },
    restartPricePerUnit: 0,
    unservedPricePerUnitHour: mean((job) => job.unservedPricePerUnitHour),
    leftoverPricePerUnitHour: mean((job) => job.leftoverPricePerUnitHour),
    deadlinePolicy:
      model.deadlinePolicy.kind === 'priced'
        ? {
            kind: 'priced',
            pricePerHourLate: sumOf(jobs, ({ deadlinePolicy }) =>
              deadlinePolicy.kind === 'priced' ? deadlinePolicy.pricePerHourLate : 0,
            ),
          }
        : model.deadlinePolicy,
  };
}

/** To an edge of the timeline: stand-ins use whole slots. */
function snapped({ edges, slotCount, ...rest }: Timeline, at: number): number {
  const slot = slotAt({ edges, slotCount, ...rest }, instant(at));
  if (slot < 0) return at;
  if (slot >= slotCount) return at;
  return at - edges[slot] < edges[slot + 1] - at ? edges[slot] : edges[slot + 1];
}

function endOf(job: ComputeJob, timeline: Timeline): number {
  return job.deadlinePolicy.kind === 'hard' ? job.deadline : Math.max(job.deadline, timelineEnd(timeline));
}

function sumOf(jobs: readonly ComputeJob[], of: (job: ComputeJob) => number): number {
  return jobs.reduce((sum, job) => sum + of(job), 0);
}

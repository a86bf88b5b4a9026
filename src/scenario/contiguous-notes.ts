import type { ComputePool, DataQualityNote, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { MILLISECONDS_PER_HOUR, type Timeline, timelineStart } from '../time/timeline.ts';

/** Lengths are quotients: a run that outlasts its window by a rounding error fits. Milliseconds. */
const ROUNDING = 1e-3;

const SHOWN = 5;

/**
 * Contiguous jobs that can never be done, whatever the plan: it leaves them out, and says so. Most likely the
 * scenario has a mistake, of which these notes tell: one for each way not to fit.
 */
export function contiguousNotes(
  sites: readonly Site[],
  jobs: readonly ComputeJob[],
  timeline: Timeline,
): DataQualityNote[] {
  const contiguous = jobs.filter(({ shape }) => shape === 'contiguous');
  if (contiguous.length === 0) return [];
  const pools = new Map(
    sites.map(({ id, compute }) => [id, new Map(compute.pools.map((pool) => [pool.id, pool]))] as const),
  );
  const poolsOf = (job: ComputeJob): ComputePool[] => job.sites.flatMap((site) => pools.get(site)?.get(job.pool) ?? []);
  return [
    ...note(
      contiguous.flatMap((job) => tooLong(job, poolsOf(job), timeline)),
      ['takes', 'take'],
      'longer, at the fastest operating point, than the time to the deadline',
    ),
    ...note(
      contiguous.flatMap((job) => tooWide(job, poolsOf(job))),
      ['needs', 'need'],
      'more units at once than any allowed site ever has',
    ),
  ];
}

function tooLong(job: ComputeJob, pools: readonly ComputePool[], timeline: Timeline): string[] {
  if (job.deadlinePolicy.kind !== 'hard') return [];
  const speed = pools
    .flatMap(({ operatingPoints }) => operatingPoints)
    .reduce((most, point) => Math.max(most, point.speed), 0);
  const hours = job.work / (job.maximumUnits * speed);
  const windowHours = (job.deadline - Math.max(job.earliestStart, timelineStart(timeline))) / MILLISECONDS_PER_HOUR;
  if (hours <= windowHours + ROUNDING / MILLISECONDS_PER_HOUR) return [];
  return [`${job.id} (${short(hours)} h in ${short(windowHours)} h)`];
}

function tooWide(job: ComputeJob, pools: readonly ComputePool[]): string[] {
  const most = pools.reduce((so, pool) => pool.unitsAvailable.reduce((a, b) => Math.max(a, b), so), 0);
  return job.maximumUnits > most ? [`${job.id} (${short(job.maximumUnits)} of ${short(most)})`] : [];
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

function note(jobs: readonly string[], [one, several]: readonly [string, string], what: string): DataQualityNote[] {
  if (jobs.length === 0) return [];
  const single = jobs.length === 1;
  const who = single ? `1 contiguous job ${one}` : `${jobs.length} contiguous jobs ${several}`;
  const named = [...jobs].sort();
  const shown = `${named.slice(0, SHOWN).join(', ')}${named.length > SHOWN ? ', ...' : ''}`;
  return [
    {
      subject: 'jobs',
      kind: 'assumed',
      slots: [],
      message: `${who} ${what}, so ${single ? 'it' : 'they'} cannot be done: ${shown}`,
    },
  ];
}

import type { ComputeJob, DeadlinePolicy } from '../domain/job.ts';
import { formatUtc } from '../time/civil.ts';
import { type Instant, timelineStart } from '../time/timeline.ts';
import { unitHours } from '../units/index.ts';
import { checkUnique, child, type Node, type ReadContext, trustedValue } from './context.ts';
import type { JobSource } from './schema/scenario.ts';
import { closestWord } from './suggest.ts';
import { readInstant } from './timeline.ts';

/** A job but for the prices that may be defaults. */
export type JobDraft = Omit<ComputeJob, 'unservedPricePerUnitHour' | 'leftoverPricePerUnitHour'> & {
  readonly unservedPricePerUnitHour: number | null;
  readonly leftoverPricePerUnitHour: number | null;
};

/** What jobs refer to: sites by id, each with its pools, as far as the scenario names them. */
export type PoolsBySite = ReadonlyMap<string, ReadonlySet<string>>;

/** Jobs that are sound; every other one leaves faults. */
export function readJobs(context: ReadContext, nodes: readonly Node<JobSource>[], places: PoolsBySite): JobDraft[] {
  checkUnique(context, nodes);
  return nodes.map((node) => readJob(context, node, places)).filter((job) => job !== null);
}

function readJob(context: ReadContext, node: Node<JobSource>, places: PoolsBySite): JobDraft | null {
  const source = trustedValue(context, node);
  if (source === null) return null;
  const sites = readJobSites(context, { ...node, value: source }, places);
  const window = readWindow(context, { ...node, value: source });
  const deadlinePolicy = readPolicy(context, { ...node, value: source });
  if (sites === null || window === null || deadlinePolicy === null) return null;
  const shape = source.shape ?? 'preemptible';
  if (shape === 'divisible' && (source.restartPricePerUnit ?? 0) > 0) {
    context.fault({
      path: child(node, 'restartPricePerUnit').path,
      found: `${source.restartPricePerUnit} for a divisible job`,
      expected: '0 or shape: preemptible',
      hint: 'divisible work has no restarts to pay for',
    });
    return null;
  }
  return {
    id: source.id,
    pool: source.pool,
    shape,
    work: unitHours(source.units * source.hours),
    maximumUnits: source.units,
    ...window,
    deadlinePolicy,
    sites,
    restartPricePerUnit: source.restartPricePerUnit ?? 0,
    unservedPricePerUnitHour: source.unservedPricePerUnitHour ?? null,
    leftoverPricePerUnitHour: source.leftoverPricePerUnitHour ?? null,
  };
}

function readJobSites(context: ReadContext, node: Node<JobSource>, places: PoolsBySite): string[] | null {
  const { pool, sites } = node.value;
  const withPool = [...places].filter(([, pools]) => pools.has(pool)).map(([site]) => site);
  if (withPool.length === 0) {
    const known = [...new Set([...places.values()].flatMap((pools) => [...pools]))];
    context.fault({ path: child(node, 'pool').path, found: `the pool "${pool}"`, ...oneOfKnown(pool, known, 'pool') });
    return null;
  }
  if (sites === undefined) return withPool;
  const faults = sites.flatMap((site, index) => {
    const path = [...child(node, 'sites').path, index];
    if (sites.indexOf(site) < index)
      return [{ path, found: `the site "${site}" a second time`, expected: 'each site once' }];
    if (!places.has(site))
      return [{ path, found: `the site "${site}"`, ...oneOfKnown(site, [...places.keys()], 'site') }];
    if (withPool.includes(site)) return [];
    return [
      {
        path,
        found: `the site "${site}", which has no pool "${pool}"`,
        expected: `sites with that pool: ${withPool.join(', ')}`,
      },
    ];
  });
  for (const fault of faults) context.fault(fault);
  return faults.length === 0 ? [...sites] : null;
}

function oneOfKnown(word: string, known: readonly string[], what: string): { expected: string; hint?: string } {
  const meant = closestWord(word, known);
  const shown = known.slice(0, 10).join(', ');
  const expected =
    known.length === 0
      ? `a ${what}, but no site has any`
      : `a ${what} of the scenario: ${shown}${known.length > 10 ? ', ...' : ''}`;
  return meant === null ? { expected } : { expected, hint: `did you mean ${meant}?` };
}

function readWindow(context: ReadContext, node: Node<JobSource>): { earliestStart: Instant; deadline: Instant } | null {
  const { timeline } = context;
  const startNode = child(node, 'earliestStart');
  const deadlineNode = child(node, 'deadline');
  const given = startNode.value === undefined ? null : readInstant(context, startNode.value, startNode.path);
  const deadline =
    deadlineNode.value === undefined ? null : readInstant(context, deadlineNode.value, deadlineNode.path);
  if (timeline === null || deadline === null || (startNode.value !== undefined && given === null)) return null;
  const earliestStart = given ?? timelineStart(timeline);
  const found = `the deadline ${formatUtc(deadline)}`;
  if (deadline <= earliestStart) {
    const what = given === null ? 'start of the timeline' : 'earliest start';
    context.fault({
      path: deadlineNode.path,
      found,
      expected: `a time after the ${what}, ${formatUtc(earliestStart)}`,
    });
    return null;
  }
  if (deadline <= timelineStart(timeline) && (node.value.deadlinePolicy ?? 'hard') === 'hard') {
    context.fault({
      path: deadlineNode.path,
      found: `${found}, which is hard`,
      expected: `a time after the start of the timeline, ${formatUtc(timelineStart(timeline))}`,
      hint: 'overdue work wants deadlinePolicy: priced or bestEffort',
    });
    return null;
  }
  return { earliestStart, deadline };
}

function readPolicy(context: ReadContext, node: Node<JobSource>): DeadlinePolicy | null {
  const { deadlinePolicy = 'hard', pricePerHourLate } = node.value;
  const { path } = child(node, 'pricePerHourLate');
  if (deadlinePolicy === 'priced') {
    if (pricePerHourLate !== undefined) return { kind: 'priced', pricePerHourLate };
    context.fault({ path, found: 'nothing', expected: 'a price, since deadlinePolicy is priced' });
    return null;
  }
  if (pricePerHourLate === undefined) return { kind: deadlinePolicy };
  context.fault({
    path,
    found: `${pricePerHourLate} with deadlinePolicy ${deadlinePolicy}`,
    expected: 'no such key, or deadlinePolicy: priced',
  });
  return null;
}

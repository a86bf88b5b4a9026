import type { ComputeJob, DeadlinePolicy } from '../domain/job.ts';

import { formatUtc, type Instant, timelineStart } from '../time/timeline.ts';
import { unitHours } from '../units/index.ts';
import { checkUnique, child, type Fault, type Node, type ReadContext, trustedValue } from './context.ts';
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

/** The jobs; null, and faults, when any is wrong. */
export function readJobs(
  context: ReadContext,
  nodes: readonly Node<JobSource>[],
  places: PoolsBySite,
): JobDraft[] | null {
  checkUnique(context, nodes);
  const jobs = nodes.map((node) => readJob(context, node, places));
  const sound = jobs.filter((job) => job !== null);
  return sound.length === jobs.length ? sound : null;
}

/** Window, sites and policy are each looked at even where another key of the job is wrong. */
function readJob(context: ReadContext, node: Node<JobSource>, places: PoolsBySite): JobDraft | null {
  const sites = readJobSites(context, node, places);
  const window = readWindow(context, node);
  const deadlinePolicy = readPolicy(context, node);
  const source = trustedValue(context, node);
  if (source === null || sites === null || window === null || deadlinePolicy === null) return null;
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
  const poolNode = child(node, 'pool');
  const sitesNode = child(node, 'sites');
  const pool = trustedValue(context, poolNode);
  if (pool === null) return null;
  const withPool = [...places].filter(([, pools]) => pools.has(pool)).map(([site]) => site);
  if (withPool.length === 0) {
    const known = [...new Set([...places.values()].flatMap((pools) => [...pools]))];
    context.fault({ path: poolNode.path, found: `the pool "${pool}"`, ...oneOfKnown(pool, known, 'pool') });
  }
  if (sitesNode.value === undefined) return withPool.length === 0 ? null : withPool;
  const sites = trustedValue(context, sitesNode);
  if (sites === null) return null;
  const faults = sites.flatMap((site, index): Fault[] => {
    const path = [...sitesNode.path, index];
    if (sites.indexOf(site) < index)
      return [{ path, found: `the site "${site}" a second time`, expected: 'each site once' }];
    if (!places.has(site))
      return [{ path, found: `the site "${site}"`, ...oneOfKnown(site, [...places.keys()], 'site') }];
    if (withPool.includes(site) || withPool.length === 0) return [];
    const expected = `sites with that pool: ${withPool.join(', ')}`;
    return [{ path, found: `the site "${site}", which has no pool "${pool}"`, expected }];
  });
  for (const fault of faults) context.fault(fault);
  return faults.length === 0 && withPool.length > 0 ? [...sites] : null;
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
  const startText = trustedValue(context, startNode);
  const deadlineText = trustedValue(context, deadlineNode);
  const given = startText === null ? null : readInstant(context, startText, startNode.path);
  const deadline = deadlineText === null ? null : readInstant(context, deadlineText, deadlineNode.path);
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
  if (deadline <= timelineStart(timeline) && readPolicyName(context, node) === 'hard') {
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

function readPolicyName(context: ReadContext, node: Node<JobSource>): DeadlinePolicy['kind'] | null {
  const policyNode = child(node, 'deadlinePolicy');
  return policyNode.value === undefined ? 'hard' : trustedValue(context, policyNode);
}

function readPolicy(context: ReadContext, node: Node<JobSource>): DeadlinePolicy | null {
  const kind = readPolicyName(context, node);
  const priceNode = child(node, 'pricePerHourLate');
  const { path } = priceNode;
  if (kind === null || !context.trusted(path)) return null;
  const pricePerHourLate = priceNode.value;
  if (kind === 'priced') {
    if (pricePerHourLate !== undefined) return { kind, pricePerHourLate };
    context.fault({ path, found: 'nothing', expected: 'a price, since deadlinePolicy is priced' });
    return null;
  }
  if (pricePerHourLate === undefined) return { kind };
  const found = `${pricePerHourLate} with deadlinePolicy ${kind}`;
  context.fault({ path, found, expected: 'no such key, or deadlinePolicy: priced' });
  return null;
}

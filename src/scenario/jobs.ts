import type { ComputeJob, DeadlinePolicy } from '../domain/job.ts';

import { formatUtc, type Instant, timelineStart } from '../time/timeline.ts';
import { unitHours } from '../units/index.ts';
import { checkUnique, child, type Fault, items, type Node, type ReadContext, trustedValue } from './context.ts';
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

/** Window, sites, policy and restarts are each looked at even where another key of the job is wrong. */
function readJob(context: ReadContext, node: Node<JobSource>, places: PoolsBySite): JobDraft | null {
  const sites = readJobSites(context, node, places);
  const window = readWindow(context, node);
  const deadlinePolicy = readPolicy(context, node);
  const restartsSound = checkRestarts(context, node);
  const source = trustedValue(context, node);
  if (source === null || sites === null || window === null || deadlinePolicy === null || !restartsSound) return null;
  return {
    id: source.id,
    pool: source.pool,
    shape: source.shape ?? 'preemptible',
    work: unitHours(source.units * source.hours),
    maximumUnits: source.units,
    ...window,
    deadlinePolicy,
    sites,
    data: null,
    residency: null,
    latency: null,
    restartPricePerUnit: source.restartPricePerUnit ?? 0,
    unservedPricePerUnitHour: source.unservedPricePerUnitHour ?? null,
    leftoverPricePerUnitHour: source.leftoverPricePerUnitHour ?? null,
  };
}

function checkRestarts(context: ReadContext, node: Node<JobSource>): boolean {
  const priceNode = child(node, 'restartPricePerUnit');
  const price = trustedValue(context, priceNode);
  if (trustedValue(context, child(node, 'shape')) !== 'divisible' || price === null || price === 0) return true;
  context.fault({
    path: priceNode.path,
    found: `${price} for a divisible job`,
    expected: '0 or shape: preemptible',
    hint: 'divisible work has no restarts to pay for',
  });
  return false;
}

function readJobSites(context: ReadContext, node: Node<JobSource>, places: PoolsBySite): string[] | null {
  const poolNode = child(node, 'pool');
  const sitesNode = child(node, 'sites');
  const pool = trustedValue(context, poolNode);
  const withPool = pool === null ? [] : [...places].filter(([, pools]) => pools.has(pool)).map(([site]) => site);
  if (pool !== null && withPool.length === 0) {
    const known = [...new Set([...places.values()].flatMap((pools) => [...pools]))];
    context.fault({ path: poolNode.path, found: `the pool "${pool}"`, ...oneOfKnown(pool, known, 'pool') });
  }
  if (sitesNode.value === undefined) return withPool.length === 0 ? null : withPool;
  const nodes = items(sitesNode);
  const sites = nodes.map((site) => trustedValue(context, site));
  const faults = nodes.flatMap(({ path }, index): Fault[] => {
    const site = sites[index];
    if (site === null) return [];
    if (sites.indexOf(site) < index)
      return [{ path, found: `the site "${site}" a second time`, expected: 'each site once' }];
    if (!places.has(site))
      return [{ path, found: `the site "${site}"`, ...oneOfKnown(site, [...places.keys()], 'site') }];
    if (withPool.includes(site) || withPool.length === 0) return [];
    const expected = `sites with that pool: ${withPool.join(', ')}`;
    return [{ path, found: `the site "${site}", which has no pool "${pool}"`, expected }];
  });
  for (const fault of faults) context.fault(fault);
  const sound = sites.filter((site) => site !== null);
  return faults.length === 0 && withPool.length > 0 && sound.length === sites.length ? sound : null;
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
  if (timeline === null || deadline === null) return null;
  const start = timelineStart(timeline);
  const earliestStart = startNode.value === undefined ? start : given;
  const fault =
    deadlineFault(deadline, earliestStart, given === null ? 'start of the timeline' : 'earliest start') ??
    overdueFault(deadline, start, readPolicyName(context, node));
  if (fault !== null) {
    context.fault({ path: deadlineNode.path, ...fault });
    return null;
  }
  return earliestStart === null ? null : { earliestStart, deadline };
}

type FaultWords = Omit<Fault, 'path'>;

function deadlineFault(deadline: Instant, earliestStart: Instant | null, what: string): FaultWords | null {
  if (earliestStart === null || deadline > earliestStart) return null;
  return {
    found: `the deadline ${formatUtc(deadline)}`,
    expected: `a time after the ${what}, ${formatUtc(earliestStart)}`,
  };
}

function overdueFault(deadline: Instant, start: Instant, policy: DeadlinePolicy['kind'] | null): FaultWords | null {
  if (deadline > start || policy !== 'hard') return null;
  return {
    found: `the deadline ${formatUtc(deadline)}, which is hard`,
    expected: `a time after the start of the timeline, ${formatUtc(start)}`,
    hint: 'overdue work wants deadlinePolicy: priced or bestEffort',
  };
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

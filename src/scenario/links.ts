import type { Link } from '../domain/fleet.ts';
import { child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import { type Place, readSiteName } from './places.ts';
import { formatPath } from './problems.ts';
import type { LinkSource } from './schema/link.ts';
import { readSeries } from './series.ts';
import type { SeriesDemand } from './series-demand.ts';

/** 3600 seconds of 1/8 gigabyte each. */
const GIGABYTES_PER_HOUR_AT_ONE_GIGABIT_PER_SECOND = 450;

/** An exabit a second: in gigabytes an hour still within what any number of a scenario may be. */
const LARGEST_GIGABITS_PER_SECOND = 1e9;

const BANDWIDTH: SeriesDemand = {
  dimension: 'bandwidth',
  minimum: 0,
  maximum: LARGEST_GIGABITS_PER_SECOND,
  timeZone: null,
  money: null,
};

/** The links, those back of `bothWays` after those forth; null, and faults, when any is wrong. */
export function readLinks(
  context: ReadContext,
  node: Node<readonly LinkSource[] | undefined>,
  sites: ReadonlyMap<string, Place>,
): Link[] | null {
  const nodes = items(node);
  const links = nodes.map((link) => readLink(context, link, sites));
  checkPairs(context, nodes);
  const sound = links.filter((link) => link !== null);
  return sound.length === links.length && (node.value === undefined || context.trusted(node.path))
    ? sound.flat()
    : null;
}

function readLink(context: ReadContext, node: Node<LinkSource>, sites: ReadonlyMap<string, Place>): Link[] | null {
  const toNode = child(node, 'to');
  const from = readSiteName(context, child(node, 'from'), sites);
  const to = readSiteName(context, toNode, sites);
  const gigabitsPerSecond = readSeries(context, child(node, 'gigabitsPerSecond'), BANDWIDTH);
  if (from !== null && from === to) {
    context.fault({ path: toNode.path, found: `the site "${to}", as in from`, expected: 'another site than from' });
    return null;
  }
  const source = trustedValue(context, node);
  if (source === null || from === null || to === null || gigabitsPerSecond === null) return null;
  const link: Link = {
    from,
    to,
    capacityGigabytesPerHour: gigabitsPerSecond.map((rate) => rate * GIGABYTES_PER_HOUR_AT_ONE_GIGABIT_PER_SECOND),
    latencyMilliseconds: source.latencyMs ?? null,
    pricePerGigabyte: source.pricePerGigabyte ?? 0,
    energyKwhPerGigabyte: source.energyKwhPerGigabyte ?? 0,
  };
  return source.bothWays === true ? [link, { ...link, from: to, to: from }] : [link];
}

/** Reports every link over a way that another link has taken already, be it as the way back of that one. */
function checkPairs(context: ReadContext, nodes: readonly Node<LinkSource>[]): void {
  const takenBy = new Map<string, Map<string, string>>();
  for (const node of nodes) {
    const from = trustedValue(context, child(node, 'from'));
    const to = trustedValue(context, child(node, 'to'));
    if (from === null || to === null || from === to) continue;
    const back = trustedValue(context, child(node, 'bothWays')) === true;
    const ways: [string, string][] = back
      ? [
          [from, to],
          [to, from],
        ]
      : [[from, to]];
    const twice = ways.filter(([a, b]) => takenBy.get(a)?.has(b) === true);
    for (const [a, b] of ways) {
      const others = takenBy.get(a) ?? new Map<string, string>();
      if (!others.has(b)) takenBy.set(a, others.set(b, formatPath(node.path)));
    }
    if (twice.length === 0) continue;
    const holders = new Set(twice.map(([a, b]) => takenBy.get(a)?.get(b) ?? ''));
    context.fault({
      path: node.path,
      found: `a second link ${twice.map(([a, b]) => `from "${a}" to "${b}"`).join(' and ')}`,
      expected: 'one link for each way between two sites',
      hint: `${[...holders].join(' and ')} has it already; bothWays stands for the way back too`,
    });
  }
}

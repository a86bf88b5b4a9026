import { child, type Fault, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { LinkSource } from './schema/link.ts';
import type { SiteSource } from './schema/site.ts';
import { oneOfKnown } from './suggest.ts';
import { isRecord } from './validate.ts';

/**
 * What jobs and links refer to, as far as the scenario names it: read even where other things about a site or a
 * link are wrong, so that what refers to them is checked in any case.
 */
export interface Places {
  /** By id. */
  readonly sites: ReadonlyMap<string, Place>;
  /** Those that any site holds; null where the key is wrong at some site. */
  readonly jurisdictions: ReadonlySet<string> | null;
  /** By sending site and receiving site. */
  readonly links: ReadonlyMap<string, ReadonlyMap<string, Latency>>;
  /** False where some link is wrong itself: then nothing can be said about a link that is not there. */
  readonly linksSound: boolean;
}

export interface Place {
  readonly pools: ReadonlySet<string>;
  readonly jurisdictions: ReadonlySet<string>;
  /** Whether the key is there, and its form right. */
  readonly jurisdictionsAre: 'stated' | 'unstated' | 'wrong';
}

/** Milliseconds; null where the link does not state it. */
export interface Latency {
  readonly milliseconds: number | null;
}

export function placesOf(
  context: ReadContext,
  sites: readonly Node<SiteSource>[],
  links: Node<readonly LinkSource[] | undefined>,
): Places {
  const known = new Map(
    sites.flatMap((node): [string, Place][] => {
      const id: unknown = child(node, 'id').value;
      return typeof id === 'string' ? [[id, placeOf(context, node)]] : [];
    }),
  );
  const all = [...known.values()];
  const jurisdictions = all.some(({ jurisdictionsAre }) => jurisdictionsAre === 'wrong')
    ? null
    : new Set(all.flatMap((place) => [...place.jurisdictions]));
  return { sites: known, jurisdictions, ...linksOf(context, links, known) };
}

function placeOf(context: ReadContext, node: Node<SiteSource>): Place {
  const compute = child(node, 'compute');
  const pools = isRecord(compute.value) ? items(child({ path: compute.path, value: compute.value }, 'pools')) : [];
  const names = pools.map((pool): unknown => child(pool, 'id').value).filter((name) => typeof name === 'string');
  const jurisdictionsNode = child(node, 'jurisdictions');
  const jurisdictions = trustedValue(context, jurisdictionsNode);
  const absent = jurisdictionsNode.value === undefined && context.trusted(jurisdictionsNode.path);
  return {
    pools: new Set(names),
    jurisdictions: new Set(jurisdictions ?? []),
    jurisdictionsAre: absent ? 'unstated' : jurisdictions === null ? 'wrong' : 'stated',
  };
}

function linksOf(
  context: ReadContext,
  node: Node<readonly LinkSource[] | undefined>,
  sites: ReadonlyMap<string, Place>,
): Pick<Places, 'links' | 'linksSound'> {
  const links = new Map<string, Map<string, Latency>>();
  const add = (from: string, to: string, latency: Latency): void => {
    const others = links.get(from) ?? new Map<string, Latency>();
    links.set(from, others.set(to, latency));
  };
  let linksSound = node.value === undefined ? context.trusted(node.path) : Array.isArray(node.value);
  for (const link of items(node)) {
    const from = trustedValue(context, child(link, 'from'));
    const to = trustedValue(context, child(link, 'to'));
    const latency = { milliseconds: trustedValue(context, child(link, 'latencyMs')) };
    linksSound &&= pathIsSound(context, link);
    if (from === null || to === null || !sites.has(from) || !sites.has(to)) {
      linksSound = false;
      continue;
    }
    add(from, to, latency);
    if (trustedValue(context, child(link, 'bothWays')) === true) add(to, from, latency);
  }
  return { links, linksSound };
}

/** Whether a link has no fault of form but in what it carries; a key that is misspelt might have been any. */
function pathIsSound(context: ReadContext, link: Node<LinkSource>): boolean {
  return (
    isRecord(link.value) &&
    Object.keys(link.value).every((key) => key === 'gigabitsPerSecond' || context.trusted([...link.path, key]))
  );
}

/** The site that a key names; null where the key is absent or wrong, and a fault where no such site is known. */
export function readSiteName(
  context: ReadContext,
  node: Node<string | undefined>,
  sites: ReadonlyMap<string, Place>,
): string | null {
  const site = trustedValue(context, node);
  if (site === null || sites.has(site)) return site;
  context.fault({ path: node.path, ...unknownSite(site, sites) });
  return null;
}

export const unknownSite = (site: string, sites: ReadonlyMap<string, Place>): Omit<Fault, 'path'> => ({
  found: `the site "${site}"`,
  ...oneOfKnown(site, [...sites.keys()], 'site'),
});

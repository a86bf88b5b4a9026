import { checkEachOnce, child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import { type Refusal, type Rule, refusalsOf } from './job-rules.ts';
import type { JobTerms } from './job-terms.ts';
import type { LeftOutSites } from './left-out-sites.ts';
import { type Places, unknownSite } from './places.ts';
import type { JobSource } from './schema/scenario.ts';
import { oneOfKnown } from './suggest.ts';

/**
 * Sites that may run a job: those that it names, each of which must be able to, or else all that are; never none.
 * Null, and faults, when something about them is wrong.
 */
export function readJobSites(
  context: ReadContext,
  node: Node<JobSource>,
  terms: JobTerms,
  places: Places,
  leftOut: LeftOutSites,
): string[] | null {
  const poolNode = child(node, 'pool');
  const pool = trustedValue(context, poolNode);
  const withPool =
    pool === null ? [] : [...places.sites].filter(([, { pools }]) => pools.has(pool)).map(([site]) => site);
  if (pool !== null && withPool.length === 0) {
    const known = [...new Set([...places.sites.values()].flatMap(({ pools }) => [...pools]))];
    context.fault({ path: poolNode.path, found: `the pool "${pool}"`, ...oneOfKnown(pool, known, 'pool') });
  }
  const sitesNode = child(node, 'sites');
  if (sitesNode.value !== undefined) return namedSites(context, items(sitesNode), pool, withPool, terms, places);
  return withPool.length === 0 ? null : allSites(context, node, withPool, terms, places, leftOut);
}

/** A site that the scenario names for a job and that a rule of the job refuses is a mistake in one of the two. */
function namedSites(
  context: ReadContext,
  nodes: readonly Node<string>[],
  pool: string | null,
  withPool: readonly string[],
  terms: JobTerms,
  places: Places,
): string[] | null {
  let sound = checkEachOnce(context, nodes, 'site') && withPool.length > 0;
  const refuse = ({ path }: Node<string>, fault: { found: string; expected: string; hint?: string }): void => {
    context.fault({ path, ...fault });
    sound = false;
  };
  const having = new Set(withPool);
  const named = new Set<string>();
  for (const node of nodes) {
    const site = trustedValue(context, node);
    if (site === null) sound = false;
    if (site === null || named.has(site)) continue;
    named.add(site);
    if (!places.sites.has(site)) {
      refuse(node, unknownSite(site, places.sites));
    } else if (!having.has(site) && having.size > 0) {
      const expected = `sites with that pool: ${withPool.join(', ')}`;
      refuse(node, { found: `the site "${site}", which has no pool "${pool}"`, expected });
    } else {
      for (const { why, expected } of refusalsOf(terms, site, places)) {
        refuse(node, { found: `the site "${site}"${why}`, expected });
      }
    }
  }
  return sound ? [...named] : null;
}

/** Where the scenario names none, sites that a rule refuses are left out; of those that it says too little about there is a note. */
function allSites(
  context: ReadContext,
  node: Node<JobSource>,
  withPool: readonly string[],
  terms: JobTerms,
  places: Places,
  leftOut: LeftOutSites,
): string[] | null {
  if (terms.data === null && terms.latency === null && terms.residency === null) return [...withPool];
  const refused: { readonly site: string; readonly refusals: readonly Refusal[] }[] = [];
  const allowed = withPool.filter((site) => {
    const refusals = refusalsOf(terms, site, places);
    if (refusals.length > 0) refused.push({ site, refusals });
    return refusals.length === 0;
  });
  if (allowed.length === 0) {
    context.fault({ path: node.path, ...noSiteLeft(refused, terms) });
    return null;
  }
  leftOut.add(refused);
  return allowed;
}

function noSiteLeft(
  refused: readonly { readonly site: string; readonly refusals: readonly Refusal[] }[],
  { residency, latency, data }: JobTerms,
): { found: string; expected: string } {
  const asked: Readonly<Record<Rule, string>> = {
    residency: `residency ${residency?.join(' or ')}`,
    maximumLatencyMs: `maximumLatencyMs ${latency?.maximumMilliseconds} from "${latency?.homeSite}"`,
    dataSite: `data at "${data?.site}"`,
  };
  const rules = (['residency', 'maximumLatencyMs', 'dataSite'] as const).flatMap((rule) => {
    const sites = refused.filter(({ refusals }) => refusals.some((refusal) => refusal.rule === rule));
    if (sites.length === 0) return [];
    const shown = sites.slice(0, 3).map(({ site, refusals }) => {
      const why = refusals.find((refusal) => refusal.rule === rule)?.why ?? '';
      return `"${site}"${why}`;
    });
    const more = sites.length > 3 ? ` and ${sites.length - 3} more` : '';
    return [`${asked[rule]} rules out ${shown.join('; ')}${more}`];
  });
  return {
    found: `no site that may run it: ${rules.join('; ')}`,
    expected: 'at least one site with its pool that all rules of the job allow',
  };
}

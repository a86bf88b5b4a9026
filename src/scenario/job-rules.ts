import type { JobTerms } from './job-terms.ts';
import type { Latency, Places } from './places.ts';

/** Key of a job that keeps it away from sites. */
export type Rule = 'residency' | 'maximumLatencyMs' | 'dataSite';

/** What the scenario does not say, and is therefore taken not to be so. */
export type Unstated = 'jurisdictions' | 'linkFromHome' | 'latencyFromHome' | 'linkFromData';

/** Why a site may not run a job. */
export interface Refusal {
  readonly rule: Rule;
  /** Goes on after `the site "hohhot"`. */
  readonly why: string;
  readonly expected: string;
  /** Null where the scenario says enough to be sure. */
  readonly unstated: Unstated | null;
}

/** Every rule of the job that keeps it away from the site. Where links are wrong themselves, none is said to be missing. */
export function refusalsOf(terms: JobTerms, site: string, places: Places): Refusal[] {
  const refusals = [residencyRefusal(terms, site, places), latencyRefusal(terms, site, places)];
  const data = dataRefusal(terms, site, places);
  // A link that is not there is told of once where home and data are at the same site.
  const told = refusals[1]?.unstated === 'linkFromHome' && terms.latency?.homeSite === terms.data?.site;
  return [...refusals, told ? null : data].filter((refusal) => refusal !== null);
}

function residencyRefusal({ residency }: JobTerms, site: string, { sites }: Places): Refusal | null {
  const place = sites.get(site);
  if (residency === null || place === undefined || place.jurisdictionsAre === 'wrong') return null;
  if (residency.some((one) => place.jurisdictions.has(one))) return null;
  const unstated = place.jurisdictionsAre === 'unstated';
  return {
    rule: 'residency',
    why: unstated
      ? ', which states no jurisdictions'
      : place.jurisdictions.size === 0
        ? ', which holds no jurisdiction'
        : ` in ${[...place.jurisdictions].join(', ')}`,
    expected: `a site in ${residency.join(' or ')}, as residency asks`,
    unstated: unstated ? 'jurisdictions' : null,
  };
}

function latencyRefusal({ latency }: JobTerms, site: string, places: Places): Refusal | null {
  if (latency === null || site === latency.homeSite) return null;
  const { homeSite, maximumMilliseconds } = latency;
  const link = linkBetween(places, homeSite, site);
  const most = `maximumLatencyMs, ${maximumMilliseconds}`;
  const refusal = (unstated: Unstated | null, why: string, expected: string): Refusal | null =>
    unstated !== null && !places.linksSound ? null : { rule: 'maximumLatencyMs', why, expected, unstated };
  if (link === null) {
    return refusal('linkFromHome', noLinkFrom('homeSite', homeSite), linkWanted(homeSite, site, ` within ${most}`));
  }
  if (link.milliseconds === null) {
    const why = `, to which the link from homeSite "${homeSite}" states no latencyMs`;
    return refusal('latencyFromHome', why, `a latencyMs within ${most}`);
  }
  if (link.milliseconds <= maximumMilliseconds) return null;
  const why = `, ${link.milliseconds} ms from homeSite "${homeSite}"`;
  return refusal(null, why, `a site within ${most}`);
}

function dataRefusal({ data }: JobTerms, site: string, places: Places): Refusal | null {
  if (data === null || site === data.site || linkBetween(places, data.site, site) !== null) return null;
  if (!places.linksSound) return null;
  const why = noLinkFrom('dataSite', data.site);
  return { rule: 'dataSite', why, expected: linkWanted(data.site, site, ''), unstated: 'linkFromData' };
}

const linkBetween = ({ links }: Places, from: string, to: string): Latency | null => links.get(from)?.get(to) ?? null;

const noLinkFrom = (key: string, from: string): string => `, to which no link from ${key} "${from}" leads`;

const linkWanted = (from: string, to: string, within: string): string =>
  `a site that a link reaches${within}, like { from: ${from}, to: ${to}, ... } under links`;

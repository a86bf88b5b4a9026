import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { type Chart, darkPalette, localPeriod, palette, shortNumber, siteCharts } from '../report/pieces.ts';

/**
 * The charts of the page as JSON: the report's own options, drawn in the browser. Functions cannot travel, so the two
 * that options hold go by what they say: labels of ticks as a list, and short numbers by name.
 */
export interface ChartDocument {
  readonly revision: number;
  readonly palettes: {
    readonly light: Readonly<Record<string, string>>;
    readonly dark: Readonly<Record<string, string>>;
  };
  readonly sites: readonly SiteChartDocument[];
}

export interface SiteChartDocument {
  readonly id: string;
  /** Starts of the slots and the end of the last, milliseconds since 1970 UTC. */
  readonly edges: readonly number[];
  /** Each slot in words, by the clock of the site. */
  readonly slotLabels: readonly string[];
  readonly charts: readonly { readonly key: string; readonly height: number; readonly option: unknown }[];
}

/** Widths that a chart may be asked for, pixels. Each is a drawing of its own, so they go in steps. */
export const chartWidths = { least: 280, most: 2000, step: 20 } as const;

export function chartDocument(fleet: Fleet, plan: Plan, width: number): ChartDocument {
  const edges = Array.from(fleet.timeline.edges);
  return {
    revision: plan.revision,
    palettes: { light: palette, dark: darkPalette },
    sites: fleet.sites.map((site) => ({
      id: site.id,
      edges,
      slotLabels: edges.slice(0, -1).map((edge, slot) => localPeriod(edge, edges[slot + 1], site.timeZone)),
      charts: chartsOf(fleet, plan, site.id).map((chart) => ({
        key: chart.key,
        height: chart.height,
        option: withoutFunctions(chart.option({ width, height: chart.height })),
      })),
    })),
  };
}

/** The charts of a site; none where the plan gives it no orders. */
export function chartsOf(fleet: Fleet, plan: Plan, siteId: string): readonly Chart[] {
  const site = fleet.sites.find(({ id }) => id === siteId);
  const planSite = plan.sites.find(({ id }) => id === siteId);
  if (site === undefined || planSite === undefined || planSite.series.length === 0) return [];
  return siteCharts(fleet, planSite, site);
}

/** Plain data. Throws on a function that the page could not make anew. */
export function withoutFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (typeof value === 'function') throw new Error(`an option of a chart has a function that the page does not know`);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => entryWithoutFunction(value, key, member)));
}

function entryWithoutFunction(holder: object, key: string, member: unknown): [string, unknown] {
  if (key !== 'formatter' || typeof member !== 'function') return [key, withoutFunctions(member)];
  if (member === shortNumber) return ['formatter', { named: 'shortNumber' }];
  if ('customValues' in holder && Array.isArray(holder.customValues)) {
    return ['formatter', { labels: holder.customValues.map((at: unknown) => [at, String(member(at))]) }];
  }
  throw new Error('a label of a chart has a function that the page does not know');
}

import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';

/** 10:00 to 12:00 of the first day: slots 40 to 47 of quarter-hours. */
export const EVENT_FIRST_SLOT = 40;
export const EVENT_LAST_SLOT = 47;
/** What the event leaves of the import that was planned. */
export const EVENT_LIMIT_FRACTION = 0.7;
/** Import this near to the limit (kW) stands at it. */
const AT_LIMIT_KW = 1e-3;

/** What an event asks of a plan: its import. */
type PlannedSites = Pick<Plan, 'sites'>;

/** The fleet once the grid has held the import of one site to a share of its plan. Same sites, slots and jobs. */
export function fleetAfterEvent(fleet: Fleet, plan: PlannedSites, siteId: string): Fleet {
  const limits = eventLimitsKw(plan, siteId);
  return {
    ...fleet,
    sites: fleet.sites.map((site) => {
      if (site.id !== siteId) return site;
      const importLimitKw = site.grid.importLimitKw.map((limit, slot) => Math.min(limit, limits.get(slot) ?? limit));
      return { ...site, grid: { ...site.grid, importLimitKw } };
    }),
  };
}

/** Slots of the event in which a plan imports all that the event allows. */
export function bindingSlots(before: PlannedSites, after: PlannedSites, siteId: string): number {
  const importKw = importOf(after, siteId);
  const limits = [...eventLimitsKw(before, siteId)];
  return limits.filter(([slot, limit]) => Math.abs(importKw[slot] - limit) <= AT_LIMIT_KW).length;
}

function eventLimitsKw(plan: PlannedSites, siteId: string): ReadonlyMap<number, number> {
  const importKw = importOf(plan, siteId);
  const slots = Array.from({ length: EVENT_LAST_SLOT + 1 - EVENT_FIRST_SLOT }, (_, k) => EVENT_FIRST_SLOT + k);
  return new Map(slots.map((slot) => [slot, EVENT_LIMIT_FRACTION * importKw[slot]]));
}

function importOf(plan: PlannedSites, siteId: string): readonly number[] {
  const series = plan.sites
    .find(({ id }) => id === siteId)
    ?.series.find(({ name, component }) => name === 'gridImport' && component === null);
  if (series === undefined) throw new Error(`the plan has no import of ${siteId}`);
  return series.values;
}

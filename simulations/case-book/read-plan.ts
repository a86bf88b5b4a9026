import type { Plan, PlanCostLine, SeriesName } from '../../src/domain/plan.ts';
import type { PlannedScenario } from './case.ts';

/** Figures of plans that several cases ask for. */

/** A series of a site, or of one component; zeros where the plan has none. */
export function seriesOf(plan: Plan, site: string, name: SeriesName, component?: string): number[] {
  const found = siteOf(plan, site).series.filter(
    (series) => series.name === name && (component === undefined || series.component === component),
  );
  return plan.timeline.slotHours.map((_, slot) => found.reduce((sum, { values }) => sum + values[slot], 0));
}

function siteOf(plan: Plan, id: string) {
  const found = plan.sites.find((site) => site.id === id);
  if (found === undefined) throw new Error(`the plan has no site "${id}"`);
  return found;
}

/** kWh of a series over all slots, or those that a test picks; over all sites where none is named. */
export function energyKwh(
  { plan }: PlannedScenario,
  name: SeriesName,
  { site, component, in: picks = () => true }: EnergyChoice = {},
): number {
  const sites = site === undefined ? plan.sites.map(({ id }) => id) : [site];
  return sites.reduce((total, id) => {
    const values = seriesOf(plan, id, name, component);
    return total + values.reduce((sum, kw, slot) => sum + (picks(slot) ? kw * plan.timeline.slotHours[slot] : 0), 0);
  }, 0);
}

export interface EnergyChoice {
  readonly site?: string;
  readonly component?: string;
  in?(slot: number): boolean;
}

/** Import of all sites, or some, kW a slot. */
export function importKw({ plan }: PlannedScenario, sites = plan.sites.map(({ id }) => id)): number[] {
  const series = sites.map((id) => seriesOf(plan, id, 'gridImport'));
  return plan.timeline.slotHours.map((_, slot) => series.reduce((sum, values) => sum + values[slot], 0));
}

export const costOf = ({ plan }: PlannedScenario, ...names: readonly PlanCostLine['name'][]): number =>
  plan.costLines.reduce((sum, { name, amount }) => sum + (names.includes(name) ? amount : 0), 0);

/** Kilograms by the average signal. */
export function emissionsKg({ plan }: PlannedScenario): number {
  const { averageKg } = plan.emissions;
  if (averageKg === null) throw new Error('the scenario states no average carbon intensity');
  return averageKg;
}

/** Unit-hours of a plan's work that were done at a site. */
export function workAt({ plan, problem }: PlannedScenario, site: string, pick: (job: string) => boolean = () => true) {
  const { slotHours } = plan.timeline;
  const speeds = new Map(
    problem.fleet.sites
      .filter(({ id }) => id === site)
      .flatMap(({ compute }) =>
        compute.pools.flatMap((pool) =>
          pool.operatingPoints.map((point) => [`${pool.id} ${point.id}`, point.speed] as const),
        ),
      ),
  );
  return plan.jobs
    .filter(({ id }) => pick(id))
    .flatMap((job) => job.allocations.map((allocation) => ({ ...allocation, pool: job.pool })))
    .filter((allocation) => allocation.site === site)
    .reduce((total, { pool, operatingPoint, firstSlot, activeUnits }) => {
      const speed = speeds.get(`${pool} ${operatingPoint}`) ?? 1;
      return total + activeUnits.reduce((sum, units, at) => sum + units * speed * slotHours[firstSlot + at], 0);
    }, 0);
}

/** (now - before) / before, percent. */
export const changePercent = (now: number, before: number): number => (100 * (now - before)) / before;

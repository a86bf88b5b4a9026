import type { LpModel } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { PlanCostLine, PlanSeries, PlanSite, QuotaCurve, ShadowPrice } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import type { Assembled } from './assemble.ts';
import { balancePrices } from './assemble.ts';
import type { BuiltPart, LpSolution, NamedLimit, PartReport } from './part.ts';

/** From columns and duals back to the words of a plan. Nothing here knows a technology. */

export interface SolvedPoint {
  readonly model: LpModel;
  readonly columnValues: Float64Array;
  readonly rowDuals: Float64Array;
  readonly reducedCosts: Float64Array;
}

export function lpSolution(point: SolvedPoint): LpSolution {
  return {
    value: (column) => point.columnValues[column],
    dual: (row) => point.rowDuals[row],
    reducedCost: (column) => point.reducedCosts[column],
  };
}

/** Reports of all parts in one; figures rounded to 1e-6 of their unit. */
export function readParts(parts: readonly BuiltPart[], solution: LpSolution): Required<PartReport> {
  const reports = parts.map((part) => part.read(solution));
  return {
    series: reports.flatMap((report) => report.series ?? []),
    setpoints: reports.flatMap((report) => report.setpoints ?? []),
    jobs: reports.flatMap((report) => report.jobs ?? []),
    demandCharges: reports.flatMap((report) => report.demandCharges ?? []),
    offsets: reports.flatMap((report) => report.offsets ?? []),
  };
}

/** Cost lines of one name, site and component add up; lines of nothing are left out. In the order of the parts. */
export function readCostLines(parts: readonly BuiltPart[], solution: LpSolution): PlanCostLine[] {
  const lines = new Map<string, { -readonly [Key in keyof PlanCostLine]: PlanCostLine[Key] }>();
  for (const line of parts.flatMap((part) => part.costs)) {
    let amount = line.constant;
    line.columns.forEach((column, k) => {
      amount += line.coefficients[k] * solution.value(column);
    });
    const { name, site, component } = line;
    const key = JSON.stringify([name, site, component]);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { name, site, component, amount });
    else known.amount += amount;
  }
  return [...lines.values()].filter(({ amount }) => amount !== 0);
}

/** Duals as prices, in the program's unit divided by what a unit of the limit is. */
export function readShadowPrices(assembled: Assembled, fleet: Fleet, solution: LpSolution): ShadowPrice[] {
  // A held unit costs what the pool's capacity does, heat on its way to a loop what it costs there.
  const balances = assembled.balances
    .filter(({ bus }) => bus.kind !== 'held' && bus.kind !== 'itHeat')
    .map((balance) => balancePrices(balance, fleet.timeline));
  const limits = assembled.parts.flatMap((part) => part.limits ?? []);
  return [...balances, ...limits].map((limit) => readLimit(limit, fleet.timeline.slotCount, solution));
}

function readLimit(limit: NamedLimit, slotCount: number, solution: LpSolution): ShadowPrice {
  const { name, site, component, per, entries } = limit;
  // A limit of the whole horizon (a job's work) has one price, not one a slot.
  const timeless = site === null;
  const values = new Array<number | null>(timeless ? 1 : slotCount).fill(null);
  for (const { slot, at, unitsPerSide } of entries) {
    const dual = 'row' in at ? solution.dual(at.row) : solution.reducedCost(at.boundOf);
    // Reduced costs are positive where a column stands at zero; a limit only counts from above.
    const price = ('row' in at ? dual : Math.min(0, dual)) / unitsPerSide;
    values[slot] = (values[slot] ?? 0) + price;
  }
  return { name, site, component, per, values: values.map((price) => (price === null ? null : roundedPrice(price))) };
}

export function plansOfSites(fleet: Fleet, series: readonly PlanSeries[]): PlanSite[] {
  const { edges, slotCount } = fleet.timeline;
  const slotStarts = Array.from({ length: slotCount }, (_, t) => formatUtc(edges[t]));
  return fleet.sites.map(({ id, timeZone }) => ({
    id,
    timeZone,
    slotStarts,
    series: series.filter(({ site }) => site === id),
  }));
}

/** Values of one series of a plan; throws when it is not there. */
export function seriesValues(
  sites: readonly PlanSite[],
  site: string,
  name: PlanSeries['name'],
  component: string | null,
): readonly number[] {
  const found = findSeries(sites, site, name, component);
  if (found === undefined) throw new Error(`the plan has no series ${name} of ${site} ${component ?? ''}`);
  return found;
}

export function findSeries(
  sites: readonly PlanSite[],
  site: string,
  name: PlanSeries['name'],
  component: string | null,
): readonly number[] | undefined {
  return sites
    .find(({ id }) => id === site)
    ?.series.find((series) => series.name === name && series.component === component)?.values;
}

/** What each pool may run, slot by slot: the units that its jobs work on or hold, and their power. */
export function quotaCurves(fleet: Fleet, sites: readonly PlanSite[], prices: readonly ShadowPrice[]): QuotaCurve[] {
  return fleet.sites.flatMap((site) =>
    site.compute.pools.map((pool) => {
      const price = prices.find(
        (limit) => limit.name === 'poolCapacity' && limit.site === site.id && limit.component === pool.id,
      );
      const busy = seriesValues(sites, site.id, 'poolBusyUnits', pool.id);
      const held = findSeries(sites, site.id, 'poolHeldUnits', pool.id);
      return {
        site: site.id,
        pool: pool.id,
        maxUnits: held === undefined ? busy : busy.map((units, t) => rounded(units + held[t])),
        maxPowerKw: seriesValues(sites, site.id, 'poolPower', pool.id),
        shadowPrice: (price?.values ?? []).map((value) => value ?? 0),
      };
    }),
  );
}

/** Duals carry noise far below any price: to 1e-9 of the currency. */
function roundedPrice(price: number): number {
  return Math.round(price * 1e9) / 1e9 + 0;
}

/** Unit-hours, kW and the like to 1e-6; no negative zero. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

/** Every number of a report rounded to 1e-6, text left as it is. Not for money, which stays as it was computed. */
export function roundedFigures<T>(value: T): T {
  if (typeof value === 'number') return rounded(value) as T;
  if (Array.isArray(value)) return value.map(roundedFigures) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy = { ...value };
  for (const key of Object.keys(copy) as (keyof typeof copy)[]) copy[key] = roundedFigures(copy[key]);
  return copy;
}

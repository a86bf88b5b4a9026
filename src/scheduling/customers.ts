import type { LpBuilder } from '../../solver/index.ts';
import type { CostLineName, PromiseKind, SeriesName } from '../domain/plan.ts';
import type { ColdNetwork } from '../domain/plant.ts';
import type { Timeline } from '../time/timeline.ts';
import type { BuiltPart, Bus, CostLine, Flow, LpSolution, PromiseSlack } from './part.ts';
import { columnsPerSlot, hourlyCost, hoursOf, readRun } from './slots.ts';

/** Names of what customers of heat or cold are served. */
export interface Customers {
  readonly bus: Bus;
  /** kW into the bus per kW that leaves the plant for them: -1 for heat, 1 for cold (their heat comes in). */
  readonly perKw: 1 | -1;
  readonly promise: PromiseKind;
  readonly lines: { readonly sold: CostLineName; readonly unserved: CostLineName };
  readonly series: { readonly delivered: SeriesName; readonly unserved: SeriesName };
}

/** A demand on a network of pipes, with its price and the promise to serve it. */
export type Demand = Pick<ColdNetwork, 'id' | 'demandKw' | 'lossFraction' | 'pricePerKwh' | 'unservedPricePerKwh'>;

/**
 * What leaves the plant is (demand - unserved) / (1 - lossFraction); what arrives earns its price. Not to serve is a
 * promise broken, at its price.
 */
export function servedDemand(
  lp: LpBuilder,
  timeline: Timeline,
  site: string,
  label: string,
  demand: Demand,
  customers: Customers,
) {
  const { demandKw, pricePerKwh, unservedPricePerKwh } = demand;
  const where = { site, component: demand.id };
  const unserved = columnsPerSlot(lp, timeline, `${site} ${label} ${demand.id} unserved`, (t) => demandKw[t]);
  const sent = customers.perKw / (1 - demand.lossFraction);
  const earned = demandKw.reduce((sum, kw, t) => sum + kw * pricePerKwh[t] * timeline.hours[t], 0);
  const sold = hourlyCost(customers.lines.sold, where, timeline, unserved, (t) => pricePerKwh[t]);
  const costs: CostLine[] = [
    { ...sold, constant: -earned },
    hourlyCost(customers.lines.unserved, where, timeline, unserved, () => unservedPricePerKwh),
  ];
  const flows: Flow[] = [
    { bus: customers.bus, constant: demandKw.map((kw) => kw * sent) },
    { bus: customers.bus, run: unserved, coefficient: -sent },
  ];
  const promises: PromiseSlack[] = [
    {
      kind: customers.promise,
      site,
      subject: demand.id,
      unit: 'kWh',
      pricePerUnit: unservedPricePerKwh,
      terms: unserved.columns.map((column, slot) => ({ column, slot, amountPerColumn: timeline.hours[slot] })),
    },
  ];
  const preferences: BuiltPart['preferences'] = [
    { kind: 'least', columns: unserved.columns, weights: hoursOf(timeline, unserved) },
  ];
  const read = (solution: LpSolution) => {
    const unservedKw = readRun(solution, timeline, unserved);
    const { series } = customers;
    return [
      { ...where, name: series.delivered, unit: 'kW', values: Array.from(demandKw, (kw, t) => kw - unservedKw[t]) },
      { ...where, name: series.unserved, unit: 'kW', values: [...unservedKw] },
    ] as const;
  };
  return { flows, costs, promises, preferences, read };
}

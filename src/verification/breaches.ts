import {
  type Bill,
  carbonExcessKg,
  contractBreach,
  type Excess,
  endShortfallKwh,
  rampBreach,
  renewableShortfallKwh,
  sumExcess,
  zoneRampBreach,
} from '../billing/index.ts';
import type { BrokenPromise, CostLineName, PromiseKind } from '../domain/plan.ts';
import type { Timeline } from '../time/timeline.ts';
import { siteFlows } from './bill.ts';
import type { JobFigures, PlanFigures, SiteFigures } from './figures.ts';

/** A promise of the problem, and by how much the plan's figures break it; amount 0: it is kept. */
export interface Breach {
  readonly kind: PromiseKind;
  readonly site: string | null;
  /** Null: the site has only one promise of this kind, whatever it is called. */
  readonly subject: string | null;
  readonly amount: number;
  /** What an error of one unit in each figure can do to the amount. */
  readonly amountPerUnit: number;
  readonly unit: BrokenPromise['unit'];
  readonly pricePerUnit: number;
  /** What each slot adds to the amount, for promises about slots. */
  readonly amountPerSlot: Float64Array | null;
  /** Time that the promise may name, epoch milliseconds. */
  readonly within: { readonly start: number; readonly end: number };
  /** It names all of that time, and nothing less. */
  readonly isWholeHorizon?: boolean;
}

/** Every promise of the problem, measured on the plan's figures. */
export function measureBreaches(figures: PlanFigures, bill: Bill): Breach[] {
  const { fleet, sites, jobs } = figures;
  const { timeline } = fleet;
  return [
    ...sites.flatMap((each) => breachesOfSite(each, timeline)),
    ...breachesOfFleet(figures, bill),
    ...jobs.map((each) => unservedWork(each, timeline)),
  ];
}

function breachesOfSite(figures: SiteFigures, timeline: Timeline): Breach[] {
  const { site } = figures;
  const within = horizon(timeline);
  const atSite = (kind: PromiseKind, subject: string | null, unit: 'kW' | 'kWh', price: number, excess: Excess) => ({
    kind,
    site: site.id,
    subject,
    unit,
    pricePerUnit: price,
    ...excess,
    within,
  });
  const breaches: Breach[] = site.grid.contractedLimits.map((limit) =>
    atSite('contractedLimit', limit.id, 'kWh', limit.breachPricePerKwh, contractBreach(limit, figures, timeline.hours)),
  );
  const { ramp } = site.grid;
  if (ramp !== null) breaches.push(atSite('rampLimit', null, 'kW', ramp.breachPricePerKw, rampBreach(ramp, figures)));
  const shedPrice = site.compute.baseLoadShedPricePerKwh;
  if (shedPrice !== null) {
    const shed = sumExcess(Float64Array.from(figures.baseLoadShedKw), timeline.hours);
    breaches.push(atSite('baseLoadServed', null, 'kWh', shedPrice, shed));
  }
  const { heatNetworks, coldNetworks } = site.plant;
  const customers = [
    ...heatNetworks.map((network) => ({ network, kind: 'heatServed', series: 'heatUnserved' }) as const),
    ...coldNetworks.map((network) => ({ network, kind: 'coldServed', series: 'coldUnserved' }) as const),
  ];
  const unserved = customers.map(({ network: { id, unservedPricePerKwh }, kind, series }) => {
    const lacking = sumExcess(Float64Array.from(figures.plant(series, id)), timeline.hours);
    return atSite(kind, id, 'kWh', unservedPricePerKwh, lacking);
  });
  return [...breaches, ...unserved, ...endEnergy(figures, within)];
}

/** What stores of every kind end short of. */
function endEnergy({ site, batteries, plant }: SiteFigures, within: Breach['within']): Breach[] {
  const stores = [
    ...batteries.map(({ battery, storedKwh }) => ({ store: battery, storedKwh })),
    ...site.plant.coldStores.map((store) => ({ store, storedKwh: plant('coldStoreStored', store.id) })),
    ...site.plant.hotStores.map((store) => ({ store, storedKwh: plant('hotStoreStored', store.id) })),
  ];
  return stores.map(
    ({ store, storedKwh }): Breach => ({
      kind: 'endEnergy',
      site: site.id,
      subject: store.id,
      amount: endShortfallKwh(store, storedKwh[storedKwh.length - 1]),
      amountPerUnit: 1,
      unit: 'kWh',
      pricePerUnit: store.endShortfallPricePerKwh,
      amountPerSlot: null,
      within,
    }),
  );
}

/** Targets of the fleet that have a price; those of the whole horizon name it whole. */
function breachesOfFleet({ fleet, sites }: PlanFigures, bill: Bill): Breach[] {
  const { carbonBudget, renewableShare, zoneRamps } = fleet.targets;
  const within = horizon(fleet.timeline);
  const overall = { site: null, amountPerSlot: null, within, isWholeHorizon: true };
  const flows = sites.map(siteFlows);
  const breaches: Breach[] = zoneRamps.map((ramp) => ({
    kind: 'zoneRamp',
    site: null,
    subject: ramp.marketZone,
    unit: 'kW',
    pricePerUnit: ramp.breachPricePerKw,
    ...zoneRampBreach(fleet, ramp, flows),
    within,
  }));
  if (carbonBudget !== null && carbonBudget.breachPricePerKg !== null) {
    breaches.push({
      ...overall,
      kind: 'carbonBudget',
      subject: 'carbon budget',
      amount: carbonExcessKg(fleet, bill.emissions),
      amountPerUnit: moved(bill, 'carbonBudgetBreach', carbonBudget.breachPricePerKg),
      unit: 'kg',
      pricePerUnit: carbonBudget.breachPricePerKg,
    });
  }
  if (renewableShare !== null) {
    breaches.push({
      ...overall,
      kind: 'renewableShare',
      subject: 'renewable share',
      amount: renewableShortfallKwh(fleet, flows),
      amountPerUnit: moved(bill, 'renewableShareBreach', renewableShare.breachPricePerKwh),
      unit: 'kWh',
      pricePerUnit: renewableShare.breachPricePerKwh,
    });
  }
  return breaches;
}

/** By how much an error of one unit in each figure moves the amount behind a line: its money over its price. */
function moved({ lines }: Bill, name: CostLineName, price: number): number {
  const line = lines.find((each) => each.name === name);
  return line === undefined || price === 0 ? 0 : line.moneyPerUnit / Math.abs(price);
}

/** Work that a hard deadline cut off breaks the deadline; any other work that is never done is not served. */
function unservedWork({ job, planned }: JobFigures, timeline: Timeline): Breach {
  const { start, end } = horizon(timeline);
  return {
    kind: job.deadlinePolicy.kind === 'hard' ? 'deadlineKept' : 'workServed',
    site: null,
    subject: job.id,
    amount: planned.unservedUnitHours,
    amountPerUnit: 1,
    unit: 'unit h',
    pricePerUnit: job.unservedPricePerUnitHour,
    amountPerSlot: null,
    within: { start: Math.min(start, job.earliestStart), end: Math.max(end, job.deadline) },
  };
}

function horizon(timeline: Timeline): { start: number; end: number } {
  return { start: timeline.edges[0], end: timeline.edges[timeline.slotCount] };
}

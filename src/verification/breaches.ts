import { contractBreach, type Excess, endShortfallKwh, rampBreach, sumExcess } from '../billing/index.ts';
import type { BrokenPromise, PromiseKind } from '../domain/plan.ts';
import type { Timeline } from '../time/timeline.ts';
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
}

/** Every promise of the problem, measured on the plan's figures. */
export function measureBreaches({ fleet, sites, jobs }: PlanFigures): Breach[] {
  const { timeline } = fleet;
  return [
    ...sites.flatMap((figures) => breachesOfSite(figures, timeline)),
    ...jobs.map((figures) => unservedWork(figures, timeline)),
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
  const endEnergy = figures.batteries.map(
    ({ battery, storedKwh }): Breach => ({
      kind: 'endEnergy',
      site: site.id,
      subject: battery.id,
      amount: endShortfallKwh(battery, storedKwh[storedKwh.length - 1]),
      amountPerUnit: 1,
      unit: 'kWh',
      pricePerUnit: battery.endShortfallPricePerKwh,
      amountPerSlot: null,
      within,
    }),
  );
  return [...breaches, ...endEnergy];
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

/**
 * What breaking a promise costs where the scenario does not say.
 *
 * A promise must break last, so its price stands well above anything that keeping it could cost; but not
 * absurdly far, since a program whose costs span many orders of magnitude loses digits. Two figures of the
 * fleet bound what keeping a promise costs for one kWh, and each default is a multiple of them:
 *
 *   reference  the largest |import price + charged carbon| of any site and slot, at least 0.1 money/kWh;
 *   peak       the largest sum of a site's demand prices, turned into money per kWh by the shortest time over
 *              which that kWh can be drawn and metered.
 *
 *   promise                   price                                          breaks
 *   stored energy at the end  20 x reference + 2 x peak, per kWh             first
 *   renewable share           20 x reference + 2 x peak, per kWh             first
 *   carbon budget             the same per kWh / mean kg per kWh (0.05 at    first
 *                             least), per kg
 *   ramp, also of a zone      20 x reference + 2 x demand price, per kW      (a kW of step is no kWh: about as early)
 *   contracted limit          50 x reference + 2 x peak, per kWh             then
 *   heat and cold served      70 x reference + 2 x peak, per kWh             then
 *   work served               (100 x reference + 2 x peak) x kWh per         last
 *                             unit-hour, plus the job's own lateness and restart prices and the dearest
 *                             way to move its data, so that late, interrupted or distant work is never
 *                             dearer than none
 *
 * Leftover work is no broken promise: it costs what it is expected to cost later, at the cheapest allowed site:
 * the mean import price (and charged carbon) over the timeline x the energy that a unit-hour adds, and what it
 * costs to move its data there. That is nothing where the data lie; where no allowed site has them, leaving
 * work for later would else look cheaper by what moving costs, and be chosen for ever.
 */
import type { DataQualityNote, Link, ObjectiveSettings, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { Plant } from '../domain/plant.ts';
import type { FleetTargets } from '../domain/targets.ts';
import { type Timeline, timelineEnd } from '../time/timeline.ts';
import type { JobDraft } from './jobs.ts';
import type { PlantDraft } from './plant.ts';
import type { SiteDraft } from './site.ts';
import { fillTargets, type TargetPrices, type TargetsDraft } from './targets.ts';
import { energyPrices, workPrices } from './work-prices.ts';

const SMALLEST_REFERENCE_PRICE_PER_KWH = 0.1;
const END_SHORTFALL_MULTIPLE = 20;
const RAMP_MULTIPLE = 20;
const CONTRACT_MULTIPLE = 50;
const CUSTOMER_MULTIPLE = 70;
const UNSERVED_MULTIPLE = 100;
const PEAK_MULTIPLE = 2;

export interface ReferencePrices {
  readonly referencePerKwh: number;
  readonly peakPerKwh: number;
  readonly demandPerKw: number;
}

export function referencePrices(sites: readonly SiteDraft[], objective: ObjectiveSettings): ReferencePrices {
  const shortestHours = (site: SiteDraft): number =>
    site.grid.demandCharges
      .flatMap((charge) => charge.periods)
      .flatMap((period) => period.meteringIntervals)
      .reduce(
        (least, { hours }) =>
          Math.min(
            least,
            hours.reduce((sum, h) => sum + h, 0),
          ),
        Number.POSITIVE_INFINITY,
      );
  const demand = sites.map((site) => site.grid.demandCharges.reduce((sum, { pricePerKw }) => sum + pricePerKw, 0));
  const largest = (values: Iterable<number>): number =>
    Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    referencePerKwh: Math.max(
      SMALLEST_REFERENCE_PRICE_PER_KWH,
      largest(sites.map((site) => largest(energyPrices(site, objective)))),
    ),
    peakPerKwh: largest(sites.map((site, index) => (demand[index] === 0 ? 0 : demand[index] / shortestHours(site)))),
    demandPerKw: largest(demand),
  };
}

/** What prices are made from and made for. */
export interface FleetDraft {
  readonly sites: readonly SiteDraft[];
  readonly links: readonly Link[];
  readonly jobs: readonly JobDraft[];
  readonly targets: TargetsDraft;
}

/** Sites and jobs with every price filled in, and a note for each kind of price that was. */
export function fillDefaultPrices(
  { sites, links, jobs, targets }: FleetDraft,
  objective: ObjectiveSettings,
  timeline: Timeline,
  currency: string,
): {
  readonly sites: Site[];
  readonly jobs: ComputeJob[];
  readonly targets: FleetTargets;
  readonly notes: DataQualityNote[];
} {
  const prices = referencePrices(sites, objective);
  const unservedPerKwh = UNSERVED_MULTIPLE * prices.referencePerKwh + PEAK_MULTIPLE * prices.peakPerKwh;
  const work = workPrices({ sites, links, objective, timeline, unservedPerKwh });
  const filled = {
    targets: fillTargets(targets, targetPrices(sites, objective, prices)),
    sites: sites.map((site) => fillSite(site, promisePrices(prices))),
    jobs: jobs.map((job) => ({
      ...job,
      unservedPricePerUnitHour: job.unservedPricePerUnitHour ?? work.unserved(job),
      leftoverPricePerUnitHour: job.leftoverPricePerUnitHour ?? work.leftover(job),
    })),
  };
  const assumed = [
    ...assumedAtSites(sites, promisePrices(prices)),
    ...assumedForTargets(targets, filled.targets),
    ...assumedForJobs(jobs, filled.jobs, timeline),
  ];
  return { ...filled, notes: assumed.flatMap((kind) => note(kind, currency)) };
}

interface PromisePrices {
  readonly contractPerKwh: number;
  readonly rampPerKw: number;
  readonly endShortfallPerKwh: number;
  readonly customerPerKwh: number;
}

const promisePrices = ({ referencePerKwh, peakPerKwh, demandPerKw }: ReferencePrices): PromisePrices => ({
  contractPerKwh: CONTRACT_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * peakPerKwh,
  rampPerKw: RAMP_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * demandPerKw,
  endShortfallPerKwh: END_SHORTFALL_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * peakPerKwh,
  customerPerKwh: CUSTOMER_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * peakPerKwh,
});

function fillSite(site: SiteDraft, prices: PromisePrices): Site {
  const { contractPerKwh, rampPerKw, endShortfallPerKwh } = prices;
  const { ramp, contractedLimits } = site.grid;
  return {
    ...site,
    plant: fillPlant(site.plant, prices),
    grid: {
      ...site.grid,
      contractedLimits: contractedLimits.map((limit) => ({
        ...limit,
        breachPricePerKwh: limit.breachPricePerKwh ?? contractPerKwh,
      })),
      ramp: ramp === null ? null : { ...ramp, breachPricePerKw: ramp.breachPricePerKw ?? rampPerKw },
    },
    batteries: site.batteries.map((battery) => ({
      ...battery,
      endShortfallPricePerKwh: battery.endShortfallPricePerKwh ?? endShortfallPrice(battery, endShortfallPerKwh),
    })),
  };
}

function fillPlant(plant: PlantDraft, { endShortfallPerKwh, customerPerKwh }: PromisePrices): Plant {
  const store = <Draft extends StoreDraft>(draft: Draft) => ({
    ...draft,
    endShortfallPricePerKwh: draft.endShortfallPricePerKwh ?? endShortfallPrice(draft, endShortfallPerKwh),
  });
  const network = <Draft extends NetworkDraft>(draft: Draft) => ({
    ...draft,
    unservedPricePerKwh: draft.unservedPricePerKwh ?? customerPerKwh,
  });
  return {
    ...plant,
    coldStores: plant.coldStores.map(store),
    hotStores: plant.hotStores.map(store),
    coldNetworks: plant.coldNetworks.map(network),
    heatNetworks: plant.heatNetworks.map(network),
  };
}

type NetworkDraft = PlantDraft['coldNetworks' | 'heatNetworks'][number];

type StoreDraft = Pick<SiteDraft['batteries'][number], 'endValue' | 'endShortfallPricePerKwh' | 'startsWhereItEnds'>;

/** The promise is worth no less than energy beyond it, or breaking it would pay. */
function endShortfallPrice({ endValue }: StoreDraft, perKwh: number): number {
  return Math.max(perKwh, endValue[0]?.pricePerKwh ?? 0);
}

/** Prices of one kind that were filled in, one for each thing that has none of its own. */
interface AssumedPrices {
  readonly subject: string;
  readonly things: readonly [one: string, several: string];
  /** What the price is for. */
  readonly what: string;
  readonly unit: string;
  readonly prices: readonly number[];
}

function assumedAtSites(sites: readonly SiteDraft[], prices: PromisePrices): AssumedPrices[] {
  const limits = sites.flatMap(({ grid }) =>
    grid.contractedLimits.filter(({ breachPricePerKwh }) => breachPricePerKwh === null),
  );
  const ramps = sites.filter(({ grid }) => grid.ramp !== null && grid.ramp.breachPricePerKw === null);
  return [
    {
      subject: 'contractedLimits',
      things: ['contracted limit', 'contracted limits'],
      what: 'exceeding it',
      unit: 'kWh',
      prices: limits.map(() => prices.contractPerKwh),
    },
    {
      subject: 'ramp',
      things: ['ramp limit', 'ramp limits'],
      what: 'exceeding it',
      unit: 'kW',
      prices: ramps.map(() => prices.rampPerKw),
    },
    stores(['battery', 'batteries'], 'batteries', ({ batteries }) => batteries),
    stores(['cold store', 'cold stores'], 'coldStores', ({ plant }) => plant.coldStores),
    stores(['hot store', 'hot stores'], 'hotStores', ({ plant }) => plant.hotStores),
    customers(['heat network', 'heat networks'], 'heatNetworks', ({ plant }) => plant.heatNetworks),
    customers(['cold network', 'cold networks'], 'coldNetworks', ({ plant }) => plant.coldNetworks),
  ];

  function stores(
    things: AssumedPrices['things'],
    subject: string,
    of: (site: SiteDraft) => readonly StoreDraft[],
  ): AssumedPrices {
    // Where the start is free, nothing is promised for the end.
    const open = sites
      .flatMap(of)
      .filter((store) => store.endShortfallPricePerKwh === null && !store.startsWhereItEnds);
    const filled = open.map((store) => endShortfallPrice(store, prices.endShortfallPerKwh));
    return { subject, things, what: 'too little energy at the end', unit: 'kWh', prices: filled };
  }

  function customers(
    things: AssumedPrices['things'],
    subject: string,
    of: (site: SiteDraft) => readonly NetworkDraft[],
  ): AssumedPrices {
    const open = sites
      .flatMap(of)
      .filter(({ unservedPricePerKwh, demandKw }) => unservedPricePerKwh === null && demandKw.some((kw) => kw > 0));
    const filled = open.map(() => prices.customerPerKwh);
    return { subject, things, what: 'demand that is not served', unit: 'kWh', prices: filled };
  }
}

/** Missing a target costs like a store that ends short, and a step of a zone like one of a site. */
function targetPrices(
  sites: readonly SiteDraft[],
  objective: ObjectiveSettings,
  prices: ReferencePrices,
): TargetPrices {
  const { endShortfallPerKwh, rampPerKw } = promisePrices(prices);
  const means = sites.map(({ grid }) => {
    const grams = grid.carbonGramsPerKwh[objective.carbonSignal];
    return grams === undefined ? 0 : grams.reduce((sum, value) => sum + value, 0) / grams.length;
  });
  const gramsPerKwh = means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, means.length);
  return { perKwh: endShortfallPerKwh, perKw: rampPerKw, gramsPerKwh };
}

function assumedForTargets(draft: TargetsDraft, filled: FleetTargets): AssumedPrices[] {
  const only = (given: number | null | undefined, taken: number | null | undefined) =>
    given === null && taken !== null && taken !== undefined ? [taken] : [];
  const ramps = draft.zoneRamps.flatMap(({ breachPricePerKw }, index) =>
    only(breachPricePerKw, filled.zoneRamps[index].breachPricePerKw),
  );
  const subject = 'fleet';
  return [
    {
      subject,
      things: ['carbon budget', 'carbon budgets'],
      what: 'exceeding it',
      unit: 'kg',
      prices: only(draft.carbonBudget?.breachPricePerKg, filled.carbonBudget?.breachPricePerKg),
    },
    {
      subject,
      things: ['renewable share', 'renewable shares'],
      what: 'missing it',
      unit: 'kWh',
      prices: only(draft.renewableShare?.breachPricePerKwh, filled.renewableShare?.breachPricePerKwh),
    },
    {
      subject,
      things: ['ramp limit of a zone', 'ramp limits of zones'],
      what: 'exceeding it',
      unit: 'kW',
      prices: ramps,
    },
  ];
}

function assumedForJobs(drafts: readonly JobDraft[], jobs: readonly ComputeJob[], timeline: Timeline): AssumedPrices[] {
  const end = timelineEnd(timeline);
  const unserved = jobs.filter((_, index) => drafts[index].unservedPricePerUnitHour === null);
  const leftover = jobs.filter(
    ({ deadline, deadlinePolicy }, index) =>
      drafts[index].leftoverPricePerUnitHour === null && (deadline > end || deadlinePolicy.kind !== 'hard'),
  );
  const job = { subject: 'jobs', things: ['job', 'jobs'], unit: 'unit-hour' } as const;
  return [
    { ...job, what: 'work that is not done', prices: unserved.map((one) => one.unservedPricePerUnitHour) },
    { ...job, what: 'work left for after the timeline', prices: leftover.map((one) => one.leftoverPricePerUnitHour) },
  ];
}

/** One note for all prices of a kind; none where there were none. */
function note({ subject, things, what, unit, prices }: AssumedPrices, currency: string): DataQualityNote[] {
  if (prices.length === 0) return [];
  const text = (price: number) => String(Number(price.toPrecision(4)));
  const least = text(prices.reduce((a, b) => Math.min(a, b)));
  const most = text(prices.reduce((a, b) => Math.max(a, b)));
  const range = least === most ? least : `${least} to ${most}`;
  const state = prices.length === 1 ? `1 ${things[0]} states` : `${prices.length} ${things[1]} state`;
  const message = `${state} no price for ${what}, so ${range} ${currency} per ${unit} is taken`;
  return [{ subject, kind: 'assumed', slots: [], message }];
}

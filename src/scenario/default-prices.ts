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
 *   ramp                      20 x reference + 2 x demand price, per kW      (a kW of step is no kWh: about as early)
 *   contracted limit          50 x reference + 2 x peak, per kWh             then
 *   work served               (100 x reference + 2 x peak) x kWh per         last
 *                             unit-hour, plus the job's own lateness and restart prices, so that late or
 *                             interrupted work is never dearer than none
 *
 * Leftover work is no broken promise: it costs what it is expected to cost later, the mean import price (and
 * charged carbon) of the cheapest allowed site over the timeline x the energy that a unit-hour adds.
 */
import type { DataQualityNote, ObjectiveSettings, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { MILLISECONDS_PER_HOUR, type Timeline, timelineEnd } from '../time/timeline.ts';
import { GRAMS_PER_TONNE } from '../units/index.ts';
import type { JobDraft } from './jobs.ts';
import type { SiteDraft } from './site.ts';

const SMALLEST_REFERENCE_PRICE_PER_KWH = 0.1;
/** Unserved work that draws next to nothing still has a price. */
const SMALLEST_KWH_PER_UNIT_HOUR = 0.1;
const END_SHORTFALL_MULTIPLE = 20;
const RAMP_MULTIPLE = 20;
const CONTRACT_MULTIPLE = 50;
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

/** Import price and charged carbon of a site in each slot, plan money per kWh. */
function energyPrices(
  { grid }: SiteDraft,
  { carbonPricePerTonne, carbonSignal, priceIncludesCarbon }: ObjectiveSettings,
): Float64Array {
  const carbon = grid.carbonGramsPerKwh[carbonSignal];
  if (carbon === undefined || priceIncludesCarbon) return grid.importPricePerKwh;
  return grid.importPricePerKwh.map((price, slot) => price + (carbonPricePerTonne * carbon[slot]) / GRAMS_PER_TONNE);
}

/** Sites and jobs with every price filled in, and a note for each kind of price that was. */
export function fillDefaultPrices(
  sites: readonly SiteDraft[],
  jobs: readonly JobDraft[],
  objective: ObjectiveSettings,
  timeline: Timeline,
  currency: string,
): { readonly sites: Site[]; readonly jobs: ComputeJob[]; readonly notes: DataQualityNote[] } {
  const prices = referencePrices(sites, objective);
  const work = workPrices(sites, objective, timeline, prices);
  const filled = {
    sites: sites.map((site) => fillSite(site, promisePrices(prices))),
    jobs: jobs.map((job) => ({
      ...job,
      unservedPricePerUnitHour: job.unservedPricePerUnitHour ?? work.unserved(job),
      leftoverPricePerUnitHour: job.leftoverPricePerUnitHour ?? work.leftover(job),
    })),
  };
  const assumed = [...assumedAtSites(sites, promisePrices(prices)), ...assumedForJobs(jobs, filled.jobs, timeline)];
  return { ...filled, notes: assumed.flatMap((kind) => note(kind, currency)) };
}

interface PromisePrices {
  readonly contractPerKwh: number;
  readonly rampPerKw: number;
  readonly endShortfallPerKwh: number;
}

const promisePrices = ({ referencePerKwh, peakPerKwh, demandPerKw }: ReferencePrices): PromisePrices => ({
  contractPerKwh: CONTRACT_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * peakPerKwh,
  rampPerKw: RAMP_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * demandPerKw,
  endShortfallPerKwh: END_SHORTFALL_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * peakPerKwh,
});

function fillSite(site: SiteDraft, { contractPerKwh, rampPerKw, endShortfallPerKwh }: PromisePrices): Site {
  const { ramp, contractedLimits } = site.grid;
  return {
    ...site,
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

/** The promise is worth no less than energy beyond it, or breaking it would pay. */
function endShortfallPrice({ endValue }: SiteDraft['batteries'][number], perKwh: number): number {
  return Math.max(perKwh, endValue[0]?.pricePerKwh ?? 0);
}

function workPrices(
  sites: readonly SiteDraft[],
  objective: ObjectiveSettings,
  timeline: Timeline,
  prices: ReferencePrices,
) {
  const perKwh = UNSERVED_MULTIPLE * prices.referencePerKwh + PEAK_MULTIPLE * prices.peakPerKwh;
  const shortestSlotHours = timeline.hours.reduce((least, hours) => Math.min(least, hours), Number.POSITIVE_INFINITY);
  const meanPrice = new Map(sites.map((site) => [site.id, meanOf(energyPrices(site, objective), timeline)]));
  const allowed = (job: JobDraft) => sites.filter(({ id }) => job.sites.includes(id));
  return {
    unserved(job: JobDraft): number {
      const kwhPerUnitHour = Math.max(
        SMALLEST_KWH_PER_UNIT_HOUR,
        ...allowed(job).flatMap((site) => kwhPerUnitHourAt(site, job.pool, 0)),
      );
      const hoursLate = Math.max(0, timelineEnd(timeline) - job.deadline) / MILLISECONDS_PER_HOUR;
      const late =
        job.deadlinePolicy.kind === 'priced' ? (job.deadlinePolicy.pricePerHourLate * hoursLate) / job.work : 0;
      return perKwh * kwhPerUnitHour + late + job.restartPricePerUnit / shortestSlotHours;
    },
    leftover(job: JobDraft): number {
      const costs = allowed(job).map((site) => {
        // Idle power is drawn in any case: later work costs what it adds to it.
        const added = kwhPerUnitHourAt(site, job.pool, 1);
        return (meanPrice.get(site.id) ?? 0) * Math.min(...added);
      });
      return Math.min(...costs);
    },
  };
}

/** kWh per unit-hour of work at each operating point, losses counted; `idleShare` of the idle power is left out. */
function kwhPerUnitHourAt(site: SiteDraft, poolId: string, idleShare: 0 | 1): number[] {
  const pool = site.compute.pools.find(({ id }) => id === poolId);
  if (pool === undefined) return [];
  const loss = 1 + site.compute.overheadFraction;
  return pool.operatingPoints.map((point) => ((point.kwPerUnit - idleShare * pool.idleKwPerUnit) * loss) / point.speed);
}

function meanOf(values: Float64Array, timeline: Timeline): number {
  const hours = timeline.hours.reduce((sum, h) => sum + h, 0);
  return values.reduce((sum, value, slot) => sum + value * timeline.hours[slot], 0) / hours;
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
  const stores = sites.flatMap(({ batteries }) =>
    batteries.filter(({ endShortfallPricePerKwh }) => endShortfallPricePerKwh === null),
  );
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
    {
      subject: 'batteries',
      things: ['battery', 'batteries'],
      what: 'too little energy at the end',
      unit: 'kWh',
      prices: stores.map((battery) => endShortfallPrice(battery, prices.endShortfallPerKwh)),
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

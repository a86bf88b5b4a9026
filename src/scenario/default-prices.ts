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
): { readonly sites: Site[]; readonly jobs: ComputeJob[]; readonly notes: DataQualityNote[] } {
  const prices = referencePrices(sites, objective);
  const work = workPrices(sites, objective, timeline, prices);
  return {
    sites: sites.map((site) => fillSite(site, prices)),
    jobs: jobs.map((job) => ({
      ...job,
      unservedPricePerUnitHour: job.unservedPricePerUnitHour ?? work.unserved(job),
      leftoverPricePerUnitHour: job.leftoverPricePerUnitHour ?? work.leftover(job),
    })),
    notes: notesOnDefaults(sites, jobs, timeline),
  };
}

function fillSite(site: SiteDraft, { referencePerKwh, peakPerKwh, demandPerKw }: ReferencePrices): Site {
  const peak = PEAK_MULTIPLE * peakPerKwh;
  const { ramp, contractedLimits } = site.grid;
  return {
    ...site,
    grid: {
      ...site.grid,
      contractedLimits: contractedLimits.map((limit) => ({
        ...limit,
        breachPricePerKwh: limit.breachPricePerKwh ?? CONTRACT_MULTIPLE * referencePerKwh + peak,
      })),
      ramp:
        ramp === null
          ? null
          : {
              ...ramp,
              breachPricePerKw: ramp.breachPricePerKw ?? RAMP_MULTIPLE * referencePerKwh + PEAK_MULTIPLE * demandPerKw,
            },
    },
    batteries: site.batteries.map((battery) => ({
      ...battery,
      endShortfallPricePerKwh: battery.endShortfallPricePerKwh ?? END_SHORTFALL_MULTIPLE * referencePerKwh + peak,
    })),
  };
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

function notesOnDefaults(
  sites: readonly SiteDraft[],
  jobs: readonly JobDraft[],
  timeline: Timeline,
): DataQualityNote[] {
  const counted = (subject: string, count: number, what: string): DataQualityNote[] =>
    count === 0
      ? []
      : [
          {
            subject,
            kind: 'assumed',
            slots: [],
            message: `${what} (${count} without a price of their own): the project's default, see src/scenario/default-prices.ts`,
          },
        ];
  const limits = sites.flatMap(({ grid }) =>
    grid.contractedLimits.filter(({ breachPricePerKwh }) => breachPricePerKwh === null),
  );
  const ramps = sites.filter(({ grid }) => grid.ramp !== null && grid.ramp.breachPricePerKw === null);
  const stores = sites.flatMap(({ batteries }) =>
    batteries.filter((battery) => battery.endShortfallPricePerKwh === null),
  );
  const end = timelineEnd(timeline);
  return [
    ...counted('contractedLimits', limits.length, 'price of exceeding a contracted limit'),
    ...counted('ramp', ramps.length, 'price of exceeding a ramp limit'),
    ...counted('batteries', stores.length, 'price of too little stored energy at the end'),
    ...counted('jobs', jobs.filter((job) => job.unservedPricePerUnitHour === null).length, 'price of unserved work'),
    ...counted(
      'jobs',
      jobs.filter(
        (job) => job.leftoverPricePerUnitHour === null && (job.deadline > end || job.deadlinePolicy.kind !== 'hard'),
      ).length,
      'price of work left for after the timeline',
    ),
  ];
}

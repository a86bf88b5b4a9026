import { coolingBurden } from '../domain/cooling-burden.ts';
import type { Link, ObjectiveSettings } from '../domain/fleet.ts';
import { MILLISECONDS_PER_HOUR, type Timeline, timelineEnd } from '../time/timeline.ts';
import { GRAMS_PER_TONNE } from '../units/index.ts';
import type { JobDraft } from './jobs.ts';
import type { SiteDraft } from './site.ts';

/** Unserved work that draws next to nothing still has a price. */
const SMALLEST_KWH_PER_UNIT_HOUR = 0.1;

/** Import price and charged carbon of a site in each slot, plan money per kWh. */
export function energyPrices(
  { grid }: SiteDraft,
  { carbonPricePerTonne, carbonSignal, priceIncludesCarbon }: ObjectiveSettings,
): Float64Array {
  const carbon = grid.carbonGramsPerKwh[carbonSignal];
  if (carbon === undefined || priceIncludesCarbon) return grid.importPricePerKwh;
  return grid.importPricePerKwh.map((price, slot) => price + (carbonPricePerTonne * carbon[slot]) / GRAMS_PER_TONNE);
}

export interface WorkPriceInputs {
  readonly sites: readonly SiteDraft[];
  readonly links: readonly Link[];
  readonly objective: ObjectiveSettings;
  readonly timeline: Timeline;
  /** Money for each kWh of work that is never done. */
  readonly unservedPerKwh: number;
}

/** One site that may run a job, and what a unit-hour of it moves and draws there. */
interface Option {
  readonly site: SiteDraft;
  /** Money for moving the data of a unit-hour, and the energy that it draws there; 0 where the data lie. */
  readonly transferPrice: number;
  readonly transferKwh: number;
}

/** Default prices of a job's work, plan money per unit-hour; default-prices.ts says what they are made from, and why. */
export function workPrices({ sites, links, objective, timeline, unservedPerKwh }: WorkPriceInputs) {
  const shortestSlotHours = timeline.hours.reduce((least, hours) => Math.min(least, hours), Number.POSITIVE_INFINITY);
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const meanPrice = new Map(sites.map((site) => [site.id, meanOf(energyPrices(site, objective), timeline)]));
  const linksFrom = new Map(
    [...Map.groupBy(links, ({ from }) => from)].map(([from, all]) => [
      from,
      new Map(all.map((link) => [link.to, link])),
    ]),
  );

  const options = ({ data, sites: allowed }: JobDraft): Option[] => {
    return allowed.flatMap((id): Option[] => {
      const site = siteById.get(id);
      if (site === undefined) return [];
      const link = data === null ? undefined : linksFrom.get(data.site)?.get(id);
      const gigabytes = data?.gigabytesPerUnitHour ?? 0;
      return [
        {
          site,
          transferPrice: gigabytes * (link?.pricePerGigabyte ?? 0),
          transferKwh: gigabytes * (link?.energyKwhPerGigabyte ?? 0),
        },
      ];
    });
  };

  /** Mean electricity per kW of IT power of a pool: itself, its losses, and what cools it with the least. */
  const drawn = new Map<string, number>();
  const drawnPerKw = (site: SiteDraft, poolId: string): number => {
    const key = JSON.stringify([site.id, poolId]);
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const { leastKwPerKw } = coolingBurden(site, site.plant.heatOf.pools[poolId] ?? [], timeline.slotCount);
    const perKw = 1 + site.compute.overheadFraction + meanOf(leastKwPerKw, timeline);
    drawn.set(key, perKw);
    return perKw;
  };

  return {
    unserved(job: JobDraft): number {
      const dearest = { kwh: SMALLEST_KWH_PER_UNIT_HOUR, transfer: 0 };
      for (const { site, transferPrice, transferKwh } of options(job)) {
        dearest.kwh = Math.max(dearest.kwh, ...kwhPerUnitHour(site, job.pool, 0).map((kwh) => kwh + transferKwh));
        dearest.transfer = Math.max(dearest.transfer, transferPrice);
      }
      const late =
        job.deadlinePolicy.kind === 'priced'
          ? (job.deadlinePolicy.pricePerHourLate * mostHoursLate(job)) / job.work
          : 0;
      return unservedPerKwh * dearest.kwh + late + job.restartPricePerUnit / shortestSlotHours + dearest.transfer;
    },
    leftover(job: JobDraft): number {
      const costs = options(job).map(({ site, transferPrice, transferKwh }) => {
        // Idle power is drawn in any case: later work costs what it adds to it.
        const added = Math.min(...kwhPerUnitHour(site, job.pool, 1)) + transferKwh;
        return (meanPrice.get(site.id) ?? 0) * added + transferPrice;
      });
      return costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
    },
  };

  /** kWh per unit-hour of work at each operating point, losses and cooling counted; `idleShare` of the idle power is left out. */
  function kwhPerUnitHour(site: SiteDraft, poolId: string, idleShare: 0 | 1): number[] {
    const pool = site.compute.pools.find(({ id }) => id === poolId);
    if (pool === undefined) return [];
    const perKw = drawnPerKw(site, poolId);
    return pool.operatingPoints.map(
      (point) => ((point.kwPerUnit - idleShare * pool.idleKwPerUnit) * perKw) / point.speed,
    );
  }

  /** The latest that any of the job can be done within the timeline; a contiguous run may start in its last slot. */
  function mostHoursLate(job: JobDraft): number {
    const runHours = job.shape === 'contiguous' ? job.work / (job.maximumUnits * slowestSpeed(job)) : 0;
    return Math.max(0, (timelineEnd(timeline) - job.deadline) / MILLISECONDS_PER_HOUR + runHours);
  }

  function slowestSpeed(job: JobDraft): number {
    return job.sites
      .flatMap((id) => pointsOf(siteById.get(id), job.pool))
      .reduce((least, { speed }) => Math.min(least, speed), Number.POSITIVE_INFINITY);
  }
}

const pointsOf = (site: SiteDraft | undefined, poolId: string) =>
  site?.compute.pools.find(({ id }) => id === poolId)?.operatingPoints ?? [];

function meanOf(values: Float64Array, timeline: Timeline): number {
  const hours = timeline.hours.reduce((sum, h) => sum + h, 0);
  return values.reduce((sum, value, slot) => sum + value * timeline.hours[slot], 0) / hours;
}

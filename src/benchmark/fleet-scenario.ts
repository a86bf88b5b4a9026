import { hump, makeRandom, type Random, round } from '../scenario/sample-series.ts';
import type { JobSource, ScenarioSource } from '../scenario/schema/scenario.ts';
import type { SiteSource } from '../scenario/schema/site.ts';
import { formatUtc, MILLISECONDS_PER_HOUR } from '../time/timeline.ts';
import { withPlant } from './fleet-plant.ts';
import { drawPlant, type PlantDraft, type SitePowers } from './fleet-plant-draft.ts';
import { gridWithContracts, targetsOf, zoneOf } from './fleet-promises.ts';
import { batteryOf, drawStore, pvOf, type StoreDraft } from './fleet-stores.ts';

/** How large a made-up fleet is. Slots last a quarter of an hour, whatever their number. */
export interface FleetSize {
  readonly siteCount: number;
  /** 8 (two hours) at least. */
  readonly slotCount: number;
  readonly jobCount: number;
  /** A battery and PV at every site. */
  readonly stores: boolean;
  /** Every device at every site beside them, and promises of every kind; only with stores. */
  readonly plant?: Plant;
}

/** Whether engines have a least load, which makes the program one with whole numbers. */
export type Plant = 'anyLoad' | 'minimumLoad';

/** Share of the units' hours of the whole horizon that all jobs together ask for. */
export const FILL = 0.85;
export const SLOT_HOURS = 0.25;
export const POOL = 'gpu';
const START = Date.UTC(2026, 2, 2);
const SHORTEST_WINDOW_SLOTS = 8;
const LONGEST_WINDOW_SLOTS = 96;
const MOST_SITES_OF_A_JOB = 4;
const IDLE_KW = 0.1;
export const BUSY_KW = 0.7;

/** What is drawn for a site before the jobs are known. */
interface SiteDraft {
  readonly id: string;
  readonly overheadFraction: number;
  readonly importPrice: readonly number[];
  readonly carbon: readonly number[];
}

/** A site with its machines, and with battery and PV where they are asked for. */
interface SizedSite {
  readonly source: SiteSource;
  readonly powers: SitePowers;
  /** What all jobs together and the base load make it import, cooling not counted. */
  readonly expectedCarbonKg: number;
}

/** A job, and what it needs of the pools. */
interface JobDraft {
  readonly source: JobSource;
  readonly sites: readonly string[];
  readonly unitHours: number;
}

/**
 * A made-up fleet as a scenario, the same for the same size and seed on every machine. docs/benchmarks.md describes
 * it line by line; the order of the draws is part of it: sites one after the other, then jobs, then stores, then all
 * other devices.
 */
export function fleetScenario(size: FleetSize, seed: number): ScenarioSource {
  const random = makeRandom(seed);
  const sites = Array.from({ length: size.siteCount }, (_, index) => drawSite(random, index, size.slotCount));
  const jobs = Array.from({ length: size.jobCount }, (_, index) => drawJob(random, index, sites, size.slotCount));
  const stores = sites.map(() => (size.stores ? drawStore(random, size.slotCount) : null));
  const sized = sites.map((site, index) => siteOf(site, unitsOf(site, jobs, size.slotCount), stores[index]));
  return {
    wattshift: 1,
    name: nameOf(size),
    timeline: { start: timeAt(0), end: timeAt(size.slotCount), slotMinutes: 60 * SLOT_HOURS },
    currency: 'EUR',
    objective: { carbonPricePerTonne: 60, carbonSignal: 'average', creditExports: false, priceIncludesCarbon: false },
    ...(size.plant === undefined
      ? { sites: sized.map(({ source }) => source) }
      : withPlants(
          sized,
          sites.map(() => drawPlant(random, size.slotCount)),
          size.plant,
        )),
    jobs: jobs.map(({ source }) => source),
  };
}

/** The name that the benchmark knows it by. */
function nameOf({ siteCount, slotCount, jobCount, stores, plant }: FleetSize): string {
  const devices = plant === 'minimumLoad' ? '-plant-minimum' : plant === 'anyLoad' ? '-plant' : stores ? '-stores' : '';
  return `fleet-${siteCount}x${slotCount}x${jobCount}${devices}`;
}

/** Sites with every device and contract, and the targets that hold for all of them. */
function withPlants(sized: readonly SizedSite[], drafts: readonly PlantDraft[], plant: Plant) {
  const sites = sized.map(({ source, powers }, index) => {
    const grid = gridWithContracts(source.grid, zoneOf(index), drafts[index], powers);
    return withPlant({ ...source, grid }, drafts[index], powers, plant === 'minimumLoad');
  });
  const fleet = targetsOf(
    sized.map(({ powers: { fullKw }, expectedCarbonKg }, index) => ({
      marketZone: zoneOf(index),
      fullKw,
      carbonKg: expectedCarbonKg,
    })),
  );
  return { sites, fleet };
}

/** Start of a slot of a made-up scenario. */
export function timeAt(slot: number): string {
  return formatUtc(START + slot * SLOT_HOURS * MILLISECONDS_PER_HOUR);
}

/** Prices and carbon by the hour: the shape of a day, at a level and with a clock of the site's own, and noise. */
function drawSite(random: Random, index: number, slotCount: number): SiteDraft {
  const pricePerKwh = 0.06 + 0.1 * random();
  const gramsPerKwh = 150 + 500 * random();
  const aheadHours = 6 * random() - 3;
  const overheadFraction = round(0.08 + 0.22 * random(), 0.01);
  const hours = Array.from({ length: Math.ceil(slotCount * SLOT_HOURS) }, (_, hour) => (hour + aheadHours + 24) % 24);
  const importPrice = hours.map((hour) => {
    const shape = 0.75 + 0.35 * hump(hour, 8, 2.5) - 0.3 * hump(hour, 13, 3) + 0.6 * hump(hour, 19, 3);
    return round(pricePerKwh * (shape + 0.1 * (2 * random() - 1)), 0.0001);
  });
  const carbon = hours.map((hour) => {
    const shape = 1 - 0.4 * hump(hour, 13, 4) + 0.25 * hump(hour, 20, 4);
    return round(gramsPerKwh * (shape + 0.05 * (2 * random() - 1)), 1);
  });
  const bySlot = (hourly: readonly number[]) =>
    Array.from({ length: slotCount }, (_, slot) => hourly[Math.floor(slot * SLOT_HOURS)]);
  return { id: `site-${index + 1}`, overheadFraction, importPrice: bySlot(importPrice), carbon: bySlot(carbon) };
}

/** Divisible work with a hard deadline: 15 to 60 % of what its width could do in its window. */
function drawJob(random: Random, index: number, sites: readonly SiteDraft[], slotCount: number): JobDraft {
  const whole = (low: number, high: number) => low + Math.floor((high - low + 1) * random());
  const windowSlots = whole(SHORTEST_WINDOW_SLOTS, Math.min(LONGEST_WINDOW_SLOTS, slotCount));
  const firstSlot = whole(0, slotCount - windowSlots);
  const siteCount = whole(1, Math.min(MOST_SITES_OF_A_JOB, sites.length));
  const order = sites.map(({ id }) => id);
  for (let place = 0; place < siteCount; place += 1) {
    const other = whole(place, order.length - 1);
    [order[place], order[other]] = [order[other], order[place]];
  }
  const share = 0.15 + 0.45 * random();
  const units = 4 * whole(2, 32);
  const hours = round(share * windowSlots * SLOT_HOURS, 0.01);
  const allowed = order.slice(0, siteCount).sort();
  const source: JobSource = {
    id: `job-${index + 1}`,
    pool: POOL,
    units,
    hours,
    shape: 'divisible',
    earliestStart: timeAt(firstSlot),
    deadline: timeAt(firstSlot + windowSlots),
    sites: allowed,
  };
  return { source, sites: allowed, unitHours: units * hours };
}

/** Machines of a site: what it is asked for when every job spreads evenly over its sites fills part of their hours. */
function unitsOf(site: SiteDraft, jobs: readonly JobDraft[], slotCount: number): number {
  const asked = jobs.reduce(
    (sum, { sites, unitHours }) => sum + (sites.includes(site.id) ? unitHours / sites.length : 0),
    0,
  );
  return Math.max(1, Math.ceil(asked / (FILL * slotCount * SLOT_HOURS)));
}

function siteOf(site: SiteDraft, unitCount: number, store: StoreDraft | null): SizedSite {
  const { id, overheadFraction, importPrice, carbon } = site;
  const poolKw = unitCount * BUSY_KW;
  const baseLoadKw = importPrice.map((_, slot) =>
    round(0.15 * poolKw * (1 + 0.2 * hump(Math.floor(slot * SLOT_HOURS) % 24, 15, 5)), 1),
  );
  const highestBaseLoadKw = Math.max(...baseLoadKw);
  const fullKw = (1 + overheadFraction) * (highestBaseLoadKw + poolKw);
  const source: SiteSource = {
    id,
    timeZone: 'UTC',
    grid: {
      marketZone: id,
      importLimitKw: Math.ceil(0.97 * fullKw),
      importPrice: [...importPrice],
      carbon: [...carbon],
      ...(store === null
        ? {}
        : {
            exportLimitKw: Math.ceil(0.15 * fullKw),
            exportPrice: importPrice.map((price) => round(0.6 * price, 0.0001)),
          }),
    },
    compute: {
      baseLoadKw,
      baseLoadShedPricePerKwh: 20,
      overheadFraction,
      pools: [{ id: POOL, unitCount, idleKwPerUnit: IDLE_KW, busyKwPerUnit: BUSY_KW }],
    },
    ...(store === null ? {} : { batteries: [batteryOf(store, fullKw)], renewables: [pvOf(store, fullKw)] }),
  };
  const expectedKg = (grams: number, slot: number) =>
    (grams / 1000) * (1 + overheadFraction) * (baseLoadKw[slot] + FILL * poolKw) * SLOT_HOURS;
  return {
    source,
    powers: { poolKw, highestBaseLoadKw, overheadFraction, fullKw },
    expectedCarbonKg: carbon.reduce((sum, grams, slot) => sum + expectedKg(grams, slot), 0),
  };
}

import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { MILLISECONDS_PER_HOUR, type Timeline, timelineEnd } from '../../time/timeline.ts';
import { readJob } from '../job-report.ts';
import { cheapestRun } from './cheapest-run.ts';
import { cheapestSpread, leastSpreadCost } from './cheapest-spread.ts';
import { type Crowding, type Market, makeMarket } from './market.ts';
import type { PlacedJob } from './placed.ts';
import type { Placement } from './placed-jobs.ts';
import { makePlaces, type Place } from './places.ts';
import type { BusPrices } from './prices.ts';

/** The first round finds a place for all, beside each other; the next move jobs to where prices draw them. */
const ROUNDS: readonly Crowding[] = [
  { lastMachine: 0.5, steepness: 20 },
  { lastMachine: 0.1, steepness: 160 },
  { lastMachine: 0.1, steepness: 1000 },
];

export interface PlacedFleet {
  readonly placements: readonly Placement[];
  /** No jobs cost less than this at these prices, whatever room there is: money. */
  readonly leastCost: number;
}

/**
 * Every job where prices make it cheapest and there is room, those with the least choice first; then each once more, a
 * few times, as the others now stand. Machines, supply, cooling and links are never taken twice.
 */
export function placeJobs(fleet: Fleet, prices: BusPrices): PlacedFleet {
  const placesOf = makePlaces(fleet);
  const market = makeMarket(fleet, prices);
  const { timeline } = fleet;
  let leastCost = 0;
  for (const job of fleet.jobs) leastCost += leastCostOf(job, placesOf(job), timeline, market);
  const order = fleet.jobs
    .map((job, index) => ({ job, index, wide: widthSteps(job, placesOf(job)), choice: choiceHours(job, timeline) }))
    .sort(
      (a, b) =>
        b.wide - a.wide ||
        a.choice - b.choice ||
        b.job.maximumUnits - a.job.maximumUnits ||
        (a.job.id < b.job.id ? -1 : 1),
    );
  const placed = new Array<PlacedJob | null>(fleet.jobs.length).fill(null);
  for (const crowding of ROUNDS) {
    market.reprice(crowding);
    for (const { job, index } of order) {
      const before = placed[index];
      for (const run of before?.runs ?? []) {
        market.giveBack(run.place, run.firstSlot, run.activeUnits, run.heldUnits);
      }
      const next = bestPlace(job, placesOf(job), timeline, market);
      for (const run of next.runs) market.take(run.place, run.firstSlot, run.activeUnits, run.heldUnits);
      placed[index] = next;
    }
  }
  const nowhere: PlacedJob = { runs: [], leftoverUnitHours: 0, unservedUnitHours: 0 };
  return { placements: fleet.jobs.map((job, index) => ({ job, placed: placed[index] ?? nowhere })), leastCost };
}

function leastCostOf(job: ComputeJob, places: readonly Place[], timeline: Timeline, market: Market): number {
  if (job.shape === 'contiguous') return cheapestRun(job, places, timeline, market, false).cost;
  return leastSpreadCost(job, cheapestSpread(job, places, timeline, market), timeline);
}

/** Work that pays for restarts may be cheaper in one piece. */
function bestPlace(job: ComputeJob, places: readonly Place[], timeline: Timeline, market: Market): PlacedJob {
  if (job.shape === 'contiguous') return cheapestRun(job, places, timeline, market, true).placed;
  const { placed, window } = cheapestSpread(job, places, timeline, market);
  if (job.restartPricePerUnit === 0 || placed.runs.length === 0) return placed;
  const whole = cheapestRun({ ...job, shape: 'contiguous' }, places, timeline, market, true).placed;
  // The rest of a run that crosses the end must fit what the window can hold after it.
  if (whole.runs.length === 0 || whole.leftoverUnitHours > window.leftoverUnitHours) return placed;
  return costAt(job, whole, timeline, market) < costAt(job, placed, timeline, market) ? whole : placed;
}

/** Money at the market's prices, restarts and lateness included. */
function costAt(job: ComputeJob, placed: PlacedJob, timeline: Timeline, market: Market): number {
  let cost =
    job.leftoverPricePerUnitHour * placed.leftoverUnitHours + job.unservedPricePerUnitHour * placed.unservedUnitHours;
  for (const { place, firstSlot, activeUnits, heldUnits } of placed.runs) {
    const price = market.price(place);
    const held = market.heldPrice(place);
    const linkPrice = market.linkPrice(place);
    activeUnits.forEach((units, k) => {
      cost += units * price[firstSlot + k] + heldUnits[k] * held[firstSlot + k];
      if (linkPrice !== null) cost += units * (place.link?.gigabytesPerHourPerUnit ?? 0) * linkPrice[firstSlot + k];
    });
  }
  const { restartedUnits, lateUnitHours, meanLatenessHours } = readJob(job, timeline, {
    runs: placed.runs.map(({ place, firstSlot, activeUnits }) => ({
      site: place.site.id,
      operatingPoint: place.point.id,
      speed: place.point.speed,
      firstSlot,
      activeUnits,
    })),
    leftoverUnitHours: placed.leftoverUnitHours,
    unservedUnitHours: placed.unservedUnitHours,
  });
  const late = job.deadlinePolicy.kind === 'priced' ? job.deadlinePolicy.pricePerHourLate / job.work : 0;
  return cost + job.restartPricePerUnit * restartedUnits + late * lateUnitHours * meanLatenessHours;
}

/** From this share of its largest pool on a job finds no gap among others, and comes before them. */
const WIDE_SHARE = 0.1;

/** How wide a job is, in steps of `WIDE_SHARE`. */
function widthSteps(job: ComputeJob, places: readonly Place[]): number {
  const largest = places.reduce((most, { pool }) => Math.max(most, pool.unitsAvailable[0]), 0);
  return Math.floor(job.maximumUnits / Math.max(1, largest) / WIDE_SHARE);
}

/** Hours by which a job may be put off, times its places: who has least chooses first. */
function choiceHours(job: ComputeJob, timeline: Timeline): number {
  const end = job.deadlinePolicy.kind === 'hard' ? job.deadline : Math.max(job.deadline, timelineEnd(timeline));
  const spare = (end - job.earliestStart) / MILLISECONDS_PER_HOUR - job.work / job.maximumUnits;
  return Math.max(0, spare) * job.sites.length;
}

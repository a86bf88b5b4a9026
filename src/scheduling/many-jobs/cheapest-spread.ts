import type { ComputeJob } from '../../domain/job.ts';
import type { Timeline } from '../../time/timeline.ts';
import { freeUnits } from '../free-capacity.ts';
import { heldPerActiveUnit, LEAST_SHARE } from '../held-units.ts';
import { type JobWindow, jobWindow, largestSpeed, meanLatenessHours } from '../job-window.ts';
import type { Market } from './market.ts';
import type { PlacedJob, PlacedRun } from './placed.ts';
import type { Place } from './places.ts';

/** Money per unit-hour of work, and per mean unit, in each slot of a window at one place. */
interface Offer {
  readonly place: Place;
  /** Money for a mean unit, slot firstSlot + k; infinite where none may work. */
  readonly unitPrice: Float64Array;
  /** Machines that a mean unit takes: more than one where the window leaves part of a slot. */
  readonly machinesPerUnit: Float64Array;
}

/** Units below this are rounding. */
const NOTHING = 1e-9;

/**
 * Divisible work in its cheapest slots at the market's prices, as wide as the job and as there is room. `placed` is a
 * plan; `marginalCost` is what its last unit-hour costs there.
 */
export function cheapestSpread(job: ComputeJob, places: readonly Place[], timeline: Timeline, market: Market) {
  const window = jobWindow(job, timeline, largestSpeed(places));
  const offers = offersOf(places, market, window);
  const slots = window.shareInside.length;
  const widthLeft = window.shareInside.map((share) => job.maximumUnits * share);
  const taken = offers.map(() => new Float64Array(slots));
  const late = latenessPrices(job, timeline, window);
  const ceiling = Math.max(job.unservedPricePerUnitHour, 0);
  let remaining: number = job.work;
  let leftover = 0;
  let marginalCost = Number.NEGATIVE_INFINITY;
  const tolerance = NOTHING * Math.max(1, job.work);
  const leaveOver = (): void => {
    const amount = Math.min(remaining, window.leftoverUnitHours - leftover);
    leftover += amount;
    remaining -= amount;
    if (amount > 0) marginalCost = Math.max(marginalCost, job.leftoverPricePerUnitHour);
  };
  for (let round = 0; round <= offers.length && remaining > tolerance; round += 1) {
    const bids = bestBids(offers, taken, widthLeft, window, timeline, late);
    if (bids.length === 0) break;
    for (const { slot, offer, cost } of bids) {
      if (remaining <= tolerance || cost > ceiling) break;
      if (cost > job.leftoverPricePerUnitHour && leftover < window.leftoverUnitHours) leaveOver();
      const { place } = offers[offer];
      const perUnit = timeline.hours[window.firstSlot + slot] * place.point.speed;
      const free = roomFor(offers, taken, offer, slot, window);
      const units = Math.max(0, Math.min(free, widthLeft[slot], remaining / perUnit));
      taken[offer][slot] += units;
      widthLeft[slot] -= units;
      remaining = Math.max(0, remaining - units * perUnit);
      if (units > 0) marginalCost = Math.max(marginalCost, cost);
    }
  }
  if (remaining > 0 && job.leftoverPricePerUnitHour <= job.unservedPricePerUnitHour) leaveOver();
  if (remaining <= tolerance) remaining = 0;
  if (remaining > 0) marginalCost = Math.max(marginalCost, job.unservedPricePerUnitHour);
  const placed: PlacedJob = {
    runs: offers.flatMap((offer, k) => runOf(offer, taken[k], window) ?? []),
    leftoverUnitHours: leftover,
    unservedUnitHours: remaining,
  };
  return { placed, marginalCost, window, offers, late };
}

/**
 * A lower bound on what the work costs at these prices, whatever the rooms: for any price m of a unit-hour,
 *
 *   m work - sum over slots of width max(0, max over places of (m hours speed - price)) - leftover max(0, m - its price)
 *   - work max(0, m - price of work never done)
 */
export function leastSpreadCost(
  job: ComputeJob,
  { window, offers, late, marginalCost }: Omit<ReturnType<typeof cheapestSpread>, 'placed'>,
  timeline: Timeline,
): number {
  const m = Number.isFinite(marginalCost) ? marginalCost : 0;
  let cost = m * job.work - window.leftoverUnitHours * Math.max(0, m - job.leftoverPricePerUnitHour);
  cost -= job.work * Math.max(0, m - job.unservedPricePerUnitHour);
  window.shareInside.forEach((share, k) => {
    const hours = timeline.hours[window.firstSlot + k];
    let gain = 0;
    for (const { unitPrice, place } of offers) {
      if (unitPrice[k] === Number.POSITIVE_INFINITY) continue;
      gain = Math.max(gain, (m - late[k]) * hours * place.point.speed - unitPrice[k]);
    }
    cost -= job.maximumUnits * share * gain;
  });
  return cost;
}

function offersOf(places: readonly Place[], market: Market, { firstSlot, shareInside }: JobWindow): Offer[] {
  return places.map((place) => {
    const price = market.price(place);
    const held = market.heldPrice(place);
    const linkPrice = market.linkPrice(place);
    const gigabytes = place.link?.gigabytesPerHourPerUnit ?? 0;
    const machinesPerUnit = new Float64Array(shareInside.length);
    const unitPrice = shareInside.map((share, k) => {
      const t = firstSlot + k;
      const part = share < 1 && place.holds;
      machinesPerUnit[k] = part ? 1 / share : 1;
      if (part && share < LEAST_SHARE) return Number.POSITIVE_INFINITY;
      const beside = part ? heldPerActiveUnit(share) * held[t] : 0;
      return price[t] + beside + (linkPrice === null ? 0 : gigabytes * linkPrice[t]);
    });
    return { place, unitPrice, machinesPerUnit };
  });
}

/** Money per unit-hour that is done in each slot of the window, for being late. */
function latenessPrices(job: ComputeJob, timeline: Timeline, { firstSlot, shareInside }: JobWindow): Float64Array {
  const { deadlinePolicy } = job;
  if (deadlinePolicy.kind !== 'priced') return new Float64Array(shareInside.length);
  return shareInside.map(
    (_, k) => (deadlinePolicy.pricePerHourLate / job.work) * meanLatenessHours(job, timeline, firstSlot + k),
  );
}

/** Mean units that still have room at a place, beside what the job has taken there already: at one operating point. */
function roomFor(
  offers: readonly Offer[],
  taken: readonly Float64Array[],
  at: number,
  k: number,
  { firstSlot, shareInside }: JobWindow,
): number {
  const { place, machinesPerUnit } = offers[at];
  const { room, pool, holds, site } = place;
  for (let other = 0; other < offers.length; other += 1) {
    if (other !== at && taken[other][k] > 0 && offers[other].place.site === site) return 0;
  }
  const t = firstSlot + k;
  const own = taken[at][k];
  const free = freeUnits(room, t) - own;
  if (shareInside[k] === 1) return free;
  if (holds) return Math.min(free, room.machines[t] / machinesPerUnit[k] - own);
  return Math.min(free, pool.unitsAvailable[t] * shareInside[k] - own);
}

interface Bid {
  readonly slot: number;
  readonly offer: number;
  /** Money per unit-hour. */
  readonly cost: number;
}

/** The cheapest place with room in each slot, cheapest slot first. */
function bestBids(
  offers: readonly Offer[],
  taken: readonly Float64Array[],
  widthLeft: Float64Array,
  window: JobWindow,
  timeline: Timeline,
  late: Float64Array,
): Bid[] {
  const bids: Bid[] = [];
  for (let slot = 0; slot < widthLeft.length; slot += 1) {
    if (widthLeft[slot] <= NOTHING) continue;
    const hours = timeline.hours[window.firstSlot + slot];
    let offer = -1;
    let cost = Number.POSITIVE_INFINITY;
    for (let k = 0; k < offers.length; k += 1) {
      const perHour = offers[k].unitPrice[slot] / (hours * offers[k].place.point.speed) + late[slot];
      if (perHour < cost && roomFor(offers, taken, k, slot, window) > NOTHING) {
        offer = k;
        cost = perHour;
      }
    }
    if (offer >= 0) bids.push({ slot, offer, cost });
  }
  return bids.sort((a, b) => a.cost - b.cost || a.slot - b.slot);
}

function runOf({ place, machinesPerUnit }: Offer, units: Float64Array, { firstSlot }: JobWindow): PlacedRun | null {
  let from = 0;
  let to = units.length;
  while (from < to && units[from] === 0) from += 1;
  while (to > from && units[to - 1] === 0) to -= 1;
  if (from === to) return null;
  return {
    place,
    firstSlot: firstSlot + from,
    activeUnits: Array.from(units.subarray(from, to)),
    heldUnits: Array.from(units.subarray(from, to), (value, k) => value * (machinesPerUnit[from + k] - 1)),
  };
}

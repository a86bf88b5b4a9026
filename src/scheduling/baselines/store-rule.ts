import type { Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';

/** How a store is run without foresight of anything but the prices of the day: batteries, cold and heat alike. */

export interface StoragePath {
  readonly battery: string;
  readonly chargeKw: Float64Array;
  readonly dischargeKw: Float64Array;
  readonly storedKwh: Float64Array;
}

export type Wish = 'charge' | 'discharge' | 'idle';

/** What its surroundings leave to a store, slot by slot. */
export interface StoreRoom {
  readonly largestChargeKw: Float64Array;
  /** Surplus that would be lost: taken in whatever the price. */
  readonly surplusKw: ArrayLike<number>;
  /** What there is to serve. */
  readonly largestDischargeKw: ArrayLike<number>;
  /** Least level at the end of each slot. */
  readonly floorKwh: ArrayLike<number>;
  readonly wish: readonly Wish[];
}

/** Charges and discharges as it wishes, within its levels, its cycles, and what its end asks for. */
export function pathByRule(timeline: Timeline, store: Store, room: StoreRoom): StoragePath {
  const { slotCount, hours } = timeline;
  const dischargeLimitKw = Float64Array.from(room.largestDischargeKw, (kw) => clamp(kw, 0, store.dischargeLimitKw));
  const needed = neededLevels(store, timeline, room.largestChargeKw);
  const allowed = allowedLevels(store, timeline, dischargeLimitKw);
  const chargeKw = new Float64Array(slotCount);
  const dischargeKw = new Float64Array(slotCount);
  const storedKwh = new Float64Array(slotCount);
  let stored: number = store.initialEnergyKwh;
  const { cycleBudget, energyCapacityKwh } = store;
  let cyclesLeftKwh = cycleBudget === null ? Number.POSITIVE_INFINITY : cycleBudget * energyCapacityKwh;
  for (let t = 0; t < slotCount; t += 1) {
    const { kept, inPerKw, outPerKw } = slotPhysics(store, hours[t]);
    const idle = stored * kept;
    const least = Math.max(room.floorKwh[t], needed[t]);
    const mustCharge = clamp((least - idle) / inPerKw, 0, room.largestChargeKw[t]);
    const wanted =
      room.wish[t] === 'charge' ? room.largestChargeKw[t] : Math.min(room.surplusKw[t], store.chargeLimitKw);
    chargeKw[t] = Math.min(Math.max(0, (allowed[t] - idle) / inPerKw), Math.max(mustCharge, wanted));
    if (chargeKw[t] === 0) {
      const mustGive = (idle - allowed[t]) / outPerKw;
      const above = (idle - least) / outPerKw;
      const most = Math.min(dischargeLimitKw[t], cyclesLeftKwh / hours[t]);
      dischargeKw[t] = clamp(room.wish[t] === 'discharge' ? Math.max(above, mustGive) : mustGive, 0, most);
    }
    cyclesLeftKwh = Math.max(0, cyclesLeftKwh - dischargeKw[t] * hours[t]);
    stored = idle + inPerKw * chargeKw[t] - outPerKw * dischargeKw[t];
    storedKwh[t] = stored;
  }
  return { battery: store.id, chargeKw, dischargeKw, storedKwh };
}

/** A store that nobody dispatches: what it loses is made up for, as far as there is power for it. */
export function heldAtLevel(timeline: Timeline, store: Store, spareKw: ArrayLike<number> | null): StoragePath {
  const storedKwh = new Float64Array(timeline.slotCount);
  let stored: number = store.initialEnergyKwh;
  const chargeKw = timeline.hours.map((hours, t) => {
    const { kept, inPerKw } = slotPhysics(store, hours);
    const most = Math.min(store.chargeLimitKw, Math.max(0, spareKw?.[t] ?? Number.POSITIVE_INFINITY));
    const charge = clamp((store.initialEnergyKwh - stored * kept) / inPerKw, 0, most);
    stored = stored * kept + inPerKw * charge;
    storedKwh[t] = stored;
    return charge;
  });
  return { battery: store.id, chargeKw, dischargeKw: new Float64Array(timeline.slotCount), storedKwh };
}

/**
 * Least level at the end of each slot: the minimum, or what is kept of the load of that slot and of the next, since a
 * reserve holds at both ends of a slot.
 */
export function floorOf(store: Store, loadKw: ArrayLike<number>): Float64Array {
  const { reserve } = store;
  return Float64Array.from(loadKw, (load, t) => {
    if (reserve === null) return store.minimumEnergyKwh;
    const next = loadKw[t + 1] ?? load;
    const kept = (reserve.hours * reserve.loadFraction * Math.max(load, next)) / store.dischargeEfficiency;
    return Math.max(store.minimumEnergyKwh, kept);
  });
}

/** What a slot keeps of the level before it, and what a kW charged or discharged adds to it or takes from it. */
function slotPhysics(store: Store, hours: number) {
  const rate = store.selfDischargePerHour;
  const effectiveHours = rate === 0 ? hours : -Math.expm1(-rate * hours) / rate;
  return {
    kept: Math.exp(-rate * hours),
    inPerKw: store.chargeEfficiency * effectiveHours,
    outPerKw: effectiveHours / store.dischargeEfficiency,
  };
}

/** Level that it has to come back to: promised, or that of its start where both must be the same. */
function endLevels(store: Store): { least: number; most: number } {
  const { startsWhereItEnds, initialEnergyKwh, endEnergyKwh, endEnergyMaximumKwh, energyCapacityKwh } = store;
  if (startsWhereItEnds) return { least: initialEnergyKwh, most: initialEnergyKwh };
  return { least: Math.min(endEnergyKwh, energyCapacityKwh), most: endEnergyMaximumKwh };
}

/** Lowest level at the end of each slot from which full charging still reaches the end. */
function neededLevels(store: Store, timeline: Timeline, largestChargeKw: Float64Array): Float64Array {
  return backwards(timeline, endLevels(store).least, (level, hours, t) => {
    const { kept, inPerKw } = slotPhysics(store, hours);
    return clamp((level - inPerKw * largestChargeKw[t]) / kept, store.minimumEnergyKwh, store.energyCapacityKwh);
  });
}

/** Highest level at the end of each slot from which full discharging still comes down to the end. */
function allowedLevels(store: Store, timeline: Timeline, dischargeLimitKw: Float64Array): Float64Array {
  return backwards(timeline, endLevels(store).most, (level, hours, t) => {
    const { kept, outPerKw } = slotPhysics(store, hours);
    return Math.min(store.energyCapacityKwh, (level + outPerKw * dischargeLimitKw[t]) / kept);
  });
}

/** From the level at the end to those at the end of each slot; `before` gives the level at the start of a slot. */
function backwards(
  { slotCount, hours }: Timeline,
  end: number,
  before: (level: number, hours: number, slot: number) => number,
): Float64Array {
  const levels = new Float64Array(slotCount);
  let level = end;
  for (let t = slotCount - 1; t >= 0; t -= 1) {
    levels[t] = level;
    level = before(level, hours[t], t);
  }
  return levels;
}

const QUARTER = 0.25;
const HOURS_A_DAY = 24;

/** Cheapest and dearest quarter of each 24 hours by the price of what it holds, where the spread pays for losses and wear. */
export function priceWishes(pricePerKwh: ArrayLike<number>, timeline: Timeline, store: Store): Wish[] {
  const wishes: Wish[] = [];
  const { chargePricePerKwh, wearPricePerKwh } = store;
  const roundTrip = store.chargeEfficiency * store.dischargeEfficiency;
  let from = 0;
  while (from < timeline.slotCount) {
    let to = from;
    let hours = 0;
    while (to < timeline.slotCount && hours < HOURS_A_DAY) {
      hours += timeline.hours[to];
      to += 1;
    }
    const sorted = Float64Array.from(pricePerKwh).slice(from, to).sort();
    const cheap = sorted[Math.floor((sorted.length - 1) * QUARTER)];
    const dear = sorted[Math.ceil((sorted.length - 1) * (1 - QUARTER))];
    const pays = dear > (cheap + chargePricePerKwh) / roundTrip + wearPricePerKwh;
    for (let t = from; t < to; t += 1) {
      if (!pays) wishes.push('discharge');
      else if (pricePerKwh[t] <= cheap) wishes.push('charge');
      else wishes.push(pricePerKwh[t] >= dear ? 'discharge' : 'idle');
    }
    from = to;
  }
  return wishes;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

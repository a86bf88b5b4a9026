import type { Battery, Site } from '../../domain/fleet.ts';
import type { Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';

/**
 * Today's way with a battery: take own surplus; charge in the cheapest quarter of each 24 hours and discharge
 * in the dearest, where the spread pays for the losses and the wear; with flat prices discharge whenever
 * there is load. Never export what is stored, never import more than the site's peak without storage, and be
 * back at the promised level at the end.
 */
export interface StoragePath {
  readonly battery: string;
  readonly chargeKw: Float64Array;
  readonly dischargeKw: Float64Array;
  readonly storedKwh: Float64Array;
}

const QUARTER = 0.25;
const HOURS_A_DAY = 24;

/**
 * `netLoadKw`: load less own sources; negative is surplus. `floorKwh`: least level at the end of each slot, what it keeps
 * for an emergency included. Returns the battery's path; the caller adds it to the load.
 */
export function ruleBasedStorage(
  site: Site,
  timeline: Timeline,
  battery: Battery,
  netLoadKw: Float64Array,
  floorKwh: Float64Array,
): StoragePath {
  const ceilingKw = importCeiling(site, netLoadKw);
  const largestChargeKw = netLoadKw.map((load, t) => Math.min(battery.chargeLimitKw, Math.max(0, ceilingKw[t] - load)));
  const needed = neededLevels(battery, timeline, largestChargeKw);
  const wish = priceWishes(site, timeline, battery);
  const chargeKw = new Float64Array(timeline.slotCount);
  const dischargeKw = new Float64Array(timeline.slotCount);
  const storedKwh = new Float64Array(timeline.slotCount);
  let stored: number = battery.initialEnergyKwh;
  for (let t = 0; t < timeline.slotCount; t += 1) {
    const { kept, effectiveHours } = slotPhysics(battery, timeline.hours[t]);
    const inPerKw = battery.chargeEfficiency * effectiveHours;
    const outPerKw = effectiveHours / battery.dischargeEfficiency;
    const idle = stored * kept;
    const mustCharge = clamp((needed[t] - idle) / inPerKw, 0, largestChargeKw[t]);
    const room = Math.max(0, (battery.energyCapacityKwh - idle) / inPerKw);
    const surplusKw = Math.max(0, -netLoadKw[t]);
    const wanted = wish[t] === 'charge' ? largestChargeKw[t] : Math.min(surplusKw, battery.chargeLimitKw);
    chargeKw[t] = Math.min(room, Math.max(mustCharge, wanted));
    if (chargeKw[t] === 0 && wish[t] === 'discharge') {
      const above = (idle - Math.max(floorKwh[t], needed[t])) / outPerKw;
      dischargeKw[t] = clamp(Math.min(above, netLoadKw[t]), 0, battery.dischargeLimitKw);
    }
    stored = idle + inPerKw * chargeKw[t] - outPerKw * dischargeKw[t];
    storedKwh[t] = stored;
  }
  return { battery: battery.id, chargeKw, dischargeKw, storedKwh };
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

/** A store that nobody dispatches: its controller makes up for self-discharge, as far as import allows. */
export function idleStorage(site: Site, timeline: Timeline, battery: Battery, netLoadKw: Float64Array): StoragePath {
  const storedKwh = new Float64Array(timeline.slotCount);
  let stored: number = battery.initialEnergyKwh;
  const chargeKw = netLoadKw.map((load, t) => {
    const { kept, effectiveHours } = slotPhysics(battery, timeline.hours[t]);
    const inPerKw = battery.chargeEfficiency * effectiveHours;
    const spareKw = Math.max(0, site.grid.importLimitKw[t] - load);
    const lost = battery.initialEnergyKwh - stored * kept;
    const charge = clamp(lost / inPerKw, 0, Math.min(battery.chargeLimitKw, spareKw));
    stored = stored * kept + inPerKw * charge;
    storedKwh[t] = stored;
    return charge;
  });
  return { battery: battery.id, chargeKw, dischargeKw: new Float64Array(timeline.slotCount), storedKwh };
}

export function slotPhysics(
  battery: Pick<Store, 'selfDischargePerHour'>,
  hours: number,
): { kept: number; effectiveHours: number } {
  const rate = battery.selfDischargePerHour;
  return { kept: Math.exp(-rate * hours), effectiveHours: rate === 0 ? hours : -Math.expm1(-rate * hours) / rate };
}

/** Lowest level at the end of each slot from which full charging still reaches the promised end. */
export function neededLevels(battery: Store, timeline: Timeline, largestChargeKw: Float64Array): Float64Array {
  const needed = new Float64Array(timeline.slotCount);
  let level: number = Math.min(battery.endEnergyKwh, battery.energyCapacityKwh);
  for (let t = timeline.slotCount - 1; t >= 0; t -= 1) {
    needed[t] = level;
    const { kept, effectiveHours } = slotPhysics(battery, timeline.hours[t]);
    const before = (level - battery.chargeEfficiency * effectiveHours * largestChargeKw[t]) / kept;
    level = clamp(before, battery.minimumEnergyKwh, battery.energyCapacityKwh);
  }
  return needed;
}

/** Import that charging may reach: the physical and agreed limits, and the peak that the site has anyway. */
function importCeiling(site: Site, netLoadKw: Float64Array): Float64Array {
  const peak = netLoadKw.reduce((most, load) => Math.max(most, load), 0);
  const agreed = site.grid.contractedLimits.filter(({ direction }) => direction === 'import');
  return netLoadKw.map((_, t) =>
    agreed.reduce((least, limit) => Math.min(least, limit.limitKw[t]), Math.min(peak, site.grid.importLimitKw[t])),
  );
}

export type Wish = 'charge' | 'discharge' | 'idle';

/** Cheapest and dearest quarter of each 24 hours, where the spread pays for losses and wear. */
export function priceWishes(site: Site, timeline: Timeline, battery: Store): Wish[] {
  const prices = site.grid.importPricePerKwh;
  const wishes: Wish[] = [];
  let from = 0;
  while (from < timeline.slotCount) {
    let to = from;
    let hours = 0;
    while (to < timeline.slotCount && hours < HOURS_A_DAY) {
      hours += timeline.hours[to];
      to += 1;
    }
    const sorted = prices.slice(from, to).sort();
    const cheap = sorted[Math.floor((sorted.length - 1) * QUARTER)];
    const dear = sorted[Math.ceil((sorted.length - 1) * (1 - QUARTER))];
    const roundTrip = battery.chargeEfficiency * battery.dischargeEfficiency;
    const pays = dear > cheap / roundTrip + battery.wearPricePerKwh;
    for (let t = from; t < to; t += 1) {
      if (!pays) wishes.push('discharge');
      else if (prices[t] <= cheap) wishes.push('charge');
      else wishes.push(prices[t] >= dear ? 'discharge' : 'idle');
    }
    from = to;
  }
  return wishes;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

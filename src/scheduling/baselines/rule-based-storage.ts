import type { Battery, Site } from '../../domain/fleet.ts';
import type { Timeline } from '../../time/timeline.ts';
import { heldAtLevel, pathByRule, priceWishes, type StoragePath } from './store-rule.ts';

/**
 * Today's way with a battery: take own surplus; charge in the cheapest quarter of each 24 hours and discharge
 * in the dearest, where the spread pays for the losses and the wear; with flat prices discharge whenever
 * there is load. Never export what is stored, never import more than the site's peak without storage, and be
 * back at the promised level at the end.
 *
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
  return pathByRule(timeline, battery, {
    largestChargeKw: netLoadKw.map((load, t) => Math.min(battery.chargeLimitKw, Math.max(0, ceilingKw[t] - load))),
    surplusKw: netLoadKw.map((load) => Math.max(0, -load)),
    largestDischargeKw: netLoadKw,
    floorKwh,
    wish: priceWishes(site.grid.importPricePerKwh, timeline, battery),
  });
}

/** A store that nobody dispatches: its controller makes up for self-discharge, as far as import allows. */
export function idleStorage(site: Site, timeline: Timeline, battery: Battery, netLoadKw: Float64Array): StoragePath {
  const spareKw = netLoadKw.map((load, t) => site.grid.importLimitKw[t] - load);
  return heldAtLevel(timeline, battery, spareKw);
}

/** Import that charging may reach: the physical and agreed limits, and the peak that the site has anyway. */
function importCeiling(site: Site, netLoadKw: Float64Array): Float64Array {
  const peak = netLoadKw.reduce((most, load) => Math.max(most, load), 0);
  const agreed = site.grid.contractedLimits.filter(({ direction }) => direction === 'import');
  return netLoadKw.map((_, t) =>
    agreed.reduce((least, limit) => Math.min(least, limit.limitKw[t]), Math.min(peak, site.grid.importLimitKw[t])),
  );
}

import type { Site } from '../../domain/fleet.ts';
import type { ColdStore, Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';
import { clamp, floorOf, neededLevels, priceWishes, type StoragePath, slotPhysics } from './rule-based-storage.ts';

/** A store of heat or cold that nobody dispatches: what it loses is made up for. */
export function heldThermalStore(timeline: Timeline, store: Store): StoragePath {
  const storedKwh = new Float64Array(timeline.slotCount);
  let stored: number = store.initialEnergyKwh;
  const chargeKw = timeline.hours.map((hours, t) => {
    const { kept, effectiveHours } = slotPhysics(store, hours);
    const inPerKw = store.chargeEfficiency * effectiveHours;
    const charge = clamp((store.initialEnergyKwh - stored * kept) / inPerKw, 0, store.chargeLimitKw);
    stored = stored * kept + inPerKw * charge;
    storedKwh[t] = stored;
    return charge;
  });
  return { battery: store.id, chargeKw, dischargeKw: new Float64Array(timeline.slotCount), storedKwh };
}

/**
 * Today's way with a cold store: charged in the cheapest quarter of each 24 hours as far as the chillers of its loop
 * have room, used in the dearest as far as its loop has heat, and back at its promised level at the end.
 */
export function ruleBasedColdStore(
  site: Site,
  timeline: Timeline,
  store: ColdStore,
  heatKw: (loop: string) => Float64Array,
): StoragePath {
  const { plant } = site;
  const charged = heatKw(store.chargesFrom);
  const used = heatKw(store.dischargesTo);
  const largestChargeKw = charged.map((heat, t) => {
    const devices = [...plant.chillers, ...plant.freeCoolers].filter(({ loop }) => loop === store.chargesFrom);
    const limitKw = devices.reduce((sum, { coolingLimitKw }) => sum + coolingLimitKw[t], 0);
    return clamp(limitKw - heat, 0, store.chargeLimitKw);
  });
  const floorKwh = floorOf(store, used);
  const needed = neededLevels(store, timeline, largestChargeKw);
  const wish = priceWishes(site, timeline, store);
  const chargeKw = new Float64Array(timeline.slotCount);
  const dischargeKw = new Float64Array(timeline.slotCount);
  let stored: number = store.initialEnergyKwh;
  const storedKwh = timeline.hours.map((hours, t) => {
    const { kept, effectiveHours } = slotPhysics(store, hours);
    const inPerKw = store.chargeEfficiency * effectiveHours;
    const outPerKw = effectiveHours / store.dischargeEfficiency;
    const idle = stored * kept;
    const least = Math.max(floorKwh[t], needed[t]);
    const room = Math.max(0, (store.energyCapacityKwh - idle) / inPerKw);
    const must = clamp((least - idle) / inPerKw, 0, largestChargeKw[t]);
    chargeKw[t] = Math.min(room, Math.max(must, wish[t] === 'charge' ? largestChargeKw[t] : 0));
    if (chargeKw[t] === 0 && wish[t] === 'discharge') {
      dischargeKw[t] = clamp(Math.min((idle - least) / outPerKw, used[t]), 0, store.dischargeLimitKw);
    }
    stored = idle + inPerKw * chargeKw[t] - outPerKw * dischargeKw[t];
    return stored;
  });
  return { battery: store.id, chargeKw, dischargeKw, storedKwh };
}

import type { Battery, EndValueSegment, Store } from '../domain/store.ts';
import type { BatteryFlows, SlotValues } from './flows.ts';
import { type BilledLine, billedLine, present } from './lines.ts';

/** What a store did within the horizon: powers at its bus, and the level at the end. */
export interface StoreFlows {
  readonly chargeKw: SlotValues | null;
  readonly dischargeKw: SlotValues;
  readonly storedAtEndKwh: number;
}

/** Wear of a battery, worth of what is stored at the end, and what the end promise is short of. */
export function batteryLines(site: string, battery: Battery, flows: BatteryFlows, hours: Float64Array): BilledLine[] {
  return storeLines(site, battery, hours, { ...flows, chargeKw: flows.chargeKw ?? null });
}

/** The same for a store of any kind. Charging is billed where it has a price; then its flows must be given. */
export function storeLines(site: string, store: Store, hours: Float64Array, flows: StoreFlows): BilledLine[] {
  const energyOf = (powerKw: SlotValues) => hours.reduce((sum, length, t) => sum + powerKw[t] * length, 0);
  const chargedKwh =
    store.chargePricePerKwh === 0 ? 0 : energyOf(present(flows.chargeKw ?? undefined, `charge of store ${store.id}`));
  const totalHours = hours.reduce((sum, length) => sum + length, 0);
  const beyondPromiseKwh = flows.storedAtEndKwh - store.endEnergyKwh;
  const dearest = Math.max(0, ...store.endValue.map((segment) => Math.abs(segment.pricePerKwh)));
  return [
    billedLine(
      'wear',
      site,
      store.id,
      store.wearPricePerKwh * energyOf(flows.dischargeKw) + store.chargePricePerKwh * chargedKwh,
      (Math.abs(store.wearPricePerKwh) + Math.abs(store.chargePricePerKwh)) * totalHours,
    ),
    billedLine('storedEnergyValue', site, store.id, -endValue(store.endValue, beyondPromiseKwh), dearest),
    billedLine(
      'endEnergyShortfall',
      site,
      store.id,
      store.endShortfallPricePerKwh * endShortfallKwh(store, flows.storedAtEndKwh),
      Math.abs(store.endShortfallPricePerKwh),
    ),
  ];
}

export function endShortfallKwh(store: Pick<Store, 'endEnergyKwh'>, storedAtEndKwh: number): number {
  return Math.max(0, store.endEnergyKwh - storedAtEndKwh);
}

/** Money that energy beyond the promise is worth: segments are filled in their order, dearest first. */
export function endValue(segments: readonly EndValueSegment[], energyKwh: number): number {
  let left = Math.max(0, energyKwh);
  let value = 0;
  for (const segment of segments) {
    const filled = Math.min(left, segment.energyKwh);
    value += filled * segment.pricePerKwh;
    left -= filled;
  }
  return value;
}

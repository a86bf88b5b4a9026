import type { Battery, EndValueSegment } from '../domain/fleet.ts';
import type { BatteryFlows } from './flows.ts';
import { type BilledLine, billedLine } from './lines.ts';

/** Wear, worth of what is stored at the end, and what the end promise is short of. */
export function batteryLines(site: string, battery: Battery, flows: BatteryFlows, hours: Float64Array): BilledLine[] {
  let dischargedKwh = 0;
  for (let t = 0; t < hours.length; t += 1) dischargedKwh += flows.dischargeKw[t] * hours[t];
  const totalHours = hours.reduce((sum, length) => sum + length, 0);
  const beyondPromiseKwh = flows.storedAtEndKwh - battery.endEnergyKwh;
  const dearest = Math.max(0, ...battery.endValue.map((segment) => Math.abs(segment.pricePerKwh)));
  return [
    billedLine(
      'wear',
      site,
      battery.id,
      battery.wearPricePerKwh * dischargedKwh,
      Math.abs(battery.wearPricePerKwh) * totalHours,
    ),
    billedLine('storedEnergyValue', site, battery.id, -endValue(battery.endValue, beyondPromiseKwh), dearest),
    billedLine(
      'endEnergyShortfall',
      site,
      battery.id,
      battery.endShortfallPricePerKwh * endShortfallKwh(battery, flows.storedAtEndKwh),
      Math.abs(battery.endShortfallPricePerKwh),
    ),
  ];
}

export function endShortfallKwh(battery: Battery, storedAtEndKwh: number): number {
  return Math.max(0, battery.endEnergyKwh - storedAtEndKwh);
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

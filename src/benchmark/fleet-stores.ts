import { hump, type Random, round } from '../scenario/sample-series.ts';
import type { BatterySource } from '../scenario/schema/battery.ts';
import type { RenewableSource } from '../scenario/schema/site.ts';

/** What is drawn for the battery and the PV of a site; its power scales both. */
export interface StoreDraft {
  readonly batteryShare: number;
  readonly batteryHours: number;
  readonly pvShare: number;
  /** Share of the clear sky in each hour. */
  readonly sun: readonly number[];
  readonly slotCount: number;
}

const SLOTS_PER_HOUR = 4;

export function drawStore(random: Random, slotCount: number): StoreDraft {
  const batteryShare = 0.15 + 0.15 * random();
  const batteryHours = 2 + 2 * random();
  const pvShare = 0.2 + 0.3 * random();
  const sun = Array.from({ length: Math.ceil(slotCount / SLOTS_PER_HOUR) }, () => 0.6 + 0.4 * random());
  return { batteryShare, batteryHours, pvShare, sun, slotCount };
}

/** A battery of 15 to 30 % of the site's full power for two to four hours, half full, with a price on its wear. */
export function batteryOf({ batteryShare, batteryHours }: StoreDraft, fullKw: number): BatterySource {
  const powerKw = round(batteryShare * fullKw, 1);
  const energyCapacityKwh = round(powerKw * batteryHours, 1);
  return {
    id: 'battery',
    energyCapacityKwh,
    minimumEnergyKwh: round(0.1 * energyCapacityKwh, 1),
    initialEnergyKwh: round(0.5 * energyCapacityKwh, 1),
    chargeLimitKw: powerKw,
    dischargeLimitKw: powerKw,
    chargeEfficiency: 0.95,
    dischargeEfficiency: 0.95,
    selfDischargePerHour: 0.0001,
    wearPricePerKwh: 0.01,
  };
}

/** PV of 20 to 50 % of the site's full power, with clouds by the hour. */
export function pvOf({ pvShare, sun, slotCount }: StoreDraft, fullKw: number): RenewableSource {
  return {
    id: 'pv',
    kind: 'pv',
    availableKw: Array.from({ length: slotCount }, (_, slot) => {
      const hour = ((slot + 0.5) / SLOTS_PER_HOUR) % 24;
      return round(pvShare * fullKw * hump(hour, 12.5, 3.75) * sun[Math.floor(slot / SLOTS_PER_HOUR)], 0.1);
    }),
  };
}

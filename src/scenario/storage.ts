import type { Battery, EndValueSegment, Renewable } from '../domain/fleet.ts';
import { fraction, kw, kwh } from '../units/index.ts';
import { child, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { BatterySource, RenewableSource } from './schema/site.ts';
import { readSeries } from './series.ts';

/** A battery but for the price of its promise at the end, which may be a default that depends on the fleet. */
export type BatteryDraft = Omit<Battery, 'endShortfallPricePerKwh'> & {
  readonly endShortfallPricePerKwh: number | null;
};

/** A battery; null, and faults, when it is wrong. */
export function readBattery(
  context: ReadContext,
  node: Node<BatterySource>,
  money: SiteMoney | null,
): BatteryDraft | null {
  const source = trustedValue(context, node);
  if (source === null) return null;
  const minimum = source.minimumEnergyKwh ?? 0;
  const capacity = source.energyCapacityKwh;
  const end = source.endEnergyKwh ?? source.initialEnergyKwh;
  const sound = [
    checkEnergy(context, child(node, 'minimumEnergyKwh'), minimum, 0, capacity),
    checkEnergy(context, child(node, 'initialEnergyKwh'), source.initialEnergyKwh, minimum, capacity),
    source.endEnergyKwh === undefined || checkEnergy(context, child(node, 'endEnergyKwh'), end, minimum, capacity),
    source.endEnergyMaximumKwh === undefined ||
      checkEnergy(context, child(node, 'endEnergyMaximumKwh'), source.endEnergyMaximumKwh, end, capacity),
    checkEndValue(context, child(node, 'endValue'), source.endShortfallPricePerKwh),
  ];
  if (sound.includes(false) || money === null) return null;
  return {
    id: source.id,
    energyCapacityKwh: kwh(capacity),
    minimumEnergyKwh: kwh(minimum),
    initialEnergyKwh: kwh(source.initialEnergyKwh),
    endEnergyKwh: kwh(end),
    endEnergyMaximumKwh: kwh(source.endEnergyMaximumKwh ?? capacity),
    endShortfallPricePerKwh:
      source.endShortfallPricePerKwh === undefined ? null : source.endShortfallPricePerKwh * money.rate,
    endValue: (source.endValue ?? []).map(
      (segment): EndValueSegment => ({
        energyKwh: kwh(segment.energyKwh),
        pricePerKwh: segment.pricePerKwh * money.rate,
      }),
    ),
    chargeLimitKw: kw(source.chargeLimitKw),
    dischargeLimitKw: kw(source.dischargeLimitKw),
    chargeEfficiency: fraction(source.chargeEfficiency),
    dischargeEfficiency: fraction(source.dischargeEfficiency),
    selfDischargePerHour: source.selfDischargePerHour ?? 0,
    wearPricePerKwh: (source.wearPricePerKwh ?? 0) * money.rate,
  };
}

function checkEnergy(
  context: ReadContext,
  node: Node<number | undefined>,
  energy: number,
  low: number,
  high: number,
): boolean {
  if (energy >= low && energy <= high) return true;
  context.fault({
    path: node.path,
    found: `${energy} kWh`,
    expected: low > high ? `an energy up to the capacity of ${high} kWh` : `an energy from ${low} to ${high} kWh`,
  });
  return false;
}

/** Dearest first, and none dearer than the promise: else breaking it would pay. */
function checkEndValue(
  context: ReadContext,
  node: Node<BatterySource['endValue']>,
  shortfallPricePerKwh: number | undefined,
): boolean {
  const segments = node.value ?? [];
  const dearest = segments[0]?.pricePerKwh ?? 0;
  if (shortfallPricePerKwh !== undefined && dearest > shortfallPricePerKwh) {
    context.fault({
      path: [...node.path, 0, 'pricePerKwh'],
      found: `${dearest} above endShortfallPricePerKwh ${shortfallPricePerKwh}`,
      expected: 'a price up to endShortfallPricePerKwh: energy beyond the promise is worth no more than the promise',
    });
    return false;
  }
  const rising = segments.findIndex(
    (segment, index) => index > 0 && segment.pricePerKwh > segments[index - 1].pricePerKwh,
  );
  if (rising < 0) return true;
  context.fault({
    path: [...node.path, rising, 'pricePerKwh'],
    found: `${segments[rising].pricePerKwh} after ${segments[rising - 1].pricePerKwh}`,
    expected: 'prices that do not rise: the dearest segment first',
  });
  return false;
}

/** A PV or wind plant; null, and faults, when it is wrong. */
export function readRenewable(
  context: ReadContext,
  node: Node<RenewableSource>,
  timeZone: string | null,
): Renewable | null {
  const id = trustedValue(context, child(node, 'id'));
  const kind = trustedValue(context, child(node, 'kind'));
  const demand = { dimension: 'power', minimum: 0, maximum: LARGEST_NUMBER, timeZone, money: null } as const;
  const availableKw = readSeries(context, child(node, 'availableKw'), demand);
  return id === null || kind === null || availableKw === null ? null : { id, kind, availableKw };
}

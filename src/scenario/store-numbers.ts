import type { EndValueSegment, Store } from '../domain/store.ts';
import { fraction, kw, kwh } from '../units/index.ts';
import { child, type Fault, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import type { BatterySource } from './schema/battery.ts';

/** A store but for the price of its promise at the end, which may be a default that depends on the fleet. */
export type OpenStore<Kind extends Store = Store> = Omit<Kind, 'endShortfallPricePerKwh'> & {
  readonly endShortfallPricePerKwh: number | null;
};

/** What scenarios say of a store of any kind; those of heat and cold may leave their efficiencies out. */
export type StoreSource = Omit<BatterySource, 'kind' | 'chargeEfficiency' | 'dischargeEfficiency'> &
  Partial<Pick<BatterySource, 'chargeEfficiency' | 'dischargeEfficiency'>>;

/**
 * Everything that stores of all kinds have; null, and faults, when something of it is wrong. Each key is held against
 * those others that are sound.
 */
export function readStoreNumbers(
  context: ReadContext,
  node: Node<StoreSource>,
  money: SiteMoney | null,
): OpenStore | null {
  const promisesOnce = checkEndPromise(context, node);
  const energies = readEnergies(context, node);
  const endValueSound = checkEndValue(context, node);
  const source = trustedValue(context, node);
  if (source === null || energies === null || !endValueSound || !promisesOnce || money === null) return null;
  const { rate } = money;
  const { startsWhereItEnds = false, reserve, endShortfallPricePerKwh: shortfall } = source;
  return {
    id: source.id,
    ...energies,
    endEnergyKwh: startsWhereItEnds ? energies.minimumEnergyKwh : energies.endEnergyKwh,
    startsWhereItEnds,
    endShortfallPricePerKwh: shortfall === undefined ? null : shortfall * rate,
    endValue: (source.endValue ?? []).map(
      ({ energyKwh, pricePerKwh }): EndValueSegment => ({ energyKwh: kwh(energyKwh), pricePerKwh: pricePerKwh * rate }),
    ),
    chargeLimitKw: kw(source.chargeLimitKw),
    dischargeLimitKw: kw(source.dischargeLimitKw),
    chargeEfficiency: fraction(source.chargeEfficiency ?? 1),
    dischargeEfficiency: fraction(source.dischargeEfficiency ?? 1),
    selfDischargePerHour: source.selfDischargePerHour ?? 0,
    chargePricePerKwh: (source.chargePricePerKwh ?? 0) * rate,
    wearPricePerKwh: (source.wearPricePerKwh ?? 0) * rate,
    cycleBudget: source.cycleBudget ?? null,
    reserve: reserve === undefined ? null : { hours: reserve.hours, loadFraction: fraction(reserve.loadFraction ?? 1) },
  };
}

type Energies = Pick<
  Store,
  'energyCapacityKwh' | 'minimumEnergyKwh' | 'initialEnergyKwh' | 'endEnergyKwh' | 'endEnergyMaximumKwh'
>;

type EnergiesSource = Pick<
  BatterySource,
  'energyCapacityKwh' | 'minimumEnergyKwh' | 'initialEnergyKwh' | 'endEnergyKwh' | 'endEnergyMaximumKwh'
>;
type EndValueSource = Pick<BatterySource, 'endShortfallPricePerKwh' | 'endValue'>;

/** The stored energies, minimum <= initial and end <= capacity; null, and faults, when one of them is wrong. */
function readEnergies(context: ReadContext, node: Node<EnergiesSource>): Energies | null {
  const endNode = child(node, 'endEnergyKwh');
  const capacity = trustedValue(context, child(node, 'energyCapacityKwh'));
  // What breaks its own bounds is no bound of others: each mistake is told once.
  const minimum = readEnergy(context, child(node, 'minimumEnergyKwh'), 0, null, capacity);
  const initial = readEnergy(context, child(node, 'initialEnergyKwh'), null, minimum, capacity);
  const end = endNode.value === undefined ? initial : readEnergy(context, endNode, null, minimum, capacity);
  const endMaximum = readEnergy(context, child(node, 'endEnergyMaximumKwh'), capacity, end ?? minimum, capacity);
  if (capacity === null || minimum === null || initial === null || end === null || endMaximum === null) return null;
  return {
    energyCapacityKwh: kwh(capacity),
    minimumEnergyKwh: kwh(minimum),
    initialEnergyKwh: kwh(initial),
    endEnergyKwh: kwh(end),
    endEnergyMaximumKwh: kwh(endMaximum),
  };
}

/** Whether no more than one thing is said of the end: a level that is free at the start is not promised for the end. */
function checkEndPromise(
  context: ReadContext,
  node: Node<Pick<BatterySource, 'startsWhereItEnds' | 'endEnergyKwh'>>,
): boolean {
  const { path, value } = child(node, 'endEnergyKwh');
  if (value === undefined || trustedValue(context, child(node, 'startsWhereItEnds')) !== true) return true;
  context.fault({
    path,
    found: 'a promise for the end beside startsWhereItEnds',
    expected: 'one of the two: with startsWhereItEnds the level at the end is that at the start',
  });
  return false;
}

/** An energy between bounds, kWh; a bound of null is not known, and not asked about. Null, and a fault, when it is wrong. */
function readEnergy(
  context: ReadContext,
  node: Node<number | undefined>,
  fallback: number | null,
  low: number | null,
  high: number | null,
): number | null {
  if (node.value === undefined) return context.trusted(node.path) ? fallback : null;
  const energy = trustedValue(context, node);
  if (energy === null || (energy >= (low ?? 0) && energy <= (high ?? energy))) return energy;
  const from = low === null ? '' : ` from ${low}`;
  const to = high === null ? ' kWh upwards' : `${low === null ? ' up' : ''} to ${high} kWh`;
  context.fault({ path: node.path, found: `${energy} kWh`, expected: `an energy${from}${to}` });
  return null;
}

/** Whether the segments are sound: dearest first, and none dearer than the promise, or breaking it would pay. */
function checkEndValue(context: ReadContext, node: Node<EndValueSource>): boolean {
  const shortfallPricePerKwh = trustedValue(context, child(node, 'endShortfallPricePerKwh'));
  const prices = items(child(node, 'endValue')).map((segment) => child(segment, 'pricePerKwh'));
  const sound = prices.map((price) => trustedValue(context, price));
  const faults = prices.flatMap(({ path }, index): Fault[] => {
    const price = sound[index];
    const before = index === 0 ? shortfallPricePerKwh : sound[index - 1];
    if (price === null || before === null || price <= before) return [];
    if (index > 0) {
      const expected = 'prices that do not rise: the dearest segment first';
      return [{ path, found: `${price} after ${before}`, expected }];
    }
    const expected =
      'a price up to endShortfallPricePerKwh: energy beyond the promise is worth no more than the promise';
    return [{ path, found: `${price} above endShortfallPricePerKwh ${before}`, expected }];
  });
  for (const fault of faults) context.fault(fault);
  return faults.length === 0 && !sound.includes(null);
}

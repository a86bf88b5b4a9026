import type { Battery, Compute, EndValueSegment, Renewable } from '../domain/fleet.ts';
import { fraction, kw, kwh } from '../units/index.ts';
import { child, type Fault, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { BatterySource, RenewableSource } from './schema/site.ts';
import { readSeries } from './series.ts';

/** A battery but for the price of its promise at the end, which may be a default that depends on the fleet. */
export type BatteryDraft = Omit<Battery, 'endShortfallPricePerKwh'> & {
  readonly endShortfallPricePerKwh: number | null;
};

/** A battery; null, and faults, when it is wrong. Each key is held against those others that are sound. */
export function readBattery(
  context: ReadContext,
  node: Node<BatterySource>,
  money: SiteMoney | null,
): BatteryDraft | null {
  const promisesOnce = checkEndPromise(context, node);
  const energies = readEnergies(context, node);
  const endValueSound = checkEndValue(context, node);
  const source = trustedValue(context, node);
  if (source === null || energies === null || !endValueSound || !promisesOnce || money === null) return null;
  return {
    id: source.id,
    kind: source.kind ?? 'other',
    ...energies,
    endEnergyKwh: source.startsWhereItEnds === true ? energies.minimumEnergyKwh : energies.endEnergyKwh,
    startsWhereItEnds: source.startsWhereItEnds ?? false,
    chargePricePerKwh: (source.chargePricePerKwh ?? 0) * money.rate,
    cycleBudget: source.cycleBudget ?? null,
    reserve:
      source.reserve === undefined
        ? null
        : { hours: source.reserve.hours, loadFraction: fraction(source.reserve.loadFraction ?? 1) },
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

type Energies = Pick<
  Battery,
  'energyCapacityKwh' | 'minimumEnergyKwh' | 'initialEnergyKwh' | 'endEnergyKwh' | 'endEnergyMaximumKwh'
>;

type EnergiesSource = Pick<
  BatterySource,
  'energyCapacityKwh' | 'minimumEnergyKwh' | 'initialEnergyKwh' | 'endEnergyKwh' | 'endEnergyMaximumKwh'
>;
type EndValueSource = Pick<BatterySource, 'endShortfallPricePerKwh' | 'endValue'>;

/** The stored energies, minimum <= initial and end <= capacity; null, and faults, when one of them is wrong. */
export function readEnergies(context: ReadContext, node: Node<EnergiesSource>): Energies | null {
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
export function checkEndPromise(
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
export function checkEndValue(context: ReadContext, node: Node<EndValueSource>): boolean {
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

/**
 * A battery must hold its reserve of base load and idle machines from the first slot on; a fault where it cannot. Base
 * load that may be shed needs none: whether it is served, the plan decides.
 */
export function checkReserve(
  context: ReadContext,
  node: Node<BatterySource>,
  battery: BatteryDraft,
  compute: Compute,
): void {
  const { reserve, dischargeEfficiency } = battery;
  if (reserve === null) return;
  const mustServe = compute.baseLoadShedPricePerKwh === null ? 1 : 0;
  const loadKw = compute.baseLoadKw.map(
    (kw, t) =>
      mustServe * kw + compute.pools.reduce((sum, pool) => sum + pool.unitsAvailable[t] * pool.idleKwPerUnit, 0),
  );
  const neededKwh = (kw: number) => (reserve.hours * reserve.loadFraction * kw) / dischargeEfficiency;
  const most = neededKwh(loadKw.reduce((a, b) => Math.max(a, b), 0));
  const first = neededKwh(loadKw[0]);
  const why = `the reserve of ${reserve.hours} h of ${mustServe ? 'base load and idle machines' : 'idle machines'}, discharge losses counted`;
  if (battery.energyCapacityKwh < most) {
    const { path } = child(node, 'energyCapacityKwh');
    context.fault({
      path,
      found: `${battery.energyCapacityKwh} kWh`,
      expected: `at least ${roundedUp(most)} kWh: ${why}`,
    });
  } else if (!battery.startsWhereItEnds && battery.initialEnergyKwh < first) {
    const { path } = child(node, 'initialEnergyKwh');
    context.fault({
      path,
      found: `${battery.initialEnergyKwh} kWh`,
      expected: `at least ${roundedUp(first)} kWh: ${why}`,
    });
  }
}

/** To six digits, and never below: who writes down what a message asks for must not be refused again. */
function roundedUp(value: number): number {
  const near = Number(value.toPrecision(6));
  if (near >= value) return near;
  const digit = 10 ** (Math.floor(Math.log10(value)) - 5);
  return Number((near + digit).toPrecision(6));
}

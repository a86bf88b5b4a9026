import type { Battery, Compute, Renewable } from '../domain/fleet.ts';
import { child, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import type { BatterySource } from './schema/battery.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { RenewableSource } from './schema/site.ts';
import { readSeries } from './series.ts';
import { type OpenStore, readStoreNumbers } from './store-numbers.ts';

/** A battery but for the price of its promise at the end. */
export type BatteryDraft = OpenStore<Battery>;

/** A battery; null, and faults, when it is wrong, or when it cannot hold its reserve. */
export function readBattery(
  context: ReadContext,
  node: Node<BatterySource>,
  money: SiteMoney | null,
  compute: Compute | null,
): BatteryDraft | null {
  const store = readStoreNumbers(context, node, money);
  const source = trustedValue(context, node);
  if (source === null || store === null) return null;
  const battery = { ...store, kind: source.kind ?? 'other' };
  if (compute !== null) checkReserve(context, node, battery, compute);
  return battery;
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
function checkReserve(context: ReadContext, node: Node<BatterySource>, battery: BatteryDraft, compute: Compute): void {
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

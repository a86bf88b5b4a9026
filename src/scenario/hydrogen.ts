import type { Compute } from '../domain/fleet.ts';
import type { Node, ReadContext } from './context.ts';
import type { SiteMoney } from './money.ts';
import type { Path } from './problems.ts';
import type { BatterySource, HydrogenChainSource } from './schema/battery.ts';
import { type BatteryDraft, readBattery } from './storage.ts';
import { isRecord } from './validate.ts';

/** What a chain calls the numbers of a battery. */
const CHAIN_KEYS: Readonly<Partial<Record<keyof BatterySource, keyof HydrogenChainSource>>> = {
  chargeLimitKw: 'electrolyserKw',
  chargeEfficiency: 'electrolyserEfficiency',
  energyCapacityKwh: 'tankKwh',
  initialEnergyKwh: 'initialKwh',
  dischargeLimitKw: 'fuelCellKw',
  dischargeEfficiency: 'fuelCellEfficiency',
};

/**
 * Electrolyser, tank and fuel cell as the battery that they are, read by the rules of batteries; what is wrong with it is
 * told at the chain's own keys. Null, and faults, when something is wrong.
 */
export function readHydrogenChain(
  context: ReadContext,
  { path, value }: Node<HydrogenChainSource>,
  money: SiteMoney | null,
  compute: Compute | null,
): BatteryDraft | null {
  const depth = path.length;
  const given = (at: Path): Path =>
    at.map((step, index) => (index === depth ? (CHAIN_KEYS[step as keyof BatterySource] ?? step) : step));
  const asBattery: ReadContext = {
    ...context,
    fault: (fault) => context.fault({ ...fault, path: given(fault.path) }),
    trusted: (at) => context.trusted(given(at)),
  };
  const battery = Object.fromEntries([
    ...Object.entries(isRecord(value) ? value : {}),
    ...Object.entries(CHAIN_KEYS).map(([key, chainKey]) => [key, isRecord(value) ? value[chainKey] : undefined]),
    ['kind', 'hydrogen'],
  ]);
  return readBattery(asBattery, { path, value: battery as unknown as BatterySource }, money, compute);
}

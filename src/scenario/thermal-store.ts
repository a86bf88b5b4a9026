import type { EndValueSegment } from '../domain/fleet.ts';
import type { ColdStore, HotStore, Store } from '../domain/store.ts';
import { fraction, kw, kwh } from '../units/index.ts';
import { child, type Node, trustedValue } from './context.ts';
import { type PlantFrame, readName, sound } from './plant-frame.ts';
import type { ColdStoreSource, HotStoreSource } from './schema/thermal-store.ts';
import { checkEndPromise, checkEndValue, readEnergies } from './storage.ts';

/** Stores but for the price of their promise at the end, which may be a default that depends on the fleet. */
export type OpenStore<Kind extends Store> = Omit<Kind, 'endShortfallPricePerKwh'> & {
  readonly endShortfallPricePerKwh: number | null;
};
export type ColdStoreDraft = OpenStore<ColdStore>;
export type HotStoreDraft = OpenStore<HotStore>;

export function readColdStore(frame: PlantFrame, node: Node<ColdStoreSource>): ColdStoreDraft | null {
  const { context, loops } = frame;
  const store = readStore(frame, node);
  const dischargesTo = readName(frame, child(node, 'dischargesTo'), loops, 'loop');
  const fromNode = child(node, 'chargesFrom');
  const chargesFrom = fromNode.value === undefined ? dischargesTo : readName(frame, fromNode, loops, 'loop');
  const source = trustedValue(context, node);
  if (source === null || store === null || chargesFrom === null || dischargesTo === null) return null;
  const { reserve } = source;
  return {
    ...store,
    kind: source.kind ?? 'chilledWater',
    chargesFrom,
    dischargesTo,
    reserve: reserve === undefined ? null : { hours: reserve.hours, loadFraction: fraction(reserve.loadFraction ?? 1) },
  };
}

export function readHotStore(frame: PlantFrame, node: Node<HotStoreSource>): HotStoreDraft | null {
  const store = readStore(frame, node);
  const network = readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network');
  const source = trustedValue(frame.context, node);
  if (source === null || store === null || network === null) return null;
  return { ...store, kind: source.kind ?? 'hotWater', network };
}

function readStore(frame: PlantFrame, node: Node<ColdStoreSource | HotStoreSource>): OpenStore<Store> | null {
  const { context, money } = frame;
  const startsWhereItEnds = trustedValue(context, child(node, 'startsWhereItEnds')) ?? false;
  const promisesOnce = checkEndPromise(context, node);
  const read = sound({ energies: readEnergies(context, node), source: trustedValue(context, node), money });
  if (!checkEndValue(context, node) || read === null || !promisesOnce) return null;
  const { source, energies } = read;
  const { rate } = read.money;
  const { endShortfallPricePerKwh: shortfall } = source;
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
    reserve: null,
  };
}

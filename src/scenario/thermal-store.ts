import type { ColdStore, HotStore } from '../domain/store.ts';
import { child, type Node, trustedValue } from './context.ts';
import { type PlantFrame, readName } from './plant-frame.ts';
import type { ColdStoreSource, HotStoreSource } from './schema/thermal-store.ts';
import { type OpenStore, readStoreNumbers } from './store-numbers.ts';

/** Stores but for the price of their promise at the end. */
export type ColdStoreDraft = OpenStore<ColdStore>;
export type HotStoreDraft = OpenStore<HotStore>;

export function readColdStore(frame: PlantFrame, node: Node<ColdStoreSource>): ColdStoreDraft | null {
  const { context, loops, money } = frame;
  const store = readStoreNumbers(context, node, money);
  const dischargesTo = readName(frame, child(node, 'dischargesTo'), loops, 'loop');
  const fromNode = child(node, 'chargesFrom');
  const chargesFrom = fromNode.value === undefined ? dischargesTo : readName(frame, fromNode, loops, 'loop');
  const source = trustedValue(context, node);
  if (source === null || store === null || chargesFrom === null || dischargesTo === null) return null;
  return { ...store, kind: source.kind ?? 'chilledWater', chargesFrom, dischargesTo };
}

export function readHotStore(frame: PlantFrame, node: Node<HotStoreSource>): HotStoreDraft | null {
  const { context, money } = frame;
  const store = readStoreNumbers(context, node, money);
  const network = readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network');
  const source = trustedValue(context, node);
  if (source === null || store === null || network === null) return null;
  return { ...store, kind: source.kind ?? 'hotWater', network };
}

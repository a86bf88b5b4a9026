import type { Site } from '../../domain/fleet.ts';
import type { Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';
import { coldCustomersKw, type ItPower, itHeatByLoop } from './rule-plant.ts';
import { ruleBasedColdStore, ruleBasedHotStore, wantedHeat } from './rule-thermal-store.ts';
import { heldAtLevel, type StoragePath } from './store-rule.ts';

export type StorageRule = 'idle' | 'ruleBased';

/** One store after the other, each with the heat that those before it have left on its loops and networks. */
export function thermalPaths(site: Site, timeline: Timeline, it: ItPower, rule: StorageRule): Map<string, StoragePath> {
  const { coldStores, hotStores } = site.plant;
  const stores = [...coldStores, ...hotStores];
  if (rule === 'idle') return new Map(stores.map((store) => [store.id, heldAtLevel(timeline, store, null)]));
  return new Map([...coldPaths(site, timeline, it), ...hotPaths(site, timeline)]);
}

function coldPaths(site: Site, timeline: Timeline, it: ItPower): Map<string, StoragePath> {
  const paths = new Map<string, StoragePath>();
  const heat = new Map(
    site.plant.loops.map(({ id }) => {
      return [id, loopHeatOf(site, it, id).map((kw, t) => kw + coldCustomersKw(site, id, t))];
    }),
  );
  const heatKw = (loop: string) => heat.get(loop) ?? new Float64Array(timeline.slotCount);
  for (const store of site.plant.coldStores) {
    const { chargesFrom, dischargesTo } = store;
    const path = ruleBasedColdStore(site, timeline, store, heatKw, loopHeatOf(site, it, dischargesTo));
    paths.set(store.id, path);
    heat.set(
      chargesFrom,
      heatKw(chargesFrom).map((kw, t) => kw + path.chargeKw[t]),
    );
    heat.set(
      dischargesTo,
      heatKw(dischargesTo).map((kw, t) => Math.max(0, kw - path.dischargeKw[t])),
    );
  }
  return paths;
}

function hotPaths(site: Site, timeline: Timeline): Map<string, StoragePath> {
  const paths = new Map<string, StoragePath>();
  const wanted = new Map(site.plant.heatNetworks.map(({ id }) => [id, wantedHeat(site, id, timeline.slotCount)]));
  for (const store of site.plant.hotStores) {
    const wantedKw = wanted.get(store.network) ?? new Float64Array(timeline.slotCount);
    const path = ruleBasedHotStore(site, timeline, store, wantedKw);
    paths.set(store.id, path);
    wanted.set(
      store.network,
      wantedKw.map((kw, t) => kw + path.chargeKw[t] - path.dischargeKw[t]),
    );
  }
  return paths;
}

export function pathOf(paths: ReadonlyMap<string, StoragePath>, { id }: Pick<Store, 'id'>): StoragePath {
  const path = paths.get(id);
  if (path === undefined) throw new Error(`no path of store "${id}"`);
  return path;
}

/** IT heat of a loop in each slot. */
export function loopHeatOf(site: Site, it: ItPower, loop: string): Float64Array {
  return Float64Array.from(it.baseLoadKw, (_, t) => itHeatByLoop(site, t, it).get(loop) ?? 0);
}

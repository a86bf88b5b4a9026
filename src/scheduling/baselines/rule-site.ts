import type { Fleet, Site } from '../../domain/fleet.ts';
import type { PlanSeries, PlantSeriesName } from '../../domain/plan.ts';
import type { HeatShare } from '../../domain/plant.ts';
import type { Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';
import type { FirstCome } from './first-come.ts';
import { floorOf, idleStorage, ruleBasedStorage, type StoragePath } from './rule-based-storage.ts';
import { generatorsByRule } from './rule-generators.ts';
import { plantByRule } from './rule-plant.ts';
import { brokenBySite } from './rule-promises.ts';
import {
  gridSeries,
  linkSeries,
  plantSetpoints,
  renewableSeries,
  setpointsOf,
  sitePower,
  storageSeries,
} from './rule-series.ts';
import { heldThermalStore, ruleBasedColdStore } from './rule-thermal-store.ts';

export type StorageRule = 'idle' | 'ruleBased';

/**
 * Load first from own sources, the rest from the grid; surplus is sold where that earns, else curtailed. Cooling and
 * heat as they are run today; generators start where import does not suffice.
 */
export function dispatchSite(fleet: Fleet, site: Site, firstCome: FirstCome, storageRule: StorageRule) {
  const { timeline } = fleet;
  const jobsKw = firstCome.jobPowerKw.get(site.id) ?? new Float64Array(timeline.slotCount);
  const power = sitePower(fleet, site, firstCome, jobsKw);
  const transferKw = firstCome.transferKw.get(site.id);
  const availableKw = jobsKw.map((_, t) => site.renewables.reduce((sum, source) => sum + source.availableKw[t], 0));
  const thermal = thermalPaths(site, timeline, power, storageRule);
  const plant = plantByRule(site, timeline, { baseLoadKw: site.compute.baseLoadKw, poolsKw: power.poolsKw }, thermal);
  let netLoadKw = power.loadKw.map((load, t) => load + (transferKw?.[t] ?? 0) + plant.powerKw[t] - availableKw[t]);
  const paths: StoragePath[] = [];
  for (const battery of site.batteries) {
    const path =
      storageRule === 'ruleBased'
        ? ruleBasedStorage(site, timeline, battery, netLoadKw, floorOf(battery, power.itKw))
        : idleStorage(site, timeline, battery, netLoadKw);
    netLoadKw = netLoadKw.map((load, t) => load + path.chargeKw[t] - path.dischargeKw[t]);
    paths.push(path);
  }
  const generators = generatorsByRule(site, timeline, netLoadKw);
  netLoadKw = netLoadKw.map((load, t) => load - generators.givenKw[t]);
  const importKw = netLoadKw.map((load) => Math.max(0, load));
  const exportKw = netLoadKw.map((load, t) => {
    const worth = site.grid.exportPricePerKwh[t] >= 0;
    return worth ? Math.min(Math.max(0, -load), site.grid.exportLimitKw[t]) : 0;
  });
  const shedKw = shedBaseLoad(site, importKw);
  const surplusKw = netLoadKw.map((load, t) => Math.max(0, -load) - exportKw[t]);
  const curtailedKw = surplusKw.map((kw, t) => Math.min(kw, availableKw[t]));
  const own = renewableSeries(site, availableKw, curtailedKw);
  const plantSeries = [...plant.series, ...generators.series, ...noGreenPower(site, timeline)];
  const flows = {
    site: site.id,
    importKw,
    exportKw,
    baseLoadShedKw: shedKw,
    plant: (name: PlantSeriesName, component: string | null) =>
      plantSeries.find((series) => series.name === name && series.component === component)?.values,
    renewables: own
      .filter(({ name }) => name === 'renewableUsed')
      .map(({ component, values }) => ({ renewable: component ?? '', usedKw: values })),
    batteries: paths.map((path) => ({
      battery: path.battery,
      chargeKw: path.chargeKw,
      dischargeKw: path.dischargeKw,
      storedAtEndKwh: path.storedKwh[timeline.slotCount - 1],
    })),
  };
  return {
    flows,
    sound:
      plant.sound &&
      importKw.every((value, t) => value <= site.grid.importLimitKw[t] + NEGLIGIBLE) &&
      surplusKw.every((kw, t) => kw <= availableKw[t] + NEGLIGIBLE) &&
      paths.every((path, k) => withinLevels(site.batteries[k], path.storedKwh, power.itKw)) &&
      site.plant.coldStores.every((store) =>
        withinLevels(store, pathOf(thermal, store).storedKwh, heatOn(site, power, store.dischargesTo)),
      ) &&
      site.plant.hotStores.every((store) => withinLevels(store, pathOf(thermal, store).storedKwh, null)),
    broken: brokenBySite(fleet, site, flows),
    series: [
      ...power.series(shedKw),
      ...gridSeries(site, importKw, exportKw),
      ...own,
      ...linkSeries(site, firstCome.links),
      ...paths.flatMap((path) => storageSeries(site, path)),
      ...plantSeries,
    ],
    setpoints: [
      ...setpointsOf(site, { importKw, exportKw, availableKw, curtailedKw, paths }),
      ...plantSetpoints(plantSeries, [...thermal.values()]),
    ],
  };
}

type SitePower = ReturnType<typeof sitePower>;

/** One store after the other, each with the heat that those before it have left on its loops. */
function thermalPaths(site: Site, timeline: Timeline, power: SitePower, rule: StorageRule): Map<string, StoragePath> {
  const { coldStores, hotStores, loops } = site.plant;
  const paths = new Map(hotStores.map((store) => [store.id, heldThermalStore(timeline, store)]));
  const heat = new Map(loops.map(({ id }) => [id, heatOn(site, power, id)]));
  const heatKw = (loop: string) => heat.get(loop) ?? new Float64Array(timeline.slotCount);
  for (const store of coldStores) {
    const path =
      rule === 'ruleBased' ? ruleBasedColdStore(site, timeline, store, heatKw) : heldThermalStore(timeline, store);
    paths.set(store.id, path);
    heat.set(
      store.chargesFrom,
      heatKw(store.chargesFrom).map((kw, t) => kw + path.chargeKw[t]),
    );
    heat.set(
      store.dischargesTo,
      heatKw(store.dischargesTo).map((kw, t) => Math.max(0, kw - path.dischargeKw[t])),
    );
  }
  return paths;
}

function pathOf(paths: ReadonlyMap<string, StoragePath>, { id }: { readonly id: string }): StoragePath {
  const path = paths.get(id);
  if (path === undefined) throw new Error(`no path of store "${id}"`);
  return path;
}

/** IT heat of a loop in each slot. */
function heatOn({ compute, plant }: Site, power: SitePower, loop: string): Float64Array {
  const share = (shares: readonly HeatShare[] = []) =>
    shares.reduce((sum, each) => sum + (each.loop === loop ? each.fraction : 0), 0);
  return power.itKw.map((itKw, t) => {
    const pools = [...power.poolsKw].reduce((sum, [id, kw]) => sum + share(plant.heatOf.pools[id]) * kw[t], 0);
    const losses = share(plant.heatOf.distribution) * itKw * compute.overheadFraction;
    return share(plant.heatOf.baseLoad) * compute.baseLoadKw[t] + pools + losses;
  });
}

/** Excess below this (kW, kWh) is rounding. */
const NEGLIGIBLE = 1e-6;

/** An idle store that cannot be held up may fall below its minimum, or keep more than may be left at the end. */
function withinLevels(store: Store, storedKwh: Float64Array, loadKw: Float64Array | null): boolean {
  const left = storedKwh[storedKwh.length - 1];
  const floorKwh = floorOf(store, loadKw ?? new Float64Array(storedKwh.length));
  return (
    storedKwh.every((level, t) => level >= floorKwh[t] - NEGLIGIBLE) && left <= store.endEnergyMaximumKwh + NEGLIGIBLE
  );
}

/** Nobody buys green power by rule. */
function noGreenPower({ id, grid }: Site, { slotCount }: Timeline): PlanSeries[] {
  return grid.greenPower.map((purchase) => ({
    site: id,
    name: 'greenPower',
    component: purchase.id,
    unit: 'kW',
    values: new Array<number>(slotCount).fill(0),
  }));
}

/** Sheds what import cannot carry, where base load may be shed; lowers importKw in place of the overload. */
function shedBaseLoad(site: Site, importKw: Float64Array): Float64Array {
  const { baseLoadShedPricePerKwh, baseLoadKw, overheadFraction } = site.compute;
  return importKw.map((value, t) => {
    const overload = value - site.grid.importLimitKw[t];
    if (baseLoadShedPricePerKwh === null || overload <= 0) return 0;
    const shed = Math.min(baseLoadKw[t], overload / (1 + overheadFraction));
    importKw[t] -= shed * (1 + overheadFraction);
    return shed;
  });
}

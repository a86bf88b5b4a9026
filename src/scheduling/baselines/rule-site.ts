import { coolingBurden } from '../../domain/cooling-burden.ts';
import type { Fleet, Site } from '../../domain/fleet.ts';
import type { PlanSeries, PlantSeriesName } from '../../domain/plan.ts';
import type { Store } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';
import type { FirstCome } from './first-come.ts';
import { idleStorage, ruleBasedStorage } from './rule-based-storage.ts';
import { generatorsByRule } from './rule-generators.ts';
import { plantByRule } from './rule-plant.ts';
import { brokenBySite } from './rule-promises.ts';
import {
  gridSeries,
  linkSeries,
  type PoolUse,
  plantSetpoints,
  poolUses,
  renewableSeries,
  setpointsOf,
  sitePower,
  storageSeries,
} from './rule-series.ts';
import { loopHeatOf, pathOf, type StorageRule, thermalPaths } from './rule-thermal-paths.ts';
import { floorOf, type StoragePath } from './store-rule.ts';

export type { StorageRule } from './rule-thermal-paths.ts';

/** Excess below this (kW, kWh) is rounding. */
const NEGLIGIBLE = 1e-6;

/**
 * Load first from own sources, the rest from the grid; surplus is sold where that earns, else curtailed. Cooling and
 * heat as they are run today; generators start where import does not suffice, and what still does not fit is shed.
 */
export function dispatchSite(fleet: Fleet, site: Site, firstCome: FirstCome, storageRule: StorageRule) {
  const { timeline } = fleet;
  const pools = poolUses(fleet, site, firstCome);
  const transferKw = firstCome.transferKw.get(site.id) ?? new Float64Array(timeline.slotCount);
  const run = runSheddingOverload(site, (shedKw) => runSite(timeline, site, pools, transferKw, storageRule, shedKw));
  const { importKw, exportKw, availableKw, curtailedKw, paths, thermal, plantSeries } = run;
  const own = renewableSeries(site, availableKw, curtailedKw);
  const flows = {
    site: site.id,
    importKw,
    exportKw,
    baseLoadShedKw: run.shedKw,
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
    sound: isSound(site, run),
    broken: brokenBySite(fleet, site, flows),
    series: [
      ...run.power.series,
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

type SiteRun = ReturnType<typeof runSite>;

/** Everything at a site with so much of its base load shed. */
function runSite(
  timeline: Timeline,
  site: Site,
  pools: readonly PoolUse[],
  transferKw: Float64Array,
  storageRule: StorageRule,
  shedKw: Float64Array,
) {
  const power = sitePower(site, pools, shedKw);
  const availableKw = shedKw.map((_, t) => site.renewables.reduce((sum, source) => sum + source.availableKw[t], 0));
  const it = { baseLoadKw: power.servedKw, poolsKw: power.poolsKw };
  const thermal = thermalPaths(site, timeline, it, storageRule);
  const plant = plantByRule(site, timeline, it, thermal);
  let netLoadKw = power.loadKw.map((load, t) => load + transferKw[t] + plant.powerKw[t] - availableKw[t]);
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
  const exportKw = netLoadKw.map((load, t) => {
    const worth = site.grid.exportPricePerKwh[t] >= 0;
    return worth ? Math.min(Math.max(0, -load), site.grid.exportLimitKw[t]) : 0;
  });
  const surplusKw = netLoadKw.map((load, t) => Math.max(0, -load) - exportKw[t]);
  return {
    shedKw,
    power,
    it,
    thermal,
    plantSound: plant.sound,
    plantSeries: [...plant.series, ...generators.series, ...noGreenPower(site, timeline)],
    paths,
    importKw: netLoadKw.map((load) => Math.max(0, load)),
    exportKw,
    availableKw,
    surplusKw,
    curtailedKw: surplusKw.map((kw, t) => Math.min(kw, availableKw[t])),
  };
}

const MOST_ROUNDS = 30;

/**
 * Sheds what import cannot carry, where base load may be shed. A kW less saves its losses and its cooling too, at most
 * those of its dearest cooler: so in a few rounds, and hardly more than is needed.
 */
function runSheddingOverload(site: Site, run: (shedKw: Float64Array) => SiteRun): SiteRun {
  const { compute, grid, plant } = site;
  const slotCount = compute.baseLoadKw.length;
  let found = run(new Float64Array(slotCount));
  if (compute.baseLoadShedPricePerKwh === null) return found;
  const { mostKwPerKw } = coolingBurden(site, plant.heatOf.baseLoad, slotCount);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { importKw, shedKw } = found;
    const overKw = importKw.map((kw, t) => Math.max(0, kw - grid.importLimitKw[t]));
    const isLast = round === MOST_ROUNDS || overKw.every((kw) => kw < LAST_STEP_KW);
    const more = overKw.map((kw, t) => kw / (1 + compute.overheadFraction + (isLast ? 0 : mostKwPerKw[t])));
    const next = shedKw.map((kw, t) => Math.min(compute.baseLoadKw[t], kw + more[t]));
    if (next.every((kw, t) => kw === shedKw[t])) break;
    found = run(next);
    if (isLast) break;
  }
  return found;
}

/** Overload so small that shedding its whole amount is no waste. */
const LAST_STEP_KW = 1e-3;

function isSound(site: Site, run: SiteRun): boolean {
  const { grid, plant } = site;
  const { importKw, surplusKw, availableKw, paths, power, thermal } = run;
  const still = new Float64Array(importKw.length);
  return (
    run.plantSound &&
    importKw.every((value, t) => value <= grid.importLimitKw[t] + NEGLIGIBLE) &&
    surplusKw.every((kw, t) => kw <= availableKw[t] + NEGLIGIBLE) &&
    paths.every((path, k) => withinLevels(site.batteries[k], path.storedKwh, power.itKw)) &&
    plant.coldStores.every((store) =>
      withinLevels(store, pathOf(thermal, store).storedKwh, loopHeatOf(site, run.it, store.dischargesTo)),
    ) &&
    plant.hotStores.every((store) => withinLevels(store, pathOf(thermal, store).storedKwh, still))
  );
}

/**
 * A store that cannot be held up may fall below its minimum or its reserve, keep more than may be left at the end, or
 * not come back to where it has to start.
 */
function withinLevels(store: Store, storedKwh: Float64Array, loadKw: Float64Array): boolean {
  const left = storedKwh[storedKwh.length - 1];
  const floorKwh = floorOf(store, loadKw);
  const [keptAtStart] = floorOf(store, loadKw.subarray(0, 1));
  return (
    store.initialEnergyKwh >= keptAtStart - NEGLIGIBLE &&
    storedKwh.every((level, t) => level >= floorKwh[t] - NEGLIGIBLE) &&
    left <= store.endEnergyMaximumKwh + NEGLIGIBLE &&
    (!store.startsWhereItEnds || Math.abs(left - store.initialEnergyKwh) <= NEGLIGIBLE)
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

import type { Battery, Fleet, Site } from '../../domain/fleet.ts';
import type { FirstCome } from './first-come.ts';
import { idleStorage, ruleBasedStorage, type StoragePath } from './rule-based-storage.ts';
import { brokenBySite } from './rule-promises.ts';
import { gridSeries, linkSeries, renewableSeries, setpointsOf, sitePower, storageSeries } from './rule-series.ts';

export type StorageRule = 'idle' | 'ruleBased';

/** Load first from own sources, the rest from the grid; surplus is sold where that earns, else curtailed. */
export function dispatchSite(fleet: Fleet, site: Site, firstCome: FirstCome, storageRule: StorageRule) {
  const { timeline } = fleet;
  const jobsKw = firstCome.jobPowerKw.get(site.id) ?? new Float64Array(timeline.slotCount);
  const power = sitePower(fleet, site, firstCome, jobsKw);
  const transferKw = firstCome.transferKw.get(site.id);
  const availableKw = jobsKw.map((_, t) => site.renewables.reduce((sum, source) => sum + source.availableKw[t], 0));
  let netLoadKw = power.loadKw.map((load, t) => load + (transferKw?.[t] ?? 0) - availableKw[t]);
  const paths: StoragePath[] = [];
  for (const battery of site.batteries) {
    const path =
      storageRule === 'ruleBased'
        ? ruleBasedStorage(site, timeline, battery, netLoadKw)
        : idleStorage(site, timeline, battery, netLoadKw);
    netLoadKw = netLoadKw.map((load, t) => load + path.chargeKw[t] - path.dischargeKw[t]);
    paths.push(path);
  }
  const importKw = netLoadKw.map((load) => Math.max(0, load));
  const exportKw = netLoadKw.map((load, t) => {
    const worth = site.grid.exportPricePerKwh[t] >= 0;
    return worth ? Math.min(Math.max(0, -load), site.grid.exportLimitKw[t]) : 0;
  });
  const shedKw = shedBaseLoad(site, importKw);
  const curtailedKw = netLoadKw.map((load, t) => Math.max(0, -load) - exportKw[t]);
  const own = renewableSeries(site, availableKw, curtailedKw);
  const flows = {
    site: site.id,
    importKw,
    exportKw,
    baseLoadShedKw: shedKw,
    // Until the rules run the plant, it stands.
    plant: () => new Float64Array(timeline.slotCount),
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
      importKw.every((value, t) => value <= site.grid.importLimitKw[t] + NEGLIGIBLE) &&
      paths.every((path, k) => withinLevels(site.batteries[k], path.storedKwh)),
    broken: brokenBySite(fleet, site, flows),
    series: [
      ...power.series(shedKw),
      ...gridSeries(site, importKw, exportKw),
      ...own,
      ...linkSeries(site, firstCome.links),
      ...paths.flatMap((path) => storageSeries(site, path)),
    ],
    setpoints: setpointsOf(site, { importKw, exportKw, availableKw, curtailedKw, paths }),
  };
}

/** Excess below this (kW, kWh) is rounding. */
const NEGLIGIBLE = 1e-6;

/** An idle store that cannot be held up may fall below its minimum, or keep more than may be left at the end. */
function withinLevels(battery: Battery, storedKwh: Float64Array): boolean {
  const left = storedKwh[storedKwh.length - 1];
  return (
    storedKwh.every((level) => level >= battery.minimumEnergyKwh - NEGLIGIBLE) &&
    left <= battery.endEnergyMaximumKwh + NEGLIGIBLE
  );
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

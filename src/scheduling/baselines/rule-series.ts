import type { LinkFlows } from '../../billing/index.ts';
import type { ComputePool, Fleet, Site } from '../../domain/fleet.ts';
import type { PlanSeries, Setpoint, SetpointQuantity } from '../../domain/plan.ts';
import { mayHold } from '../held-units.ts';
import type { FirstCome } from './first-come.ts';
import type { StoragePath } from './store-rule.ts';

/** The rules' dispatch of one site in the words of a plan. */

/** Machines of each pool as first come, first served runs them. */
export interface PoolUse {
  readonly pool: ComputePool;
  readonly units: Float64Array;
  /** Null where nothing may be held. */
  readonly held: Float64Array | null;
  readonly power: Float64Array;
}

export function poolUses(fleet: Fleet, { id, compute }: Site, firstCome: FirstCome): PoolUse[] {
  const { slotCount } = fleet.timeline;
  return compute.pools.map((pool) => {
    const units = new Float64Array(slotCount);
    const held = new Float64Array(slotCount);
    const power = pool.unitsAvailable.map((available) => available * pool.idleKwPerUnit);
    for (const run of firstCome.runs.filter(({ job, site: at }) => at === id && job.pool === pool.id)) {
      const point = pool.operatingPoints.find((candidate) => candidate.id === run.operatingPoint);
      run.activeUnits.forEach((value, k) => {
        units[run.firstSlot + k] += value;
        held[run.firstSlot + k] += run.heldUnits[k] ?? 0;
        power[run.firstSlot + k] += value * ((point?.kwPerUnit ?? 0) - pool.idleKwPerUnit);
      });
    }
    return { pool, units, held: mayHold(fleet, id, pool.id) ? held : null, power };
  });
}

/** What machines, base load (less what is shed) and their distribution draw, and how it reads as series. */
export function sitePower({ compute, id }: Site, pools: readonly PoolUse[], shedKw: Float64Array) {
  const servedKw = shedKw.map((shed, t) => compute.baseLoadKw[t] - shed);
  const itKw = servedKw.map((kw, t) => pools.reduce((sum, { power }) => sum + power[t], kw));
  const series: PlanSeries[] = [
    { site: id, name: 'baseLoad', component: null, unit: 'kW', values: [...compute.baseLoadKw] },
    {
      site: id,
      name: 'distributionOverhead',
      component: null,
      unit: 'kW',
      values: Array.from(itKw, (kw) => kw * compute.overheadFraction),
    },
    ...pools.flatMap(({ pool, units, held, power }): PlanSeries[] => {
      const at = { site: id, component: pool.id };
      return [
        { ...at, name: 'poolBusyUnits', unit: 'units', values: [...units] },
        { ...at, name: 'poolPower', unit: 'kW', values: [...power] },
        ...(held === null
          ? []
          : [{ ...at, name: 'poolHeldUnits' as const, unit: 'units' as const, values: [...held] }]),
      ];
    }),
  ];
  if (compute.baseLoadShedPricePerKwh !== null) {
    series.push({ site: id, name: 'baseLoadShed', component: null, unit: 'kW', values: [...shedKw] });
  }
  return {
    servedKw,
    itKw,
    poolsKw: new Map(pools.map(({ pool, power }) => [pool.id, power])),
    loadKw: itKw.map((kw) => kw * (1 + compute.overheadFraction)),
    series,
  };
}

export function linkSeries(site: Site, links: readonly LinkFlows[]): PlanSeries[] {
  return links
    .filter(({ to }) => to === site.id)
    .map(({ to, from, gigabytesPerHour }) => ({
      site: to,
      name: 'linkTransfer',
      component: from,
      unit: 'GB/h',
      values: [...gigabytesPerHour],
    }));
}

export function gridSeries(site: Site, importKw: Float64Array, exportKw: Float64Array): PlanSeries[] {
  return [
    { site: site.id, name: 'gridImport', component: null, unit: 'kW', values: [...importKw] },
    { site: site.id, name: 'gridExport', component: null, unit: 'kW', values: [...exportKw] },
  ];
}

/** Curtailment is shared in proportion to what each source has. */
export function renewableSeries(site: Site, availableKw: Float64Array, curtailedKw: Float64Array): PlanSeries[] {
  return site.renewables.flatMap((source): PlanSeries[] => {
    const curtailed = Array.from(source.availableKw, (own, t) =>
      availableKw[t] > 0 ? (own / availableKw[t]) * curtailedKw[t] : 0,
    );
    const used = curtailed.map((value, t) => source.availableKw[t] - value);
    return [
      { site: site.id, name: 'renewableUsed', component: source.id, unit: 'kW', values: used },
      { site: site.id, name: 'renewableCurtailed', component: source.id, unit: 'kW', values: curtailed },
    ];
  });
}

export function storageSeries(site: Site, path: StoragePath): PlanSeries[] {
  const at = { site: site.id, component: path.battery };
  return [
    { ...at, name: 'batteryCharge', unit: 'kW', values: [...path.chargeKw] },
    { ...at, name: 'batteryDischarge', unit: 'kW', values: [...path.dischargeKw] },
    { ...at, name: 'batteryStored', unit: 'kWh', values: [...path.storedKwh] },
  ];
}

export interface SiteDispatch {
  readonly importKw: Float64Array;
  readonly exportKw: Float64Array;
  readonly availableKw: Float64Array;
  readonly curtailedKw: Float64Array;
  readonly paths: readonly StoragePath[];
}

export function setpointsOf(site: Site, dispatch: SiteDispatch): Setpoint[] {
  const at = { site: site.id, unit: 'kW' } as const;
  const netImport = Array.from(dispatch.importKw, (value, t) => value - dispatch.exportKw[t]);
  return [
    { ...at, component: 'grid', quantity: 'gridNetImport', values: netImport },
    ...dispatch.paths.map(
      (path): Setpoint => ({
        ...at,
        component: path.battery,
        quantity: 'batteryNetCharge',
        values: Array.from(path.chargeKw, (value, t) => value - path.dischargeKw[t]),
      }),
    ),
    ...renewableSeries(site, dispatch.availableKw, dispatch.curtailedKw)
      .filter(({ name }) => name === 'renewableUsed')
      .map(
        (used): Setpoint => ({
          ...at,
          component: used.component ?? '',
          quantity: 'renewableLimit',
          values: used.values,
        }),
      ),
  ];
}

/** Series that are commands of the same name. */
const COMMANDED: readonly SetpointQuantity[] = [
  'chillerCooling',
  'absorptionCooling',
  'freeCooling',
  'heatPumpHeat',
  'exchangerHeat',
  'boilerHeat',
  'contractHeat',
  'generatorPower',
];

/** What the devices of a plant are told: their output, and the net charge of its stores. */
export function plantSetpoints(series: readonly PlanSeries[], stores: readonly StoragePath[]): Setpoint[] {
  const outputs = series.flatMap(({ site, name, component, values }): Setpoint[] => {
    const quantity = COMMANDED.find((each) => each === name);
    return quantity === undefined ? [] : [{ site, component: component ?? '', quantity, unit: 'kW', values }];
  });
  const charges = series.flatMap(({ site, name, component, values }): Setpoint[] => {
    const path = stores.find(({ battery }) => battery === component);
    if ((name !== 'coldStoreCharge' && name !== 'hotStoreCharge') || path === undefined) return [];
    const quantity = name === 'coldStoreCharge' ? 'coldStoreNetCharge' : 'hotStoreNetCharge';
    const net = values.map((kw, t) => kw - path.dischargeKw[t]);
    return [{ site, component: component ?? '', quantity, unit: 'kW', values: net }];
  });
  return [...outputs, ...charges];
}

import type { Fleet, Site } from '../domain/fleet.ts';
import type { Plan, PlanSite } from '../domain/plan.ts';
import { type Chart, isDrawn, LAYER_HEIGHT, layer, storeChart } from './chart.ts';
import type { TimeAxis } from './charts/frame.ts';
import { jobBarsHeight, jobBarsOption } from './charts/job-bars.ts';
import { palette } from './charts/palette.ts';
import { type PowerLayer, stackedPowerOption } from './charts/power.ts';
import { priceOption } from './charts/price.ts';
import { receivedDataKw, seriesOf, totalSeries } from './figures.ts';
import { drawnJobs } from './job-rows.ts';
import { coolingPowerKw, heatPowerKw, plantCharts } from './plant-charts.ts';

export type { Chart } from './chart.ts';

/** From a plan to charts: which series stand on which drawing, and what is left out because it is zero. */

const MOST_JOB_ROWS = 60;

export function siteCharts(fleet: Fleet, planSite: PlanSite, site: Site): readonly Chart[] {
  const axis: TimeAxis = { edges: fleet.timeline.edges, timeZone: site.timeZone };
  const sources = sourceLayers(planSite);
  const uses = useLayers(fleet, planSite, site);
  const charts: Chart[] = [
    {
      key: 'sources',
      title: 'Where the electricity comes from',
      description: `Stacked power in kW by source at ${site.id}: ${sources.map((layer) => layer.name).join(', ')}`,
      height: LAYER_HEIGHT,
      option: (size) => stackedPowerOption(axis, sources, size),
    },
    {
      key: 'uses',
      title: 'Where it goes',
      description: `Stacked power in kW by use at ${site.id}: ${uses.map((layer) => layer.name).join(', ')}`,
      height: LAYER_HEIGHT,
      option: (size) => stackedPowerOption(axis, uses, size),
    },
    {
      key: 'price',
      title: 'Prices and carbon of the grid',
      description: `Grid prices and carbon intensity at ${site.id}`,
      height: 220,
      option: (size) => priceOption(axis, gridSignals(fleet, site), size),
    },
  ];
  const batteries = { key: 'stored', title: 'Energy stored in batteries', series: 'batteryStored' } as const;
  return [
    ...charts,
    ...storeChart(axis, planSite, batteries, site.batteries, [palette.batteryStored, palette.batteryCharge]),
    ...plantCharts(axis, planSite, site),
  ];
}

function gridSignals(fleet: Fleet, site: Site) {
  const { grid } = site;
  const name = fleet.objective.carbonSignal;
  const values = grid.carbonGramsPerKwh[name];
  return {
    currency: fleet.currency,
    importPrice: grid.importPricePerKwh,
    exportPrice: grid.exportLimitKw.some((limit) => limit > 0) ? grid.exportPricePerKwh : null,
    carbon: values === undefined ? null : { name, values },
  };
}

function sourceLayers(site: PlanSite): readonly PowerLayer[] {
  return [
    layer(site, 'gridImport', 'Grid import', palette.gridImport),
    layer(site, 'renewableUsed', 'Own renewables', palette.renewable),
    layer(site, 'generatorPower', 'Generators', palette.generator),
    layer(site, 'batteryDischarge', 'Battery discharge', palette.batteryDischarge),
  ].filter(isDrawn);
}

function useLayers(fleet: Fleet, site: PlanSite, { plant }: Site): readonly PowerLayer[] {
  const shed = totalSeries(site, 'baseLoadShed');
  const served = totalSeries(site, 'baseLoad').map((power, slot) => power - shed[slot]);
  return [
    { name: 'Base load', color: palette.baseLoad, values: served },
    ...seriesOf(site, 'poolPower').map((series, index) => ({
      name: `Pool ${series.component ?? ''}`,
      color: index % 2 === 0 ? palette.poolPower : palette.poolPowerOther,
      values: series.values,
    })),
    layer(site, 'distributionOverhead', 'Distribution losses', palette.distributionOverhead),
    { name: 'Cooling', color: palette.coolingPower, values: coolingPowerKw(site) },
    { name: 'Heat pumps and boilers', color: palette.heatPower, values: heatPowerKw(site, plant) },
    { name: 'Data received', color: palette.dataReceived, values: receivedDataKw(fleet, site) },
    layer(site, 'batteryCharge', 'Battery charge', palette.batteryCharge),
    layer(site, 'gridExport', 'Grid export', palette.gridExport),
  ].filter(isDrawn);
}

/** Jobs by earliest start; the largest where there are more than a page can show. `omittedCount` says how many are not drawn. */
export function jobChart(fleet: Fleet, plan: Plan, timeZone: string): { chart: Chart; omittedCount: number } | null {
  if (plan.jobs.length === 0) return null;
  const largest = [...plan.jobs]
    .sort((first, second) => second.workUnitHours - first.workUnitHours)
    .slice(0, MOST_JOB_ROWS);
  const rows = drawnJobs(fleet, largest).map(({ row }) => row);
  const axis: TimeAxis = { edges: fleet.timeline.edges, timeZone };
  return {
    omittedCount: plan.jobs.length - rows.length,
    chart: {
      key: 'jobs',
      title: 'Jobs',
      description: `When each of ${rows.length} jobs runs within its window`,
      height: jobBarsHeight(rows.length),
      option: (size) => jobBarsOption(axis, rows, size),
    },
  };
}

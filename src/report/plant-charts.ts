import type { Site } from '../domain/fleet.ts';
import { COOLING_POWER_SERIES, type PlanSite, type SeriesName } from '../domain/plan.ts';
import type { Plant } from '../domain/plant.ts';
import { type Chart, isDrawn, LAYER_HEIGHT, layer, storeChart } from './chart.ts';
import type { TimeAxis } from './charts/frame.ts';
import { palette } from './charts/palette.ts';
import { type PowerLayer, stackedPowerOption } from './charts/power.ts';
import { seriesOf, totalSeries } from './figures.ts';

/** Charts of cooling and heat: who takes the heat away, who gives it, and what is kept in stores. */

/** Electricity of all that cools, slot by slot. */
export function coolingPowerKw(site: PlanSite): readonly number[] {
  return sumOf(
    site,
    COOLING_POWER_SERIES.map((name) => totalSeries(site, name)),
  );
}

/** Electricity of all that makes heat. Boilers that burn fuel take none. */
export function heatPowerKw(site: PlanSite, { boilers }: Plant): readonly number[] {
  const electric = new Set<string | null>(boilers.filter(({ fuel }) => fuel === null).map(({ id }) => id));
  return sumOf(site, [
    totalSeries(site, 'heatPumpPower'),
    totalSeries(site, 'exchangerPower'),
    ...seriesOf(site, 'boilerInput').flatMap(({ component, values }) => (electric.has(component) ? [values] : [])),
  ]);
}

export function plantCharts(axis: TimeAxis, planSite: PlanSite, { plant }: Site): Chart[] {
  const cold = { key: 'cold-stored', title: 'Cold kept in stores', series: 'coldStoreStored' } as const;
  const hot = { key: 'hot-stored', title: 'Heat kept in stores', series: 'hotStoreStored' } as const;
  return [
    ...(plant.loops.length === 0 ? [] : [coolingChart(axis, planSite, plant)]),
    ...storeChart(axis, planSite, cold, plant.coldStores, [palette.coldStored, palette.freeCooling]),
    ...(plant.heatNetworks.length === 0 ? [] : [heatChart(axis, planSite, plant)]),
    ...storeChart(axis, planSite, hot, plant.hotStores, [palette.hotStored, palette.heatRecovery]),
  ];
}

/** What takes heat off the loops, over what machines and customers of cold bring; cold stores that charge bring the rest. */
function coolingChart(axis: TimeAxis, planSite: PlanSite, plant: Plant): Chart {
  const layers = [
    layer(planSite, 'coldStoreDischarge', 'Cold stores', palette.coldDischarge),
    layer(planSite, 'absorptionCooling', 'Absorption chillers', palette.absorptionCooling),
    layer(planSite, 'chillerCooling', 'Chillers', palette.chillerCooling),
    { name: 'Heat recovery', color: palette.heatRecovery, values: recoveredKw(planSite, plant) },
    layer(planSite, 'freeCooling', 'Free cooling', palette.freeCooling),
  ].filter(isDrawn);
  const brought = [
    totalSeries(planSite, 'loopHeat'),
    ...plant.coldNetworks.map(({ id, lossFraction }) => atPlant(planSite, 'coldDelivered', id, lossFraction)),
  ];
  const line = { name: 'Heat to remove', color: palette.demand, values: sumOf(planSite, brought) };
  return stacked('cooling', 'Who removes the heat', axis, planSite, layers, line);
}

/** Heat that pumps and exchangers take off loops. */
function recoveredKw(site: PlanSite, { heatPumps, heatExchangers }: Plant): readonly number[] {
  const own = (name: SeriesName, id: string) =>
    seriesOf(site, name).find(({ component }) => component === id)?.values ?? [];
  const pumps = heatPumps.filter(({ tap }) => tap.kind === 'loop');
  const exchangers = heatExchangers.filter(({ tap }) => tap.kind === 'loop');
  return sumOf(site, [
    ...pumps.map(({ id }) => {
      const drawn = own('heatPumpPower', id);
      return own('heatPumpHeat', id).map((kw, slot) => kw - drawn[slot]);
    }),
    ...exchangers.map(({ id }) => own('exchangerHeat', id)),
  ]);
}

/** What gives heat to the networks, over what customers want of the plant; stores, absorption chillers and sales take the rest. */
function heatChart(axis: TimeAxis, planSite: PlanSite, plant: Plant): Chart {
  const bought = new Set<string | null>(
    plant.heatContracts.filter(({ direction }) => direction === 'buy').map(({ id }) => id),
  );
  const contracts = seriesOf(planSite, 'contractHeat').filter(({ component }) => bought.has(component));
  const layers = [
    layer(planSite, 'generatorHeat', 'Generators', palette.generatorHeat),
    layer(planSite, 'boilerHeat', 'Boilers', palette.boiler),
    layer(planSite, 'heatPumpHeat', 'Heat pumps', palette.heatPump),
    {
      name: 'Bought',
      color: palette.heatBought,
      values: sumOf(
        planSite,
        contracts.map(({ values }) => values),
      ),
    },
    layer(planSite, 'exchangerHeat', 'Exchangers', palette.heatExchanger),
    layer(planSite, 'hotStoreDischarge', 'Hot stores', palette.hotDischarge),
  ].filter(isDrawn);
  const wanted = plant.heatNetworks.flatMap(({ id, lossFraction }) => [
    atPlant(planSite, 'heatDelivered', id, lossFraction),
    atPlant(planSite, 'heatUnserved', id, lossFraction),
  ]);
  const line = { name: 'Demand, losses included', color: palette.demand, values: sumOf(planSite, wanted) };
  return stacked('heat', 'Who supplies the heat', axis, planSite, layers, line);
}

function stacked(
  key: string,
  title: string,
  axis: TimeAxis,
  { id }: PlanSite,
  layers: readonly PowerLayer[],
  line: PowerLayer,
): Chart {
  const names = layers.map(({ name }) => name);
  return {
    key,
    title,
    description: `${title} at ${id}, stacked, kW: ${names.join(', ')}; ${line.name} as a line`,
    height: LAYER_HEIGHT,
    option: (size) => stackedPowerOption(axis, layers, size, [line]),
  };
}

/** What customers get, as it leaves the plant. */
function atPlant(site: PlanSite, name: SeriesName, network: string, lossFraction: number): readonly number[] {
  const found = seriesOf(site, name).find(({ component }) => component === network)?.values ?? [];
  return found.map((kw) => kw / (1 - lossFraction));
}

function sumOf(site: PlanSite, list: readonly (readonly number[])[]): readonly number[] {
  return site.slotStarts.map((_, slot) => list.reduce((sum, values) => sum + (values[slot] ?? 0), 0));
}

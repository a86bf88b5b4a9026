import type { EChartsCoreOption } from 'echarts/core';
import type { PlanSite, SeriesName } from '../domain/plan.ts';
import type { Store } from '../domain/store.ts';
import type { ChartSize, TimeAxis } from './charts/frame.ts';
import type { PowerLayer } from './charts/power.ts';
import { storedEnergyOption } from './charts/stored-energy.ts';
import { levelAtStart, seriesOf, totalSeries } from './figures.ts';

/** A drawing that waits for its size, so that a phone and a desk get their own. */
export interface Chart {
  readonly key: string;
  readonly title: string;
  /** For those who cannot see the drawing. */
  readonly description: string;
  readonly height: number;
  option(size: ChartSize): EChartsCoreOption;
}

export const LAYER_HEIGHT = 260;
const STORE_HEIGHT = 200;

export function layer(site: PlanSite, name: SeriesName, label: string, color: string): PowerLayer {
  return { name: label, color, values: totalSeries(site, name) };
}

export const isDrawn = ({ values }: PowerLayer): boolean => Array.from(values).some((value) => value !== 0);

/** Levels of stores of one kind; nothing where there are none. Colours by turns. */
export function storeChart(
  axis: TimeAxis,
  planSite: PlanSite,
  { key, title, series }: { readonly key: string; readonly title: string; readonly series: SeriesName },
  stores: readonly Store[],
  colors: readonly string[],
): Chart[] {
  if (stores.length === 0) return [];
  const levelsOf = ({ id }: Store) =>
    seriesOf(planSite, series).find(({ component }) => component === id)?.values ?? [];
  const levels = stores.map((store, index) => ({
    name: store.id,
    color: colors[index % colors.length],
    initialKwh: levelAtStart(store, levelsOf(store)),
    endOfSlotKwh: levelsOf(store),
    capacityKwh: store.energyCapacityKwh,
  }));
  return [
    {
      key,
      title,
      description: `${title} at ${planSite.id}, kWh: ${stores.map(({ id }) => id).join(', ')}`,
      height: STORE_HEIGHT,
      option: (size) => storedEnergyOption(axis, levels, size),
    },
  ];
}

import type { LineSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import { type ChartSize, frameOption, lineSeries, type TimeAxis, timeAxisOption, valueAxisOption } from './frame.ts';

export interface StoredLevel {
  readonly name: string;
  readonly color: string;
  /** kWh before the first slot. */
  readonly initialKwh: number;
  /** kWh at the end of each slot. */
  readonly endOfSlotKwh: ArrayLike<number>;
  readonly capacityKwh: number;
}

/** Levels of the stores of a site: straight lines between slot ends, for power is constant within a slot. */
export function storedEnergyOption(
  axis: TimeAxis,
  levels: readonly StoredLevel[],
  size: ChartSize,
): ComposeOption<LineSeriesOption> {
  return {
    ...frameOption(
      levels.map((level) => level.name),
      size,
    ),
    xAxis: timeAxisOption(axis, size),
    yAxis: { ...valueAxisOption('kWh'), min: 0, max: Math.max(...levels.map((level) => level.capacityKwh)) },
    series: levels.map((level, index) => ({
      ...lineSeries(level.name, level.color, [
        [axis.edges[0], level.initialKwh],
        ...Array.from(level.endOfSlotKwh, (value, slot): [number, number] => [axis.edges[slot + 1], value]),
      ]),
      ...(levels.length === 1 ? { areaStyle: { color: level.color, opacity: 0.25 } } : {}),
      lineStyle: { color: level.color, width: 2, type: index === 0 ? 'solid' : 'dashed' },
    })),
  };
}

import type { LineSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import {
  type ChartSize,
  frameOption,
  lineSeries,
  stairs,
  type TimeAxis,
  timeAxisOption,
  valueAxisOption,
} from './frame.ts';

export interface PowerLayer {
  readonly name: string;
  readonly color: string;
  /** kW, one a slot. */
  readonly values: ArrayLike<number>;
}

/** Powers stacked on one another: where the electricity of a site comes from, or where it goes. */
export function stackedPowerOption(
  axis: TimeAxis,
  layers: readonly PowerLayer[],
  size: ChartSize,
): ComposeOption<LineSeriesOption> {
  return {
    ...frameOption(
      layers.map((layer) => layer.name),
      size,
    ),
    xAxis: timeAxisOption(axis, size),
    yAxis: valueAxisOption('kW'),
    series: layers.map((layer) => ({
      ...lineSeries(layer.name, layer.color, stairs(axis, layer.values)),
      step: 'end',
      stack: 'power',
      lineStyle: { color: layer.color, width: 0 },
      areaStyle: { color: layer.color, opacity: 0.9 },
    })),
  };
}

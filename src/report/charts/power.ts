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

/**
 * Powers stacked on one another: where the electricity of a site comes from, or where it goes. Each area reaches from
 * its top down to zero and those below it are painted over it: the library leaves out steps of a pixel or two, and
 * between areas that only touch the page would shine through. A point is [time, top of the area, own power]. Lines stand
 * on none of them: what the pile is held against.
 */
export function stackedPowerOption(
  axis: TimeAxis,
  layers: readonly PowerLayer[],
  size: ChartSize,
  lines: readonly PowerLayer[] = [],
): ComposeOption<LineSeriesOption> {
  const below = new Float64Array(axis.edges.length - 1);
  const stacked = layers.map((layer) => {
    for (let slot = 0; slot < below.length; slot += 1) below[slot] += layer.values[slot];
    const own = stairs(axis, layer.values);
    const data = stairs(axis, below).map(([at, top], point) => [at, top, own[point][1]]);
    return {
      ...lineSeries(layer.name, layer.color, []),
      data,
      step: 'end' as const,
      lineStyle: { color: layer.color, width: 0 },
      areaStyle: { color: layer.color, opacity: 1 },
    };
  });
  const over = lines.map(({ name, color, values }): LineSeriesOption => {
    return {
      ...lineSeries(name, color, stairs(axis, values)),
      step: 'end',
      lineStyle: { color, width: 1.5, type: 'dashed' },
    };
  });
  return {
    ...frameOption(
      [...layers, ...lines].map(({ name }) => name),
      size,
    ),
    xAxis: timeAxisOption(axis, size),
    yAxis: valueAxisOption('kW'),
    series: [...stacked.reverse(), ...over],
  };
}

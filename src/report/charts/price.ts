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
import { palette } from './palette.ts';

export interface GridSignals {
  readonly currency: string;
  /** Money per kWh. */
  readonly importPrice: ArrayLike<number>;
  /** Null where nothing may be sold. */
  readonly exportPrice: ArrayLike<number> | null;
  /** Grams per kWh and the name of the signal; null where none is known. */
  readonly carbon: { readonly name: string; readonly values: ArrayLike<number> } | null;
}

/** Prices at the left axis, carbon intensity at the right one. */
export function priceOption(axis: TimeAxis, signals: GridSignals, size: ChartSize): ComposeOption<LineSeriesOption> {
  const step = (name: string, color: string, values: ArrayLike<number>): LineSeriesOption => ({
    ...lineSeries(name, color, stairs(axis, values)),
    step: 'end',
  });
  const prices = [step('Import price', palette.importPrice, signals.importPrice)];
  if (signals.exportPrice !== null) prices.push(step('Export price', palette.exportPrice, signals.exportPrice));
  const carbonName = signals.carbon === null ? null : `Carbon (${signals.carbon.name})`;
  const carbon =
    signals.carbon === null || carbonName === null
      ? []
      : [
          {
            ...step(carbonName, palette.carbon, signals.carbon.values),
            yAxisIndex: 1,
            lineStyle: { color: palette.carbon, width: 1.5, type: 'dashed' as const },
          },
        ];
  const names = [...prices, ...carbon].map((series) => String(series.name));
  return {
    ...frameOption(names, size),
    xAxis: timeAxisOption(axis, size),
    yAxis: [
      { ...valueAxisOption(`${signals.currency}/kWh`), scale: false },
      { ...valueAxisOption(carbon.length > 0 ? 'g CO\u2082e/kWh' : '', 'right'), min: 0 },
    ],
    series: [...prices, ...carbon],
  };
}

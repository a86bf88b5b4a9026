import type { LineSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import { type ChartSize, frameOption, lineSeries, shortNumber, textStyle, valueAxisOption } from './frame.ts';
import { palette } from './palette.ts';

export interface FrontMark {
  readonly kg: number;
  readonly cost: number;
}

const KG_AXIS_NAME = 'kg CO\u2082e';
const NAME_GAP = 24;

/** Cost over kilograms: from the cheapest plan at the right to the one that emits least at the left. */
export function frontOption(
  currency: string,
  marks: readonly FrontMark[],
  size: ChartSize,
): ComposeOption<LineSeriesOption> {
  const series = lineSeries(
    'Cheapest plan within its carbon',
    palette.carbon,
    marks.map(({ kg, cost }): [number, number] => [kg, cost]),
  );
  return {
    ...frameOption([String(series.name)], size),
    xAxis: {
      type: 'value',
      scale: true,
      name: KG_AXIS_NAME,
      nameLocation: 'middle',
      nameGap: NAME_GAP,
      nameTextStyle: textStyle,
      axisLine: { lineStyle: { color: palette.ink } },
      axisLabel: { ...textStyle, formatter: shortNumber, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: { ...valueAxisOption(currency), scale: true },
    grid: { ...frameOption([String(series.name)], size).grid, bottom: 26 + 2 * 20 + 4 },
    series: [{ ...series, showSymbol: true, symbol: 'circle', symbolSize: 8 }],
  };
}

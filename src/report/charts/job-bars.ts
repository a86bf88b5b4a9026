import type { CustomSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import { type ChartSize, type TimeAxis, textStyle, timeAxisOption } from './frame.ts';
import { palette } from './palette.ts';

export interface JobRow {
  readonly name: string;
  /** The time in which the job may run at no extra price. */
  readonly window: { readonly start: number; readonly end: number };
  /** Stretches of equal width; `share` of the largest width, 0 to 1. */
  readonly bars: readonly {
    readonly start: number;
    readonly end: number;
    readonly share: number;
    readonly color: string;
  }[];
}

const ROW_HEIGHT = 20;
const AXIS_HEIGHT = 30;
const BAR_SHARE_OF_ROW = 0.7;
const LABEL_CHARACTER_WIDTH = 6.8;
const LEAST_OPACITY = 0.25;

export function jobBarsHeight(rowCount: number): number {
  return rowCount * ROW_HEIGHT + AXIS_HEIGHT + 8;
}

/** One row a job: its window as a pale band, its work as bars, the darker the wider it runs. */
export function jobBarsOption(
  axis: TimeAxis,
  rows: readonly JobRow[],
  size: ChartSize,
): ComposeOption<CustomSeriesOption> {
  const start = axis.edges[0];
  const end = axis.edges[axis.edges.length - 1];
  const clip = (at: number) => Math.min(end, Math.max(start, at));
  const longest = Math.max(0, ...rows.map((row) => row.name.length));
  const labelWidth = Math.min(size.width * 0.3, longest * LABEL_CHARACTER_WIDTH + 8);
  const bands = rows.flatMap((row, index) => [
    { index, from: clip(row.window.start), to: clip(row.window.end), color: palette.window as string, opacity: 0.55 },
    ...row.bars.map((bar) => ({
      index,
      from: clip(bar.start),
      to: clip(bar.end),
      color: bar.color,
      opacity: LEAST_OPACITY + (1 - LEAST_OPACITY) * Math.min(1, bar.share),
    })),
  ]);
  return {
    animation: false,
    textStyle: { fontFamily: 'sans-serif' },
    grid: { left: labelWidth + 6, right: 30, top: 4, bottom: AXIS_HEIGHT, containLabel: false },
    xAxis: timeAxisOption(axis, { ...size, width: size.width - labelWidth + 60 }),
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...textStyle, width: labelWidth, overflow: 'truncate', interval: 0 },
      splitArea: { show: false },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        data: bands.map((band) => [band.from, band.to, band.index]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (params, api) => {
          const band = bands[params.dataIndex];
          const [left, middle] = api.coord([band.from, band.index]);
          const [right] = api.coord([band.to, band.index]);
          const height = ROW_HEIGHT * BAR_SHARE_OF_ROW;
          return {
            type: 'rect',
            shape: { x: left, y: middle - height / 2, width: Math.max(0, right - left), height },
            style: { fill: band.color, opacity: band.opacity },
          };
        },
      },
    ],
  };
}

import type { CustomSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import { type ChartSize, type TimeAxis, textStyle, timeAxisOption } from './frame.ts';
import { palette } from './palette.ts';

export interface JobRow {
  readonly name: string;
  /** Where it runs, in words: colours alone do not say it to everyone. Empty where the fleet has one site. */
  readonly where: string;
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
/** Of the widest font that a reader is likely to have: the library's own guess is that of a narrow one. */
const LABEL_CHARACTER_WIDTH = 7.2;
const LABEL_SHARE = 0.36;
const FIRST_WIDE_CHARACTER = '\u2e80';
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
  const labels = rows.map(({ name, where }) => (where === '' ? name : `${name} (${where})`));
  const longest = Math.max(0, ...labels.map(widthOf));
  const labelWidth = Math.min(size.width * LABEL_SHARE, longest + 8);
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
      data: labels.map((label) => cutTo(label, labelWidth)),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...textStyle, interval: 0 },
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

const characterWidth = (character: string) => LABEL_CHARACTER_WIDTH * (character < FIRST_WIDE_CHARACTER ? 1 : 1.8);

/** Pixels that a label takes at the most. */
function widthOf(label: string): number {
  return Array.from(label).reduce((sum, character) => sum + characterWidth(character), 0);
}

/** The label, or as much of its beginning as there is room for, and an ellipsis. */
function cutTo(label: string, width: number): string {
  if (widthOf(label) <= width) return label;
  let room = width - LABEL_CHARACTER_WIDTH;
  let shown = '';
  for (const character of label) {
    room -= characterWidth(character);
    if (room < 0) break;
    shown += character;
  }
  return `${shown}\u2026`;
}

import type { LineSeriesOption } from 'echarts/charts';
import { localTicks } from '../local-time.ts';
import { palette } from './palette.ts';

/** What all time charts share: size, time axis in the site's civil time, grid lines, legend. */

/** `edges`: slotCount + 1 instants; labels are in the civil time of `timeZone`. */
export interface TimeAxis {
  readonly edges: ArrayLike<number>;
  readonly timeZone: string;
}

/** Drawn size in pixels; text keeps its size, so a phone gets its own drawing. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

const PIXELS_PER_TICK = 62;
const SIDE_MARGIN = 62;
const TOP_MARGIN = 30;
const LEGEND_ROW_HEIGHT = 20;
const LEGEND_ITEM_WIDTH = 34;
const CHARACTER_WIDTH = 6.6;
export const textStyle = { color: palette.ink, fontSize: 12 } as const;

export function timeAxisOption(axis: TimeAxis, size: ChartSize) {
  const start = axis.edges[0];
  const end = axis.edges[axis.edges.length - 1];
  const ticks = localTicks(start, end, axis.timeZone, Math.floor((size.width - 2 * SIDE_MARGIN) / PIXELS_PER_TICK));
  const labels = new Map(ticks.map((tick) => [tick.at, tick.label]));
  const customValues = ticks.map((tick) => tick.at);
  return {
    type: 'time',
    min: start,
    max: end,
    axisLine: { lineStyle: { color: palette.ink } },
    axisTick: { customValues, lineStyle: { color: palette.ink } },
    axisLabel: { ...textStyle, customValues, formatter: (at: number) => labels.get(at) ?? '', hideOverlap: true },
    splitLine: { show: false },
  } as const;
}

/** `side` may hold a second axis at the right. */
export function valueAxisOption(name: string, side: 'left' | 'right' = 'left') {
  return {
    type: 'value',
    name,
    position: side,
    nameLocation: 'end',
    nameGap: 10,
    nameTextStyle: { ...textStyle, align: side === 'left' ? 'left' : 'right', padding: sidePadding(side) },
    axisLabel: { ...textStyle, formatter: shortNumber },
    splitNumber: 4,
    splitLine: { show: side === 'left', lineStyle: { color: palette.faint } },
  } as const;
}

/** Moves the axis name over the numbers, so that a long one is not cut off at the edge. */
function sidePadding(side: 'left' | 'right'): [number, number, number, number] {
  return side === 'left' ? [0, 0, 0, -48] : [0, -48, 0, 0];
}

/** 12000 as `12k`: axis numbers keep one width. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(4))}M`;
  if (size >= 1_000) return `${Number((value / 1_000).toPrecision(4))}k`;
  return String(Number(value.toPrecision(4)));
}

/** Rows that the legend takes: ECharts wraps items but does not make room for them. */
export function legendRows(names: readonly string[], width: number): number {
  const room = width - 20;
  let rows = names.length === 0 ? 0 : 1;
  let used = 0;
  for (const name of names) {
    const itemWidth = LEGEND_ITEM_WIDTH + name.length * CHARACTER_WIDTH;
    if (used > 0 && used + itemWidth > room) {
      rows += 1;
      used = 0;
    }
    used += itemWidth;
  }
  return rows;
}

export function frameOption(legend: readonly string[], size: ChartSize) {
  const bottom = 26 + legendRows(legend, size.width) * LEGEND_ROW_HEIGHT;
  return {
    animation: false,
    textStyle: { fontFamily: 'sans-serif' },
    grid: { left: SIDE_MARGIN, right: SIDE_MARGIN, top: TOP_MARGIN, bottom, containLabel: false },
    legend: {
      data: [...legend],
      bottom: 0,
      left: 'center',
      selectedMode: false,
      borderColor: 'transparent',
      icon: 'roundRect',
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 14,
      textStyle,
    },
  } as const;
}

/** A slot series as a staircase: each value holds from the start of its slot to the end. */
export function stairs(axis: TimeAxis, values: ArrayLike<number>): [number, number][] {
  const points: [number, number][] = Array.from(values, (value, slot) => [axis.edges[slot], value]);
  const last = values.length - 1;
  return last < 0 ? points : [...points, [axis.edges[last + 1], values[last]]];
}

export function lineSeries(name: string, color: string, data: [number, number][]): LineSeriesOption {
  return {
    type: 'line',
    name,
    data,
    silent: true,
    emphasis: { disabled: true },
    showSymbol: false,
    itemStyle: { color },
    lineStyle: { color, width: 2 },
  };
}

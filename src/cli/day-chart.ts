import { localClock, localDay, localTicks } from '../report/text.ts';
import { MILLISECONDS_PER_HOUR } from '../time/timeline.ts';
import { padRight } from './text.ts';

/** Series over the horizon as one line of blocks each, above one axis in local time. */

/** Beyond this the axis names days, which take more room than hours. */
const LONG_HOURS = 96;
const BLOCKS = '▁▂▃▄▅▆▇█';

/** Mean of a slot series in `count` equal stretches of time. Slots may differ in length. */
export function resample(edges: ArrayLike<number>, values: ArrayLike<number>, count: number): number[] {
  const start = edges[0];
  const step = (edges[values.length] - start) / count;
  const means: number[] = [];
  let slot = 0;
  for (let bucket = 0; bucket < count; bucket += 1) {
    const from = start + bucket * step;
    const to = from + step;
    let sum = 0;
    while (slot < values.length - 1 && edges[slot + 1] <= from) slot += 1;
    for (let t = slot; t < values.length && edges[t] < to; t += 1) {
      sum += values[t] * (Math.min(to, edges[t + 1]) - Math.max(from, edges[t]));
    }
    means.push(sum / step);
  }
  return means;
}

/** One character a value, from `lowest` to `highest`. */
export function blocks(values: readonly number[], lowest: number, highest: number): string {
  const span = highest - lowest;
  const top = BLOCKS.length - 1;
  return values
    .map((value) => BLOCKS[span > 0 ? Math.max(0, Math.min(top, Math.round(((value - lowest) / span) * top))) : 0])
    .join('');
}

/** Hours (or days, where the horizon is long) under the chart; labels that would touch are left out. */
export function axisLine(edges: ArrayLike<number>, timeZone: string, count: number): string {
  const start = edges[0];
  const end = edges[edges.length - 1];
  const isLong = end - start > LONG_HOURS * MILLISECONDS_PER_HOUR;
  const ticks = localTicks(start, end, timeZone, Math.floor(count / (isLong ? 8 : 5)));
  const byDay = ticks.every((tick) => tick.startsDay);
  let line = '';
  for (const { at } of ticks) {
    const column = Math.round(((at - start) / (end - start)) * count);
    const label = byDay ? localDay(at, timeZone).slice(4) : localClock(at, timeZone).slice(0, 2);
    if (column + label.length > count || (line !== '' && column <= line.length)) continue;
    line = padRight(line, column) + label;
  }
  return line;
}

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { formatFeedProblem, type ImportedSeries, importSeries, type SeriesOptions } from '../../src/feeds/index.ts';
import { parseInstant } from '../../src/time/civil.ts';
import { formatUtc, type Instant } from '../../src/time/timeline.ts';
import { realData } from '../real/california-texas.ts';

/** Prices in EUR/kWh, so that what is written is what stands in the file. */
const PLAIN: SeriesOptions = {
  quantity: 'price',
  column: 'price',
  unit: 'EUR/kWh',
  stamp: 'start',
  timeZone: null,
  timeColumn: null,
  from: null,
  to: null,
  duplicates: 'refuse',
  skipped: 'refuse',
  order: 'refuse',
  resolutionMinutes: null,
};

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** `time,price` and these rows. */
export const csvOf = (...rows: readonly string[]): string => `${['time,price', ...rows].join('\n')}\n`;

export function readSeries(text: string | readonly NamedText[], options: Partial<SeriesOptions> = {}) {
  const sources = typeof text === 'string' ? [{ name: 'prices.csv', text }] : text;
  return importSeries(sources, { ...PLAIN, ...options });
}

/** The series; its problems as an error. */
export function seriesOf(text: string | readonly NamedText[], options: Partial<SeriesOptions> = {}): ImportedSeries {
  const read = readSeries(text, options);
  if (read.kind === 'ok') return read.value;
  throw new Error(read.problems.map(formatFeedProblem).join('\n'));
}

/** The problems, one a line; none where it could be read. */
export function problemsOf(text: string | readonly NamedText[], options: Partial<SeriesOptions> = {}): string[] {
  const read = readSeries(text, options);
  return read.kind === 'ok' ? [] : read.problems.map(formatFeedProblem);
}

/** `16:00Z 1`: hour and minute of the start of each interval in UTC, and its value or a dash. */
export function intervalsOf({ start, stepMilliseconds, values }: ImportedSeries): string[] {
  return Array.from(values, (value, index) => {
    const at = formatUtc(start + index * stepMilliseconds);
    return `${at.slice(11, 16)} ${Number.isNaN(value) ? '-' : value}`;
  });
}

export function instantOf(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.kind === 'ok') return parsed.at;
  throw new Error(`${text} is no instant`);
}

/** A file of the real data, unpacked. */
export const realText = (...path: readonly string[]): string =>
  gunzipSync(readFileSync(realData(...path))).toString('utf8');

/** The same as a source of its own name. */
export const realSource = (...path: readonly string[]): NamedText => ({
  name: path[path.length - 1],
  text: realText(...path),
});

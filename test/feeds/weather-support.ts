import { formatFeedProblem, type ImportedWeather, importWeather, type WeatherOptions } from '../../src/feeds/index.ts';
import { formatUtc, instant } from '../../src/time/timeline.ts';
import type { NamedText } from './support.ts';

const PLAIN: WeatherOptions = { year: null, leapDay: 'gap', from: null, to: null };

/** What an hour of an EPW file holds where a test says nothing else. */
const ORDINARY = { dryBulb: 10, humidity: 50, pressure: 101_300, global: 0, direct: 0, diffuse: 0, from: 180, wind: 2 };

/** A record of 35 fields: year, month, day, hour, minute, flags and data. */
export function epwRow(
  time: readonly [year: number, month: number, day: number, hour: number, minute?: number],
  data: Partial<Record<keyof typeof ORDINARY, number | string>> = {},
): string {
  const { dryBulb, humidity, pressure, global, direct, diffuse, from, wind } = { ...ORDINARY, ...data };
  const [year, month, day, hour, minute = 0] = time;
  const head = `${year},${month},${day},${hour},${minute},?9?9,${dryBulb},3.3,${humidity},${pressure},0,0,260`;
  return `${head},${global},${direct},${diffuse},0,0,0,0,${from},${wind},0,0,777.7,77777,9,999999999,14,0.085,0,88,0.11,0,0`;
}

/** The headers that a reader needs, and these records. */
export const epwOf = (
  rows: readonly string[],
  {
    place = 'Testville,TX,USA,SRC-TMYx,722590,32.9,-97.0,-6.0,170.7',
    perHour = 1,
    comment = 'made up',
  }: { readonly place?: string; readonly perHour?: number; readonly comment?: string } = {},
): string =>
  [
    `LOCATION,${place}`,
    'HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0',
    `COMMENTS 1,"${comment}"`,
    `DATA PERIODS,1,${perHour},Data,Sunday,1/ 1,12/31`,
    ...rows,
    '',
  ].join('\r\n');

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Every hour of 365 days. */
export const hoursOfYear = (year: number): readonly (readonly [number, number, number, number])[] =>
  DAYS.flatMap((days, month) =>
    Array.from(
      { length: days * 24 },
      (_, index) => [year, month + 1, Math.floor(index / 24) + 1, (index % 24) + 1] as const,
    ),
  );

export interface Answer {
  readonly [key: string]: unknown;
  readonly hourly: Readonly<Record<string, readonly unknown[]>>;
}

/** An answer of Open-Meteo about Frankfurt with these series; `more` goes over it. */
export const answerOf = (
  hourly: Readonly<Record<string, readonly unknown[]>>,
  units: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): string =>
  JSON.stringify({
    latitude: 50.1,
    longitude: 8.65,
    utc_offset_seconds: 3600,
    timezone: 'Europe/Berlin',
    elevation: 111,
    hourly_units: { time: 'iso8601', ...units },
    hourly,
    ...more,
  });

export function readWeather(text: string | readonly NamedText[], options: Partial<WeatherOptions> = {}) {
  const sources = typeof text === 'string' ? [{ name: 'weather.epw', text }] : text;
  return importWeather(sources, { ...PLAIN, ...options });
}

/** The weather; its problems as an error. */
export function weatherOf(text: string | readonly NamedText[], options: Partial<WeatherOptions> = {}): ImportedWeather {
  const read = readWeather(text, options);
  if (read.kind === 'ok') return read.value;
  throw new Error(read.problems.map(formatFeedProblem).join('\n'));
}

/** The problems, one a line; none where it could be read. */
export function weatherProblems(text: string | readonly NamedText[], options: Partial<WeatherOptions> = {}): string[] {
  const read = readWeather(text, options);
  return read.kind === 'ok' ? [] : read.problems.map(formatFeedProblem);
}

/** `2026-01-01T06:00:00Z 6.1`: start of each interval and the value of one column there, or a dash. */
export function valuesOf({ start, stepMilliseconds, columns }: ImportedWeather, name: string): string[] {
  const found = columns.find(({ column }) => column.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return Array.from(found.values, (value, index) => {
    const at = formatUtc(instant(start + index * stepMilliseconds));
    return `${at} ${Number.isNaN(value) ? '-' : value}`;
  });
}

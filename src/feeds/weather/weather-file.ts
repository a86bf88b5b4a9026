import type { WeatherColumn } from './columns.ts';

/** Where the weather was. */
export interface WeatherPlace {
  /** Name of the station; null where the file has none. */
  readonly name: string | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevationMeters: number | null;
}

/** One quantity of one file: a value, or NaN, for each interval that it has a row for. */
export interface WeatherSeries {
  readonly column: WeatherColumn;
  /** What the file calls it, with the unit there. */
  readonly source: string;
  /** Starts of the intervals, epoch milliseconds, ascending. */
  readonly starts: readonly number[];
  /** In the unit written. */
  readonly values: readonly number[];
}

/** One file, read and laid on the calendar. */
export interface WeatherFile {
  readonly file: string;
  readonly format: 'EPW' | 'Open-Meteo';
  readonly place: WeatherPlace;
  /** The clock of the file: one offset, for none of these formats follows summer time. */
  readonly utcOffsetMinutes: number;
  readonly stepMilliseconds: number;
  readonly rowCount: number;
  /** Start of its first interval and end of its last, epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly series: readonly WeatherSeries[];
  /** What its times name, in words. */
  readonly stamps: string;
  /** What the file says besides. */
  readonly facts: readonly string[];
  /** Rows that are not in the series, in words. */
  readonly leftOut: readonly string[];
  /** Rows that the file does not have, in words. */
  readonly filled: readonly string[];
  /** What looks wrong, in words. */
  readonly notes: readonly string[];
}

/** How weather is to be read. */
export interface WeatherOptions {
  /** Calendar year on which a typical year is laid; null: the years of the file. */
  readonly year: number | null;
  /** What stands on 29 February of that year where the file has none. */
  readonly leapDay: 'gap' | 'repeat';
  /** Intervals that start before are left out. */
  readonly from: number | null;
  /** Intervals that start from here on are left out. */
  readonly to: number | null;
}

/** `UTC-08:00`. */
export function offsetWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** `San.Jose, CA, USA, at 37.359, -121.924, 15.5 m above the sea`. */
export function placeWords({ name, latitude, longitude, elevationMeters }: WeatherPlace): string {
  const height = elevationMeters === null ? '' : `, ${elevationMeters} m above the sea`;
  return `${name === null ? '' : `${name}, `}at ${latitude}, ${longitude}${height}`;
}

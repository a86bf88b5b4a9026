import { formatUtc, instant, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import type { WeatherColumn } from './columns.ts';
import type { GridColumn, WeatherGrid } from './join.ts';
import { type DailyCourse, dailyCourse } from './sun.ts';
import { offsetWords, type WeatherFile, type WeatherPlace } from './weather-file.ts';

/** What was read, for people and programs. Instants are UTC texts, values are in the units written. */
export interface WeatherDescription {
  readonly files: readonly {
    readonly file: string;
    readonly format: WeatherFile['format'];
    readonly rowCount: number;
    /** `UTC-08:00`. */
    readonly clock: string;
  }[];
  /** Of the first file. */
  readonly place: WeatherPlace;
  readonly stamps: string;
  readonly start: string;
  readonly end: string;
  /** The same by the clock of the first file. */
  readonly startLocal: string;
  readonly endLocal: string;
  readonly resolutionMinutes: number;
  readonly intervalCount: number;
  readonly columns: readonly ColumnDescription[];
  /** Intervals on end in which the same columns have no value. */
  readonly gaps: readonly WeatherGap[];
  readonly dailyCourse: DailyCourse;
  /** Pressure of the standard atmosphere at that height, for a site whose weather has none. */
  readonly standardPressureKpa: number | null;
  readonly outsideCount: number;
  readonly facts: readonly string[];
  readonly leftOut: readonly string[];
  readonly filled: readonly string[];
  /** What looks wrong, in words. */
  readonly notes: readonly string[];
}

export interface ColumnDescription {
  readonly column: string;
  readonly unit: string;
  /** What the file calls it. */
  readonly source: string;
  readonly valueCount: number;
  readonly least: number | null;
  readonly mean: number | null;
  readonly greatest: number | null;
}

export interface WeatherGap {
  readonly start: string;
  readonly end: string;
  readonly intervalCount: number;
  readonly columns: readonly string[];
}

/** What there is to say but for the notes. */
export function describeWeather(grid: WeatherGrid, files: readonly WeatherFile[]): Omit<WeatherDescription, 'notes'> {
  const [{ place, utcOffsetMinutes, stamps }] = files;
  const end = grid.start + grid.intervalCount * grid.stepMilliseconds;
  return {
    files: files.map((file) => ({
      file: file.file,
      format: file.format,
      rowCount: file.rowCount,
      clock: offsetWords(file.utcOffsetMinutes),
    })),
    place,
    stamps,
    start: formatUtc(instant(grid.start)),
    end: formatUtc(instant(end)),
    startLocal: localText(grid.start, utcOffsetMinutes),
    endLocal: localText(end, utcOffsetMinutes),
    resolutionMinutes: grid.stepMilliseconds / MILLISECONDS_PER_MINUTE,
    intervalCount: grid.intervalCount,
    columns: grid.columns.map((column) => ({ ...describeColumn(column), source: column.source })),
    gaps: gapsOf(grid),
    dailyCourse: dailyCourse(grid, place, utcOffsetMinutes),
    standardPressureKpa: place.elevationMeters === null ? null : standardPressureKpa(place.elevationMeters),
    outsideCount: grid.outsideCount,
    facts: once(files, ({ facts }) => facts),
    leftOut: once(files, ({ leftOut }) => leftOut),
    filled: once(files, ({ filled }) => filled),
  };
}

/** What files say, of each its own; what several say alike, once. */
const once = (files: readonly WeatherFile[], words: (file: WeatherFile) => readonly string[]): string[] => [
  ...new Set(files.flatMap(words)),
];

const localText = (at: number, utcOffsetMinutes: number): string =>
  `${formatUtc(instant(at + utcOffsetMinutes * MILLISECONDS_PER_MINUTE)).slice(0, 16)}${offsetWords(utcOffsetMinutes).slice(3)}`;

/** Least, mean and greatest of the values that there are. */
export function describeColumn({
  column,
  values,
}: {
  readonly column: WeatherColumn;
  readonly values: Iterable<number>;
}): Omit<ColumnDescription, 'source'> {
  const known = [...values].filter((value) => !Number.isNaN(value));
  const { name, unit } = column;
  if (known.length === 0) return { column: name, unit, valueCount: 0, least: null, mean: null, greatest: null };
  return {
    column: name,
    unit,
    valueCount: known.length,
    least: known.reduce((found, value) => Math.min(found, value)),
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    greatest: known.reduce((found, value) => Math.max(found, value)),
  };
}

function gapsOf(grid: WeatherGrid): WeatherGap[] {
  const gaps: WeatherGap[] = [];
  const at = (index: number) => formatUtc(instant(grid.start + index * grid.stepMilliseconds));
  const lacking = (index: number) => grid.columns.filter(({ values }) => Number.isNaN(values[index]));
  const key = (columns: readonly GridColumn[]) => columns.map(({ column }) => column.name).join(' ');
  for (let index = 0; index < grid.intervalCount; ) {
    const first = index;
    const columns = lacking(first);
    index += 1;
    if (columns.length === 0) continue;
    while (index < grid.intervalCount && key(lacking(index)) === key(columns)) index += 1;
    gaps.push({
      start: at(first),
      end: at(index),
      intervalCount: index - first,
      columns: columns.map(({ column }) => column.name),
    });
  }
  return gaps;
}

/** The standard atmosphere (ISO 2533) below 11 km. */
const standardPressureKpa = (meters: number): number =>
  Number((101.325 * (1 - 2.25577e-5 * meters) ** 5.25588).toPrecision(5));

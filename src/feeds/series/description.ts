import { civilDays, formatLocal, parseInstant } from '../../time/civil.ts';
import { formatUtc, instant, MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import type { Grid } from './grid.ts';
import type { SeriesOptions, SeriesUnit } from './options.ts';
import type { FileRows } from './rows.ts';

/** What was read, for people and programs. Instants are UTC texts, values are in the unit of the file. */
export interface SeriesDescription {
  readonly quantity: SeriesOptions['quantity'];
  readonly unit: string;
  readonly writtenUnit: string;
  readonly files: readonly FileDescription[];
  readonly stamp: SeriesOptions['stamp'];
  /** Null where every time has its offset and no zone was stated. */
  readonly timeZone: string | null;
  /** Start of the first interval, and end of the last. */
  readonly start: string;
  readonly end: string;
  /** The same by the clock of the zone. */
  readonly startLocal: string | null;
  readonly endLocal: string | null;
  readonly resolutionMinutes: number;
  readonly intervalCount: number;
  readonly valueCount: number;
  readonly blankCount: number;
  readonly negativeCount: number;
  readonly zeroCount: number;
  readonly least: Extreme | null;
  readonly mean: number | null;
  readonly greatest: Extreme | null;
  readonly longestZeroRun: Run | null;
  /** Longest run of one and the same value other than 0. */
  readonly longestSameRun: Run | null;
  readonly gaps: readonly Gap[];
  readonly duplicates: readonly DuplicateDescription[];
  readonly droppedRows: readonly { readonly file: string; readonly line: number; readonly time: string }[];
  readonly backLines: readonly { readonly file: string; readonly line: number }[];
  /** Times that several files have and agree on. */
  readonly overlapCount: number;
  /** Rows that --from and --to leave out. */
  readonly outsideCount: number;
  /** Days of the zone that are shorter or longer than 24 hours. */
  readonly clockChangeDays: readonly ClockChangeDay[];
  /** Hours of the zone's clock with the least and the greatest mean. */
  readonly dailyCourse: { readonly leastHour: number; readonly greatestHour: number } | null;
  /** What looks wrong, in words. */
  readonly notes: readonly string[];
}

export interface FileDescription {
  readonly file: string;
  readonly rowCount: number;
  readonly timeColumn: string;
  readonly column: string;
}

export interface Extreme {
  readonly value: number;
  readonly at: string;
}

/** Intervals on end. */
export interface Run {
  readonly value: number;
  readonly start: string;
  readonly intervalCount: number;
}

/** Time without a value. */
export interface Gap {
  readonly start: string;
  readonly end: string;
  readonly intervalCount: number;
  /** Whether it lies in the second run of an hour that the zone's clock showed twice. */
  readonly doubledHour: boolean;
}

export interface DuplicateDescription {
  readonly at: string;
  readonly file: string;
  readonly keptLine: number;
  readonly droppedLine: number;
}

export interface ClockChangeDay {
  readonly date: string;
  readonly hours: number;
  readonly valueCount: number;
  readonly intervalCount: number;
}

/** What there is to say of a series but for the notes. */
export function describeGrid(
  grid: Grid,
  files: readonly FileRows[],
  overlapCount: number,
  unit: SeriesUnit,
  options: SeriesOptions,
): Omit<SeriesDescription, 'notes'> {
  const { timeZone } = options;
  const end = instantOf(grid, grid.values.length);
  const local = (at: number) => (timeZone === null ? null : formatLocal(instant(at), timeZone));
  return {
    quantity: options.quantity,
    unit: unit.given,
    writtenUnit: unit.written,
    files: files.map(({ file, rowCount, timeColumn, column }) => ({ file, rowCount, timeColumn, column })),
    stamp: options.stamp,
    timeZone,
    start: formatUtc(grid.start),
    end: formatUtc(end),
    startLocal: local(grid.start),
    endLocal: local(end),
    resolutionMinutes: grid.stepMilliseconds / MILLISECONDS_PER_MINUTE,
    intervalCount: grid.values.length,
    ...figuresOf(grid),
    blankCount: grid.blankStarts.length,
    gaps: gapsOf(grid, timeZone),
    duplicates: files.flatMap(({ file, duplicates }) =>
      duplicates.map(({ at, kept, dropped }) => ({
        at: formatUtc(at),
        file,
        keptLine: kept.line,
        droppedLine: dropped.line,
      })),
    ),
    droppedRows: files.flatMap(({ file, skipped }) => skipped.map(({ line, cell }) => ({ file, line, time: cell }))),
    backLines: files.flatMap(({ file, backLines }) => backLines.map((line) => ({ file, line }))),
    overlapCount,
    outsideCount: grid.outsideCount,
    clockChangeDays: timeZone === null ? [] : clockChangeDays(grid, timeZone),
    dailyCourse: timeZone === null ? null : dailyCourse(grid, timeZone),
  };
}

const instantOf = (grid: Grid, index: number): number => grid.start + index * grid.stepMilliseconds;

function figuresOf(grid: Grid) {
  const known = [...grid.values.keys()].filter((index) => !Number.isNaN(grid.values[index]));
  const valueAt = (index: number) => grid.values[index];
  const extreme = (better: (a: number, b: number) => boolean): Extreme | null => {
    const [first, ...rest] = known;
    if (first === undefined) return null;
    const best = rest.reduce((found, index) => (better(valueAt(index), valueAt(found)) ? index : found), first);
    return { value: valueAt(best), at: formatUtc(instantOf(grid, best)) };
  };
  const runs = runsOf(grid);
  return {
    valueCount: known.length,
    negativeCount: known.filter((index) => valueAt(index) < 0).length,
    zeroCount: known.filter((index) => valueAt(index) === 0).length,
    least: extreme((a, b) => a < b),
    mean: known.length === 0 ? null : known.reduce((sum, index) => sum + valueAt(index), 0) / known.length,
    greatest: extreme((a, b) => a > b),
    longestZeroRun: longest(runs.filter(({ value }) => value === 0)),
    longestSameRun: longest(runs.filter(({ value, intervalCount }) => value !== 0 && intervalCount > 1)),
  };
}

const longest = (runs: readonly Run[]): Run | null =>
  runs.reduce<Run | null>((best, run) => (best === null || run.intervalCount > best.intervalCount ? run : best), null);

/** Stretches of one value, those without any left out. */
function runsOf(grid: Grid): Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (let index = 1; index <= grid.values.length; index += 1) {
    if (index < grid.values.length && grid.values[index] === grid.values[start]) continue;
    const value = grid.values[start];
    if (!Number.isNaN(value)) {
      runs.push({ value, start: formatUtc(instantOf(grid, start)), intervalCount: index - start });
    }
    start = index;
  }
  return runs;
}

function gapsOf(grid: Grid, timeZone: string | null): Gap[] {
  const gaps: Gap[] = [];
  for (let index = 0; index < grid.values.length; index += 1) {
    if (!Number.isNaN(grid.values[index])) continue;
    const first = index;
    while (index + 1 < grid.values.length && Number.isNaN(grid.values[index + 1])) index += 1;
    const start = instantOf(grid, first);
    gaps.push({
      start: formatUtc(start),
      end: formatUtc(instantOf(grid, index + 1)),
      intervalCount: index + 1 - first,
      doubledHour: timeZone !== null && isSecondRun(start, timeZone),
    });
  }
  return gaps;
}

/** Whether the clock of the zone shows a time that it has shown shortly before. */
function isSecondRun(at: number, timeZone: string): boolean {
  const shown = formatLocal(instant(at), timeZone).replace(/(?:Z|[+-]\d\d:\d\d)$/, '');
  const parsed = parseInstant(shown, timeZone);
  return parsed.kind === 'doubled' && parsed.second === at;
}

function clockChangeDays(grid: Grid, timeZone: string): ClockChangeDay[] {
  const end = instantOf(grid, grid.values.length);
  return civilDays({ start: grid.start, end: instant(end) }, timeZone).flatMap((day) => {
    const hours = (day.end - day.start) / MILLISECONDS_PER_HOUR;
    if (hours === 24) return [];
    const first = Math.max(0, Math.ceil((day.start - grid.start) / grid.stepMilliseconds));
    const last = Math.min(grid.values.length, Math.ceil((day.end - grid.start) / grid.stepMilliseconds));
    const values = grid.values.subarray(first, last);
    const valueCount = values.filter((value) => !Number.isNaN(value)).length;
    return [{ date: day.date, hours, valueCount, intervalCount: values.length }];
  });
}

/** Hours of the day, by the zone's clock, in which the mean is least and greatest. Null for a series of days. */
function dailyCourse(grid: Grid, timeZone: string): SeriesDescription['dailyCourse'] {
  if (grid.stepMilliseconds > MILLISECONDS_PER_HOUR) return null;
  const sums = new Float64Array(24);
  const counts = new Float64Array(24);
  const end = instant(instantOf(grid, grid.values.length));
  for (const day of civilDays({ start: grid.start, end }, timeZone)) {
    // Days on which the clock changes have no even hours; some 363 others say enough.
    if (day.end - day.start !== 24 * MILLISECONDS_PER_HOUR) continue;
    const first = Math.max(0, Math.ceil((day.start - grid.start) / grid.stepMilliseconds));
    for (let index = first; index < grid.values.length && instantOf(grid, index) < day.end; index += 1) {
      if (Number.isNaN(grid.values[index])) continue;
      const hour = Math.floor((instantOf(grid, index) - day.start) / MILLISECONDS_PER_HOUR);
      sums[hour] += grid.values[index];
      counts[hour] += 1;
    }
  }
  if (counts.some((count) => count === 0)) return null;
  const means = sums.map((sum, hour) => sum / counts[hour]);
  return { leastHour: means.indexOf(Math.min(...means)), greatestHour: means.indexOf(Math.max(...means)) };
}

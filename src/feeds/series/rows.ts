import { type CsvTable, numberCell, parseCsvTable } from '../../tables/index.ts';
import { formatUtc, type Instant } from '../../time/timeline.ts';
import { findColumn, findTimeColumn, otherTimeColumns } from '../columns.ts';
import { cellText, type FeedProblem, faultOf, firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { makeLocalClock } from './local-clock.ts';
import type { SeriesOptions } from './options.ts';
import { type RawStamp, rawStamp, readStamps } from './stamps.ts';

/** One row of a series file: when as its time says, and what; null where the cell says nothing. */
export interface Sample {
  readonly at: Instant;
  /** In the unit of the file. */
  readonly value: number | null;
  readonly file: string;
  readonly line: number;
}

/** A row that has the time of another. */
export interface Duplicate {
  readonly at: Instant;
  readonly kept: Sample;
  readonly dropped: Sample;
}

/** One file, read. */
export interface FileRows {
  readonly file: string;
  readonly timeColumn: string;
  readonly column: string;
  /** More columns of times, of which nobody said that they are not the one. */
  readonly otherTimeColumns: readonly string[];
  readonly rowCount: number;
  /** Times ascend, none comes twice. */
  readonly samples: readonly Sample[];
  /** Whether some times have no offset, so that the zone decides. */
  readonly local: boolean;
  readonly duplicates: readonly Duplicate[];
  /** Rows at local times that do not exist, left out. */
  readonly skipped: readonly { readonly line: number; readonly cell: string }[];
  /** Lines at which the times went back before they were sorted. */
  readonly backLines: readonly number[];
}

/** The rows of one CSV file with their instants; or what is wrong with them, as far as it can be told at once. */
export function readRows(source: SourceFile, options: SeriesOptions): Reading<FileRows> {
  const parsed = parseCsvTable(source.text);
  if (parsed.kind === 'fault') return wrong(faultOf(source.name, parsed.fault));
  const time = findTimeColumn(source.name, parsed.table, options.timeColumn);
  const value = findColumn(source.name, parsed.table, options.column);
  if (time.kind === 'wrong' || value.kind === 'wrong') {
    return wrong(...[time, value].flatMap((column) => (column.kind === 'wrong' ? column.problems : [])));
  }
  return readColumns(source.name, parsed.table, { time: time.value, value: value.value }, options);
}

function readColumns(
  file: string,
  table: CsvTable,
  columns: { readonly time: number; readonly value: number },
  options: SeriesOptions,
): Reading<FileRows> {
  const rows = rowsInOrder(table, columns.time, options);
  const times = readTimes(file, table, columns.time, rows, options);
  const values = readValues(file, table, columns.value);
  if (times.kind === 'wrong' || values.kind === 'wrong') {
    return wrong(...[times, values].flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : [])));
  }
  const samples = times.value.kept.map(({ at, row }): Sample => {
    const index = rows.order[row];
    return { at, value: values.value[index], file, line: table.lines[index] };
  });
  const ascending = ascend(samples, options);
  if (ascending.kind === 'wrong') return ascending;
  return ok({
    file,
    timeColumn: table.header[columns.time],
    column: table.header[columns.value],
    otherTimeColumns: options.timeColumn === null ? otherTimeColumns(table, columns.time) : [],
    rowCount: table.rows.length,
    local: rows.raw.some(({ kind }) => kind === 'local'),
    skipped: times.value.skipped,
    backLines: rows.backLines,
    ...ascending.value,
  });
}

/** Rows in the order in which they are to be read, and their times as they stand there. */
interface OrderedRows {
  /** Index of each row in the table. */
  readonly order: readonly number[];
  readonly raw: readonly RawStamp[];
  readonly backLines: readonly number[];
}

function rowsInOrder(table: CsvTable, timeColumn: number, { order }: SeriesOptions): OrderedRows {
  const raw = table.rows.map((cells) => rawStamp(cells[timeColumn]));
  const asGiven = raw.map((_, row) => row);
  const faces = raw.map(faceOf);
  // A row without a time stands where it is until it is reported.
  if (order === 'refuse' || faces.includes(null)) return { order: asGiven, raw, backLines: [] };
  const face = (row: number): number => faces[row] ?? 0;
  const sorted = [...asGiven].sort((a, b) => face(a) - face(b) || a - b);
  const backLines = asGiven.filter((row) => row > 0 && face(row) < face(row - 1)).map((row) => table.lines[row]);
  return { order: sorted, raw: sorted.map((row) => raw[row]), backLines };
}

/** What a time is sorted by: what its clock shows. */
function faceOf(stamp: RawStamp): number | null {
  if (stamp.kind === 'invalid') return null;
  return stamp.kind === 'at' ? stamp.at : stamp.local;
}

interface Times {
  /** `row` counts in the order of reading. */
  readonly kept: readonly { readonly at: Instant; readonly row: number }[];
  readonly skipped: FileRows['skipped'];
}

function readTimes(
  file: string,
  table: CsvTable,
  column: number,
  rows: OrderedRows,
  options: SeriesOptions,
): Reading<Times> {
  const clock = options.timeZone === null ? null : makeLocalClock(options.timeZone);
  const kept: { at: Instant; row: number }[] = [];
  const skipped: { line: number; cell: string }[] = [];
  const problems: FeedProblem[] = [];
  for (const { row, reading } of readStamps(rows.raw, clock, options.stamp)) {
    const index = rows.order[row];
    const line = table.lines[index];
    const cell = table.rows[index][column];
    if (reading.kind === 'at') kept.push({ at: reading.at, row });
    else if (reading.kind === 'skipped' && options.skipped === 'drop') skipped.push({ line, cell });
    else problems.push({ file, line, found: `the time ${cellText(cell)}`, ...timeWords(reading.kind, options) });
  }
  return problems.length > 0 ? wrong(...firstOf(problems, 'such times')) : ok({ kept, skipped });
}

function timeWords(
  kind: 'skipped' | 'withoutOffset' | 'invalid',
  { timeZone }: SeriesOptions,
): Pick<FeedProblem, 'expected' | 'hint'> {
  if (kind === 'skipped') {
    return {
      expected: `a time that exists in ${timeZone}: the clock jumps over this one`,
      hint: '--skipped drop leaves such rows out; if the clock of the file never jumps, --zone should be UTC or another',
    };
  }
  if (kind === 'withoutOffset') {
    return {
      expected: 'a time with an offset, or the zone of the clock that wrote it',
      hint: 'state it: --zone Europe/Berlin, --zone UTC ...',
    };
  }
  return { expected: 'an ISO 8601 time, like 2026-06-01 08:00 or 2026-06-01T08:00+02:00' };
}

/** The values in the order of the table; null where a cell says that there is none. */
function readValues(file: string, { rows, lines }: CsvTable, column: number): Reading<(number | null)[]> {
  const problems: FeedProblem[] = [];
  const values = rows.map((cells, row) => {
    const cell = cells[column];
    const read = numberCell(cell);
    if (read.kind === 'number') return read.value;
    if (read.kind === 'wrong') {
      const hint = /^[+-]?[\d.]*,\d+$/.test(cell) ? { hint: 'write decimals with a point' } : {};
      problems.push({ file, line: lines[row], found: cellText(cell), expected: 'a number, or an empty cell', ...hint });
    }
    return null;
  });
  return problems.length > 0 ? wrong(...firstOf(problems, 'such cells')) : ok(values);
}

/** Samples whose times ascend; of those that have the time of another one is kept, where the options say which. */
function ascend(
  samples: readonly Sample[],
  options: SeriesOptions,
): Reading<{ samples: readonly Sample[]; duplicates: readonly Duplicate[] }> {
  const kept: Sample[] = [];
  const duplicates: Duplicate[] = [];
  const problems: FeedProblem[] = [];
  for (const sample of samples) {
    const last = kept.at(-1);
    if (last === undefined || sample.at > last.at) kept.push(sample);
    else if (sample.at < last.at) return wrong(goesBack(sample, last));
    else if (options.duplicates === 'refuse') problems.push(duplicateProblem(sample, last));
    else {
      const [winner, loser] = options.duplicates === 'first' ? [last, sample] : [sample, last];
      kept[kept.length - 1] = winner;
      duplicates.push({ at: sample.at, kept: winner, dropped: loser });
    }
  }
  return problems.length > 0 ? wrong(...firstOf(problems, 'such rows')) : ok({ samples: kept, duplicates });
}

const goesBack = (sample: Sample, last: Sample): FeedProblem => ({
  file: sample.file,
  line: sample.line,
  found: `${formatUtc(sample.at)} after ${formatUtc(last.at)} of line ${last.line}`,
  expected: 'times that ascend',
  hint: '--order sort puts the rows in the order of their times',
});

const valueText = (value: number | null): string => (value === null ? 'no value' : String(value));

const duplicateProblem = (sample: Sample, last: Sample): FeedProblem => ({
  file: sample.file,
  line: sample.line,
  found: `${formatUtc(sample.at)} a second time, ${valueText(sample.value)} after ${valueText(last.value)} of line ${last.line}`,
  expected: 'each time once',
  hint: '--duplicates first or last keeps one; if a clock was turned back here, --zone should be its zone',
});

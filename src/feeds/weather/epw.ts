import { numberCell, quote } from '../../tables/index.ts';
import { cellText, type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import {
  DIFFUSE_HORIZONTAL,
  DIRECT_NORMAL,
  DRY_BULB,
  GLOBAL_HORIZONTAL,
  isInRange,
  PRESSURE,
  RELATIVE_HUMIDITY,
  rangeWords,
  scaled,
  type WeatherColumn,
  WIND_DIRECTION,
  WIND_SPEED,
} from './columns.ts';
import type { WeatherPlace } from './weather-file.ts';

/** Where a quantity stands in a row, its unit there, and the number from which on it says "missing". */
export interface EpwField {
  readonly index: number;
  readonly column: WeatherColumn;
  readonly unit: string;
  readonly factor: number;
  readonly missingFrom: number;
}

const field = (index: number, column: WeatherColumn, unit: string, missingFrom: number, factor = 1): EpwField => ({
  index,
  column,
  unit,
  factor,
  missingFrom,
});

/** Auxiliary Programs of EnergyPlus, "EPW Data Dictionary": fields N6 to N21, counted from 0. */
export const EPW_FIELDS: readonly EpwField[] = [
  field(6, DRY_BULB, 'C', 99.9),
  field(8, RELATIVE_HUMIDITY, '%', 999, 0.01),
  field(9, PRESSURE, 'Pa', 999_999, 0.001),
  field(13, GLOBAL_HORIZONTAL, 'Wh/m2', 9999),
  field(14, DIRECT_NORMAL, 'Wh/m2', 9999),
  field(15, DIFFUSE_HORIZONTAL, 'Wh/m2', 9999),
  field(20, WIND_DIRECTION, 'degrees', 999),
  field(21, WIND_SPEED, 'm/s', 999),
];

const LEAST_FIELDS = 22;

/** One record: the interval that ends at this hour and minute of the station's standard time. */
export interface EpwRow {
  readonly line: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 to 24, the hour that ends then. */
  readonly hour: number;
  readonly minute: number;
  /** By EPW_FIELDS, in the units written; NaN where it is missing. */
  readonly values: readonly number[];
}

/** What stands in an EPW file, not yet laid on a calendar. */
export interface EpwFile {
  readonly file: string;
  readonly place: WeatherPlace;
  readonly utcOffsetMinutes: number;
  readonly recordsPerHour: number;
  readonly dataSource: string;
  readonly comments: readonly string[];
  readonly rows: readonly EpwRow[];
}

/** Whether a text begins as EPW files do. */
export const looksLikeEpw = (text: string): boolean => /^\s*LOCATION\s*,/i.test(text);

/** An EnergyPlus weather file; or what is wrong with it, as far as it can be told at once. */
export function readEpw({ name, text }: SourceFile): Reading<EpwFile> {
  const lines = text.split(/\r\n|\n|\r/);
  const periods = lines.findIndex((line) => /^\s*DATA PERIODS\s*,/i.test(line));
  if (periods < 0) {
    const expected = 'a header that ends with a line DATA PERIODS,...';
    return wrong({ file: name, found: `no line DATA PERIODS among ${lines.length}`, expected });
  }
  const location = readLocation(name, lines.findIndex(looksLikeEpw), lines);
  const perHour = readRecordsPerHour(name, periods, lines[periods]);
  const rows = readRows(name, lines, periods + 1, perHour.kind === 'ok' ? perHour.value : 1);
  if (location.kind === 'wrong' || perHour.kind === 'wrong' || rows.kind === 'wrong') {
    return wrong(...[location, perHour, rows].flatMap((part) => (part.kind === 'wrong' ? part.problems : [])));
  }
  return ok({
    file: name,
    ...location.value,
    recordsPerHour: perHour.value,
    comments: lines.slice(0, periods).flatMap(commentOf),
    rows: rows.value,
  });
}

function commentOf(line: string): string[] {
  const match = /^\s*COMMENTS\s*\d*\s*,\s*"?(.*?)"?\s*$/i.exec(line);
  return match === null || match[1] === '' ? [] : [match[1]];
}

function readLocation(
  file: string,
  index: number,
  lines: readonly string[],
): Reading<Pick<EpwFile, 'place' | 'utcOffsetMinutes' | 'dataSource'>> {
  const cells = lines[index].split(',').map((cell) => cell.trim());
  const problems: FeedProblem[] = [];
  const read = (place: number, what: string, least: number, greatest: number): number => {
    const cell = cells[place] ?? '';
    const number = numberCell(cell);
    if (number.kind === 'number' && number.value >= least && number.value <= greatest) return number.value;
    problems.push({
      file,
      line: index + 1,
      found: `${cellText(cell)} as the ${what}`,
      expected: `a number from ${least} to ${greatest} in field ${place + 1} of LOCATION`,
    });
    return Number.NaN;
  };
  const latitude = read(6, 'latitude', -90, 90);
  const longitude = read(7, 'longitude', -180, 180);
  const hours = read(8, 'time zone in hours from UTC', -12, 14);
  const elevationMeters = read(9, 'elevation in metres', -1000, 9999.9);
  if (problems.length > 0) return wrong(...problems);
  const name = cells.slice(1, 4).filter((cell) => cell !== '' && cell !== '-');
  return ok({
    place: { name: name.length === 0 ? null : name.join(', '), latitude, longitude, elevationMeters },
    utcOffsetMinutes: Math.round(hours * 60),
    dataSource: cells[4],
  });
}

function readRecordsPerHour(file: string, index: number, line: string): Reading<number> {
  const cell = line.split(',')[2]?.trim() ?? '';
  const count = Number(cell);
  if (cell !== '' && Number.isInteger(count) && count >= 1 && count <= 60 && 60 % count === 0) return ok(count);
  const expected = 'the number of records an hour, which divides 60, in field 3 of DATA PERIODS';
  return wrong({ file, line: index + 1, found: cellText(cell), expected });
}

function readRows(file: string, lines: readonly string[], first: number, perHour: number): Reading<EpwRow[]> {
  const rows: EpwRow[] = [];
  const problems: FeedProblem[] = [];
  for (let index = first; index < lines.length; index += 1) {
    if (lines[index].trim() === '') continue;
    const row = readRow(lines[index], index + 1, perHour);
    if ('expected' in row) problems.push({ file, line: index + 1, ...row });
    else rows.push(row);
  }
  if (problems.length > 0) return wrong(...firstOf(problems, 'such lines'));
  if (rows.length === 0) return wrong({ file, line: first, found: 'no row below DATA PERIODS', expected: 'hours' });
  return ok(rows);
}

type RowFault = Pick<FeedProblem, 'found' | 'expected' | 'hint'>;

function readRow(text: string, line: number, perHour: number): EpwRow | RowFault {
  const cells = text.split(',');
  if (cells.length < LEAST_FIELDS) {
    return {
      found: `${cells.length} fields, ${quote(text)}`,
      expected: `at least the ${LEAST_FIELDS} up to wind speed`,
    };
  }
  const [year, month, day, hour, minute] = cells
    .slice(0, 5)
    .map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
  const when = { line, year, month, day, hour, minute };
  const fault = timeFault(when, perHour);
  if (fault !== null) return { found: `the time ${quote(cells.slice(0, 5).join(','))}`, ...fault };
  const values: number[] = [];
  for (const { index, column, unit, factor, missingFrom } of EPW_FIELDS) {
    const read = numberCell(cells[index]);
    const missing = read.kind === 'blank' || (read.kind === 'number' && read.value >= missingFrom);
    const value = read.kind === 'number' ? scaled(read.value, factor) : Number.NaN;
    if (!missing && !isInRange(value, column)) {
      const found = `${cellText(cells[index])} (${unit}) in field ${index + 1}`;
      return { found, expected: `${rangeWords(column)}, or ${missingFrom} where it is missing` };
    }
    values.push(missing ? Number.NaN : value);
  }
  return { ...when, values };
}

/** Minutes say nothing where there is one record an hour: files have 0, 30 or 60 there for the same hour. */
function timeFault(
  { year, month, day, hour, minute }: Omit<EpwRow, 'values'>,
  perHour: number,
): Omit<RowFault, 'found'> | null {
  const whole = [year, month, day, hour, minute].every(Number.isInteger);
  if (!whole || year < 1 || year > 9999) return { expected: 'year, month, day, hour and minute as whole numbers' };
  // By a leap year: whether 29 February is one is asked where the year is known.
  const date = new Date(Date.UTC(2000, month - 1, day));
  if (month < 1 || day < 1 || date.getUTCMonth() !== month - 1) return { expected: 'a day of the calendar' };
  if (hour < 1 || hour > 24) {
    return { expected: 'an hour from 1 to 24, each by the hour that ends then', hint: 'hour 1 is 00:00 to 01:00' };
  }
  const minutes = 60 / perHour;
  if (perHour === 1 || (minute >= minutes && minute <= 60 && minute % minutes === 0)) return null;
  return {
    expected: `a minute at which one of the ${perHour} records of the hour ends, a multiple of ${minutes} up to 60`,
  };
}

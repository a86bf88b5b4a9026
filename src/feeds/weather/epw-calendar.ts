import { MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import { ok, type Reading, wrong } from '../problems.ts';
import { EPW_FIELDS, type EpwFile, type EpwRow } from './epw.ts';
import type { WeatherFile, WeatherOptions, WeatherSeries } from './weather-file.ts';

/** A record and the start of its interval, epoch milliseconds. */
interface DatedRow {
  readonly row: EpwRow;
  readonly start: number;
}

interface DatedRows {
  readonly dated: readonly DatedRow[];
  readonly leftOut: readonly string[];
  readonly filled: readonly string[];
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const isLeapDay = ({ month, day }: EpwRow): boolean => month === 2 && day === 29;

/** The first record whose year is not that of the record before, but at new year; null where the years are one series. */
export function firstYearMix({ rows }: EpwFile): { readonly row: EpwRow; readonly before: EpwRow } | null {
  const at = rows.findIndex((row, index) => {
    if (index === 0 || row.year === rows[index - 1].year) return false;
    const before = rows[index - 1];
    return !(row.year === before.year + 1 && row.month === 1 && row.day === 1 && before.month === 12);
  });
  return at < 0 ? null : { row: rows[at], before: rows[at - 1] };
}

/** Records as intervals of the calendar, in the years of the file or in the one asked for. */
export function layOnCalendar(epw: EpwFile, options: WeatherOptions): Reading<WeatherFile> {
  const mix = options.year === null ? firstYearMix(epw) : null;
  if (mix !== null) return wrong(mixedYears(epw.file, mix.row, mix.before));
  const dated = dateRows(epw, options);
  if (dated.kind === 'wrong') return dated;
  const rows = dated.value.dated;
  const back = rows.findIndex(({ start }, index) => index > 0 && start <= rows[index - 1].start);
  if (back > 0) return wrong(goesBack(epw.file, rows[back].row, rows[back - 1].row, options.year));
  const step = MILLISECONDS_PER_HOUR / epw.recordsPerHour;
  return ok({
    file: epw.file,
    format: 'EPW',
    place: epw.place,
    utcOffsetMinutes: epw.utcOffsetMinutes,
    stepMilliseconds: step,
    rowCount: epw.rows.length,
    start: rows[0].start,
    end: rows[rows.length - 1].start + step,
    series: seriesOf(epw, rows),
    stamps: 'the local standard time; hours 1 to 24 name their end',
    facts: factsOf(epw, options.year),
    leftOut: dated.value.leftOut,
    filled: dated.value.filled,
    notes: epw.recordsPerHour === 1 ? [] : [SUBHOURLY],
  });
}

const SUBHOURLY =
  'irradiance of more than one record an hour is left out: whether it is an amount or a mean differs from file to file';

function seriesOf(epw: EpwFile, rows: readonly DatedRow[]): WeatherSeries[] {
  const starts = rows.map(({ start }) => start);
  return EPW_FIELDS.flatMap(({ index, column, unit }, place): WeatherSeries[] => {
    if (column.kind === 'irradiance' && epw.recordsPerHour > 1) return [];
    return [
      { column, source: `field ${index + 1} (${unit})`, starts, values: rows.map(({ row }) => row.values[place]) },
    ];
  });
}

function dateRows(epw: EpwFile, { year, leapDay }: WeatherOptions): Reading<DatedRows> {
  const wanted = epw.rows.filter((row) => !isLeapDay(row) || isLeap(year ?? row.year));
  const lost = epw.rows.length - wanted.length;
  const wrongDay = year === null ? epw.rows.find((row) => isLeapDay(row) && !isLeap(row.year)) : undefined;
  if (wrongDay !== undefined) {
    const found = `29 February ${wrongDay.year}`;
    return wrong({ file: epw.file, line: wrongDay.line, found, expected: 'a day of that year', hint: YEAR_HINT });
  }
  const dated = wanted.map((row) => ({ row, start: startOf(epw, row, year ?? row.year) }));
  const leftOut = lost === 0 ? [] : [`${lost} records of 29 February, which ${year} does not have`];
  if (dated.length === 0) return wrong({ file: epw.file, found: 'only 29 February', expected: `days of ${year}` });
  const lacks = year !== null && isLeap(year) && !wanted.some(isLeapDay);
  if (!lacks || leapDay === 'gap') return ok({ dated, leftOut, filled: [] });
  const day = 24 * MILLISECONDS_PER_HOUR;
  const copies = dated
    .filter(({ row }) => row.month === 2 && row.day === 28)
    .map(({ row, start }) => ({ row, start: start + day }));
  const filled = copies.length === 0 ? [] : [`29 February ${year}, a copy of the 28th (${copies.length} records)`];
  return ok({ dated: [...dated, ...copies].sort((a, b) => a.start - b.start), leftOut, filled });
}

/** Hour 1 begins at 00:00; with several records an hour the minute names the end of each. */
function startOf({ recordsPerHour, utcOffsetMinutes }: EpwFile, row: EpwRow, year: number): number {
  const midnight = new Date(0);
  // Date.UTC takes the years 0 to 99 for those of 1900 on.
  midnight.setUTCFullYear(year, row.month - 1, row.day);
  const length = 60 / recordsPerHour;
  const minutes = (row.hour - 1) * 60 + (recordsPerHour === 1 ? 0 : row.minute - length);
  return midnight.getTime() + (minutes - utcOffsetMinutes) * MILLISECONDS_PER_MINUTE;
}

function factsOf(epw: EpwFile, year: number | null): string[] {
  const months = monthsOf(epw);
  const typical = firstYearMix(epw) !== null;
  return [
    ...(epw.dataSource === '' ? [] : [`source ${epw.dataSource}`]),
    ...(typical ? [`a typical year: ${months}; laid on ${year}`] : []),
    ...(!typical && year !== null && epw.rows[0].year !== year ? [`records of ${months}; laid on ${year}`] : []),
    ...epw.comments,
  ];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jan 2012, Feb 2021, ...`, or the years where each is whole. */
export function monthsOf(epw: EpwFile): string {
  if (firstYearMix(epw) === null) {
    const years = epw.rows.map(({ year }) => year);
    const [first, last] = [years[0], years[years.length - 1]];
    return first === last ? `${first}` : `${first} to ${last}`;
  }
  const named = epw.rows.map(({ month, year }) => `${MONTHS[month - 1]} ${year}`);
  return [...new Set(named)].slice(0, 24).join(', ');
}

const YEAR_HINT = '--year 2026 lays the file on that year';

const mixedYears = (file: string, row: EpwRow, before: EpwRow) => ({
  file,
  line: row.line,
  found: `the year ${row.year} after ${before.year}, as typical years have that are put together from several`,
  expected: 'one series of years, or the year that it is to be laid on',
  hint: YEAR_HINT,
});

const dateWords = ({ year, month, day, hour }: EpwRow): string => `${year}-${month}-${day} hour ${hour}`;

const goesBack = (file: string, row: EpwRow, before: EpwRow, year: number | null) => ({
  file,
  line: row.line,
  found: `${dateWords(row)} after ${dateWords(before)} of line ${before.line}`,
  expected: year === null ? 'times that ascend' : `times that ascend from January to December of ${year}`,
});

import { formatUtc, instant, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import { isInCalendar, YEARS_OF_CALENDAR } from '../calendar.ts';
import { type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import { WEATHER_COLUMNS, type WeatherColumn, withUnit } from './columns.ts';
import { placeWords, type WeatherFile, type WeatherOptions } from './weather-file.ts';

/** Intervals of equal length without holes, and a value or NaN of each column for each. */
export interface WeatherGrid {
  /** Start of the first interval, epoch milliseconds. */
  readonly start: number;
  readonly stepMilliseconds: number;
  readonly intervalCount: number;
  readonly columns: readonly GridColumn[];
  /** Intervals that --from and --to leave out. */
  readonly outsideCount: number;
}

export interface GridColumn {
  readonly column: WeatherColumn;
  readonly source: string;
  readonly values: Float64Array;
}

/** Thirty years of 5 minutes; more is a time gone wrong. */
const MOST_INTERVALS = 3_200_000;
/** Two grid points of a weather model, or the rounding of one. */
const SAME_PLACE_DEGREES = 0.3;

/** Files of one place joined in time, in whatever order they were given; where no row is, there is no value. */
export function joinWeather(files: readonly WeatherFile[], options: WeatherOptions): Reading<WeatherGrid> {
  const [first] = files;
  const unlike = files.flatMap((file) => mismatch(first, file));
  if (unlike.length > 0) return wrong(...unlike);
  const step = first.stepMilliseconds;
  const start = Math.min(...files.map((file) => file.start));
  const end = Math.max(...files.map((file) => file.end));
  const all = (end - start) / step;
  if (all > MOST_INTERVALS || !isInCalendar(start) || !isInCalendar(end)) return wrong(tooLong(first, all));
  const from = Math.max(0, Math.ceil(((options.from ?? start) - start) / step));
  const to = Math.min(all, Math.ceil(((options.to ?? end) - start) / step));
  if (from >= to) return wrong(nothingInside(first, start, end));
  const window: Window = { start: start + from * step, step, count: to - from };
  const columns = WEATHER_COLUMNS.map((column) => joinColumn(files, column, window));
  const problems = columns.flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : []));
  if (problems.length > 0) return wrong(...problems);
  return ok({
    start: window.start,
    stepMilliseconds: step,
    intervalCount: window.count,
    columns: columns.flatMap((reading) => (reading.kind === 'ok' && reading.value !== null ? [reading.value] : [])),
    outsideCount: all - window.count,
  });
}

interface Window {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** One column of all files; null where none has it. */
function joinColumn(
  files: readonly WeatherFile[],
  column: WeatherColumn,
  { start, step, count }: Window,
): Reading<GridColumn | null> {
  const parts = files.flatMap((file) =>
    file.series.filter((series) => series.column === column).map((series) => ({ file: file.file, series })),
  );
  if (parts.length === 0) return ok(null);
  const values = new Float64Array(count).fill(Number.NaN);
  const problems: FeedProblem[] = [];
  for (const { file, series } of parts) {
    for (const [row, at] of series.starts.entries()) {
      const index = (at - start) / step;
      const value = series.values[row];
      if (index < 0 || index >= count || Number.isNaN(value)) continue;
      if (!Number.isNaN(values[index]) && values[index] !== value) {
        const found = `${withUnit(value, column.unit)} as ${column.what} at ${formatUtc(instant(at))}`;
        problems.push({ file, found, expected: `${values[index]}, which another file has there`, hint: OVERLAP });
      }
      values[index] = value;
    }
  }
  if (problems.length > 0) return wrong(...firstOf(problems, `such values of ${column.what}`));
  const sources = [...new Set(parts.map(({ series }) => series.source))].join(', ');
  return ok({ column, source: sources, values });
}

const OVERLAP = 'where files overlap they must agree: cut one of them with --from and --to and import the parts apart';

function mismatch(first: WeatherFile, file: WeatherFile): FeedProblem[] {
  const minutes = (milliseconds: number) => `${milliseconds / MILLISECONDS_PER_MINUTE} minutes`;
  const apart = (key: 'latitude' | 'longitude') => Math.abs(first.place[key] - file.place[key]);
  const elsewhere = apart('latitude') > SAME_PLACE_DEGREES || apart('longitude') > SAME_PLACE_DEGREES;
  const wanted = `as ${first.file} has`;
  return [
    ...(elsewhere
      ? [
          {
            file: file.file,
            found: `weather ${placeWords(file.place)}`,
            expected: `one place, ${placeWords(first.place)} ${wanted}`,
          },
        ]
      : []),
    ...(file.stepMilliseconds === first.stepMilliseconds
      ? (file.start - first.start) % first.stepMilliseconds === 0
        ? []
        : [
            {
              file: file.file,
              found: `intervals that begin at ${formatUtc(instant(file.start))}`,
              expected: `the raster of ${first.file}`,
            },
          ]
      : [
          {
            file: file.file,
            found: `intervals of ${minutes(file.stepMilliseconds)}`,
            expected: `one length, ${minutes(first.stepMilliseconds)} ${wanted}`,
          },
        ]),
  ];
}

const tooLong = ({ file }: WeatherFile, count: number): FeedProblem => ({
  file,
  found: `${Math.round(count)} intervals from the first row to the last`,
  expected: `at most ${MOST_INTERVALS}, within ${YEARS_OF_CALENDAR}`,
  hint: 'perhaps a year is wrong',
});

const nothingInside = ({ file }: WeatherFile, start: number, end: number): FeedProblem => ({
  file,
  found: `weather from ${formatUtc(instant(start))} to ${formatUtc(instant(end))}`,
  expected: 'some between --from and --to',
});

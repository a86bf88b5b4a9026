import { type FeedProblem, ok, type Reading, wrong } from '../problems.ts';
import type { SourceFile } from '../source.ts';
import { RELATIVE_HUMIDITY, type WeatherColumn } from './columns.ts';
import { describeWeather, type WeatherDescription } from './description.ts';
import { looksLikeEpw, readEpw } from './epw.ts';
import { layOnCalendar } from './epw-calendar.ts';
import { joinWeather, type WeatherGrid } from './join.ts';
import { emptyNotes, notesOn } from './notes.ts';
import { looksLikeJson, readOpenMeteo } from './open-meteo.ts';
import type { WeatherFile, WeatherOptions } from './weather-file.ts';

/** Weather ready for a scenario: intervals without holes in time, each with a value of each column or none. */
export interface ImportedWeather {
  /** Start of the first interval, epoch milliseconds. */
  readonly start: number;
  readonly stepMilliseconds: number;
  readonly intervalCount: number;
  /** NaN where there is no value. */
  readonly columns: readonly { readonly column: WeatherColumn; readonly values: Float64Array }[];
  readonly description: WeatherDescription;
}

/** Weather of one place from one or several files; or everything that is wrong with options and files, as far as it can be told at once. */
export function importWeather(sources: readonly SourceFile[], options: WeatherOptions): Reading<ImportedWeather> {
  const readings = sources.map((source) => readWeatherFile(source, options));
  const problems = readings.flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : []));
  if (problems.length > 0) return wrong(...problems);
  const files = readings.flatMap((reading) => (reading.kind === 'ok' ? [reading.value] : []));
  const joined = joinWeather(files, options);
  if (joined.kind === 'wrong') return joined;
  const grid = writtenGrid(joined.value);
  if (grid.columns.length === 0) return wrong(nothingKnown(files));
  const described = describeWeather(grid, files);
  const notes = [...notesOn(described, grid, files), ...emptyNotes(joined.value)];
  const { start, stepMilliseconds, intervalCount, columns } = grid;
  return ok({ start, stepMilliseconds, intervalCount, columns, description: { ...described, notes } });
}

function readWeatherFile(source: SourceFile, options: WeatherOptions): Reading<WeatherFile> {
  if (looksLikeEpw(source.text)) {
    const epw = readEpw(source);
    return epw.kind === 'wrong' ? epw : layOnCalendar(epw.value, options);
  }
  if (!looksLikeJson(source.text)) return wrong(unknownFormat(source));
  if (options.year === null) return readOpenMeteo(source);
  const expected = 'no --year for an answer of Open-Meteo, whose times are instants';
  return wrong({ file: source.name, found: `--year ${options.year}`, expected });
}

/** Air holds no more than saturation, and a column without a value is no column. */
const writtenGrid = (grid: WeatherGrid): WeatherGrid => ({
  ...grid,
  columns: grid.columns
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
    .map((entry) =>
      entry.column === RELATIVE_HUMIDITY
        ? { ...entry, values: entry.values.map((value) => Math.min(1, value)) }
        : entry,
    ),
});

const unknownFormat = ({ name, text }: SourceFile): FeedProblem => ({
  file: name,
  line: 1,
  found: JSON.stringify(text.trimStart().slice(0, 40)),
  expected: 'an EPW file, which begins with LOCATION, or an answer of Open-Meteo as JSON',
});

const nothingKnown = ([{ file }]: readonly WeatherFile[]): FeedProblem => ({
  file,
  found: 'no value in any of its columns, or none between --from and --to',
  expected: 'weather',
});

import { type ImportedWeather, importWeather, type WeatherDescription, type WeatherOptions } from '../feeds/index.ts';
import { formatUtc, instant } from '../time/timeline.ts';
import type { Arguments, Command } from './arguments.ts';
import { csvText } from './csv.ts';
import {
  numberOption,
  outputOptions,
  problemsError,
  readSources,
  windowOf,
  windowOptions,
} from './import-arguments.ts';
import { deliverImport, outputFile } from './import-output.ts';
import { weatherLines } from './import-weather-text.ts';
import { type CommandIo, exitCodes, UsageError } from './io.ts';

const LEAP_DAYS = ['gap', 'repeat'] as const;
const LAST_YEAR = 9998;

export const importWeatherCommand: Command = {
  name: 'import weather',
  summary: 'Weather from EPW files or answers of Open-Meteo, for series of a scenario.',
  details: [
    'Reads EnergyPlus weather files (.epw) and hourly answers of Open-Meteo, forecast or archive (.json), both also as .gz; files of one place are joined in time. Writes one CSV with a row for every interval: its start in UTC, dry-bulb temperature, relative humidity, pressure of the station, wind and irradiance, as far as the file has them. Units are in the names of the columns. What is missing stays empty.',
    'Each of these files has a clock of its own, at one offset from UTC throughout, and says so itself. A typical year is put together of months of several years: --year says on which it is laid.',
  ],
  positionals: [{ name: 'files', description: '.epw or .json, also as .gz', repeated: true }],
  options: {
    year: { valueName: 'YEAR', description: 'calendar year on which an EPW file is laid; its own years when absent' },
    'leap-day': {
      valueName: 'HOW',
      choices: LEAP_DAYS,
      description: '29 February of --year where the file has none: left open, or a copy of the 28th; default gap',
    },
    ...windowOptions,
    ...outputOptions,
  },
  run: runImport,
};

async function runImport(args: Arguments, io: CommandIo): Promise<number> {
  const options = readOptions(args);
  const file = await outputFile(args, args.positionals, io);
  const imported = importWeather(readSources(args.positionals, io), options);
  if (imported.kind === 'wrong') throw problemsError(imported.problems);
  const { description } = imported.value;
  await deliverImport(
    {
      csv: () => weatherCsv(imported.value),
      description,
      lines: weatherLines(description, io.columns),
      keys: (name) => keysOf(name, description),
      remarks: remarksOn(description),
    },
    file,
    args,
    io,
  );
  return exitCodes.done;
}

function readOptions(args: Arguments): WeatherOptions {
  const year = numberOption(args, 'year', { least: 1, whole: true });
  if (year !== null && year > LAST_YEAR) {
    throw new UsageError(`option "--year" is "${args.value('year')}", expected a year of four digits, like 2026`);
  }
  if (year === null && args.value('leap-day') !== undefined)
    throw new UsageError('--leap-day needs --year, whose leap day it is about');
  const leapDay = args.value('leap-day') === 'repeat' ? 'repeat' : 'gap';
  return { year, leapDay, ...windowOf(args) };
}

function weatherCsv({ start, stepMilliseconds, intervalCount, columns }: ImportedWeather): string {
  const rows = Array.from({ length: intervalCount }, (_, index) => [
    formatUtc(instant(start + index * stepMilliseconds)),
    ...columns.map(({ values }) => (Number.isNaN(values[index]) ? '' : values[index])),
  ]);
  return csvText([['time', ...columns.map(({ column }) => column.name)], ...rows]);
}

/** Columns that `weather` of a site has a key for, which is the name of the column. */
const SCENARIO_KEYS: ReadonlySet<string> = new Set(['dryBulbCelsius', 'relativeHumidityFraction', 'pressureKpa']);

/** What `weather` of a site reads, as a scenario states it. Humidity and pressure say nothing there without the temperature. */
function keysOf(file: string, { columns, intervalCount, resolutionMinutes }: WeatherDescription) {
  const temperature = columns.some(({ column }) => column === 'dryBulbCelsius');
  const sources = columns.flatMap(({ column, unit }) => {
    if (!temperature || !SCENARIO_KEYS.has(column)) return [];
    const source = { file, column, unit, stamp: 'intervalStart' };
    return [[column, intervalCount > 1 ? source : { ...source, resolutionMinutes }] as const];
  });
  return sources.length === 0 ? {} : { weather: Object.fromEntries(sources) };
}

function remarksOn({ columns, gaps, place, standardPressureKpa }: WeatherDescription): string[] {
  const others = columns.filter(({ column }) => !SCENARIO_KEYS.has(column));
  const lacksPressure = standardPressureKpa !== null && !columns.some(({ column }) => column === 'pressureKpa');
  return [
    ...(gaps.length === 0
      ? []
      : ['  # A scenario refuses the gaps where its timeline meets them; gaps: hold or interpolate fills short ones.']),
    ...(lacksPressure
      ? [
          `  # The file has no pressure, and a scenario then takes 101.325 kPa; the standard atmosphere at ${place.elevationMeters} m has ${standardPressureKpa}.`,
        ]
      : []),
    ...(others.length === 0
      ? []
      : [`  # Weather of a site has no key for ${others.map(({ column }) => column).join(', ')}.`]),
  ];
}

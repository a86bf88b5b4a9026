import {
  type ImportedSeries,
  importSeries,
  type Quantity,
  type SeriesDescription,
  type SeriesOptions,
} from '../feeds/index.ts';
import { formatUtc } from '../time/timeline.ts';
import type { Arguments, Command, Option } from './arguments.ts';
import { csvText } from './csv.ts';
import {
  needed,
  numberOption,
  outputOptions,
  problemsError,
  readSources,
  windowOf,
  windowOptions,
} from './import-arguments.ts';
import { deliverImport, outputFile } from './import-output.ts';
import { seriesLines } from './import-series-text.ts';
import { type CommandIo, exitCodes } from './io.ts';

const DUPLICATES = ['refuse', 'first', 'last'] as const;
const SKIPPED = ['refuse', 'drop'] as const;
const ORDERS = ['refuse', 'sort'] as const;
const STAMPS = ['start', 'end'] as const;

/** What is written, and where it goes in a scenario. */
const WRITTEN: Readonly<Record<Quantity, { readonly column: string; readonly key: string }>> = {
  price: { column: 'pricePerKwh', key: 'importPrice' },
  carbon: { column: 'carbonGramsPerKwh', key: 'carbon' },
};

const seriesOptions = (unit: string): Readonly<Record<string, Option>> => ({
  column: { valueName: 'NAME', description: 'column with the values' },
  unit: { valueName: 'UNIT', description: `unit of the values: ${unit}` },
  stamp: {
    valueName: 'WHICH',
    choices: STAMPS,
    description: 'whether a time names the start or the end of its interval',
  },
  zone: { valueName: 'ZONE', description: 'IANA zone of the clock that wrote times without an offset' },
  'time-column': { valueName: 'NAME', description: 'column with the times; the first that holds some when absent' },
  ...windowOptions,
  duplicates: { valueName: 'WHICH', choices: DUPLICATES, description: 'a time that a file has twice; default refuse' },
  skipped: { valueName: 'HOW', choices: SKIPPED, description: 'rows at local times that do not exist; default refuse' },
  order: { valueName: 'HOW', choices: ORDERS, description: 'times that go back; default refuse' },
  'resolution-minutes': { valueName: 'N', description: 'length of the intervals; found from the times when absent' },
  ...outputOptions,
});

const DETAILS = [
  'Reads CSV files (.csv, .csv.gz), joined in time where there are several, and writes one CSV with a row for every interval: its start in UTC, and its value, or nothing where there is none. Nothing missing becomes 0. What was read is described: look at the daily course, at gaps and at the days on which clocks change to see whether zone and stamp are right.',
];

export const importPricesCommand: Command = {
  name: 'import prices',
  summary: 'Prices from CSV files, for importPrice or exportPrice of a scenario.',
  details: DETAILS,
  positionals: [{ name: 'files', description: 'CSV files, .csv or .csv.gz', repeated: true }],
  options: seriesOptions('EUR/MWh, USD/MWh, CNY/kWh ...'),
  run: (args, io) => runImport('price', args, io),
};

export const importCarbonCommand: Command = {
  name: 'import carbon',
  summary: 'Carbon intensity from CSV files, for carbon of a scenario.',
  details: DETAILS,
  positionals: [{ name: 'files', description: 'CSV files, .csv or .csv.gz', repeated: true }],
  options: seriesOptions('g/kWh, kg/MWh, lb/MWh ...'),
  run: (args, io) => runImport('carbon', args, io),
};

async function runImport(quantity: Quantity, args: Arguments, io: CommandIo): Promise<number> {
  const options = readOptions(quantity, args);
  const file = await outputFile(args, args.positionals, io);
  const imported = importSeries(readSources(args.positionals, io), options);
  if (imported.kind === 'wrong') throw problemsError(imported.problems);
  const { description } = imported.value;
  await deliverImport(
    {
      csv: () => seriesCsv(quantity, imported.value),
      description,
      lines: seriesLines(description, io.columns),
      keys: (name) => ({ [WRITTEN[quantity].key]: sourceOf(quantity, name, description) }),
      remarks: remarksOn(description),
    },
    file,
    args,
    io,
  );
  return exitCodes.done;
}

function readOptions(quantity: Quantity, args: Arguments): SeriesOptions {
  const choice = <Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word =>
    words.find((word) => word === args.value(name)) ?? words[0];
  const unitLike = quantity === 'price' ? 'EUR/MWh' : 'g/kWh';
  const column = needed(args, 'column', 'the column with the values; wattshift import describe lists the columns');
  const unit = needed(args, 'unit', `the unit of the values, like ${unitLike}; it is never guessed`);
  needed(args, 'stamp', 'whether a time names the start or the end of its interval; it is never guessed');
  return {
    quantity,
    column,
    unit,
    stamp: choice('stamp', STAMPS),
    timeZone: args.value('zone') ?? null,
    timeColumn: args.value('time-column') ?? null,
    ...windowOf(args),
    duplicates: choice('duplicates', DUPLICATES),
    skipped: choice('skipped', SKIPPED),
    order: choice('order', ORDERS),
    resolutionMinutes: numberOption(args, 'resolution-minutes', { least: 0, open: true }),
  };
}

function seriesCsv(quantity: Quantity, { start, stepMilliseconds, values }: ImportedSeries): string {
  const rows = Array.from(values, (value, index) => [
    formatUtc(start + index * stepMilliseconds),
    Number.isNaN(value) ? '' : value,
  ]);
  return csvText([['time', WRITTEN[quantity].column], ...rows]);
}

/** The source of a series as a scenario states it. */
function sourceOf(
  quantity: Quantity,
  file: string,
  { writtenUnit, intervalCount, resolutionMinutes }: SeriesDescription,
) {
  return {
    file,
    column: WRITTEN[quantity].column,
    unit: writtenUnit,
    stamp: 'intervalStart',
    ...(intervalCount > 1 ? {} : { resolutionMinutes }),
  };
}

function remarksOn({ gaps }: SeriesDescription): string[] {
  if (gaps.length === 0) return [];
  return ['  # A scenario refuses the gaps where its timeline meets them; gaps: hold or interpolate fills short ones.'];
}

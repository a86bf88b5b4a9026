import { type Overview, overviewOf } from '../feeds/index.ts';
import { formatCount, formatNumber } from '../report/text.ts';
import { separatorHint } from '../tables/index.ts';
import type { Arguments, Command } from './arguments.ts';
import { problemsError, readSources } from './import-arguments.ts';
import { figure } from './import-lines.ts';
import { type CommandIo, exitCodes } from './io.ts';
import { readableJson } from './plan-json.ts';
import { fold, plain } from './text.ts';

export const importDescribeCommand: Command = {
  name: 'import describe',
  summary: 'What stands in files: columns, times, numbers. Writes nothing.',
  details: [
    'For a file that you do not know yet. Of times it says whether they have offsets, how far apart they are and whether they ascend. The imports themselves describe what they read in more depth, with --dry-run without writing anything.',
  ],
  positionals: [
    { name: 'files', description: 'CSV files, logs, EPW files or answers of Open-Meteo, also as .gz', repeated: true },
  ],
  options: { json: { description: 'print the description as JSON on stdout and nothing else there' } },
  run: runDescribe,
};

async function runDescribe(args: Arguments, io: CommandIo): Promise<number> {
  const readings = readSources(args.positionals, io).map(overviewOf);
  const problems = readings.flatMap((reading) => (reading.kind === 'wrong' ? reading.problems : []));
  if (problems.length > 0) throw problemsError(problems);
  const overviews = readings.flatMap((reading) => (reading.kind === 'ok' ? [reading.value] : []));
  if (args.has('json')) io.stdout.write(`${readableJson(overviews)}\n`);
  else io.stdout.write(overviews.map((overview) => textOf(overview, io.columns)).join('\n'));
  return exitCodes.done;
}

function textOf(overview: Overview, columns: number): string {
  const lines = [
    `${overview.file}: ${formatCount(overview.rowCount, 'row')}`,
    ...(overview.facts ?? []).flatMap((fact) => fold(fact, columns - 2)),
    ...overview.columns.flatMap((column) => fold(`- ${column.name}: ${columnWords(column)}`, columns - 2)),
    ...fold(adviceOn(overview), columns - 2),
  ];
  return `${lines.map((line, index) => plain(index === 0 ? line : `  ${line}`)).join('\n')}\n`;
}

function columnWords(column: Overview['columns'][number]): string {
  if (column.kind === 'empty') return 'empty';
  const blank = column.blankCount === 0 ? '' : `, ${formatNumber(column.blankCount)} blank`;
  if (column.kind === 'numbers') {
    const { least, mean, greatest } = column;
    return `numbers from ${figure(least)} to ${figure(greatest)}, mean ${figure(mean)}${blank}`;
  }
  if (column.kind === 'words') {
    const more = column.distinctCount > column.examples.length ? ', ...' : '';
    return `${formatCount(column.distinctCount, 'word')}: ${column.examples.join(', ')}${more}${blank}`;
  }
  const { first, last, offsets, stepMinutes, notAscendingCount } = column;
  const step = stepMinutes === null ? '' : `, mostly ${figure(stepMinutes)} minutes apart`;
  const back = notAscendingCount === 0 ? '' : `, ${formatNumber(notAscendingCount)} not after the one before`;
  return `times from ${first} to ${last}, ${OFFSETS[offsets]}${step}${back}${blank}`;
}

const OFFSETS = {
  all: 'each with its offset',
  none: 'without offsets: the zone must be stated',
  some: 'some with offsets: the zone must be stated for the others',
} as const;

function adviceOn({ kind, columns }: Overview): string {
  if (kind === 'epwTypicalYear')
    return 'A typical year: wattshift import weather reads it, --year says on which it is laid.';
  if (kind === 'epw' || kind === 'openMeteo') return 'Weather: wattshift import weather reads it.';
  if (kind !== 'table') return `Looks like a trace of jobs: wattshift import ${kind} reads it.`;
  const parted = separatorHint(columns.map(({ name }) => name));
  if (parted !== null) return `No import reads it: ${parted}.`;
  const times = columns.some((column) => column.kind === 'times');
  if (times && columns.some((column) => column.kind === 'numbers')) {
    return 'A series: wattshift import prices or import carbon reads a column of numbers.';
  }
  if (times) return 'No column holds numbers alone.';
  return 'No column holds ISO 8601 times alone, like 2026-06-01 08:00, as a series needs one.';
}

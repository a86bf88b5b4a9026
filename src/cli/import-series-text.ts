import type { SeriesDescription } from '../feeds/index.ts';
import { formatCount, formatNumber } from '../report/text.ts';
import { factLines, figure, listLines } from './import-lines.ts';
import { fold } from './text.ts';

/** What was read, in lines for a terminal. */
export function seriesLines(description: SeriesDescription, columns: number): string[] {
  const { quantity, files, unit, writtenUnit, notes } = description;
  const what = quantity === 'price' ? 'Prices' : 'Carbon intensity';
  const rows = files.map(
    ({ file, rowCount, column }) => `${file}, ${formatCount(rowCount, 'row')}, column "${column}"`,
  );
  return [
    `${what} in ${unit}, written in ${writtenUnit}, from`,
    ...rows.flatMap((row) => fold(row, columns - 2)).map((line) => `  ${line}`),
    '',
    ...factLines(factsOf(description), columns),
    ...listLines('Gaps, times in UTC', gapWords(description), columns),
    ...listLines('Days on which the clock changes', dayWords(description), columns),
    ...listLines('Rows left out', leftOutWords(description), columns),
    ...listLines('Rows put in order', orderWords(description), columns),
    ...listLines('Look at this', notes, columns, notes.length),
  ];
}

function factsOf(description: SeriesDescription): [label: string, text: string][] {
  const { least, mean, greatest, unit, dailyCourse, timeZone, stamp } = description;
  return [
    ['from', both(description.start, description.startLocal)],
    ['to', both(description.end, description.endLocal)],
    ['clock', `${timeZone ?? 'every time has its offset'}; times name the ${stamp} of an interval`],
    ['intervals', intervalWords(description)],
    ...(least === null || greatest === null || mean === null
      ? []
      : ([
          ['least', `${figure(least.value)} ${unit} at ${least.at}`],
          ['mean', `${figure(mean)} ${unit}`],
          ['greatest', `${figure(greatest.value)} ${unit} at ${greatest.at}`],
        ] satisfies [string, string][])),
    ...(dailyCourse === null
      ? []
      : ([['daily course', courseWords(dailyCourse, timeZone)]] satisfies [string, string][])),
    ['values', valueWords(description)],
  ];
}

const both = (utc: string, local: string | null): string => (local === null ? utc : `${utc}, by its clock ${local}`);

function intervalWords({ intervalCount, resolutionMinutes, valueCount }: SeriesDescription): string {
  const all = `${formatCount(intervalCount, 'interval')} of ${formatNumber(resolutionMinutes)} minutes`;
  const missing = intervalCount - valueCount;
  return missing === 0 ? `${all}, each with a value` : `${all}, ${formatNumber(missing)} without a value`;
}

function valueWords({ negativeCount, zeroCount, blankCount, longestZeroRun }: SeriesDescription): string {
  const zeroRun =
    longestZeroRun === null || longestZeroRun.intervalCount < 2
      ? ''
      : ` (at most ${longestZeroRun.intervalCount} on end, from ${longestZeroRun.start})`;
  return `${formatNumber(negativeCount)} below zero, ${formatNumber(zeroCount)} exactly zero${zeroRun}, ${formatCount(blankCount, 'blank cell')}`;
}

const clockHour = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const courseWords = (
  { leastHour, greatestHour }: NonNullable<SeriesDescription['dailyCourse']>,
  timeZone: string | null,
): string =>
  `on average lowest in the hour from ${clockHour(leastHour)}, highest from ${clockHour(greatestHour)}, by the clock of ${timeZone}`;

const gapWords = ({ gaps, resolutionMinutes }: SeriesDescription): string[] =>
  gaps.map(({ start, end, intervalCount, doubledHour }) => {
    const hours = figure((intervalCount * resolutionMinutes) / 60);
    return `${start} to ${end}, ${hours} h${doubledHour ? ', in an hour that the clock showed twice' : ''}`;
  });

const dayWords = ({ clockChangeDays }: SeriesDescription): string[] =>
  clockChangeDays.map(
    ({ date, hours, valueCount, intervalCount }) =>
      `${date}: ${hours} hours, ${formatNumber(valueCount)} of ${formatCount(intervalCount, 'interval')} with a value`,
  );

function leftOutWords({ duplicates, droppedRows, overlapCount, outsideCount }: SeriesDescription): string[] {
  return [
    ...droppedRows.map(({ file, line, time }) => `${file}:${line}: ${time}, which the clock jumps over`),
    ...duplicates.map(
      ({ at, file, keptLine, droppedLine }) => `${file}:${droppedLine}: ${at} a second time; line ${keptLine} is kept`,
    ),
    ...(overlapCount === 0 ? [] : [`${formatCount(overlapCount, 'row')} that files have in common, and agree on`]),
    ...(outsideCount === 0 ? [] : [`${formatCount(outsideCount, 'row')} outside of --from and --to`]),
  ];
}

const orderWords = ({ backLines }: SeriesDescription): string[] =>
  backLines.map(({ file, line }) => `${file}:${line}: the times go back there`);

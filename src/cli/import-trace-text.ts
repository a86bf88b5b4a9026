import type { TraceDescription } from '../feeds/index.ts';
import { formatCount, formatNumber } from '../report/text.ts';
import { factLines, figure, listLines } from './import-lines.ts';
import { fold } from './text.ts';

type Spread = TraceDescription['units'];

/** What was read, in lines for a terminal. */
export function traceLines(description: TraceDescription, columns: number): string[] {
  const { file, rowCount, jobCount, facts, notes, leftOut } = description;
  const left = leftOut.map(
    ({ reason, count, firstLine }) => `${formatNumber(count)}: ${reason} (first in line ${firstLine})`,
  );
  return [
    ...fold(`${formatCount(jobCount, 'job')} from ${formatCount(rowCount, 'row')} of ${file}`, columns),
    '',
    ...factLines(figures(description), columns),
    ...listLines('Rows left out', left, columns, left.length),
    ...listLines('What the trace says', facts, columns, facts.length),
    ...listLines('Look at this', notes, columns, notes.length),
  ];
}

function figures(description: TraceDescription): [label: string, text: string][] {
  const { traceStart, firstArrival, lastArrival, lastEnd, lastDeadline, spanHours, unitHours } = description;
  return [
    ['time 0', traceStart],
    ['arrivals', `${firstArrival} to ${lastArrival}`],
    ['ends', `the last at ${lastEnd} if each runs as it arrives; the last deadline is ${lastDeadline}`],
    ['span', `${hoursText(spanHours)} (${figure(spanHours / 24)} days)`],
    ['units', spreadWords(description.units)],
    ['lengths', lengthWords(description.hours)],
    ['work', `${figure(unitHours)} unit-hours`],
    [
      'units busy',
      `${figure(description.meanUnitsBusy)} on average over the span, at most ${figure(description.peakUnitsBusy)} if each runs as it arrives`,
    ],
  ];
}

const hoursText = (hours: number): string => `${figure(hours)} hours`;

const lengthWords = ({ least, median, greatest }: Spread): string =>
  `${lengthText(least)} to ${lengthText(greatest)}, median ${lengthText(median)}`;

/** A length that may be a second or a season. */
function lengthText(hours: number): string {
  if (hours < 1 / 60) return `${figure(hours * 3600)} s`;
  return hours < 1 ? `${figure(hours * 60)} min` : `${figure(hours)} h`;
}

const spreadWords = ({ least, median, greatest }: Spread): string =>
  `${figure(least)} to ${figure(greatest)}, median ${figure(median)}`;

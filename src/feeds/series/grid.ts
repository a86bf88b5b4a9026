import { formatUtc, type Instant, instant, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import { isInCalendar, YEARS_OF_CALENDAR } from '../calendar.ts';
import { type FeedProblem, ok, type Reading, wrong } from '../problems.ts';
import type { SeriesOptions } from './options.ts';
import type { Sample } from './rows.ts';

/** Intervals of equal length without holes. */
export interface Grid {
  /** Start of the first interval. */
  readonly start: Instant;
  readonly stepMilliseconds: number;
  /** In the unit of the file; NaN where there is no value. */
  readonly values: Float64Array;
  /** Starts of the intervals that have a row without a value. */
  readonly blankStarts: readonly number[];
  /** Rows that --from and --to leave out. */
  readonly outsideCount: number;
}

/** Thirty years of 5 minutes; more is a stamp gone wrong. */
const MOST_INTERVALS = 3_200_000;

/** Rows whose times ascend, laid on the intervals that they stand for; where no row is, there is no value. */
export function layOnGrid(samples: readonly Sample[], options: SeriesOptions): Reading<Grid> {
  const inside = samples.filter(({ at }) => isInside(at, options));
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return wrong(nothingInside(samples));
  const resolution = findResolution(inside, options.resolutionMinutes);
  if (resolution.kind === 'wrong') return resolution;
  const step = resolution.value;
  const shift = options.stamp === 'end' ? -step : 0;
  const count = (last.at - first.at) / step + 1;
  if (count > MOST_INTERVALS) return wrong(tooLong(first, last, count));
  if (!isInCalendar(first.at + shift) || !isInCalendar(last.at + shift + step)) return wrong(outOfCalendar(last, step));
  const values = new Float64Array(count).fill(Number.NaN);
  for (const { at, value } of inside) if (value !== null) values[(at - first.at) / step] = value;
  return ok({
    start: instant(first.at + shift),
    stepMilliseconds: step,
    values,
    blankStarts: inside.flatMap(({ at, value }) => (value === null ? [at + shift] : [])),
    outsideCount: samples.length - inside.length,
  });
}

/** Whether an interval lies in the window asked for, told by the time that names it. */
export function isInside(at: Instant, { stamp, from, to }: SeriesOptions): boolean {
  if (stamp === 'start') return (from === null || at >= from) && (to === null || at < to);
  return (from === null || at > from) && (to === null || at <= to);
}

/**
 * Length of the intervals in milliseconds: stated, or the commonest distance of rows. Longer distances are gaps
 * when they are multiples of it and come singly; anything else is a mix that nobody should guess at.
 */
function findResolution(samples: readonly Sample[], statedMinutes: number | null): Reading<number> {
  const distances = samples.slice(1).map(({ at }, index) => at - samples[index].at);
  if (statedMinutes === null && distances.length === 0) {
    const [{ file, line }] = samples;
    const expected = 'the length of its interval: --resolution-minutes';
    return wrong({ file, line, found: 'a single row', expected });
  }
  const step = statedMinutes === null ? commonest(distances) : statedMinutes * MILLISECONDS_PER_MINUTE;
  const odd = distances.findIndex(
    (distance, index) =>
      distance % step !== 0 || (statedMinutes === null && distance > step && distances[index + 1] === distance),
  );
  if (odd < 0) return ok(step);
  const { file, line } = samples[odd + 1];
  const [apart, usual] = [distances[odd], step].map((milliseconds) => milliseconds / MILLISECONDS_PER_MINUTE);
  const found = `rows ${apart} minutes apart among intervals of ${usual} minutes`;
  return wrong({ file, line, found, expected: 'one resolution', hint: resolutionHint(apart, usual, statedMinutes) });
}

function resolutionHint(apart: number, usual: number, statedMinutes: number | null): string {
  if (statedMinutes !== null) return '--resolution-minutes must divide every distance';
  const way = 'import the parts of one resolution apart, with --from and --to';
  return apart % usual === 0 ? `if the wider ones are gaps, say --resolution-minutes ${usual}; else ${way}` : way;
}

function commonest(distances: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  return [...counts].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  )[0];
}

const nothingInside = (samples: readonly Sample[]): FeedProblem => ({
  file: samples[0].file,
  found: `times from ${formatUtc(samples[0].at)} to ${formatUtc(samples[samples.length - 1].at)}`,
  expected: 'some between --from and --to',
});

const outOfCalendar = ({ file, line, at }: Sample, step: number): FeedProblem => ({
  file,
  line,
  found: `${formatUtc(at)} with an interval of ${step / MILLISECONDS_PER_MINUTE} minutes`,
  expected: `a series within ${YEARS_OF_CALENDAR}`,
});

const tooLong = (first: Sample, last: Sample, count: number): FeedProblem => ({
  file: last.file,
  line: last.line,
  found: `a series from ${formatUtc(first.at)} to ${formatUtc(last.at)}, ${Math.round(count)} intervals`,
  expected: `at most ${MOST_INTERVALS} intervals`,
  hint: 'perhaps a time is wrong; --from and --to cut the series',
});

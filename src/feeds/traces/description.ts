import { formatUtc, type Instant, MILLISECONDS_PER_HOUR } from '../../time/timeline.ts';
import type { ImportedJob, LeftOut, Trace } from './trace.ts';

/** What was read, for people and programs. Instants are UTC texts. */
export interface TraceDescription {
  readonly file: string;
  readonly rowCount: number;
  readonly jobCount: number;
  /** Instant of the trace's time 0. */
  readonly traceStart: string;
  readonly firstArrival: string;
  readonly lastArrival: string;
  /** When the last job would end if each ran as it arrives. */
  readonly lastEnd: string;
  readonly lastDeadline: string;
  /** From the first arrival to the last end. */
  readonly spanHours: number;
  readonly units: Spread;
  readonly hours: Spread;
  readonly unitHours: number;
  /** Unit-hours over the span. */
  readonly meanUnitsBusy: number;
  /** Largest number of units at a time if each job ran as it arrives. */
  readonly peakUnitsBusy: number;
  readonly leftOut: readonly LeftOut[];
  readonly facts: readonly string[];
  /** What looks wrong, in words. */
  readonly notes: readonly string[];
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

export function describeTrace(
  trace: Trace,
  jobs: readonly ImportedJob[],
  start: Instant,
  leftOut: readonly LeftOut[],
): TraceDescription {
  const arrivals = jobs.map(({ earliestStart }) => earliestStart);
  const first = least(arrivals);
  const lastEnd = greatest(jobs.map(endOf));
  const spanHours = (lastEnd - first) / MILLISECONDS_PER_HOUR;
  const unitHours = jobs.reduce((sum, { units, hours }) => sum + units * hours, 0);
  const hours = spreadOf(jobs.map((job) => job.hours));
  return {
    file: trace.file,
    rowCount: trace.rowCount,
    jobCount: jobs.length,
    traceStart: formatUtc(start),
    firstArrival: formatUtc(first),
    lastArrival: formatUtc(greatest(arrivals)),
    lastEnd: formatUtc(Math.round(lastEnd)),
    lastDeadline: formatUtc(greatest(jobs.map(({ deadline }) => deadline))),
    spanHours,
    units: spreadOf(jobs.map(({ units }) => units)),
    hours,
    unitHours,
    meanUnitsBusy: unitHours / spanHours,
    peakUnitsBusy: peakUnits(jobs),
    leftOut,
    facts: trace.facts,
    notes: timeNotes(spanHours, hours.median),
  };
}

/** When a job ends that runs as it arrives. */
const endOf = ({ earliestStart, hours }: ImportedJob): number => earliestStart + hours * MILLISECONDS_PER_HOUR;

// Not by Math.min(...values): a trace may have more jobs than a call may have arguments.
const least = (values: readonly number[]): number => values.reduce((found, value) => Math.min(found, value));
const greatest = (values: readonly number[]): number => values.reduce((found, value) => Math.max(found, value));

function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { least: sorted[0], median, greatest: sorted[sorted.length - 1] };
}

/** Jobs that end at an instant make room for those that arrive then. */
function peakUnits(jobs: readonly ImportedJob[]): number {
  const changes = jobs.flatMap((job) => [
    { at: job.earliestStart as number, units: job.units },
    { at: endOf(job), units: -job.units },
  ]);
  changes.sort((a, b) => a.at - b.at || a.units - b.units);
  let busy = 0;
  let peak = 0;
  for (const { units } of changes) {
    busy += units;
    peak = Math.max(peak, busy);
  }
  return peak;
}

const HOURS_PER_YEAR = 8766;
const LONG_YEARS = 10;
/** Six weeks; hardly any machine is given to one job for so long. */
const LONG_HOURS = 1000;
const SHORT_HOURS = 10 / 3600;

/** A trace of decades, or of jobs that last months or seconds: the unit of its times was perhaps another. */
function timeNotes(spanHours: number, medianHours: number): string[] {
  const years = spanHours / HOURS_PER_YEAR;
  const half = (words: string) => `half of the jobs last ${words}`;
  return [
    ...(years > LONG_YEARS ? [`the trace spans ${years.toFixed(0)} years: ${SHORTER}`] : []),
    ...(medianHours > LONG_HOURS ? [half(`${(medianHours / 24).toPrecision(3)} days or longer: ${SHORTER}`)] : []),
    ...(medianHours < SHORT_HOURS
      ? [
          half(
            `${(medianHours * 3600).toPrecision(2)} seconds or less, and the trace spans ${spanHours.toPrecision(3)} hours: perhaps its times are in a longer unit than was said`,
          ),
        ]
      : []),
  ];
}

const SHORTER = 'perhaps its times are in a shorter unit than was said';

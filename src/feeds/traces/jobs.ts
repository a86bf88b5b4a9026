import { quote } from '../../tables/index.ts';
import { formatUtc, type Instant, MILLISECONDS_PER_HOUR } from '../../time/timeline.ts';
import { isInCalendar, YEARS_OF_CALENDAR } from '../calendar.ts';
import { type FeedProblem, firstOf, ok, type Reading, wrong } from '../problems.ts';
import { describeTrace, type TraceDescription } from './description.ts';
import { type ImportedJob, makeLeftOutCounter, type Trace, type TraceJob } from './trace.ts';

/** What a trace does not say of its jobs. */
export interface TraceOptions {
  /** Instant of the trace's time 0; null: the one that the trace knows. */
  readonly start: Instant | null;
  readonly pool: string;
  /** Machines of the pool that one processor of the trace stands for. */
  readonly unitsPerProcessor: number;
  /** From arrival plus length to the deadline. */
  readonly slackHours: number;
  /** Null: not written, so that the scenario's default holds. */
  readonly shape: string | null;
  /** None: not written, all sites that have the pool. */
  readonly sites: readonly string[];
  readonly deadlinePolicy: string | null;
  readonly pricePerHourLate: number | null;
  /** Jobs that arrive before are left out. */
  readonly from: Instant | null;
  /** Jobs that arrive from here on are left out. */
  readonly to: Instant | null;
  /** The first so many of the jobs that are left. */
  readonly limit: number | null;
  readonly idPrefix: string;
}

export interface ImportedJobs {
  readonly jobs: readonly ImportedJob[];
  readonly description: TraceDescription;
}

const LONGEST_ID = 200;

/** The jobs of a trace with pool, width and deadline; or what stands against them. */
export function jobsOfTrace(trace: Trace, options: TraceOptions): Reading<ImportedJobs> {
  const start = options.start ?? startOf(trace);
  if (start === null) {
    return wrong({
      file: trace.file,
      found: 'times that count from 0, and no date',
      expected: 'the instant of time 0',
      hint: 'state it: --start 2026-06-01T00:00Z',
    });
  }
  const leftOut = makeLeftOutCounter();
  const taken: TakenJob[] = [];
  for (const source of trace.jobs) {
    const job = jobOf(source, start, options);
    const reason = reasonAgainst(job, taken.length, options);
    if (reason === null) taken.push({ job, line: source.line });
    else leftOut.add(reason, source.line);
  }
  const problems = [...idProblems(trace.file, taken), ...timeProblems(trace.file, taken, start)];
  if (problems.length > 0) return wrong(...problems);
  const all = [...trace.leftOut, ...leftOut.all()];
  if (taken.length === 0)
    return wrong(
      noJobs(
        trace,
        all.map(({ reason, count }) => `${reason}: ${count}`),
      ),
    );
  const jobs = taken.map(({ job }) => job);
  return ok({ jobs, description: describeTrace(trace, jobs, start, all) });
}

const startOf = ({ startEpochSeconds }: Trace): Instant | null =>
  startEpochSeconds === null ? null : ((startEpochSeconds * 1000) as Instant);

function jobOf(
  { name, arrivalSeconds, hours, processors }: TraceJob,
  start: Instant,
  options: TraceOptions,
): ImportedJob {
  const earliestStart = (start + Math.round(arrivalSeconds * 1000)) as Instant;
  // Never a millisecond less than the job needs; what is left of floats far behind the point is no such millisecond.
  const window = Math.ceil((hours + options.slackHours) * MILLISECONDS_PER_HOUR - 1e-3);
  return {
    id: `${options.idPrefix}${name}`,
    units: processors * options.unitsPerProcessor,
    hours,
    earliestStart,
    deadline: (earliestStart + Math.max(1, window)) as Instant,
  };
}

function reasonAgainst(
  { earliestStart }: ImportedJob,
  taken: number,
  { from, to, limit }: TraceOptions,
): string | null {
  if (from !== null && earliestStart < from) return `arrives before ${formatUtc(from)}`;
  if (to !== null && earliestStart >= to) return `arrives at or after ${formatUtc(to)}`;
  return limit !== null && taken >= limit ? `beyond the first ${limit}` : null;
}

/** A job and the line that it stands on. */
interface TakenJob {
  readonly job: ImportedJob;
  readonly line: number;
}

/** Jobs that no calendar has room for, of traces whose unit of time was mistaken. */
function timeProblems(file: string, taken: readonly TakenJob[], start: Instant): FeedProblem[] {
  const far = taken.filter(
    ({ job: { earliestStart, deadline } }) => !isInCalendar(earliestStart) || !isInCalendar(deadline),
  );
  const hint = 'perhaps its times are in a shorter unit than was said, or start or slack is too far off';
  const problems = far.map(({ job: { earliestStart, hours }, line }): FeedProblem => {
    const arrivalHours = (earliestStart - start) / MILLISECONDS_PER_HOUR;
    const found = `a job that arrives ${rounded(arrivalHours)} hours after time 0 and takes ${rounded(hours)} hours`;
    return { file, line, found, expected: `arrival, end and deadline within ${YEARS_OF_CALENDAR}`, hint };
  });
  return firstOf(problems, 'such jobs');
}

const rounded = (value: number): number => Number(value.toPrecision(4));

function idProblems(file: string, taken: readonly TakenJob[]): FeedProblem[] {
  const lines = new Map<string, number>();
  const problems = taken.flatMap(({ job: { id }, line }): FeedProblem[] => {
    const earlier = lines.get(id);
    if (earlier === undefined) lines.set(id, line);
    else return [{ file, line, found: `the job ${quote(id)} of line ${earlier} again`, expected: 'a name of its own' }];
    if (id.trim() !== '' && id.length <= LONGEST_ID) return [];
    return [{ file, line, found: quote(id), expected: `a name of 1 to ${LONGEST_ID} characters` }];
  });
  return firstOf(problems, 'such names');
}

const noJobs = ({ file, rowCount }: Trace, reasons: readonly string[]): FeedProblem => ({
  file,
  found: `no job among ${rowCount} rows${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`,
  expected: 'at least one',
});

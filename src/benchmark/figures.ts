import type { PlanStatus, PlanTimings } from '../domain/plan.ts';

/** What one run takes, in milliseconds; a stage that is not told apart is null and then part of another. */
export interface RunTimes {
  /** Scenario file to fleet. */
  readonly read: number;
  /** Fleet to problem, and its digest. */
  readonly problem: number;
  /** The two ways of working without optimisation. */
  readonly baselines: number;
  readonly build: number;
  /** Programs to the solver's thread and solutions back. Null where it is not told apart: then it is in `solve`. */
  readonly pass: number | null;
  readonly solve: number;
  readonly tieBreak: number;
  readonly certify: number;
  /** The rest of planning: the solution in the words of a plan, digests. */
  readonly rest: number;
  readonly verify: number;
  /** plan.json and the CSV files, into a folder. */
  readonly write: number;
  /** From fleet to verified plan: all of the above but reading and writing. */
  readonly answer: number;
  /** From scenario file to plan files. */
  readonly total: number;
  /** Total without solve. */
  readonly allButSolve: number;
}

export type Stage = keyof RunTimes;

/** A program as the solver got it. */
export interface ProgramSize {
  readonly columns: number;
  readonly rows: number;
  readonly nonzeros: number;
  readonly integerColumns: number;
}

/** What a run came to, which makes its times mean something. */
export interface RunOutcome {
  readonly status: PlanStatus;
  readonly certifiedGap: number | null;
  readonly objective: number;
  /** Sum of |cost lines|: what differences between objectives are measured against. */
  readonly gapScale: number;
  readonly brokenPromises: number;
  /** Rules that verification found broken; 0, or the run counts for nothing. */
  readonly violations: number;
  /** The first of them in words. */
  readonly firstViolation: string | null;
  readonly planDigest: string;
  /** Largest program that the solver was given; null where it was given none. */
  readonly program: ProgramSize | null;
  /** Over all solves of the plan, those that break ties included. */
  readonly solves: number;
  readonly iterations: number;
}

export interface Run {
  readonly times: RunTimes;
  readonly outcome: RunOutcome;
}

/**
 * The times of the planner's own stages; they sum to its total. Solver threads count by the clock on the wall, so that
 * passing programs to them can be told apart only where the planner did so too (`passingTold`).
 */
export function planningTimes(timings: PlanTimings, passingTold: boolean) {
  const { buildMilliseconds, passMilliseconds, solveMilliseconds, tieBreakMilliseconds, certifyMilliseconds } = timings;
  const { baselineMilliseconds, totalMilliseconds } = timings;
  const told = buildMilliseconds + passMilliseconds + solveMilliseconds + tieBreakMilliseconds + certifyMilliseconds;
  return {
    baselines: baselineMilliseconds,
    build: buildMilliseconds,
    pass: passingTold ? passMilliseconds : null,
    solve: solveMilliseconds + (passingTold ? 0 : passMilliseconds),
    tieBreak: tieBreakMilliseconds,
    certify: certifyMilliseconds,
    rest: totalMilliseconds - told - baselineMilliseconds,
  };
}

export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Median, least and most of at least one value. Of an even number the median is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('a spread needs a value');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
  return { median, minimum: sorted[0], maximum: sorted[sorted.length - 1] };
}

/** The spread of every stage over some runs; null where a stage is told apart in none of them. */
export function spreadsOf(runs: readonly Pick<Run, 'times'>[]): Readonly<Record<Stage, Spread | null>> {
  const of = (stage: Stage): Spread | null => {
    const values = runs.map(({ times }) => times[stage]).filter((value) => value !== null);
    return values.length === 0 ? null : spreadOf(values);
  };
  return {
    read: of('read'),
    problem: of('problem'),
    baselines: of('baselines'),
    build: of('build'),
    pass: of('pass'),
    solve: of('solve'),
    tieBreak: of('tieBreak'),
    certify: of('certify'),
    rest: of('rest'),
    verify: of('verify'),
    write: of('write'),
    answer: of('answer'),
    total: of('total'),
    allButSolve: of('allButSolve'),
  };
}

import type { SolverPool } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { formatProblems, readScenarioFile } from '../scenario/index.ts';
import {
  inputDigest,
  makeProblem,
  type PlanAndBasis,
  planKeepingBasis,
  type SchedulingProblem,
} from '../scheduling/index.ts';
import { verifyPlan } from '../verification/index.ts';
import { type ProgramSize, planningTimes, type Run } from './figures.ts';
import { recordingSolver, type SolveRecord } from './recording-solver.ts';

/** A scenario that cannot be read: the message names every problem. */
export class ScenarioUnreadable extends Error {
  override readonly name = 'ScenarioUnreadable';
}

/** Puts the files of a plan where `wattshift plan --out` would; resolves when they are there. */
export type WritePlan = (problem: SchedulingProblem, plan: Plan) => Promise<void>;

export interface Measured extends PlanAndBasis {
  readonly run: Run;
  readonly problem: SchedulingProblem;
}

/** What milliseconds are counted by: the clock on the wall, or the processor time of all threads of this process. */
export type Clock = 'wall' | 'processor';

const stopwatches: Readonly<Record<Clock, () => number>> = {
  wall: () => performance.now(),
  processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

export interface MeasureDependencies {
  readonly pool: SolverPool;
  readonly writePlan: WritePlan;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Measures plans on one pool of solver threads. Rejects with the reason of the signal once it came. */
export function makeMeasure({ pool, writePlan, clock, signal }: MeasureDependencies) {
  const now = stopwatches[clock];
  const recording = recordingSolver(pool);
  const planning = { stopwatch: now, ...(signal === undefined ? {} : { signal }) };

  /** From fleet to verified plan and its files; `read` is what reading the fleet took. */
  async function plan(makeIt: () => SchedulingProblem, read: number): Promise<Measured> {
    recording.take();
    const start = now();
    const problem = makeIt();
    const expectedInputDigest = inputDigest(problem);
    const made = now();
    const planned = await planKeepingBasis(problem, { ...planning, solver: recording.solver, savingsSplit: false });
    const solved = now();
    signal?.throwIfAborted();
    const report = verifyPlan(problem, planned.plan, { expectedInputDigest });
    const verified = now();
    await writePlan(problem, planned.plan);
    const write = now() - verified;

    const stages = planningTimes(planned.plan.timings, clock === 'wall');
    const answer = verified - start;
    const total = read + answer + write;
    const times = {
      read,
      problem: made - start,
      ...stages,
      // What the planner's own clock does not see is next to nothing, and counted so that the stages add up.
      rest: stages.rest + (solved - made - planned.plan.timings.totalMilliseconds),
      verify: verified - solved,
      write,
      answer,
      total,
      allButSolve: total - stages.solve,
    };
    const { status, certifiedGap, objective, costLines, brokenPromises, planDigest } = planned.plan;
    const outcome = {
      status,
      certifiedGap,
      objective,
      gapScale: costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 1),
      brokenPromises: brokenPromises.length,
      violations: report.violations.length,
      firstViolation: report.violations.map(({ rule, message }) => `${rule}: ${message}`).at(0) ?? null,
      planDigest,
      ...effortOf(recording.take()),
    };
    return { ...planned, problem, run: { times, outcome } };
  }

  return {
    plan,
    async planFile(file: string): Promise<Measured> {
      const from = now();
      const fleet = await readFleet(file);
      const read = now() - from;
      return plan(() => makeProblem(fleet), read);
    },
    /** Milliseconds of a plan with its savings split, which is two solves more. */
    async planSplitMilliseconds(problem: SchedulingProblem): Promise<number> {
      const { plan: split } = await planKeepingBasis(problem, { ...planning, solver: pool, savingsSplit: true });
      signal?.throwIfAborted();
      return split.timings.totalMilliseconds;
    },
  };
}

export type Measure = ReturnType<typeof makeMeasure>;

export async function readFleet(file: string): Promise<Fleet> {
  const result = await readScenarioFile(file);
  if (result.kind === 'ok') return result.fleet;
  throw new ScenarioUnreadable(formatProblems(result.problems));
}

function effortOf(records: readonly SolveRecord[]) {
  const largest = records.reduce<ProgramSize | null>(
    (most, { program }) => (most === null || program.columns > most.columns ? program : most),
    null,
  );
  return {
    program: largest,
    solves: records.length,
    iterations: records.reduce((sum, { iterations }) => sum + iterations, 0),
  };
}

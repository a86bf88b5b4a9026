import {
  type LpDuals,
  type LpModel,
  type LpOutcome,
  type LpPoint,
  type SolveOptions,
  type StopReason,
  withColumnBounds,
} from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { Assembled } from './assemble.ts';
import type { LpSolution, WholeJob } from './part.ts';
import { areWhole, improveWholeJobs, type Mixture, roundWholeJobs, type WholeChoice, waysOf } from './rounding.ts';

/** An outcome with a point and its prices. */
export type SolvedOutcome = LpOutcome & {
  readonly point: Extract<LpPoint, { kind: 'feasible' }>;
  readonly duals: Extract<LpDuals, { kind: 'available' }>;
};

export function isSolved(outcome: LpOutcome): outcome is SolvedOutcome {
  return outcome.stop.kind === 'optimal' && outcome.point.kind === 'feasible' && outcome.duals.kind === 'available';
}

export type Settled =
  | { readonly kind: 'stopped'; readonly stop: StopReason }
  /** `choice`: what the jobs that were mixed stand at; null where the program ran each as a whole by itself. */
  | {
      readonly kind: 'settled';
      readonly choice: WholeChoice | null;
      readonly outcome: SolvedOutcome;
      /** The backend's word where it was asked for the choice; null where it was not. */
      readonly claimedGap: number | null;
    };

type Solve = (model: LpModel, options: SolveOptions) => Promise<LpOutcome>;

/** Rounds in which jobs are moved to what the prices around the last choice make cheaper. */
const IMPROVING_ROUNDS = 6;

/**
 * One way for each whole job, and the rest planned around it: the mixture is settled job by job, then jobs are moved, a
 * few times, to where the prices that follow make them cheaper; where there are few ways, branching looks for a better
 * choice from there. Each linear solve starts from the basis of the one before.
 */
export async function settleWholeJobs(
  fleet: Fleet,
  assembled: Assembled,
  jobs: readonly WholeJob[],
  program: LpModel,
  first: SolvedOutcome,
  solve: Solve,
): Promise<Settled> {
  if (areWhole(jobs, (column) => first.point.columnValues[column])) {
    return { kind: 'settled', choice: null, outcome: first, claimedGap: null };
  }
  const mixtureAt = (outcome: SolvedOutcome): Mixture => {
    const solution = solutionOf(outcome);
    return { solution, series: assembled.parts.flatMap((part) => part.read(solution).series ?? []) };
  };
  let choice = roundWholeJobs(fleet, jobs, mixtureAt(first));
  const rounded = await solve(holdChoice(program, choice), basisOf(first));
  if (!isSolved(rounded)) return { kind: 'stopped', stop: stopAfterChoice(rounded.stop) };
  let outcome: SolvedOutcome = rounded;
  for (let round = 0; round < IMPROVING_ROUNDS; round += 1) {
    const moved = improveWholeJobs(fleet, jobs, mixtureAt(outcome), choice);
    if (moved === null) break;
    const next: LpOutcome = await solve(holdChoice(program, moved), basisOf(outcome));
    if (!isSolved(next) || next.point.objective >= outcome.point.objective) break;
    choice = moved;
    outcome = next;
  }
  if (!isBranched(jobs) || outcome.point.objective - first.point.objective <= closeTo(outcome.point.objective)) {
    return { kind: 'settled', choice, outcome, claimedGap: null };
  }
  const startValues = sharesOf(outcome.point.columnValues, jobs);
  const limits = { nodeLimit: NODE_LIMIT, relativeGap: 0, startValues };
  const integer = await solve(withWholeJobs(program, jobs), limits);
  const { claimedGap } = integer;
  if (integer.point.kind === 'none') return { kind: 'settled', choice, outcome, claimedGap };
  const better = choiceAt(integer.point.columnValues, jobs);
  const next: LpOutcome = await solve(holdChoice(program, better), basisOf(outcome));
  return isSolved(next) && next.point.objective < outcome.point.objective
    ? { kind: 'settled', choice: better, outcome: next, claimedGap }
    : { kind: 'settled', choice, outcome, claimedGap };
}

/** Ways of all whole jobs together up to which the best choice is sought by branching too. */
const MOST_BRANCHED_WAYS = 2_000;
const NODE_LIMIT = 100;
/** A choice this close to the mixture (relative) cannot be made better. */
const CLOSE = 1e-9;

const closeTo = (objective: number): number => CLOSE * Math.max(1, Math.abs(objective));

/** Whether the choice of these jobs is small enough to be branched on. */
export function isBranched(jobs: readonly WholeJob[]): boolean {
  return jobs.reduce((count, job) => count + waysOf(job).length, 0) <= MOST_BRANCHED_WAYS;
}

/** The program with each way of a whole job as a binary: the share of its units, in place of units. */
export function withWholeJobs(model: LpModel, jobs: readonly WholeJob[]): LpModel {
  const columnCosts = model.columnCosts.slice();
  const columnUppers = model.columnUppers.slice();
  const values = model.matrix.values.slice();
  const { starts, rows } = model.matrix;
  const binaries: number[] = [];
  for (const job of jobs) {
    for (const column of waysOf(job)) {
      columnCosts[column] *= job.units;
      columnUppers[column] = columnUppers[column] > 0 ? 1 : 0;
      for (let k = starts[column]; k < starts[column + 1]; k += 1) values[k] *= job.units;
      binaries.push(column);
    }
  }
  const integerColumns = Int32Array.from(new Set([...model.integerColumns, ...binaries])).sort();
  return { ...model, columnCosts, columnUppers, matrix: { starts, rows, values }, integerColumns };
}

function sharesOf(columnValues: Float64Array, jobs: readonly WholeJob[]): Float64Array {
  const shares = columnValues.slice();
  for (const job of jobs) for (const column of waysOf(job)) shares[column] /= job.units;
  return shares;
}

function choiceAt(shares: Float64Array, jobs: readonly WholeJob[]): WholeChoice {
  return new Map(jobs.flatMap((job) => waysOf(job).map((column) => [column, shares[column] > 0.5 ? job.units : 0])));
}

/** The linear program had a point, so that nothing says that physics cannot hold: the choice was a wrong one. */
function stopAfterChoice(stop: StopReason): StopReason {
  if (stop.kind !== 'infeasible' && stop.kind !== 'infeasibleOrUnbounded') return stop;
  return { kind: 'backendError', message: 'contiguous jobs were placed in a way that the stores cannot follow' };
}

function basisOf({ basis }: LpOutcome): SolveOptions {
  return basis === null ? {} : { basis };
}

function solutionOf({ point, duals }: SolvedOutcome): LpSolution {
  return {
    value: (column) => point.columnValues[column],
    dual: (row) => duals.rowDuals[row],
    reducedCost: (column) => duals.reducedCosts[column],
  };
}

/**
 * The program with all ways shut that the jobs of a choice do not take. The way that is left follows from the job's row,
 * whose dual then is what more of the job costs there.
 */
export function holdChoice(model: LpModel, choice: WholeChoice): LpModel {
  const uppers = model.columnUppers.slice();
  for (const [column, units] of choice) {
    if (units === 0) uppers[column] = 0;
  }
  return withColumnBounds(model, model.columnLowers, uppers);
}

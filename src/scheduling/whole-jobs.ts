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
import { areWhole, improveWholeJobs, type Mixture, roundWholeJobs, type WholeChoice } from './rounding.ts';

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
  | { readonly kind: 'settled'; readonly choice: WholeChoice | null; readonly outcome: SolvedOutcome };

type Solve = (model: LpModel, options: SolveOptions) => Promise<LpOutcome>;

/** Rounds in which jobs are moved to what the prices around the last choice make cheaper. */
const IMPROVING_ROUNDS = 6;

/**
 * One way for each whole job, and the rest planned around it: the mixture is settled job by job, then jobs
 * are moved, a few times, to where the prices that follow make them cheaper. Each solve starts from the basis of the one before.
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
    return { kind: 'settled', choice: null, outcome: first };
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
  return { kind: 'settled', choice, outcome };
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

import { type LpModel, relaxed, type StopReason, withColumnBounds } from '../../../solver/index.ts';
import type { Assembled } from '../assemble.ts';
import { decisionsOf } from '../decisions.ts';
import type { Solved, Workplace } from '../finished-plan.ts';
import { waysOf } from '../rounding.ts';
import { type StagedSolution, solveInStages } from '../solve-stages.ts';
import { isSolved } from '../whole-jobs.ts';
import { type Aim, type AimedProgram, assembleAimed, type Caps } from './aim.ts';

export interface Aimed {
  readonly assembled: AimedProgram;
  readonly solution: StagedSolution;
}

/**
 * The optimum of an aim within caps. `known` is a solution of the same fleet that keeps the caps: where the solve starts,
 * and what takes the place of choices (of whole jobs, of one way in a slot) that the caps leave no room for. Rounding
 * knows capacities, not caps, and a search by branching may end before it has found anything; the plan then is the best
 * around the known choices, and how far that is from the optimum is said as ever.
 */
export async function solveAimed(work: Workplace, aim: Aim, caps: Caps, known: Solved | null): Promise<Aimed> {
  const { problem, options, stageOptions, timer } = work;
  const assembled = timer.measure('buildMilliseconds', () => assembleAimed(problem.fleet, aim, caps));
  // Costs of another kind leave another corner, but a basis of the same shape is near it.
  const startBasis = known?.basis ?? stageOptions.startBasis;
  const solution = await solveInStages(options.solver, assembled, { ...stageOptions, startBasis });
  timer.addEffort(solution.effort);
  if (solution.kind === 'solved' || known === null || !isForWantOfChoices(solution.stop)) {
    return { assembled, solution };
  }
  return { assembled, solution: await solveAround(work, assembled, known, solution) };
}

/** Whether a program that a point is known of was given up for its choices alone: nobody stopped the solver. */
function isForWantOfChoices({ kind }: StopReason): boolean {
  return kind === 'nodeLimit' || kind === 'infeasible' || kind === 'infeasibleOrUnbounded' || kind === 'backendError';
}

async function solveAround(
  { options, stageOptions, timer }: Workplace,
  assembled: Assembled,
  known: Solved,
  stopped: StagedSolution,
): Promise<StagedSolution> {
  // Branching has grown the program: only its first columns are those of the known point, and binaries stay free.
  const lp = { ...assembled.lp, build: () => relaxed(withChoicesOf(assembled, assembled.lp.build(), known)) };
  const around = await solveInStages(options.solver, { ...assembled, lp }, { ...stageOptions, startBasis: null });
  timer.addEffort(around.effort);
  if (around.kind === 'stopped') return stopped;
  const free = relaxed(assembled.lp.build());
  const bound = await options.solver.solve(free, stageOptions.limits, stageOptions.signal);
  const rowDuals = isSolved(bound) ? bound.duals.rowDuals : new Float64Array(free.rowCount);
  return { ...around, relaxation: { model: free, rowDuals } };
}

/** The program with all ways shut that a point does not take. */
function withChoicesOf({ parts }: Assembled, model: LpModel, { columnValues }: Solved): LpModel {
  const lowers = model.columnLowers.slice();
  const uppers = model.columnUppers.slice();
  for (const job of parts.flatMap((part) => part.wholeJobs ?? [])) {
    for (const column of waysOf(job)) if (columnValues[column] < job.units / 2) uppers[column] = 0;
  }
  for (const decision of decisionsOf(parts)) {
    if (decision.kind === 'oneWay') {
      const { first, second } = decision;
      uppers[columnValues[first] > columnValues[second] ? second : first] = 0;
    } else {
      lowers[decision.column] = Math.round(columnValues[decision.column]);
      uppers[decision.column] = lowers[decision.column];
    }
  }
  return withColumnBounds(model, lowers, uppers);
}

import type { LpBasis } from '../../solver/index.ts';
import type { Plan } from '../domain/plan.ts';
import { assembleFleet } from './assemble.ts';
import { type Finding, finishedPlan, headingOf, type Workplace, workplaceFor } from './finished-plan.ts';
import { isManyJobs, planManyJobs } from './many-jobs/plan-many-jobs.ts';
import { withoutOptimum } from './no-optimum.ts';
import { solveCarbonFirst } from './objective/carbon-objective.ts';
import type { PlanningOptions } from './planning-options.ts';
import type { SchedulingProblem } from './problem.ts';
import { type StagedSolution, solveInStages } from './solve-stages.ts';

/**
 * A dispatch plan for a problem: optimal and proven, or the best known with its gap, or the rules' plan with
 * the reason, or `infeasible` with where physics cannot hold. Rejects only on a bug.
 */
export async function planDispatch(problem: SchedulingProblem, options: PlanningOptions): Promise<Plan> {
  return (await planKeepingBasis(problem, options)).plan;
}

export interface PlanAndBasis {
  readonly plan: Plan;
  /** Where the simplex ended: the next plan of a like fleet may start there (`makeProblem(fleet, basis)`). */
  readonly basis: LpBasis | null;
}

/** The same, and where the solver ended. A kept basis may lead to another optimum, so it belongs to the next problem. */
export async function planKeepingBasis(problem: SchedulingProblem, options: PlanningOptions): Promise<PlanAndBasis> {
  const work = workplaceFor(problem, options);
  const [found, heading] = await Promise.all([solveForObjective(work), headingOf(problem)]);
  const { solution } = found;
  if (solution.kind === 'stopped') {
    return { plan: await withoutOptimum(problem, heading, solution.stop, options.solver, work.timer), basis: null };
  }
  // What jobs alone would save is a program of all jobs again.
  const split =
    (options.savingsSplit ?? true) &&
    problem.fleet.objective.minimise === 'cost' &&
    found.lagrangianBound === undefined;
  const plan = await finishedPlan(work, heading, { ...found, solution }, split);
  return { plan, basis: solution.basis };
}

/** A point of the program that the fleet's objective asks for, or why there is none. */
async function solveForObjective(
  work: Workplace,
): Promise<Omit<Finding, 'solution'> & { readonly solution: StagedSolution }> {
  const { problem, options, stageOptions, timer } = work;
  options.onProgress?.('building');
  if (problem.fleet.objective.minimise === 'carbon') {
    options.onProgress?.('solving');
    return solveCarbonFirst(work);
  }
  if (isManyJobs(problem.fleet, options.manyJobsFromColumns)) {
    options.onProgress?.('solving');
    const { assembled, solution, lowerBound } = await planManyJobs(problem.fleet, options.solver, stageOptions);
    timer.addEffort(solution.effort);
    return { assembled, solution, hold: null, lagrangianBound: lowerBound };
  }
  const assembled = timer.measure('buildMilliseconds', () => assembleFleet(problem.fleet));
  options.onProgress?.('solving');
  const solution = await solveInStages(options.solver, assembled, stageOptions);
  timer.addEffort(solution.effort);
  return { assembled, solution, hold: null };
}

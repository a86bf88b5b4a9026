/**
 * What the package offers to programs: a scenario in, a problem, a plan and its proof out, and the solver that stands
 * behind it.
 *
 *   const read = await readScenarioFile('scenario.yaml');
 *   if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
 *   const problem = makeProblem(read.fleet);
 *   const plan = await planDispatch(problem, { solver: makeSolverPool() });
 *   const report = verifyPlan(problem, plan);
 */

export * from '../solver/index.ts';
export type * from './domain/fleet.ts';
export type * from './domain/job.ts';
export * from './scenario/index.ts';
export * from './scheduling/index.ts';
export * from './verification/index.ts';

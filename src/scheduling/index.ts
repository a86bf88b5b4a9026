/** The door of the scheduling room: a fleet in, a plan out. */

export type * from '../domain/plan.ts';
export { canonicalJson, inputDigest, planDigest } from './digest.ts';
export * from './explain/index.ts';
export {
  type PlanAndBasis,
  type PlanningOptions,
  type PlanningStage,
  planDispatch,
  planKeepingBasis,
} from './plan-dispatch.ts';
export { makeProblem, type SchedulingProblem } from './problem.ts';

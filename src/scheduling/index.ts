/** The door of the scheduling room: a fleet in, a plan out. */

export type * from '../domain/plan.ts';
export { canonicalJson, inputDigest, planDigest } from './digest.ts';
export * from './explain/index.ts';
export { type CarbonFront, carbonFront, type FrontPoint } from './objective/carbon-front.ts';
export { type PlanAndBasis, planDispatch, planKeepingBasis } from './plan-dispatch.ts';
export type { PlanningOptions, PlanningStage } from './planning-options.ts';
export { makeProblem, type SchedulingProblem } from './problem.ts';

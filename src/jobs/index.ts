/** The door to planning work: made away from the event loop, verified where it is made. */
export type { PlanningTask, TaskStage, VerifiedPlan } from './plan-verified.ts';
export { planVerified } from './plan-verified.ts';
export { makePlanningWorker, type PlanningWorker } from './planning-worker.ts';

import type { SolverPool } from '../../solver/index.ts';
import {
  type Plan,
  type PlanningStage,
  planDigest,
  planDispatch,
  type SchedulingProblem,
} from '../scheduling/index.ts';
import { type VerificationReport, verifyPlan } from '../verification/index.ts';

/** A piece of planning work: plain data, so that it can cross to another thread or machine. */
export interface PlanningTask {
  readonly problem: SchedulingProblem;
  /** Digest of the problem as whoever froze it computed it. */
  readonly inputDigest: string;
  /** Revision that the plan is to carry. */
  readonly revision: number;
}

export interface VerifiedPlan {
  readonly plan: Plan;
  /** Whether the plan may be published, and what it breaks where not. */
  readonly verification: VerificationReport;
}

export type TaskStage = PlanningStage | 'verifying';

/** Makes a plan, gives it its revision, and replays it by arithmetic. */
export async function planVerified(
  { problem, inputDigest, revision }: PlanningTask,
  solver: SolverPool,
  onProgress: (stage: TaskStage) => void,
): Promise<VerifiedPlan> {
  const made = await planDispatch(problem, { solver, onProgress });
  onProgress('verifying');
  const plan = { ...made, revision, planDigest: planDigest({ ...made, revision }) };
  return { plan, verification: verifyPlan(problem, plan, { expectedInputDigest: inputDigest }) };
}

import type { TaskStage, VerifiedPlan } from './plan-verified.ts';

/** What the planning thread says of the task that it was given. */
export type PlanningMessage =
  | { readonly kind: 'stage'; readonly stage: TaskStage }
  | { readonly kind: 'planned'; readonly planned: VerifiedPlan }
  | { readonly kind: 'failed'; readonly message: string };

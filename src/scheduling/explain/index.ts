/** Why a plan is as it is: arithmetic on its own prices and on the problem, as data. */

export type { Alternative, Binding, JobExplanation, RunningStretch, Stretch, WorkCost } from './job.ts';
export { explainJob } from './job.ts';
export type { PlanExplanation, SitePrices, SlotPrice } from './plan.ts';
export { explainPlan } from './plan.ts';
export type { PriceReason, SiteSlot, SlotExplanation, StoreState } from './slot.ts';
export { explainSlot } from './slot.ts';

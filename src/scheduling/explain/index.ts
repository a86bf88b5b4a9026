/** Why a plan is as it is: arithmetic on its own prices and on the problem, as data. */

export type { Binding } from './binding.ts';
export type { ClosedSite } from './closed-sites.ts';
export type { ContiguousExplanation, OtherWay, Way } from './contiguous.ts';
export type { CostShare, CostShares } from './cost-shares.ts';
export type { PriceReason } from './import-price.ts';
export type { Alternative, DivisibleExplanation, JobExplanation, RunningStretch, Stretch } from './job.ts';
export { explainJob } from './job.ts';
export type { PlanExplanation, SitePrices, SlotPrice } from './plan.ts';
export { explainPlan } from './plan.ts';
export type { CustomerState, DeviceKind, DeviceState, LoopState, NetworkState, PlantSlot } from './plant-slot.ts';
export type { LinkState, PoolState, SiteSlot, SlotExplanation, StoreState } from './slot.ts';
export { explainSlot } from './slot.ts';
export type { Run, RunCost } from './start-options.ts';
export type { WorkCost } from './work-cost.ts';

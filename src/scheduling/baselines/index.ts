import type { Fleet } from '../../domain/fleet.ts';
import { type FirstCome, firstComeFirstServed } from './first-come.ts';
import { plannedJobs, type RulePlan, rulePlan } from './rule-plan.ts';

export type { FirstCome } from './first-come.ts';
export type { RulePlan } from './rule-plan.ts';

export interface RulePlans {
  readonly firstCome: FirstCome;
  readonly idleStorage: RulePlan;
  readonly ruleBasedStorage: RulePlan;
}

/** The two ways of working without optimisation that stand beside every plan. */
export function rulePlans(fleet: Fleet): RulePlans {
  const firstCome = firstComeFirstServed(fleet);
  const jobs = plannedJobs(fleet, firstCome);
  return {
    firstCome,
    idleStorage: rulePlan(fleet, firstCome, jobs, 'idle'),
    ruleBasedStorage: rulePlan(fleet, firstCome, jobs, 'ruleBased'),
  };
}

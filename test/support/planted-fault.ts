import { expect } from 'vitest';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { SchedulingProblem } from '../../src/scheduling/problem.ts';
import { type RuleName, type Violation, verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from './hand-fleet.ts';
import { placesProblem } from './hand-places.ts';
import { placesPlan } from './hand-places-plan.ts';
import { type Draft, edited, handPlan, the } from './hand-plan.ts';

/** Faults planted in the plans made by hand, and the places to plant them. */

export type DraftPlan = Draft<Plan>;
export type Edit = (draft: DraftPlan) => void;

export function faultsIn(problem: SchedulingProblem, plan: Plan) {
  const violationsAfter = (edit: Edit) => verifyPlan(problem, edited(plan, edit)).violations;
  return {
    /** Plants a fault and wants it found by exactly these rules. */
    expectFound(edit: Edit, ...expected: readonly RuleName[]): readonly Violation[] {
      return expectRules(violationsAfter(edit), expected);
    },
    /** Plants a fault that other rules may find as well; what this rule says of it. */
    firstFound(rule: RuleName, edit: Edit): Violation | undefined {
      return violationsAfter(edit).find((violation) => violation.rule === rule);
    },
  };
}

export function expectRules(found: readonly Violation[], expected: readonly RuleName[]): readonly Violation[] {
  const rules = new Set(found.map(({ rule }) => rule));
  expect([...rules].sort()).toEqual([...expected].sort());
  return found;
}

/** Faults of the plan with a store, sun and every promise broken. */
export const { expectFound, firstFound } = faultsIn(handProblem, handPlan);
/** Faults of the plan with contiguous jobs and data on the way. */
export const { expectFound: expectFoundInPlaces, firstFound: firstFoundInPlaces } = faultsIn(placesProblem, placesPlan);

/** The plan stays, and the fleet is another: exactly these rules say that it is not a plan for that one. */
export function expectFoundInFleet(fleet: Fleet, ...expected: readonly RuleName[]): readonly Violation[] {
  return expectRules(verifyPlan({ ...placesProblem, fleet }, placesPlan).violations, expected);
}

/** The fleet of places with one job changed. */
export function withJob(id: string, change: Partial<ComputeJob>): Fleet {
  the(placesProblem.fleet.jobs, (job) => job.id === id);
  const jobs = placesProblem.fleet.jobs.map((job) => (job.id === id ? { ...job, ...change } : job));
  return { ...placesProblem.fleet, jobs };
}

export function violations(plan: Plan): readonly Violation[] {
  return verifyPlan(handProblem, plan).violations;
}

export const seriesOf = (draft: DraftPlan, site: string, name: string) =>
  the(the(draft.sites, ({ id }) => id === site).series, (series) => series.name === name);
export const valuesOf = (draft: DraftPlan, site: string, name: string) => seriesOf(draft, site, name).values;
export const jobOf = (draft: DraftPlan, id: string) => the(draft.jobs, (job) => job.id === id);
export const promiseOf = (draft: DraftPlan, kind: string) => the(draft.brokenPromises, (each) => each.kind === kind);
export const lineOf = (draft: DraftPlan, name: string, site: string | null) =>
  the(draft.costLines, (line) => line.name === name && line.site === site);

/** Takes a change of the bill through to the objective, without a proof and savings that would speak of another. */
export function billedBy(draft: DraftPlan, name: string, site: string | null, amount: number): void {
  lineOf(draft, name, site).amount += amount;
  draft.objective += amount;
  draft.certificate = null;
  draft.certifiedGap = null;
  draft.savings = null;
}

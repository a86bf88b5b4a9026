import { expect } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { type RuleName, type Violation, verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from './hand-fleet.ts';
import { editedPlan, the } from './hand-plan.ts';

/** Faults planted in the plan made by hand, and the places to plant them. */

type Edit = Parameters<typeof editedPlan>[0];
type DraftPlan = Parameters<Edit>[0];

export function violations(plan: Plan): readonly Violation[] {
  return verifyPlan(handProblem, plan).violations;
}

/** Plants a fault and wants it found by exactly these rules. */
export function expectFound(edit: Edit, ...expected: readonly RuleName[]): readonly Violation[] {
  const found = violations(editedPlan(edit));
  const rules = new Set(found.map(({ rule }) => rule));
  expect([...rules].sort()).toEqual([...expected].sort());
  return found;
}

/** Plants a fault that other rules may find as well; what this rule says of it. */
export function firstFound(rule: RuleName, edit: Edit): Violation | undefined {
  return violations(editedPlan(edit)).find((violation) => violation.rule === rule);
}

export const seriesOf = (draft: DraftPlan, site: string, name: string) =>
  the(the(draft.sites, ({ id }) => id === site).series, (series) => series.name === name);
export const valuesOf = (draft: DraftPlan, site: string, name: string) => seriesOf(draft, site, name).values;
export const jobOf = (draft: DraftPlan, id: string) => the(draft.jobs, (job) => job.id === id);
export const promiseOf = (draft: DraftPlan, kind: string) => the(draft.brokenPromises, (each) => each.kind === kind);
export const lineOf = (draft: DraftPlan, name: string, site: string | null) =>
  the(draft.costLines, (line) => line.name === name && line.site === site);

import { describe, expect, test } from 'vitest';
import { verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from '../support/hand-fleet.ts';
import { placesProblem } from '../support/hand-places.ts';
import { placesPlan } from '../support/hand-places-plan.ts';
import { editedPlan, handPlan, the } from '../support/hand-plan.ts';
import { valuesOf, violations } from '../support/planted-fault.ts';

describe('a plan made by hand', () => {
  test('is sound, and the report says how much was looked at', () => {
    const report = verifyPlan(handProblem, handPlan, { expectedInputDigest: 'digest-of-the-input' });
    expect(report.violations).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.checkedRules).toBeGreaterThan(500);
  });

  test('and so is the one with contiguous jobs and data on links', () => {
    const report = verifyPlan(placesProblem, placesPlan);
    expect(report.violations).toEqual([]);
    expect(report.checkedRules).toBeGreaterThan(700);
  });

  test('a violation says where, when, what was found and what was expected', () => {
    const plan = editedPlan((draft) => {
      valuesOf(draft, 'north', 'distributionOverhead')[2] = 8;
    });
    expect(the(violations(plan), ({ rule }) => rule === 'distributionOverhead')).toEqual({
      rule: 'distributionOverhead',
      site: 'north',
      subject: null,
      slot: 2,
      at: '2026-06-01T01:00:00Z',
      found: 8,
      limit: 7,
      unit: 'kW',
      message: 'site north, 2026-06-01T01:00:00Z: loss of power distribution is 8 kW, expected 7 kW.',
    });
  });

  test('a smaller tolerance sees smaller faults', () => {
    const plan = editedPlan((draft) => {
      valuesOf(draft, 'south', 'baseLoad')[0] += 5e-4;
    });
    expect(verifyPlan(handProblem, plan).ok).toBe(true);
    expect(verifyPlan(handProblem, plan, { tolerance: 1e-4 }).ok).toBe(false);
  });
});

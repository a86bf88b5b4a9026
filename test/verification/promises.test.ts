import { describe, expect, test } from 'vitest';
import { editedPlan, handPlan } from '../support/hand-plan.ts';
import { expectFound, promiseOf, violations } from '../support/planted-fault.ts';

describe('faults of promises', () => {
  test.each(handPlan.brokenPromises.map(({ kind }) => kind))('a broken %s kept quiet', (kind) => {
    const found = expectFound((draft) => {
      draft.brokenPromises = draft.brokenPromises.filter((each) => each.kind !== kind);
    }, 'brokenPromise');
    expect(found).toHaveLength(1);
  });

  test('a broken promise made smaller', () => {
    expectFound((draft) => {
      promiseOf(draft, 'contractedLimit').amount = 5;
      promiseOf(draft, 'contractedLimit').cost = 10;
    }, 'brokenPromise');
  });

  test('a kept promise listed as broken', () => {
    expectFound((draft) => {
      const broken = structuredClone(promiseOf(draft, 'endEnergy'));
      draft.brokenPromises.push({ ...broken, site: 'north', cost: 0.6 * broken.amount, pricePerUnit: 0.6 });
    }, 'unfoundedPromise');
  });

  test('a promise that nobody made', () => {
    expectFound((draft) => {
      draft.brokenPromises.push({ ...structuredClone(promiseOf(draft, 'contractedLimit')), subject: 'imaginary' });
    }, 'unfoundedPromise');
  });

  test('a broken promise at another time', () => {
    expectFound((draft) => {
      const broken = promiseOf(draft, 'baseLoadServed');
      broken.from = '2026-06-01T00:00:00Z';
      broken.to = '2026-06-01T00:30:00Z';
    }, 'promiseTime');
  });

  test('a broken promise outside the horizon', () => {
    expectFound((draft) => {
      promiseOf(draft, 'rampLimit').to = '2026-06-02T00:00:00Z';
    }, 'promiseTime');
  });

  test('a broken promise at another price', () => {
    expectFound((draft) => {
      promiseOf(draft, 'workServed').pricePerUnit = 3;
    }, 'promiseCost');
  });

  test('a broken promise that costs less than its price', () => {
    expectFound((draft) => {
      promiseOf(draft, 'deadlineKept').cost = 50;
    }, 'promiseCost');
  });

  test('a promise broken over two stretches may stand in two entries', () => {
    const plan = editedPlan((draft) => {
      const whole = promiseOf(draft, 'rampLimit');
      const second = { ...whole, from: '2026-06-01T00:30:00Z', amount: 46.4, cost: 23.2 };
      draft.brokenPromises.push(second);
      Object.assign(whole, { to: '2026-06-01T00:30:00Z', amount: 11.4, cost: 5.7 });
    });
    expect(violations(plan)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { editedPlan } from '../support/hand-plan.ts';
import { expectFound, violations } from '../support/planted-fault.ts';

describe('faults of proof', () => {
  test('a lower bound above the objective', () => {
    expectFound((draft) => {
      if (draft.certificate !== null) draft.certificate.lowerBound = 410;
      draft.certifiedGap = 0;
    }, 'certificate');
  });

  test('a gap smaller than bound and objective give', () => {
    expectFound((draft) => {
      draft.certifiedGap = 1e-9;
      draft.status = 'optimal';
      draft.statusReason = null;
    }, 'certifiedGap');
  });

  test('optimal without the gap for it', () => {
    expectFound((draft) => {
      draft.status = 'optimal';
      draft.statusReason = null;
    }, 'status');
  });

  test('optimal without a certificate', () => {
    expectFound((draft) => {
      draft.status = 'optimal';
      draft.statusReason = null;
      draft.certificate = null;
      draft.certifiedGap = null;
    }, 'status');
  });

  test('a gap without a certificate', () => {
    expectFound((draft) => {
      draft.certificate = null;
    }, 'certificate');
  });

  test('not optimal, and no reason why', () => {
    expectFound((draft) => {
      draft.statusReason = null;
    }, 'status');
  });

  test('an infeasible plan that gives orders and names no conflict', () => {
    expectFound(
      (draft) => {
        draft.status = 'infeasible';
      },
      'conflict',
      'status',
    );
  });

  test('an infeasible plan that explains itself and gives no orders is in order', () => {
    const plan = editedPlan((draft) => {
      draft.status = 'infeasible';
      draft.sites = [];
      draft.jobs = [];
      draft.setpoints = [];
      draft.quotaCurves = [];
      draft.conflicts = [
        {
          site: 'north',
          bus: 'electricity',
          from: '2026-06-01T00:00:00Z',
          to: '2026-06-01T00:30:00Z',
          shortfallKw: 12,
          message: 'By hand.',
        },
      ];
    });
    expect(violations(plan)).toEqual([]);
  });
});

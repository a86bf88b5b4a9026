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

  test('a method that nobody knows', () => {
    expectFound((draft) => {
      if (draft.certificate !== null) draft.certificate.method = 'faith' as never;
    }, 'certificate');
  });

  test('branches without branching', () => {
    const [found] = expectFound((draft) => {
      if (draft.certificate !== null) draft.certificate.branches = 3;
    }, 'certificate');
    expect(found.message).toContain('3 branches with the method relaxation');
  });

  test('a solver’s claim beside a linear program, or one below nothing', () => {
    expectFound((draft) => {
      if (draft.certificate !== null) draft.certificate.method = 'linear';
      draft.claimedGap = 0;
    }, 'certificate');
    expectFound((draft) => {
      draft.claimedGap = -0.1;
    }, 'certificate');
  });

  test.each([null, 0.02])('a relaxation bounds a plan beside a claim of %s', (claimedGap) => {
    const plan = editedPlan((draft) => {
      draft.claimedGap = claimedGap;
    });
    expect(plan.certificate?.method).toBe('relaxation');
    expect(violations(plan)).toEqual([]);
  });

  test('a gap above what the relaxation leaves', () => {
    expectFound((draft) => {
      draft.certifiedGap = 0.02; // (404.495898 - 400) / 411.887898 = 0.0109
    }, 'certifiedGap');
  });

  test('a relaxation may prove an optimum', () => {
    const plan = editedPlan((draft) => {
      if (draft.certificate !== null) draft.certificate.lowerBound = draft.objective;
      Object.assign(draft, { certifiedGap: 0, status: 'optimal', statusReason: null });
    });
    expect(violations(plan)).toEqual([]);
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

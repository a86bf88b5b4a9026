import type { Plan } from '../scheduling/plan.ts';
import type { Checks } from './checks.ts';
import { sum } from './figures.ts';

/** A gap up to this may be called optimal. */
const OPTIMAL_GAP = 1e-6;
/** Allowance for money rounded to 1e-6 on both sides of the gap. */
const MONEY_ROUNDING = 2e-6;

/** Bound, gap and status agree. What the bound is proven by is not repeated here: that takes the program itself. */
export function checkCertificate(checks: Checks, plan: Plan): void {
  const { certificate, certifiedGap, objective, currency } = plan;
  checks.holds(
    'certificate',
    {},
    (certificate === null) === (certifiedGap === null),
    'a certified gap stands in the plan without a certificate, or a certificate without a gap.',
  );
  if (certificate !== null) {
    const scale = Math.max(1, sum(plan.costLines.map(({ amount }) => Math.abs(amount))));
    checks.atMost(
      'certificate',
      {},
      {
        what: 'proven lower bound',
        found: certificate.lowerBound,
        limit: objective,
        unit: currency,
        tolerance: OPTIMAL_GAP * scale,
      },
    );
    for (const residual of ['largestRowResidual', 'largestBoundResidual'] as const) {
      const value = certificate[residual];
      checks.holds('certificate', {}, Number.isFinite(value) && value >= 0, `${residual} is ${value}.`);
    }
    const gap = (objective - certificate.lowerBound) / scale;
    checks.equal(
      'certifiedGap',
      {},
      {
        what: 'certified gap',
        found: certifiedGap ?? Number.NaN,
        limit: (certifiedGap ?? 0) === 0 ? Math.max(0, gap) : gap,
        unit: 'of the cost lines',
        tolerance: 1e-9 + MONEY_ROUNDING / scale,
      },
    );
  }
}

/** `optimal` wants a proof; everything else wants a reason; conflicts belong to `infeasible` alone. */
export function checkStatus(checks: Checks, plan: Plan): void {
  const { status, certifiedGap, statusReason, conflicts } = plan;
  const known = ['optimal', 'feasible', 'fallback', 'infeasible'].includes(status);
  checks.holds('status', {}, known, `status is ${status}, expected optimal, feasible, fallback or infeasible.`);
  checks.holds(
    'status',
    {},
    status !== 'optimal' || (certifiedGap !== null && certifiedGap <= OPTIMAL_GAP),
    `status is optimal with a certified gap of ${certifiedGap}, expected at most ${OPTIMAL_GAP}.`,
  );
  checks.holds(
    'status',
    {},
    (status === 'optimal') === (statusReason === null),
    `status is ${status} with the reason ${JSON.stringify(statusReason)}: optimal has none, any other status has one.`,
  );
  checks.holds(
    'conflict',
    {},
    (status === 'infeasible') === conflicts.length > 0,
    `status is ${status} with ${conflicts.length} conflicts.`,
  );
}

/** A plan that physics cannot hold may explain itself, but gives no orders. */
export function checkNoOrders(checks: Checks, plan: Plan): void {
  const directives = plan.jobs.flatMap((job) => job.directives);
  const orders = directives.length + plan.setpoints.length + plan.quotaCurves.length;
  checks.holds('status', {}, orders === 0, `an infeasible plan gives ${orders} orders, expected none.`);
}

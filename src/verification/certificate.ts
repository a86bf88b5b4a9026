import type { Plan, PlanCertificate } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { sum } from './figures.ts';

/** A gap up to this may be called optimal. */
const OPTIMAL_GAP = 1e-6;
/** Allowance for money rounded to 1e-6 on both sides of the gap. */
const MONEY_ROUNDING = 2e-6;

/** Bound, gap, method and status agree. What the bound is proven by is not repeated here: that takes the program itself. */
export function checkCertificate(checks: Checks, plan: Plan): void {
  const { certificate, certifiedGap, claimedGap, objective, currency } = plan;
  const lowerBound = certificate?.lowerBound ?? null;
  checks.holds(
    'certificate',
    {},
    (lowerBound === null) === (certifiedGap === null),
    `certified gap is ${certifiedGap} with a proven lower bound of ${lowerBound}: one needs the other.`,
  );
  if (certificate !== null) {
    checkResiduals(checks, certificate);
    checkMethod(checks, certificate, claimedGap);
  }
  if (lowerBound === null || certifiedGap === null) return;
  const scale = Math.max(1, sum(plan.costLines.map(({ amount }) => Math.abs(amount))));
  const bound = { what: 'proven lower bound', found: lowerBound, limit: objective, unit: currency };
  checks.atMost('certificate', {}, { ...bound, tolerance: OPTIMAL_GAP * scale });
  const gap = (objective - lowerBound) / scale;
  checks.equal(
    'certifiedGap',
    {},
    {
      what: 'certified gap',
      found: certifiedGap,
      // A bound that rounding put above the objective may be shown as no gap at all.
      limit: certifiedGap === 0 ? Math.max(0, gap) : gap,
      unit: 'of the cost lines',
      tolerance: 1e-9 + MONEY_ROUNDING / scale,
    },
  );
}

function checkResiduals(checks: Checks, certificate: PlanCertificate): void {
  for (const residual of ['largestRowResidual', 'largestBoundResidual'] as const) {
    const value = certificate[residual];
    checks.holds('certificate', {}, Number.isFinite(value) && value >= 0, `${residual} is ${value}.`);
  }
}

/**
 * A linear program leaves a backend nothing to claim, and only branching has branches. The bound of a relaxation
 * holds for whoever found the plan, so that there need not be a claim beside it.
 */
function checkMethod(checks: Checks, { method, branches }: PlanCertificate, claimedGap: number | null): void {
  const known = ['linear', 'branching', 'relaxation', 'lagrangian'].includes(method);
  checks.holds('certificate', {}, known, `method is ${method}, expected linear, branching, relaxation or lagrangian.`);
  checks.holds(
    'certificate',
    {},
    Number.isInteger(branches) && branches >= 0 && (branches === 0 || method === 'branching'),
    `${branches} branches with the method ${method}: only branching has any.`,
  );
  checks.holds(
    'certificate',
    {},
    claimedGap === null || (claimedGap >= 0 && method !== 'linear'),
    `the solver claims a gap of ${claimedGap} with the method ${method}, expected one of at least 0, and none for linear.`,
  );
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

/** A plan that physics cannot hold, or that a stopped solver left empty, may explain itself, but gives no orders. */
export function checkNoOrders(checks: Checks, plan: Plan): void {
  const directives = plan.jobs.flatMap((job) => job.directives);
  const orders = directives.length + plan.setpoints.length + plan.quotaCurves.length;
  checks.holds(
    'status',
    {},
    orders === 0,
    `status is ${plan.status} without series, but ${orders} orders are given, expected none.`,
  );
}

import { expect } from 'vitest';
import type { SolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import {
  inputDigest,
  makeProblem,
  type Plan,
  type PlanningOptions,
  type PlanStatus,
  planDigest,
  planDispatch,
  type SchedulingProblem,
} from '../../src/scheduling/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';

export interface PlannedOptions extends Omit<PlanningOptions, 'solver'> {
  /** Plan a second time and compare byte for byte. Default true; property tests may leave it out. */
  readonly twice?: boolean;
  /**
   * Largest certified gap where binaries were needed or whole jobs were mixed by the linear program. Default 0.005
   * with binaries (oracles want 1e-6) and 1e-6 without: a test whose whole jobs leave a gap states it.
   */
  readonly largestGap?: number;
  /** Statuses that the test expects. Default: a solved plan, `optimal` or `feasible`. */
  readonly status?: readonly PlanStatus[];
}

export interface Planned {
  readonly problem: SchedulingProblem;
  readonly plan: Plan;
}

/** Largest certified gap of a linear program, and of any plan that calls itself optimal. */
const OPTIMAL_GAP = 1e-6;
/** What branching may leave where a test says nothing. */
const BRANCHING_GAP = 0.005;
const SOLVED: readonly PlanStatus[] = ['optimal', 'feasible'];

/**
 * The one way for tests to make a plan. Whatever a test looks at, its plan is verified, its cost lines add up
 * to the objective, its gap is proven, its status is honest, and a second run gives the same bytes.
 */
export async function planned(
  solver: SolverPool,
  of: Fleet | SchedulingProblem,
  options: PlannedOptions = {},
): Promise<Planned> {
  const { twice = true, largestGap, status = SOLVED, ...planning } = options;
  const problem = 'fleet' in of ? of : makeProblem(of);
  const plan = await planDispatch(problem, { ...planning, solver });

  expect(status, plan.statusReason ?? 'no reason').toContain(plan.status);
  expectVerified(problem, plan);
  expectLinesToAddUp(plan);
  expectHonestStatus(problem, plan, largestGap);
  expect(plan.inputDigest).toBe(inputDigest(problem));
  expect(plan.planDigest).toBe(planDigest(plan));
  if (twice) {
    const again = await planDispatch(problem, { ...planning, solver });
    expect(withoutTimings(again)).toBe(withoutTimings(plan));
    expect(again.planDigest).toBe(plan.planDigest);
  }
  return { problem, plan };
}

export function expectVerified(problem: SchedulingProblem, plan: Plan): void {
  const report = verifyPlan(problem, plan, { expectedInputDigest: inputDigest(problem) });
  expect(report.violations.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  expect(report.ok).toBe(true);
  expect(report.checkedRules).toBeGreaterThan(0);
}

/** Cost lines sum to the objective to 1e-9 of the sum of their absolute values. */
export function expectLinesToAddUp({ objective, costLines }: Pick<Plan, 'objective' | 'costLines'>): void {
  const sum = costLines.reduce((total, { amount }) => total + amount, 0);
  const magnitude = costLines.reduce((total, { amount }) => total + Math.abs(amount), 0);
  expect(Math.abs(sum - objective)).toBeLessThanOrEqual(1e-9 * magnitude);
}

function expectHonestStatus({ fleet }: SchedulingProblem, plan: Plan, largestGap: number | undefined): void {
  const { status, statusReason, certifiedGap, claimedGap, certificate, conflicts } = plan;
  if (status === 'infeasible' || status === 'fallback') {
    expect(statusReason).toMatch(/\w/);
    expect({ certifiedGap, claimedGap, certificate }).toEqual({
      certifiedGap: null,
      claimedGap: null,
      certificate: null,
    });
    expect(conflicts.length > 0).toBe(status === 'infeasible');
    return;
  }
  expect(conflicts).toEqual([]);
  if (certifiedGap === null || certificate === null) throw new Error(`no certified gap: ${statusReason}`);
  const { method } = certificate;
  const integers = method === 'branching';
  // Whole jobs that round to their bound are branched on for the proof alone.
  const onlyProven = integers && claimedGap === null && fleet.jobs.some(({ shape }) => shape === 'contiguous');
  expect(claimedGap !== null || onlyProven, 'a gap is claimed for programs with integers, and only for them').toBe(
    integers,
  );
  expect(certifiedGap).toBeGreaterThanOrEqual(0);
  const unsaid = integers ? BRANCHING_GAP : OPTIMAL_GAP;
  expect(certifiedGap).toBeLessThanOrEqual(method === 'linear' ? OPTIMAL_GAP : (largestGap ?? unsaid));
  expect(status).toBe(certifiedGap <= OPTIMAL_GAP ? 'optimal' : 'feasible');
  expect(statusReason === null).toBe(status === 'optimal');
}

function withoutTimings({ timings: _timings, ...rest }: Plan): string {
  return JSON.stringify(rest);
}

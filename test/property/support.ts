import fc from 'fast-check';
import { expect } from 'vitest';
import type { SolverPool } from '../../solver/index.ts';
import type { Fleet, Site } from '../../src/domain/fleet.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { planned } from '../support/planned.ts';
import { arbitraryFleet, type FleetShape } from './arbitrary-fleet.ts';

/** The same fleets in every run, unless the environment names another seed: PROPERTY_SEED=123. */
export const SEED = Number(process.env.PROPERTY_SEED ?? 20_260_601);

/** Checks a property of random fleets; a failure names seed, path and the smallest fleet that breaks it. */
export async function forFleets(
  runs: number,
  shape: FleetShape,
  property: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryFleet(shape), async (fleet) => {
      count += 1;
      await property(fleet);
    }),
    { seed: SEED, numRuns: runs },
  );
  expect(count).toBeGreaterThanOrEqual(runs);
}

/** One verified plan, made once and without the split of savings. Whole jobs may leave any gap that it states. */
export async function planOnce(solver: SolverPool, fleet: Fleet): Promise<Plan> {
  const largestGap = hasContiguous(fleet) ? Number.POSITIVE_INFINITY : undefined;
  return (await planned(solver, fleet, { twice: false, savingsSplit: false, largestGap })).plan;
}

export function hasContiguous({ jobs }: Fleet): boolean {
  return jobs.some(({ shape }) => shape === 'contiguous');
}

/** What gaps are relative to. */
export function moneyScale(plan: Plan): number {
  return Math.max(
    1,
    plan.costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 0),
  );
}

/** What base load and idle machines draw, and so many kW for all else. */
export function barelyEnough({ compute }: Site, spareKw: number): Float64Array {
  return compute.baseLoadKw.map((baseKw, t) => {
    const idleKw = compute.pools.reduce((sum, pool) => sum + pool.unitsAvailable[t] * pool.idleKwPerUnit, 0);
    return (baseKw + idleKw) * (1 + compute.overheadFraction) + spareKw;
  });
}

/** No plan of the fleet costs less than this. */
export function lowerBound(plan: Plan): number {
  const bound = plan.certificate?.lowerBound ?? null;
  if (bound === null) throw new Error('a solved plan has a proven bound');
  return bound;
}

/** `dearer` is no cheaper than `cheaper` can be, whatever gap the programs with integers leave. */
export function expectNoCheaper(dearer: Plan, cheaper: Plan): void {
  expect(dearer.objective).toBeGreaterThanOrEqual(lowerBound(cheaper) - 1e-6 * moneyScale(cheaper));
}

/** Two optima that are equal but for their gaps and rounding; `other` counts its money `scale` times as large. */
export function expectSameMoney(found: number, expected: number, plan: Plan, other: Plan, scale: number): void {
  const slack = ({ certifiedGap }: Plan) => (certifiedGap ?? 0) + 2e-6;
  const allowed = slack(plan) * moneyScale(plan) + (slack(other) * moneyScale(other)) / scale;
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(allowed);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from '../support/hand-fleet.ts';
import { placesProblem } from '../support/hand-places.ts';
import { placesPlan } from '../support/hand-places-plan.ts';
import { handPlan } from '../support/hand-plan.ts';
import { plantFleet } from '../support/plant-fleet.ts';

type Path = readonly (string | number)[];

/**
 * What the figures of the plan do not determine: revision, clock, what the solver says of itself, prices of
 * limits, quotas (which may lie above what runs), what jobs, stores or heat alone would save, and the flows of the
 * baselines apart from import.
 */
const FREE = [
  /^(wattshift|revision|claimedGap|timings|shadowPrices|quotaCurves)\b/,
  /^certificate\.(largest|branches)/,
  /^savings\.\w+Alone/,
  /^baselines\.\w+\.sites\./,
];

function numbersIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'number') return [path];
  if (Array.isArray(value)) return value.flatMap((each, index) => numbersIn(each, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => numbersIn(each, [...path, key]));
}

/** A copy of a plan with one number moved. */
function moved(plan: Plan, path: Path, by: number): Plan {
  const copy: unknown = structuredClone(plan);
  let holder = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = path[path.length - 1];
  holder[last] = Number(holder[last]) + by;
  return copy as Plan;
}

const figuresOf = (plan: Plan) => numbersIn(plan).filter((path) => !FREE.some((free) => free.test(path.join('.'))));

/** Sums of money are held to more digits, slots are whole, and a suspended job has exactly 0 units. */
const TOO_EXACT = /^(objective|costLines|certifiedGap|baselines\.\w+\.(objective|costLines))|directives|firstSlot/;

const solver = makeSolverPool();
const plantProblem = makeProblem(plantFleet);
const plantPlan = await planDispatch(plantProblem, { solver });
await solver.close();

const cases = [
  { name: 'with stores and broken promises', problem: handProblem, plan: handPlan, least: 180 },
  { name: 'with contiguous jobs and data on links', problem: placesProblem, plan: placesPlan, least: 200 },
  { name: 'with cooling, heat, generation and targets', problem: plantProblem, plan: plantPlan, least: 500 },
];

describe.each(cases)('any figure that is moved is caught, in a plan $name:', ({ problem, plan, least }) => {
  const figures = figuresOf(plan);
  const verified = (path: Path, by: number) => verifyPlan(problem, moved(plan, path, by));

  test('each of them, by 0.02', () => {
    expect(figures.length).toBeGreaterThan(least);
    const missed = figures.filter((path) => verified(path, 0.02).ok);
    expect(missed.map((path) => path.join('.'))).toEqual([]);
  });

  test('any, by any amount beyond the tolerance', () => {
    const amount = fc
      .tuple(fc.double({ min: 0.02, max: 1e6, noNaN: true }), fc.boolean())
      .map(([size, up]) => (up ? size : -size));
    fc.assert(
      fc.property(fc.constantFrom(...figures), amount, (path, by) => {
        expect(verified(path, by).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test('and one lost to NaN', () => {
    fc.assert(
      fc.property(fc.constantFrom(...figures), (path) => {
        expect(verified(path, Number.NaN).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('while rounding to 1e-6 is not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...figures), fc.boolean(), (path, up) => {
        fc.pre(!TOO_EXACT.test(path.join('.')));
        expect(verified(path, up ? 5e-7 : -5e-7).violations).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

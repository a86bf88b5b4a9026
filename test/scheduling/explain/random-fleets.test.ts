import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { explainJob } from '../../../src/scheduling/explain/index.ts';
import { makeProblem, planDispatch } from '../../../src/scheduling/index.ts';
import { forFleets, moneyScale, SEED } from '../../property/support.ts';
import { shadowPrice } from '../../support/fleets.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Relative to prices and cost lines: duals carry the solver's tolerance. */
const TOLERANCE = 1e-5;

test(`where a linear program placed a job, no start is cheaper, and its dual lies between the best way and the next (seed ${SEED})`, async () => {
  let checked = 0;
  let equal = 0;
  await forFleets(60, {}, async (fleet) => {
    const problem = makeProblem(fleet);
    const plan = await planDispatch(problem, { solver, savingsSplit: false });
    for (const { id, work, unservedPricePerUnitHour } of fleet.jobs) {
      const explanation = explainJob(problem, plan, id);
      if (explanation === null) throw new Error(`no explanation of ${id}`);
      if (explanation.kind !== 'contiguous' || plan.certificate?.method !== 'linear') continue;
      checked += 1;
      const { taken, alternatives } = explanation;
      const tolerance = TOLERANCE * moneyScale(plan);
      for (const { extra } of alternatives) expect(extra).toBeGreaterThanOrEqual(-tolerance);
      const next = alternatives.map(({ way }) => way.cost.total);
      if (taken.kind !== 'unserved') next.push(unservedPricePerUnitHour * work);
      const price = (shadowPrice(plan, 'jobWork', id).values[0] ?? Number.NaN) * work;
      if (Math.abs(price - taken.cost.total) <= tolerance) equal += 1;
      expect(price).toBeGreaterThanOrEqual(taken.cost.total - tolerance);
      expect(price).toBeLessThanOrEqual(Math.min(...next) + tolerance);
    }
  });
  // Where the best way stands at its bound, the dual is free between the two; that is seldom.
  expect(checked).toBeGreaterThan(5);
  expect(equal).toBeGreaterThan(0.9 * checked);
}, 120_000);

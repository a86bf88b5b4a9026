import { afterAll, describe, expect, it } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { fleetOf, type Loose, smallScenario } from './small-scenario.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/**
 * A job of 80 unit-hours at 40 units, 0.6 kW more than idle each, in the first three of four hours; nothing else can
 * move. Money wants hours 0 and 1 (0.2 and 0.3), grams hours 1 and 2 (300 and 200 of 900).
 */
const withObjective = (objective: Loose | undefined) =>
  fleetOf(
    smallScenario((scenario) => {
      scenario.objective = objective;
      scenario.sites[0].grid.carbon = [900, 300, 200, 100];
      Object.assign(scenario.sites[0], { batteries: [] });
    }),
  );

describe('what a scenario minimises', () => {
  it('is cost where it does not say', () => {
    expect(withObjective(undefined).objective.minimise).toBe('cost');
    expect(withObjective({}).objective.minimise).toBe('cost');
    expect(withObjective({ minimise: 'cost' }).objective.minimise).toBe('cost');
    expect(withObjective({ minimise: 'carbon' }).objective.minimise).toBe('carbon');
  });

  it('is what its plan has least of', async () => {
    const cost = (await planned(solver, withObjective({ minimise: 'cost' }))).plan;
    const carbon = (await planned(solver, withObjective({ minimise: 'carbon' }))).plan;
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 3));
    expect(unitsOf(cost, 'train', 'hohhot')).toEqual(close([40, 40, 0, 0]));
    expect(unitsOf(carbon, 'train', 'hohhot')).toEqual(close([0, 40, 40, 0]));
    // 24 kWh move from 0.2 to 0.4.
    expect(carbon.objective - cost.objective).toBeCloseTo(24 * 0.2, 3);
  });
});

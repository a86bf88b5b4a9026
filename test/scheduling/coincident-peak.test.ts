import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { makeFleet, moneyOf, seriesOf } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

/** 10 kWh of work, at most 10 kW: 0.1 a kWh now or 0.15 an hour later. A kW in the hour that counts is charged 10. */
describe.each(SLOT_MINUTES)('coincident peaks, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  /** The chance of an hour is shared by its slots: one of them would be the one. */
  const chances = (first: number, second = 0) => held([first, second]).map((chance) => (chance * slotMinutes) / 60);
  const plan = async (...peaks: { readonly id: string; readonly chances: readonly number[] }[]): Promise<Plan> => {
    const coincidentPeaks = peaks.map(({ id, chances: each }) => ({
      id,
      pricePerKw: 10,
      probability: Float64Array.from(each),
    }));
    const grid = { importPricePerKwh: held([0.1, 0.15]), coincidentPeaks };
    return (await planned(solver, makeFleet({ timeline, sites: [{ grid }], jobs: [{ work: 10 }] }))).plan;
  };
  const imported = (made: Plan) => energyPerHour(seriesOf(made, 'gridImport'), slotMinutes);

  test('at 4 in 1,000 the charge to be expected is 0.04 a kWh: less than waiting', async () => {
    const made = await plan({ id: 'system', chances: chances(0.004) });
    expect(imported(made)).toEqual(close([10, 0]));
    expect(moneyOf(made, 'coincidentPeak')).toBeCloseTo(0.4, 9);
    expect(made.objective).toBeCloseTo(1.4, 9);
  });

  test('at 6 in 1,000 it is 0.06: the work waits, and nothing is to be expected', async () => {
    const made = await plan({ id: 'system', chances: chances(0.006) });
    expect(imported(made)).toEqual(close([0, 10]));
    expect(moneyOf(made, 'coincidentPeak')).toBe(0);
    expect(made.objective).toBeCloseTo(1.5, 9);
  });

  test('chances in both hours weigh against each other, charges of several systems add up', async () => {
    // 0.1 + 0.03 + 0.04 = 0.17 against 0.15 + 0.01.
    const made = await plan({ id: 'system', chances: chances(0.003, 0.001) }, { id: 'zone', chances: chances(0.004) });
    expect(imported(made)).toEqual(close([0, 10]));
    expect(made.costLines.filter(({ name }) => name === 'coincidentPeak')).toEqual([
      { name: 'coincidentPeak', site: 'north', component: 'system', amount: expect.closeTo(0.1, 9) },
    ]);
    expect(made.objective).toBeCloseTo(1.6, 9);
  });
});

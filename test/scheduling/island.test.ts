import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { makeFleet, moneyOf, seriesOf } from '../support/fleets.ts';
import { SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

/**
 * A day without the grid. 30 kW of base load (720 kWh) may be shed at 50 a kWh, three jobs want 500 unit-hours of 1 kW.
 * The generator makes 40 kW at 0.25 (fuel 0.1 at 0.4), the battery holds 100 kWh and is not filled for less.
 */
const GENERATOR_KW = 40;
const FUEL_PER_KWH = 0.25;
const BATTERY_KWH = 100;
const JOBS = [
  { id: 'dear', work: 200, unservedPricePerUnitHour: 2 },
  { id: 'middling', work: 200, unservedPricePerUnitHour: 1 },
  { id: 'cheap', work: 100, unservedPricePerUnitHour: 0.5 },
] as const;

const solver = makeSolverPool();
afterAll(() => solver.close());

function islandFleet(slotMinutes: number, energyBudgetKwh: number) {
  const { timeline } = hoursOf(24, slotMinutes);
  return makeFleet({
    timeline,
    sites: [
      {
        grid: { importLimitKw: 0 },
        compute: { baseLoadKw: 30, baseLoadShedPricePerKwh: 50, pools: [{ unitsAvailable: 50 }] },
        batteries: [{ energyCapacityKwh: BATTERY_KWH, initialEnergyKwh: BATTERY_KWH, dischargeLimitKw: 30 }],
        plant: makePlant(timeline, {
          generators: [
            { kind: 'diesel', electricityLimitKw: GENERATOR_KW, energyBudgetKwh, fuel: { pricePerKwh: 0.1 } },
          ],
        }),
      },
    ],
    jobs: JOBS.map((job) => ({ ...job, maximumUnits: 50 })),
  });
}

const unserved = ({ jobs }: Plan): Record<string, number> =>
  Object.fromEntries(jobs.map(({ id, unservedUnitHours }) => [id, unservedUnitHours]));

describe.each(SLOT_MINUTES)('an island day, slots of %i minutes', (slotMinutes) => {
  const planOf = async (energyBudgetKwh: number): Promise<Plan> =>
    (await planned(solver, islandFleet(slotMinutes, energyBudgetKwh), { largestGap: 1e-6, savingsSplit: false })).plan;
  const energy = (made: Plan, values: readonly number[]) =>
    values.reduce((sum, kw, t) => sum + kw * made.timeline.slotHours[t], 0);

  test('1,060 kWh serve the base load and 340 of 500 unit-hours: the cheapest are shed first', async () => {
    const made = await planOf(24 * GENERATOR_KW);
    expect(unserved(made)).toEqual({
      dear: expect.closeTo(0, 4),
      middling: expect.closeTo(60, 4),
      cheap: expect.closeTo(100, 4),
    });
    expect(made.objective).toBeCloseTo(960 * FUEL_PER_KWH + 60 + 50, 6);
    expect(Math.max(...seriesOf(made, 'baseLoadShed'))).toBeLessThanOrEqual(1e-6);
    expect(Math.max(...seriesOf(made, 'gridImport'))).toBe(0);
    // Their deadline is hard; what is not done by then is the promise broken. Base load and battery broke none.
    expect(made.brokenPromises.map(({ kind, subject, amount }) => [kind, subject, amount])).toEqual([
      ['deadlineKept', 'cheap', expect.closeTo(100, 4)],
      ['deadlineKept', 'middling', expect.closeTo(60, 4)],
    ]);
  });

  test.each([
    // What is left after 720 of base load: 300, 150 and nothing of 500 unit-hours.
    [920, { dear: 0, middling: 100, cheap: 100 }, 0],
    [770, { dear: 50, middling: 200, cheap: 100 }, 0],
    // 600 kWh in all: every job waits before 120 kWh of base load are shed.
    [500, { dear: 200, middling: 200, cheap: 100 }, 120],
  ])('with %i kWh of fuel: what is cheaper to leave is left first', async (budgetKwh, expected, shedKwh) => {
    const made = await planOf(budgetKwh);
    const found = unserved(made);
    for (const [job, units] of Object.entries(expected)) expect(found[job], job).toBeCloseTo(units, 4);
    expect(energy(made, seriesOf(made, 'baseLoadShed'))).toBeCloseTo(shedKwh, 4);
    expect(energy(made, seriesOf(made, 'generatorPower', 'north', 'genset'))).toBeCloseTo(budgetKwh, 4);
    const left = JOBS.reduce((sum, { id, unservedPricePerUnitHour: price }) => sum + found[id] * price, 0);
    expect(made.objective).toBeCloseTo(budgetKwh * FUEL_PER_KWH + left + shedKwh * 50, 6);
    expect(moneyOf(made, 'shedBaseLoad')).toBeCloseTo(shedKwh * 50, 6);
  });
});

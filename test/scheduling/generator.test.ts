import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  type FleetInput,
  hourly,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
  shadowPrice,
} from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { type GeneratorInput, hoursOf, makePlant, type PlantInput } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;
const close = (values: readonly number[], digits = 5) => values.map((value) => expect.closeTo(value, digits));
const generatorKw = (plan: Plan) => seriesOf(plan, 'generatorPower', 'north', 'genset');

/** Fuel at 0.04 and an efficiency of 0.4: 0.1 a kWh of electricity. */
describe.each(SLOT_MINUTES)('a generator, slots of %i minutes', (slotMinutes) => {
  const perHour = (plan: Plan, name: Parameters<typeof seriesOf>[1] = 'generatorPower') =>
    energyPerHour(seriesOf(plan, name, 'north', 'genset'), slotMinutes);
  /** Prices and loads by the hour. */
  const plan = (
    prices: readonly number[],
    loads: readonly number[],
    generator: GeneratorInput,
    site: SiteInput = {},
  ) => {
    const { timeline, held } = hoursOf(prices.length, slotMinutes);
    const grid = { importPricePerKwh: held(prices), ...site.grid };
    const plant = makePlant(timeline, { generators: [generator] });
    return planOf({ timeline, sites: [{ ...site, grid, compute: { baseLoadKw: held(loads) }, plant }] });
  };

  test('runs where 0.11 (fuel 0.1, running 0.01) is less than the grid: 60 of 100 kW in the dear hour', async () => {
    const generator = { electricityLimitKw: 60, operatingPricePerKwh: 0.01, fuel: { emissionGramsPerKwh: 250 } };
    const made = await plan([0.05, 0.2], [100, 100], generator);
    expect(made.objective).toBeCloseTo(5 + 6 + 0.6 + 8, 9);
    expect(moneyOf(made, 'fuel')).toBeCloseTo(6, 9);
    expect(moneyOf(made, 'operation')).toBeCloseTo(0.6, 9);
    expect(perHour(made)).toEqual(close([0, 60]));
    expect(perHour(made, 'generatorInput')).toEqual(close([0, 150]));
    expect(made.emissions.fuelKg).toBeCloseTo(37.5, 5);
    expect(made.certificate?.method).toBe('linear');
    expect(shadowPrice(made, 'generatorLimit', 'genset').values.at(-1)).toBeCloseTo(-0.09, 8);
  });

  test('30 kWh of budget go to the dearest of three hours: 30 x (0.3 - 0.1) saved', async () => {
    const made = await plan([0.2, 0.3, 0.25], [100, 100, 100], { energyBudgetKwh: 30 });
    expect(made.objective).toBeCloseTo(75 - 6, 9);
    expect(perHour(made)).toEqual(close([0, 30, 0]));
  });

  test('an hour and a half of full load: all of the dearest hour, half of the next', async () => {
    // 60 x (0.4 - 0.1) and 30 x (0.3 - 0.1) saved of 90.
    const made = await plan([0.2, 0.4, 0.3], [100, 100, 100], { electricityLimitKw: 60, runHoursBudget: 1.5 });
    expect(made.objective).toBeCloseTo(90 - 18 - 6, 9);
    expect(perHour(made)).toEqual(close([0, 60, 30]));
    expect(perHour(made, 'generatorRunning')).toEqual(close([0, 1, 0.5]));
  });

  test('50 kW or nothing: off at 20 kW of load, where the relaxation would run at 0.4 of it', async () => {
    // 20 x 0.3 from the grid, 80 x 0.1 from the generator; without a least load 2 + 8.
    const made = await plan([0.3, 0.3], [20, 80], { minimumLoadKw: 50 });
    expect(made.objective).toBeCloseTo(6 + 8, 9);
    expect(perHour(made)).toEqual(close([0, 80]));
    expect(perHour(made, 'generatorRunning')).toEqual(close([0, 1]));
    expect(made.certificate?.method).toBe('branching');
    expect(made.status).toBe('optimal');
  });

  test('50 kW or nothing: on at exactly 50 where 30 too many still earn 0.05', async () => {
    // 50 x 0.1 - 30 x 0.05 = 3.5 is less than 6.
    const site = { grid: { exportLimitKw: 100, exportPricePerKwh: 0.05 } };
    const made = await plan([0.3, 0.3], [20, 80], { minimumLoadKw: 50 }, site);
    expect(made.objective).toBeCloseTo(3.5 + 8, 9);
    expect(perHour(made)).toEqual(close([50, 80]));
  });

  test('a least load that nothing falls short of needs no binary', async () => {
    const made = await plan([0.3, 0.05], [60, 80], { minimumLoadKw: 50 });
    expect(made.objective).toBeCloseTo(6 + 4, 9);
    expect(made.certificate?.method).toBe('linear');
    expect(perHour(made, 'generatorRunning')).toEqual(close([1, 0]));
  });

  test('one hour of running with a least load: whole slots count, though 60 of 100 kW are asked', async () => {
    // The relaxation counts 0.6 of each hour: 60 + 40 kWh. One hour alone saves 60 x (0.3 - 0.1) of 33.
    const made = await plan([0.3, 0.25], [60, 60], { minimumLoadKw: 50, runHoursBudget: 1 });
    expect(made.objective).toBeCloseTo(33 - 12, 9);
    expect(perHour(made)).toEqual(close([60, 0]));
    expect(perHour(made, 'generatorRunning')).toEqual(close([1, 0]));
    expect(made.certificate?.method).toBe('branching');
  });
});

describe('limits of a generator', () => {
  const one = (generator: GeneratorInput, loadKw: number, price = 0.3) => {
    const timeline = hourly(1);
    const plant = makePlant(timeline, { generators: [generator] });
    return planOf({
      timeline,
      sites: [{ grid: { importPricePerKwh: price }, compute: { baseLoadKw: loadKw }, plant }],
    });
  };

  test.each([
    ['a least load', { minimumLoadKw: 50 }],
    ['a budget of hours that is wide', { runHoursBudget: 24 }],
    ['both', { minimumLoadKw: 50, runHoursBudget: 24 }],
  ])('with %s, a kW more at full load still saves 0.2', async (_, more) => {
    const made = await one({ electricityLimitKw: 80, ...more }, 100);
    expect(made.objective).toBeCloseTo(8 + 6, 9);
    expect(shadowPrice(made, 'generatorLimit', 'genset').values[0]).toBeCloseTo(-0.2, 8);
  });

  test('a slot whose limit lies below the least load stands still', async () => {
    const made = await one({ electricityLimitKw: 40, minimumLoadKw: 50 }, 100);
    expect(generatorKw(made)).toEqual([0]);
    expect(made.objective).toBeCloseTo(30, 9);
  });

  test('a large set and a tiny load: no run far below its least load', async () => {
    // 10 MW set, at least 4 MW: 5 W of load are imported, whatever the relaxation finds.
    const made = await one({ electricityLimitKw: 10_000, minimumLoadKw: 4_000 }, 0.005);
    expect(generatorKw(made)).toEqual([0]);
    expect(made.objective).toBeCloseTo(0.0015, 9);
  });

  test('two sets share a load so that neither falls below its least: 40 and 50 of 90 kW', async () => {
    // The cheap one (0.1) alone leaves 10, which the dear one (0.15, 50 or nothing) cannot make: 8 and 10 from the grid,
    // or 4 + 7.5. At 0.3 the grid is cheaper (11), at 0.5 the dear one (11.5 instead of 13).
    const timeline = hourly(1);
    const generators = [
      { id: 'cheap', electricityLimitKw: 80, minimumLoadKw: 30 },
      { id: 'dear', electricityLimitKw: 80, minimumLoadKw: 50, fuel: { pricePerKwh: 0.06 } },
    ];
    const at = (price: number) =>
      planOf({
        timeline,
        sites: [
          {
            grid: { importPricePerKwh: price },
            compute: { baseLoadKw: 90 },
            plant: makePlant(timeline, { generators }),
          },
        ],
      });
    expect((await at(0.3)).objective).toBeCloseTo(11, 9);
    const shared = await at(0.5);
    expect(shared.objective).toBeCloseTo(11.5, 9);
    expect(seriesOf(shared, 'generatorPower', 'north', 'cheap')).toEqual(close([40]));
    expect(seriesOf(shared, 'generatorPower', 'north', 'dear')).toEqual(close([50]));
  });
});

describe('heat of a generator', () => {
  const plan = (price: number, demandKw: number, more: PlantInput = {}) => {
    const timeline = hourly(1);
    const plant = makePlant(timeline, {
      generators: [{ heatRecovery: { network: 'town', heatKwPerKw: 1.2 }, fuel: { pricePerKwh: 0.1 } }],
      boilers: [{ fuel: { pricePerKwh: 0.1 } }],
      heatNetworks: [{ demandKw }],
      ...more,
    });
    return planOf({ timeline, sites: [{ grid: { importPricePerKwh: price }, compute: { baseLoadKw: 100 }, plant }] });
  };

  test('makes it run though its electricity is dearer than the grid: 50 kW for 60 of heat', async () => {
    // A kWh at 0.25 spares 0.2 of the grid and 1.2 x 0.1 of the boiler.
    const made = await plan(0.2, 60);
    expect(made.objective).toBeCloseTo(12.5 + 10, 9);
    expect(generatorKw(made)).toEqual(close([50]));
    expect(seriesOf(made, 'generatorHeat', 'north', 'genset')).toEqual(close([60]));
  });

  test('is left where nobody wants it: 100 kW of electricity, 60 of 120 of heat', async () => {
    const made = await plan(0.5, 60);
    expect(made.objective).toBeCloseTo(25, 9);
    expect(seriesOf(made, 'generatorHeat', 'north', 'genset')).toEqual(close([60]));
  });

  test('does not pay where boiler and grid are cheaper: 0.25 > 0.1 + 0.12', async () => {
    const made = await plan(0.1, 60);
    expect(made.objective).toBeCloseTo(10 + 6, 9);
    expect(generatorKw(made)).toEqual([0]);
  });
});

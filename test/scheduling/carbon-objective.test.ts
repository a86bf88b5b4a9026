import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ObjectiveSettings } from '../../src/domain/fleet.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { at, type FleetInput, hourly, makeFleet, moneyOf, seriesOf, shadowPrice, unitsOf } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { type PlannedOptions, planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const close = (values: readonly number[], digits = 4) => values.map((value) => expect.closeTo(value, digits));
const planOf = async (
  input: FleetInput,
  objective: Partial<ObjectiveSettings> = {},
  options: PlannedOptions = {},
): Promise<Plan> =>
  (await planned(solver, makeFleet({ ...input, objective: { minimise: 'carbon', ...objective } }), options)).plan;

/** Digits: a thousand-millionth of what is held is room for rounding, and so is what the solver may be off a row. */
const ROOM = 6;

/** 10 kWh of work: at 0.1 with 600 g, at 0.3 with 100 g, at 0.2 with 100 g. */
describe.each(SLOT_MINUTES)('carbon before money, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(3, slotMinutes);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  const grid = { importPricePerKwh: held([0.1, 0.3, 0.2]), carbonGramsPerKwh: { average: slots([600, 100, 100]) } };
  const sites = [{ grid }];
  const imported = (made: Plan) => energyPerHour(seriesOf(made, 'gridImport'), slotMinutes);

  test('the least carbon, 1 kg, and of the hours that have it the cheaper: 2 where 1 would be cheapest', async () => {
    const input = { timeline, sites, jobs: [{ work: 10 }] };
    const made = await planOf(input);
    expect(imported(made)).toEqual(close([0, 0, 10]));
    expect(made.objective).toBeCloseTo(2, ROOM);
    expect(made.emissions.averageKg).toBeCloseTo(1, ROOM);
    expect(made.carbonHold).toEqual({
      limitKg: expect.closeTo(1, 8),
      brokenPromiseLimit: expect.closeTo(0, 8),
      leastKgBound: expect.closeTo(1, 8),
    });
    // 0.1 a kWh for 0.5 kg less: the last kilogram cost 0.2, and another could not be had for any price.
    expect(shadowPrice(made, 'carbonHeld').values[0]).toBeLessThanOrEqual(-0.2 + 1e-6);
    const cheapest = await planOf(input, { minimise: 'cost' });
    expect(cheapest.objective).toBeCloseTo(1, 9);
    expect(cheapest.carbonHold).toBeUndefined();
  });

  test('no work is left undone for it: 5 machines need both 100 g hours in full, and nothing of the third', async () => {
    // Even at a price for work not done that is less than the power: 0.01 a unit-hour.
    const compute = { pools: [{ unitsAvailable: 5 }] };
    const job = { work: 10, unservedPricePerUnitHour: 0.01 };
    const made = await planOf({ timeline, sites: [{ grid, compute }], jobs: [job] });
    expect(imported(made)).toEqual(close([0, 5, 5]));
    expect(made.jobs[0].unservedUnitHours).toBeCloseTo(0, 3);
    // For money alone most of it is left: 0.1 and more a kWh against 0.01.
    const cheapest = await planOf({ timeline, sites: [{ grid, compute }], jobs: [job] }, { minimise: 'cost' });
    expect(cheapest.jobs[0].unservedUnitHours).toBeCloseTo(10, 6);
  });

  test('nor done late: until the end of the first hour 10 x 600 g, though clean hours follow', async () => {
    const job = { work: 10, deadline: at(1), deadlinePolicy: { kind: 'priced', pricePerHourLate: 0.001 } } as const;
    const made = await planOf({ timeline, sites, jobs: [job] });
    expect(imported(made)).toEqual(close([10, 0, 0], 3));
    expect(made.emissions.averageKg).toBeCloseTo(6, 3);
    expect(moneyOf(made, 'lateness')).toBeLessThan(1e-7);
  });

  test('what must be broken is broken as little as can be: 4 of 19 unit-hours on 5 machines in three hours', async () => {
    const compute = { pools: [{ unitsAvailable: 5 }] };
    const made = await planOf({ timeline, sites: [{ grid, compute }], jobs: [{ work: 19 }] });
    expect(made.jobs[0].unservedUnitHours).toBeCloseTo(4, 4);
    expect(made.carbonHold?.brokenPromiseLimit).toBeCloseTo(400, 2);
    expect(made.emissions.averageKg).toBeCloseTo(5 * 0.6 + 10 * 0.1, 4);
  });

  test('a carbon budget of its own is no reason to break less than that: offsets are not bought where nothing asks', async () => {
    const offsets = [{ id: 'forest', pricePerTonne: 0, limitKg: 100 }];
    const made = await planOf({ timeline, sites, jobs: [{ work: 10 }], targets: { offsets } });
    expect(made.offsets).toEqual([{ id: 'forest', kg: 0, cost: 0 }]);
    expect(made.emissions.averageKg).toBeCloseTo(1, ROOM);
  });
});

describe('what counts as carbon', () => {
  const { timeline, held } = hoursOf(2, 60);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));

  test('fuel: a genset of 625 g runs where the grid has 700 g, and not at 500 g, whatever either costs', async () => {
    const fuel = { pricePerKwh: slots([4, 4]), emissionGramsPerKwh: 250 };
    const plant = makePlant(timeline, { generators: [{ electricityLimitKw: 6, fuel }] });
    const grid = { importPricePerKwh: 0.01, carbonGramsPerKwh: { average: slots([700, 500]) } };
    const made = await planOf({ timeline, sites: [{ grid, plant, compute: { baseLoadKw: 10 } }] });
    expect(seriesOf(made, 'generatorPower', 'north', 'genset')).toEqual(close([6, 0]));
    // 6 x 0.625 + 4 x 0.7 + 10 x 0.5.
    expect(made.emissions.fuelKg + (made.emissions.averageKg ?? 0)).toBeCloseTo(3.75 + 2.8 + 5, 4);
    expect(made.objective).toBeCloseTo(60 + 0.04 + 0.1, 2);
  });

  test('the signal of the objective, less what green power covers where that is the market', async () => {
    const carbonGramsPerKwh = { average: slots([100, 500]), market: slots([500, 300]) };
    const wind = {
      id: 'wind',
      kind: 'contract' as const,
      pricePerKwh: slots([0.5, 0.5]),
      limitKw: slots([8, 0]),
      limitKwh: 100 as never,
    };
    const sites = [{ grid: { carbonGramsPerKwh, greenPower: [wind] } }];
    const jobs = [{ work: 10 }];
    const average = await planOf({ timeline, sites, jobs });
    expect(seriesOf(average, 'gridImport')).toEqual(close([10, 0]));
    expect(moneyOf(average, 'greenPower')).toBeCloseTo(0, 6);
    // 8 kWh covered: nothing is left of them; 2 kWh at 300 g in the other hour.
    const market = await planOf({ timeline, sites, jobs }, { carbonSignal: 'market' });
    expect(seriesOf(market, 'gridImport')).toEqual(close([8, 2]));
    expect(seriesOf(market, 'greenPower', 'north', 'wind')).toEqual(close([8, 0]));
    expect((market.emissions.marketKg ?? 0) - market.emissions.coveredKg).toBeCloseTo(0.6, 4);
  });
});

describe('choices stay whole in every stage', () => {
  test('one way at a time: energy that is paid for is not burnt between charging and discharging', async () => {
    // 0 g and -0.1 a kWh in the first hour: burning earns. 10 kW of load, a store of 20 kWh that loses half.
    // Charge 20 at 0 g for the load of the second hour (10 kWh at 500 g): 20 x 0.5 = 10 out: 0 kg.
    const timeline = hourly(2);
    const made = await planOf(
      {
        timeline,
        sites: [
          {
            grid: {
              importPricePerKwh: [-0.1, 0.2],
              carbonGramsPerKwh: { average: Float64Array.of(0, 500) },
              importLimitKw: 1000,
            },
            compute: { baseLoadKw: 10 },
            batteries: [{ energyCapacityKwh: 20, endEnergyMaximumKwh: 20, dischargeEfficiency: 0.5 }],
          },
        ],
      },
      {},
      { largestGap: 1e-6 },
    );
    const charge = seriesOf(made, 'batteryCharge', 'north', 'store');
    const discharge = seriesOf(made, 'batteryDischarge', 'north', 'store');
    for (const [t, kw] of charge.entries()) expect(Math.min(kw, discharge[t])).toBeLessThanOrEqual(1e-3);
    expect(charge).toEqual(close([20, 0]));
    expect(made.emissions.averageKg).toBeCloseTo(0, 4);
    expect(made.objective).toBeCloseTo(-0.1 * 30, 4);
    expect(made.certificate?.method).toBe('branching');
  });

  test('a genset of at least 8 kW runs at 8 or not at all: the first hour alone has a load for it', async () => {
    // 700 g from the grid, 625 g from the genset. Loads of 10 and 5 kW, nothing may be sold.
    const timeline = hourly(2);
    const fuel = { pricePerKwh: [0.4, 0.4], emissionGramsPerKwh: 250 };
    const plant = makePlant(timeline, { generators: [{ electricityLimitKw: 9, minimumLoadKw: 8, fuel }] });
    const grid = { importPricePerKwh: 0.1, carbonGramsPerKwh: { average: Float64Array.of(700, 700) } };
    const input = { timeline, sites: [{ grid, plant, compute: { baseLoadKw: [10, 5] } }] };
    const made = await planOf(input, {}, { largestGap: 1e-6 });
    expect(seriesOf(made, 'generatorPower', 'north', 'genset')).toEqual(close([9, 0]));
    expect(made.emissions.fuelKg + (made.emissions.averageKg ?? 0)).toBeCloseTo(9 * 0.625 + 0.7 + 3.5, 4);
  });

  test('a job in one piece takes the cleanest two hours: 200 + 100 g, though 100 g twice lie apart', async () => {
    const timeline = hourly(5);
    const carbonGramsPerKwh = { average: Float64Array.of(100, 500, 200, 100, 400) };
    const grid = { importPricePerKwh: [0.1, 0.1, 0.4, 0.4, 0.1], carbonGramsPerKwh };
    const job = { work: 10, maximumUnits: 5, shape: 'contiguous' as const };
    const made = await planOf({ timeline, sites: [{ grid }], jobs: [job] }, {}, { largestGap: 1e-6 });
    expect(unitsOf(made, 'job')).toEqual(close([0, 0, 5, 5, 0]));
    expect(made.emissions.averageKg).toBeCloseTo(1.5, 4);
    expect(made.objective).toBeCloseTo(4, 4);
  });

  test('three jobs in one piece on machines for one: the mixture is rounded within what is held', async () => {
    // 3 x 2 hours in 7, at 100, 300, 200, 100, 500, 100, 200 g: leaving out the fifth hour is impossible for runs of two
    // in a row from the start: hours 0-1, 2-3 and 5-6 do it: 1.0 kg for each unit.
    const timeline = hourly(7);
    const carbonGramsPerKwh = { average: Float64Array.of(100, 300, 200, 100, 500, 100, 200) };
    const grid = { importPricePerKwh: [0.5, 0.1, 0.1, 0.5, 0.1, 0.5, 0.1], carbonGramsPerKwh };
    const jobs = ['a', 'b', 'c'].map((id) => ({ id, work: 8, maximumUnits: 4, shape: 'contiguous' as const }));
    const compute = { pools: [{ unitsAvailable: 4 }] };
    const made = await planOf({ timeline, sites: [{ grid, compute }], jobs }, {}, { largestGap: 0.01 });
    expect(seriesOf(made, 'gridImport')).toEqual(close([4, 4, 4, 4, 0, 4, 4]));
    expect(made.emissions.averageKg).toBeCloseTo(4, 3);
    expect(made.brokenPromises).toEqual([]);
  });
});

test('savings are told against both rules, and not split: parts of a cheapest plan say nothing of another', async () => {
  const timeline = hourly(2);
  const grid = { importPricePerKwh: [0.1, 0.2], carbonGramsPerKwh: { average: Float64Array.of(600, 100) } };
  const made = await planOf({ timeline, sites: [{ grid }], jobs: [{ work: 10 }] });
  expect(made.savings).toMatchObject({ jobsAlone: null, storageAlone: null, heatAlone: null });
  // First come runs at once: 6 kg for 1.
  expect(made.savings?.againstFirstComeFirstServed).toBeCloseTo(-1, ROOM);
  expect(made.savings?.carbonKgAgainstFirstComeFirstServed).toBeCloseTo(5, ROOM);
});

test('physics that cannot hold, and a solver that is stopped, are told as ever', async () => {
  const timeline = hourly(2);
  const site = { grid: { importLimitKw: 5 }, compute: { baseLoadKw: 10 } };
  const none = await planOf({ timeline, sites: [site] }, {}, { status: ['infeasible'] });
  expect(none.conflicts[0].site).toBe('north');
  const stopped = await planOf(
    { timeline, sites: [{ batteries: [{}] }], jobs: [{ work: 10 }] },
    {},
    { limits: { iterationLimit: 1 }, status: ['fallback'] },
  );
  expect(stopped.statusReason).toMatch(/^the iteration limit/);
});

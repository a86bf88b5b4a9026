import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { hourly, makeFleet, type PoolInput, seriesOf, shadowPrice, slotsOf, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const twoHours = hourly(2);

describe('capacity', () => {
  test('two jobs want the cheap hour: 10 units at 0.1, the rest at 0.3; one unit-hour more there saves 0.2', async () => {
    const fleet = makeFleet({
      timeline: twoHours,
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] } }],
      jobs: [
        { id: 'a', work: 8 },
        { id: 'b', work: 6 },
      ],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(10 * 0.1 + 4 * 0.3, 9);
    expect(seriesOf(plan, 'poolBusyUnits', 'north', 'gpu')).toEqual([10, 4]);
    expect(shadowPrice(plan, 'poolCapacity', 'gpu').values).toEqual([expect.closeTo(-0.2, 9), expect.closeTo(0, 9)]);
    expect(plan.quotaCurves).toEqual([
      {
        site: 'north',
        pool: 'gpu',
        maxUnits: [10, 4],
        maxPowerKw: [10, 4],
        shadowPrice: [expect.closeTo(-0.2, 9), expect.closeTo(0, 9)],
      },
    ]);
  });

  test('the price of capacity is per unit-hour, also in slots of 15 minutes', async () => {
    // 10 units x 0.25 h = 2.5 unit-hours at 0.1, 1.5 at 0.3; a unit more of the first slot moves 0.25 unit-hours.
    const fleet = makeFleet({
      timeline: slotsOf(0.25, 0.25),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] } }],
      jobs: [{ work: 4, maximumUnits: 20 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(2.5 * 0.1 + 1.5 * 0.3, 9);
    expect(plan.quotaCurves[0].shadowPrice[0]).toBeCloseTo(-0.2, 9);
  });

  test('machines that are away in the cheap hour run nothing there', async () => {
    const fleet = makeFleet({
      timeline: twoHours,
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] }, compute: { pools: [{ unitsAvailable: [0, 10] }] } }],
      jobs: [{ work: 5 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(5 * 0.3, 9);
  });

  test('two pools are two capacities', async () => {
    const fleet = makeFleet({
      timeline: twoHours,
      sites: [
        {
          grid: { importPricePerKwh: [0.1, 0.3] },
          compute: {
            pools: [
              { id: 'cpu', unitsAvailable: 4, operatingPoints: [{ id: 'full', kwPerUnit: 0.5, speed: 1 }] },
              { id: 'gpu', unitsAvailable: 10 },
            ],
          },
        },
      ],
      jobs: [
        { id: 'a', pool: 'cpu', work: 6 },
        { id: 'b', pool: 'gpu', work: 10 },
      ],
    });
    const { plan } = await planned(solver, fleet);
    // cpu: 4 x 0.05 + 2 x 0.15; gpu: 10 x 0.1.
    expect(plan.objective).toBeCloseTo(0.2 + 0.3 + 1, 9);
    expect(seriesOf(plan, 'poolBusyUnits', 'north', 'cpu')).toEqual([4, 2]);
  });
});

describe('idle power', () => {
  test('all available units draw it, working ones the rest: 2 h x 10 x 0.2 kW + 5 x (1 - 0.2)', async () => {
    // Hour 0 at 0.1: 2 kW idle + 5 x 0.8 = 6 kW; hour 1 at 0.3: 2 kW.
    const fleet = makeFleet({
      timeline: twoHours,
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] }, compute: { pools: [{ idleKwPerUnit: 0.2 }] } }],
      jobs: [{ work: 5 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(seriesOf(plan, 'poolPower', 'north', 'gpu')).toEqual([6, 2]);
    expect(plan.objective).toBeCloseTo(0.6 + 0.6, 9);
    // The next unit-hour only draws what idling does not: 0.8 kW x 0.1.
    expect(shadowPrice(plan, 'jobWork', 'job').values[0]).toBeCloseTo(0.08, 9);
  });
});

describe('operating points', () => {
  /** Per unit-hour of work: eco 0.6 / 0.8 = 0.75 kWh, full 1 kWh. */
  const twoPoints: PoolInput = {
    operatingPoints: [
      { id: 'eco', kwPerUnit: 0.6, speed: 0.8 },
      { id: 'full', kwPerUnit: 1, speed: 1 },
    ],
  };
  const plan = async (work: number, prices: readonly number[], pool = twoPoints) => {
    const timeline = hourly(prices.length);
    const site = { grid: { importPricePerKwh: prices }, compute: { pools: [pool] } };
    return (await planned(solver, makeFleet({ timeline, sites: [site], jobs: [{ work, maximumUnits: 20 }] }))).plan;
  };

  test('with machines to spare all run at the thrifty point: 8 unit-hours x 0.75 x 0.1 = 0.6', async () => {
    const made = await plan(8, [0.1]);
    expect(made.objective).toBeCloseTo(0.6, 9);
    expect(unitsOf(made, 'job', 'north', 'eco')).toEqual([10]);
    expect(unitsOf(made, 'job', 'north', 'full')).toEqual([0]);
  });

  test('in between the points mix: 9 unit-hours of 10 units are 5 at each', async () => {
    // 0.8 eco + full = 9, eco + full = 10: eco = full = 5. 5 x 0.6 + 5 x 1 = 8 kWh.
    const made = await plan(9, [0.1]);
    expect(made.objective).toBeCloseTo(0.8, 9);
    expect([unitsOf(made, 'job', 'north', 'eco'), unitsOf(made, 'job', 'north', 'full')]).toEqual([[5], [5]]);
    // A unit-hour more turns five eco units into full ones: 5 x 0.4 kWh x 0.1.
    expect(shadowPrice(made, 'jobWork', 'job').values[0]).toBeCloseTo(0.2, 9);
    // A unit more lets one eco unit in and takes 0.8 / 0.2 = 4 steps from full to eco: 0.06 - 4 x 0.04 = -0.1.
    expect(made.quotaCurves[0].shadowPrice[0]).toBeCloseTo(-0.1, 9);
  });

  test('the dear hour is capped, the cheap one runs at full power', async () => {
    // 18 = 10 at full in the cheap hour + 8 at eco in the dear one: 10 x 0.1 + 6 x 0.5 = 4.
    const made = await plan(18, [0.5, 0.1]);
    expect(made.objective).toBeCloseTo(4, 9);
    expect(unitsOf(made, 'job', 'north', 'eco')).toEqual([10, 0]);
    expect(unitsOf(made, 'job', 'north', 'full')).toEqual([0, 10]);
  });

  test('the width of a job counts units over all points', async () => {
    const fleet = makeFleet({
      timeline: hourly(1),
      sites: [{ compute: { pools: [twoPoints] } }],
      jobs: [{ work: 3.8, maximumUnits: 4 }],
    });
    // 0.8 eco + full = 3.8, eco + full = 4: 1 eco, 3 full = 3.6 kWh.
    const made = (await planned(solver, fleet)).plan;
    expect(made.objective).toBeCloseTo(0.36, 9);
    expect(made.jobs[0].unservedUnitHours).toBe(0);
  });
});

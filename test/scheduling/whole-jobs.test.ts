import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  at,
  type FleetInput,
  hourly,
  type JobInput,
  makeDemandCharge,
  makeFleet,
  moneyOf,
  seriesOf,
  shadowPrice,
  unitsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Small enough to be branched on, so that every plan is proven. */
const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;

const whole = (id: string, maximumUnits: number, hours: number, more: JobInput = {}): JobInput => ({
  id,
  shape: 'contiguous',
  maximumUnits,
  work: maximumUnits * hours,
  ...more,
});

const pricesOf = (...importPricePerKwh: readonly number[]) => ({ grid: { importPricePerKwh } });
const busy = (plan: Plan) => seriesOf(plan, 'poolBusyUnits', 'north', 'gpu');
const held = (plan: Plan) => seriesOf(plan, 'poolHeldUnits', 'north', 'gpu');

describe('two jobs that a pool of 10 can only run one after the other', () => {
  const jobs = [whole('a', 6, 2), whole('b', 6, 2)];

  test('at one price: proven, in whatever order', async () => {
    const plan = await planOf({ timeline: hourly(4), jobs });
    expect(plan.objective).toBeCloseTo(24 * 0.1, 9);
    expect(busy(plan)).toEqual([6, 6, 6, 6]);
    expect(plan.status).toBe('optimal');
  });

  test('one has the cheap hours: 6 x 0.2 + 6 x 0.6, where a mixture would fill these: 10 x 0.2 + 2 x 0.6', async () => {
    const plan = await planOf({ timeline: hourly(4), sites: [pricesOf(0.1, 0.1, 0.3, 0.3)], jobs });
    expect(plan.objective).toBeCloseTo(1.2 + 3.6, 9);
    expect(busy(plan)).toEqual([6, 6, 6, 6]);
    expect(plan.certificate).toMatchObject({ method: 'branching', lowerBound: expect.closeTo(4.8, 6) });
    // What more of each costs is what it costs where it was put.
    const prices = ['a', 'b'].map((id) => shadowPrice(plan, 'jobWork', id).values[0]);
    expect(prices.sort()).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.3, 9)]);
  });

  test('with too many starts to branch on: the same plan, and the mixture is its bound', async () => {
    const count = 1100;
    const prices = Array.from({ length: count }, (_, t) => (t < 2 ? 0.1 : t < 4 ? 0.3 : 0.9));
    const { plan } = await planned(solver, makeFleet({ timeline: hourly(count), sites: [pricesOf(...prices)], jobs }), {
      largestGap: 0.4,
    });
    expect(plan.objective).toBeCloseTo(1.2 + 3.6, 9);
    expect(plan).toMatchObject({
      status: 'feasible',
      claimedGap: null,
      certifiedGap: expect.closeTo(1.6 / 4.8, 6),
      certificate: { method: 'relaxation', lowerBound: expect.closeTo(3.2, 6) },
      statusReason: expect.stringMatching(/within 3\.33e-1/),
    });
    const priceOfEach = ['a', 'b'].map((id) => shadowPrice(plan, 'jobWork', id).values[0]);
    expect(priceOfEach.sort()).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.3, 9)]);
  });

  test('the one with the later deadline waits', async () => {
    const plan = await planOf({ timeline: hourly(4), jobs: [jobs[0], { ...jobs[1], deadline: at(2) }] });
    expect([unitsOf(plan, 'b'), unitsOf(plan, 'a')]).toEqual([
      [6, 6, 0, 0],
      [0, 0, 6, 6],
    ]);
  });

  test('where only one fits in time, the one worth more runs', async () => {
    const worth = jobs.map((job, k) => ({ ...job, unservedPricePerUnitHour: [2, 3][k] }));
    const plan = await planOf({ timeline: hourly(2), jobs: worth });
    // b for 12 x 0.1, a left undone for 24.
    expect(plan.objective).toBeCloseTo(1.2 + 24, 9);
    expect(plan.jobs.map(({ unservedUnitHours }) => unservedUnitHours)).toEqual([12, 0]);
  });
});

describe('units that are held', () => {
  const half = [whole('a', 6, 0.5), whole('b', 6, 0.5)];

  test('keep another job out, though both together work no more than 6 of 10 units', async () => {
    const plan = await planOf({ timeline: hourly(2), sites: [pricesOf(0.1, 0.3)], jobs: half });
    expect(plan.objective).toBeCloseTo(3 * 0.1 + 3 * 0.3, 9);
    expect([busy(plan), held(plan)]).toEqual([
      [3, 3],
      [3, 3],
    ]);
    expect(plan.quotaCurves[0].maxUnits).toEqual([6, 6]);
  });

  test('cost what other work would do with them: 4 of 10 unit-hours in the cheap hour', async () => {
    const divisible: JobInput = { id: 'work' };
    const [run] = half;
    // In the cheap hour: 0.3 + 4 x 0.1 + 6 x 0.3 = 2.5; in the dear one: 0.9 + 10 x 0.1 = 1.9.
    const input = { timeline: hourly(2), sites: [pricesOf(0.1, 0.3)] };
    const free = await planOf({ ...input, jobs: [run, divisible] });
    expect(free.objective).toBeCloseTo(1.9, 9);
    const urgent = await planOf({ ...input, jobs: [{ ...run, deadline: at(1) }, divisible] });
    expect(urgent.objective).toBeCloseTo(2.5, 9);
    expect(unitsOf(urgent, 'work')).toEqual([4, 6]);
    expect(shadowPrice(urgent, 'poolCapacity', 'gpu').values).toEqual([expect.closeTo(-0.2, 9), expect.closeTo(0, 9)]);
    expect(urgent.quotaCurves[0]).toMatchObject({ maxUnits: [10, 6], maxPowerKw: [7, 6] });
    // A unit of the run works half an hour at 0.1, and holds an hour that is worth 0.2: 0.25 for half a unit-hour.
    expect(shadowPrice(urgent, 'jobWork', 'a').values[0]).toBeCloseTo(0.5, 9);
  });
});

describe('beside what else a site has', () => {
  test('divisible work fills the rest: 6 x (0.1 + 0.2) and 4 x 0.1 + 4 x 0.2 + 4 x 0.4', async () => {
    const jobs = [whole('run', 6, 2), { id: 'work', work: 12 }];
    const plan = await planOf({ timeline: hourly(3), sites: [pricesOf(0.1, 0.2, 0.4)], jobs });
    expect(plan.objective).toBeCloseTo(1.8 + 2.8, 9);
    expect(busy(plan)).toEqual([10, 10, 4]);
  });

  test('a peak that stands anyway is room: 8 kW of base load in hour 0, 2 + 5 in hour 1', async () => {
    const grid = (timeline: ReturnType<typeof hourly>) => ({ demandCharges: [makeDemandCharge(timeline)] });
    const timeline = hourly(3);
    const plan = await planOf({
      timeline,
      sites: [{ grid: grid(timeline), compute: { baseLoadKw: [8, 2, 3] } }],
      jobs: [whole('run', 5, 1)],
    });
    expect(unitsOf(plan, 'run')).toEqual([0, 5, 0]);
    expect(plan.objective).toBeCloseTo(18 * 0.1 + 80, 9);
  });

  test('a new peak is paid in full, though a mixture would halve it: 0.5 + 50', async () => {
    const timeline = hourly(2);
    const grid = { demandCharges: [makeDemandCharge(timeline)] };
    const plan = await planOf({ timeline, sites: [{ grid }], jobs: [whole('run', 5, 1)] });
    expect(plan.objective).toBeCloseTo(50.5, 9);
  });

  test('a ramp is kept where a run can keep it: 4 kW in the hour before the fall', async () => {
    // 5 kW a step for nothing, 1 a kW beyond. In hour 0: 12 to 4, 3 too many; in hour 1: 8 to 0, 3; in hour 2: none.
    const grid = {
      ramp: { limitKwPerMinute: 1, transitionMinutes: 5, measuredNetImportKw: null, breachPricePerKw: 1 },
    };
    const plan = await planOf({
      timeline: hourly(3),
      sites: [{ grid, compute: { baseLoadKw: [8, 4, 0] } }],
      jobs: [whole('run', 4, 1)],
    });
    expect(unitsOf(plan, 'run')).toEqual([0, 0, 4]);
    expect(plan.objective).toBeCloseTo(1.6, 9);
  });

  test('a store carries a run through the dear hour, and is filled in the cheap one: 10 x 0.1', async () => {
    const plan = await planOf({
      timeline: hourly(3),
      sites: [{ ...pricesOf(0.5, 0.1, 0.5), batteries: [{ initialEnergyKwh: 10, endEnergyKwh: 10 }] }],
      jobs: [whole('run', 10, 1, { deadline: at(1) })],
    });
    expect(plan.objective).toBeCloseTo(1, 9);
    expect(seriesOf(plan, 'batteryDischarge', 'north', 'store')).toEqual([10, 0, 0]);
  });

  test('supply is room too: 12 kW carry one of two runs of 8 kW, or both with the sun', async () => {
    const jobs = [whole('a', 8, 1), whole('b', 8, 1)];
    const site = { ...pricesOf(0.1, 0.4), compute: { pools: [{ unitsAvailable: 20 }] } };
    const grid = { ...site.grid, importLimitKw: 12 };
    const apart = await planOf({ timeline: hourly(2), sites: [{ ...site, grid }], jobs });
    expect(apart.objective).toBeCloseTo(8 * 0.1 + 8 * 0.4, 9);
    const sunny = { ...site, grid, renewables: [{ availableKw: [4, 0] }] };
    const together = await planOf({ timeline: hourly(2), sites: [sunny], jobs });
    expect(together.objective).toBeCloseTo(12 * 0.1, 9);
  });
});

describe('stores that may not fill and empty at once', () => {
  test('jobs that only the ways of a store would mix run whole all the same', async () => {
    // Paid 1 a kWh in hour 1, nothing in hour 0; half of what is stored is lost, and the store is full. The job runs in
    // hour 1 and earns 1; or in hour 0 from the store, which then earns 1 in hour 1: 1 as well. The linear program would
    // fill and empty the store at once, and with that shut run half of the job in each hour: 0.5 from the store, and
    // 0.5 + 1 bought in hour 1: 1.5.
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: [0, -1], importLimitKw: 5 },
          batteries: [
            {
              energyCapacityKwh: 10,
              initialEnergyKwh: 10,
              chargeLimitKw: 1,
              dischargeLimitKw: 1,
              chargeEfficiency: 0.5,
            },
          ],
        },
      ],
      jobs: [{ shape: 'contiguous', work: 1, maximumUnits: 1 }],
    });
    const { plan } = await planned(solver, fleet, { largestGap: 1e-6 });
    expect(plan.objective).toBeCloseTo(-1, 9);
    expect(plan.jobs[0].doneUnitHours).toBe(1);
    expect(plan.certificate?.method).toBe('branching');
  });

  test('with jobs that are mixed from the start: 6 x -0.1 and 6 left undone at 1', async () => {
    // Paid 0.1 a kWh in the only hour; the store is full and would burn 25 kWh: 10 x -0.1 + 2 x 1 - 25 x 0.1 mixed, and
    // 10 x -0.1 + 2 x 1 mixed without burning.
    const plan = await planOf({
      timeline: hourly(1),
      sites: [
        {
          grid: { importPricePerKwh: -0.1 },
          batteries: [{ initialEnergyKwh: 100, endEnergyKwh: 100, chargeEfficiency: 0.5 }],
        },
      ],
      jobs: [whole('a', 6, 1, { unservedPricePerUnitHour: 1 }), whole('b', 6, 1, { unservedPricePerUnitHour: 1 })],
    });
    expect(plan.objective).toBeCloseTo(-0.6 + 6, 9);
    expect(moneyOf(plan, 'unservedWork')).toBeCloseTo(6, 9);
    expect(plan.claimedGap).toBeCloseTo(0, 6);
    expect(seriesOf(plan, 'batteryCharge', 'north', 'store')).toEqual([0]);
  });
});

test('supply that data on their way leave is counted at the connection, not behind its losses', async () => {
  // Overhead doubles what machines draw; a gigabyte takes 1 kWh before it. So a unit of `far` takes 3 kW at the
  // connection, one of `near` 2. Hour 0 has 3.9 kW, the others 3. `far` (6 kW) must run in hour 0 and does not fit,
  // `near` (4 kW) fits nowhere: not in hour 0 either, which the mixture gives to 1.3 units of `far`.
  const fleet = makeFleet({
    timeline: hourly(3),
    sites: [{ id: 'north', grid: { importLimitKw: [3.9, 3, 3] }, compute: { overheadFraction: 1 } }, { id: 'south' }],
    links: [{ energyKwhPerGigabyte: 1 }],
    jobs: [
      {
        id: 'far',
        shape: 'contiguous',
        work: 2,
        maximumUnits: 2,
        sites: ['north'],
        deadline: at(1),
        data: { site: 'south', gigabytesPerUnitHour: 1 },
        unservedPricePerUnitHour: 9,
      },
      { id: 'near', shape: 'contiguous', work: 2, maximumUnits: 2, sites: ['north'], unservedPricePerUnitHour: 1000 },
    ],
  });
  const { plan } = await planned(solver, fleet, { largestGap: 1e-6 });
  expect(plan.jobs.map(({ unservedUnitHours }) => unservedUnitHours)).toEqual([2, 2]);
  expect(unitsOf(plan, 'near')).toEqual([0, 0, 0]);
});

test('a job that would displace work worth more is left undone: 6 x 0.1 + 20 against 1 + 30', async () => {
  // 10 units: 6 for divisible work at 5 a unit-hour, so that 4 are free for a job that is 10 wide and worth 2.
  const plan = await planOf({
    timeline: hourly(1),
    jobs: [whole('wide', 10, 1, { unservedPricePerUnitHour: 2 }), { id: 'work', work: 6, unservedPricePerUnitHour: 5 }],
  });
  expect(plan.objective).toBeCloseTo(0.6 + 20, 9);
  expect(busy(plan)).toEqual([6]);
});

test('a choice that a store cannot follow is not called impossible physics', async () => {
  // The store must lose all of its 6 kWh in the one hour, and nothing can be sold: load must be 6 kW. `narrow` is worth
  // more and runs whole, which leaves no room for `wide`, the only one that draws enough.
  const fleet = makeFleet({
    timeline: hourly(1),
    sites: [
      {
        compute: { pools: [{ unitsAvailable: 9 }] },
        batteries: [{ initialEnergyKwh: 6, endEnergyMaximumKwh: 0, dischargeLimitKw: 6, energyCapacityKwh: 6 }],
      },
    ],
    jobs: [
      { id: 'narrow', shape: 'contiguous', work: 5, maximumUnits: 5, unservedPricePerUnitHour: 20 },
      { id: 'wide', shape: 'contiguous', work: 6, maximumUnits: 6, unservedPricePerUnitHour: 10 },
    ],
  });
  const { plan } = await planned(solver, fleet, { status: ['fallback'] });
  expect(plan.statusReason).toMatch(/contiguous jobs were placed in a way that the stores cannot follow/);
});

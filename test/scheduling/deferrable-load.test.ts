import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import {
  at,
  hourly,
  type JobInput,
  makeFleet,
  moneyOf,
  type SiteInput,
  shadowPrice,
  slotsOf,
  unitsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** A day of three hours where prices are 0.3, 0.1, 0.2 and a unit draws 1 kW. */
const threeHours = hourly(3);
const threePrices: SiteInput = { grid: { importPricePerKwh: [0.3, 0.1, 0.2] } };
const planJob = (job: JobInput, sites: readonly SiteInput[] = [threePrices], timeline = threeHours) =>
  planned(solver, makeFleet({ timeline, sites, jobs: [job] }));

describe('where and when work runs', () => {
  test('the cheapest hour takes it: 10 unit-hours x 1 kW x 0.1 = 1', async () => {
    const { plan } = await planJob({ work: 10 });
    expect(plan.objective).toBeCloseTo(1, 9);
    expect(unitsOf(plan, 'job')).toEqual([0, 10, 0]);
  });

  test('one unit-hour more costs its price x kW: 0.1 x 2.5 kW a unit = 0.25', async () => {
    const points = [{ id: 'full', kwPerUnit: 2.5, speed: 1 }];
    const site = { ...threePrices, compute: { pools: [{ operatingPoints: points }] } };
    const { plan } = await planJob({ work: 6 }, [site]);
    expect(plan.objective).toBeCloseTo(6 * 0.25, 9);
    expect(shadowPrice(plan, 'jobWork', 'job').values).toEqual([expect.closeTo(0.25, 9)]);
  });

  test('width spreads it: 4 + 4 + 2 units from cheap to dear: 0.4 + 0.8 + 0.6 = 1.8', async () => {
    const { plan } = await planJob({ work: 10, maximumUnits: 4 });
    expect(plan.objective).toBeCloseTo(4 * 0.1 + 4 * 0.2 + 2 * 0.3, 9);
    expect(unitsOf(plan, 'job')).toEqual([2, 4, 4]);
  });

  test('slots of 5 minutes near and an hour far: 0.5 h at 6 units and 0.1, the rest at 0.2', async () => {
    // 12 near slots; the first 6 cost 0.1. 6 units x 0.5 h = 3 unit-hours; 9 - 3 = 6 follow in the far hour.
    const timeline = slotsOf(...new Array<number>(12).fill(1 / 12), 1);
    const prices = [...new Array<number>(6).fill(0.1), ...new Array<number>(6).fill(0.4), 0.2];
    const { plan } = await planJob({ work: 9, maximumUnits: 6 }, [{ grid: { importPricePerKwh: prices } }], timeline);
    expect(plan.objective).toBeCloseTo(3 * 0.1 + 6 * 0.2, 9);
    expect(unitsOf(plan, 'job')).toEqual([...new Array(6).fill(6), ...new Array(6).fill(0), 6]);
  });

  test('two sites: all work goes to the cheaper one, and what does not fit there to the other', async () => {
    // South has 6 units at 0.1 in one hour: 6 x 0.1; north takes 4 x 0.3.
    const timeline = hourly(1);
    const north: SiteInput = { id: 'north', grid: { importPricePerKwh: 0.3 } };
    const south: SiteInput = { id: 'south', grid: { importPricePerKwh: 0.1 } };
    const all = await planJob({ work: 10 }, [north, south], timeline);
    expect(all.plan.objective).toBeCloseTo(1, 9);
    expect(unitsOf(all.plan, 'job', 'south')).toEqual([10]);
    const narrow = { ...south, compute: { pools: [{ unitsAvailable: 6 }] } };
    const { plan } = await planJob({ work: 10 }, [north, narrow], timeline);
    expect(plan.objective).toBeCloseTo(0.6 + 1.2, 9);
    expect([unitsOf(plan, 'job', 'south'), unitsOf(plan, 'job', 'north')]).toEqual([[6], [4]]);
  });

  test('a job stays away from sites that it does not name', async () => {
    const sites: SiteInput[] = [
      { id: 'north', grid: { importPricePerKwh: 0.3 } },
      { id: 'south', grid: { importPricePerKwh: 0.1 } },
    ];
    const { plan } = await planJob({ work: 10, sites: ['north'] }, sites, hourly(1));
    expect(plan.objective).toBeCloseTo(3, 9);
  });

  test('width holds over all sites together', async () => {
    // 4 units at a time whatever the site: hour 0 only at south's 0.1, hour 1 at north's 0.2.
    const sites: SiteInput[] = [
      { id: 'north', grid: { importPricePerKwh: [0.3, 0.2] } },
      { id: 'south', grid: { importPricePerKwh: [0.1, 0.9] } },
    ];
    const { plan } = await planJob({ work: 8, maximumUnits: 4 }, sites, hourly(2));
    expect(plan.objective).toBeCloseTo(4 * 0.1 + 4 * 0.2, 9);
  });
});

describe('windows that begin or end inside a slot', () => {
  test('arriving 20 minutes into the cheap hour leaves 40 minutes of it', async () => {
    // 10 units x 2/3 h = 6.667 unit-hours at 0.1, the other 3.333 at 0.2.
    const site = { grid: { importPricePerKwh: [0.1, 0.2] } };
    const { plan } = await planJob({ work: 10, earliestStart: at(1 / 3) }, [site], hourly(2));
    expect(plan.objective).toBeCloseTo((20 / 3) * 0.1 + (10 / 3) * 0.2, 8);
    expect(unitsOf(plan, 'job')[0]).toBeCloseTo(20 / 3, 5);
  });

  test('a deadline 15 minutes into the cheap hour leaves 15 minutes of it', async () => {
    // 10 units x 0.25 h = 2.5 unit-hours at 0.1, 7.5 at 0.2 before.
    const site = { grid: { importPricePerKwh: [0.2, 0.1] } };
    const { plan } = await planJob({ work: 10, deadline: at(1.25) }, [site], hourly(2));
    expect(plan.objective).toBeCloseTo(2.5 * 0.1 + 7.5 * 0.2, 9);
    expect(unitsOf(plan, 'job')).toEqual([7.5, 2.5]);
  });

  test('a window between two milliseconds: written in whole ones, and still inside', async () => {
    const { plan } = await planJob({ work: 5, earliestStart: at(1 + 1e-7), deadline: at(2 - 1e-7) });
    expect(plan.jobs[0].directives.map(({ action, at: when }) => [action, when])).toEqual([
      ['START', '2026-06-01T01:00:00Z'],
      ['SUSPEND', '2026-06-01T01:59:59.999Z'],
    ]);
  });

  test('a window inside one slot: from minute 15 to minute 45', async () => {
    const { plan } = await planJob({ work: 5, earliestStart: at(1.25), deadline: at(1.75) });
    expect(plan.objective).toBeCloseTo(0.5, 9);
    expect(unitsOf(plan, 'job')).toEqual([0, 5, 0]);
  });

  test.each<[string, JobInput]>([
    ['arriving', { earliestStart: at(2 / 3), deadline: at(1) }],
    ['due', { earliestStart: at(-1), deadline: at(1 / 3) }],
  ])(
    '20 minutes inside the window, %s: 30 wide on 10 machines runs on 10 of them, 3.333 unit-hours',
    async (_, window) => {
      const job = { work: 10, maximumUnits: 30, unservedPricePerUnitHour: 2, ...window };
      const { plan } = await planJob(job, [{ grid: { importPricePerKwh: 0.3 } }], hourly(1));
      expect(plan.jobs[0].directives.map(({ action, units }) => [action, units])).toEqual([
        ['START', 10],
        ['SUSPEND', 0],
      ]);
      expect(plan.objective).toBeCloseTo((10 / 3) * 0.3 + (20 / 3) * 2, 8);
      expect(plan.baselines?.firstComeFirstServed.objective).toBeCloseTo(plan.objective, 8);
    },
  );

  test('the same on two operating points: 10 machines for 20 minutes at speed 1, whatever the mix', async () => {
    const operatingPoints = [
      { id: 'eco', kwPerUnit: 0.7, speed: 0.8 },
      { id: 'full', kwPerUnit: 1, speed: 1 },
    ];
    const job = { work: 10, maximumUnits: 30, unservedPricePerUnitHour: 2, earliestStart: at(2 / 3), deadline: at(1) };
    const { plan } = await planJob(job, [{ compute: { pools: [{ operatingPoints }] } }], hourly(1));
    expect(plan.jobs[0].doneUnitHours).toBeCloseTo(10 / 3, 5);
  });

  test('two sites of 10 and 4 machines: 14 of them for 20 minutes, on each no more than there are', async () => {
    const sites = [10, 4].map((unitsAvailable, k) => ({ id: `${k}`, compute: { pools: [{ unitsAvailable }] } }));
    const job = { work: 10, maximumUnits: 30, earliestStart: at(2 / 3), deadline: at(1) };
    const { plan } = await planJob(job, sites, hourly(1));
    expect([unitsOf(plan, 'job', '0'), unitsOf(plan, 'job', '1')]).toEqual([
      [expect.closeTo(10 / 3, 5)],
      [expect.closeTo(4 / 3, 5)],
    ]);
    expect(plan.jobs[0].directives.flatMap(({ action, units }) => (action === 'START' ? [units] : []))).toEqual([
      expect.closeTo(10, 4),
      expect.closeTo(4, 4),
    ]);
  });

  test('work that was due before the horizon is unserved, not forgotten', async () => {
    const { plan } = await planJob({ work: 5, earliestStart: at(-3), deadline: at(-1), unservedPricePerUnitHour: 2 });
    expect(plan.objective).toBeCloseTo(10, 9);
    expect(plan.brokenPromises).toHaveLength(1);
  });
});

describe('lateness', () => {
  const late = (pricePerHourLate: number): JobInput => ({
    work: 10,
    deadline: at(1),
    deadlinePolicy: { kind: 'priced', pricePerHourLate },
  });

  test('a cheap hour after the deadline pays: 10 x 0.1 + half an hour late on average x 1 = 1.5', async () => {
    // On time: 10 x 0.3 = 3. In hour 1 work is 0 to 1 hour late, 0.5 on average.
    const { plan } = await planJob(late(1));
    expect(plan.objective).toBeCloseTo(1.5, 9);
    expect(moneyOf(plan, 'lateness')).toBeCloseTo(0.5, 9);
    expect(plan.jobs[0]).toMatchObject({ lateUnitHours: 10, meanLatenessHours: 0.5 });
  });

  test('a dear lateness does not: on time for 10 x 0.3 = 3 rather than 1 + 0.5 x 5', async () => {
    const { plan } = await planJob(late(5));
    expect(plan.objective).toBeCloseTo(3, 9);
    expect(plan.jobs[0].lateUnitHours).toBe(0);
  });

  test('a deadline inside a slot: from 1:30 on work of that hour is late, 7.5 minutes on average', async () => {
    // Lateness over the hour: integral of max(0, t - 1.5) from 1 to 2 = 0.125 h. 10 x 0.1 + 0.125 x 4 = 1.5.
    const { plan } = await planJob({ ...late(4), deadline: at(1.5) });
    expect(plan.objective).toBeCloseTo(1 + 0.125 * 4, 9);
    expect(plan.jobs[0].lateUnitHours).toBeCloseTo(5, 6);
    expect(plan.jobs[0].meanLatenessHours).toBeCloseTo(0.25, 6);
  });

  test('a part done late pays its share: 4 of 8 unit-hours an average of 0.5 h late pay half of 0.5 x 1', async () => {
    // 4 units: hour 0 at 0.3 or later: hour 1 at 0.1 and hour 2 at 0.2, 0.5 and 1.5 h late.
    // Per unit-hour: hour 0 0.3; hour 1 0.1 + 0.5/8 = 0.1625; hour 2 0.2 + 1.5/8 = 0.3875. So 4 x 0.1625 + 4 x 0.3.
    const { plan } = await planJob({ ...late(1), work: 8, maximumUnits: 4 });
    expect(plan.objective).toBeCloseTo(4 * 0.1625 + 4 * 0.3, 9);
    expect(moneyOf(plan, 'lateness')).toBeCloseTo(0.25, 9);
  });

  test('best effort runs late for nothing', async () => {
    const { plan } = await planJob({ work: 10, deadline: at(1), deadlinePolicy: { kind: 'bestEffort' } });
    expect(plan.objective).toBeCloseTo(1, 9);
    expect(plan.brokenPromises).toEqual([]);
    expect(plan.jobs[0].lateUnitHours).toBeCloseTo(10, 6);
  });
});

describe('work that does not fit', () => {
  test('a hard job too large for its window: 3 of 13 unit-hours are named with window, amount and price', async () => {
    // One hour x 10 units at 0.1, 3 unserved x 20 = 60.
    const { plan } = await planJob({ work: 13, earliestStart: at(1), deadline: at(2), unservedPricePerUnitHour: 20 });
    expect(plan.status).toBe('optimal');
    expect(plan.objective).toBeCloseTo(1 + 60, 9);
    expect(plan.brokenPromises).toEqual([
      {
        kind: 'deadlineKept',
        site: null,
        subject: 'job',
        from: '2026-06-01T01:00:00Z',
        to: '2026-06-01T02:00:00Z',
        amount: expect.closeTo(3, 6),
        unit: 'unit h',
        pricePerUnit: 20,
        cost: expect.closeTo(60, 6),
        message: expect.stringMatching(
          /job "job" cannot be finished by its deadline.*3\.000 unit-hours.*20\.00 EUR.*60\.00/,
        ),
      },
    ]);
    expect(plan.jobs[0]).toMatchObject({ doneUnitHours: 10, unservedUnitHours: 3, leftoverUnitHours: 0 });
  });

  test('work worth less than its energy is not done: 10 x 0.05 unserved against 10 x 0.1', async () => {
    const { plan } = await planJob({ work: 10, unservedPricePerUnitHour: 0.05 });
    expect(plan.objective).toBeCloseTo(0.5, 9);
    expect(plan.jobs[0].unservedUnitHours).toBeCloseTo(10, 6);
  });

  test('a best-effort job that does not fit breaks "work served", not its deadline', async () => {
    const { plan } = await planJob({
      work: 35,
      deadline: at(1),
      deadlinePolicy: { kind: 'bestEffort' },
      unservedPricePerUnitHour: 2,
    });
    expect(plan.objective).toBeCloseTo(10 * (0.3 + 0.1 + 0.2) + 5 * 2, 9);
    expect(plan.brokenPromises.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['workServed', expect.closeTo(5, 6)],
    ]);
  });
});

describe('windows that outlast the horizon', () => {
  const longWindow: JobInput = { work: 20, maximumUnits: 5, leftoverPricePerUnitHour: 0.15 };

  test('what is dearer now than later is left over, as much as the rest of the window can hold', async () => {
    // 2 h after the horizon x 5 units = 10 unit-hours may wait at 0.15. The other 10: 5 at 0.1, 5 at 0.2.
    const { plan } = await planJob({ ...longWindow, deadline: at(5) });
    expect(plan.objective).toBeCloseTo(10 * 0.15 + 5 * 0.1 + 5 * 0.2, 9);
    expect(plan.jobs[0].leftoverUnitHours).toBeCloseTo(10, 6);
    expect(plan.brokenPromises).toEqual([]);
  });

  test('a long window does not put off for ever what is cheaper now', async () => {
    // 20 h x 5 units could wait; only hours dearer than 0.15 do: 5 run at 0.1, 15 wait.
    const { plan } = await planJob({ ...longWindow, deadline: at(23) });
    expect(plan.objective).toBeCloseTo(5 * 0.1 + 15 * 0.15, 9);
    expect(unitsOf(plan, 'job')).toEqual([0, 5, 0]);
  });

  test('nothing waits where the window ends with the horizon', async () => {
    const { plan } = await planJob({ work: 10, leftoverPricePerUnitHour: 0 });
    expect(plan.jobs[0].leftoverUnitHours).toBe(0);
    expect(plan.objective).toBeCloseTo(1, 9);
  });

  test('a job that comes after the horizon is all left over', async () => {
    const { plan } = await planJob({ ...longWindow, earliestStart: at(4), deadline: at(12) });
    expect(plan.objective).toBeCloseTo(20 * 0.15, 9);
    expect(plan.jobs[0].allocations).toEqual([]);
  });

  test('a job that comes after the horizon and does not fit its window is unserved in part', async () => {
    // 2 h x 5 units = 10 wait at 0.15; 10 x 100 unserved.
    const { plan } = await planJob({ ...longWindow, earliestStart: at(4), deadline: at(6) });
    expect(plan.objective).toBeCloseTo(10 * 0.15 + 10 * 100, 8);
  });
});

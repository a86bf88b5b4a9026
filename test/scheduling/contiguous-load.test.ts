import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  at,
  type FleetInput,
  hourly,
  type JobInput,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
  shadowPrice,
  slotsOf,
  unitsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> => (await planned(solver, makeFleet(input))).plan;

/** One contiguous job on 10 units of 1 kW, at these prices by the hour. */
const once = (job: JobInput, prices: readonly number[], site: SiteInput = {}): Promise<Plan> =>
  planOf({
    timeline: hourly(prices.length),
    sites: [{ ...site, grid: { importPricePerKwh: prices } }],
    jobs: [{ shape: 'contiguous', ...job }],
  });

const held = (plan: Plan, site = 'north', pool = 'gpu') => seriesOf(plan, 'poolHeldUnits', site, pool);

describe('when it runs', () => {
  test('the cheapest two hours in a row, not the two cheapest hours: 5 x (0.3 + 0.1)', async () => {
    const plan = await once({ work: 10, maximumUnits: 5 }, [0.5, 0.2, 0.3, 0.1, 0.6]);
    expect(unitsOf(plan, 'job')).toEqual([0, 0, 5, 5, 0]);
    expect(plan.objective).toBeCloseTo(5 * 0.4, 9);
    expect(plan.jobs[0].directives).toEqual([{ at: '2026-06-01T02:00:00Z', site: 'north', action: 'START', units: 5 }]);
    // Whole by itself, so the plan is proven as any linear program; a unit-hour of it costs 0.2 on average.
    expect(plan.certificate?.method).toBe('linear');
    expect(shadowPrice(plan, 'jobWork', 'job').values[0]).toBeCloseTo(0.2, 9);
    expect(held(plan)).toEqual([0, 0, 0, 0, 0]);
  });

  test('at its earliest start inside a slot: half an hour at 0.1 and half at 0.2, before an hour at 0.2', async () => {
    const plan = await once({ work: 4, maximumUnits: 4, earliestStart: at(0.5) }, [0.1, 0.2, 0.6]);
    expect(unitsOf(plan, 'job')).toEqual([2, 2, 0]);
    expect(held(plan)).toEqual([2, 2, 0]);
    expect(plan.objective).toBeCloseTo(4 * 0.15, 9);
    expect(plan.jobs[0].directives).toEqual([{ at: '2026-06-01T00:30:00Z', site: 'north', action: 'START', units: 4 }]);
  });

  test('the last slot may be used in part, and is held whole: 4 x (0.1 + 0.2 / 2)', async () => {
    const plan = await once({ work: 6, maximumUnits: 4 }, [0.5, 0.1, 0.2, 0.4]);
    expect(unitsOf(plan, 'job')).toEqual([0, 4, 2, 0]);
    expect(held(plan)).toEqual([0, 0, 2, 0]);
    expect(plan.objective).toBeCloseTo(0.8, 9);
    expect(plan.quotaCurves[0]).toMatchObject({ maxUnits: [0, 4, 4, 0], maxPowerKw: [0, 4, 2, 0] });
  });

  test('in slots of 30, 15, 15 and 60 minutes: from 0:30 on, 2 x (0.25 x 0.1 + 0.25 x 0.1 + 0.5 x 0.3)', async () => {
    // From 0:00: 0.5 x 0.4 + 0.05 = 0.25 a unit; from 0:30: 0.2; from 0:45: 0.25; from 1:00: 0.3.
    const plan = await planOf({
      timeline: slotsOf(0.5, 0.25, 0.25, 1),
      sites: [{ grid: { importPricePerKwh: [0.4, 0.1, 0.1, 0.3] } }],
      jobs: [{ shape: 'contiguous', work: 2, maximumUnits: 2 }],
    });
    expect(unitsOf(plan, 'job')).toEqual([0, 2, 2, 1]);
    expect(held(plan)).toEqual([0, 0, 0, 1]);
    expect(plan.objective).toBeCloseTo(0.4, 9);
  });

  test('at equal prices as early as it can', async () => {
    const plan = await once({ work: 10, maximumUnits: 5 }, [0.3, 0.1, 0.1, 0.1, 0.1]);
    expect(unitsOf(plan, 'job')).toEqual([0, 5, 5, 0, 0]);
  });

  test('held machines idle: 10 x 0.2 kW, and 4 x 0.8 kW more while four of them work', async () => {
    const plan = await once({ work: 6, maximumUnits: 4 }, [0.1, 0.1], { compute: { pools: [{ idleKwPerUnit: 0.2 }] } });
    expect(seriesOf(plan, 'poolPower', 'north', 'gpu')).toEqual([2 + 3.2, 2 + 1.6]);
    expect(plan.objective).toBeCloseTo(0.52 + 0.36, 9);
  });
});

describe('the deadline', () => {
  test('hard, inside a slot: no run may end after it', async () => {
    // Hours 1 and 2 are cheaper, but end half an hour late.
    const plan = await once({ work: 10, maximumUnits: 5, deadline: at(2.5) }, [0.5, 0.2, 0.1]);
    expect(unitsOf(plan, 'job')).toEqual([5, 5, 0]);
    expect(plan.objective).toBeCloseTo(3.5, 9);
  });

  test('priced: late by 3 hours for 6 where that saves 8; the whole job is late by its end', async () => {
    const job: JobInput = { work: 10, deadline: at(1), deadlinePolicy: { kind: 'priced', pricePerHourLate: 2 } };
    const late = await once(job, [0.9, 0.9, 0.9, 0.1]);
    expect(unitsOf(late, 'job')).toEqual([0, 0, 0, 10]);
    expect(late.objective).toBeCloseTo(1 + 6, 9);
    expect(moneyOf(late, 'lateness')).toBeCloseTo(6, 9);
    expect(late.jobs[0]).toMatchObject({ lateUnitHours: 10, meanLatenessHours: 3 });

    const dearer = { ...job, deadlinePolicy: { kind: 'priced', pricePerHourLate: 3 } as const };
    const onTime = await once(dearer, [0.9, 0.9, 0.9, 0.1]);
    expect(onTime.objective).toBeCloseTo(9, 9);
    expect(onTime.jobs[0]).toMatchObject({ lateUnitHours: 0, meanLatenessHours: 0 });
  });

  test('priced, and done after the horizon: its lateness counts to its end all the same', async () => {
    // From 0:00 both hours, 9 + 1 and half an hour late: 11. From 1:00: 1 + 10 left over at 0.2 + 1.5 h x 2 = 6.
    const plan = await once(
      {
        work: 20,
        deadline: at(1.5),
        deadlinePolicy: { kind: 'priced', pricePerHourLate: 2 },
        leftoverPricePerUnitHour: 0.2,
      },
      [0.9, 0.1],
    );
    expect(unitsOf(plan, 'job')).toEqual([0, 10]);
    expect([moneyOf(plan, 'lateness'), moneyOf(plan, 'leftoverWork')]).toEqual([
      expect.closeTo(3, 9),
      expect.closeTo(2, 9),
    ]);
    expect(plan.objective).toBeCloseTo(6, 9);
    expect(plan.jobs[0]).toMatchObject({
      doneUnitHours: 10,
      leftoverUnitHours: 10,
      lateUnitHours: 10,
      meanLatenessHours: 1.5,
    });
  });

  test('of best effort: late at no price', async () => {
    const plan = await once(
      { work: 10, deadline: at(1), deadlinePolicy: { kind: 'bestEffort' } },
      [0.9, 0.9, 0.9, 0.1],
    );
    expect(plan.objective).toBeCloseTo(1, 9);
    expect(plan.jobs[0].meanLatenessHours).toBe(3);
  });
});

describe('the end of the horizon', () => {
  const job: JobInput = { work: 10, maximumUnits: 5, leftoverPricePerUnitHour: 0.15 };

  test('a run may cross it: 5 x 0.1 now and 5 unit-hours later at 0.15', async () => {
    const plan = await once({ ...job, deadline: at(4) }, [0.5, 0.5, 0.1]);
    expect(unitsOf(plan, 'job')).toEqual([0, 0, 5]);
    expect(plan.objective).toBeCloseTo(0.5 + 0.75, 9);
    expect(moneyOf(plan, 'leftoverWork')).toBeCloseTo(0.75, 9);
    expect(plan.jobs[0]).toMatchObject({ doneUnitHours: 5, leftoverUnitHours: 5, unservedUnitHours: 0 });
    expect(plan.brokenPromises).toEqual([]);
  });

  test('not where the deadline is at the end: 5 x (0.5 + 0.1)', async () => {
    const plan = await once(job, [0.5, 0.5, 0.1]);
    expect(unitsOf(plan, 'job')).toEqual([0, 5, 5]);
    expect(plan.objective).toBeCloseTo(3, 9);
  });

  test('the whole job is left for later where that is cheaper and the deadline leaves room', async () => {
    const cheapLater = { ...job, leftoverPricePerUnitHour: 0.05 };
    const whole = await once({ ...cheapLater, deadline: at(5) }, [0.5, 0.5, 0.1]);
    expect(whole.objective).toBeCloseTo(0.5, 9);
    expect(whole.jobs[0]).toMatchObject({ doneUnitHours: 0, leftoverUnitHours: 10, allocations: [], directives: [] });
    // An hour less of room: it must at least begin.
    const begun = await once({ ...cheapLater, deadline: at(4) }, [0.5, 0.5, 0.1]);
    expect(begun.objective).toBeCloseTo(0.5 + 0.25, 9);
  });

  test('what is dear now and dear later crosses with as little as can be', async () => {
    const plan = await once({ ...job, leftoverPricePerUnitHour: 0.4, deadline: at(5) }, [0.1, 0.9, 0.1]);
    // From 0:00: 5; from 1:00: 5; from 2:00: 0.5 + 2 = 2.5; left whole: 4.
    expect(plan.objective).toBeCloseTo(2.5, 9);
  });
});

describe('what cannot run', () => {
  test('longer than the horizon: unserved whole, and the promise that breaks is named', async () => {
    const plan = await once({ work: 20, maximumUnits: 5 }, [0.1, 0.1]);
    expect(plan.objective).toBeCloseTo(2000, 9);
    expect(plan.jobs[0]).toMatchObject({ doneUnitHours: 0, unservedUnitHours: 20, allocations: [], directives: [] });
    expect(plan.brokenPromises).toEqual([
      {
        kind: 'deadlineKept',
        site: null,
        subject: 'job',
        from: '2026-06-01T00:00:00Z',
        to: '2026-06-01T02:00:00Z',
        amount: 20,
        unit: 'unit h',
        pricePerUnit: 100,
        cost: 2000,
        message: expect.stringContaining('job'),
      },
    ]);
  });

  test('wider than the pool: a part of it does not run', async () => {
    const plan = await once({ work: 12, maximumUnits: 12 }, [0.1, 0.1]);
    expect(plan.jobs[0].unservedUnitHours).toBe(12);
    expect(plan.certificate?.method).toBe('linear');
  });

  test('wider than the pool but for an hour: it runs in that one', async () => {
    const plan = await once({ work: 12, maximumUnits: 12 }, [0.1, 0.1, 0.5], {
      compute: { pools: [{ unitsAvailable: [10, 11, 12] }] },
    });
    expect(unitsOf(plan, 'job')).toEqual([0, 0, 12]);
  });

  test('the pool must hold it in every slot that it touches, be it for a minute', async () => {
    const job: JobInput = { work: 5.5, maximumUnits: 5, unservedPricePerUnitHour: 1 };
    const plan = await once(job, [0.1, 0.2, 0.3], { compute: { pools: [{ unitsAvailable: [10, 4, 10] }] } });
    expect(plan.jobs[0].unservedUnitHours).toBe(5.5);
    const wide = await once(job, [0.1, 0.2, 0.3], { compute: { pools: [{ unitsAvailable: [10, 5, 10] }] } });
    expect(unitsOf(wide, 'job')).toEqual([5, 0.5, 0]);
  });

  test('what costs more than it is worth is not done: 10 x 0.05', async () => {
    const plan = await once({ unservedPricePerUnitHour: 0.05 }, [0.1]);
    expect(plan.objective).toBeCloseTo(0.5, 9);
    expect(plan.jobs[0].unservedUnitHours).toBe(10);
  });
});

describe('where it runs', () => {
  const twoPoints = {
    pools: [
      {
        operatingPoints: [
          { id: 'eco', kwPerUnit: 0.4, speed: 0.5 },
          { id: 'full', kwPerUnit: 1, speed: 1 },
        ],
      },
    ],
  };

  test('slow and thrifty where time is cheap: 10 units x 0.4 kW x 2 h x 0.1', async () => {
    const plan = await once({}, [0.1, 0.1, 0.1], { compute: twoPoints });
    expect(unitsOf(plan, 'job', 'north', 'eco')).toEqual([10, 10, 0]);
    expect(plan.objective).toBeCloseTo(0.8, 9);
  });

  test('fast where the next hour is dear: 10 x 0.1 against 4 x (0.1 + 0.9)', async () => {
    const plan = await once({}, [0.1, 0.9, 0.9], { compute: twoPoints });
    expect(unitsOf(plan, 'job', 'north', 'full')).toEqual([10, 0, 0]);
    expect(plan.objective).toBeCloseTo(1, 9);
  });

  test('fast where an hour late costs more than the power: 0.8 + 1 against 1', async () => {
    const job: JobInput = {
      deadline: at(1),
      deadlinePolicy: { kind: 'priced', pricePerHourLate: 1 },
      leftoverPricePerUnitHour: 1,
    };
    const plan = await once(job, [0.1, 0.1, 0.1], { compute: twoPoints });
    expect(plan.objective).toBeCloseTo(1, 9);
    const patient = { ...job, deadlinePolicy: { kind: 'priced', pricePerHourLate: 0.1 } as const };
    expect((await once(patient, [0.1, 0.1, 0.1], { compute: twoPoints })).objective).toBeCloseTo(0.8 + 0.1, 9);
  });

  const twoSites = (south: SiteInput): SiteInput[] => [
    { id: 'north', grid: { importPricePerKwh: 0.3 } },
    { id: 'south', grid: { importPricePerKwh: 0.1 }, ...south },
  ];

  test('at the cheap site, if that has the machines', async () => {
    const jobs = [{ shape: 'contiguous' as const }];
    const cheap = await planOf({ timeline: hourly(2), sites: twoSites({}), jobs });
    expect(unitsOf(cheap, 'job', 'south')).toEqual([10, 0]);
    const small = { compute: { pools: [{ unitsAvailable: 9.9 }] } };
    const dear = await planOf({ timeline: hourly(2), sites: twoSites(small), jobs });
    expect(unitsOf(dear, 'job', 'north')).toEqual([10, 0]);
    expect(dear.objective).toBeCloseTo(3, 9);
  });

  test('never at a site that its list leaves out for residency or latency', async () => {
    const sites = twoSites({}).map((site, k) => ({ ...site, jurisdictions: [['EU'], ['US']][k] }));
    const links = [{ from: 'north', to: 'south', latencyMilliseconds: 40 }];
    const resident = { id: 'resident', shape: 'contiguous', sites: ['north'], residency: ['EU'] } as const;
    const near = {
      id: 'near',
      shape: 'contiguous',
      sites: ['north'],
      latency: { homeSite: 'north', maximumMilliseconds: 20 },
    } as const;
    const plan = await planOf({ timeline: hourly(2), sites, links, jobs: [near, resident] });
    expect(plan.objective).toBeCloseTo(20 * 0.3, 9);
    expect(seriesOf(plan, 'poolBusyUnits', 'south', 'gpu')).toEqual([0, 0]);
  });

  test('several pools of a site are several rooms: both jobs run in the cheap hour', async () => {
    const cpu = { id: 'cpu', unitsAvailable: 4, operatingPoints: [{ id: 'on', kwPerUnit: 0.5, speed: 1 }] };
    const plan = await planOf({
      timeline: hourly(2),
      sites: [
        { grid: { importPricePerKwh: [0.3, 0.1] }, compute: { pools: [cpu, { id: 'gpu' }, { ...cpu, id: 'tpu' }] } },
      ],
      jobs: [
        { id: 'a', pool: 'cpu', shape: 'contiguous', work: 2, maximumUnits: 4 },
        { id: 'b', shape: 'contiguous' },
        { id: 'c', pool: 'tpu', work: 1 },
      ],
    });
    // 2 unit-hours x 0.5 kW and 10 x 1 kW and 1 x 0.5 kW.
    expect(plan.objective).toBeCloseTo(11.5 * 0.1, 9);
    expect(held(plan, 'north', 'cpu')).toEqual([0, 2]);
    expect(held(plan)).toEqual([0, 0]);
    // Nothing is held where no contiguous job may run.
    expect(() => held(plan, 'north', 'tpu')).toThrow(/no series/);
  });
});

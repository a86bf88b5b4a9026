import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import type { Plan, ShadowPrice } from '../../../src/domain/plan.ts';
import { type ContiguousExplanation, explainJob, explainPlan } from '../../../src/scheduling/explain/index.ts';
import {
  at,
  type FleetInput,
  hourly,
  type JobInput,
  makeFleet,
  type SiteInput,
  shadowPrice,
} from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** 4 units for an hour and a half. */
const once: JobInput = { id: 'once', shape: 'contiguous', work: 6, maximumUnits: 4 };
/** Four hours at 0.1, 0.2, 0.3 and 0.4; a unit draws 1 kW, so a unit-hour costs the price of the hour. */
const rising: SiteInput = { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] } };

const plannedFleet = (input: Partial<FleetInput>) =>
  planned(solver, makeFleet({ timeline: hourly(4), sites: [rising], ...input }), { twice: false, largestGap: 0.3 });

async function explain(input: Partial<FleetInput>, change: (plan: Plan) => Plan = (plan) => plan) {
  const { problem, plan } = await plannedFleet(input);
  const explanation = explainJob(problem, change(plan), 'once');
  if (explanation?.kind !== 'contiguous') throw new Error('no explanation of a contiguous job');
  return explanation;
}

/** The plan with some of its prices replaced, by limit, site and component. */
function withPrice(plan: Plan, name: string, site: string, component: string, values: readonly number[]): Plan {
  const others = plan.shadowPrices.filter(
    (price) => price.name !== name || price.site !== site || price.component !== component,
  );
  const price: ShadowPrice = { name, site, component, per: 'unit h', values };
  return { ...plan, shadowPrices: [...others, price] };
}

const starts = ({ alternatives }: ContiguousExplanation) =>
  alternatives.map(({ way, extra, lacks }) => [
    way.kind === 'run' ? (way.startsAt - at(0)) / 3_600_000 : way.kind,
    extra,
    lacks,
  ]);

describe('why a contiguous job starts when it does', () => {
  test('what each start costs: 4 x 0.1 + 2 x 0.2 = 0.8 at 0:00, 1.4 at 1:00, 2.0 at 2:00', async () => {
    const { taken, alternatives } = await explain({ jobs: [once] });
    expect(taken).toMatchObject({
      kind: 'run',
      site: 'north',
      operatingPoint: 'full',
      startsAt: at(0),
      endsAt: at(1.5),
      cost: {
        energy: expect.closeTo(0.8, 9),
        pool: 0,
        data: 0,
        lateness: 0,
        notDone: 0,
        total: expect.closeTo(0.8, 9),
      },
    });
    // From 3:00 on it would end after its deadline.
    expect(alternatives).toMatchObject([
      { way: { startsAt: at(1) }, extra: expect.closeTo(0.6, 9), lacks: null, furtherStarts: 0 },
      { way: { startsAt: at(2) }, extra: expect.closeTo(1.2, 9), lacks: null, furtherStarts: 0 },
    ]);
  });

  test('by the duals of the program: a unit-hour costs what one more unit-hour of the job costs', async () => {
    const { problem, plan } = await plannedFleet({ jobs: [once] });
    const explanation = explainJob(problem, plan, 'once');
    if (explanation?.kind !== 'contiguous') throw new Error('no explanation');
    expect(plan.certificate?.method).toBe('linear');
    expect(explanation.taken.cost.total / 6).toBeCloseTo(shadowPrice(plan, 'jobWork', 'once').values[0] ?? NaN, 9);
  });

  test('a pool is paid for all units of every slot that the run touches: 4 x 0.5 + 4 x 0.25, though 2 are idle', async () => {
    const prices = [-0.5, -0.25, 0, 0];
    const { taken, alternatives } = await explain({ jobs: [once] }, (plan) =>
      withPrice(plan, 'poolCapacity', 'north', 'gpu', prices),
    );
    expect(taken.cost).toMatchObject({ energy: expect.closeTo(0.8, 9), pool: expect.closeTo(3, 9) });
    // At 1:00 4 x 0.25 + 1.4, at 2:00 nothing but 2.0: both are cheaper by these prices, 2:00 more so.
    expect(alternatives.map(({ extra }) => extra)).toEqual([expect.closeTo(2 - 3.8, 9), expect.closeTo(2.4 - 3.8, 9)]);
  });

  test('late runs pay by the hour from the deadline to their end', async () => {
    const late = { ...once, deadline: at(2), deadlinePolicy: { kind: 'priced', pricePerHourLate: 8 } } as const;
    const { taken, alternatives } = await explain({ jobs: [late] });
    expect(taken.cost.lateness).toBe(0);
    // Done at 2:30 and 3:30; from 3:00 on it is done at 4:30, and 2 of 6 unit-hours are left at no price.
    expect(alternatives.map(({ way }) => way.cost.lateness)).toEqual([4, 12, 20]);
    expect(alternatives.map(({ extra }) => extra)).toEqual([
      expect.closeTo(1.4 + 4 - 0.8, 9),
      expect.closeTo(2 + 12 - 0.8, 9),
      expect.closeTo(1.6 + 20 - 0.8, 9),
    ]);
  });

  test('a run across the end of the horizon pays for what it leaves, and the whole job may be left too', async () => {
    const waits = { ...once, deadline: at(6), leftoverPricePerUnitHour: 0.3 };
    const explanation = await explain({ jobs: [waits] });
    // From 3:00 on: 4 x 0.4 and 2 x 0.3 left; left as a whole: 6 x 0.3.
    expect(starts(explanation)).toEqual([
      [1, expect.closeTo(0.6, 9), null],
      ['leftOver', expect.closeTo(1, 9), null],
      [2, expect.closeTo(1.2, 9), null],
      [3, expect.closeTo(1.4, 9), null],
    ]);
  });

  test('a job that is left over, or not done, has every start as another way', async () => {
    const left = await explain({ jobs: [{ ...once, deadline: at(6), leftoverPricePerUnitHour: 0.01 }] });
    expect(left.taken).toMatchObject({ kind: 'leftOver', cost: { notDone: 0.06, total: 0.06 } });
    expect(starts(left)[0]).toEqual([0, expect.closeTo(0.74, 9), null]);
    const never = await explain({ jobs: [{ ...once, unservedPricePerUnitHour: 0.05 }] });
    expect(never.taken).toMatchObject({ kind: 'unserved', cost: { notDone: expect.closeTo(0.3, 9) } });
    expect(starts(never)[0]).toEqual([0, expect.closeTo(0.5, 9), null]);
  });

  test('starts that cost the same at one place count as one; each site shows its best', async () => {
    const flat = [0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    const { alternatives } = await explain({
      timeline: hourly(12),
      sites: [
        { id: 'north', grid: { importPricePerKwh: flat } },
        { id: 'south', grid: { importPricePerKwh: 9 } },
      ],
      jobs: [once],
    });
    // Hours 1 and 2 cost as much as 0, then come 3 to 7 by their price; the south stands last, with its 11 starts.
    expect(alternatives.map(({ way, furtherStarts }) => [way.kind === 'run' && way.site, furtherStarts])).toEqual([
      ['north', 1],
      ['north', 0],
      ['north', 0],
      ['north', 0],
      ['north', 0],
      ['north', 0],
      ['south', 10],
    ]);
    expect(alternatives[0]).toMatchObject({ extra: 0, way: { startsAt: at(1) } });
  });

  test('a plan without prices says when it runs and nothing of costs', async () => {
    const explanation = await explain({ jobs: [once] }, (plan) => ({ ...plan, shadowPrices: [] }));
    expect(explanation).toMatchObject({ hasPrices: false, taken: { startsAt: at(0) }, alternatives: [], binding: [] });
  });

  test('a start that the problem does not have is a mistake of the plan', async () => {
    const { problem, plan } = await plannedFleet({ jobs: [once] });
    const [job] = plan.jobs;
    const [allocation] = job.allocations;
    const jobs = [{ ...job, allocations: [{ ...allocation, firstSlot: 3 }] }];
    expect(() => explainJob(problem, { ...plan, jobs }, 'once')).toThrow(
      'starts in the plan where its problem has no start',
    );
  });
});

describe('what a start lacks', () => {
  test('units: other work takes them, its own run does not', async () => {
    // Width 8 for two hours from 2:00 on leaves 2 of 10 units there; its own 4 count as free where starts overlap.
    const other = { id: 'other', work: 16, maximumUnits: 8, earliestStart: at(2) };
    const explanation = await explain({ jobs: [once, other] });
    expect(starts(explanation)).toEqual([
      [1, expect.closeTo(0.6, 9), 'machines'],
      [2, expect.closeTo(1.2, 9), 'machines'],
    ]);
    const tight = { ...rising, compute: { pools: [{ unitsAvailable: 4 }] } };
    expect(starts(await explain({ sites: [tight], jobs: [once] })).map(([, , lacks]) => lacks)).toEqual([null, null]);
  });

  test('units that another such job holds', async () => {
    // 4 of 6 units from 0:00 to 1:30 twice would need 8: one runs first, and holds 4 to 2:00.
    const site = { ...rising, compute: { pools: [{ unitsAvailable: 6 }] } };
    const twin = { ...once, id: 'twin', earliestStart: at(0), deadline: at(1.5) };
    const { taken, alternatives } = await explain({ sites: [site], jobs: [once, twin] });
    expect(taken).toMatchObject({ startsAt: at(2) });
    expect(alternatives.map(({ lacks }) => lacks)).toEqual(['machines', 'machines']);
  });

  test('power: the connection carries 4 kW of it at 0:00 only', async () => {
    const site = { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4], importLimitKw: [4, 3, 5, 5] } };
    const explanation = await explain({ sites: [site], jobs: [once] });
    expect(starts(explanation)).toEqual([
      [1, expect.closeTo(0.6, 9), 'supply'],
      [2, expect.closeTo(1.2, 9), null],
    ]);
  });

  test('power that is sold or curtailed is free: 1 kW of import, 0.5 and 0.5 of sun, 2 that the job has already', async () => {
    const site = {
      grid: {
        importPricePerKwh: [0.01, 0.2, 0.3, 0.4],
        importLimitKw: [4, 1, 1, 1],
        exportLimitKw: 0.5,
        exportPricePerKwh: 0.01,
      },
      renewables: [{ availableKw: [0, 3, 3, 3] }],
    };
    const { taken, alternatives } = await explain({ sites: [site], jobs: [{ ...once, deadline: at(3) }] });
    expect(taken).toMatchObject({ startsAt: at(0) });
    expect(alternatives.map(({ lacks }) => lacks)).toEqual([null]);
  });

  test('starts of one cost, of which some lack units, are two', async () => {
    const { alternatives } = await explain({
      timeline: hourly(5),
      sites: [{ grid: { importPricePerKwh: 0.1 } }],
      jobs: [once, { id: 'other', work: 8, maximumUnits: 8, earliestStart: at(4) }],
    });
    expect(alternatives).toMatchObject([
      { way: { startsAt: at(1) }, lacks: null, furtherStarts: 1 },
      { way: { startsAt: at(3) }, lacks: 'machines', furtherStarts: 0 },
    ]);
  });

  test('link: it carries the data of 4 units in the first and the last two hours', async () => {
    const sites = [{ id: 'north', ...rising }, { id: 'south' }];
    const data = { site: 'south', gigabytesPerUnitHour: 5 };
    const explanation = await explain({
      sites,
      links: [{ capacityGigabytesPerHour: [20, 10, 20, 10], pricePerGigabyte: 0.01, energyKwhPerGigabyte: 0.1 }],
      jobs: [{ ...once, data, sites: ['north'] }],
    });
    // A unit-hour moves 5 GB: 0.05, and 0.5 kWh at the price of the hour.
    expect(explanation.taken.cost).toMatchObject({
      energy: expect.closeTo(0.8, 9),
      data: expect.closeTo(0.3 + 0.4, 9),
      total: expect.closeTo(1.5, 9),
    });
    expect(starts(explanation)).toEqual([
      [1, expect.closeTo(0.9, 9), 'link'],
      [2, expect.closeTo(1.8, 9), null],
    ]);
  });
});

describe('what binds a contiguous job', () => {
  const kinds = ({ binding }: ContiguousExplanation) =>
    binding.map(({ kind, site, slot, savingPerUnitHour }) => [kind, site, slot, savingPerUnitHour]);

  test('earliest start: at 0:00 it would cost 0.8 instead of 1.4, a tenth less for each of 6 unit-hours', async () => {
    expect(kinds(await explain({ jobs: [{ ...once, earliestStart: at(1) }] }))).toEqual([
      ['earliestStart', 'north', 0, expect.closeTo(0.1, 9)],
    ]);
  });

  test('deadline: from 2:00 on it would cost 4 x 0.2 + 2 x 0.1 instead of 4 x 0.4 + 2 x 0.3', async () => {
    const falling = { grid: { importPricePerKwh: [0.4, 0.3, 0.2, 0.1] } };
    // From 3:00 on it would cross the end of the horizon, which looks cheaper than it is.
    expect(kinds(await explain({ sites: [falling], jobs: [{ ...once, deadline: at(2) }] }))).toEqual([
      ['deadline', 'north', 2, expect.closeTo((2.2 - 1) / 6, 9)],
    ]);
    // Where lateness has a price, that price is the deadline.
    const priced = { ...once, deadline: at(2), deadlinePolicy: { kind: 'priced', pricePerHourLate: 8 } } as const;
    expect(kinds(await explain({ sites: [falling], jobs: [priced] }))).toEqual([]);
  });

  test('sites: one that the job does not allow is cheaper, if its data could come there', async () => {
    const sites = [
      { id: 'north', ...rising },
      { id: 'south', grid: { importPricePerKwh: 0.01 } },
    ];
    expect(kinds(await explain({ sites, jobs: [{ ...once, sites: ['north'] }] }))).toEqual([
      ['sites', 'south', 0, expect.closeTo((0.8 - 0.06) / 6, 9)],
    ]);
    const data = { site: 'north', gigabytesPerUnitHour: 1 };
    expect(kinds(await explain({ sites, jobs: [{ ...once, sites: ['north'], data }] }))).toEqual([]);
  });

  test('pool: the dearest of the full slots that it pays for, or would gladly use', async () => {
    const price = (values: readonly number[]) => (plan: Plan) =>
      withPrice(plan, 'poolCapacity', 'north', 'gpu', values);
    // Its own start touches hours 0 and 1.
    expect(kinds(await explain({ jobs: [once] }, price([-0.01, -0.02, 0, 0])))).toEqual([
      ['poolCapacity', 'north', 1, expect.closeTo(0.02, 9)],
    ]);
    // Planned for 1:00, it would start at 0:00 but for the price of hour 0; hour 3 is dear anyway.
    const other = { id: 'other', work: 10, deadline: at(1) };
    expect(kinds(await explain({ jobs: [once, other] }, price([-0.5, 0, 0, -0.7])))).toEqual([
      ['poolCapacity', 'north', 0, expect.closeTo(0.5, 9)],
    ]);
    // It lacks the units, but neither an earlier start nor a later deadline would give it some.
    expect(kinds(await explain({ jobs: [once, other] }, price([0, 0, 0, 0])))).toEqual([]);
  });

  test('link: by the gigabyte and by the unit-hour of 5 GB', async () => {
    const { binding } = await explain(
      {
        sites: [
          { id: 'north', ...rising },
          { id: 'south', compute: { pools: [] } },
        ],
        links: [{}],
        jobs: [{ ...once, data: { site: 'south', gigabytesPerUnitHour: 5 }, sites: ['north'] }],
      },
      // Only starts that are dear anyway touch hour 3.
      (plan) => withPrice(plan, 'linkCapacity', 'north', 'south', [0, -0.02, 0, -0.9]),
    );
    expect(binding).toEqual([
      {
        kind: 'linkCapacity',
        site: 'north',
        from: 'south',
        slot: 1,
        pricePerGigabyte: 0.02,
        savingPerUnitHour: expect.closeTo(0.1, 9),
      },
    ]);
  });
});

describe('a plan whose jobs were put by rounding', () => {
  test('has no price of a unit-hour for contiguous jobs, which stand where they were put', async () => {
    const { problem, plan } = await plannedFleet({ jobs: [once, { id: 'other', work: 1 }] });
    const ids = (of: Plan) => explainPlan(problem, of).jobs.map(({ id }) => id);
    expect(ids(plan)).toEqual(['once', 'other']);
    const { certificate } = plan;
    if (certificate === null) throw new Error('no certificate');
    expect(ids({ ...plan, certificate: { ...certificate, method: 'relaxation' } })).toEqual(['other']);
  });
});

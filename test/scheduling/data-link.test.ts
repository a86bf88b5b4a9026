import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  at,
  type FleetInput,
  hourly,
  type JobInput,
  type LinkInput,
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

/** Data lie in the dear south (0.3); north is cheap (0.1). A unit-hour that is done in the north moves 2 GB. */
const sites: readonly SiteInput[] = [
  { id: 'north', grid: { importPricePerKwh: 0.1 } },
  { id: 'south', grid: { importPricePerKwh: 0.3 } },
];
const data = { site: 'south', gigabytesPerUnitHour: 2 };

const planOf = async (input: Partial<FleetInput>): Promise<Plan> => {
  const fleet = makeFleet({ timeline: hourly(2), sites, jobs: [{ data }], ...input });
  return (await planned(solver, fleet, { largestGap: 1e-6 })).plan;
};
const over = (link: LinkInput, job: JobInput = {}, more: Partial<FleetInput> = {}) =>
  planOf({ links: [link], jobs: [{ data, ...job }], ...more });

const moved = (plan: Plan) => seriesOf(plan, 'linkTransfer', 'north', 'south');
const linkPrices = (plan: Plan) => shadowPrice(plan, 'linkCapacity', 'south', 'north');

describe.each<JobInput['shape']>(['divisible', 'contiguous'])('data of %s work', (shape) => {
  test('move where power is cheaper by more: 10 x 0.1 + 20 GB x 0.05 against 10 x 0.3', async () => {
    const plan = await over({ pricePerGigabyte: 0.05 }, { shape });
    expect(plan.objective).toBeCloseTo(1 + 1, 9);
    expect(unitsOf(plan, 'job', 'north')).toEqual([10, 0]);
    expect(moved(plan)).toEqual([20, 0]);
    expect(plan.jobs[0].movedGigabytes).toBeCloseTo(20, 9);
    expect(plan.costLines).toContainEqual({
      name: 'dataTransfer',
      site: 'north',
      component: 'south',
      amount: expect.closeTo(1, 9),
    });
  });

  test('stay where moving costs more: 10 x 0.3 against 1 + 20 x 0.15', async () => {
    const plan = await over({ pricePerGigabyte: 0.15 }, { shape });
    expect(plan.objective).toBeCloseTo(3, 9);
    expect(unitsOf(plan, 'job', 'south')).toEqual([10, 0]);
    expect(moved(plan)).toEqual([0, 0]);
    expect(plan.jobs[0].movedGigabytes).toBe(0);
    expect(moneyOf(plan, 'dataTransfer')).toBe(0);
  });

  test('draw their energy at the receiving supply, without its losses: 10 x 1.5 + 20 x 0.5 kWh at 0.1', async () => {
    const lossy = [{ ...sites[0], compute: { overheadFraction: 0.5 } }, sites[1]];
    const plan = await over({ energyKwhPerGigabyte: 0.5 }, { shape }, { sites: lossy });
    expect(plan.objective).toBeCloseTo(2.5, 9);
    expect(seriesOf(plan, 'gridImport', 'north')).toEqual([25, 0]);
    expect(seriesOf(plan, 'gridImport', 'south')).toEqual([0, 0]);
    // 1.5 kWh of power and 1 kWh for its data a unit-hour.
    expect(shadowPrice(plan, 'jobWork', 'job').values[0]).toBeCloseTo(0.25, 9);
  });

  test('count by work done, not by units: at half speed 10 units move 10 GB an hour', async () => {
    const pools = [{ operatingPoints: [{ id: 'eco', kwPerUnit: 0.4, speed: 0.5 }] }];
    const slow = sites.map((site) => ({ ...site, compute: { pools } }));
    const plan = await over({ pricePerGigabyte: 0.01 }, { shape }, { sites: slow });
    expect(moved(plan)).toEqual([10, 10]);
    // 20 units x hours x 0.4 kW x 0.1 and 20 GB x 0.01.
    expect(plan.objective).toBeCloseTo(0.8 + 0.2, 9);
  });

  test('move in the slot in which they are worked on: half an hour at 20 GB/h is 10 GB/h on average', async () => {
    const plan = await over({ capacityGigabytesPerHour: 10 }, { shape, work: 5, deadline: at(0.5) });
    expect(unitsOf(plan, 'job', 'north')).toEqual([5, 0]);
    expect(moved(plan)).toEqual([10, 0]);
    expect(plan.objective).toBeCloseTo(0.5, 9);
  });
});

describe('capacity of a link', () => {
  test('4 units an hour pass 8 GB/h: a gigabyte more moves half a unit-hour from 0.3 to 0.1', async () => {
    const plan = await over({ capacityGigabytesPerHour: 8 }, { work: 20 });
    expect(plan.objective).toBeCloseTo(8 * 0.1 + 12 * 0.3, 9);
    expect(moved(plan)).toEqual([8, 8]);
    expect(linkPrices(plan)).toMatchObject({ per: 'GB', values: [expect.closeTo(-0.1, 9), expect.closeTo(-0.1, 9)] });
    expect(shadowPrice(plan, 'linkBalance', 'south', 'north').values[0]).toBeCloseTo(0.1, 9);
  });

  test('its price is less what a gigabyte itself costs: (0.2 - 2 x 0.02) / 2', async () => {
    const plan = await over({ capacityGigabytesPerHour: 8, pricePerGigabyte: 0.02 }, { work: 20 });
    expect(linkPrices(plan).values[0]).toBeCloseTo(-0.08, 9);
    expect(shadowPrice(plan, 'linkBalance', 'south', 'north').values[0]).toBeCloseTo(0.02 + 0.08, 9);
  });

  test('and the same in slots of 15 minutes, where 8 GB/h are 2 GB', async () => {
    const plan = await over({ capacityGigabytesPerHour: 8 }, { work: 5 }, { timeline: slotsOf(0.25, 0.25) });
    expect(plan.objective).toBeCloseTo(2 * 0.1 + 3 * 0.3, 9);
    expect(linkPrices(plan).values[1]).toBeCloseTo(-0.1, 9);
  });

  test('it may differ from slot to slot, and where it is 0 nothing passes', async () => {
    const plan = await over({ capacityGigabytesPerHour: [0, 12] }, { work: 20 });
    expect([unitsOf(plan, 'job', 'north'), unitsOf(plan, 'job', 'south')]).toEqual([
      [0, 6],
      [10, 4],
    ]);
  });

  test('a run in one piece passes whole or not at all: 3.0, where a mixture would send 4 of 10 units', async () => {
    const plan = await over({ capacityGigabytesPerHour: 8 }, { shape: 'contiguous' });
    expect(plan.objective).toBeCloseTo(3, 9);
    const wide = await over({ capacityGigabytesPerHour: [8, 20] }, { shape: 'contiguous' });
    expect(unitsOf(wide, 'job', 'north')).toEqual([0, 10]);
  });

  test('jobs share it: the one that moves less for its work has it', async () => {
    const light = { site: 'south', gigabytesPerUnitHour: 1 };
    const jobs = [
      { id: 'heavy', data },
      { id: 'light', data: light },
    ];
    const plan = await planOf({ timeline: hourly(1), links: [{ capacityGigabytesPerHour: 8 }], jobs });
    expect([unitsOf(plan, 'heavy', 'north'), unitsOf(plan, 'light', 'north')]).toEqual([[0], [8]]);
    // 8 x 0.1; south's 10 units take 10 of the 12 others, and 2 wait for nothing: unserved at 100.
    expect(plan.objective).toBeCloseTo(0.8 + 3 + 200, 9);
    expect(plan.jobs.map(({ movedGigabytes }) => movedGigabytes)).toEqual([0, 8]);
  });

  test('runs in one piece share it too: one after the other', async () => {
    const jobs = ['a', 'b'].map((id) => ({ id, shape: 'contiguous' as const, work: 4, maximumUnits: 4, data }));
    const plan = await planOf({ links: [{ capacityGigabytesPerHour: 8 }], jobs });
    expect(moved(plan)).toEqual([8, 8]);
    expect(plan.objective).toBeCloseTo(0.8, 9);
  });
});

describe('links of a fleet', () => {
  test('each direction is its own, named by who receives', async () => {
    const jobs: JobInput[] = [
      { id: 'out', data, sites: ['north'], work: 4 },
      { id: 'back', data: { site: 'north', gigabytesPerUnitHour: 1 }, sites: ['south'], work: 3 },
    ];
    const links = [{ pricePerGigabyte: 0.5 }, { from: 'north', to: 'south', pricePerGigabyte: 0.25 }];
    const plan = await planOf({ timeline: hourly(1), links, jobs });
    expect(moved(plan)).toEqual([8]);
    expect(seriesOf(plan, 'linkTransfer', 'south', 'north')).toEqual([3]);
    expect(plan.costLines.filter(({ name }) => name === 'dataTransfer')).toEqual([
      { name: 'dataTransfer', site: 'south', component: 'north', amount: expect.closeTo(0.75, 9) },
      { name: 'dataTransfer', site: 'north', component: 'south', amount: expect.closeTo(4, 9) },
    ]);
  });

  test('one that no data may take is seen to carry nothing, and has no price', async () => {
    const plan = await planOf({ links: [{ latencyMilliseconds: 4 }], jobs: [{}] });
    expect(moved(plan)).toEqual([0, 0]);
    expect(plan.shadowPrices.filter(({ name }) => name.startsWith('link'))).toEqual([]);
  });

  test('work at the site of its data needs no link at all', async () => {
    const plan = await planOf({ links: [], jobs: [{ data, sites: ['south'] }] });
    expect(plan.objective).toBeCloseTo(3, 9);
  });

  test('data that draw more than the supply has keep work at home', async () => {
    // 10 kW carry 5 units with 1 kW for each unit's data.
    const grid = { importPricePerKwh: 0.1, importLimitKw: 10 };
    const plan = await over(
      { energyKwhPerGigabyte: 0.5 },
      {},
      { timeline: hourly(1), sites: [{ ...sites[0], grid }, sites[1]] },
    );
    expect([unitsOf(plan, 'job', 'north'), unitsOf(plan, 'job', 'south')]).toEqual([[5], [5]]);
    // A kWh more there moves half a unit-hour, which costs 0.1 instead of 0.15.
    expect(shadowPrice(plan, 'importLimit', null, 'north').values[0]).toBeCloseTo(-(0.15 - 0.1), 9);
  });
});

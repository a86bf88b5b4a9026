import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { type DivisibleExplanation, explainJob } from '../../../src/scheduling/explain/index.ts';
import { at, hourly, type JobInput, type LinkInput, makeFleet, type SiteInput } from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Four hours at 0.1, 0.2, 0.3 and 0.4; a unit draws 1 kW, so a unit-hour costs the price of the hour. */
const rising: SiteInput = { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] } };

async function explain(
  job: JobInput,
  sites: readonly SiteInput[] = [rising],
  links: readonly LinkInput[] = [],
): Promise<DivisibleExplanation> {
  const fleet = makeFleet({ timeline: hourly(4), sites, links, jobs: [job] });
  const { problem, plan } = await planned(solver, fleet, { twice: false });
  const explanation = explainJob(problem, plan, 'job');
  if (explanation?.kind !== 'divisible') throw new Error('no explanation of a divisible job');
  return explanation;
}

describe('why a job runs where it runs', () => {
  test('a job of 1.5 unit-hours and width 1 fills the first hour and half the second', async () => {
    const { running, pricePerUnitHour } = await explain({ work: 1.5, maximumUnits: 1 });
    expect(pricePerUnitHour).toBeCloseTo(0.2, 9);
    expect(
      running.map(({ fromSlot, toSlot, units, cost }) => ({ fromSlot, toSlot, units, total: cost.total })),
    ).toEqual([
      { fromSlot: 0, toSlot: 1, units: 1, total: expect.closeTo(0.1, 9) },
      { fromSlot: 1, toSlot: 2, units: 0.5, total: expect.closeTo(0.2, 9) },
    ]);
  });

  test('the hours that it does not use cost 0.1 and 0.2 more', async () => {
    const { alternatives } = await explain({ work: 1.5, maximumUnits: 1 });
    expect(alternatives.map(({ fromSlot, extraPerUnitHour }) => [fromSlot, extraPerUnitHour])).toEqual([
      [2, expect.closeTo(0.1, 9)],
      [3, expect.closeTo(0.2, 9)],
    ]);
  });

  test('energy counts losses of distribution and the draw above idle: 0.1 x 1.5 x (0.9 - 0.4) a unit', async () => {
    const pool = { idleKwPerUnit: 0.4, operatingPoints: [{ id: 'full', kwPerUnit: 0.9, speed: 1 }] };
    const site = { ...rising, compute: { overheadFraction: 0.5, pools: [pool] } };
    const { running } = await explain({ work: 0.5, maximumUnits: 1 }, [site]);
    expect(running[0].cost.energy).toBeCloseTo(0.1 * 1.5 * 0.5, 9);
  });

  test('work per unit-hour: at half speed the same energy buys half the work', async () => {
    const pool = { operatingPoints: [{ id: 'capped', kwPerUnit: 1, speed: 0.5 }] };
    const { running } = await explain({ work: 0.25, maximumUnits: 1 }, [{ ...rising, compute: { pools: [pool] } }]);
    expect(running[0].cost.total).toBeCloseTo(0.2, 9);
  });

  test('late work shows what its lateness costs: 8 money per hour late of 2 unit-hours, half an hour late on average', async () => {
    const falling: SiteInput = { grid: { importPricePerKwh: [9, 9, 0.1, 0.1] } };
    const policy = { kind: 'priced', pricePerHourLate: 8 } as const;
    const job = { work: 2, maximumUnits: 2, deadline: at(2), deadlinePolicy: policy };
    const { running } = await explain(job, [falling]);
    expect(running.map(({ fromSlot, cost }) => [fromSlot, cost.lateness])).toEqual([
      [2, expect.closeTo((8 / 2) * 0.5, 9)],
    ]);
  });

  test('neighbouring hours of one price and width are one stretch', async () => {
    const { running } = await explain({ work: 4, maximumUnits: 1 }, [{ grid: { importPricePerKwh: 0.1 } }]);
    expect(running.map(({ fromSlot, toSlot }) => [fromSlot, toSlot])).toEqual([[0, 4]]);
  });

  test('a plan without prices (that of a rule) says where the job runs and claims nothing of costs', async () => {
    const fleet = makeFleet({ timeline: hourly(1), jobs: [{ work: 1 }] });
    const { problem, plan } = await planned(solver, fleet, { twice: false });
    const explanation = explainJob(problem, { ...plan, shadowPrices: [] }, 'job');
    expect(explanation).toMatchObject({
      pricePerUnitHour: null,
      alternatives: [],
      binding: [],
      running: [{ units: 1 }],
    });
  });

  test('an unknown job has no explanation', async () => {
    const { problem, plan } = await planned(solver, makeFleet({ timeline: hourly(1), jobs: [{ work: 1 }] }));
    expect(explainJob(problem, plan, 'other')).toBeNull();
  });
});

describe('what binds a job', () => {
  const kinds = ({ binding }: DivisibleExplanation) =>
    binding.map(({ kind, slot, savingPerUnitHour }) => [kind, slot, savingPerUnitHour]);

  test('width: one unit more in the first hour saves 0.2 - 0.1', async () => {
    expect(kinds(await explain({ work: 1.5, maximumUnits: 1 }))).toEqual([['width', 0, expect.closeTo(0.1, 9)]]);
  });

  test('pool: with one unit there, one more saves 0.2 - 0.1', async () => {
    const site = { ...rising, compute: { pools: [{ unitsAvailable: 1 }] } };
    const bound = await explain({ work: 1.5, maximumUnits: 5 }, [site]);
    expect(kinds(bound)).toEqual([['poolCapacity', 0, expect.closeTo(0.1, 9)]]);
  });

  test('earliest start: work that could begin in the first hour would save 0.3 - 0.1', async () => {
    expect(kinds(await explain({ work: 0.5, maximumUnits: 1, earliestStart: at(2) }))).toEqual([
      ['earliestStart', 0, expect.closeTo(0.2, 9)],
    ]);
  });

  test('deadline: where power gets cheaper after it', async () => {
    const falling: SiteInput = { grid: { importPricePerKwh: [0.4, 0.3, 0.2, 0.1] } };
    const job = { work: 0.5, maximumUnits: 1, deadline: at(2), deadlinePolicy: { kind: 'hard' } } as const;
    expect(kinds(await explain(job, [falling]))).toEqual([['deadline', 3, expect.closeTo(0.2, 9)]]);
  });

  test('sites: another one with the pool is cheaper, but not allowed', async () => {
    const north: SiteInput = { id: 'north', grid: { importPricePerKwh: 0.3 } };
    const south: SiteInput = { id: 'south', grid: { importPricePerKwh: 0.1 } };
    const bound = await explain({ work: 0.5, maximumUnits: 1, sites: ['north'] }, [north, south]);
    expect(kinds(bound)).toEqual([['sites', 0, expect.closeTo(0.2, 9)]]);
  });

  test('nothing: the job is smaller than the cheapest hour', async () => {
    expect(kinds(await explain({ work: 0.5, maximumUnits: 1 }))).toEqual([]);
  });
});

describe('data that a job moves', () => {
  /** The data lie in the south, which is dear; 5 GB move for each unit-hour of work in the north. */
  const data = { site: 'south', gigabytesPerUnitHour: 5 };
  const sites: readonly SiteInput[] = [
    { id: 'north', ...rising },
    { id: 'south', grid: { importPricePerKwh: 9 } },
  ];
  const link: LinkInput = { pricePerGigabyte: 0.01, energyKwhPerGigabyte: 0.1 };

  test('cost their price, and their energy at the receiving site: 5 x (0.01 + 0.1 x 0.1) = 0.1 in the first hour', async () => {
    const { running, alternatives } = await explain({ work: 5, data }, sites, [link]);
    expect(running).toMatchObject([
      { site: 'north', fromSlot: 0, cost: { energy: 0.1, data: expect.closeTo(0.1, 9) } },
    ]);
    expect(running[0].cost.total).toBeCloseTo(0.2, 9);
    expect(alternatives.find(({ site }) => site === 'south')?.cost.data).toBe(0);
  });

  test('by the unit-hour also where a unit works at half speed and moves half as much an hour', async () => {
    const pool = { operatingPoints: [{ id: 'slow', kwPerUnit: 1, speed: 0.5 }] };
    const slow = [{ ...sites[0], compute: { pools: [pool] } }, sites[1]];
    const { running } = await explain({ work: 2, data }, slow, [link]);
    expect(running).toMatchObject([{ cost: { energy: 0.2, data: expect.closeTo(0.1, 9) } }]);
  });

  test('a full link: 10 GB/h let 2 units in at 0.2 where the third hour costs 0.5', async () => {
    const narrow = { ...link, capacityGigabytesPerHour: [10, 1000, 1000, 1000] };
    const dips = { id: 'north', grid: { importPricePerKwh: [0.1, 0.9, 0.3, 0.9] } };
    const { binding, running } = await explain({ work: 5, data }, [dips, sites[1]], [narrow]);
    // 0.3 + 5 x (0.01 + 0.1 x 0.3) in the third hour; the link is worth (0.5 - 0.2) / 5 a gigabyte in the first.
    expect(running.map(({ fromSlot, cost }) => [fromSlot, cost.total])).toEqual([
      [0, expect.closeTo(0.5, 9)],
      [2, expect.closeTo(0.5, 9)],
    ]);
    expect(binding).toEqual([
      {
        kind: 'linkCapacity',
        site: 'north',
        from: 'south',
        slot: 0,
        pricePerGigabyte: expect.closeTo(0.06, 9),
        savingPerUnitHour: expect.closeTo(0.3, 9),
      },
    ]);
  });

  test('a site that they cannot come to is no cheaper place', async () => {
    const bound = { work: 0.5, maximumUnits: 1, data, sites: ['south'] };
    expect((await explain(bound, sites)).binding).toEqual([]);
    expect((await explain(bound, sites, [link])).binding).toMatchObject([{ kind: 'sites', site: 'north' }]);
  });

  test('units that a contiguous job holds leave none to others', async () => {
    // Held from 0:00 to 1:00 are 4 of 4 units, 2 of them idle from 0:30 on.
    const site = { ...rising, compute: { pools: [{ unitsAvailable: 4 }] } };
    const holder = { id: 'holder', shape: 'contiguous', work: 2, maximumUnits: 4, deadline: at(1) } as const;
    const fleet = makeFleet({ timeline: hourly(4), sites: [site], jobs: [holder, { work: 2, maximumUnits: 2 }] });
    const { problem, plan } = await planned(solver, fleet, { twice: false });
    const explanation = explainJob(problem, plan, 'job');
    expect(explanation?.binding).toMatchObject([{ kind: 'poolCapacity', slot: 0, savingPerUnitHour: 0.1 }]);
  });
});

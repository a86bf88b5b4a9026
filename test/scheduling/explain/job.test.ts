import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { explainJob, type JobExplanation } from '../../../src/scheduling/explain/index.ts';
import { at, hourly, type JobInput, makeFleet, type SiteInput } from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Four hours at 0.1, 0.2, 0.3 and 0.4; a unit draws 1 kW, so a unit-hour costs the price of the hour. */
const rising: SiteInput = { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] } };

async function explain(job: JobInput, sites: readonly SiteInput[] = [rising], id = 'job'): Promise<JobExplanation> {
  const { problem, plan } = await planned(solver, makeFleet({ timeline: hourly(4), sites, jobs: [job] }), {
    twice: false,
  });
  const explanation = explainJob(problem, plan, id);
  if (explanation === null) throw new Error(`no job ${id}`);
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
    expect(explanation).toMatchObject({ pricePerUnitHour: null, alternatives: [], binding: [] });
    expect(explanation?.running.map(({ units }) => units)).toEqual([1]);
  });

  test('an unknown job has no explanation', async () => {
    const { problem, plan } = await planned(solver, makeFleet({ timeline: hourly(1), jobs: [{ work: 1 }] }));
    expect(explainJob(problem, plan, 'other')).toBeNull();
  });
});

describe('what binds a job', () => {
  const kinds = ({ binding }: JobExplanation) =>
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

import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { areWhole, improveWholeJobs, roundWholeJobs, type WholeChoice } from '../../src/scheduling/rounding.ts';
import { at, type FleetInput, hourly, type JobInput, makeFleet, type SiteInput } from '../support/fleets.ts';
import { choiceOf, jobOf, type Standing, standingsOf, startAt, wholeStateOf } from './whole-state.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const whole = (id: string, maximumUnits: number, hours: number, more: JobInput = {}): JobInput => ({
  id,
  shape: 'contiguous',
  maximumUnits,
  work: maximumUnits * hours,
  ...more,
});
const prices = (...importPricePerKwh: readonly number[]): SiteInput => ({ grid: { importPricePerKwh } });

/** Where rounding puts the jobs of a mixture, what that costs, and the mixture. */
async function rounded(input: FleetInput) {
  const fleet = makeFleet(input);
  const state = await wholeStateOf(solver, fleet);
  const standings = standingsOf(state.jobs, roundWholeJobs(state.fleet, state.jobs, state.mixture));
  const { objective } = await wholeStateOf(solver, fleet, standings);
  const mixed = !areWhole(state.jobs, state.mixture.solution.value);
  return { standings, objective, mixed, bound: state.objective };
}

/** Where jobs stand after one round of moves; null where no move promises anything. */
async function improved(fleet: Fleet, standings: Readonly<Record<string, Standing>>) {
  const { jobs, mixture, ...state } = await wholeStateOf(solver, fleet, standings);
  const choice: WholeChoice | null = improveWholeJobs(state.fleet, jobs, mixture, choiceOf(jobs, standings));
  return choice === null ? null : standingsOf(jobs, choice);
}

describe('whole', () => {
  test('is one way with all units of the job, but for rounding', async () => {
    const { jobs } = await wholeStateOf(solver, makeFleet({ timeline: hourly(2), jobs: [whole('a', 4, 1)] }));
    const [job] = jobs;
    const [first, second] = job.starts.map(({ column }) => column);
    const at = (values: Readonly<Record<number, number>>) => areWhole(jobs, (column) => values[column] ?? 0);
    expect(at({ [first]: 4 })).toBe(true);
    expect(at({ [first]: 4 * (1 - 1e-7), [second]: 4e-7 })).toBe(true);
    expect(at({ [job.unserved]: 4 })).toBe(true);
    expect(at({ [first]: 3.999, [second]: 0.001 })).toBe(false);
    expect(at({ [first]: 2, [second]: 2 })).toBe(false);
    expect(areWhole([], () => 0)).toBe(true);
  });
});

describe('a mixture', () => {
  test('what runs whole stays, the other goes where there is room: 6 x 0.1 + 6 x 0.3', async () => {
    const found = await rounded({
      timeline: hourly(2),
      sites: [prices(0.1, 0.3)],
      jobs: [whole('a', 6, 1), whole('b', 6, 1)],
    });
    expect(found.mixed).toBe(true);
    expect(found.bound).toBeCloseTo(10 * 0.1 + 2 * 0.3, 9);
    expect(Object.values(found.standings).sort()).toEqual([0, 1]);
    expect(found.objective).toBeCloseTo(2.4, 9);
  });

  test('beside divisible work, if there is a place for it: hour 1, not that of work in hour 0', async () => {
    const found = await rounded({
      timeline: hourly(2),
      sites: [prices(0.1, 0.2)],
      jobs: [whole('wide', 10, 1), { id: 'work', work: 6, maximumUnits: 6, deadline: at(1) }],
    });
    expect(found.mixed).toBe(true);
    expect(found.standings).toEqual({ wide: 1 });
  });

  test('in its place, if there is none: to be compared, since that work may be worth more', async () => {
    const found = await rounded({
      timeline: hourly(1),
      jobs: [
        whole('wide', 10, 1, { unservedPricePerUnitHour: 2 }),
        { id: 'work', work: 6, maximumUnits: 6, unservedPricePerUnitHour: 5 },
      ],
    });
    expect(found.standings).toEqual({ wide: 0 });
    expect(found.objective).toBeCloseTo(1 + 30, 9);
  });

  test('one that stands in the way goes elsewhere: one to the dear hour, so that the other can run at all', async () => {
    const found = await rounded({
      timeline: hourly(2),
      sites: [prices(0.1, 0.3)],
      jobs: [whole('a', 6, 1), whole('b', 6, 1, { deadline: at(1), unservedPricePerUnitHour: 0.15 })],
    });
    // The mixture leaves two of b's six units undone at 0.15, which is less than the 0.2 of moving a's.
    expect(found.bound).toBeCloseTo(10 * 0.1 + 2 * 0.15, 9);
    expect(found.standings).toEqual({ a: 1, b: 0 });
  });

  test('left undone, or for later, where nothing fits', async () => {
    const small = { compute: { pools: [{ unitsAvailable: 10 }] }, grid: { importLimitKw: 4 } };
    const input = { timeline: hourly(2), sites: [small] };
    const undone = await rounded({ ...input, jobs: [whole('a', 6, 1)] });
    expect([undone.mixed, undone.standings]).toEqual([true, { a: 'unserved' }]);
    const later = await rounded({
      ...input,
      jobs: [whole('a', 6, 1, { deadline: at(3), leftoverPricePerUnitHour: 1 })],
    });
    expect([later.mixed, later.standings]).toEqual([true, { a: 'left over' }]);
  });

  test('wide and long before narrow and short: the small ones find a gap', async () => {
    // Placed first, a small one in hour 0 (9 units) would leave the long run 7.5 of its 8 units.
    const found = await rounded({
      timeline: hourly(2),
      sites: [{ ...prices(0.1, 0.1), compute: { pools: [{ unitsAvailable: [9, 10] }] } }],
      jobs: [whole('long', 8, 2), whole('small-a', 1.5, 1), whole('small-b', 1.5, 1)],
    });
    expect(found.standings.long).toBe(0);
    expect([found.standings['small-a'], found.standings['small-b']]).not.toContain(0);
  });

  test('never on a machine, watt or gigabyte that is not there', async () => {
    const found = await rounded({
      timeline: hourly(2),
      sites: [{ grid: { importLimitKw: [8, 20] } }, { id: 'south', compute: { pools: [] } }],
      links: [{ capacityGigabytesPerHour: [20, 8] }],
      jobs: ['a', 'b'].map((id) =>
        whole(id, 5, 1, {
          sites: ['north'],
          data: { site: 'south', gigabytesPerUnitHour: 1 },
          unservedPricePerUnitHour: 3,
        }),
      ),
    });
    // One in hour 0 (8 kW), one in hour 1 (8 GB/h); the mixture runs both jobs in full.
    expect(Object.values(found.standings).sort()).toEqual([0, 1]);
  });
});

describe('moves', () => {
  test('to a cheaper start that has room', async () => {
    const fleet = makeFleet({ timeline: hourly(3), sites: [prices(0.3, 0.1, 0.2)], jobs: [whole('a', 6, 1)] });
    expect(await improved(fleet, { a: 0 })).toEqual({ a: 1 });
    expect(await improved(fleet, { a: 1 })).toBeNull();
  });

  test('the dearest misplacement first: of two that want hour 1 the wider one has it', async () => {
    const jobs = [whole('narrow', 4, 1), whole('wide', 8, 1)];
    const pools = [{ unitsAvailable: [12, 10, 10] }];
    const sites = [{ ...prices(0.5, 0.1, 0.4), compute: { pools } }];
    const fleet = makeFleet({ timeline: hourly(3), sites, jobs });
    expect(await improved(fleet, { narrow: 0, wide: 0 })).toEqual({ narrow: 2, wide: 1 });
  });

  test('out of the plan, where the job displaces work worth more', async () => {
    const fleet = makeFleet({
      timeline: hourly(1),
      jobs: [
        whole('wide', 10, 1, { unservedPricePerUnitHour: 2 }),
        { id: 'work', work: 6, maximumUnits: 6, unservedPricePerUnitHour: 5 },
      ],
    });
    expect(await improved(fleet, { wide: 0 })).toEqual({ wide: 'unserved' });
  });

  test('or after the horizon, where that is cheaper', async () => {
    const later = { deadline: at(2), leftoverPricePerUnitHour: 0.05 };
    const fleet = makeFleet({ timeline: hourly(1), jobs: [whole('a', 6, 1, later)] });
    expect(await improved(fleet, { a: 0 })).toEqual({ a: 'left over' });
    expect(await improved(fleet, { a: 'left over' })).toBeNull();
  });

  test('into the plan, where it was left out for nothing', async () => {
    const fleet = makeFleet({ timeline: hourly(2), sites: [prices(0.2, 0.1)], jobs: [whole('a', 6, 1)] });
    expect(await improved(fleet, { a: 'unserved' })).toEqual({ a: 1 });
  });
});

test('starts of a job that no pool can hold are not there at all', async () => {
  const compute = { pools: [{ unitsAvailable: [5, 6, 6] }] };
  const state = await wholeStateOf(
    solver,
    makeFleet({ timeline: hourly(3), sites: [{ compute }], jobs: [whole('a', 6, 1.5)] }),
  );
  const job = jobOf(state, 'a');
  expect(job.starts.map(({ run }) => run.firstSlot)).toEqual([1]);
  expect(startAt(job, 1).extraKwPerUnit).toBe(1);
});

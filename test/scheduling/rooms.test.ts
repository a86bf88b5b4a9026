import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { makeRooms, type Rooms, type Within } from '../../src/scheduling/rooms.ts';
import { at, type FleetInput, hourly, type JobInput, makeFleet, type SiteInput } from '../support/fleets.ts';
import { jobOf, type Standing, startAt, type WholeState, wholeStateOf } from './whole-state.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const whole = (id: string, maximumUnits: number, hours: number, more: JobInput = {}): JobInput => ({
  id,
  shape: 'contiguous',
  maximumUnits,
  work: maximumUnits * hours,
  ...more,
});

interface Tried extends WholeState {
  readonly rooms: Rooms;
  has(id: string, hours: number, within?: Within): boolean;
}

/** Rooms around a solution in which jobs stand as said; whole jobs themselves take nothing until they are put. */
async function roomsOf(input: FleetInput, standings: Readonly<Record<string, Standing>> = {}): Promise<Tried> {
  const state = await wholeStateOf(solver, makeFleet(input), standings);
  const { fleet, jobs, mixture } = state;
  const rooms = makeRooms(fleet, jobs, mixture.solution, mixture.series);
  const has = (id: string, hours: number, within: Within = 'besideDivisible') => {
    const job = jobOf(state, id);
    return rooms.has(job, startAt(job, hours), within);
  };
  return { ...state, rooms, has };
}

/** The widths, of these, that fit into hour 0. */
async function fitting(widths: readonly number[], input: FleetInput, more: JobInput = {}, within?: Within) {
  const jobs = widths.map((units) => whole(`w${units}`, units, 1, { ...more, unservedPricePerUnitHour: 0 }));
  const { has } = await roomsOf({ ...input, jobs: [...jobs, ...(input.jobs ?? [])] });
  return widths.filter((units) => has(`w${units}`, 0, within));
}

const widths = [3, 4, 5, 6, 7, 10];

describe('machines', () => {
  test('what divisible work leaves of 10, or all of them in its place', async () => {
    const input = { timeline: hourly(2), jobs: [{ id: 'work', work: 4, maximumUnits: 4, deadline: at(1) }] };
    expect(await fitting(widths, input)).toEqual([3, 4, 5, 6]);
    expect(await fitting(widths, input, {}, 'inPlaceOfDivisible')).toEqual(widths);
  });

  test('what other whole jobs take, until they give it back', async () => {
    const { rooms, has, ...state } = await roomsOf({ timeline: hourly(2), jobs: [whole('a', 6, 1), whole('b', 5, 1)] });
    const [a] = [jobOf(state, 'a')];
    expect(has('b', 0)).toBe(true);
    rooms.take(a, startAt(a, 0));
    expect([has('b', 0), has('b', 1), has('b', 0, 'inPlaceOfDivisible')]).toEqual([false, true, false]);
    rooms.giveBack(a, startAt(a, 0));
    expect(has('b', 0)).toBe(true);
  });

  test('whole jobs of the solution are no divisible work: their room is free', async () => {
    const input = { timeline: hourly(2), jobs: [whole('a', 6, 1), whole('b', 5, 1)] };
    const { has } = await roomsOf(input, { a: 0, b: 1 });
    expect([has('b', 0), has('a', 0), has('a', 1)]).toEqual([true, true, true]);
  });

  test('held for all of a slot that a run touches, and in every slot of it', async () => {
    const pools = [{ unitsAvailable: [6, 12, 6] }];
    const jobs = [whole('half', 6, 0.5), whole('long', 6, 2)];
    const { rooms, has, ...state } = await roomsOf({ timeline: hourly(3), sites: [{ compute: { pools } }], jobs });
    const half = jobOf(state, 'half');
    rooms.take(half, startAt(half, 0));
    expect([has('long', 0), has('long', 1)]).toEqual([false, true]);
    rooms.giveBack(half, startAt(half, 0));
    rooms.take(half, startAt(half, 2));
    expect([has('long', 0), has('long', 1)]).toEqual([true, false]);
  });

  test('of its own pool and site alone', async () => {
    const pools = [
      { id: 'cpu', unitsAvailable: 5 },
      { id: 'gpu', unitsAvailable: 5 },
    ];
    const jobs = [whole('a', 5, 1, { pool: 'cpu' }), whole('b', 5, 1)];
    const { rooms, has, ...state } = await roomsOf({ timeline: hourly(1), sites: [{ compute: { pools } }], jobs });
    const a = jobOf(state, 'a');
    rooms.take(a, startAt(a, 0));
    expect([has('a', 0), has('b', 0)]).toEqual([false, true]);
  });
});

describe('supply', () => {
  const siteOf = (more: SiteInput): SiteInput => ({ compute: { pools: [{ unitsAvailable: 100 }] }, ...more });
  const limited = (importLimitKw: number, more: SiteInput = {}) => ({
    timeline: hourly(1),
    sites: [siteOf({ grid: { importLimitKw }, ...more })],
  });

  test('the limit less base load and what idles, each with the losses of distribution', async () => {
    // 12 kW less 1.25 x (2 + 0.2 x 6) leave 8 kW: at 1.25 x (1.2 - 0.2) kW a unit 6.4 units; of six there are machines.
    const compute = {
      baseLoadKw: 2,
      overheadFraction: 0.25,
      pools: [{ unitsAvailable: 6, idleKwPerUnit: 0.2, operatingPoints: [{ id: 'full', kwPerUnit: 1.2, speed: 1 }] }],
    };
    expect(await fitting([3, 5, 6], limited(12, { compute }))).toEqual([3, 5, 6]);
    expect(await fitting([3, 5, 6], limited(11, { compute }))).toEqual([3, 5]);
  });

  test('divisible work uses it, unless its place is asked for', async () => {
    const jobs = [{ id: 'work', work: 4, maximumUnits: 4 }];
    expect(await fitting(widths, { ...limited(10), jobs })).toEqual([3, 4, 5, 6]);
    expect(await fitting(widths, { ...limited(10), jobs }, {}, 'inPlaceOfDivisible')).toEqual(widths);
  });

  test('own sun counts, be it sold at present', async () => {
    const sun = { renewables: [{ availableKw: 3 }] };
    const grid = { importLimitKw: 4, exportLimitKw: 10, exportPricePerKwh: 0.05 };
    expect(await fitting(widths, { timeline: hourly(1), sites: [siteOf({ grid, ...sun })] })).toEqual([3, 4, 5, 6, 7]);
  });

  test('a store stays as it is: what it charges is not there', async () => {
    const batteries = [{ endEnergyKwh: 4 }];
    expect(await fitting(widths, limited(10, { batteries }))).toEqual([3, 4, 5, 6]);
  });

  test('a run takes the mean of a slot that it works in part', async () => {
    const { rooms, has, ...state } = await roomsOf({
      ...limited(10),
      jobs: [whole('a', 10, 0.5), whole('b', 10, 0.5)],
    });
    const a = jobOf(state, 'a');
    rooms.take(a, startAt(a, 0));
    expect(has('b', 0)).toBe(true);
  });

  test('data draw before the losses, machines behind them: 2 x (2 x 1 + 1) kW', async () => {
    const input = (importLimitKw: number): FleetInput => ({
      timeline: hourly(1),
      sites: [{ grid: { importLimitKw }, compute: { overheadFraction: 1 } }, { id: 'south' }],
      links: [{ energyKwhPerGigabyte: 1 }],
    });
    const more: JobInput = { sites: ['north'], data: { site: 'south', gigabytesPerUnitHour: 1 } };
    expect(await fitting([2], input(6), more)).toEqual([2]);
    expect(await fitting([2], input(5.9), more)).toEqual([]);
  });
});

describe('links', () => {
  const data = { site: 'south', gigabytesPerUnitHour: 2 };
  const input: FleetInput = {
    timeline: hourly(1),
    sites: [{}, { id: 'south', compute: { pools: [] } }],
    links: [{ capacityGigabytesPerHour: 12 }],
  };
  const more: JobInput = { sites: ['north'], data };

  test('what they carry an hour: 6 units at 2 GB', async () => {
    expect(await fitting(widths, input, more)).toEqual([3, 4, 5, 6]);
    expect(await fitting(widths, input, { sites: ['north'] })).toEqual(widths);
  });

  test('data of divisible work use it too, unless its place is asked for', async () => {
    const jobs = [{ id: 'work', work: 2, maximumUnits: 2, ...more }];
    expect(await fitting(widths, { ...input, jobs }, more)).toEqual([3, 4]);
    expect(await fitting(widths, { ...input, jobs }, more, 'inPlaceOfDivisible')).toEqual([3, 4, 5, 6]);
  });
});

test('what exceeds a room by rounding fits', async () => {
  expect(
    await fitting([10], { timeline: hourly(1), sites: [{ compute: { pools: [{ unitsAvailable: 10 - 1e-9 }] } }] }),
  ).toEqual([10]);
});

import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { placeClasses } from '../../src/scheduling/place-classes.ts';
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
  unitsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** A plan whose jobs, all but those named, were placed in one class. */
async function planOf(input: FleetInput, alone: readonly string[] = []): Promise<Plan> {
  const fleet = makeFleet(input);
  const classes = placeClasses(fleet.jobs, fleet.sites, fleet.timeline);
  const together = fleet.jobs.map(({ id }) => id).filter((id) => !alone.includes(id));
  expect(classes.map((members) => members.map(({ id }) => id))).toContainEqual(together);
  return (await planned(solver, fleet)).plan;
}

const IDS = ['s', 't', 'u', 'v', 'w', 'x', 'y', 'z'];
/** Eight jobs at both sites. */
const jobsOf = (more: JobInput = {}): JobInput[] => IDS.map((id) => ({ id, ...more }));
const siteOf = (id: string, price: number | readonly number[], units: number | readonly number[] = 10): SiteInput => ({
  id,
  grid: { importPricePerKwh: price },
  compute: { pools: [{ unitsAvailable: units }] },
});
const busy = (plan: Plan, site: string) => seriesOf(plan, 'poolBusyUnits', site, 'gpu');
const both = (plan: Plan) => ['north', 'south'].map((site) => busy(plan, site));

/** Units that go on in the next slot, but at the other site. */
function movedUnits(plan: Plan): number {
  let moved = 0;
  for (const { id } of plan.jobs) {
    const sites = ['north', 'south'].map((site) => unitsOf(plan, id, site));
    for (let t = 1; t < sites[0].length; t += 1) {
      const total = (slot: number) => sites.reduce((sum, units) => sum + units[slot], 0);
      const stayed = sites.reduce((sum, units) => sum + Math.min(units[t], units[t - 1]), 0);
      moved += Math.min(total(t), total(t - 1)) - stayed;
    }
  }
  return moved;
}

describe('what the sum costs', () => {
  test('cheap site first, dear one for the rest, in the cheap hour: 10 x 0.1 + 6 x 0.2', async () => {
    const sites = [siteOf('north', [0.1, 0.3]), siteOf('south', [0.2, 0.4])];
    const plan = await planOf({ timeline: hourly(2), sites, jobs: jobsOf({ work: 2, maximumUnits: 2 }) });
    expect(both(plan)).toEqual([
      [10, 0],
      [6, 0],
    ]);
    expect(plan.objective).toBeCloseTo(2.2, 9);
    // A unit-hour more of any of them is done in the south; a machine more in the north saves 0.1 by it.
    expect(IDS.map((id) => shadowPrice(plan, 'jobWork', id).values[0])).toEqual(IDS.map(() => expect.closeTo(0.2, 9)));
    expect(shadowPrice(plan, 'poolCapacity', 'gpu', 'north').values[0]).toBeCloseTo(-0.1, 9);
  });

  test('each job keeps its own width: 4 units each in 2 hours, however cheap the first', async () => {
    const sites = [siteOf('north', [0.1, 0.3], 40), siteOf('south', [0.2, 0.4], 40)];
    const plan = await planOf({ timeline: hourly(2), sites, jobs: jobsOf({ work: 6, maximumUnits: 4 }) });
    expect(busy(plan, 'north')).toEqual([32, 16]);
    expect(plan.objective).toBeCloseTo(3.2 + 4.8, 9);
  });

  test('each keeps its own window and price: the urgent ones have the machines, the cheap one is left undone', async () => {
    const sites = [siteOf('north', 0.1, 3), siteOf('south', 0.1, 4)];
    const [first, ...rest] = jobsOf({ work: 1, maximumUnits: 1, deadline: at(1) });
    const plan = await planOf({
      timeline: hourly(2),
      sites,
      jobs: [{ ...first, unservedPricePerUnitHour: 5 }, ...rest],
    });
    expect(plan.objective).toBeCloseTo(7 * 0.1 + 5, 9);
    expect(plan.jobs.map(({ unservedUnitHours }) => unservedUnitHours)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(plan.brokenPromises.map(({ subject }) => subject)).toEqual(['s']);
  });

  test('each is late on its own: 12 an hour for the first, nothing for the others', async () => {
    const sites = [siteOf('north', [0.3, 0.1]), siteOf('south', [0.3, 0.1])];
    const [first, ...rest] = jobsOf({
      work: 2,
      maximumUnits: 2,
      deadline: at(1),
      deadlinePolicy: { kind: 'bestEffort' },
    });
    const priced: JobInput = { ...first, deadlinePolicy: { kind: 'priced', pricePerHourLate: 12 } };
    const plan = await planOf({ timeline: hourly(2), sites, jobs: [priced, ...rest] });
    expect(plan.objective).toBeCloseTo(2 * 0.3 + 14 * 0.1, 9);
    expect(moneyOf(plan, 'lateness')).toBe(0);
  });

  test('what is left for after the horizon is each its own too', async () => {
    const sites = [siteOf('north', 0.3), siteOf('south', 0.3)];
    const [first, ...rest] = jobsOf({ work: 2, maximumUnits: 2 });
    const plan = await planOf({
      timeline: hourly(2),
      sites,
      jobs: [{ ...first, deadline: at(2.5), leftoverPricePerUnitHour: 0.2 }, ...rest],
    });
    // Half an hour of 2 units after the horizon.
    expect(plan.jobs.map(({ leftoverUnitHours }) => leftoverUnitHours)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(plan.objective).toBeCloseTo(15 * 0.3 + 0.2, 9);
  });

  test('sites without a machine in some slots: work is where machines are', async () => {
    const sites = [siteOf('north', 0.1, [8, 0, 8, 0]), siteOf('south', 0.1, [0, 8, 0, 8])];
    const plan = await planOf({ timeline: hourly(4), sites, jobs: jobsOf({ work: 4, maximumUnits: 1 }) });
    expect(both(plan)).toEqual([
      [8, 0, 8, 0],
      [0, 8, 0, 8],
    ]);
    expect(plan.objective).toBeCloseTo(3.2, 9);
    // Each of the eight units has to move three times, and no more.
    expect(movedUnits(plan)).toBeCloseTo(24, 6);
  });

  test('windows that are apart do not reach into each other', async () => {
    const sites = [siteOf('north', [0.1, 0.9, 0.9]), siteOf('south', [0.9, 0.9, 0.1])];
    const early = jobsOf({ work: 0.5, maximumUnits: 1, deadline: at(1) });
    const late = early.map((job) => ({ ...job, id: `${job.id}-late`, earliestStart: at(2), deadline: at(3) }));
    const jobs = [...early, ...late].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
    const plan = await planOf({ timeline: hourly(3), sites, jobs });
    expect(both(plan)).toEqual([
      [4, 0, 0],
      [0, 0, 4],
    ]);
    expect(plan.objective).toBeCloseTo(0.8, 9);
  });

  test('a window inside a slot: the width in that slot is its share, in the sum and in the directives', async () => {
    const sites = [siteOf('north', 0.1, 40), siteOf('south', 0.2, 40)];
    const jobs = jobsOf({ work: 3, maximumUnits: 2, earliestStart: at(0.5) });
    const plan = await planOf({ timeline: hourly(2), sites, jobs });
    expect(busy(plan, 'north')).toEqual([8, 16]);
    expect(plan.jobs[0].directives).toEqual([
      { at: '2026-06-01T00:30:00Z', site: 'north', action: 'START', units: 2 },
      { at: '2026-06-01T02:00:00Z', site: 'north', action: 'SUSPEND', units: 0 },
    ]);
  });
});

describe('data', () => {
  test('of one class move together: the link carries the sum, and each job its part', async () => {
    const sites = [siteOf('north', 0.1), siteOf('south', 0.3)];
    const data = { site: 'south', gigabytesPerUnitHour: 2 };
    const plan = await planOf({
      timeline: hourly(1),
      sites,
      links: [{ capacityGigabytesPerHour: 12, pricePerGigabyte: 0.01 }],
      jobs: jobsOf({ work: 1, maximumUnits: 1, data }),
    });
    expect(both(plan)).toEqual([[6], [2]]);
    expect(seriesOf(plan, 'linkTransfer', 'north', 'south')).toEqual([12]);
    expect(plan.objective).toBeCloseTo(6 * (0.1 + 0.02) + 2 * 0.3, 9);
    expect(plan.jobs.reduce((sum, { movedGigabytes }) => sum + movedGigabytes, 0)).toBeCloseTo(12, 6);
    expect(shadowPrice(plan, 'linkCapacity', 'south', 'north').values[0]).toBeCloseTo(-(0.2 - 0.02) / 2, 9);
  });

  test('of other terms keep a job out of the class, and it pays for its own', async () => {
    const sites = [siteOf('north', 0.1, 100), siteOf('south', 0.3, 100)];
    const data = { site: 'south', gigabytesPerUnitHour: 2 };
    const plan = await planOf(
      {
        timeline: hourly(1),
        sites,
        links: [{ pricePerGigabyte: 0.05 }],
        jobs: [
          ...jobsOf({ work: 1, maximumUnits: 1, data }),
          { id: 'zz-heavy', data: { ...data, gigabytesPerUnitHour: 5 } },
          { id: 'zz-none' },
        ],
      },
      ['zz-heavy', 'zz-none'],
    );
    // A unit-hour saves 0.2 and moves for 0.1, 0.25 or nothing.
    expect(plan.objective).toBeCloseTo(8 * (0.1 + 0.1) + 10 * 0.3 + 10 * 0.1, 9);
    expect(unitsOf(plan, 'zz-heavy', 'south')).toEqual([10]);
  });
});

describe('who stays', () => {
  test('nobody moves while the sums of the sites stay as they are', async () => {
    const sites = [siteOf('north', 0.1, 3), siteOf('south', 0.2, 5)];
    const plan = await planOf({ timeline: hourly(4), sites, jobs: jobsOf({ work: 4, maximumUnits: 1 }) });
    expect(both(plan)).toEqual([
      [3, 3, 3, 3],
      [5, 5, 5, 5],
    ]);
    expect(movedUnits(plan)).toBe(0);
    // Machines are whole, and so are jobs: none is split.
    expect(plan.jobs.every(({ allocations }) => allocations.length === 1)).toBe(true);
  });

  test('two units move where the sums shift by two', async () => {
    const sites = [siteOf('north', 0.1, [3, 5]), siteOf('south', 0.2, [5, 5])];
    const plan = await planOf({ timeline: hourly(2), sites, jobs: jobsOf({ work: 2, maximumUnits: 1 }) });
    expect(both(plan)).toEqual([
      [3, 5],
      [5, 3],
    ]);
    expect(movedUnits(plan)).toBeCloseTo(2, 6);
  });
});

import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { rulePlans } from '../../src/scheduling/baselines/index.ts';
import { contiguousRuns } from '../../src/scheduling/contiguous-run.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import {
  at,
  type FleetInput,
  hourly,
  type JobInput,
  makeFleet,
  moneyOf,
  seriesOf,
  slotsOf,
} from '../support/fleets.ts';
import { expectLinesToAddUp, planned } from '../support/planned.ts';

/** First come, first served with idle stores: figures of the fleet and what each job does. */
function firstCome(input: FleetInput) {
  const { figures, jobs } = rulePlans(makeProblem(makeFleet(input)).fleet).idleStorage;
  expectLinesToAddUp(figures);
  return {
    figures,
    job: (id = 'job') => jobs.find((each) => each.id === id),
    busy: (site = 'north') => seriesOf(figures, 'poolBusyUnits', site, 'gpu'),
    held: (site = 'north') => seriesOf(figures, 'poolHeldUnits', site, 'gpu'),
    carried: (from = 'south', to = 'north') => seriesOf(figures, 'linkTransfer', to, from),
  };
}

/** 4 units for an hour and a half, without a pause. */
const once: JobInput = { shape: 'contiguous', work: 6, maximumUnits: 4 };

describe('a contiguous job, first come, first served', () => {
  test('runs from the first hour on, whatever the price, and holds its units to the end of the slot', () => {
    const { figures, job, busy, held } = firstCome({
      timeline: hourly(3),
      sites: [{ grid: { importPricePerKwh: [0.3, 0.2, 0.1] } }],
      jobs: [once],
    });
    expect([busy(), held()]).toEqual([
      [4, 2, 0],
      [0, 2, 0],
    ]);
    expect(figures.objective).toBeCloseTo(4 * 0.3 + 2 * 0.2, 9);
    expect(job()?.directives).toEqual([{ at: '2026-06-01T00:00:00Z', site: 'north', action: 'START', units: 4 }]);
  });

  test('waits until all of its run has room: 8 of 10 units are taken in hour 0, all of them in hour 2', () => {
    const { busy } = firstCome({
      timeline: hourly(6),
      jobs: [
        { id: 'a', work: 8, maximumUnits: 8 },
        { id: 'b', work: 7, maximumUnits: 7, earliestStart: at(2) },
        { ...once, id: 'c', work: 8 },
        { ...once, id: 'd', work: 8, earliestStart: at(2) },
      ],
    });
    // c finds 2 units free in hour 0, so it starts at 1 and leaves 6 to b; d finds none in hour 2 and starts at 3.
    expect(busy()).toEqual([8, 4, 10, 5, 4, 0]);
  });

  test('keeps the units that it holds from others: 4 held of 10 leave 6, though 2 of the 4 are idle', () => {
    const { busy, held } = firstCome({
      timeline: hourly(3),
      jobs: [
        { ...once, id: 'a' },
        { id: 'b', work: 15 },
      ],
    });
    expect(busy()).toEqual([10, 8, 3]);
    expect(held()).toEqual([0, 2, 0]);
  });

  test('waits for supply, which it needs for its mean power: 4 kW and 2 kW beside 20 kW', () => {
    const { busy, figures } = firstCome({
      timeline: hourly(4),
      sites: [{ grid: { importLimitKw: [23, 24, 22, 30] }, compute: { baseLoadKw: 20 } }],
      jobs: [once],
    });
    expect(busy()).toEqual([0, 4, 2, 0]);
    expect(figures.physicallySound).toBe(true);
  });

  test('waits for machines that are there', () => {
    const { busy } = firstCome({
      timeline: hourly(4),
      sites: [{ compute: { pools: [{ unitsAvailable: [10, 3, 4, 4] }] } }],
      jobs: [once],
    });
    expect(busy()).toEqual([0, 0, 4, 2]);
  });

  test('starts at its earliest start inside a slot: 4 units from 0:45 to 2:15', () => {
    const { busy, held, job } = firstCome({ timeline: hourly(3), jobs: [{ ...once, earliestStart: at(0.75) }] });
    expect([busy(), held()]).toEqual([
      [1, 4, 1],
      [3, 0, 3],
    ]);
    expect(job()?.directives).toMatchObject([{ at: '2026-06-01T00:45:00Z', units: 4 }]);
  });

  test('may run across the end of the horizon: an hour of three is done, the rest is left at its price', () => {
    const { job, busy, figures } = firstCome({
      timeline: hourly(2),
      jobs: [
        { id: 'a', work: 8, maximumUnits: 8 },
        { ...once, id: 'b', work: 12, deadline: at(4), leftoverPricePerUnitHour: 0.2 },
      ],
    });
    expect(busy()).toEqual([8, 4]);
    expect(job('b')).toMatchObject({ doneUnitHours: 4, leftoverUnitHours: 8, unservedUnitHours: 0 });
    expect(moneyOf(figures, 'leftoverWork')).toBeCloseTo(1.6, 9);
  });

  test('that finds no room is left over whole where it may run after the horizon, else not done at all', () => {
    const full = { id: 'a', work: 20 };
    const waits = firstCome({ timeline: hourly(2), jobs: [full, { ...once, id: 'b', deadline: at(3.5) }] });
    expect(waits.job('b')).toMatchObject({ doneUnitHours: 0, leftoverUnitHours: 6, unservedUnitHours: 0 });
    expect(waits.held()).toEqual([0, 0]);
    const tooLate = firstCome({ timeline: hourly(2), jobs: [full, { ...once, id: 'b', deadline: at(3.25) }] });
    expect(tooLate.job('b')).toMatchObject({ doneUnitHours: 0, leftoverUnitHours: 0, unservedUnitHours: 6 });
    expect(tooLate.figures.brokenPromises).toEqual([
      expect.objectContaining({ kind: 'deadlineKept', subject: 'b', amount: 6, cost: 600 }),
    ]);
  });

  test('that is late pays for the hours from its deadline to its end: 1.5 h at 4', () => {
    const { figures, job } = firstCome({
      timeline: hourly(4),
      jobs: [
        { id: 'a', work: 20 },
        { ...once, id: 'b', deadline: at(2), deadlinePolicy: { kind: 'priced', pricePerHourLate: 4 } },
      ],
    });
    expect(job('b')).toMatchObject({ lateUnitHours: 6, meanLatenessHours: 1.5 });
    expect(moneyOf(figures, 'lateness')).toBeCloseTo(6, 9);
  });

  test('runs at the site that completes it first: at double speed, or where there is room earlier', () => {
    const fast = { operatingPoints: [{ id: 'full', kwPerUnit: 3, speed: 2 }] };
    const sites = [{ id: 'north' }, { id: 'south', compute: { pools: [fast] } }];
    const faster = firstCome({ timeline: hourly(3), sites, jobs: [once] });
    expect([faster.busy('north'), faster.busy('south')]).toEqual([
      [0, 0, 0],
      [3, 0, 0],
    ]);
    // South would be free from hour 2 on and done at 2:45; north is done at 1:30.
    const taken = firstCome({
      timeline: hourly(3),
      sites,
      jobs: [
        { id: 'a', work: 40, sites: ['south'] },
        { ...once, id: 'b' },
      ],
    });
    expect(taken.busy('north')).toEqual([4, 2, 0]);
  });

  test('runs now across the end of the horizon rather than not at all, and the earlier end counts', () => {
    // From hour 1 on: north is done at 3:00, half of it after the horizon; south at half speed at 5:00.
    const slow = { operatingPoints: [{ id: 'full', kwPerUnit: 1, speed: 0.5 }] };
    const { job } = firstCome({
      timeline: hourly(2),
      sites: [{ id: 'north', compute: { pools: [slow] } }, { id: 'south' }],
      jobs: [{ ...once, work: 8, earliestStart: at(1), deadline: at(6) }],
    });
    expect(job()).toMatchObject({ doneUnitHours: 4, leftoverUnitHours: 4 });
    expect(job()?.allocations).toMatchObject([{ site: 'south', firstSlot: 1, activeUnits: [4] }]);
  });

  test('the first start at which its run has room, on any slots and with any number of free units', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hours: fc.constantFrom(0.25, 0.5, 1), units: fc.integer({ min: 0, max: 6 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 10 }).map((quarters) => quarters / 4),
        fc.integer({ min: 0, max: 4 }).map((tenths) => tenths / 10),
        (slots, maximumUnits, hours, earliest) => {
          const timeline = slotsOf(...slots.map((slot) => slot.hours));
          const pools = [{ unitsAvailable: slots.map(({ units }) => units) }];
          const job = { ...once, maximumUnits, work: maximumUnits * hours, earliestStart: at(earliest) };
          const input = { timeline, sites: [{ compute: { pools } }], jobs: [{ ...job, deadline: at(99) }] };
          const fits = contiguousRuns(makeFleet(input).jobs[0], timeline, 1).filter(({ firstSlot, shareBusy }) =>
            shareBusy.every((_, k) => slots[firstSlot + k].units >= maximumUnits),
          );
          const runs = firstCome(input)
            .job()
            ?.allocations.map(({ firstSlot }) => firstSlot);
          expect(runs).toEqual(fits.slice(0, 1).map(({ firstSlot }) => firstSlot));
        },
      ),
      { seed: 20260601, numRuns: 300 },
    );
  });

  test('only pools that may hold units say what they hold', () => {
    const sites = [{ id: 'north' }, { id: 'south' }];
    const { figures, held } = firstCome({ timeline: hourly(2), sites, jobs: [{ ...once, sites: ['south'] }] });
    expect(held('south')).toEqual([0, 2]);
    expect(() => seriesOf(figures, 'poolHeldUnits', 'north', 'gpu')).toThrow('no series');
  });
});

describe('data over links, first come, first served', () => {
  /** The data lie in the south; 5 GB move for each unit-hour that is done in the north. */
  const data = { site: 'south', gigabytesPerUnitHour: 5 };
  const northOnly: JobInput = { work: 6, data, sites: ['north'] };
  const sites = [{ id: 'north' }, { id: 'south', grid: { importPricePerKwh: 0.9 } }];

  test('work runs as wide as the link carries its data: 10 GB/h are 2 units', () => {
    const links = [{ capacityGigabytesPerHour: [10, 0, 20], pricePerGigabyte: 0.01, energyKwhPerGigabyte: 0.2 }];
    const { busy, carried, figures, job } = firstCome({ timeline: hourly(3), sites, links, jobs: [northOnly] });
    expect(busy()).toEqual([2, 0, 4]);
    expect(carried()).toEqual([10, 0, 20]);
    expect(job()?.movedGigabytes).toBeCloseTo(30, 9);
    expect(figures.costLines).toContainEqual({
      name: 'dataTransfer',
      site: 'north',
      component: 'south',
      amount: expect.closeTo(0.3, 9),
    });
    // 2 kW of units and 10 GB/h x 0.2 kWh/GB.
    expect(seriesOf(figures, 'gridImport')).toEqual([4, 0, 8]);
    expect(figures.objective).toBeCloseTo(12 * 0.1 + 0.3, 9);
  });

  test('the energy of the transfer counts at the supply, but not in the losses behind it', () => {
    // A unit: 1 kW x 1.25 of losses and 5 GB/h x 0.1 kWh/GB = 1.75 kW of 3.5.
    const { busy, figures } = firstCome({
      timeline: hourly(3),
      sites: [{ id: 'north', grid: { importLimitKw: 3.5 }, compute: { overheadFraction: 0.25 } }, { id: 'south' }],
      links: [{ energyKwhPerGigabyte: 0.1 }],
      jobs: [northOnly],
    });
    expect(busy()).toEqual([2, 2, 2]);
    expect(seriesOf(figures, 'gridImport')).toEqual([3.5, 3.5, 3.5]);
    expect(figures.physicallySound).toBe(true);
  });

  test('who came first has the link first; the other direction is another link', () => {
    const { job, carried } = firstCome({
      timeline: hourly(3),
      sites,
      links: [{ capacityGigabytesPerHour: 20 }, { from: 'north', to: 'south', capacityGigabytesPerHour: 5 }],
      jobs: [
        { ...northOnly, id: 'a', maximumUnits: 3 },
        { ...northOnly, id: 'b', work: 2 },
        { id: 'c', work: 2, data: { ...data, site: 'north' }, sites: ['south'] },
      ],
    });
    expect(job('a')?.allocations).toMatchObject([{ firstSlot: 0, activeUnits: [3, 3] }]);
    expect(job('b')?.allocations).toMatchObject([{ firstSlot: 0, activeUnits: [1, 1] }]);
    expect(job('c')?.allocations).toMatchObject([{ firstSlot: 0, activeUnits: [1, 1] }]);
    expect([carried(), carried('north', 'south')]).toEqual([
      [20, 20, 0],
      [5, 5, 0],
    ]);
  });

  test('where two sites finish it alike it stays with its data, and without data at the first by name', () => {
    const links = [{}];
    const withData = firstCome({ timeline: hourly(2), sites, links, jobs: [{ work: 6, data }] });
    expect([withData.busy('south'), withData.carried()]).toEqual([
      [6, 0],
      [0, 0],
    ]);
    const without = firstCome({ timeline: hourly(2), sites, links, jobs: [{ work: 6 }] });
    expect(without.busy('north')).toEqual([6, 0]);
    const contiguous = firstCome({ timeline: hourly(2), sites, links, jobs: [{ ...once, data }] });
    expect(contiguous.busy('south')).toEqual([4, 2]);
  });

  test('a contiguous job waits until the link has room for its whole run: 20 GB/h, then 10', () => {
    const links = [{ capacityGigabytesPerHour: [20, 9, 20, 10] }];
    const { busy, carried } = firstCome({ timeline: hourly(4), sites, links, jobs: [{ ...northOnly, ...once }] });
    expect(busy()).toEqual([0, 0, 4, 2]);
    expect(carried()).toEqual([0, 0, 20, 10]);
  });
});

describe('beside a plan', () => {
  const solver = makeSolverPool();
  afterAll(() => solver.close());

  test('what stores alone would save leaves out what jobs pay for their data', async () => {
    // First come: 6 units and 6 kW of transfers in hour 0 at 0.1; base load of 60 kWh at 0.3 in hour 1, of which the
    // store moves 50 to 0.1, whatever the job does.
    const { plan } = await planned(
      solver,
      makeFleet({
        timeline: hourly(2),
        sites: [
          { id: 'north', grid: { importPricePerKwh: [0.1, 0.3] }, compute: { baseLoadKw: [0, 60] }, batteries: [{}] },
          { id: 'south', grid: { importLimitKw: 0 } },
        ],
        links: [{ pricePerGigabyte: 0.01, energyKwhPerGigabyte: 0.2 }],
        jobs: [{ work: 6, data: { site: 'south', gigabytesPerUnitHour: 5 } }],
      }),
    );
    expect(plan.baselines?.firstComeFirstServed.objective).toBeCloseTo(12 * 0.1 + 0.3 + 18, 9);
    expect(plan.savings?.storageAlone).toBeCloseTo(10, 9);
  });
});

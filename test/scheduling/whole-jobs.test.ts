import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { at, hourly, makeFleet, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

test('jobs that only the ways of a store would mix run whole all the same', async () => {
  // Paid 1 a kWh in hour 1, nothing in hour 0; half of what is stored is lost, and the store is full. The job runs in
  // hour 1 and earns 1; or in hour 0 from the store, which then earns 1 in hour 1: 1 as well. The linear program would
  // fill and empty the store at once, and with that shut run half of the job in each hour: 0.5 from the store, and
  // 0.5 + 1 bought in hour 1: 1.5.
  const fleet = makeFleet({
    timeline: hourly(2),
    sites: [
      {
        grid: { importPricePerKwh: [0, -1], importLimitKw: 5 },
        batteries: [
          { energyCapacityKwh: 10, initialEnergyKwh: 10, chargeLimitKw: 1, dischargeLimitKw: 1, chargeEfficiency: 0.5 },
        ],
      },
    ],
    jobs: [{ shape: 'contiguous', work: 1, maximumUnits: 1 }],
  });
  const { plan } = await planned(solver, fleet, { largestGap: 0.51 });
  expect(plan.objective).toBeCloseTo(-1, 9);
  expect(plan.jobs[0].doneUnitHours).toBe(1);
  expect(plan.certificate?.method).toBe('branching');
  expect(plan.certificate?.lowerBound).toBeCloseTo(-1.5, 6);
  expect(plan).toMatchObject({ status: 'feasible', certifiedGap: expect.closeTo(0.5, 6) });
});

test('supply that data on their way leave is counted at the connection, not behind its losses', async () => {
  // Overhead doubles what machines draw; a gigabyte takes 1 kWh before it. So a unit of `far` takes 3 kW at the
  // connection, one of `near` 2. Hour 0 has 3.9 kW, the others 3. `far` (6 kW) must run in hour 0 and does not fit,
  // `near` (4 kW) fits nowhere: not in hour 0 either, which the mixture gives to 1.3 units of `far`.
  const fleet = makeFleet({
    timeline: hourly(3),
    sites: [{ id: 'north', grid: { importLimitKw: [3.9, 3, 3] }, compute: { overheadFraction: 1 } }, { id: 'south' }],
    links: [{ energyKwhPerGigabyte: 1 }],
    jobs: [
      {
        id: 'far',
        shape: 'contiguous',
        work: 2,
        maximumUnits: 2,
        sites: ['north'],
        deadline: at(1),
        data: { site: 'south', gigabytesPerUnitHour: 1 },
        unservedPricePerUnitHour: 9,
      },
      { id: 'near', shape: 'contiguous', work: 2, maximumUnits: 2, sites: ['north'], unservedPricePerUnitHour: 1000 },
    ],
  });
  const { plan } = await planned(solver, fleet, { largestGap: 1 });
  expect(plan.jobs.map(({ unservedUnitHours }) => unservedUnitHours)).toEqual([2, 2]);
  expect(unitsOf(plan, 'near')).toEqual([0, 0, 0]);
});

test('a job that would displace work worth more is left undone', async () => {
  // 10 units: 6 for divisible work at 5 a unit-hour, so that 4 are free for a job that is 10 wide and worth 2. The
  // mixture runs 0.4 of it: 6 x 0.1 + 4 x 0.1 + 0.6 x 20 = 13. Whole it takes the place of work worth 30.
  const fleet = makeFleet({
    timeline: hourly(1),
    jobs: [
      { id: 'wide', shape: 'contiguous', work: 10, maximumUnits: 10, unservedPricePerUnitHour: 2 },
      { id: 'work', work: 6, maximumUnits: 6, unservedPricePerUnitHour: 5 },
    ],
  });
  const { plan } = await planned(solver, fleet, { largestGap: 0.5 });
  expect(plan.objective).toBeCloseTo(0.6 + 20, 9);
  expect(plan.certificate).toMatchObject({ method: 'relaxation', lowerBound: expect.closeTo(13, 6) });
  expect(plan.certifiedGap).toBeCloseTo(7.6 / 20.6, 6);
});

test('a choice that a store cannot follow is not called impossible physics', async () => {
  // The store must lose all of its 6 kWh in the one hour, and nothing can be sold: load must be 6 kW. `narrow` is worth
  // more and runs whole, which leaves no room for `wide`, the only one that draws enough.
  const fleet = makeFleet({
    timeline: hourly(1),
    sites: [
      {
        compute: { pools: [{ unitsAvailable: 9 }] },
        batteries: [{ initialEnergyKwh: 6, endEnergyMaximumKwh: 0, dischargeLimitKw: 6, energyCapacityKwh: 6 }],
      },
    ],
    jobs: [
      { id: 'narrow', shape: 'contiguous', work: 5, maximumUnits: 5, unservedPricePerUnitHour: 20 },
      { id: 'wide', shape: 'contiguous', work: 6, maximumUnits: 6, unservedPricePerUnitHour: 10 },
    ],
  });
  const { plan } = await planned(solver, fleet, { status: ['fallback'] });
  expect(plan.statusReason).toMatch(/contiguous jobs were placed in a way that the stores cannot follow/);
});

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
  // connection, one of `near` 2. Hour 0 has 3.9 kW, the others 3: `far`, which must run in hour 0, does not fit (6 kW),
  // and `near` (4 kW) fits nowhere, though the mixture leaves it two thirds of `far`.
  const fleet = makeFleet({
    timeline: hourly(3),
    sites: [
      { id: 'north', grid: { importLimitKw: [3.9, 3, 3] }, compute: { overheadFraction: 1 } },
      { id: 'south' },
    ],
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

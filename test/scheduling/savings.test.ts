import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Savings } from '../../src/domain/plan.ts';
import { SEED } from '../property/support.ts';
import { at, type FleetInput, hourly, type JobInput, makeFleet, type SiteInput } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { makePlant, type PlantInput } from '../support/plants.ts';
import { arbitraryPlantFleet } from './heat-arbitrary-plant.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const savingsOf = async (input: FleetInput): Promise<Savings> => {
  const { plan } = await planned(solver, makeFleet(input), { largestGap: 1e-6 });
  if (plan.savings === null) throw new Error('a plan has savings');
  return plan.savings;
};

const prices = (...importPricePerKwh: readonly number[]): SiteInput => ({ grid: { importPricePerKwh } });
const run: JobInput = { id: 'run', shape: 'contiguous' };
const money = (amount: number) => expect.closeTo(amount, 8);

describe('jobs in one piece', () => {
  test('moved from 0.5 to 0.1: all of it is saved by jobs, nothing by stores that are not there', async () => {
    expect(await savingsOf({ timeline: hourly(3), sites: [prices(0.5, 0.3, 0.1)], jobs: [run] })).toMatchObject({
      againstFirstComeFirstServed: money(4),
      againstRuleBasedStorage: money(4),
      jobsAlone: money(4),
      storageAlone: money(0),
    });
  });

  test('beside a store: each alone, and both', async () => {
    // First come: 10 x 0.5 + 10 x 0.5 for base load in hour 2. Jobs alone move the run to hour 1: 1 + 5. The store
    // alone gives 10 in hours 0 and 2 and takes 20 in hour 1: 2. Both need no more than that.
    const sites: SiteInput[] = [
      {
        ...prices(0.5, 0.1, 0.5),
        compute: { baseLoadKw: [0, 0, 10] },
        batteries: [{ initialEnergyKwh: 10, endEnergyKwh: 10 }],
      },
    ];
    expect(await savingsOf({ timeline: hourly(3), sites, jobs: [run] })).toMatchObject({
      againstFirstComeFirstServed: money(8),
      jobsAlone: money(4),
      storageAlone: money(8),
    });
  });

  test('mixed by the program they are still whole in what jobs alone save', async () => {
    // Two runs of 6 on 10 units: first come in hours 0 and 1 for 6 x (0.5 + 0.3), best in 1 and 2 for 6 x (0.3 + 0.1).
    const jobs = ['a', 'b'].map((id) => ({ ...run, id, work: 6, maximumUnits: 6 }));
    expect(await savingsOf({ timeline: hourly(3), sites: [prices(0.5, 0.3, 0.1)], jobs })).toMatchObject({
      againstFirstComeFirstServed: money(2.4),
      jobsAlone: money(2.4),
      storageAlone: money(0),
    });
  });

  test('late, cut by the end or never done: that belongs to the jobs, not to stores', async () => {
    const jobs: JobInput[] = [
      // At once in hour 0, an hour long.
      { ...run, id: 'a', deadline: at(1) },
      // Then, an hour late at 2 an hour, and half of it after the horizon.
      {
        ...run,
        id: 'b',
        work: 20,
        deadline: at(2),
        deadlinePolicy: { kind: 'priced', pricePerHourLate: 2 },
        leftoverPricePerUnitHour: 0.2,
      },
      { ...run, id: 'c', unservedPricePerUnitHour: 0.5 },
    ];
    expect(await savingsOf({ timeline: hourly(2), sites: [prices(0.1, 0.1)], jobs })).toMatchObject({
      againstFirstComeFirstServed: money(0),
      jobsAlone: money(0),
      storageAlone: money(0),
    });
  });
});

describe('data', () => {
  const sites: SiteInput[] = [
    { id: 'north', ...prices(0.4, 0.1), compute: { overheadFraction: 0.5 } },
    { id: 'south', compute: { pools: [] } },
  ];
  const links = [{ pricePerGigabyte: 0.05, energyKwhPerGigabyte: 0.5 }];
  const data = { site: 'south', gigabytesPerUnitHour: 2 };

  test.each<JobInput['shape']>(['divisible', 'contiguous'])(
    'of %s work move and draw with the job: 15 kW and 10 kW, from 0.4 to 0.1',
    async (shape) => {
      const jobs: JobInput[] = [{ ...run, shape, sites: ['north'], data }];
      expect(await savingsOf({ timeline: hourly(2), sites, links, jobs })).toMatchObject({
        againstFirstComeFirstServed: money(25 * 0.3),
        jobsAlone: money(25 * 0.3),
        storageAlone: money(0),
      });
    },
  );

  test('what they cost stays, whatever a store does: it carries 25 kWh through the dear hour', async () => {
    const batteries = [{ initialEnergyKwh: 25, endEnergyKwh: 25, chargeLimitKw: 50, dischargeLimitKw: 50 }];
    const jobs: JobInput[] = [{ ...run, sites: ['north'], data, deadline: at(1) }];
    const stored = [{ ...sites[0], batteries }, sites[1]];
    expect(await savingsOf({ timeline: hourly(2), sites: stored, links, jobs })).toMatchObject({
      againstFirstComeFirstServed: money(25 * 0.3),
      jobsAlone: money(0),
      storageAlone: money(25 * 0.3),
    });
  });
});

describe('cooling, heat and generation', () => {
  const timeline = hourly(3);
  const siteOf = (plant: PlantInput, importPricePerKwh: readonly number[], more: SiteInput = {}): SiteInput => ({
    ...prices(...importPricePerKwh),
    ...more,
    plant: makePlant(timeline, plant),
  });

  test('jobs take their cooling along: 10 kW and 2.5 at the chiller, from 0.5 to 0.1', async () => {
    const plant: PlantInput = { loops: [{}], chillers: [{}], heatRejection: [{}] };
    expect(
      await savingsOf({ timeline, sites: [siteOf(plant, [0.5, 0.3, 0.1])], jobs: [{ work: 10, maximumUnits: 10 }] }),
    ).toMatchObject({
      jobsAlone: money(5),
      storageAlone: money(0),
      heatAlone: null,
      againstFirstComeFirstServed: money(5),
    });
  });

  test('a tank of cold is storage, what a pump saves a boiler is heat', async () => {
    // 40 kW of base load take 10 at the chiller, at 0.4, 0.1 and 0.1. The tank starts and ends full: it gives in the
    // first hour and is filled at 0.1, 10 x 0.3 saved. The pump of COP 5 gives 20 kW of heat with 4 of electricity and takes 16 off the loop, 4 kW of chiller: 20 x 0.2 of fuel saved.
    const tank = { energyCapacityKwh: 40, initialEnergyKwh: 40, endEnergyKwh: 40, endEnergyMaximumKwh: 40 };
    const plant: PlantInput = {
      loops: [{}],
      chillers: [{}],
      heatRejection: [{}],
      coldStores: [tank],
      heatNetworks: [{ demandKw: 20 }],
      boilers: [{ fuel: { pricePerKwh: 0.2 } }],
      heatPumps: [{ tap: { kind: 'loop', loop: 'room' }, cop: 5 }],
    };
    const site = siteOf(plant, [0.4, 0.1, 0.1], { compute: { baseLoadKw: 40 } });
    expect(await savingsOf({ timeline, sites: [site], jobs: [] })).toMatchObject({
      jobsAlone: money(0),
      storageAlone: money(3),
      heatAlone: money(3 * 20 * 0.2),
    });
  });

  test("an engine and green power are nobody's but the whole plan's", async () => {
    const plant: PlantInput = { generators: [{ efficiency: 0.4 }] };
    const site = siteOf(plant, [0.5, 0.5, 0.5], { compute: { baseLoadKw: 20 } });
    // 20 kW at 0.1 in place of 0.5.
    expect(await savingsOf({ timeline, sites: [site], jobs: [] })).toMatchObject({
      againstFirstComeFirstServed: money(3 * 20 * 0.4),
      jobsAlone: money(0),
      storageAlone: money(0),
    });
  });

  test('where a town alone cools the machines, jobs still move', async () => {
    const plant: PlantInput = {
      loops: [{}],
      heatOf: { baseLoad: [] },
      heatNetworks: [{ demandKw: 20 }],
      heatExchangers: [{}],
      boilers: [{ fuel: { pricePerKwh: 0.2 } }],
    };
    const site = siteOf(plant, [0.5, 0.3, 0.1]);
    expect(await savingsOf({ timeline, sites: [site], jobs: [{ work: 10, maximumUnits: 10 }] })).toMatchObject({
      againstFirstComeFirstServed: money(4),
      jobsAlone: money(4),
    });
  });
});

test(`each alone saves something or nothing, and no more than the whole plan (seed ${SEED})`, async () => {
  let looked = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryPlantFleet(), async (fleet) => {
      const { plan } = await planned(solver, fleet, { twice: false });
      const { savings, baselines } = plan;
      if (savings === null || baselines?.firstComeFirstServed.physicallySound !== true) return;
      looked += 1;
      const { costLines } = baselines.firstComeFirstServed;
      const tolerance = 1e-5 * costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 1);
      const gap = (plan.certifiedGap ?? 0) * costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 1);
      for (const alone of [savings.jobsAlone, savings.storageAlone, savings.heatAlone]) {
        expect(alone).toBeGreaterThanOrEqual(-tolerance);
        expect(alone).toBeLessThanOrEqual(savings.againstFirstComeFirstServed + tolerance + gap);
      }
    }),
    { seed: SEED, numRuns: 30 },
  );
  expect(looked).toBeGreaterThan(15);
}, 120_000);

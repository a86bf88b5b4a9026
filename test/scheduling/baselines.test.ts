import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { BaselineFigures } from '../../src/scheduling/index.ts';
import {
  at,
  type BatteryInput,
  type FleetInput,
  hourly,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
} from '../support/fleets.ts';
import { expectLinesToAddUp, planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const baselinesOf = async (input: FleetInput) => {
  const { plan } = await planned(solver, makeFleet(input), { twice: false });
  const { baselines, savings } = plan;
  if (baselines === null || savings === null) throw new Error('a solved plan stands beside its baselines');
  expectLinesToAddUp(baselines.firstComeFirstServed);
  expectLinesToAddUp(baselines.ruleBasedStorage);
  return { ...baselines, savings, plan };
};
const busy = (figures: BaselineFigures, site = 'north') => seriesOf(figures, 'poolBusyUnits', site, 'gpu');

describe('first come, first served', () => {
  test('each at once, at full width, whatever the price: 10 + 2 units from hour 0 on', async () => {
    const { firstComeFirstServed, plan } = await baselinesOf({
      timeline: hourly(3),
      sites: [{ grid: { importPricePerKwh: [0.3, 0.2, 0.1] } }],
      jobs: [{ work: 12 }],
    });
    expect(busy(firstComeFirstServed)).toEqual([10, 2, 0]);
    expect(firstComeFirstServed.objective).toBeCloseTo(3.4, 9);
    expect(firstComeFirstServed).toMatchObject({ energyImportedKwh: 12, peakImportKw: 10, physicallySound: true });
    expect(plan.objective).toBeCloseTo(1 + 0.4, 9);
  });

  test('in order of arrival, then of name, within what is free', async () => {
    // 6 units wide each, 10 in the pool. Hours 0 and 1: a takes 6, b the other 4. What comes at 1 finds no unit free
    // until its deadline at 2, though it is first by name.
    const { firstComeFirstServed, plan } = await baselinesOf({
      timeline: hourly(4),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] } }],
      jobs: [
        { id: '0-late', work: 5, earliestStart: at(1), deadline: at(2) },
        { id: 'b', work: 8, maximumUnits: 6 },
        { id: 'a', work: 12, maximumUnits: 6 },
      ],
    });
    expect(busy(firstComeFirstServed)).toEqual([10, 10, 0, 0]);
    expect(firstComeFirstServed.brokenPromises).toEqual([
      expect.objectContaining({ kind: 'deadlineKept', subject: '0-late', amount: 5 }),
    ]);
    expect(firstComeFirstServed.objective).toBeCloseTo(1 + 2 + 500, 9);
    expect(plan.brokenPromises).toEqual([]);
  });

  test('at the site that finishes it first, the first by name where both do', async () => {
    const sites: SiteInput[] = [
      { id: 'north', compute: { pools: [{ unitsAvailable: 4 }] }, grid: { importPricePerKwh: 0.1 } },
      { id: 'south', grid: { importPricePerKwh: 0.5 } },
    ];
    const wide = await baselinesOf({ timeline: hourly(3), sites, jobs: [{ work: 12 }] });
    expect(busy(wide.firstComeFirstServed, 'south')).toEqual([10, 2, 0]);
    const narrow = await baselinesOf({ timeline: hourly(3), sites, jobs: [{ work: 12, maximumUnits: 4 }] });
    expect(busy(narrow.firstComeFirstServed, 'north')).toEqual([4, 4, 4]);
  });

  test('no more runs than the supply carries: 6 kW beside 20 kW of base load', async () => {
    const { firstComeFirstServed } = await baselinesOf({
      timeline: hourly(3),
      sites: [{ grid: { importLimitKw: 26 }, compute: { baseLoadKw: 20 } }],
      jobs: [{ work: 15 }],
    });
    expect(busy(firstComeFirstServed)).toEqual([6, 6, 3]);
    expect(firstComeFirstServed.physicallySound).toBe(true);
  });

  test('a window that begins inside a slot gives its share of it', async () => {
    const { firstComeFirstServed } = await baselinesOf({
      timeline: hourly(3),
      jobs: [{ work: 12, earliestStart: at(0.75) }],
    });
    expect(busy(firstComeFirstServed)).toEqual([2.5, 9.5, 0]);
  });

  test('late work pays by the hour: 10 of 20 unit-hours are 0.5 h late on average', async () => {
    const { firstComeFirstServed } = await baselinesOf({
      timeline: hourly(3),
      jobs: [{ work: 20, deadline: at(1), deadlinePolicy: { kind: 'priced', pricePerHourLate: 4 } }],
    });
    expect(moneyOf(firstComeFirstServed, 'lateness')).toBeCloseTo(4 * 0.5 * 0.5, 9);
    expect(firstComeFirstServed.objective).toBeCloseTo(2 + 1, 9);
  });

  test('what does not fit a hard window is a broken promise of the baseline', async () => {
    // a takes the hour that b needs: the plan keeps both, first come breaks b.
    const { firstComeFirstServed, plan } = await baselinesOf({
      timeline: hourly(2),
      jobs: [
        { id: 'a', work: 10 },
        { id: 'b', work: 6, deadline: at(1) },
      ],
    });
    expect(plan.brokenPromises).toEqual([]);
    expect(firstComeFirstServed.brokenPromises).toEqual([
      expect.objectContaining({ kind: 'deadlineKept', subject: 'b', amount: 6, cost: 600 }),
    ]);
    expect(firstComeFirstServed.objective).toBeCloseTo(1 + 600, 9);
  });

  test('what may wait for after the horizon waits, at its price', async () => {
    const { firstComeFirstServed } = await baselinesOf({
      timeline: hourly(1),
      jobs: [{ work: 18, deadline: at(1.5), leftoverPricePerUnitHour: 0.2 }],
    });
    // 10 now, 5 in the half hour after, 3 never.
    expect(moneyOf(firstComeFirstServed, 'leftoverWork')).toBeCloseTo(1, 9);
    expect(moneyOf(firstComeFirstServed, 'unservedWork')).toBeCloseTo(300, 9);
  });

  test('own sun first, surplus sold where that earns and fits, else curtailed', async () => {
    const { firstComeFirstServed } = await baselinesOf({
      timeline: hourly(3),
      sites: [
        {
          grid: { importPricePerKwh: 0.2, exportPricePerKwh: [0.05, -0.05, 0.05], exportLimitKw: 30 },
          compute: { baseLoadKw: 100 },
          renewables: [{ availableKw: [180, 180, 60] }],
        },
      ],
    });
    expect(seriesOf(firstComeFirstServed, 'gridExport')).toEqual([30, 0, 0]);
    expect(seriesOf(firstComeFirstServed, 'renewableCurtailed', 'north', 'roof')).toEqual([50, 80, 0]);
    expect(firstComeFirstServed.objective).toBeCloseTo(-1.5 + 8, 9);
  });

  test('base load that import cannot carry is shed where that has a price, else the figures are not sound', async () => {
    const shed = await baselinesOf({
      timeline: hourly(1),
      sites: [{ grid: { importLimitKw: 70 }, compute: { baseLoadKw: 100, baseLoadShedPricePerKwh: 5 } }],
    });
    expect(shed.firstComeFirstServed.objective).toBeCloseTo(7 + 150, 9);
    const unsound = await baselinesOf({
      timeline: hourly(1),
      sites: [
        {
          grid: { importLimitKw: 70 },
          compute: { baseLoadKw: 100 },
          batteries: [{ initialEnergyKwh: 30 }],
        },
      ],
    });
    expect(unsound.firstComeFirstServed.physicallySound).toBe(false);
    expect(unsound.plan.status).toBe('optimal');
  });
});

describe('rule-based storage', () => {
  const withStore = (battery: BatteryInput, site: SiteInput, timeline = hourly(4)): FleetInput => ({
    timeline,
    sites: [{ ...site, batteries: [battery] }],
  });
  const level = (figures: BaselineFigures) => seriesOf(figures, 'batteryStored', 'north', 'store');

  test('takes own surplus and gives it to the load at flat prices', async () => {
    const { ruleBasedStorage, firstComeFirstServed } = await baselinesOf(
      withStore({}, { compute: { baseLoadKw: 60 }, renewables: [{ availableKw: [100, 0, 0, 0] }] }),
    );
    expect(level(ruleBasedStorage)).toEqual([40, 0, 0, 0]);
    expect(ruleBasedStorage.objective).toBeCloseTo((180 - 40) * 0.1, 9);
    expect(level(firstComeFirstServed)).toEqual([0, 0, 0, 0]);
  });

  test('charges in the cheapest quarter, discharges in the dearest, idles between', async () => {
    // Load 60, 60, 60, 100: the peak of 100 leaves 40 kW to charge with at 60 kW.
    const { ruleBasedStorage } = await baselinesOf(
      withStore({}, { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] }, compute: { baseLoadKw: [60, 60, 60, 100] } }),
    );
    expect(level(ruleBasedStorage)).toEqual([40, 40, 40, 0]);
    expect(ruleBasedStorage.peakImportKw).toBe(100);
    expect(ruleBasedStorage.objective).toBeCloseTo(10 + 12 + 18 + 24, 9);
  });

  test('never imports more than the peak without it, nor more than was agreed', async () => {
    const flat = await baselinesOf(
      withStore({}, { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] }, compute: { baseLoadKw: 60 } }),
    );
    expect(level(flat.ruleBasedStorage)).toEqual([0, 0, 0, 0]);
  });

  test('a spread below losses and wear is not traded', async () => {
    const { ruleBasedStorage } = await baselinesOf(
      withStore(
        { wearPricePerKwh: 0.5 },
        { grid: { importPricePerKwh: [0.1, 0.2, 0.3, 0.4] }, compute: { baseLoadKw: [60, 60, 60, 100] } },
      ),
    );
    expect(level(ruleBasedStorage)).toEqual([0, 0, 0, 0]);
  });

  test('is back at the promised level at the end', async () => {
    const { ruleBasedStorage } = await baselinesOf(
      withStore(
        { initialEnergyKwh: 60, endEnergyKwh: 60, chargeLimitKw: 40 },
        { grid: { importPricePerKwh: [0.4, 0.2, 0.3, 0.1] }, compute: { baseLoadKw: [100, 60, 60, 60] } },
      ),
    );
    // Discharges 50 at 0.4, recharges 40 in the last hour and 10 before, as late as it can.
    expect(level(ruleBasedStorage)).toEqual([10, 10, 20, 60]);
    expect(ruleBasedStorage.brokenPromises).toEqual([]);
  });

  test('an idle store that keeps more than may be left, or loses more than it may, is not sound', async () => {
    // Bringing 40 of 50 kWh out costs 1 a kWh of wear: the idle store would look cheaper than the optimum.
    const full = await baselinesOf(
      withStore({ initialEnergyKwh: 50, endEnergyMaximumKwh: 10, wearPricePerKwh: 1 }, { compute: { baseLoadKw: 60 } }),
    );
    expect(full.plan.objective).toBeCloseTo(24 + 40 * 0.9, 9);
    expect(full.firstComeFirstServed.physicallySound).toBe(false);
    // An hour without the grid: the optimum has charged before, the idle store falls from 50 to 45.2 kWh.
    const draining = await baselinesOf(
      withStore(
        { initialEnergyKwh: 50, minimumEnergyKwh: 49, selfDischargePerHour: 0.1 },
        { grid: { importLimitKw: [200, 0, 200, 200] } },
      ),
    );
    expect(draining.firstComeFirstServed.physicallySound).toBe(false);
  });

  test('an idle store is held at its level: 10 % an hour of 50 kWh are 5 kW', async () => {
    const { firstComeFirstServed, savings, plan } = await baselinesOf(
      withStore({ initialEnergyKwh: 50, endEnergyKwh: 50, selfDischargePerHour: 0.1 }, {}),
    );
    const held = firstComeFirstServed.sites[0].series;
    const values = (name: string) => held.find((series) => series.name === name)?.values;
    expect(values('batteryCharge')).toEqual([5, 5, 5, 5]);
    expect(values('batteryStored')).toEqual([50, 50, 50, 50]);
    expect(firstComeFirstServed.brokenPromises).toEqual([]);
    // No job could move, so jobs alone save nothing, and storage alone saves all.
    expect(savings.jobsAlone).toBeCloseTo(0, 9);
    expect(savings.storageAlone).toBeCloseTo(firstComeFirstServed.objective - plan.objective, 9);
  });
});

describe('savings', () => {
  test('jobs alone, storage alone and both, each against first come', async () => {
    // Job of 10: first come at 0.3; alone it moves to 0.1: saves 2. The store of 20 kWh alone moves 20 of 60 kW of
    // base load from 0.1 to 0.3 (hour 2): saves 4. Both: 6.
    const { savings, plan, firstComeFirstServed } = await baselinesOf({
      timeline: hourly(3),
      sites: [
        {
          grid: { importPricePerKwh: [0.3, 0.1, 0.3] },
          compute: { baseLoadKw: [0, 0, 60] },
          batteries: [{ energyCapacityKwh: 20 }],
        },
      ],
      jobs: [{ work: 10 }],
    });
    expect(firstComeFirstServed.objective).toBeCloseTo(3 + 18, 9);
    expect(plan.objective).toBeCloseTo(1 + 2 + 12, 9);
    expect(savings).toMatchObject({
      againstFirstComeFirstServed: expect.closeTo(6, 9),
      jobsAlone: expect.closeTo(2, 9),
      storageAlone: expect.closeTo(4, 9),
    });
  });

  test('storage alone does not count what jobs pay for lateness or work not done', async () => {
    const { savings } = await baselinesOf({
      timeline: hourly(2),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] }, compute: { baseLoadKw: [0, 60] }, batteries: [{}] }],
      jobs: [{ work: 30, deadline: at(1), deadlinePolicy: { kind: 'priced', pricePerHourLate: 4 } }],
    });
    // 50 kWh from 0.1 to 0.3.
    expect(savings.storageAlone).toBeCloseTo(10, 9);
  });

  test('carbon saved is first come less plan, in kilograms of the objective’s signal', async () => {
    const timeline = hourly(2);
    const { savings } = await baselinesOf({
      timeline,
      sites: [{ grid: { importPricePerKwh: [0.3, 0.1], carbonGramsPerKwh: { average: Float64Array.of(500, 200) } } }],
      jobs: [{ work: 10 }],
    });
    expect(savings.carbonKgAgainstFirstComeFirstServed).toBeCloseTo(3, 6);
  });

  test('without the split, the parts are not computed', async () => {
    const fleet = makeFleet({ timeline: hourly(2), jobs: [{ work: 10 }] });
    const { plan } = await planned(solver, fleet, { savingsSplit: false });
    expect(plan.savings).toMatchObject({ jobsAlone: null, storageAlone: null, againstFirstComeFirstServed: 0 });
  });

  test('a flat fleet has nothing to save', async () => {
    const { savings } = await baselinesOf({ timeline: hourly(3), jobs: [{ work: 15 }] });
    expect(savings.againstFirstComeFirstServed).toBeCloseTo(0, 9);
    expect(savings.jobsAlone).toBeCloseTo(0, 9);
  });
});

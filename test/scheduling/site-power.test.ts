import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { hourly, makeFleet, moneyOf, seriesOf, shadowPrice, slotsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

describe('base load and overhead', () => {
  test('100 and 50 kW with a tenth of losses: 110 x 0.1 + 55 x 0.3 = 27.5', async () => {
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] }, compute: { baseLoadKw: [100, 50], overheadFraction: 0.1 } }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(11 + 16.5, 9);
    expect(seriesOf(plan, 'baseLoad')).toEqual([100, 50]);
    expect(seriesOf(plan, 'distributionOverhead')).toEqual([10, 5]);
    expect(seriesOf(plan, 'gridImport')).toEqual([110, 55]);
    // A kWh at the machines costs a tenth more than one at the connection.
    expect(shadowPrice(plan, 'electricityBalance').values).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.3, 9)]);
    expect(shadowPrice(plan, 'itBalance').values).toEqual([expect.closeTo(0.11, 9), expect.closeTo(0.33, 9)]);
  });

  test('slots of unequal length weigh by their hours: 60 kW x (0.5 h x 0.2 + 2 h x 0.1) = 18', async () => {
    const fleet = makeFleet({
      timeline: slotsOf(0.5, 2),
      sites: [{ grid: { importPricePerKwh: [0.2, 0.1] }, compute: { baseLoadKw: 60 } }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(6 + 12, 9);
  });

  test('base load that may be shed is shed where import costs more than shedding', async () => {
    // Hour 1: 100 kW x 1.1 x 0.9 = 99 to serve, 100 x 0.8 = 80 to shed. Hour 0: 11 to serve.
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: [0.1, 0.9] },
          compute: { baseLoadKw: 100, overheadFraction: 0.1, baseLoadShedPricePerKwh: 0.8 },
        },
      ],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(11 + 80, 9);
    expect(seriesOf(plan, 'baseLoadShed')).toEqual([0, 100]);
    expect(plan.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'baseLoadServed',
        site: 'north',
        from: '2026-06-01T01:00:00Z',
        to: '2026-06-01T02:00:00Z',
        amount: expect.closeTo(100, 6),
        unit: 'kWh',
        cost: expect.closeTo(80, 6),
      }),
    ]);
  });

  test('what import cannot carry is shed at its price: 30 kW x 2 h x 5 = 300 on top of 70 kW x 2 h x 0.1', async () => {
    const fleet = makeFleet({
      timeline: slotsOf(1, 1),
      sites: [{ grid: { importLimitKw: 70 }, compute: { baseLoadKw: 100, baseLoadShedPricePerKwh: 5 } }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(14 + 300, 8);
    expect(plan.brokenPromises).toHaveLength(1);
    expect(plan.brokenPromises[0]).toMatchObject({ amount: expect.closeTo(60, 6), to: '2026-06-01T02:00:00Z' });
    // One more kW of import saves 5 and costs 0.1, in each hour.
    expect(shadowPrice(plan, 'importLimit').values).toEqual([expect.closeTo(-4.9, 9), expect.closeTo(-4.9, 9)]);
  });
});

describe('renewables', () => {
  test('own sun is used first, surplus sold: (100 - 60) x 0.2 at night, 80 x 0.05 earned by day', async () => {
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: 0.2, exportPricePerKwh: 0.05, exportLimitKw: 500 },
          compute: { baseLoadKw: 100 },
          renewables: [{ id: 'roof', availableKw: [60, 180] }],
        },
      ],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(8 - 4, 9);
    expect(moneyOf(plan, 'energySold')).toBeCloseTo(-4, 9);
    expect(seriesOf(plan, 'gridExport')).toEqual([0, 80]);
    expect(seriesOf(plan, 'renewableCurtailed', 'north', 'roof')).toEqual([0, 0]);
  });

  test('what cannot be sold is curtailed: export holds 30 of 80 kW', async () => {
    const fleet = makeFleet({
      timeline: hourly(1),
      sites: [
        {
          grid: { importPricePerKwh: 0.2, exportPricePerKwh: 0.05, exportLimitKw: 30 },
          compute: { baseLoadKw: 100 },
          renewables: [{ id: 'roof', availableKw: 180 }],
        },
      ],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(-1.5, 9);
    expect(seriesOf(plan, 'renewableCurtailed', 'north', 'roof')).toEqual([50]);
    expect(shadowPrice(plan, 'exportLimit').values[0]).toBeCloseTo(-0.05, 9);
    expect(plan.setpoints).toContainEqual({
      site: 'north',
      component: 'roof',
      quantity: 'renewableLimit',
      unit: 'kW',
      values: [130],
    });
  });

  test('where selling costs, the surplus is curtailed; where buying earns, so is the rest', async () => {
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: [0.2, -0.1], exportPricePerKwh: [-0.05, -0.1], exportLimitKw: 500 },
          compute: { baseLoadKw: 100 },
          renewables: [{ id: 'wind', kind: 'wind', availableKw: 180 }],
        },
      ],
    });
    const { plan } = await planned(solver, fleet);
    // Hour 0: own 100 kW for nothing. Hour 1: import 100 kW at -0.1.
    expect(plan.objective).toBeCloseTo(-10, 9);
    expect(seriesOf(plan, 'renewableUsed', 'north', 'wind')).toEqual([100, 0]);
  });

  test('a job moves into the sunny hour', async () => {
    const fleet = makeFleet({
      timeline: hourly(3),
      sites: [{ grid: { importPricePerKwh: 0.2 }, renewables: [{ availableKw: [0, 0, 8] }] }],
      jobs: [{ work: 10 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(2 * 0.2, 9);
    expect(shadowPrice(plan, 'renewableAvailable', 'roof').values).toEqual([
      expect.closeTo(-0.2, 9),
      expect.closeTo(-0.2, 9),
      expect.closeTo(-0.2, 9),
    ]);
  });
});

describe('import limit', () => {
  test('4 kW of supply for a job in the cheap hour, the rest in the dear one: 4 x 0.1 + 6 x 0.3', async () => {
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3], importLimitKw: [24, 100] }, compute: { baseLoadKw: 20 } }],
      jobs: [{ work: 10 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.objective).toBeCloseTo(20 * 0.4 + 0.4 + 1.8, 9);
    expect(shadowPrice(plan, 'importLimit').values[0]).toBeCloseTo(-0.2, 9);
  });

  test('its price is per kWh in slots of any length', async () => {
    const fleet = makeFleet({
      timeline: slotsOf(0.5, 1),
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3], importLimitKw: [4, 100] } }],
      jobs: [{ work: 10 }],
    });
    const { plan } = await planned(solver, fleet);
    // 4 kW x 0.5 h at 0.1, 8 kWh at 0.3.
    expect(plan.objective).toBeCloseTo(0.2 + 2.4, 9);
    expect(shadowPrice(plan, 'importLimit').values[0]).toBeCloseTo(-0.2, 9);
  });
});

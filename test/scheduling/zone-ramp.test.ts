import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { RampLimit } from '../../src/domain/fleet.ts';
import type { ZoneRamp } from '../../src/domain/targets.ts';
import { kw } from '../../src/units/index.ts';
import { hourly, makeFleet, moneyOf, type SiteInput, seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** 1 kW a minute over 10 minutes: the zone's net import steps by at most 10 kW, at 2 a kW beyond. */
const tenKw = (marketZone = 'zone'): ZoneRamp => ({
  marketZone,
  limitKwPerMinute: 1,
  transitionMinutes: 10,
  breachPricePerKw: 2,
});
const plan = async (sites: readonly SiteInput[], zoneRamps: readonly ZoneRamp[], slots = 4) =>
  (await planned(solver, makeFleet({ timeline: hourly(slots), sites, targets: { zoneRamps } }))).plan;

/** Without grid in the first hours, when its machines are off; then 10 kW. */
const returning = (id: string, darkHours: number, more: SiteInput = {}): SiteInput => {
  const dark = (value: number, then: number) => [0, 1, 2, 3].map((hour) => (hour < darkHours ? value : then));
  return {
    id,
    grid: { importLimitKw: dark(0, 1000), importPricePerKwh: 0.1 },
    compute: { baseLoadKw: dark(0, 10) },
    ...more,
  };
};

describe('sites of a zone that return after an outage', () => {
  test('together are one step of 20 kW to the grid: 10 kW beyond, 20 of money, though no site steps by more than 10', async () => {
    const made = await plan([returning('north', 1), returning('south', 1)], [tenKw()]);
    expect(made.objective).toBeCloseTo(6 + 20, 8);
    expect(moneyOf(made, 'zoneRampBreach')).toBeCloseTo(20, 8);
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'zoneRamp',
        site: null,
        subject: 'zone',
        from: '2026-06-01T01:00:00Z',
        amount: expect.closeTo(10, 6),
        unit: 'kW',
        cost: expect.closeTo(20, 6),
      }),
    ]);
    const ramp: RampLimit = {
      limitKwPerMinute: 1,
      transitionMinutes: 10,
      measuredNetImportKw: null,
      breachPricePerKw: 2,
    };
    const withOwnRamp = (site: SiteInput): SiteInput => ({ ...site, grid: { ...site.grid, ramp } });
    const alone = await plan([withOwnRamp(returning('north', 1)), withOwnRamp(returning('south', 1))], []);
    expect(alone.brokenPromises).toEqual([]);
    expect(alone.objective).toBeCloseTo(6, 8);
  });

  test('one after the other step by 10 kW each, and keep the promise', async () => {
    const made = await plan([returning('north', 1), returning('south', 2)], [tenKw()]);
    expect(made.brokenPromises).toEqual([]);
    expect(made.objective).toBeCloseTo(5, 8);
  });

  test('with a store on one of them, it waits on the store while the other returns', async () => {
    // Its 10 kWh carry the south through the second hour: 10 kWh less import, and two steps of 10.
    const store = { batteries: [{ energyCapacityKwh: 10, initialEnergyKwh: 10 }] };
    const made = await plan([returning('north', 1), returning('south', 1, store)], [tenKw()]);
    expect(made.brokenPromises).toEqual([]);
    const net = seriesOf(made, 'gridImport', 'north').map(
      (kwNorth, t) => kwNorth + seriesOf(made, 'gridImport', 'south')[t],
    );
    expect(net.map((value) => Math.round(value * 1e5) / 1e5)).toEqual([0, 10, 20, 20]);
    expect(made.objective).toBeCloseTo(5, 8);
  });

  test('in different zones do not add up', async () => {
    const south = returning('south', 1);
    const elsewhere = { ...south, grid: { ...south.grid, marketZone: 'other' } };
    const made = await plan([returning('north', 1), elsewhere], [tenKw(), tenKw('other')]);
    expect(made.brokenPromises).toEqual([]);
    expect(made.objective).toBeCloseTo(6, 8);
  });
});

describe('the first step of a zone', () => {
  const measuredAt = (id: string, measuredKw: number | null): SiteInput => ({
    id,
    grid: {
      importPricePerKwh: 0.1,
      ramp: {
        limitKwPerMinute: 100,
        transitionMinutes: 10,
        measuredNetImportKw: measuredKw === null ? null : kw(measuredKw),
        breachPricePerKw: 1,
      },
    },
    compute: { baseLoadKw: 15 },
  });

  test('counts from the sum of what was measured: 30 - (5 + 8) - 10 = 7 kW beyond', async () => {
    const made = await plan([measuredAt('north', 5), measuredAt('south', 8)], [tenKw()], 2);
    expect(moneyOf(made, 'zoneRampBreach')).toBeCloseTo(14, 8);
    expect(made.objective).toBeCloseTo(6 + 14, 8);
  });

  test('is free where one site was not measured', async () => {
    const made = await plan([measuredAt('north', 5), measuredAt('south', null)], [tenKw()], 2);
    expect(made.brokenPromises).toEqual([]);
    expect(made.objective).toBeCloseTo(6, 8);
  });
});

test('export is negative: from 10 kW sold to 10 kW bought is a step of 20', async () => {
  // Sun of 10 kW beside no load, then a load of 10. Curtailing the sun spares 10 kW of step at 2 each, and its 0.05 a kWh.
  const site: SiteInput = {
    grid: { exportLimitKw: 100, exportPricePerKwh: 0.05, importPricePerKwh: 0.1 },
    compute: { baseLoadKw: [0, 10] },
    renewables: [{ availableKw: [10, 0] }],
  };
  const free = await plan([site], [], 2);
  expect(free.objective).toBeCloseTo(1 - 0.5, 9);
  const made = await plan([site], [tenKw()], 2);
  expect(seriesOf(made, 'gridExport')).toEqual([expect.closeTo(0, 6), 0]);
  expect(made.objective).toBeCloseTo(1, 8);
  const cheap = await plan([site], [{ ...tenKw(), breachPricePerKw: 0.01 }], 2);
  expect(moneyOf(cheap, 'zoneRampBreach')).toBeCloseTo(0.1, 8);
  expect(cheap.objective).toBeCloseTo(1 - 0.5 + 0.1, 8);
});

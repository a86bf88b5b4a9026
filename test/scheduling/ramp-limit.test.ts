import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { RampLimit } from '../../src/domain/fleet.ts';
import { kw } from '../../src/units/index.ts';
import { hourly, makeFleet, moneyOf, type SiteInput, seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** 1 kW a minute over 5 minutes: steps of at most 5 kW. */
const fiveKw = (more: Partial<RampLimit> = {}): RampLimit => ({
  limitKwPerMinute: 1,
  transitionMinutes: 5,
  measuredNetImportKw: null,
  breachPricePerKw: 50,
  ...more,
});
const plan = async (ramp: RampLimit, prices: readonly number[], work: number, site: SiteInput = {}) => {
  const timeline = hourly(prices.length);
  const sites = [{ ...site, grid: { importPricePerKwh: prices, ramp, ...site.grid } }];
  const jobs = work > 0 ? [{ work }] : [];
  return (await planned(solver, makeFleet({ timeline, sites, jobs }))).plan;
};

test('the cheap hour is climbed to and left in steps of 5 kW: 8 kW needs 3 before and after', async () => {
  // 14 unit-hours, at most 10 units: b at 0.1 with a, c >= b - 5 at 0.3. a + b + c = 14: b = 8, a = c = 3.
  const made = await plan(fiveKw(), [0.3, 0.1, 0.3], 14);
  expect(seriesOf(made, 'gridImport')).toEqual([3, 8, 3]);
  expect(made.objective).toBeCloseTo(6 * 0.3 + 8 * 0.1, 9);
  expect(made.brokenPromises).toEqual([]);
});

test('the first step counts from the measured power, and is free where that is unknown', async () => {
  // From 2 kW: at most 7 in the cheap first hour, 3 in the second; unknown: 10 at once, then a fall to 5 at least:
  // a = 7.5, b = 2.5 -> 0.75 + 0.75.
  const measured = await plan(fiveKw({ measuredNetImportKw: kw(2) }), [0.1, 0.3], 10);
  expect(seriesOf(measured, 'gridImport')).toEqual([7, 3]);
  expect(measured.objective).toBeCloseTo(0.7 + 0.9, 9);
  const unknown = await plan(fiveKw(), [0.1, 0.3], 10);
  expect(unknown.objective).toBeCloseTo(0.75 + 0.75, 9);
});

test('a step that cannot be avoided is a broken promise by its kW: 20 - 5 = 15 x 50', async () => {
  const made = await plan(fiveKw(), [0.1, 0.1, 0.1], 0, { compute: { baseLoadKw: [0, 20, 18] } });
  expect(made.objective).toBeCloseTo(3.8 + 750, 8);
  expect(made.brokenPromises).toEqual([
    expect.objectContaining({
      kind: 'rampLimit',
      site: 'north',
      from: '2026-06-01T01:00:00Z',
      amount: expect.closeTo(15, 6),
      unit: 'kW',
      cost: expect.closeTo(750, 6),
    }),
  ]);
});

test('a measured power far below makes the first step a breach', async () => {
  const made = await plan(fiveKw({ measuredNetImportKw: kw(0) }), [0.1], 0, { compute: { baseLoadKw: 8 } });
  expect(moneyOf(made, 'rampBreach')).toBeCloseTo(3 * 50, 8);
});

test('a cheap breach is taken: 0.05 a kW against 0.2 a kWh saved', async () => {
  // All 10 in the middle hour: two steps of 10, 5 kW over each: 10 x 0.05 + 1.
  const made = await plan(fiveKw({ breachPricePerKw: 0.05 }), [0.3, 0.1, 0.3], 10);
  expect(made.objective).toBeCloseTo(1 + 0.5, 9);
  expect(made.brokenPromises).toHaveLength(2);
});

test('falling counts like rising, and export like negative import', async () => {
  // PV in hour 1 would turn 4 kW of import into 4 kW of export, a step of 8; 1 kW at most may be sold.
  const site: SiteInput = {
    grid: { exportLimitKw: 100, exportPricePerKwh: 0.05 },
    compute: { baseLoadKw: 4 },
    renewables: [{ availableKw: [0, 8] }],
  };
  const made = await plan(fiveKw(), [0.1, 0.1], 0, site);
  expect(seriesOf(made, 'gridExport')).toEqual([0, 1]);
  expect(made.objective).toBeCloseTo(0.4 - 0.05, 9);
});

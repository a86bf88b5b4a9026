import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ObjectiveSettings } from '../../src/domain/fleet.ts';
import { hourly, makeFleet, moneyOf, type SiteInput, series, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(3);
/** Each signal is lowest in another hour; energy costs the same in all. */
const carbonGramsPerKwh = {
  average: series(timeline, [100, 500, 500]),
  marginal: series(timeline, [800, 200, 800]),
  market: series(timeline, [900, 900, 300]),
};
const plan = async (objective: Partial<ObjectiveSettings>, site: SiteInput = {}, work = 10) => {
  const sites = [{ ...site, grid: { importPricePerKwh: 0.1, carbonGramsPerKwh, ...site.grid } }];
  const jobs = work > 0 ? [{ work }] : [];
  return (await planned(solver, makeFleet({ timeline, objective, sites, jobs }))).plan;
};

test.each([
  { carbonSignal: 'average', hour: 0, grams: 100 },
  { carbonSignal: 'marginal', hour: 1, grams: 200 },
  { carbonSignal: 'market', hour: 2, grams: 300 },
] as const)('the $carbonSignal signal sends 10 kWh to hour $hour: 10 x $grams g x 50 a tonne', async (c) => {
  const made = await plan({ carbonPricePerTonne: 50, carbonSignal: c.carbonSignal });
  expect(unitsOf(made, 'job')[c.hour]).toBeCloseTo(10, 6);
  expect(moneyOf(made, 'carbon')).toBeCloseTo((10 * c.grams * 50) / 1e6, 9);
  expect(made.objective).toBeCloseTo(1 + (10 * c.grams * 50) / 1e6, 9);
  const [average, marginal, market] = [carbonGramsPerKwh.average, carbonGramsPerKwh.marginal, carbonGramsPerKwh.market];
  expect(made.emissions).toEqual({
    averageKg: expect.closeTo(average[c.hour] / 100, 6),
    marginalKg: expect.closeTo(marginal[c.hour] / 100, 6),
    marketKg: expect.closeTo(market[c.hour] / 100, 6),
    coveredKg: 0,
    fuelKg: 0,
    offsetKg: 0,
  });
});

test('carbon outweighs energy: 0.1 + 500 g x 1000 a tonne = 0.6 against 0.2 + 0.1', async () => {
  const site = { grid: { importPricePerKwh: [0.2, 0.1, 0.1] } };
  const made = await plan({ carbonPricePerTonne: 1000 }, site);
  expect(made.objective).toBeCloseTo(10 * (0.2 + 0.1), 9);
});

test('a price that includes carbon is not charged again, but the kilograms are reported', async () => {
  const site = { grid: { importPricePerKwh: [0.2, 0.1, 0.3] } };
  const made = await plan({ carbonPricePerTonne: 1000, priceIncludesCarbon: true }, site);
  expect(made.objective).toBeCloseTo(1, 9);
  expect(moneyOf(made, 'carbon')).toBe(0);
  expect(made.emissions.averageKg).toBeCloseTo(5, 6);
});

test('export earns its carbon back only where the objective says so', async () => {
  // PV 20 kW in hour 1 at 500 g: sold for 0.02 + 0.05 of carbon at 100 a tonne. Emissions count import alone.
  const site: SiteInput = {
    grid: { exportLimitKw: 50, exportPricePerKwh: 0.02 },
    renewables: [{ availableKw: [0, 20, 0] }],
  };
  const credited = await plan({ carbonPricePerTonne: 100, creditExports: true }, site, 0);
  expect(credited.objective).toBeCloseTo(-20 * 0.07, 9);
  expect(moneyOf(credited, 'carbonCredit')).toBeCloseTo(-1, 9);
  const plain = await plan({ carbonPricePerTonne: 100 }, site, 0);
  expect(plain.objective).toBeCloseTo(-0.4, 9);
  expect(plain.emissions.averageKg).toBe(0);
});

test('a signal that a site does not have is unknown, not zero', async () => {
  const made = await plan({}, { grid: { carbonGramsPerKwh: { average: carbonGramsPerKwh.average } } });
  expect(made.emissions).toEqual({
    averageKg: expect.any(Number),
    marginalKg: null,
    marketKg: null,
    coveredKg: 0,
    fuelKg: 0,
    offsetKg: 0,
  });
});

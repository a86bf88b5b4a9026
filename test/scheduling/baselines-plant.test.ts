import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plant } from '../../src/domain/plant.ts';
import { rulePlans } from '../../src/scheduling/baselines/index.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import { everythingFleet } from '../support/everything.ts';
import { hourly, makeBattery, makeFleet, moneyOf, series, seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/**
 * 100 kW of base load on one loop: a free cooler for 40 kW at 0.05 kW/kW, a chiller of COP 4 for the rest, a tower at
 * 0.02 kW/kW. By rule: free cooling 40 kW draws 2; the chiller takes 60 kW with 15, brings 75 to the tower, which
 * draws 1.5. Heat for 30 kW of customers comes from a boiler of efficiency 0.9 (33.333 kW of fuel at 0.09 = 3 an hour)
 * though a heat pump on the loop (COP 3) stands beside it.
 */
function cooledSite(timeline: Timeline): Partial<Plant> {
  const all = (value: number) => series(timeline, value);
  return {
    loops: [{ id: 'room', medium: 'air', supplyCelsius: 20, returnCelsius: 30, circulationKwPerKw: 0 }],
    heatOf: { baseLoad: [{ loop: 'room', fraction: 1 as never }], distribution: [], pools: {} },
    freeCoolers: [
      { id: 'free', loop: 'room', coolingLimitKw: all(40), electricityKwPerKw: 0.05, waterLitresPerKwh: 0 },
    ],
    chillers: [{ id: 'chiller', loop: 'room', coolingLimitKw: all(200), cop: all(4), operatingPricePerKwh: 0 }],
    heatRejection: [
      { id: 'tower', kind: 'tower', heatLimitKw: all(300), electricityKwPerKw: 0.02, waterLitresPerKwh: 0 },
    ],
    heatNetworks: [
      {
        id: 'town',
        supplyCelsius: 60,
        returnCelsius: 40,
        demandKw: all(30),
        lossFraction: 0 as never,
        pricePerKwh: all(0),
        unservedPricePerKwh: 10,
        spillLimitKw: 0 as never,
        spillPricePerKwh: 0,
      },
    ],
    boilers: [
      {
        id: 'boiler',
        network: 'town',
        heatLimitKw: all(50),
        efficiency: 0.9 as never,
        fuel: { pricePerKwh: all(0.09), emissionGramsPerKwh: 200 },
        operatingPricePerKwh: 0,
      },
    ],
    heatPumps: [
      {
        id: 'pump',
        tap: { kind: 'loop', loop: 'room' },
        network: 'town',
        heatLimitKw: all(50),
        cop: all(3),
        operatingPricePerKwh: 0,
      },
    ],
  };
}

test('cooling by merit, heat from the boiler, and what recovery would save', async () => {
  const timeline = hourly(2);
  const fleet = makeFleet({
    timeline,
    sites: [{ compute: { baseLoadKw: 100 }, plant: cooledSite(timeline) }],
    jobs: [],
  });
  const { plan } = await planned(solver, fleet);
  const baseline = plan.baselines?.firstComeFirstServed;
  if (baseline === undefined) throw new Error('no baseline');
  expect(seriesOf(baseline, 'freeCooling', 'north', 'free')).toEqual([40, 40]);
  expect(seriesOf(baseline, 'chillerPower', 'north', 'chiller')).toEqual([15, 15]);
  expect(seriesOf(baseline, 'heatRejected', 'north', 'tower')).toEqual([75, 75]);
  expect(seriesOf(baseline, 'gridImport')).toEqual([118.5, 118.5]);
  expect(seriesOf(baseline, 'heatPumpHeat', 'north', 'pump')).toEqual([0, 0]);
  expect(moneyOf(baseline, 'fuel')).toBeCloseTo(6, 9);
  expect(baseline.physicallySound).toBe(true);
  // Two hours of 118.5 kW at 0.1, and 6 of fuel.
  expect(baseline.objective).toBeCloseTo(29.7, 9);
  // The pump gives 30 kW with 10 of electricity and takes 20 kW off the loop: the chiller saves 20 x (0.25 + 1.25 x
  // 0.02) = 5.5 kW. So 4.5 kW more, 0.45 an hour, in place of 3 of fuel: 5.1 saved in two hours, all of it by heat.
  expect(plan.objective).toBeCloseTo(24.6, 6);
  expect(plan.savings?.heatAlone).toBeCloseTo(5.1, 6);
  expect(plan.savings?.storageAlone).toBeCloseTo(0, 6);
  expect(plan.savings?.jobsAlone).toBeCloseTo(0, 6);
});

test('generators stand until import does not carry the load, and keep their least load', () => {
  const timeline = hourly(3);
  const generator = {
    id: 'diesel',
    kind: 'diesel' as const,
    electricityLimitKw: series(timeline, 100),
    minimumLoadKw: 30 as never,
    efficiency: 0.4 as never,
    fuel: { pricePerKwh: series(timeline, 0.1), emissionGramsPerKwh: 270 },
    operatingPricePerKwh: 0,
    energyBudgetKwh: null,
    runHoursBudget: null,
    heatRecovery: null,
  };
  const fleet = makeFleet({
    timeline,
    sites: [{ grid: { importLimitKw: [50, 0, 20] }, compute: { baseLoadKw: 40 }, plant: { generators: [generator] } }],
    jobs: [],
  });
  const { figures } = rulePlans(makeProblem(fleet).fleet).idleStorage;
  // 40 missing in the outage; 20 missing beside 20 of import, but it runs at 30, so that import falls to 10.
  expect(seriesOf(figures, 'generatorPower', 'north', 'diesel')).toEqual([0, 40, 30]);
  expect(seriesOf(figures, 'gridImport')).toEqual([40, 0, 10]);
  expect(figures.emissions.fuelKg).toBeCloseTo((70 / 0.4) * 0.27, 9);
});

test('a rule keeps what a battery holds for an emergency', () => {
  const timeline = hourly(4);
  const battery = makeBattery({
    id: 'ups',
    energyCapacityKwh: 100,
    initialEnergyKwh: 60,
    endEnergyKwh: 0,
    chargeLimitKw: 0,
    reserve: { hours: 0.5, loadFraction: 1 as never },
  });
  const fleet = makeFleet({
    timeline,
    sites: [{ grid: { importPricePerKwh: [0.1, 0.5, 0.5, 0.5] }, compute: { baseLoadKw: 80 }, batteries: [battery] }],
    jobs: [],
  });
  const { figures } = rulePlans(makeProblem(fleet).fleet).ruleBasedStorage;
  const stored = seriesOf(figures, 'batteryStored', 'north', 'ups');
  // Half an hour of 80 kW.
  expect(Math.min(...stored)).toBeCloseTo(40, 9);
  expect(figures.physicallySound).toBe(true);
});

test('with one of everything both rules run every device, and their figures hold', async () => {
  const { plan } = await planned(solver, everythingFleet(), { twice: false });
  for (const baseline of [plan.baselines?.firstComeFirstServed, plan.baselines?.ruleBasedStorage]) {
    if (baseline === undefined) throw new Error('no baseline');
    expect(baseline.physicallySound).toBe(true);
    const names = new Set(baseline.sites[0].series.map(({ name, component }) => `${name} ${component}`));
    const own = plan.sites[0].series.map(({ name, component }) => `${name} ${component}`);
    expect(own.filter((name) => !names.has(name))).toEqual([]);
  }
  expect(plan.savings?.heatAlone).toBeGreaterThan(0);
});

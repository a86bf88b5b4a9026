import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { caseNamed } from '../../src/benchmark/cases.ts';
import { fleetScenario, type Plant } from '../../src/benchmark/fleet-scenario.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { expectVerified } from '../support/planned.ts';

const SEED = 18;
const large = { siteCount: 8, slotCount: 96, jobCount: 500, stores: true };

const withPlant = (plant: Plant, seed = SEED) => fleetScenario({ ...large, plant }, seed);

const digestOf = (scenario: ScenarioSource) =>
  createHash('sha256').update(JSON.stringify(scenario)).digest('hex').slice(0, 16);

function fleetOf(scenario: ScenarioSource) {
  const read = readScenario(scenario, { file: 'made-up', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return read.fleet;
}

/** What a device does in a plan, by the names that its site gives to it. */
const DUTIES = [
  ['batteryCharge', 'battery'],
  ['batteryDischarge', 'battery'],
  ['batteryCharge', 'ups'],
  ['batteryDischarge', 'ups'],
  ['batteryCharge', 'hydrogen'],
  ['batteryDischarge', 'hydrogen'],
  ['renewableUsed', 'pv'],
  ['greenPower', 'wind-contract'],
  ['greenPower', 'certificates'],
  ['freeCooling', 'economiser'],
  ['freeCooling', 'radiators'],
  ['chillerCooling', 'chiller-1'],
  ['chillerCooling', 'chiller-2'],
  ['chillerCooling', 'ice-chiller'],
  ['absorptionCooling', 'absorption'],
  ['heatRejected', 'tower'],
  ['coldStoreCharge', 'chilled-water'],
  ['coldStoreDischarge', 'chilled-water'],
  ['coldStoreCharge', 'ice'],
  ['coldStoreDischarge', 'ice'],
  ['coldDelivered', 'offices'],
  ['heatDelivered', 'town'],
  ['heatPumpHeat', 'plates-pump'],
  ['heatPumpHeat', 'condenser-pump'],
  ['heatPumpHeat', 'air-pump'],
  ['exchangerHeat', 'exchanger'],
  ['boilerHeat', 'gas-boiler'],
  ['boilerHeat', 'electric-boiler'],
  ['contractHeat', 'must-take'],
  ['contractHeat', 'greenhouse'],
  ['hotStoreCharge', 'tank'],
  ['hotStoreDischarge', 'tank'],
  ['generatorPower', 'engine'],
  ['generatorHeat', 'engine'],
] as const;

/** Slots in which any site of the plan has more than a trace of it. */
const slotsInUse = ({ sites }: Plan, name: string, component: string): number =>
  sites
    .flatMap(({ series }) => series.filter((one) => one.name === name && one.component === component))
    .reduce((count, { values }) => count + values.filter((value) => value > 1e-3).length, 0);

async function planned(name: string) {
  const found = caseNamed(name, false);
  if (found?.kind !== 'madeUp') throw new Error(`${name} is ${found?.kind}`);
  const problem = makeProblem(fleetOf(found.make(SEED)));
  const solver = makeSolverPool();
  onTestFinished(() => solver.close());
  return { problem, plan: await planDispatch(problem, { solver, savingsSplit: false }) };
}

describe('a made-up fleet with every device', () => {
  test('is the same for the same seed on every machine, and another for another', () => {
    // A change of these is a change of the benchmark: figures before and after cannot be compared.
    expect(digestOf(withPlant('anyLoad'))).toBe('80f9fe642a2062c2');
    expect(digestOf(withPlant('minimumLoad'))).toBe('ca6cd286aaccd71b');
    expect(digestOf(withPlant('anyLoad', SEED + 1))).not.toBe(digestOf(withPlant('anyLoad')));
  });

  test('has the jobs, machines, batteries and PV of the one with stores', () => {
    const stores = fleetScenario(large, SEED);
    const plant = withPlant('anyLoad');
    expect(plant.jobs).toEqual(stores.jobs);
    for (const [index, site] of plant.sites.entries()) {
      const { grid, compute, batteries, renewables } = stores.sites[index];
      expect(site.compute).toEqual(compute);
      expect(site.renewables).toEqual(renewables);
      expect(site.batteries?.slice(0, 1)).toEqual(batteries);
      const { importPrice, exportPrice, carbon, exportLimitKw } = grid;
      expect(site.grid).toMatchObject({ importPrice, exportPrice, carbon, exportLimitKw });
    }
  });

  test('has every device at every site, and a promise of every kind', () => {
    const { sites, targets } = fleetOf(withPlant('anyLoad'));
    expect(sites).toHaveLength(8);
    const devices = new Set(DUTIES.map(([, component]) => component));
    for (const { id, ...site } of sites) {
      const text = JSON.stringify(site);
      for (const device of devices) expect(text, `${device} at ${id}`).toContain(`"id":"${device}"`);
      expect(site.grid.contractedLimits).toHaveLength(1);
      expect(site.grid.demandCharges).toHaveLength(1);
      expect(site.grid.coincidentPeaks).toHaveLength(1);
      expect(site.grid.ramp).not.toBeNull();
    }
    expect(targets.zoneRamps.map(({ marketZone }) => marketZone)).toEqual(['zone-1', 'zone-2', 'zone-3', 'zone-4']);
  });

  test('plans are linear programs but where engines have a least load', () => {
    const leastLoads = (plant: Plant) =>
      withPlant(plant).sites.flatMap(({ generators = [] }) => generators.map(({ minimumLoadKw }) => minimumLoadKw));
    expect(leastLoads('anyLoad')).toEqual(Array.from({ length: 8 }, () => undefined));
    for (const [index, kw] of leastLoads('minimumLoad').entries()) {
      const engine = withPlant('minimumLoad').sites[index].generators?.[0];
      expect(Number(kw) / Number(engine?.electricityLimitKw)).toBeCloseTo(0.4, 1);
      expect(engine).not.toHaveProperty('runHoursBudget');
    }
  });

  test('of any size is a scenario that can be read', () => {
    const sizes = fc.record({
      siteCount: fc.integer({ min: 1, max: 6 }),
      slotCount: fc.integer({ min: 8, max: 120 }),
      jobCount: fc.integer({ min: 1, max: 30 }),
      stores: fc.constant(true),
      plant: fc.constantFrom<Plant>('anyLoad', 'minimumLoad'),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (size, seed) => {
        const fleet = fleetOf(fleetScenario(size, seed));
        expect(fleet.sites.every(({ plant }) => plant.generators.length === 1)).toBe(true);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('a day of two sites keeps every promise, and every device has something to do', async () => {
    const { problem, plan } = await planned('fleet-2x96x10-plant');
    expectVerified(problem, plan);
    expect(plan.status).toBe('optimal');
    expect(plan.claimedGap).toBeNull();
    expect(plan.brokenPromises).toEqual([]);
    expect(DUTIES.filter(([name, component]) => slotsInUse(plan, name, component) === 0)).toEqual([]);
  });

  test('an engine with a least load runs at it or above, or not at all', async () => {
    const { problem, plan } = await planned('fleet-1x32x4-plant-minimum');
    expectVerified(problem, plan);
    expect(plan.status).toBe('optimal');
    expect(plan.claimedGap).not.toBeNull();
    const [{ minimumLoadKw }] = problem.fleet.sites[0].plant.generators;
    expect(minimumLoadKw).toBeGreaterThan(0);
    const power = plan.sites[0].series.find(({ name }) => name === 'generatorPower')?.values ?? [];
    const running = power.filter((kw) => kw > 1e-6);
    expect(running.length).toBeGreaterThan(0);
    expect(running.length).toBeLessThan(32);
    expect(Math.min(...running)).toBeGreaterThanOrEqual(minimumLoadKw - 1e-6);
  });
});

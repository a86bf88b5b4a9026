import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FleetSize, fleetScenario } from '../../src/benchmark/fleet-scenario.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';

const SEED = 18;
const small: FleetSize = { siteCount: 4, slotCount: 96, jobCount: 100, stores: false };
const large: FleetSize = { siteCount: 8, slotCount: 96, jobCount: 500, stores: false };

const digestOf = (scenario: ScenarioSource) =>
  createHash('sha256').update(JSON.stringify(scenario)).digest('hex').slice(0, 16);

function fleetOf(scenario: ScenarioSource) {
  const read = readScenario(scenario, { file: 'made-up', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return read.fleet;
}

/** Jobs with their window in quarter-hours from the start of the horizon, and the share of it that their work fills. */
function windowsOf(scenario: ScenarioSource) {
  const { timeline, jobs } = fleetOf(scenario);
  return jobs.map(({ earliestStart, deadline, work, maximumUnits, sites }) => {
    const firstSlot = (earliestStart - timeline.edges[0]) / 900_000;
    const slots = (deadline - earliestStart) / 900_000;
    return { firstSlot, slots, sites, share: work / (maximumUnits * (slots / 4)) };
  });
}

/** Asked unit-hours by all the units' hours of the horizon. */
function fillOf(scenario: ScenarioSource): number {
  const { timeline, sites, jobs } = fleetOf(scenario);
  const units = sites.reduce((sum, { compute }) => sum + compute.pools[0].unitsAvailable[0], 0);
  return jobs.reduce((sum, { work }) => sum + work, 0) / (units * (timeline.slotCount / 4));
}

describe('a made-up fleet', () => {
  test('is the same for the same seed on every machine, and another for another', () => {
    // A change of these is a change of the benchmark: figures before and after cannot be compared.
    expect(digestOf(fleetScenario(small, SEED))).toBe('4fcea9ba02b87626');
    expect(digestOf(fleetScenario(large, SEED))).toBe('1b1e0430386ec3b3');
    expect(digestOf(fleetScenario({ ...large, stores: true }, SEED))).toBe('45b269cbb54cadf6');
    expect(digestOf(fleetScenario(large, SEED + 1))).not.toBe(digestOf(fleetScenario(large, SEED)));
  });

  test.each([
    ['fleet-4x96x100', small],
    ['fleet-8x96x500', large],
    ['fleet-8x192x1000', { siteCount: 8, slotCount: 192, jobCount: 1000, stores: false }],
  ])('%s: windows, sites, shares and fill are as described', (name, size) => {
    const scenario = fleetScenario(size, SEED);
    const fleet = fleetOf(scenario);
    expect([fleet.name, fleet.sites.length, fleet.timeline.slotCount, fleet.jobs.length]).toEqual([
      name,
      size.siteCount,
      size.slotCount,
      size.jobCount,
    ]);
    const windows = windowsOf(scenario);
    const lengths = windows.map(({ slots }) => slots);
    // 2 to 24 hours; the mean of a uniform draw is 13 hours, 52 slots.
    expect([Math.min(...lengths) >= 8, Math.max(...lengths) <= 96]).toEqual([true, true]);
    expect(lengths.every(Number.isInteger)).toBe(true);
    expect(meanOf(lengths)).toBeGreaterThan(46);
    expect(meanOf(lengths)).toBeLessThan(58);
    for (const { firstSlot, slots, sites, share } of windows) {
      expect(firstSlot).toBeGreaterThanOrEqual(0);
      expect(firstSlot + slots).toBeLessThanOrEqual(size.slotCount);
      expect(new Set(sites).size).toBe(sites.length);
      // Hours of work are rounded to a hundredth: 0.005 of the shortest window, 2 hours, is 0.0025.
      expect(share).toBeGreaterThanOrEqual(0.1475);
      expect(share).toBeLessThanOrEqual(0.6025);
    }
    const counts = [1, 2, 3, 4].map((count) => windows.filter(({ sites }) => sites.length === count).length);
    expect(Math.min(...counts)).toBeGreaterThan(0.15 * size.jobCount);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size.jobCount);
    // Pools are whole units, rounded up: at most one unit in some hundred a site.
    expect(fillOf(scenario)).toBeLessThanOrEqual(0.85);
    expect(fillOf(scenario)).toBeGreaterThan(0.845);
  });

  test('the one of 8 sites and 500 jobs has about 75,000 columns in the plain form', () => {
    // A column for each job, site and slot of its window; two more a job (left over, unserved); five a site and slot:
    // pool, import, export, base load shed, distribution.
    const placed = windowsOf(fleetScenario(large, SEED)).reduce(
      (sum, { slots, sites }) => sum + slots * sites.length,
      0,
    );
    expect(placed + 2 * 500 + 5 * 8 * 96).toBe(74_290);
  });

  test('prices have a level of their own at each site and hold for an hour', () => {
    const { sites } = fleetOf(fleetScenario(large, SEED));
    const levels = sites.map(({ grid }) => meanOf([...grid.importPricePerKwh]));
    expect(Math.max(...levels) / Math.min(...levels)).toBeGreaterThan(1.3);
    for (const { grid } of sites) {
      const hours = Array.from({ length: 24 }, (_, hour) => grid.importPricePerKwh.subarray(4 * hour, 4 * hour + 4));
      expect(hours.every((hour) => new Set(hour).size === 1)).toBe(true);
      expect(new Set(hours.map(([price]) => price)).size).toBeGreaterThan(15);
      expect(Math.min(...grid.importPricePerKwh)).toBeGreaterThan(0);
    }
  });

  test('import stays a little short of all machines busy at the highest base load', () => {
    for (const { grid, compute } of fleetOf(fleetScenario(large, SEED)).sites) {
      const [{ unitsAvailable }] = compute.pools;
      const fullKw = (1 + compute.overheadFraction) * (Math.max(...compute.baseLoadKw) + 0.7 * unitsAvailable[0]);
      expect(grid.importLimitKw[0]).toBeLessThan(0.98 * fullKw);
      expect(grid.importLimitKw[0]).toBeGreaterThanOrEqual(0.97 * fullKw);
    }
  });

  test('stores change nothing else', () => {
    const plain = fleetScenario(large, SEED);
    const stores = fleetScenario({ ...large, stores: true }, SEED);
    expect(stores.jobs).toEqual(plain.jobs);
    expect(stores.sites.every(({ batteries, renewables }) => batteries?.length === 1 && renewables?.length === 1)).toBe(
      true,
    );
    const bare = stores.sites.map(({ batteries: _batteries, renewables: _renewables, grid, ...site }) => {
      const { exportLimitKw: _limit, exportPrice: _price, ...rest } = grid;
      return { ...site, grid: rest };
    });
    expect(bare).toEqual(plain.sites);
  });

  test('of any size is a scenario that can be read', () => {
    const sizes = fc.record({
      siteCount: fc.integer({ min: 1, max: 6 }),
      slotCount: fc.integer({ min: 8, max: 120 }),
      jobCount: fc.integer({ min: 1, max: 30 }),
      stores: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (size, seed) => {
        const fleet = fleetOf(fleetScenario(size, seed));
        expect(fleet.jobs.length).toBe(size.jobCount);
        expect(fleet.sites.every(({ batteries }) => batteries.length === (size.stores ? 1 : 0))).toBe(true);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

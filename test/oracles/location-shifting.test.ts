import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import { expectOptimum, fleetOf, oracleData, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * Work that may go where the network lets it: thirty regions, each with room for 100 and work for 50, which may
 * run wherever the latency from home is within a limit. Carbon is each region's mean of 2022. Case: Sukprasert
 * et al., On the limitations of carbon-aware temporal and spatial workload shifting, EuroSys 2024.
 *
 * Published are the figures of a greedy rule; the rule is written out below and meets them on these data to every
 * digit. The optima are those of the linear program on the same data, by HiGHS through SciPy and by shortest
 * paths without any solver. At 100 ms some lists give 244.376 for the optimum too, which is the greedy figure:
 * the same rule with the dirtiest regions first comes to 235.805 already.
 */
const data = oracleData('location-shifting');
const CASES = [
  { limitMilliseconds: 50, gramsPerKwh: 261.588867, greedyGramsPerKwh: 261.612 },
  { limitMilliseconds: 100, gramsPerKwh: 225.602414, greedyGramsPerKwh: 244.376 },
  { limitMilliseconds: 200, gramsPerKwh: 206.200182, greedyGramsPerKwh: 206.2 },
] as const;

const ROOM = 100;
const WORK = 50;

/** A CSV file whose first column names the row, as numbers by row and column. */
function readMatrix(file: string): Map<string, Map<string, number>> {
  const [header, ...rows] = readFileSync(join(data.folder, file), 'utf8').trim().split(/\r?\n/);
  const [, ...columns] = header.split(',');
  return new Map(
    rows.map((row) => {
      const [name, ...cells] = row.split(',');
      return [name, new Map(columns.map((column, k) => [column, Number(cells[k])]))];
    }),
  );
}

const latencies = (): Map<string, Map<string, number>> => readMatrix('gcp_latency_ms_30zones.csv');

function carbonOf(regions: Iterable<string>): Map<string, number> {
  const means = readMatrix('mean_stats.csv');
  return new Map([...regions].map((region) => [region, means.get(region)?.get('2022') ?? Number.NaN]));
}

function shiftingScenario(limitMilliseconds: number, slotMinutes: number): ScenarioSource {
  const fromEach = latencies();
  return {
    wattshift: 1,
    name: 'location shifting',
    currency: 'EUR',
    timeline: { start: '2022-06-01T00:00Z', end: '2022-06-01T01:00Z', slotMinutes },
    // One unit of money for a gram.
    objective: { carbonPricePerTonne: 1e6 },
    sites: [...carbonOf(fromEach.keys())].map(([region, carbon]) => ({
      id: region,
      timeZone: 'UTC',
      grid: { marketZone: region, importLimitKw: ROOM, importPrice: 0, carbon },
      compute: { pools: [{ id: 'machines', unitCount: ROOM, busyKwPerUnit: 1 }] },
    })),
    // The work has no data, so that bandwidths are of no account. Latencies differ a little from way to way.
    links: [...fromEach].flatMap(([from, toEach]) =>
      [...toEach]
        .filter(([to]) => to !== from)
        .map(([to, latencyMs]) => ({ from, to, latencyMs, gigabitsPerSecond: 1 })),
    ),
    jobs: [...fromEach.keys()].map((home) => ({
      id: `work of ${home}`,
      pool: 'machines',
      units: WORK,
      hours: 1,
      shape: 'divisible',
      homeSite: home,
      maximumLatencyMs: limitMilliseconds,
      deadline: '2022-06-01T01:00Z',
    })),
  };
}

/** The published rule: region by region, the cleanest first, work goes to the cleanest within reach that has room. */
function greedyGramsPerKwh(limitMilliseconds: number, dirtiestFirst = false): number {
  const fromEach = latencies();
  const ascending = [...carbonOf(fromEach.keys())].sort(([, a], [, b]) => a - b);
  const load = new Map(ascending.map(([region]) => [region, WORK]));
  for (const [home, carbon] of dirtiestFirst ? ascending.toReversed() : ascending) {
    let left = WORK;
    for (const [region, cleaner] of ascending) {
      if (cleaner >= carbon || (fromEach.get(home)?.get(region) ?? Number.POSITIVE_INFINITY) > limitMilliseconds)
        continue;
      const moved = Math.min(left, ROOM - (load.get(region) ?? ROOM));
      load.set(region, (load.get(region) ?? 0) + moved);
      load.set(home, (load.get(home) ?? 0) - moved);
      left -= moved;
    }
  }
  const grams = ascending.reduce((sum, [region, carbon]) => sum + carbon * (load.get(region) ?? 0), 0);
  return grams / (ascending.length * WORK);
}

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(data.missing !== null, data.missing ?? ''));

describe.each(SLOT_MINUTES)('thirty regions, slots of %i minutes', (slotMinutes) => {
  test.each(CASES)('work within $limitMilliseconds ms of home: $gramsPerKwh g/kWh', async (optimum) => {
    const fleet = fleetOf(shiftingScenario(optimum.limitMilliseconds, slotMinutes));
    expect(fleet.sites).toHaveLength(30);
    expect(fleet.links).toHaveLength(30 * 29);
    const { plan } = await planned(solver, fleet, { savingsSplit: false });
    expectOptimum(plan.objective / (30 * WORK), optimum.gramsPerKwh, { halfDigit: 5e-7 });
    expect(plan.brokenPromises).toEqual([]);
  });
});

test.each(CASES)(
  'the greedy rule within $limitMilliseconds ms: $greedyGramsPerKwh g/kWh, as published',
  (published) => {
    const greedy = greedyGramsPerKwh(published.limitMilliseconds);
    expectOptimum(greedy, published.greedyGramsPerKwh, { halfDigit: 0.0005 });
    expect(greedy).toBeGreaterThanOrEqual(published.gramsPerKwh - 1e-6);
  },
);

test('a rule as plain does better than 244.376 g/kWh within 100 ms, so that is no optimum', () => {
  expect(greedyGramsPerKwh(100, true)).toBeCloseTo(235.805, 3);
});

test('sites within reach are those of the matrix, in its direction', () => {
  const { jobs } = fleetOf(shiftingScenario(50, 60));
  // From PJM to the Pacific north-west are 50 ms, back 55.
  const sitesOf = (home: string) => jobs.find(({ id }) => id === `work of ${home}`)?.sites;
  expect(sitesOf('US-MIDA-PJM')).toContain('US-NW-PACW');
  expect(sitesOf('US-NW-PACW')).not.toContain('US-MIDA-PJM');
});

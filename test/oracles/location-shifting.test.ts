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
 * et al., On the limitations of carbon-aware temporal and spatial workload shifting, EuroSys 2024; optima of
 * the linear program on these data by HiGHS through SciPy, independent of this project (the paper's greedy rule
 * comes to 261.612 where 261.589 is possible).
 */
const data = oracleData('location-shifting');
const OPTIMA = [
  { limitMilliseconds: 50, gramsPerKwh: 261.589 },
  { limitMilliseconds: 100, gramsPerKwh: 225.602 },
  { limitMilliseconds: 200, gramsPerKwh: 206.2 },
] as const;

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

function shiftingScenario(limitMilliseconds: number, slotMinutes: number): ScenarioSource {
  const carbon = readMatrix('mean_stats.csv');
  const latencies = readMatrix('gcp_latency_ms_30zones.csv');
  return {
    wattshift: 1,
    name: 'location shifting',
    currency: 'EUR',
    timeline: { start: '2022-06-01T00:00Z', end: '2022-06-01T01:00Z', slotMinutes },
    // One unit of money for a gram.
    objective: { carbonPricePerTonne: 1e6 },
    sites: [...latencies.keys()].map((region) => ({
      id: region,
      timeZone: 'UTC',
      grid: {
        marketZone: region,
        importLimitKw: 100,
        importPrice: 0,
        carbon: carbon.get(region)?.get('2022') ?? Number.NaN,
      },
      compute: { pools: [{ id: 'machines', unitCount: 100, busyKwPerUnit: 1 }] },
    })),
    jobs: [...latencies].map(([home, fromHome]) => ({
      id: `work of ${home}`,
      pool: 'machines',
      units: 50,
      hours: 1,
      shape: 'divisible',
      deadline: '2022-06-01T01:00Z',
      sites: [...fromHome].filter(([, latency]) => latency <= limitMilliseconds).map(([region]) => region),
    })),
  };
}

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(data.missing !== null, data.missing ?? ''));

describe.each(SLOT_MINUTES)('thirty regions, slots of %i minutes', (slotMinutes) => {
  test.each(OPTIMA)('work within $limitMilliseconds ms of home: $gramsPerKwh g/kWh', async (optimum) => {
    const fleet = fleetOf(shiftingScenario(optimum.limitMilliseconds, slotMinutes));
    expect(fleet.sites).toHaveLength(30);
    const { plan } = await planned(solver, fleet, { savingsSplit: false });
    expectOptimum(plan.objective / (30 * 50), optimum.gramsPerKwh, { halfDigit: 0.0005 });
    expect(plan.brokenPromises).toEqual([]);
  });
});

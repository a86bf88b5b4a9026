/**
 * A real week as a scenario: day-ahead prices and carbon intensity of California and Texas in 2022, and a trace of a
 * thousand machine-learning jobs. The data lie beside the repository and are not part of it; the commands that users have
 * read them.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommand } from '../../src/cli/run-command.ts';
import { repositoryRoot } from '../support/repository.ts';

const DATA = join(repositoryRoot, '..', 'shared', 'data');

/** A file of the real data. */
export const realData = (...path: readonly string[]): string => join(DATA, ...path);

/** Why the real data cannot be used; null where they are there. For `context.skip(missing !== null, missing)`. */
export const missingRealData = existsSync(DATA)
  ? null
  : 'its data are not there: ../shared/data, beside the repository';

export interface CaliforniaTexasOptions {
  /** UTC, default 2022-06-06T00:00Z. The trace begins here as well. */
  readonly start?: string;
  /** UTC, default 2022-06-13T00:00Z. */
  readonly end?: string;
  /** Default 15. */
  readonly slotMinutes?: number;
  /** Jobs of the trace that are taken, from its first; default all 1,000. */
  readonly jobLimit?: number;
}

/** Writes scenario.yaml and the CSV files that it names into `folder`; gives the path of scenario.yaml. */
export async function writeCaliforniaTexas(folder: string, options: CaliforniaTexasOptions = {}): Promise<string> {
  const { start = '2022-06-06T00:00Z', end = '2022-06-13T00:00Z', slotMinutes = 15, jobLimit } = options;
  mkdirSync(folder, { recursive: true });
  // Day-ahead prices: California in UTC without offsets, Texas with its offset in every row; both name the hour's start.
  const price = ['--column', 'Price (USD/MWh)', '--unit', 'USD/MWh', '--stamp', 'start'];
  await runImport(folder, 'prices', 'price/US-CAL-CISO_2022.csv.gz', 'price-california.csv', [
    ...price,
    '--zone',
    'UTC',
  ]);
  await runImport(folder, 'prices', 'price/US-TEX-ERCO_2022.csv.gz', 'price-texas.csv', price);
  const carbon = [
    '--column',
    'Carbon Intensity gCO₂eq/kWh (LCA)',
    '--unit',
    'g/kWh',
    '--stamp',
    'start',
    '--zone',
    'UTC',
  ];
  await runImport(folder, 'carbon', 'carbon/US-CAL-CISO_2022.csv.gz', 'carbon-california.csv', carbon);
  await runImport(folder, 'carbon', 'carbon/US-TEX-ERCO_2022.csv.gz', 'carbon-texas.csv', carbon);
  await runImport(folder, 'gaia', 'jobs/gaia_pai_1k.csv.gz', 'jobs.csv', [
    ...['--time-unit', 'seconds', '--start', start, '--pool', 'accelerators', '--units-per-processor', '200'],
    ...['--slack-hours', '24', '--shape', 'preemptible', '--sites', 'california,texas'],
    ...(jobLimit === undefined ? [] : ['--limit', String(jobLimit)]),
  ]);
  const path = join(folder, 'scenario.yaml');
  writeFileSync(path, stringify(scenarioOf(start, end, slotMinutes)));
  return path;
}

async function runImport(folder: string, kind: string, source: string, out: string, options: readonly string[]) {
  let told = '';
  const sink = {
    write: (text: string) => {
      told += text;
    },
  };
  const io = { stdout: sink, stderr: sink, isTerminal: false, columns: 120, cwd: folder };
  const code = await runCommand(['import', kind, realData(source), ...options, '--out', out], io);
  if (code !== 0) throw new Error(told);
}

const scenarioOf = (start: string, end: string, slotMinutes: number) => ({
  wattshift: 1,
  name: 'california-texas',
  timeline: { start, end, slotMinutes },
  currency: 'USD',
  objective: { carbonPricePerTonne: 50 },
  sites: [siteOf('california', 'America/Los_Angeles', 'CAISO-NP15'), siteOf('texas', 'America/Chicago', 'ERCOT-HUB')],
  jobs: { file: 'jobs.csv' },
});

const siteOf = (id: string, timeZone: string, marketZone: string) => ({
  id,
  timeZone,
  grid: {
    marketZone,
    importLimitKw: 20_000,
    importPrice: { file: `price-${id}.csv`, column: 'pricePerKwh', unit: 'USD/kWh', stamp: 'intervalStart' },
    carbon: { file: `carbon-${id}.csv`, column: 'carbonGramsPerKwh', unit: 'g/kWh', stamp: 'intervalStart' },
  },
  compute: { baseLoadKw: 3000, pools: [{ id: 'accelerators', unitCount: 6000, idleKwPerUnit: 0, busyKwPerUnit: 0.7 }] },
  batteries: [
    {
      id: 'battery',
      energyCapacityKwh: 16_000,
      initialEnergyKwh: 8000,
      chargeLimitKw: 4000,
      dischargeLimitKw: 4000,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
      wearPricePerKwh: 0.005,
    },
  ],
});

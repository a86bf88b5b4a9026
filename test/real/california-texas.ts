/**
 * A real week as a scenario: day-ahead prices and carbon intensity of California and Texas in 2022, and a trace of a
 * thousand machine-learning jobs. The data lie beside the repository and are not part of it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { repositoryRoot } from '../support/repository.ts';

const DATA = join(repositoryRoot, '..', 'shared', 'data');

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

const HOUR = 3_600_000;
const UNITS_PER_PROCESSOR = 200;
const SLACK_HOURS = 24;

/** Writes scenario.yaml and the CSV files that it names into `folder`; gives the path of scenario.yaml. */
export function writeCaliforniaTexas(folder: string, options: CaliforniaTexasOptions = {}): string {
  const { start = '2022-06-06T00:00Z', end = '2022-06-13T00:00Z', slotMinutes = 15, jobLimit = 1000 } = options;
  mkdirSync(folder, { recursive: true });
  for (const [site, price, carbon] of [
    ['california', 'US-CAL-CISO', 'US-CAL-CISO'],
    ['texas', 'US-TEX-ERCO', 'US-TEX-ERCO'],
  ]) {
    const prices = rowsOf(`price/${price}_2022.csv.gz`).map(([at, value]) => [utc(at), Number(value) / 1000]);
    writeCsv(folder, `price-${site}.csv`, ['time', 'pricePerKwh'], prices);
    const intensities = rowsOf(`carbon/${carbon}_2022.csv.gz`).map((cells) => [utc(cells[0]), Number(cells[5])]);
    writeCsv(folder, `carbon-${site}.csv`, ['time', 'carbonGramsPerKwh'], intensities);
  }
  const traceStart = Date.parse(start);
  const jobs = rowsOf('jobs/gaia_pai_1k.csv.gz')
    .slice(0, jobLimit)
    .map(([arrival, length, processors], index) => {
      const earliest = traceStart + Number(arrival) * 1000;
      const hours = Number(length) / 3600;
      const deadline = earliest + Math.round((hours + SLACK_HOURS) * HOUR);
      const units = Number(processors) * UNITS_PER_PROCESSOR;
      const times = [new Date(earliest).toISOString(), new Date(deadline).toISOString()];
      return [`gaia-${index + 1}`, 'accelerators', units, hours, 'preemptible', ...times, 'california texas'];
    });
  const columns = ['id', 'pool', 'units', 'hours', 'shape', 'earliestStart', 'deadline', 'sites'];
  writeCsv(folder, 'jobs.csv', columns, jobs);
  const path = join(folder, 'scenario.yaml');
  writeFileSync(path, stringify(scenarioOf(start, end, slotMinutes)));
  return path;
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

function rowsOf(name: string): string[][] {
  const [, ...lines] = gunzipSync(readFileSync(join(DATA, name)))
    .toString('utf8')
    .trim()
    .split('\n');
  return lines.map((line) => line.trim().split(','));
}

/** `2022-06-06 00:00:00` is UTC, one with an offset says what it means. */
const utc = (stamp: string): string =>
  new Date(/[+-]\d\d:\d\d$/.test(stamp) ? stamp : `${stamp.replace(' ', 'T')}Z`).toISOString();

function writeCsv(
  folder: string,
  name: string,
  header: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  writeFileSync(join(folder, name), `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`);
}

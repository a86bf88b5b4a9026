import type { Fleet } from '../../src/domain/fleet.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { MILLISECONDS_PER_MINUTE } from '../../src/time/timeline.ts';
import { fleetOf, type OracleData, oracleData, readNumbers } from './oracles.ts';

/**
 * Work that waits for cleaner power: half-hourly carbon intensity of Germany in 2020 and jobs of 1 kW
 * (Wiesner et al., Let's Wait Awhile, Middleware 2021). Times are counted in half hours from the start of
 * the data. Grams are minimised: energy is free, and a tonne costs a million, so that 1 of money is 1 g.
 */
export const waitAwhileData: OracleData = oracleData('lets-wait-awhile');

const SLOT_MINUTES_OF_DATA = 30;
const START_OF_DATA = Date.parse('2020-01-01T00:00Z');

export const SLOTS_OF_2020 = 366 * 48;

/** The moment at which a half hour of the data starts. */
const timeOf = (halfHour: number): string =>
  new Date(START_OF_DATA + halfHour * SLOT_MINUTES_OF_DATA * MILLISECONDS_PER_MINUTE).toISOString();

/** Half hours of work at 1 kW, anywhere in the half hours from `first` (inclusive) to `end` (exclusive). */
export interface WaitingJob {
  readonly id: string;
  readonly first: number;
  readonly end: number;
  readonly halfHours: number;
}

export interface WaitingSite {
  readonly slotMinutes: number;
  /** Whether work may be interrupted (the default) or runs in one piece. */
  readonly shape?: 'preemptible' | 'contiguous';
  readonly jobs: readonly WaitingJob[];
  /** Half hours that the plan is made for; by default those of the windows. */
  readonly first?: number;
  readonly end?: number;
  readonly importLimitKw?: number;
  /** Whether the reader of scenarios takes carbon from its file. Not by default: many parts of a year would each read all of it. */
  readonly carbonFromFile?: boolean;
}

const CARBON_FILE = {
  file: 'ger_ci_30min.csv',
  column: 'gco2_per_kwh',
  unit: 'g/kWh',
  stamp: 'intervalStart',
  timeZone: 'UTC',
} as const;

let knownCarbon: readonly number[] | null = null;

/** g/kWh in each slot of half hours from `first` to `end`. */
function carbonOf(first: number, end: number, slotMinutes: number): number[] {
  knownCarbon ??= readNumbers(waitAwhileData, CARBON_FILE.file).map((row) => row.get(CARBON_FILE.column) ?? Number.NaN);
  const slotsPerHalfHour = SLOT_MINUTES_OF_DATA / slotMinutes;
  return knownCarbon.slice(first, end).flatMap((grams) => new Array<number>(slotsPerHalfHour).fill(grams));
}

/** One site with a machine of 1 kW for every job. */
export function waitingFleet(site: WaitingSite): Fleet {
  const { slotMinutes, jobs, first, end } = site;
  const { shape = 'preemptible', importLimitKw = jobs.length, carbonFromFile = false } = site;
  const from = first ?? jobs.reduce((least, job) => Math.min(least, job.first), Number.POSITIVE_INFINITY);
  const to = end ?? jobs.reduce((most, job) => Math.max(most, job.end), 0);
  return fleetOf(
    {
      wattshift: 1,
      name: 'work that waits',
      currency: 'EUR',
      timeline: { start: timeOf(from), end: timeOf(to), slotMinutes },
      objective: { carbonPricePerTonne: 1e6 },
      sites: [
        {
          id: 'germany',
          timeZone: 'UTC',
          grid: {
            marketZone: 'DE',
            importLimitKw,
            importPrice: 0,
            carbon: carbonFromFile ? CARBON_FILE : carbonOf(from, to, slotMinutes),
          },
          compute: { pools: [{ id: 'machines', unitCount: jobs.length, busyKwPerUnit: 1 }] },
        },
      ],
      jobs: jobs.map(({ id, first: earliest, end: deadline, halfHours }) => ({
        id,
        pool: 'machines',
        units: 1,
        hours: halfHours / 2,
        shape,
        earliestStart: timeOf(earliest),
        deadline: timeOf(deadline),
      })),
    },
    waitAwhileData.folder,
  );
}

export type Patience = 'nextWorkday' | 'semiWeekly';

const SLACK_COLUMNS = { nextWorkday: 'slack_next_workday_slots', semiWeekly: 'slack_semi_weekly_slots' } as const;

/** The jobs of the machine-learning project; a window ends one slot later than a strict deadline would. */
export function projectJobs(patience: Patience): WaitingJob[] {
  return readNumbers(waitAwhileData, 'ml_jobs.csv').map((row) => {
    const cell = (name: string) => row.get(name) ?? Number.NaN;
    const first = cell('arrival_slot');
    const halfHours = cell('duration_slots');
    return { id: `job-${cell('job')}`, first, end: first + halfHours + cell(SLACK_COLUMNS[patience]) + 1, halfHours };
  });
}

/** Grams of each job of a plan, by its id: what it runs in each slot at the carbon of that slot. */
export function gramsByJob(fleet: Fleet, plan: Plan): ReadonlyMap<string, number> {
  const carbon = fleet.sites[0].grid.carbonGramsPerKwh.average;
  if (carbon === undefined) throw new Error('the site has no carbon intensity');
  return new Map(
    plan.jobs.map(({ id, allocations }) => {
      const grams = allocations.flatMap(({ firstSlot, activeUnits }) =>
        activeUnits.map((units, k) => units * fleet.timeline.hours[firstSlot + k] * carbon[firstSlot + k]),
      );
      return [id, grams.reduce((sum, value) => sum + value, 0)];
    }),
  );
}

import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import {
  type Patience,
  projectJobs,
  SLOTS_OF_2020,
  type WaitingJob,
  type WaitingSite,
  waitAwhileData,
  waitingFleet,
} from '../support/lets-wait-awhile.ts';
import { expectOptimum, readExpected } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * Let's Wait Awhile, machine-learning project: 3387 jobs of a year that may be interrupted, wanted by the next
 * workday or by the next of two days a week. There is no hourly case: carbon and windows are half-hourly.
 */
interface Published {
  readonly germany: {
    readonly baseline_run_on_arrival_g_per_kw: number;
    readonly next_workday: { readonly interruptible_g_per_kw: number };
    readonly semi_weekly: { readonly interruptible_g_per_kw: number };
  };
}

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(waitAwhileData.missing !== null, waitAwhileData.missing ?? ''));

/** Seconds on an idle machine; a busy one takes its time. */
const TIMEOUT_MILLISECONDS = 240_000;

interface Grams {
  readonly planned: number;
  readonly onArrival: number;
}

/** Hundreds of thousands of columns each: planned once. */
async function gramsOf(site: WaitingSite): Promise<Grams> {
  const fleet = waitingFleet(site);
  const { plan } = await planned(solver, fleet, { twice: false, savingsSplit: false });
  expect(plan.brokenPromises).toEqual([]);
  const { averageKg } = plan.emissions;
  if (averageKg === null || plan.baselines === null) throw new Error('the plan has no emissions or no baselines');
  expectOptimum(averageKg * 1000, plan.objective);
  return { planned: plan.objective, onArrival: plan.baselines.firstComeFirstServed.objective };
}

/** A year of quarters has more slots than a timeline may. Nothing couples the jobs, so months of arrival add up. */
async function gramsByMonth(slotMinutes: number, jobs: readonly WaitingJob[]): Promise<Grams> {
  const months = Map.groupBy(jobs, ({ first }) => Math.floor((12 * first) / SLOTS_OF_2020));
  let sum: Grams = { planned: 0, onArrival: 0 };
  for (const ofMonth of months.values()) {
    const grams = await gramsOf({ slotMinutes, jobs: ofMonth });
    sum = { planned: sum.planned + grams.planned, onArrival: sum.onArrival + grams.onArrival };
  }
  return sum;
}

const optimumOf = ({ germany }: Published, patience: Patience): number =>
  (patience === 'nextWorkday' ? germany.next_workday : germany.semi_weekly).interruptible_g_per_kw;

describe.each<Patience>(['nextWorkday', 'semiWeekly'])(
  "Let's Wait Awhile, machine-learning project, %s",
  (patience) => {
    function expectPublished(grams: Grams): void {
      const published = readExpected<Published>(waitAwhileData);
      expectOptimum(grams.planned, optimumOf(published, patience));
      expectOptimum(grams.onArrival, published.germany.baseline_run_on_arrival_g_per_kw);
    }

    test('slots of 30 minutes, the year in one program', async () => {
      expectPublished(await gramsOf({ slotMinutes: 30, jobs: projectJobs(patience), carbonFromFile: true }));
    });

    test('slots of 15 minutes, month by month of arrival', { timeout: TIMEOUT_MILLISECONDS }, async () => {
      expectPublished(await gramsByMonth(15, projectJobs(patience)));
    });
  },
);

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
 * Let's Wait Awhile, machine-learning project: 3387 jobs of a year that may be interrupted, or run in one piece, wanted
 * by the next workday or by the next of two days a week. There is no hourly case: carbon and windows are half-hourly.
 */
interface Published {
  readonly germany: {
    readonly baseline_run_on_arrival_g_per_kw: number;
    readonly next_workday: PublishedOptima;
    readonly semi_weekly: PublishedOptima;
  };
}

interface PublishedOptima {
  readonly interruptible_g_per_kw: number;
  readonly non_interruptible_g_per_kw: number;
}

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(waitAwhileData.missing !== null, waitAwhileData.missing ?? ''));

/** Seconds on an idle machine; a busy one takes its time. */
const TIMEOUT_MILLISECONDS = 600_000;

interface Grams {
  readonly planned: number;
  readonly onArrival: number;
}

/** Hundreds of thousands of columns each: planned once. */
async function gramsOf(site: WaitingSite): Promise<Grams> {
  const fleet = waitingFleet(site);
  const { plan } = await planned(solver, fleet, { twice: false, savingsSplit: false, largestGap: 1e-6 });
  expect(plan.status).toBe('optimal');
  expect(plan.brokenPromises).toEqual([]);
  const { averageKg } = plan.emissions;
  if (averageKg === null || plan.baselines === null) throw new Error('the plan has no emissions or no baselines');
  expectOptimum(averageKg * 1000, plan.objective);
  return { planned: plan.objective, onArrival: plan.baselines.firstComeFirstServed.objective };
}

/**
 * A year of quarters has more slots than a timeline may. Nothing couples the jobs, so parts of the year by arrival, as
 * many as said, add up.
 */
async function gramsByParts(
  parts: number,
  jobs: readonly WaitingJob[],
  site: Omit<WaitingSite, 'jobs'>,
): Promise<Grams> {
  const byArrival = Map.groupBy(jobs, ({ first }) => Math.floor((parts * first) / SLOTS_OF_2020));
  let sum: Grams = { planned: 0, onArrival: 0 };
  for (const ofPart of byArrival.values()) {
    const grams = await gramsOf({ ...site, jobs: ofPart });
    sum = { planned: sum.planned + grams.planned, onArrival: sum.onArrival + grams.onArrival };
  }
  return sum;
}

const MONTHS = 12;
const WEEKS = 52;

const optimaOf = ({ germany }: Published, patience: Patience): PublishedOptima =>
  patience === 'nextWorkday' ? germany.next_workday : germany.semi_weekly;

describe.each<Patience>(['nextWorkday', 'semiWeekly'])(
  "Let's Wait Awhile, machine-learning project, %s",
  (patience) => {
    const jobs = waitAwhileData.missing === null ? projectJobs(patience) : [];

    function expectPublished(grams: Grams, which: keyof PublishedOptima): void {
      const published = readExpected<Published>(waitAwhileData);
      expectOptimum(grams.planned, optimaOf(published, patience)[which]);
      expectOptimum(grams.onArrival, published.germany.baseline_run_on_arrival_g_per_kw);
    }

    test('interrupted, slots of 30 minutes, the year in one program', async () => {
      expectPublished(await gramsOf({ slotMinutes: 30, jobs, carbonFromFile: true }), 'interruptible_g_per_kw');
    });

    test('interrupted, slots of 15 minutes, month by month of arrival', { timeout: TIMEOUT_MILLISECONDS }, async () => {
      expectPublished(await gramsByParts(MONTHS, jobs, { slotMinutes: 15 }), 'interruptible_g_per_kw');
    });

    test('in one piece, slots of 30 minutes', { timeout: TIMEOUT_MILLISECONDS }, async () => {
      const site = { slotMinutes: 30, shape: 'contiguous' } as const;
      // 112,000 starts are one program; 318,000 are solved sooner in parts.
      const grams =
        patience === 'nextWorkday'
          ? await gramsOf({ ...site, jobs, carbonFromFile: true })
          : await gramsByParts(WEEKS, jobs, site);
      expectPublished(grams, 'non_interruptible_g_per_kw');
    });

    test('in one piece, slots of 15 minutes, week by week of arrival', { timeout: TIMEOUT_MILLISECONDS }, async () => {
      const site = { slotMinutes: 15, shape: 'contiguous' } as const;
      expectPublished(await gramsByParts(WEEKS, jobs, site), 'non_interruptible_g_per_kw');
    });
  },
);

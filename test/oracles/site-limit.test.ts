import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { seriesOf } from '../support/fleets.ts';
import { projectJobs, waitAwhileData, waitingFleet } from '../support/lets-wait-awhile.ts';
import { expectOptimum, readExpected } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * The jobs of Let's Wait Awhile whose windows lie in the first four weeks, behind one connection that holds
 * fewer of them than would like to run in the clean hours. Optima by HiGHS, independent of this project.
 * There is no hourly case: carbon and windows are half-hourly.
 */
const FOUR_WEEKS = 4 * 7 * 48;
const LIMITS_KW = [50, 45, 40, 35, 30] as const;
const NO_LIMIT = '1000000000';

interface Published {
  readonly capped_four_weeks_semi_weekly: {
    readonly jobs: number;
    readonly baseline_g_per_kw: number;
    readonly caps: Readonly<Record<string, { readonly g_per_kw: number }>>;
  };
}

const published = () => readExpected<Published>(waitAwhileData).capped_four_weeks_semi_weekly;
const jobs = () => projectJobs('semiWeekly').filter(({ end }) => end <= FOUR_WEEKS);

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(waitAwhileData.missing !== null, waitAwhileData.missing ?? ''));

describe.each([30, 15])('four weeks behind a site limit, slots of %i minutes', (slotMinutes) => {
  const fleetOf = (importLimitKw?: number) =>
    waitingFleet({ slotMinutes, jobs: jobs(), first: 0, end: FOUR_WEEKS, ...(importLimitKw && { importLimitKw }) });

  test('no limit, and the same jobs on arrival', async () => {
    expect(jobs()).toHaveLength(published().jobs);
    const { plan } = await planned(solver, fleetOf(), { savingsSplit: false });
    expectOptimum(plan.objective, published().caps[NO_LIMIT].g_per_kw);
    expectOptimum(plan.baselines?.firstComeFirstServed.objective ?? Number.NaN, published().baseline_g_per_kw);
  });

  test.each(LIMITS_KW)('%i kW', async (limitKw) => {
    const { plan } = await planned(solver, fleetOf(limitKw), { twice: limitKw === 40, savingsSplit: false });
    expectOptimum(plan.objective, published().caps[String(limitKw)].g_per_kw);
    expect(plan.brokenPromises).toEqual([]);
    expect(Math.max(...seriesOf(plan, 'gridImport', 'germany'))).toBeLessThanOrEqual(limitKw + 1e-3);
  });
});

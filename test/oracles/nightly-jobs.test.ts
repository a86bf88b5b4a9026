import { afterAll, beforeEach, describe, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { gramsByJob, type WaitingJob, waitAwhileData, waitingFleet } from '../support/lets-wait-awhile.ts';
import { expectOptimum, readExpected } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';

/**
 * Let's Wait Awhile, nightly jobs: half an hour of work at 01:00 on each of 365 nights, which may move by up to
 * k half hours to either side, never out of the year. The saving grows with k from nothing to 13.46 %.
 *
 * There is no hourly case: on hourly slots the half-hourly carbon would be averaged, which is another problem.
 */
const NIGHTS = 365;
const HALF_HOURS_A_DAY = 48;
const ONE_IN_THE_MORNING = 2;
const LARGEST_SHIFT = 16;
const SHIFTS = Array.from({ length: LARGEST_SHIFT + 1 }, (_, k) => k);

const nameOf = (night: number, shift: number) => `night-${night} shift-${shift}`;

/** The jobs of all shifts side by side: nothing couples them, so one program answers all. */
function nightlyJobs(firstNight: number, endNight: number): WaitingJob[] {
  const nights = Array.from({ length: endNight - firstNight }, (_, k) => firstNight + k);
  return nights.flatMap((night) => {
    const at = night * HALF_HOURS_A_DAY + ONE_IN_THE_MORNING;
    return SHIFTS.map((shift) => ({
      id: nameOf(night, shift),
      first: Math.max(0, at - shift),
      end: at + shift + 1,
      halfHours: 1,
    }));
  });
}

interface Published {
  readonly germany: { readonly nightly_all365_clipped_pct: readonly number[] };
}

const solver = makeSolverPool();
afterAll(() => solver.close());
beforeEach(({ skip }) => skip(waitAwhileData.missing !== null, waitAwhileData.missing ?? ''));

/** Grams of all nights for each shift, planned in the given stretches of nights. */
async function gramsByShift(slotMinutes: number, stretches: readonly (readonly [number, number])[]): Promise<number[]> {
  const total = SHIFTS.map(() => 0);
  for (const [firstNight, endNight] of stretches) {
    const fleet = waitingFleet({ slotMinutes, jobs: nightlyJobs(firstNight, endNight) });
    const { plan } = await planned(solver, fleet, { twice: false, savingsSplit: false });
    const grams = gramsByJob(fleet, plan);
    for (let night = firstNight; night < endNight; night += 1) {
      for (const shift of SHIFTS) total[shift] += grams.get(nameOf(night, shift)) ?? Number.NaN;
    }
  }
  return total;
}

function expectSavings(grams: readonly number[]): void {
  const { germany } = readExpected<Published>(waitAwhileData);
  for (const shift of SHIFTS) {
    const savingPercent = 100 * (1 - grams[shift] / grams[0]);
    // Published with six digits after the point.
    expectOptimum(savingPercent, germany.nightly_all365_clipped_pct[shift], { halfDigit: 0.5e-6 });
  }
}

describe("Let's Wait Awhile, nightly jobs: the saving of every shift from 0 to 8 hours", () => {
  test('slots of 30 minutes, the year in one program', async () => {
    expectSavings(await gramsByShift(30, [[0, NIGHTS]]));
  });

  test('slots of 15 minutes, half a year at a time: the year has more slots than a timeline may', async () => {
    expectSavings(
      await gramsByShift(15, [
        [0, 183],
        [183, NIGHTS],
      ]),
    );
  });
});

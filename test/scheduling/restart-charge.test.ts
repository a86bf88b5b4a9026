import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { hourly, type JobInput, makeFleet, moneyOf, type SiteInput, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Cheap, dear, cheap: 0.1, 0.3, 0.1; two hours of work for up to 10 units. */
const plan = async (restartPricePerUnit: number, more: JobInput = {}, sites?: readonly SiteInput[]) => {
  const timeline = hourly(3);
  const fleet = makeFleet({
    timeline,
    sites: sites ?? [{ grid: { importPricePerKwh: [0.1, 0.3, 0.1] } }],
    jobs: [{ shape: 'preemptible', work: 20, restartPricePerUnit, ...more }],
  });
  return (await planned(solver, fleet)).plan;
};

test('a pause that saves more than its restarts is taken: 2 + 10 x 0.05, against 3 without one', async () => {
  const made = await plan(0.05);
  expect(unitsOf(made, 'job')).toEqual([10, 0, 10]);
  expect(moneyOf(made, 'restarts')).toBeCloseTo(0.5, 9);
  expect(made.objective).toBeCloseTo(2.5, 9);
  expect(made.jobs[0].restartedUnits).toBeCloseTo(10, 6);
  expect(made.jobs[0].directives.map(({ action }) => action)).toEqual(['START', 'SUSPEND', 'RESUME', 'SUSPEND']);
});

test('else no unit pauses: 5 run through the dear hour, 5 stop before it: 1 + 1.5 + 0.5', async () => {
  const made = await plan(0.15);
  expect(unitsOf(made, 'job')).toEqual([10, 5, 5]);
  expect(made.objective).toBeCloseTo(3, 9);
  expect(made.jobs[0].restartedUnits).toBe(0);
});

test('first starts are free, as many as the width: half of it may start later for nothing', async () => {
  // 5 units have 2 hours of work each, or 10 units one: all in one cheap hour needs no restart.
  const made = await plan(5, { work: 10 });
  expect(made.objective).toBeCloseTo(1, 9);
  // 10 units of width, 5 in hour 0 and 5 others in hour 2: no unit resumes.
  const narrow = await plan(5, { work: 10 }, [
    { grid: { importPricePerKwh: [0.1, 0.3, 0.1] }, compute: { pools: [{ unitsAvailable: 5 }] } },
  ]);
  expect(narrow.objective).toBeCloseTo(1, 9);
  expect(unitsOf(narrow, 'job')).toEqual([5, 0, 5]);
});

test('moving to another site is a restart there', async () => {
  // North is cheap in hour 0, south in hour 1. Moving 10 units costs 10 x 0.15 and saves 10 x 0.2.
  const sites: SiteInput[] = [
    { id: 'north', grid: { importPricePerKwh: [0.1, 0.3, 9] } },
    { id: 'south', grid: { importPricePerKwh: [0.3, 0.1, 9] } },
  ];
  const moved = await plan(0.15, {}, sites);
  expect(moved.objective).toBeCloseTo(2 + 1.5, 9);
  const stayed = await plan(0.25, {}, sites);
  expect(stayed.objective).toBeCloseTo(4, 9);
  expect(stayed.jobs[0].restartedUnits).toBe(0);
});

test('a change of operating point is no restart', async () => {
  const made = await plan(5, { work: 18 }, [
    {
      grid: { importPricePerKwh: [0.1, 0.3, 0.1] },
      compute: {
        pools: [
          {
            operatingPoints: [
              { id: 'eco', kwPerUnit: 0.6, speed: 0.8 },
              { id: 'full', kwPerUnit: 1, speed: 1 },
            ],
          },
        ],
      },
    },
  ]);
  // 10 full + 10 eco = 18 in two hours next to each other: 10 x 0.1 + 6 x 0.3 (or mixed); 3 hours at eco cost more.
  expect(made.jobs[0].restartedUnits).toBe(0);
  expect(made.objective).toBeLessThanOrEqual(2.8 + 1e-9);
});

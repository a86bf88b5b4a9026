import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { rulePlans } from '../../src/scheduling/baselines/index.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { at, type FleetInput, hourly, type JobInput, makeFleet, seriesOf, shadowPrice } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** 6 of the 10 machines for the first hour, in one piece. */
const whole: JobInput = { id: 'whole', shape: 'contiguous', work: 6, maximumUnits: 6, deadline: at(1) };
/** As many machines as there are in the last 20 minutes of the first hour. */
const late: JobInput = { id: 'late', work: 10, earliestStart: at(2 / 3), deadline: at(1) };

const hourWith = (...jobs: JobInput[]): FleetInput => ({ timeline: hourly(1), jobs });

describe('work in a part of a slot, where a contiguous job may run', () => {
  test('has the machines that are left at that moment: 4 for 20 minutes', async () => {
    const { plan } = await planned(solver, makeFleet(hourWith(whole, late)));
    const job = plan.jobs.find(({ id }) => id === 'late');
    expect(job?.doneUnitHours).toBeCloseTo(4 / 3, 6);
    expect(job?.directives).toMatchObject([
      { action: 'START', at: '2026-06-01T00:40:00Z', units: expect.closeTo(4, 5) },
      { action: 'SUSPEND', at: '2026-06-01T01:00:00Z' },
    ]);
    // 6 + 4/3 at work as a mean of the hour; two thirds of the hour the 4 machines stand idle.
    expect(seriesOf(plan, 'poolBusyUnits', 'north', 'gpu')[0]).toBeCloseTo(6 + 4 / 3, 6);
    expect(seriesOf(plan, 'poolHeldUnits', 'north', 'gpu')[0]).toBeCloseTo(8 / 3, 6);
    expect(plan.quotaCurves[0].maxUnits[0]).toBeCloseTo(10, 6);
    // One machine more would do a third of a unit-hour more, at 1 kW and 0.1 EUR/kWh.
    const unitHour = shadowPrice(plan, 'jobWork', 'late').values[0] ?? 0;
    expect(shadowPrice(plan, 'poolCapacity', 'gpu').values[0]).toBeCloseTo(-(unitHour - 0.1) / 3, 6);
  });

  test('several at once share them: 3 jobs of 5 machines, 4 in all', async () => {
    const three = ['a', 'b', 'c'].map((id) => ({ ...late, id, work: 5 / 3, maximumUnits: 5 }));
    const { plan } = await planned(solver, makeFleet(hourWith(whole, ...three)));
    const done = plan.jobs.filter(({ id }) => id !== 'whole').map(({ doneUnitHours }) => doneUnitHours);
    expect(done.reduce((sum, unitHours) => sum + unitHours, 0)).toBeCloseTo(4 / 3, 6);
  });

  test('less than a sixtieth of a slot is left alone', async () => {
    const breath = { ...late, earliestStart: at(1 - 1 / 61), work: 0.1 };
    const { plan } = await planned(solver, makeFleet(hourWith(whole, breath)));
    expect(plan.jobs.find(({ id }) => id === 'late')?.doneUnitHours).toBe(0);
  });

  test('first come, first served leaves it the same machines', () => {
    const { figures, jobs } = rulePlans(makeProblem(makeFleet(hourWith(whole, late))).fleet).idleStorage;
    expect(jobs.find(({ id }) => id === 'late')?.doneUnitHours).toBeCloseTo(4 / 3, 6);
    expect(seriesOf(figures, 'poolHeldUnits', 'north', 'gpu')[0]).toBeCloseTo(8 / 3, 6);
  });

  test('verification misses machines that a plan does not hold', async () => {
    const { problem, plan } = await planned(solver, makeFleet(hourWith(whole, late)));
    const unheld = structuredClone(plan);
    for (const series of unheld.sites[0].series) {
      if (series.name === 'poolHeldUnits') (series.values as number[])[0] = 0;
    }
    const rules = verifyPlan(problem, unheld).violations.map(({ rule }) => rule);
    expect(rules).toContain('poolHeldUnits');
  });
});

test('without contiguous jobs machines suffice as a mean of the slot: 10 for 20 minutes', async () => {
  const { plan } = await planned(solver, makeFleet(hourWith(late)));
  expect(plan.jobs[0].doneUnitHours).toBeCloseTo(10 / 3, 6);
  expect(plan.sites[0].series.some(({ name }) => name === 'poolHeldUnits')).toBe(false);
});

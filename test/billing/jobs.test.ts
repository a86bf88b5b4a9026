import { describe, expect, test } from 'vitest';
import { billFlows, jobLateness, meanHoursLate, restartedUnits, workPerSlot } from '../../src/billing/index.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type { CostLineName, JobAllocation } from '../../src/domain/plan.ts';
import { handFleet, handTime } from '../support/hand-fleet.ts';
import { the } from '../support/hand-plan.ts';

const { timeline } = handFleet;
const train = the(handFleet.jobs, ({ id }) => id === 'train');
const batch = the(handFleet.jobs, ({ id }) => id === 'batch');

const at = (site: string, operatingPoint: string, firstSlot: number, activeUnits: number[]): JobAllocation => ({
  site,
  operatingPoint,
  firstSlot,
  activeUnits,
});

function billed(jobs: readonly ComputeJob[], runs: readonly (readonly JobAllocation[])[], name: CostLineName): number {
  const bill = billFlows(
    { ...handFleet, sites: [], jobs },
    {
      sites: [],
      links: [],
      jobs: jobs.map((job, k) => ({
        job: job.id,
        allocations: runs[k],
        leftoverUnitHours: 1.5,
        unservedUnitHours: 0.5,
      })),
    },
  );
  return the(bill.lines, (line) => line.name === name).amount;
}

describe('work', () => {
  test('is hours x speed x units, over sites and operating points', () => {
    const work = workPerSlot(handFleet, train, [
      at('north', 'full', 0, [20, 0, 30]),
      at('north', 'capped', 2, [10, 10]),
      at('south', 'full', 3, [5]),
    ]);
    expect(work).toEqual({ firstSlot: 0, values: Float64Array.of(10, 0, 38, 13) });
  });

  test('stands in the slots that the allocations touch, and in no others', () => {
    expect(workPerSlot(handFleet, train, [at('north', 'full', 2, [30])])).toEqual({
      firstSlot: 2,
      values: Float64Array.of(30),
    });
    expect(workPerSlot(handFleet, train, [])).toEqual({ firstSlot: 0, values: new Float64Array(0) });
    const late = jobLateness(handFleet, batch, [at('north', 'full', 2, [10, 6])]);
    expect(late.unitHoursTimesHoursLate).toBeCloseTo(7.25, 12);
  });

  test('on units that do not exist is refused', () => {
    expect(() => workPerSlot(handFleet, train, [at('south', 'capped', 0, [1])])).toThrow(
      'job train runs at site south, which has no pool h100 with operating point capped',
    );
  });

  test('left over and unserved is billed at the price of its job, all jobs in one line', () => {
    const fleetless = [
      { ...batch, sites: [] },
      { ...train, sites: [] },
    ];
    expect(billed(fleetless, [[], []], 'leftoverWork')).toBeCloseTo(0.6, 12); // 1.5 x 0.2 twice
    expect(billed(fleetless, [[], []], 'unservedWork')).toBeCloseTo(27, 12); // 0.5 x 4 + 0.5 x 50
  });
});

describe('restarts', () => {
  test('first starts up to the width are free, whatever comes after is not', () => {
    // Rises of 25, 15 and 25: 40 are first starts.
    expect(restartedUnits(train, [at('north', 'full', 0, [25, 40, 0, 25])])).toBe(25);
    // Within the width, a pause costs nothing more than was saved at the start.
    expect(restartedUnits(train, [at('north', 'full', 0, [20, 0, 20, 20])])).toBe(0);
  });

  test('another operating point is no restart, another site is one', () => {
    const points = [at('north', 'full', 0, [40, 40]), at('north', 'capped', 2, [40, 40])];
    expect(restartedUnits(train, points)).toBe(0);
    const sites = [at('north', 'full', 0, [40, 40]), at('south', 'full', 2, [15, 15])];
    expect(restartedUnits(train, sites)).toBe(15);
  });

  test('are counted only where they have a price', () => {
    expect(restartedUnits(batch, [at('north', 'full', 0, [20, 0, 20, 0])])).toBe(0);
  });
});

describe('lateness', () => {
  // The deadline of batch is 01:30, in the middle of slot 2 (01:00 to 02:00).
  test('is the mean over the slot of the time since the deadline', () => {
    const hours = [0, 1, 2, 3].map((slot) => meanHoursLate(timeline, slot, handTime('01:30')));
    // Half an hour at 0, half at a mean of a quarter: 0.125. From 0.5 to 1.5: 1.
    expect(hours).toEqual([0, 0, 0.125, 1]);
  });

  test('splits the work of the slot that holds the deadline', () => {
    const late = jobLateness(handFleet, batch, [at('north', 'full', 0, [20, 0, 10, 6])]);
    expect(late.lateUnitHours).toBeCloseTo(11, 12); // 5 + 6
    expect(late.unitHoursTimesHoursLate).toBeCloseTo(7.25, 12); // 1.25 + 6
  });

  test('is none with a hard deadline: what the slot does is done in the half hour before it', () => {
    const hard: ComputeJob = { ...batch, deadlinePolicy: { kind: 'hard' } };
    const late = jobLateness(handFleet, hard, [at('north', 'full', 0, [20, 0, 10])]);
    expect(late).toEqual({ lateUnitHours: 0, unitHoursTimesHoursLate: 0, pricedHours: 0 });
  });

  test('is priced by the share of the work that is late, for how long', () => {
    const sites = handFleet.sites.map((site) => ({ ...site, batteries: [] }));
    const none = [0, 0, 0, 0];
    const lateness = (job: ComputeJob) =>
      the(
        billFlows(
          { ...handFleet, sites, jobs: [job] },
          {
            sites: sites.map(({ id }) => ({
              site: id,
              importKw: none,
              exportKw: none,
              baseLoadShedKw: none,
              batteries: [],
            })),
            links: [],
            jobs: [
              {
                job: job.id,
                allocations: [at('north', 'full', 0, [20, 0, 10, 6])],
                leftoverUnitHours: 0,
                unservedUnitHours: 4,
              },
            ],
          },
        ).lines,
        ({ name }) => name === 'lateness',
      ).amount;
    expect(lateness(batch)).toBeCloseTo(2.9, 12); // 12 / 30 x 7.25
    expect(lateness({ ...batch, deadlinePolicy: { kind: 'bestEffort' } })).toBe(0);
  });
});

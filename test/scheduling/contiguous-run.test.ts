import { describe, expect, test } from 'vitest';
import type { ComputeJob } from '../../src/domain/job.ts';
import {
  type ContiguousRun,
  contiguousRuns,
  hoursAfterDeadline,
  maySkipHorizon,
  runHours,
} from '../../src/scheduling/contiguous-run.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import { at, hourly, type JobInput, makeFleet, slotsOf } from '../support/fleets.ts';

/** Two hours of four units, unless the case says more. */
const jobOf = (timeline: Timeline, job: JobInput): ComputeJob =>
  makeFleet({ timeline, jobs: [{ shape: 'contiguous', work: 8, maximumUnits: 4, ...job }] }).jobs[0];

const runsOf = (timeline: Timeline, job: JobInput, speed = 1): ContiguousRun[] =>
  contiguousRuns(jobOf(timeline, job), timeline, speed);

/** Start and end in hours after midnight, and the share of each slot that is worked. */
const figures = (runs: readonly ContiguousRun[]) =>
  runs.map(({ startsAt, endsAt, firstSlot, shareBusy }) => ({
    from: (startsAt - at(0)) / 3_600_000,
    to: (endsAt - at(0)) / 3_600_000,
    firstSlot,
    shareBusy: Array.from(shareBusy, (share) => Math.round(share * 1e9) / 1e9),
  }));

describe('length', () => {
  test('work by units and speed: 8 unit-hours on 4 units at half speed take 4 hours', () => {
    const job = jobOf(hourly(4), {});
    expect(runHours(job, 1)).toBe(2);
    expect(runHours(job, 0.5)).toBe(4);
  });
});

describe('starts', () => {
  test('one a slot, as long as the deadline allows', () => {
    expect(figures(runsOf(hourly(4), {}))).toEqual([
      { from: 0, to: 2, firstSlot: 0, shareBusy: [1, 1] },
      { from: 1, to: 3, firstSlot: 1, shareBusy: [1, 1] },
      { from: 2, to: 4, firstSlot: 2, shareBusy: [1, 1] },
    ]);
  });

  test('inside the first slot at the earliest start, then at edges', () => {
    expect(figures(runsOf(hourly(4), { earliestStart: at(0.25) }))).toEqual([
      { from: 0.25, to: 2.25, firstSlot: 0, shareBusy: [0.75, 1, 0.25] },
      { from: 1, to: 3, firstSlot: 1, shareBusy: [1, 1] },
      { from: 2, to: 4, firstSlot: 2, shareBusy: [1, 1] },
    ]);
  });

  test('what might have started before the horizon starts with it', () => {
    expect(figures(runsOf(hourly(2), { earliestStart: at(-3) }))).toEqual([
      { from: 0, to: 2, firstSlot: 0, shareBusy: [1, 1] },
    ]);
  });

  test('slots of 30, 15, 15 and 120 minutes: shares of the slot, not of an hour', () => {
    expect(figures(runsOf(slotsOf(0.5, 0.25, 0.25, 2), { work: 5 }))).toEqual([
      { from: 0, to: 1.25, firstSlot: 0, shareBusy: [1, 1, 1, 0.125] },
      { from: 0.5, to: 1.75, firstSlot: 1, shareBusy: [1, 1, 0.375] },
      { from: 0.75, to: 2, firstSlot: 2, shareBusy: [1, 0.5] },
      { from: 1, to: 2.25, firstSlot: 3, shareBusy: [0.625] },
    ]);
  });

  test('at a slower point it takes longer, and has fewer starts', () => {
    expect(figures(runsOf(hourly(4), {}, 0.5))).toEqual([{ from: 0, to: 4, firstSlot: 0, shareBusy: [1, 1, 1, 1] }]);
    expect(runsOf(hourly(4), {}, 0.25)).toEqual([]);
  });

  test('a hard deadline inside a slot is the last end: 2.5 leaves the starts at 0', () => {
    expect(figures(runsOf(hourly(4), { deadline: at(2.5) })).map(({ from }) => from)).toEqual([0]);
    expect(figures(runsOf(hourly(4), { deadline: at(3) })).map(({ from }) => from)).toEqual([0, 1]);
  });

  test('a length that is no round number of milliseconds still ends on its deadline', () => {
    // 1 / 3 of an hour three times over, on slots of twenty minutes.
    const timeline = slotsOf(1 / 3, 1 / 3, 1 / 3);
    expect(runsOf(timeline, { work: 0.7, maximumUnits: 0.7 }).length).toBe(1);
    expect(runsOf(timeline, { work: 0.1 + 0.2, maximumUnits: 0.3 }).length).toBe(1);
  });

  test('nothing starts after the horizon', () => {
    expect(runsOf(hourly(4), { earliestStart: at(4), deadline: at(9) })).toEqual([]);
  });
});

describe('the end of the horizon', () => {
  test('a hard deadline after it lets a run cross it: 1 hour of 2 is done', () => {
    const runs = runsOf(hourly(4), { deadline: at(5) });
    expect(figures(runs).at(-1)).toEqual({ from: 3, to: 5, firstSlot: 3, shareBusy: [1] });
    expect(runs.map(({ shareDone }) => shareDone)).toEqual([1, 1, 1, 0.5]);
  });

  test('what may be late may start in every slot', () => {
    const runs = runsOf(hourly(4), { deadline: at(1), deadlinePolicy: { kind: 'priced', pricePerHourLate: 1 } });
    expect(runs.map(({ hoursLate }) => hoursLate)).toEqual([1, 2, 3, 4]);
    expect(runs.map(({ shareDone }) => shareDone)).toEqual([1, 1, 1, 0.5]);
    expect(runsOf(hourly(4), { deadline: at(1), deadlinePolicy: { kind: 'bestEffort' } }).length).toBe(4);
  });

  test('a job may be left for later where its whole run fits between the end and the deadline', () => {
    const timeline = hourly(4);
    const may = (job: JobInput, speed = 1) => maySkipHorizon(jobOf(timeline, job), timeline, speed);
    expect(may({ deadline: at(6) })).toBe(true);
    expect(may({ deadline: at(5.9) })).toBe(false);
    expect(may({ deadline: at(6) }, 0.5)).toBe(false);
    expect(may({ deadline: at(7), earliestStart: at(5) })).toBe(true);
    expect(may({ deadline: at(7), earliestStart: at(5.5) })).toBe(false);
    expect(may({ deadline: at(4) })).toBe(false);
  });
});

test('hours late count from the deadline; an end within rounding of it is on time', () => {
  const job = jobOf(hourly(4), { deadline: at(2) });
  expect(hoursAfterDeadline(job, at(3.5))).toBe(1.5);
  expect(hoursAfterDeadline(job, at(2 + 1e-12))).toBe(0);
  expect(hoursAfterDeadline(job, at(1))).toBe(0);
});

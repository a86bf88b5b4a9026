import { describe, expect, test } from 'vitest';
import type { PlanJob } from '../../src/domain/plan.ts';
import { readJob } from '../../src/scheduling/job-report.ts';
import { at, hourly, type JobInput, makeFleet } from '../support/fleets.ts';

interface Run {
  readonly site?: string;
  readonly speed?: number;
  readonly firstSlot?: number;
  readonly activeUnits: readonly number[];
}

/** What is said of one job on four hours that runs like this; nothing of it is left. */
function read(job: JobInput, runs: readonly Run[], rest = { leftoverUnitHours: 0, unservedUnitHours: 0 }): PlanJob {
  const timeline = hourly(4);
  const fleet = makeFleet({ timeline, sites: [{ id: 'north' }, { id: 'south' }], jobs: [job] });
  return readJob(fleet.jobs[0], timeline, {
    runs: runs.map((run) => ({ site: 'north', operatingPoint: 'full', speed: 1, firstSlot: 0, ...run })),
    ...rest,
  });
}

describe('a contiguous job', () => {
  /** 4 units for 90 minutes. */
  const once = { shape: 'contiguous', work: 6, maximumUnits: 4 } as const;

  test('starts on all its units and is told nothing more: 4 units for an hour, then half an hour', () => {
    expect(read(once, [{ firstSlot: 1, activeUnits: [4, 2] }])).toEqual({
      id: 'job',
      pool: 'gpu',
      workUnitHours: 6,
      doneUnitHours: 6,
      leftoverUnitHours: 0,
      unservedUnitHours: 0,
      lateUnitHours: 0,
      meanLatenessHours: 0,
      restartedUnits: 0,
      movedGigabytes: 0,
      allocations: [{ site: 'north', operatingPoint: 'full', firstSlot: 1, activeUnits: [4, 2] }],
      directives: [{ at: '2026-06-01T01:00:00Z', site: 'north', action: 'START', units: 4 }],
    });
  });

  test('starts at its earliest start inside a slot: 4 units for 15 of 60 minutes are a mean of 1', () => {
    const { directives } = read({ ...once, earliestStart: at(0.75) }, [{ activeUnits: [1, 4, 1] }]);
    expect(directives).toEqual([{ at: '2026-06-01T00:45:00Z', site: 'north', action: 'START', units: 4 }]);
  });

  test('is late as a whole, by its end: from 1:00 to 2:30 with a deadline at 2:00', () => {
    const late = { ...once, deadline: at(2), deadlinePolicy: { kind: 'bestEffort' } } as const;
    expect(read(late, [{ firstSlot: 1, activeUnits: [4, 2] }])).toMatchObject({
      lateUnitHours: 6,
      meanLatenessHours: 0.5,
    });
    expect(read(late, [{ firstSlot: 0, activeUnits: [4, 2] }])).toMatchObject({
      lateUnitHours: 0,
      meanLatenessHours: 0,
    });
  });

  test('at half speed it takes twice as long: 3 hours from 1:00, an hour and a half after 2:30', () => {
    const late = { ...once, deadline: at(2.5), deadlinePolicy: { kind: 'bestEffort' } } as const;
    expect(read(late, [{ speed: 0.5, firstSlot: 1, activeUnits: [4, 4, 4] }])).toMatchObject({
      doneUnitHours: 6,
      lateUnitHours: 6,
      meanLatenessHours: 1.5,
    });
  });

  test('across the end of the horizon: 4 of 6 unit-hours done, all of them late by the end at 4:30', () => {
    const late = { ...once, deadline: at(4), deadlinePolicy: { kind: 'bestEffort' } } as const;
    const rest = { leftoverUnitHours: 2, unservedUnitHours: 0 };
    expect(read(late, [{ firstSlot: 3, activeUnits: [4] }], rest)).toMatchObject({
      doneUnitHours: 4,
      leftoverUnitHours: 2,
      lateUnitHours: 4,
      meanLatenessHours: 0.5,
      directives: [{ at: '2026-06-01T03:00:00Z', site: 'north', action: 'START', units: 4 }],
    });
  });

  test('that does not run is not late and is told nothing', () => {
    const past = { ...once, deadline: at(-1), deadlinePolicy: { kind: 'bestEffort' } } as const;
    const job = read(past, [{ activeUnits: [0, 0, 0, 0] }], { leftoverUnitHours: 0, unservedUnitHours: 6 });
    expect(job).toMatchObject({ unservedUnitHours: 6, lateUnitHours: 0, meanLatenessHours: 0 });
    expect([job.allocations, job.directives]).toEqual([[], []]);
  });

  test('at two places is a mistake of the caller', () => {
    const twice = [{ activeUnits: [4] }, { site: 'south', activeUnits: [2] }];
    expect(() => read(once, twice)).toThrow('job "job" is contiguous, but runs at 2 places');
  });
});

describe('a job whose deadline lies inside a slot', () => {
  // 4 units are a mean of 2 over the second hour, half of which is left.
  const job = { work: 6, maximumUnits: 4, deadline: at(1.5) } as const;
  const runs = [{ activeUnits: [4, 2] }];

  test('is not late where the deadline is hard: it ends then', () => {
    expect(read({ ...job, deadlinePolicy: { kind: 'hard' } }, runs)).toMatchObject({
      lateUnitHours: 0,
      meanLatenessHours: 0,
      directives: [
        { action: 'START', units: 4 },
        { action: 'SUSPEND', at: '2026-06-01T01:30:00Z' },
      ],
    });
  });

  test('is late with what it does in the second half of the slot where it may be: 1 unit-hour, by 15 minutes', () => {
    expect(read({ ...job, deadlinePolicy: { kind: 'bestEffort' } }, runs)).toMatchObject({
      lateUnitHours: 1,
      meanLatenessHours: 0.25,
    });
  });
});

describe('data of a job', () => {
  const data = { site: 'north', gigabytesPerUnitHour: 3 };
  const runs = [
    { site: 'north', activeUnits: [4, 0] },
    { site: 'south', speed: 0.5, firstSlot: 1, activeUnits: [6, 2] },
  ];

  test('move where it works elsewhere: 8 units x 1 h x speed 0.5 x 3 GB = 12 GB', () => {
    expect(read({ work: 8, data }, runs).movedGigabytes).toBeCloseTo(12, 9);
  });

  test('do not move to where they lie, nor where there are none', () => {
    expect(read({ work: 4, data }, [{ activeUnits: [4] }]).movedGigabytes).toBe(0);
    expect(read({ work: 8 }, runs).movedGigabytes).toBe(0);
  });

  test('move for a contiguous job as well: 6 unit-hours x 3 GB = 18 GB', () => {
    const job = { shape: 'contiguous', work: 6, maximumUnits: 4, data } as const;
    expect(read(job, [{ site: 'south', firstSlot: 1, activeUnits: [4, 2] }]).movedGigabytes).toBeCloseTo(18, 9);
  });
});

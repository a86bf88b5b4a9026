import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { linkedScenario } from './linked-scenario.ts';
import { fleetOf, type Loose, smallScenario } from './small-scenario.ts';

const DEADLINE = '2026-06-01T03:00+08:00';
const jobOf = (change: Loose) => fleetOf(smallScenario((s) => void Object.assign(s.jobs[0], change))).jobs[0];

describe('jobs that have begun', () => {
  it('are planned for the rest of their work, as wide as before', () => {
    const lateness = { deadlinePolicy: 'priced', pricePerHourLate: 3 };
    for (const shape of ['preemptible', 'divisible']) {
      const job = jobOf({ shape, doneUnitHours: 30, ...lateness });
      expect(job).toMatchObject({ work: 50, maximumUnits: 40, deadlinePolicy: { pricePerHourLate: 3 } });
      // 40 units for 1.25 h are the 50 unit-hours left.
      expect(job).toEqual(jobOf({ shape, hours: 1.25, ...lateness }));
    }
  });

  it('are jobs like any other where nothing is done', () => {
    expect(jobOf({ doneUnitHours: 0 })).toEqual(jobOf({}));
    expect(jobOf({ shape: 'contiguous', doneUnitHours: 0 }).work).toBe(80);
  });

  it('move as much data for a unit-hour as the whole job would', () => {
    const dataOf = (change: Loose) =>
      fleetOf(
        linkedScenario((s) => void Object.assign(s.jobs[0], { dataSite: s.sites[0].id, dataGigabytes: 160 }, change)),
      ).jobs[0];
    const whole = dataOf({});
    const rest = dataOf({ doneUnitHours: whole.work / 4 });
    expect(rest.work).toBe((whole.work * 3) / 4);
    expect(whole.data?.gigabytesPerUnitHour).toBe(160 / whole.work);
    expect(rest.data).toEqual(whole.data);
  });

  it('may come from a CSV file', () => {
    const lines = ['id,pool,units,hours,doneUnitHours,deadline', `train,gpu,40,2,30,${DEADLINE}`];
    const directory = folderWith({ 'jobs.csv': `${lines.join('\n')}\n` });
    const fromFile = fleetOf(
      smallScenario((s) => void Object.assign(s, { jobs: { file: 'jobs.csv' } })),
      { directory },
    );
    expect(fromFile.jobs).toEqual([jobOf({ doneUnitHours: 30 })]);
  });
});

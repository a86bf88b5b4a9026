import { describe, expect, it } from 'vitest';
import { fleetOf, type Loose, type SmallScenario, smallScenario } from './small-scenario.ts';

/** Notes on the contiguous jobs of a scenario whose first job, made contiguous, is changed. */
function notes(change: Loose, more: (scenario: SmallScenario) => void = () => {}): string[] {
  const fleet = fleetOf(
    smallScenario((s) => {
      Object.assign(s.jobs[0], { shape: 'contiguous' }, change);
      more(s);
    }),
  );
  return fleet.dataQuality.map(({ message }) => message).filter((message) => message.includes('contiguous'));
}

const twoSpeeds = (s: SmallScenario) => {
  const { id, unitCount } = s.sites[0].compute.pools[0];
  const operatingPoints = [
    { id: 'slow', kwPerUnit: 0.5, speed: 0.5 },
    { id: 'fast', kwPerUnit: 1, speed: 0.8 },
  ];
  s.sites[0].compute.pools = [{ id, unitCount, operatingPoints }];
};

describe('contiguous jobs', () => {
  it('are read as such, without restarts', () => {
    const [job] = fleetOf(smallScenario((s) => void Object.assign(s.jobs[0], { shape: 'contiguous' }))).jobs;
    expect(job).toMatchObject({ shape: 'contiguous', work: 80, maximumUnits: 40, restartPricePerUnit: 0 });
    expect(notes({ restartPricePerUnit: 0 })).toEqual([]);
  });

  // The timeline starts at 00:00, the deadline is 03:00.
  it('may take all the time to the deadline, and no more, without a doubt', () => {
    expect(notes({ hours: 3 })).toEqual([]);
    expect(notes({ hours: 3.001 })).toEqual([
      '1 contiguous job takes longer, at the fastest operating point, than the time to the deadline, so it cannot be done: train (3.001 h in 3 h)',
    ]);
    expect(notes({ hours: 2, earliestStart: '2026-06-01T00:59+08:00' })).toEqual([]);
    expect(notes({ hours: 2, earliestStart: '2026-06-01T01:01+08:00' })[0]).toContain('train (2 h in 1.983 h)');
    // What lies before the timeline is no time to run in.
    expect(notes({ hours: 3.5, earliestStart: '2026-05-31T12:00+08:00' })[0]).toContain('train (3.5 h in 3 h)');
  });

  it('may end after the timeline, or late where the deadline is not hard', () => {
    expect(notes({ hours: 20, deadline: '2026-06-01T20:00+08:00' })).toEqual([]);
    expect(notes({ hours: 20, deadlinePolicy: 'bestEffort' })).toEqual([]);
    expect(notes({ hours: 20, deadlinePolicy: 'priced', pricePerHourLate: 1 })).toEqual([]);
  });

  it('take as long as they do at the fastest operating point of any site that they may run at', () => {
    // 2.4 h at speed 0.8 are 3 h; 2.5 h are 3.125 h.
    expect(notes({ hours: 2.4 }, twoSpeeds)).toEqual([]);
    expect(notes({ hours: 2.5 }, twoSpeeds)[0]).toContain('train (3.125 h in 3 h)');
    const withFast = (s: SmallScenario) => {
      s.sites.push({ ...structuredClone(s.sites[0]), id: 'fast' });
      twoSpeeds(s);
    };
    expect(notes({ hours: 2.5 }, withFast)).toEqual([]);
    expect(notes({ hours: 2.5, sites: ['hohhot'] }, withFast)[0]).toContain('train (3.125 h in 3 h)');
  });

  it('are no wider than the most that any of their sites ever has, or are told of', () => {
    expect(notes({ units: 80 })).toEqual([]);
    expect(notes({ units: 81, hours: 1 })).toEqual([
      '1 contiguous job needs more units at once than any allowed site ever has, so it cannot be done: train (81 of 80)',
    ]);
    const changing = (s: SmallScenario) =>
      void Object.assign(s.sites[0].compute.pools[0], { unitsAvailable: [0, 60, 70, 0] });
    expect(notes({ units: 70 }, changing)).toEqual([]);
    expect(notes({ units: 71 }, changing)[0]).toContain('train (71 of 70)');
    expect(notes({ units: 71, deadlinePolicy: 'bestEffort' }, changing)[0]).toContain('train (71 of 70)');
  });

  it('are told of together, whatever their order; others never', () => {
    const many = (order: readonly number[]) =>
      notes({}, (s) => {
        const job = { ...s.jobs[0], hours: 9, units: 100 };
        s.jobs = [...order.map((n) => ({ ...job, id: `j${n}` })), { ...job, id: 'p', shape: 'preemptible' }];
      });
    expect(many([7, 1, 6, 2, 5, 3, 4])).toEqual([
      '7 contiguous jobs take longer, at the fastest operating point, than the time to the deadline, so they cannot be done: j1 (9 h in 3 h), j2 (9 h in 3 h), j3 (9 h in 3 h), j4 (9 h in 3 h), j5 (9 h in 3 h), ...',
      '7 contiguous jobs need more units at once than any allowed site ever has, so they cannot be done: j1 (100 of 80), j2 (100 of 80), j3 (100 of 80), j4 (100 of 80), j5 (100 of 80), ...',
    ]);
    expect(many([1, 2, 3, 4, 5, 6, 7])).toEqual(many([7, 1, 6, 2, 5, 3, 4]));
  });
});

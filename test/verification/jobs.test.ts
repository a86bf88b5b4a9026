import { describe, expect, test } from 'vitest';
import { verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from '../support/hand-fleet.ts';
import { handPlan } from '../support/hand-plan.ts';
import { expectFound, firstFound, jobOf, lineOf } from '../support/planted-fault.ts';

describe('faults of jobs', () => {
  test('a job left out', () => {
    expectFound((draft) => {
      draft.jobs = draft.jobs.filter(({ id }) => id !== 'tail');
    }, 'jobListed');
  });

  test('a job listed twice', () => {
    expectFound((draft) => {
      draft.jobs.push(structuredClone(jobOf(draft, 'tail')));
    }, 'jobListed');
  });

  test('a job that nobody asked for', () => {
    expectFound((draft) => {
      draft.jobs.push({ ...structuredClone(jobOf(draft, 'tail')), id: 'stowaway' });
    }, 'jobListed');
  });

  test('a job at a site that it forbids', () => {
    const found = firstFound('jobSite', (draft) => {
      jobOf(draft, 'tail').allocations[0].site = 'north';
    });
    expect(found).toMatchObject({ site: 'north', subject: 'job tail' });
  });

  test('a job at an operating point that the pool lacks', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').allocations[0].operatingPoint = 'turbo';
    }, 'jobPlace');
  });

  test('a job beyond the horizon', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').allocations[0].firstSlot = 4;
    }, 'jobPlace');
  });

  test('a job before its earliest start', () => {
    const found = firstFound('jobWindow', (draft) => {
      jobOf(draft, 'tail').allocations[0].firstSlot = 2;
    });
    expect(found).toMatchObject({ subject: 'job tail', slot: 2, limit: 0 });
  });

  test('a slot half inside the window takes half of the width and no more', () => {
    const found = firstFound('jobWindow', (draft) => {
      jobOf(draft, 'train').allocations[0].activeUnits[0] = 21;
    });
    expect(found).toMatchObject({ slot: 0, found: 21, limit: 20 });
  });

  test('a slot half inside the window takes half of the machines and no more, however wide the job', () => {
    // train has 20 units there, as a mean: 40 of 100 machines for half of the slot. With 30 machines it could have 15.
    const sites = handProblem.fleet.sites.map((site) => ({
      ...site,
      compute: {
        ...site.compute,
        pools: site.compute.pools.map((pool) => ({ ...pool, unitsAvailable: pool.unitsAvailable.map(() => 30) })),
      },
    }));
    const problem = { ...handProblem, fleet: { ...handProblem.fleet, sites } };
    const found = verifyPlan(problem, handPlan).violations.filter(({ subject }) => subject === 'job train');
    expect(found.map(({ rule, slot, found: units, limit }) => [rule, slot, units, limit])).toEqual([
      ['poolCapacity', 0, 20, 15],
    ]);
  });

  test('work after a hard deadline', () => {
    const early = handProblem.fleet.jobs.map((job) =>
      job.id === 'train' ? { ...job, deadline: handProblem.fleet.jobs[0].deadline } : job,
    );
    const problem = { ...handProblem, fleet: { ...handProblem.fleet, jobs: early } };
    // The deadline at 01:30 leaves half of slot 2 (20 of 40 units) and nothing of slot 3.
    const late = verifyPlan(problem, handPlan).violations.filter(({ rule }) => rule === 'jobWindow');
    expect(late.map(({ slot, found, limit }) => [slot, found, limit])).toEqual([
      [2, 35, 20],
      [3, 15, 0],
    ]);
  });

  test('a job wider than it can be', () => {
    const found = firstFound('jobWidth', (draft) => {
      jobOf(draft, 'batch').allocations[0].activeUnits[2] = 21;
    });
    expect(found).toMatchObject({ subject: 'job batch', found: 21, limit: 20 });
  });

  test('negative activity', () => {
    const found = firstFound('jobActivity', (draft) => {
      jobOf(draft, 'batch').allocations[0].activeUnits[1] = -3;
    });
    expect(found).toMatchObject({ site: 'north', slot: 1, found: -3 });
  });

  test('more work said to be done than is', () => {
    const found = expectFound((draft) => {
      jobOf(draft, 'train').doneUnitHours = 60;
      jobOf(draft, 'train').unservedUnitHours = 0;
      draft.brokenPromises = draft.brokenPromises.filter(({ kind }) => kind !== 'deadlineKept');
      lineOf(draft, 'unservedWork', null).amount -= 100;
      draft.objective -= 100;
      draft.savings = null;
      draft.certificate = null;
      draft.certifiedGap = null;
    }, 'jobWorkDone');
    expect(found).toEqual([expect.objectContaining({ subject: 'job train', found: 60, limit: 58, unit: 'unit h' })]);
  });

  test('work that got lost', () => {
    expectFound(
      (draft) => {
        jobOf(draft, 'train').unservedUnitHours = 0;
      },
      'jobWorkAccounted',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('work left over by a job whose window ends within the horizon', () => {
    expectFound(
      (draft) => {
        jobOf(draft, 'batch').leftoverUnitHours = 4;
        jobOf(draft, 'batch').unservedUnitHours = 0;
      },
      'jobLeftover',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('more work left over than the rest of the window holds', () => {
    const found = firstFound('jobLeftover', (draft) => {
      jobOf(draft, 'tail').leftoverUnitHours = 25;
      jobOf(draft, 'tail').allocations = [];
      jobOf(draft, 'tail').doneUnitHours = 0;
    });
    expect(found).toMatchObject({ found: 25, limit: 20 });
  });

  test('lateness hidden', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').lateUnitHours = 6;
    }, 'jobLateness');
  });

  test('mean lateness made smaller', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').meanLatenessHours = 0.5;
    }, 'jobLateness');
  });

  test('restarts not counted', () => {
    expectFound((draft) => {
      jobOf(draft, 'train').restartedUnits = 0;
    }, 'jobRestarts');
  });

  test('a directive left out', () => {
    expectFound((draft) => {
      const train = jobOf(draft, 'train');
      train.directives = train.directives.filter(({ action }) => action !== 'RESIZE');
    }, 'jobDirective');
  });

  test('a directive before the job may start', () => {
    expectFound((draft) => {
      // The same mean over the slot, but from 00:00 on.
      const [start] = jobOf(draft, 'train').directives;
      start.at = '2026-06-01T00:00:00Z';
      start.units = 20;
    }, 'jobDirective');
  });

  test('a directive that says the wrong word', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').directives[0].action = 'SUSPEND';
    }, 'jobDirective');
  });
});

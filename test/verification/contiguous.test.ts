import { describe, expect, test } from 'vitest';
import { unitHours } from '../../src/units/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { handTime } from '../support/hand-fleet.ts';
import { placesProblem } from '../support/hand-places.ts';
import { placesPlan } from '../support/hand-places-plan.ts';
import { edited, the } from '../support/hand-plan.ts';
import {
  billedBy,
  expectFoundInFleet,
  expectFoundInPlaces,
  firstFoundInPlaces,
  jobOf,
  promiseOf,
  seriesOf,
  valuesOf,
  withJob,
} from '../support/planted-fault.ts';

// Slots of 30, 60, 60 and 30 minutes. render: 9 units from 00:10 to 01:40, mean units 6, 9 and 1.5.
describe('faults of a contiguous run', () => {
  test('in two pieces, though of the same units in the same slots', () => {
    expectFoundInPlaces((draft) => {
      const [whole] = jobOf(draft, 'late').allocations;
      jobOf(draft, 'late').allocations = [
        { ...whole, activeUnits: [5] },
        { ...whole, firstSlot: 2, activeUnits: [1.25] },
      ];
    }, 'contiguousRun');
  });

  test('at two sites', () => {
    const found = firstFoundInPlaces('contiguousRun', (draft) => {
      const [whole] = jobOf(draft, 'render').allocations;
      jobOf(draft, 'render').allocations = [
        { ...whole, activeUnits: [6] },
        { ...whole, site: 'east', firstSlot: 1, activeUnits: [9, 1.5] },
      ];
    });
    expect(found).toMatchObject({ subject: 'job render', slot: null });
  });

  const runOfRender: readonly [what: string, activeUnits: number[], slot: number, expected: number][] = [
    ['with a pause', [6, 0, 9, 3], 1, 9],
    ['on fewer units for longer', [6, 8, 2.5], 1, 9],
    ['shorter than the work takes', [6, 9], 2, 1.5],
    ['longer than the work takes', [6, 9, 1.5, 1], 3, 0],
    ['from the middle of what is open of its first slot', [3, 9, 3], 0, 6],
    ['with an end that fades', [6, 9, 1, 1], 2, 1.5],
  ];
  test.each(runOfRender)('%s', (_, activeUnits, slot, limit) => {
    const found = firstFoundInPlaces('contiguousRun', (draft) => {
      jobOf(draft, 'render').allocations[0].activeUnits = activeUnits;
    });
    expect(found).toMatchObject({ site: 'west', subject: 'job render', slot, limit, unit: 'units' });
  });

  test('in the time that another operating point takes', () => {
    const found = firstFoundInPlaces('contiguousRun', (draft) => {
      jobOf(draft, 'late').allocations[0].operatingPoint = 'eco';
    });
    // Half the speed: two hours and a half from 00:30 on.
    expect(found).toMatchObject({ subject: 'job late', slot: 2, found: 1.25, limit: 5 });
  });

  test('before its earliest start', () => {
    const fleet = withJob('late', { earliestStart: handTime('01:30') });
    const [found] = expectFoundInFleet(fleet, 'jobWindow');
    expect(found).toMatchObject({ subject: 'job late', slot: 1, found: 5, limit: 0 });
  });

  test('to an end after a hard deadline, be it after the horizon', () => {
    // night ends at 04:00.
    const found = expectFoundInFleet(withJob('night', { deadline: handTime('03:59') }), 'jobWindow', 'jobLateness');
    expect(the(found, ({ rule }) => rule === 'jobWindow').message).toContain(
      'runs to 2026-06-01T04:00:00Z, expected an end by the deadline',
    );
    expectFoundInFleet(withJob('night', { deadline: handTime('04:00') }));
  });
});

describe('faults of what a contiguous job leaves', () => {
  test('half left over, half unserved, with all the money for it', () => {
    const [found] = expectFoundInPlaces((draft) => {
      Object.assign(jobOf(draft, 'later'), { leftoverUnitHours: 6, unservedUnitHours: 4 });
      const broken = structuredClone(promiseOf(draft, 'workServed'));
      Object.assign(broken, { kind: 'deadlineKept', subject: 'later', amount: 4, cost: 8 });
      draft.brokenPromises.push(broken);
      billedBy(draft, 'leftoverWork', null, -0.4); // 4 x 0.1
      billedBy(draft, 'unservedWork', null, 8); // 4 x 2
    }, 'contiguousWhole');
    expect(found).toMatchObject({ subject: 'job later', found: 4, limit: 0 });
  });

  test('the rest of a run given up', () => {
    const found = expectFoundInPlaces((draft) => {
      Object.assign(jobOf(draft, 'night'), { leftoverUnitHours: 0, unservedUnitHours: 2 });
      const broken = structuredClone(promiseOf(draft, 'workServed'));
      Object.assign(broken, { kind: 'deadlineKept', subject: 'night', amount: 2, cost: 4 });
      draft.brokenPromises.push(broken);
      billedBy(draft, 'leftoverWork', null, -0.6); // 2 x 0.3
      billedBy(draft, 'unservedWork', null, 4); // 2 x 2
    }, 'contiguousWhole');
    expect(found.map(({ found: figure, limit }) => [figure, limit])).toEqual([
      [2, 0], // unserved
      [0, 2], // left over
    ]);
  });

  test('a whole job left for a time that is too short for it', () => {
    // From 03:00 to 03:59 a job of an hour on ten units can do 9.83 unit-hours.
    const [found] = expectFoundInFleet(withJob('later', { deadline: handTime('03:59') }), 'jobLeftover');
    expect(found).toMatchObject({ subject: 'job later', found: 10 });
  });

  test('a whole job left for too short a time, behind an allocation of no slots', () => {
    const plan = edited(placesPlan, (draft) => {
      jobOf(draft, 'later').allocations = [{ site: 'west', operatingPoint: 'full', firstSlot: 3, activeUnits: [] }];
    });
    const fleet = withJob('later', { deadline: handTime('03:59') });
    const found = verifyPlan({ ...placesProblem, fleet }, plan).violations;
    expect(found.map(({ rule, subject }) => [rule, subject])).toEqual([['jobLeftover', 'job later']]);
  });
});

describe('faults of a contiguous job’s lateness', () => {
  test('counted from slot to slot as if it could be split', () => {
    // Of late the half hour after 01:00 and the quarter after 01:30: 2.5 + 1.25 unit h, of 6.25.
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'late').lateUnitHours = 3.75;
    }, 'jobLateness');
  });

  test('counted to the end of the horizon', () => {
    // overrun ends at 04:30, and 03:00 is an hour after its deadline.
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'overrun').meanLatenessHours = 1;
    }, 'jobLateness');
  });

  test('paid by the share that is done within the horizon', () => {
    const [found] = expectFoundInPlaces((draft) => {
      billedBy(draft, 'lateness', null, -11.25); // a quarter of 15 is paid
    }, 'costLine');
    expect(found).toMatchObject({ found: 6.75, limit: 18 });
  });
});

describe('faults of a contiguous job’s orders', () => {
  test('started at another moment', () => {
    const [found] = expectFoundInPlaces((draft) => {
      jobOf(draft, 'render').directives[0].at = '2026-06-01T00:00:00Z';
    }, 'jobDirective');
    expect(found.message).toContain('expected START at site west at 2026-06-01T00:10:00Z');
  });

  test('started on its mean units instead of all', () => {
    const [found] = expectFoundInPlaces((draft) => {
      jobOf(draft, 'render').directives[0].units = 6;
    }, 'jobDirective');
    expect(found).toMatchObject({ found: 6, limit: 9 });
  });

  test('started at another site', () => {
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'render').directives[0].site = 'east';
    }, 'jobDirective');
  });

  test('resumed without ever having run', () => {
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'render').directives[0].action = 'RESUME';
    }, 'jobDirective');
  });

  test('stopped before or at its end', () => {
    expectFoundInPlaces((draft) => {
      const [start] = jobOf(draft, 'late').directives;
      jobOf(draft, 'late').directives.push({ ...start, at: '2026-06-01T01:45:00Z', action: 'SUSPEND', units: 0 });
    }, 'jobDirective');
  });

  test('not started', () => {
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'night').directives = [];
    }, 'jobDirective');
  });

  test('started though it does not run', () => {
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'later').directives = [structuredClone(jobOf(draft, 'night').directives[0])];
    }, 'jobDirective');
  });
});

describe('faults of held units', () => {
  const heldInWest = (draft: Parameters<typeof seriesOf>[0]) => seriesOf(draft, 'west', 'poolHeldUnits').values;

  test('fewer than contiguous jobs hold', () => {
    const [found] = expectFoundInPlaces((draft) => {
      heldInWest(draft)[2] = 6.5;
    }, 'poolHeldUnits');
    expect(found).toMatchObject({ site: 'west', subject: 'gpu', slot: 2, found: 6.5, limit: 7.5 });
  });

  test('none where a run ends a breath after the start of the slot, too short for a figure of its own', () => {
    // An hour and 0.7 ms from 00:30 on: the mean of slot 2 is 1e-6 units, and all five are taken.
    const fleet = withJob('late', { work: unitHours(5.000001) });
    const rulesWith = (heldUnits: number) => {
      const plan = edited(placesPlan, (draft) => {
        jobOf(draft, 'late').allocations[0].activeUnits = [5];
        valuesOf(draft, 'east', 'poolHeldUnits')[2] = heldUnits;
      });
      return verifyPlan({ ...placesProblem, fleet }, plan).violations.map(({ rule }) => rule);
    };
    expect(rulesWith(0)).toContain('poolHeldUnits');
    expect(rulesWith(5)).not.toContain('poolHeldUnits');
    expect(rulesWith(5)).not.toContain('contiguousRun');
  });

  test('a series left out', () => {
    expectFoundInPlaces((draft) => {
      draft.sites[1].series = draft.sites[1].series.filter(({ name }) => name !== 'poolHeldUnits');
    }, 'seriesPresent');
  });

  test('a series for a pool that no contiguous job may use', () => {
    expectFoundInPlaces((draft) => {
      const held = structuredClone(seriesOf(draft, 'east', 'poolHeldUnits'));
      draft.sites[0].series.push({ ...held, component: 'cpu', values: [0, 0, 0, 0] });
    }, 'seriesPresent');
  });

  test('given away to other jobs', () => {
    // With 12 units in slot 2 there is no room for 5.5 busy and 7.5 held, though only 5.5 work; nor in the baselines.
    const fleet = withJob('render', {});
    const sites = fleet.sites.map((site) => {
      const pools = site.compute.pools.map((pool) =>
        site.id === 'west' ? { ...pool, unitsAvailable: Float64Array.of(12, 12, 12, 12) } : pool,
      );
      return { ...site, compute: { ...site.compute, pools } };
    });
    const found = expectFoundInFleet({ ...fleet, sites }, 'poolCapacity', 'quotaCurve', 'baseline');
    expect(the(found, ({ rule }) => rule === 'poolCapacity')).toMatchObject({ slot: 2, found: 13, limit: 12 });
  });

  test('not counted by the quota', () => {
    const [found] = expectFoundInPlaces((draft) => {
      the(draft.quotaCurves, ({ site }) => site === 'west').maxUnits[2] = 5.5;
    }, 'quotaCurve');
    expect(found).toMatchObject({ slot: 2, found: 5.5, limit: 13 });
  });

  test('drawing power as if they worked', () => {
    // east, slot 2: 3.75 held at 1.1 kW instead of 0.1.
    expectFoundInPlaces(
      (draft) => {
        the(
          the(draft.sites, ({ id }) => id === 'east').series,
          (s) => s.name === 'poolPower' && s.component === 'gpu',
        ).values[2] += 3.75;
      },
      'poolPower',
      'distributionOverhead',
      'powerBalance',
      'quotaCurve',
      'indicator',
    );
  });
});

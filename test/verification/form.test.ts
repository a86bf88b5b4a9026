import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from '../support/hand-fleet.ts';
import { handPlan, the } from '../support/hand-plan.ts';
import { expectFound, jobOf, seriesOf, valuesOf, violations } from '../support/planted-fault.ts';

describe('faults of form', () => {
  test('a missing series', () => {
    expectFound((draft) => {
      const north = the(draft.sites, ({ id }) => id === 'north');
      north.series = north.series.filter(({ name }) => name !== 'renewableCurtailed');
    }, 'seriesPresent');
  });

  test('a series that stands twice', () => {
    expectFound((draft) => {
      const [first] = draft.sites[0].series;
      draft.sites[0].series.push(structuredClone(first));
    }, 'seriesPresent');
  });

  test('a series about nothing', () => {
    expectFound((draft) => {
      draft.sites[1].series.push({ ...structuredClone(draft.sites[0].series[0]), site: 'south', component: 'ghost' });
    }, 'seriesPresent');
  });

  test('a series too short', () => {
    expectFound((draft) => {
      valuesOf(draft, 'south', 'poolPower').pop();
    }, 'seriesShape');
  });

  test('a series in another unit', () => {
    expectFound((draft) => {
      seriesOf(draft, 'south', 'batteryStored').unit = 'kW';
    }, 'seriesShape');
  });

  test('NaN', () => {
    const found = expectFound((draft) => {
      valuesOf(draft, 'north', 'gridImport')[1] = Number.NaN;
    }, 'finiteFigures');
    expect(found[0]).toMatchObject({ site: 'north', slot: 1 });
  });

  test('null where JSON lost a NaN', () => {
    const text = JSON.stringify(handPlan).replace('[121.4,25,1,0]', '[121.4,null,1,0]');
    expect(violations(JSON.parse(text) as Plan).map(({ rule }) => rule)).toEqual(['finiteFigures']);
  });

  test('infinite stored energy', () => {
    expectFound((draft) => {
      valuesOf(draft, 'north', 'batteryStored')[1] = Number.POSITIVE_INFINITY;
    }, 'finiteFigures');
  });

  test('NaN among the active units of a job', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').allocations[0].activeUnits[1] = Number.NaN;
    }, 'finiteFigures');
  });

  test('a missing site', () => {
    expectFound((draft) => {
      draft.sites.pop();
    }, 'siteListed');
  });

  test('slot starts shifted by an hour', () => {
    expectFound((draft) => {
      draft.sites[0].slotStarts = draft.sites[0].slotStarts.map((start) => start.replace('T0', 'T1'));
    }, 'timeline');
  });

  test('slots said to be equal', () => {
    expectFound((draft) => {
      draft.timeline.slotHours = [0.75, 0.75, 0.75, 0.75];
    }, 'timeline');
  });

  test('another end', () => {
    expectFound((draft) => {
      draft.timeline.end = '2026-06-01T04:00:00Z';
    }, 'timeline');
  });

  test('a plan in another currency', () => {
    expectFound((draft) => {
      draft.currency = 'EUR';
    }, 'planIdentity');
  });

  test('a plan of another input', () => {
    const { violations: found } = verifyPlan(handProblem, handPlan, { expectedInputDigest: 'another' });
    expect(found.map(({ rule }) => rule)).toEqual(['planIdentity']);
  });
});

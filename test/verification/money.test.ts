import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { type Draft, the } from '../support/hand-plan.ts';
import { expectFound, expectFoundInPlaces, lineOf } from '../support/planted-fault.ts';

describe('faults of money', () => {
  test('a cost line tampered with, and the objective, gap and savings with it', () => {
    const found = expectFound((draft) => {
      lineOf(draft, 'energyBought', 'south').amount -= 5;
      draft.objective -= 5;
      draft.certificate = null;
      draft.certifiedGap = null;
      draft.savings = null;
    }, 'costLine');
    expect(found).toEqual([expect.objectContaining({ site: 'south', found: 34, limit: 39 })]);
  });

  test('a cost line left out', () => {
    expectFound(
      (draft) => {
        draft.costLines = draft.costLines.filter(({ name }) => name !== 'restarts');
      },
      'costLine',
      'objective',
      'certifiedGap',
    );
  });

  test('a cost line moved to another site', () => {
    expectFound((draft) => {
      lineOf(draft, 'wear', 'north').site = 'south';
    }, 'costLine');
  });

  test('a cost line split in two', () => {
    expectFound((draft) => {
      const line = lineOf(draft, 'lateness', null);
      line.amount /= 2;
      draft.costLines.push({ ...line });
    }, 'costLine');
  });

  test('an objective that is not the sum', () => {
    expectFound(
      (draft) => {
        draft.objective -= 0.001;
      },
      'objective',
      'certifiedGap',
      'savings',
    );
  });

  test('a wrong peak', () => {
    const found = expectFound((draft) => {
      draft.demandCharges[0].peakKw = 70;
    }, 'demandCharge');
    expect(found).toEqual([expect.objectContaining({ subject: 'peak 2026-06', found: 70, limit: 73.2 })]);
  });

  test('a demand charge left out', () => {
    expectFound((draft) => {
      draft.demandCharges.pop();
    }, 'demandCharge');
  });

  test('emissions of another signal', () => {
    expectFound(
      (draft) => {
        draft.emissions.averageKg = 50;
      },
      'emissions',
      'savings',
    );
  });

  test('an unknown signal reported as zero', () => {
    expectFound((draft) => {
      draft.emissions.marketKg = 0;
    }, 'emissions');
  });

  test('a baseline that says it drew less than it did', () => {
    const found = expectFound((draft) => {
      if (draft.baselines === null) return;
      draft.baselines.firstComeFirstServed.energyImportedKwh = 150;
      draft.baselines.ruleBasedStorage.peakImportKw = 140;
    }, 'baseline');
    expect(found.map(({ found: figure, limit }) => [figure, limit])).toEqual([
      [150, 152.2],
      [140, 143.4],
    ]);
  });

  test('a baseline that does not add up', () => {
    expectFound((draft) => {
      if (draft.baselines !== null) draft.baselines.ruleBasedStorage.costLines[0].amount += 1;
    }, 'baseline');
  });

  test('a baseline that does not pay for the data that it receives', () => {
    const found = expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const { costLines } = draft.baselines.firstComeFirstServed;
      const [energy, data] = costLines;
      costLines.splice(0, 2, { ...energy, amount: energy.amount + data.amount });
    }, 'baseline');
    expect(found).toEqual([expect.objectContaining({ site: 'west', found: 0, limit: 16.5 })]);
  });

  test('a baseline that receives data from nowhere, or whose series is left out', () => {
    expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const [east] = draft.baselines.ruleBasedStorage.sites;
      the(east.series, ({ name }) => name === 'linkTransfer').component = 'depot';
    }, 'baseline');
    expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const [east] = draft.baselines.ruleBasedStorage.sites;
      east.series = east.series.filter(({ name }) => name !== 'linkTransfer');
    }, 'baseline');
  });

  test('a baseline that pays for data from nowhere', () => {
    expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const { costLines } = draft.baselines.ruleBasedStorage;
      costLines.push({ name: 'dataTransfer', site: 'west', component: 'depot', amount: 0 });
    }, 'baseline');
  });

  test('a baseline that holds more units than there are, or does not say what it holds', () => {
    const [found] = expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const [east] = draft.baselines.firstComeFirstServed.sites;
      the(east.series, ({ name }) => name === 'poolHeldUnits').values[2] = 9;
    }, 'baseline');
    // 1.25 work.
    expect(found).toMatchObject({ site: 'east', slot: 2, found: 10.25, limit: 10 });
    expectFoundInPlaces((draft) => {
      if (draft.baselines === null) return;
      const [east] = draft.baselines.firstComeFirstServed.sites;
      east.series = east.series.filter(({ name }) => name !== 'poolHeldUnits');
    }, 'baseline');
  });

  test('a baseline over a link’s capacity, unless it says that it breaks physics', () => {
    const overfull = (sound: boolean) => (draft: Draft<Plan>) => {
      if (draft.baselines === null) return;
      const baseline = draft.baselines.firstComeFirstServed;
      the(baseline.sites[1].series, ({ name }) => name === 'linkTransfer').values = [26, 18, 0, 4];
      baseline.physicallySound = sound;
    };
    const [found] = expectFoundInPlaces(overfull(true), 'baseline');
    expect(found).toMatchObject({ site: 'west', slot: 0, found: 26, limit: 20 });
    expectFoundInPlaces(overfull(false));
  });

  test('savings made larger', () => {
    expectFound((draft) => {
      if (draft.savings !== null) draft.savings.againstFirstComeFirstServed = 120;
    }, 'savings');
  });
});

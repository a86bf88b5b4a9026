import { describe, expect, test } from 'vitest';
import { editedPlan, the } from '../support/hand-plan.ts';
import { expectFound, firstFound, jobOf, lineOf, seriesOf, valuesOf, violations } from '../support/planted-fault.ts';

describe('faults of physics', () => {
  test('power balance off by 1 kW', () => {
    const found = expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'gridImport')[1] += 1;
      },
      'powerBalance',
      'setpoint',
      'costLine',
      'emissions',
    );
    expect(found.find(({ rule }) => rule === 'powerBalance')).toMatchObject({ site: 'south', slot: 1, found: 23 });
  });

  test('a base load that is not the problem’s', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'baseLoad')[0] = 15;
      },
      'baseLoad',
      'powerBalance',
      'indicator',
    );
  });

  test('base load shed where it must be served', () => {
    expectFound(
      (draft) => {
        const shed = { ...structuredClone(seriesOf(draft, 'north', 'baseLoadShed')), site: 'south' };
        draft.sites[1].series.push({ ...shed, values: [0, 2, 0, 0] });
        valuesOf(draft, 'south', 'baseLoad')[1] = 22;
      },
      'baseLoad',
      'baseLoadShed',
    );
  });

  test('energy from nowhere in a battery', () => {
    const found = expectFound((draft) => {
      valuesOf(draft, 'north', 'batteryStored')[1] = 80;
    }, 'storedEnergy');
    // It comes from nowhere in slot 1 and goes nowhere in slot 2.
    expect(found.map(({ slot }) => slot)).toEqual([1, 2]);
  });

  test('a battery that does not lose what it should', () => {
    expectFound(
      (draft) => {
        seriesOf(draft, 'south', 'batteryStored').values = [10, 10, 11.8, 11.8];
      },
      'storedEnergy',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('a battery fuller than full', () => {
    const found = firstFound('storedEnergyLimit', (draft) => {
      valuesOf(draft, 'north', 'batteryStored')[0] = 101;
    });
    expect(found).toMatchObject({ slot: 0, found: 101, limit: 100 });
  });

  test('a battery below its minimum', () => {
    const found = firstFound('storedEnergyLimit', (draft) => {
      valuesOf(draft, 'north', 'batteryStored')[2] = 9;
    });
    expect(found).toMatchObject({ slot: 2, found: 9, limit: 10 });
  });

  test('a battery that ends higher than it may', () => {
    const found = firstFound('storedEnergyLimit', (draft) => {
      valuesOf(draft, 'south', 'batteryStored')[3] = 15.5;
    });
    expect(found).toMatchObject({ slot: 3, found: 15.5, limit: 15 });
  });

  test('a battery charged faster than it can', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'north', 'batteryCharge')[0] = 41;
      },
      'batteryLimit',
      'storedEnergy',
      'powerBalance',
      'setpoint',
    );
  });

  test('charging and discharging at once, with stored energy and balance in order', () => {
    const found = expectFound((draft) => {
      // 0.8 x 12.5 in and 8 / 0.8 out: stored energy stays; 4.5 kW more to charge come as curtailed sun.
      valuesOf(draft, 'north', 'batteryCharge')[3] = 22.5;
      valuesOf(draft, 'north', 'batteryDischarge')[3] = 8;
      valuesOf(draft, 'north', 'renewableUsed')[3] = 94.5;
      valuesOf(draft, 'north', 'renewableCurtailed')[3] = 5.5;
      the(draft.setpoints, ({ quantity }) => quantity === 'renewableLimit').values[3] = 94.5;
      the(draft.setpoints, ({ site, component }) => site === 'north' && component === 'store').values[3] = 14.5;
      lineOf(draft, 'wear', 'north').amount += 0.16;
      draft.objective += 0.16;
      draft.certifiedGap = (draft.objective - 400) / 412.047898;
      draft.savings = null;
    }, 'batteryBothWays');
    expect(found).toHaveLength(1);
  });

  test('import and export at once', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'north', 'gridImport')[3] = 5;
        valuesOf(draft, 'north', 'gridExport')[3] = 21.64;
      },
      'gridBothWays',
      'costLine',
      'emissions',
    );
  });

  test('more import than the connection carries', () => {
    const found = firstFound('gridLimit', (draft) => {
      valuesOf(draft, 'south', 'gridImport')[2] = 126.5;
    });
    expect(found).toMatchObject({ found: 126.5, limit: 100, unit: 'kW' });
  });

  test('negative import', () => {
    const found = firstFound('gridLimit', (draft) => {
      valuesOf(draft, 'south', 'gridImport')[0] = -1;
    });
    expect(found).toMatchObject({ found: -1, limit: 0, slot: 0 });
  });

  test('negative curtailment: more sun used than shines', () => {
    const found = firstFound('renewableSplit', (draft) => {
      valuesOf(draft, 'north', 'renewableUsed')[1] = 35;
      valuesOf(draft, 'north', 'renewableCurtailed')[1] = -5;
    });
    expect(found).toMatchObject({ subject: 'roof', found: -5, slot: 1 });
  });

  test('sun that is neither used nor curtailed', () => {
    expectFound((draft) => {
      valuesOf(draft, 'north', 'renewableCurtailed')[3] = 0;
    }, 'renewableSplit');
  });

  test('a pool overfull', () => {
    const found = firstFound('poolCapacity', (draft) => {
      jobOf(draft, 'tail').allocations[0].activeUnits[0] = 17;
      valuesOf(draft, 'south', 'poolBusyUnits')[3] = 22;
    });
    expect(found).toMatchObject({ site: 'south', found: 22, limit: 20 });
  });

  test('a pool overfull in the jobs alone', () => {
    const edit = (draft: Parameters<typeof jobOf>[0]) => {
      jobOf(draft, 'tail').allocations[0].activeUnits[0] = 17;
    };
    expect(firstFound('poolCapacity', edit)).toMatchObject({ site: 'south', found: 22, limit: 20 });
    expect(firstFound('poolBusyUnits', edit)).toMatchObject({ site: 'south', found: 15, limit: 22 });
  });

  test('a pool that draws too little', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'poolPower')[3] = 8.5;
      },
      'poolPower',
      'powerBalance',
      'indicator',
    );
  });

  test('two slots swapped', () => {
    const found = violations(
      editedPlan((draft) => {
        for (const { values } of draft.sites[0].series) [values[1], values[2]] = [values[2], values[1]];
      }),
    );
    const rules = new Set(found.map(({ rule }) => rule));
    for (const rule of ['storedEnergy', 'poolBusyUnits', 'renewableSplit', 'costLine'] as const) {
      expect(rules).toContain(rule);
    }
  });
});

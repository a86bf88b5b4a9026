import { describe, test } from 'vitest';
import { the } from '../support/hand-plan.ts';
import { expectFound } from '../support/planted-fault.ts';

describe('faults of control', () => {
  test('a quota below what runs', () => {
    expectFound((draft) => {
      draft.quotaCurves[0].maxUnits[2] = 30;
    }, 'quotaCurve');
  });

  test('a quota beyond what the pool has', () => {
    expectFound((draft) => {
      draft.quotaCurves[1].maxUnits[2] = 21;
    }, 'quotaCurve');
  });

  test('a quota of power below what the pool draws', () => {
    expectFound((draft) => {
      draft.quotaCurves[0].maxPowerKw[1] = 9;
    }, 'quotaCurve');
  });

  test('a quota curve left out', () => {
    expectFound((draft) => {
      draft.quotaCurves.pop();
    }, 'quotaCurve');
  });

  test('a battery told the opposite', () => {
    expectFound((draft) => {
      the(draft.setpoints, ({ site, component }) => site === 'north' && component === 'store').values[2] = 16;
    }, 'setpoint');
  });

  test('a battery told something infinite', () => {
    expectFound((draft) => {
      the(draft.setpoints, ({ site, component }) => site === 'north' && component === 'store').values[2] = -Infinity;
    }, 'setpoint');
  });

  test('a setpoint for nothing', () => {
    expectFound((draft) => {
      draft.setpoints.push({ ...structuredClone(draft.setpoints[0]), component: 'ghost', quantity: 'renewableLimit' });
    }, 'setpoint');
  });

  test('shadow prices of the wrong length', () => {
    expectFound((draft) => {
      draft.shadowPrices[0].values = [0];
    }, 'shadowPrice');
  });
});

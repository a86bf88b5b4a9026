import type { Site } from '../../domain/fleet.ts';
import type { GreenPower } from '../../domain/targets.ts';
import type { Part } from '../part.ts';
import { columnsPerSlot, hourlyCost, hoursOf, readRun } from '../slots.ts';

/**
 * Green power bought beside the energy. It moves no power: what it covers counts for carbon at the market signal and for
 * the renewable share. That import is covered once is a coupling.
 */
export function greenPower({ id: site }: Site, purchase: GreenPower): Part {
  return (lp, timeline) => {
    const where = { site, component: purchase.id };
    const label = `${site} green power ${purchase.id}`;
    const covered = columnsPerSlot(lp, timeline, label, (t) => purchase.limitKw[t]);
    const row = lp.addRow(`${label} limit`, Number.NEGATIVE_INFINITY, purchase.limitKwh);
    covered.columns.forEach((column, t) => {
      lp.addTerm(row, column, timeline.hours[t]);
    });
    return {
      flows: [],
      costs: [hourlyCost('greenPower', where, timeline, covered, (t) => purchase.pricePerKwh[t])],
      offers: [{ kind: 'greenPowerKw', ...where, run: covered, coefficient: 1, constant: 0 }],
      preferences: [{ kind: 'least', columns: covered.columns, weights: hoursOf(timeline, covered) }],
      read: (solution) => ({
        series: [{ ...where, name: 'greenPower', unit: 'kW', values: [...readRun(solution, timeline, covered)] }],
      }),
    };
  };
}

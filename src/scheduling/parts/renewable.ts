import type { Renewable } from '../../domain/fleet.ts';
import { electricityBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { boundEntries, columnsPerSlot, readRun } from '../slots.ts';

/** PV or wind: uses what it can of what is available; the rest is curtailed. */
export function renewable(site: string, source: Renewable): Part {
  return (lp, timeline) => {
    const where = { site, component: source.id };
    const used = columnsPerSlot(lp, timeline, `${site} ${source.kind} ${source.id}`, (t) => source.availableKw[t]);
    return {
      flows: [{ bus: electricityBus(site), run: used, coefficient: 1 }],
      costs: [],
      offers: [{ kind: 'renewableKw', ...where, run: used, coefficient: 1, constant: 0 }],
      limits: [{ name: 'renewableAvailable', ...where, per: 'kWh', entries: boundEntries(timeline, used) }],
      read(solution) {
        const usedKw = readRun(solution, timeline, used);
        return {
          series: [
            { ...where, name: 'renewableUsed', unit: 'kW', values: [...usedKw] },
            {
              ...where,
              name: 'renewableCurtailed',
              unit: 'kW',
              values: Array.from(usedKw, (value, t) => source.availableKw[t] - value),
            },
          ],
          setpoints: [{ ...where, quantity: 'renewableLimit', unit: 'kW', values: [...usedKw] }],
        };
      },
    };
  };
}

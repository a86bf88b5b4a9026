import type { Site } from '../../domain/fleet.ts';
import type { HeatNetwork } from '../../domain/plant.ts';
import { heatBus } from '../buses.ts';
import { servedDemand } from '../customers.ts';
import type { Part } from '../part.ts';
import { columnsPerSlot, hourlyCost, hoursOf, readRun } from '../slots.ts';

/** Customers of heat, and heat thrown away at the plant where that is allowed. */
export function heatNetwork({ id: site }: Site, network: HeatNetwork): Part {
  return (lp, timeline) => {
    const bus = heatBus(site, network.id);
    const where = { site, component: network.id };
    const served = servedDemand(lp, timeline, site, 'heat network', network, {
      bus,
      perKw: -1,
      promise: 'heatServed',
      lines: { sold: 'heatSold', unserved: 'unservedHeat' },
      series: { delivered: 'heatDelivered', unserved: 'heatUnserved' },
    });
    const label = `${site} heat network ${network.id} spilled`;
    const spilled = columnsPerSlot(lp, timeline, label, () => network.spillLimitKw);
    return {
      flows: [...served.flows, { bus, run: spilled, coefficient: -1 }],
      costs: [...served.costs, hourlyCost('heatSpill', where, timeline, spilled, () => network.spillPricePerKwh)],
      promises: served.promises,
      preferences: [
        ...(served.preferences ?? []),
        { kind: 'least', columns: spilled.columns, weights: hoursOf(timeline, spilled) },
      ],
      read: (solution) => ({
        series: [
          ...served.read(solution),
          { ...where, name: 'heatSpilled', unit: 'kW', values: [...readRun(solution, timeline, spilled)] },
        ],
      }),
    };
  };
}

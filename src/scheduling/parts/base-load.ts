import type { Site } from '../../domain/fleet.ts';
import { itBus } from '../buses.ts';
import { heatFlows } from '../heat-flows.ts';
import type { Part, SlotColumns } from '../part.ts';
import { columnsPerSlot, hourlyCost, readRun } from '../slots.ts';

/** IT load that cannot move; its heat goes to its loops. Where it may be shed at a price, that is a promise; else it is physics. */
export function baseLoad(site: Site): Part {
  return (lp, timeline) => {
    const { baseLoadKw, baseLoadShedPricePerKwh: shedPrice } = site.compute;
    const where = { site: site.id, component: null };
    const bus = itBus(site.id);
    const shares = site.plant.heatOf.baseLoad;
    const drawn = [
      { bus, constant: baseLoadKw.map((kw) => -kw) },
      ...heatFlows(site.id, shares, { constant: baseLoadKw }),
    ];
    const served = { ...where, name: 'baseLoad', unit: 'kW', values: [...baseLoadKw] } as const;
    if (shedPrice === null) return { flows: drawn, costs: [], read: () => ({ series: [served] }) };

    const shed: SlotColumns = columnsPerSlot(lp, timeline, `${site.id} base load shed`, (t) => baseLoadKw[t]);
    return {
      flows: [
        ...drawn,
        { bus, run: shed, coefficient: 1 },
        ...heatFlows(site.id, shares, { run: shed, coefficient: -1 }),
      ],
      costs: [hourlyCost('shedBaseLoad', where, timeline, shed, () => shedPrice)],
      promises: [
        {
          kind: 'baseLoadServed',
          site: site.id,
          subject: 'base load',
          unit: 'kWh',
          pricePerUnit: shedPrice,
          terms: shed.columns.map((column, slot) => ({ column, slot, amountPerColumn: timeline.hours[slot] })),
        },
      ],
      read: (solution) => ({
        series: [
          served,
          { ...where, name: 'baseLoadShed', unit: 'kW', values: [...readRun(solution, timeline, shed)] },
        ],
      }),
    };
  };
}

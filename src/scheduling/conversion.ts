import type { CostLineName, SeriesName, SetpointQuantity } from '../domain/plan.ts';
import type { SlotSeries } from '../time/timeline.ts';
import type { Bus, Offer, Part } from './part.ts';
import { boundEntries, columnsPerSlot, hourlyCost, hoursOf, readRun } from './slots.ts';

/** The same ratio in every slot, or one a slot. */
export type Ratio = number | Float64Array;

/**
 * A device that turns what it takes from some buses into what it gives to others, in fixed ratios a slot: chiller, heat
 * pump, boiler, tower. Everything is counted per kW of its output.
 */
export interface Conversion {
  readonly site: string;
  readonly id: string;
  /** `chiller`; part of the names of columns. */
  readonly label: string;
  /** Output in each slot, kW: between these. Least: 0 unless given. */
  readonly limitKw: SlotSeries;
  readonly leastKw?: SlotSeries;
  /** kW into each bus per kW of output; negative is taken from it. */
  readonly flows: readonly { readonly bus: Bus; readonly perKw: Ratio }[];
  /** Money per kWh of output. */
  readonly costs: readonly { readonly name: CostLineName; readonly perKwh: (slot: number) => number }[];
  readonly offers?: readonly Pick<Offer, 'kind' | 'coefficient'>[];
  /** What the plan shows, per kW of output; the first is the output itself. */
  readonly series: readonly { readonly name: SeriesName; readonly perKw: Ratio }[];
  readonly setpoint: SetpointQuantity | null;
}

const at = (ratio: Ratio, slot: number): number => (typeof ratio === 'number' ? ratio : ratio[slot]);

/** The part of a conversion: one column a slot, its output. Among equal plans the one that runs less. */
export function conversion(device: Conversion): Part {
  const { site, id, label, limitKw, leastKw } = device;
  return (lp, timeline) => {
    const where = { site, component: id };
    const run = columnsPerSlot(
      lp,
      timeline,
      `${site} ${label} ${id}`,
      (t) => limitKw[t],
      (t) => leastKw?.[t] ?? 0,
    );
    return {
      flows: device.flows.map(({ bus, perKw }) => ({ bus, run, coefficient: perKw })),
      costs: device.costs.map(({ name, perKwh }) => hourlyCost(name, where, timeline, run, perKwh)),
      offers: (device.offers ?? []).map((offer) => ({ ...where, run, constant: 0, ...offer })),
      preferences: [{ kind: 'least', columns: run.columns, weights: hoursOf(timeline, run) }],
      limits: [{ name: `${device.series[0].name}Limit`, ...where, per: 'kWh', entries: boundEntries(timeline, run) }],
      read(solution) {
        const outputKw = readRun(solution, timeline, run);
        const { setpoint } = device;
        return {
          series: device.series.map(({ name, perKw }) => ({
            ...where,
            name,
            unit: 'kW',
            values: Array.from(outputKw, (kw, t) => kw * at(perKw, t)),
          })),
          setpoints: setpoint === null ? [] : [{ ...where, quantity: setpoint, unit: 'kW', values: [...outputKw] }],
        };
      },
    };
  };
}

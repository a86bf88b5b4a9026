import type { Row } from '../../../solver/index.ts';
import type { ComputePool, OperatingPoint } from '../../domain/fleet.ts';
import type { PlanSeries } from '../../domain/plan.ts';
import type { HeatShare } from '../../domain/plant.ts';
import { computeBus, heldBus, itBus } from '../buses.ts';
import { heatFlows } from '../heat-flows.ts';
import type { NamedLimit, Part, SlotColumns } from '../part.ts';
import { boundEntries, CLEARANCE, columnsPerSlot, readRun } from '../slots.ts';

/**
 * Like machines of one site. All available units draw idle power; each unit that works at an operating
 * point draws that point's power instead. Units go to the compute bus of their point, where jobs take them;
 * where contiguous jobs may run, units can also be held idle for them. What they draw goes to their loops as heat.
 */
export function computePool(
  site: string,
  pool: ComputePool,
  mayHold = false,
  heatShares: readonly HeatShare[] = [],
): Part {
  return (lp, timeline) => {
    const available = pool.unitsAvailable;
    // With one use of units the bound is the limit of the pool; with several a row is, and bounds keep clear of it.
    const clearance = pool.operatingPoints.length > 1 || mayHold ? CLEARANCE : 0;
    const runs = pool.operatingPoints.map((point) => ({
      point,
      busy: columnsPerSlot(
        lp,
        timeline,
        `${site} pool ${pool.id} busy at ${point.id}`,
        (t) => available[t] + clearance,
      ),
    }));
    const held = mayHold
      ? columnsPerSlot(lp, timeline, `${site} pool ${pool.id} held`, (t) => available[t] + clearance)
      : null;
    const extraKw = (point: OperatingPoint) => point.kwPerUnit - pool.idleKwPerUnit;
    const idleKw = available.map((units) => units * pool.idleKwPerUnit);

    function capacity(): NamedLimit {
      const limit = { name: 'poolCapacity', site, component: pool.id, per: 'unit h' } as const;
      if (runs.length === 1 && held === null) return { ...limit, entries: boundEntries(timeline, runs[0].busy) };
      const rows: Row[] = Array.from(available, (units, t) => {
        const row = lp.addRow(`${site} pool ${pool.id} capacity`, Number.NEGATIVE_INFINITY, units);
        for (const { busy } of runs) lp.addTerm(row, busy.columns[t], 1);
        if (held !== null) lp.addTerm(row, held.columns[t], 1);
        return row;
      });
      return {
        ...limit,
        entries: rows.map((row, slot) => ({ slot, at: { row }, unitsPerSide: timeline.hours[slot] })),
      };
    }

    return {
      flows: [
        { bus: itBus(site), constant: idleKw.map((kw) => -kw) },
        ...runs.flatMap(({ point, busy }: { point: OperatingPoint; busy: SlotColumns }) => [
          { bus: itBus(site), run: busy, coefficient: -extraKw(point) },
          { bus: computeBus(site, pool.id, point.id), run: busy, coefficient: 1 },
          ...heatFlows(site, heatShares, { run: busy, coefficient: extraKw(point) }),
        ]),
        ...heatFlows(site, heatShares, { constant: idleKw }),
        ...(held === null ? [] : [{ bus: heldBus(site, pool.id), run: held, coefficient: 1 }]),
      ],
      costs: [],
      limits: [capacity()],
      read(solution) {
        const units = new Float64Array(timeline.slotCount);
        const powerKw = Float64Array.from(idleKw);
        for (const { point, busy } of runs) {
          readRun(solution, timeline, busy).forEach((value, t) => {
            units[t] += value;
            powerKw[t] += value * extraKw(point);
          });
        }
        const where = { site, component: pool.id };
        const series: PlanSeries[] = [
          { ...where, name: 'poolBusyUnits', unit: 'units', values: [...units] },
          { ...where, name: 'poolPower', unit: 'kW', values: [...powerKw] },
        ];
        if (held !== null) {
          series.push({
            ...where,
            name: 'poolHeldUnits',
            unit: 'units',
            values: [...readRun(solution, timeline, held)],
          });
        }
        return { series };
      },
    };
  };
}

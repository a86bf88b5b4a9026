import type { Column, LpBuilder } from '../../solver/index.ts';
import type { CostLineName } from '../domain/plan.ts';
import { type Interval, type Timeline, timelineEnd, timelineStart } from '../time/timeline.ts';
import type { CostLine, LimitEntry, LpSolution, SlotColumns } from './part.ts';

/** Small tools that parts share: columns by slot, prices times hours, reading a run back. */

/**
 * Every column has a finite bound. Where another limit holds first, the bound stands so far (kW, units) clear of
 * it: at the same height it could carry that limit's shadow price unseen.
 */
export const CLEARANCE = 1;

/** One column a slot of the whole timeline, between 0 and the upper bound of the slot. */
export function columnsPerSlot(
  lp: LpBuilder,
  timeline: Timeline,
  name: string,
  upper: (slot: number) => number,
  lower: (slot: number) => number = () => 0,
): SlotColumns {
  const columns: Column[] = [];
  for (let t = 0; t < timeline.slotCount; t += 1) columns.push(lp.addColumn(name, lower(t), upper(t)));
  return { firstSlot: 0, columns };
}

/** A cost line over one run: money per (kW or unit) and hour, times the hours of each slot. */
export function hourlyCost(
  name: CostLineName,
  where: { site: string | null; component: string | null },
  timeline: Timeline,
  run: SlotColumns,
  pricePerHour: (slot: number) => number,
): CostLine {
  const coefficients = Float64Array.from(run.columns, (_, k) => {
    const slot = run.firstSlot + k;
    return pricePerHour(slot) * timeline.hours[slot];
  });
  return { name, ...where, columns: run.columns, coefficients, constant: 0 };
}

/** Values of a run on the whole timeline; 0 where it has no column. */
export function readRun(solution: LpSolution, timeline: Timeline, run: SlotColumns): Float64Array {
  const values = new Float64Array(timeline.slotCount);
  run.columns.forEach((column, k) => {
    values[run.firstSlot + k] = solution.value(column);
  });
  return values;
}

/** The upper bounds of a run of powers (or units) as limits with a price per kWh (or unit-hour). */
export function boundEntries(timeline: Timeline, run: SlotColumns): LimitEntry[] {
  return run.columns.map((column, k) => {
    const slot = run.firstSlot + k;
    return { slot, at: { boundOf: column }, unitsPerSide: timeline.hours[slot] };
  });
}

/** Hours from the start of the timeline to the middle of a slot. */
export function hoursUntilMiddle(timeline: Timeline, slot: number): number {
  return (timeline.edges[slot] - timeline.edges[0]) / 3_600_000 + timeline.hours[slot] / 2;
}

/** The whole time of a timeline, for promises that belong to no slot. */
export function horizonOf(timeline: Timeline): Interval {
  return { start: timelineStart(timeline), end: timelineEnd(timeline) };
}

/** Weights that make idling preferable to throughput among equal plans: the hours of each slot. */
export function hoursOf(timeline: Timeline, run: SlotColumns): Float64Array {
  return Float64Array.from(run.columns, (_, k) => timeline.hours[run.firstSlot + k]);
}

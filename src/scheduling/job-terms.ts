import type { Column, LpBuilder, Row } from '../../solver/index.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { Timeline } from '../time/timeline.ts';
import { computeBus, linkBus } from './buses.ts';
import { type JobWindow, meanLatenessHours } from './job-window.ts';
import type { CostLine, Flow, NamedLimit, PromiseSlack, SlotColumns } from './part.ts';
import { CLEARANCE } from './slots.ts';

/** What every kind of deferrable work has in common, whoever writes its columns. */

/** Money per unit of one column. */
export function jobCost(name: CostLine['name'], column: Column, price: number): CostLine {
  return { name, site: null, component: null, columns: [column], coefficients: Float64Array.of(price), constant: 0 };
}

/** The promise to do the work, and how it gives way. `amountPerColumn`: unit-hours that one of the column stands for. */
export function workPromise(job: ComputeJob, unserved: Column, amountPerColumn: number): PromiseSlack {
  return {
    kind: job.deadlinePolicy.kind === 'hard' ? 'deadlineKept' : 'workServed',
    site: null,
    subject: job.id,
    unit: 'unit h',
    pricePerUnit: job.unservedPricePerUnitHour,
    window: { start: job.earliestStart, end: job.deadline },
    terms: [{ column: unserved, slot: null, amountPerColumn }],
  };
}

/** Cost of a unit-hour more of this job: the dual of the row that wants it done. */
export function workPrice(job: ComputeJob, row: Row, unitHoursPerSide: number): NamedLimit {
  const entries = [{ slot: 0, at: { row }, unitsPerSide: unitHoursPerSide }];
  return { name: 'jobWork', site: null, component: job.id, per: 'unit h', entries };
}

export interface WorkRow {
  readonly row: Row;
  readonly leftover: Column;
  readonly unserved: Column;
}

/** `sum over runs of hours x speed x active + leftover + unserved = work`, in unit-hours at reference speed. */
export function addWorkRow(
  lp: LpBuilder,
  timeline: Timeline,
  job: ComputeJob,
  runs: readonly { readonly run: SlotColumns; readonly speed: number }[],
  window: JobWindow,
): WorkRow {
  const row = lp.addRow(`job ${job.id} work`, job.work, job.work);
  for (const { run, speed } of runs) {
    run.columns.forEach((column, k) => {
      lp.addTerm(row, column, timeline.hours[run.firstSlot + k] * speed);
    });
  }
  // Where all of the work may be left or undone, the row is the limit, and has the price.
  const mostLeft = window.leftoverUnitHours < job.work ? window.leftoverUnitHours : job.work + CLEARANCE;
  const leftover = lp.addColumn(`job ${job.id} left over`, 0, mostLeft);
  const unserved = lp.addColumn(`job ${job.id} unserved`, 0, job.work + CLEARANCE);
  lp.addTerm(row, leftover, 1);
  lp.addTerm(row, unserved, 1);
  return { row, leftover, unserved };
}

/** What the work of a job costs apart from energy: late, left for later, or never done. */
export function workCosts(
  job: ComputeJob,
  timeline: Timeline,
  runs: readonly { readonly run: SlotColumns; readonly speed: number }[],
  { leftover, unserved }: WorkRow,
): CostLine[] {
  return [
    ...latenessCosts(job, timeline, runs),
    jobCost('leftoverWork', leftover, job.leftoverPricePerUnitHour),
    jobCost('unservedWork', unserved, job.unservedPricePerUnitHour),
  ];
}

/** A job done n hours late in full pays pricePerHourLate x n; a unit-hour of it pays its share of the work. */
function latenessCosts(
  job: ComputeJob,
  timeline: Timeline,
  runs: readonly { readonly run: SlotColumns; readonly speed: number }[],
): CostLine[] {
  const policy = job.deadlinePolicy;
  if (policy.kind !== 'priced') return [];
  return runs.map(({ run, speed }) => ({
    name: 'lateness',
    site: null,
    component: null,
    columns: run.columns,
    coefficients: Float64Array.from(run.columns, (_, k) => {
      const slot = run.firstSlot + k;
      const unitHours = timeline.hours[slot] * speed;
      return (policy.pricePerHourLate / job.work) * unitHours * meanLatenessHours(job, timeline, slot);
    }),
    constant: 0,
  }));
}

/** Units taken from a pool at a site, and, where the data lie elsewhere, what moves there meanwhile. */
export function placeFlows(
  terms: Pick<ComputeJob, 'pool' | 'data'>,
  site: string,
  point: { readonly id: string; readonly speed: number },
  run: SlotColumns,
): Flow[] {
  const units: Flow = { bus: computeBus(site, terms.pool, point.id), run, coefficient: -1 };
  const { data } = terms;
  if (data === null || data.site === site) return [units];
  const coefficient = -data.gigabytesPerUnitHour * point.speed;
  return [units, { bus: linkBus(data.site, site), run, coefficient }];
}

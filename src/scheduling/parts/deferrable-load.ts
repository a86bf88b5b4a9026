import type { LpBuilder } from '../../../solver/index.ts';
import type { OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Timeline } from '../../time/timeline.ts';
import { computeBus } from '../buses.ts';
import { readJob } from '../job-report.ts';
import { type JobPlace, type JobWindow, jobPlaces, jobWindow, largestSpeed, meanLatenessHours } from '../job-window.ts';
import type { CostLine, Offer, Part, PromiseSlack, SlotColumns } from '../part.ts';
import { CLEARANCE, hoursUntilMiddle } from '../slots.ts';

/** Mean units of one job at one site and operating point, slot by slot. */
export interface JobRun {
  readonly site: string;
  readonly point: OperatingPoint;
  readonly run: SlotColumns;
}

/**
 * Work that may move in time and between sites, at any width up to its largest:
 *
 *   sum over sites, points, slots of hours x speed x active + leftover + unserved = work
 *   sum over sites and points of active[t] <= maximumUnits x share of slot t inside the window
 */
export function deferrableLoad(job: ComputeJob, sites: readonly Site[]): Part {
  return (lp, timeline) => {
    const places = jobPlaces(job, sites);
    const window = jobWindow(job, timeline, largestSpeed(places));
    const runs = addRuns(lp, job, places, window);
    addWidthLimit(lp, job, runs, window);
    const work = addWork(lp, timeline, job, runs, window);

    return {
      flows: runs.map(({ site, point, run }) => ({ bus: computeBus(site, job.pool, point.id), run, coefficient: -1 })),
      costs: [...latenessCosts(job, timeline, runs), ...work.costs],
      offers: runs.map(
        ({ site, run }): Offer => ({
          kind: 'activeUnits',
          site,
          component: job.id,
          run,
          coefficient: 1,
          constant: 0,
        }),
      ),
      promises: [work.promise],
      preferences: runs.flatMap(({ run, point }) => [
        {
          kind: 'least' as const,
          columns: run.columns,
          weights: Float64Array.from(run.columns, (_, k) => {
            const slot = run.firstSlot + k;
            return point.kwPerUnit * timeline.hours[slot] * hoursUntilMiddle(timeline, slot);
          }),
        },
        { kind: 'steady' as const, columns: run.columns, weight: point.kwPerUnit },
      ]),
      limits: [
        {
          name: 'jobWork',
          site: null,
          component: job.id,
          per: 'unit h',
          entries: [{ slot: 0, at: { row: work.row }, unitsPerSide: 1 }],
        },
      ],
      read: (solution) => ({
        jobs: [
          readJob(job, timeline, {
            runs: runs.map(({ site, point, run }) => ({
              site,
              operatingPoint: point.id,
              speed: point.speed,
              firstSlot: run.firstSlot,
              activeUnits: run.columns.map((column) => solution.value(column)),
            })),
            leftoverUnitHours: solution.value(work.leftover),
            unservedUnitHours: solution.value(work.unserved),
          }),
        ],
      }),
    };
  };
}

function addRuns(lp: LpBuilder, job: ComputeJob, places: readonly JobPlace[], window: JobWindow): JobRun[] {
  return places.flatMap(({ site, pool }) =>
    pool.operatingPoints.map((point) => ({
      site: site.id,
      point,
      run: {
        firstSlot: window.firstSlot,
        columns: Array.from(window.shareInside, (share, k) =>
          lp.addColumn(
            `job ${job.id} at ${site.id} ${point.id}`,
            0,
            Math.min(job.maximumUnits * share, pool.unitsAvailable[window.firstSlot + k] + CLEARANCE),
          ),
        ),
      },
    })),
  );
}

/** One site and point: the bounds of the columns say it already. */
function addWidthLimit(lp: LpBuilder, job: ComputeJob, runs: readonly JobRun[], window: JobWindow): void {
  if (runs.length < 2) return;
  window.shareInside.forEach((share, k) => {
    const row = lp.addRow(`job ${job.id} width`, Number.NEGATIVE_INFINITY, job.maximumUnits * share);
    for (const { run } of runs) lp.addTerm(row, run.columns[k], 1);
  });
}

function addWork(lp: LpBuilder, timeline: Timeline, job: ComputeJob, runs: readonly JobRun[], window: JobWindow) {
  const row = lp.addRow(`job ${job.id} work`, job.work, job.work);
  for (const { point, run } of runs) {
    run.columns.forEach((column, k) => {
      lp.addTerm(row, column, timeline.hours[run.firstSlot + k] * point.speed);
    });
  }
  const leftover = lp.addColumn(`job ${job.id} left over`, 0, window.leftoverUnitHours);
  const unserved = lp.addColumn(`job ${job.id} unserved`, 0, job.work);
  lp.addTerm(row, leftover, 1);
  lp.addTerm(row, unserved, 1);
  const costs: CostLine[] = [
    moneyPerUnitHour('leftoverWork', leftover, job.leftoverPricePerUnitHour),
    moneyPerUnitHour('unservedWork', unserved, job.unservedPricePerUnitHour),
  ];
  const promise: PromiseSlack = {
    kind: job.deadlinePolicy.kind === 'hard' ? 'deadlineKept' : 'workServed',
    site: null,
    subject: job.id,
    unit: 'unit h',
    pricePerUnit: job.unservedPricePerUnitHour,
    window: { start: job.earliestStart, end: job.deadline },
    terms: [{ column: unserved, slot: null, amountPerColumn: 1 }],
  };
  return { row, leftover, unserved, costs, promise };
}

function moneyPerUnitHour(name: CostLine['name'], column: CostLine['columns'][number], price: number): CostLine {
  return { name, site: null, component: null, columns: [column], coefficients: Float64Array.of(price), constant: 0 };
}

/** A job done n hours late in full pays pricePerHourLate x n; a unit-hour of it pays its share of the work. */
function latenessCosts(job: ComputeJob, timeline: Timeline, runs: readonly JobRun[]): CostLine[] {
  const policy = job.deadlinePolicy;
  if (policy.kind !== 'priced') return [];
  return runs.map(({ point, run }) => ({
    name: 'lateness',
    site: null,
    component: null,
    columns: run.columns,
    coefficients: Float64Array.from(run.columns, (_, k) => {
      const slot = run.firstSlot + k;
      const unitHours = timeline.hours[slot] * point.speed;
      return (policy.pricePerHourLate / job.work) * unitHours * meanLatenessHours(job, timeline, slot);
    }),
    constant: 0,
  }));
}

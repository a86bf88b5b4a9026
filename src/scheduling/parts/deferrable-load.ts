import type { LpBuilder } from '../../../solver/index.ts';
import type { OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { heldBus } from '../buses.ts';
import { heldPerActiveUnit, LEAST_SHARE } from '../held-units.ts';
import { readJob } from '../job-report.ts';
import { addWorkRow, placeFlows, workCosts, workPrice, workPromise } from '../job-terms.ts';
import { type JobPlace, type JobWindow, jobPlaces, jobWindow, largestSpeed, mostMeanUnits } from '../job-window.ts';
import type { Flow, Offer, Part, SlotColumns } from '../part.ts';
import { CLEARANCE, hoursUntilMiddle } from '../slots.ts';

/** Mean units of one job at one site and operating point, slot by slot. */
interface JobRun {
  readonly site: string;
  readonly point: OperatingPoint;
  readonly speed: number;
  readonly run: SlotColumns;
}

/**
 * Work that may move in time and between sites, at any width up to its largest:
 *
 *   sum over sites, points, slots of hours x speed x active + leftover + unserved = work
 *   sum over sites and points of active[t] <= maximumUnits x share of slot t inside the window
 *   sum over points of active[t] at a site <= unitsAvailable[t] x share, where the share is less than 1
 *
 * Where units may be held (`held-units.ts`), active[t] (1 / share - 1) are, and the pool is the limit.
 */
export function deferrableLoad(job: ComputeJob, sites: readonly Site[], holds: Holds = () => false): Part {
  return (lp, timeline) => {
    const places = jobPlaces(job, sites);
    const window = jobWindow(job, timeline, largestSpeed(places));
    const runs = addRuns(lp, job, places, window, holds);
    addWidthLimit(lp, job, runs, window);
    addPartSlotLimits(lp, job, places, runs, window, holds);
    const work = addWorkRow(lp, timeline, job, runs, window);

    return {
      flows: runs.flatMap(({ site, point, run }) => [
        ...placeFlows(job, site, point, run),
        ...(holds(site, job.pool) ? heldFlows(job, site, run, window) : []),
      ]),
      costs: workCosts(job, timeline, runs, work),
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
      promises: [workPromise(job, work.unserved, 1)],
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
      limits: [workPrice(job, work.row, 1)],
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

type Holds = (site: string, pool: string) => boolean;

function addRuns(
  lp: LpBuilder,
  job: ComputeJob,
  places: readonly JobPlace[],
  window: JobWindow,
  holds: Holds,
): JobRun[] {
  return places.flatMap(({ site, pool }) => {
    const isHolding = holds(site.id, pool.id);
    return pool.operatingPoints.map((point) => ({
      site: site.id,
      point,
      speed: point.speed,
      run: {
        firstSlot: window.firstSlot,
        columns: Array.from(window.shareInside, (share, k) =>
          lp.addColumn(
            `job ${job.id} at ${site.id} ${point.id}`,
            0,
            mostActive(job, pool.unitsAvailable[window.firstSlot + k], share, isHolding),
          ),
        ),
      },
    }));
  });
}

/**
 * In a whole slot the pool itself limits a job that is wider, and has the price: the bound keeps clear of it. So it is
 * in a part of a slot where units are held.
 */
function mostActive(job: ComputeJob, available: number, share: number, isHolding: boolean): number {
  if (isHolding && share < LEAST_SHARE) return 0;
  if (share < 1 && !isHolding) return mostMeanUnits(job, available, share);
  return Math.min(job.maximumUnits, available + CLEARANCE) * share;
}

/** What stands idle beside the active units in slots of which the window leaves a part. */
function heldFlows(job: ComputeJob, site: string, run: SlotColumns, { shareInside }: JobWindow): Flow[] {
  return run.columns.flatMap((column, k) => {
    const share = shareInside[k];
    if (share === 1 || share < LEAST_SHARE) return [];
    const only = { firstSlot: run.firstSlot + k, columns: [column] };
    return [{ bus: heldBus(site, job.pool), run: only, coefficient: -heldPerActiveUnit(share) }];
  });
}

/** One site and point: the bounds of the columns say it already. */
function addWidthLimit(lp: LpBuilder, job: ComputeJob, runs: readonly JobRun[], window: JobWindow): void {
  if (runs.length < 2) return;
  window.shareInside.forEach((share, k) => {
    const row = lp.addRow(`job ${job.id} width`, Number.NEGATIVE_INFINITY, job.maximumUnits * share);
    for (const { run } of runs) lp.addTerm(row, run.columns[k], 1);
  });
}

/** A job wider than a pool: at all operating points together it runs on no more machines than there are. */
function addPartSlotLimits(
  lp: LpBuilder,
  job: ComputeJob,
  places: readonly JobPlace[],
  runs: readonly JobRun[],
  { firstSlot, shareInside }: JobWindow,
  holds: Holds,
): void {
  for (const { site, pool } of places) {
    if (pool.operatingPoints.length < 2 || holds(site.id, pool.id)) continue;
    shareInside.forEach((share, k) => {
      const available = pool.unitsAvailable[firstSlot + k];
      if (share === 1 || available >= job.maximumUnits) return;
      const row = lp.addRow(`job ${job.id} in part of a slot`, Number.NEGATIVE_INFINITY, available * share);
      for (const { run } of runs.filter((at) => at.site === site.id)) lp.addTerm(row, run.columns[k], 1);
    });
  }
}

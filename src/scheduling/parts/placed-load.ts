import type { Column, LpBuilder } from '../../../solver/index.ts';
import type { Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Timeline } from '../../time/timeline.ts';
import { readJob } from '../job-report.ts';
import { addWorkRow, placeFlows, type WorkRow, workCosts, workPrice, workPromise } from '../job-terms.ts';
import { type JobPlace, jobPlaces, jobWindow } from '../job-window.ts';
import type { LpSolution, Part, Preference, SlotColumns } from '../part.ts';
import type { PlaceClass } from '../place-classes.ts';
import { shareOut } from '../share-out.ts';
import { CLEARANCE, hoursUntilMiddle } from '../slots.ts';

/** Mean units of one job in each slot of its window, all sites together. */
interface Member {
  readonly job: ComputeJob;
  readonly runs: readonly [{ readonly run: SlotColumns; readonly speed: number }];
  readonly work: WorkRow;
}

/** Mean units of the class at one site, slot by slot. */
interface Share {
  readonly place: JobPlace;
  readonly run: SlotColumns;
}

/**
 * Jobs of one class of places: in each slot what they run together is what the sites run for them,
 *
 *   sum over jobs of active[j, t] = sum over sites of placed[s, t],   active[j, t] <= maximumUnits[j] x share inside
 *
 * with each job's work as elsewhere. Any split of the sums among the jobs costs the same, so `read` chooses one in
 * which jobs stay where they are.
 */
export function placedLoad(members: PlaceClass, sites: readonly Site[]): Part {
  return (lp, timeline) => {
    const places = jobPlaces(members[0], sites);
    const { speed } = places[0].pool.operatingPoints[0];
    const jobs = members.map((job) => addMember(lp, timeline, job, places, speed));
    const shares = addShares(lp, timeline, jobs, places);
    addBalances(lp, jobs, shares);

    return {
      flows: shares.flatMap(({ place: { site, pool }, run }) =>
        placeFlows(members[0], site.id, pool.operatingPoints[0], run),
      ),
      costs: jobs.flatMap(({ job, runs, work }) => workCosts(job, timeline, runs, work)),
      promises: jobs.map(({ job, work }) => workPromise(job, work.unserved, 1)),
      preferences: jobs.flatMap((member) => preferences(member, places, timeline)),
      limits: jobs.map(({ job, work }) => workPrice(job, work.row, 1)),
      read: (solution) => ({ jobs: readMembers(solution, timeline, jobs, shares, speed) }),
    };
  };
}

function addMember(
  lp: LpBuilder,
  timeline: Timeline,
  job: ComputeJob,
  places: readonly JobPlace[],
  speed: number,
): Member {
  const window = jobWindow(job, timeline, speed);
  const columns = Array.from(window.shareInside, (share, k) => {
    const slot = window.firstSlot + k;
    const available = places.reduce((sum, { pool }) => sum + pool.unitsAvailable[slot], CLEARANCE);
    return lp.addColumn(`job ${job.id}`, 0, Math.min(job.maximumUnits * share, available));
  });
  const runs = [{ run: { firstSlot: window.firstSlot, columns }, speed }] as const;
  return { job, runs, work: addWorkRow(lp, timeline, job, runs, window) };
}

function addShares(lp: LpBuilder, timeline: Timeline, jobs: readonly Member[], places: readonly JobPlace[]): Share[] {
  const firstSlot = Math.min(...jobs.map(({ runs: [{ run }] }) => run.firstSlot));
  const widths = new Float64Array(timeline.slotCount);
  for (const { runs } of jobs) {
    const { run } = runs[0];
    run.columns.forEach((column, k) => {
      widths[run.firstSlot + k] += lp.columnBounds(column).upper;
    });
  }
  const endSlot = widths.findLastIndex((width) => width > 0) + 1;
  const slotCount = Math.max(0, endSlot - firstSlot);
  return places.map((place) => ({
    place,
    run: {
      firstSlot,
      columns: Array.from({ length: slotCount }, (_, k) => {
        const available = place.pool.unitsAvailable[firstSlot + k] + CLEARANCE;
        return lp.addColumn(`work placed at ${place.site.id}`, 0, Math.min(widths[firstSlot + k], available));
      }),
    },
  }));
}

function addBalances(lp: LpBuilder, jobs: readonly Member[], shares: readonly Share[]): void {
  const { firstSlot, columns } = shares[0].run;
  const rows = columns.map(() => lp.addRow('placement of work', 0, 0));
  const add = (run: SlotColumns, factor: number) =>
    run.columns.forEach((column: Column, k) => {
      lp.addTerm(rows[run.firstSlot + k - firstSlot], column, factor);
    });
  for (const { runs } of jobs) add(runs[0].run, 1);
  for (const { run } of shares) add(run, -1);
}

/** Earlier, then steady, each by the power that a unit draws (its mean over the sites). */
function preferences({ runs: [{ run }] }: Member, places: readonly JobPlace[], timeline: Timeline): Preference[] {
  const kwPerUnit = places.reduce((sum, { pool }) => sum + pool.operatingPoints[0].kwPerUnit, 0) / places.length;
  const weights = Float64Array.from(run.columns, (_, k) => {
    const slot = run.firstSlot + k;
    return kwPerUnit * timeline.hours[slot] * hoursUntilMiddle(timeline, slot);
  });
  return [
    { kind: 'least', columns: run.columns, weights },
    { kind: 'steady', columns: run.columns, weight: kwPerUnit },
  ];
}

function readMembers(
  solution: LpSolution,
  timeline: Timeline,
  jobs: readonly Member[],
  shares: readonly Share[],
  speed: number,
) {
  const valuesOf = (run: SlotColumns) => ({
    firstSlot: run.firstSlot,
    values: Float64Array.from(run.columns, (column) => Math.max(0, solution.value(column))),
  });
  const split = shareOut(
    jobs.map(({ runs }) => valuesOf(runs[0].run)),
    shares.map(({ run }) => valuesOf(run)),
  );
  return jobs.map(({ job, runs, work }, j) =>
    readJob(job, timeline, {
      runs: shares.map(({ place: { site, pool } }, s) => ({
        site: site.id,
        operatingPoint: pool.operatingPoints[0].id,
        speed,
        firstSlot: runs[0].run.firstSlot,
        activeUnits: Array.from(split[j][s]),
      })),
      leftoverUnitHours: solution.value(work.leftover),
      unservedUnitHours: solution.value(work.unserved),
    }),
  );
}

import type { Column } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { PlanSeries } from '../domain/plan.ts';
import type { LpSolution, StartOption, WholeJob } from './part.ts';
import { makeRooms, type Rooms } from './rooms.ts';

/** What each column of some whole jobs stands at: its units for the way taken, 0 for all others. */
export type WholeChoice = ReadonlyMap<Column, number>;

/** A column within this share of its units is as good as whole. */
const WHOLE = 1e-6;

/** Whether every job takes one way alone. */
export function areWhole(jobs: readonly WholeJob[], value: (column: Column) => number): boolean {
  return jobs.every((job) => waysOf(job).some((column) => value(column) >= job.units * (1 - WHOLE)));
}

/** Every column of a job, of which one is taken. */
function waysOf({ starts, leftover, unserved }: WholeJob): Column[] {
  const others = leftover === null ? [unserved] : [leftover, unserved];
  return [...starts.map(({ column }) => column), ...others];
}

/**
 * One way for each job, from a mixture of ways that a linear program found best. Jobs that the program runs whole
 * stay; the others follow, largest first, each where the program's prices make it cheapest and where machines,
 * links and the site's supply have room, beside divisible work as it was planned; only where that leaves no room,
 * in its place. So no capacity is broken, and the rest can always be planned around the choice. `series`: of the
 * sites, at the same solution.
 */
export function roundWholeJobs(
  fleet: Fleet,
  jobs: readonly WholeJob[],
  solution: LpSolution,
  series: readonly PlanSeries[],
): WholeChoice {
  const rooms = makeRooms(fleet, jobs, solution, series);
  const ranked = jobs.map((job) => ({ job, ...largestWay(job, solution), size: job.units * longestRun(job) }));
  const isSettled = (share: number) => share >= 1 - WHOLE;
  const chosen = new Map<Column, number>();
  for (const { job, column, share } of ranked) {
    if (!isSettled(share)) continue;
    const start = job.starts.find((option) => option.column === column);
    if (start !== undefined) rooms.take(job, start);
    choose(chosen, job, column);
  }
  const open = ranked.filter(({ share }) => !isSettled(share));
  open.sort((a, b) => b.size - a.size || (a.job.job.id < b.job.job.id ? -1 : 1));
  for (const { job } of open) choose(chosen, job, placeJob(rooms, job, solution));
  return chosen;
}

function choose(chosen: Map<Column, number>, job: WholeJob, column: Column): void {
  for (const way of waysOf(job)) chosen.set(way, way === column ? job.units : 0);
}

function largestWay(job: WholeJob, solution: LpSolution): { column: Column; share: number } {
  let column = job.unserved;
  for (const way of waysOf(job)) if (solution.value(way) > solution.value(column)) column = way;
  return { column, share: solution.value(column) / job.units };
}

function longestRun({ starts }: WholeJob): number {
  return starts.reduce((slots, { run }) => Math.max(slots, run.shareBusy.length), 0);
}

/** The cheapest start with room, or left over or unserved where that is cheaper or nothing else is possible. */
function placeJob(rooms: Rooms, job: WholeJob, solution: LpSolution): Column {
  const cost = (column: Column) => Math.max(0, solution.reducedCost(column));
  const starts = [...job.starts].sort(
    (a, b) =>
      cost(a.column) - cost(b.column) ||
      solution.value(b.column) - solution.value(a.column) ||
      a.run.startsAt - b.run.startsAt,
  );
  const others = job.leftover === null ? [job.unserved] : [job.leftover, job.unserved];
  const other = others.reduce((best, column) => (cost(column) < cost(best) ? column : best));
  const taken = (start: StartOption): Column => {
    rooms.take(job, start);
    return start.column;
  };
  for (const within of ['besideDivisible', 'inPlaceOfDivisible'] as const) {
    const start = starts.find((option) => rooms.has(job, option, within));
    if (start !== undefined && cost(start.column) <= cost(other)) return taken(start);
  }
  return other;
}

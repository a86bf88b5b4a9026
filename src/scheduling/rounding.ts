import type { Column } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { PlanSeries } from '../domain/plan.ts';
import type { LpSolution, StartOption, WholeJob } from './part.ts';
import { makeRooms, type Rooms } from './rooms.ts';

/** What each column of some whole jobs stands at: its units for the way taken, 0 for all others. */
export type WholeChoice = ReadonlyMap<Column, number>;

/** A solution and what it says of the sites. */
export interface Mixture {
  readonly solution: LpSolution;
  readonly series: readonly PlanSeries[];
}

/** A column within this share of its units is as good as whole. */
const WHOLE = 1e-6;

/** Whether every job takes one way alone. */
export function areWhole(jobs: readonly WholeJob[], value: (column: Column) => number): boolean {
  return jobs.every((job) => waysOf(job).some((column) => value(column) >= job.units * (1 - WHOLE)));
}

/** Every column of a job, of which one is taken. */
export function waysOf({ starts, leftover, unserved }: WholeJob): Column[] {
  return [...starts.map(({ column }) => column), ...otherWays({ leftover, unserved })];
}

function otherWays({ leftover, unserved }: Pick<WholeJob, 'leftover' | 'unserved'>): Column[] {
  return leftover === null ? [unserved] : [leftover, unserved];
}

/**
 * One way for each job, from a mixture of ways that a linear program found best. What it runs whole stays so; the
 * others follow, those that are hardest to place first, each where the program's prices make it cheapest and where
 * machines, links and the site's supply have room, beside divisible work as it was planned; only where that leaves no
 * room, in its place or in that of a job that can go elsewhere. So no capacity is broken, and the rest can always be
 * planned around the choice.
 */
export function roundWholeJobs(fleet: Fleet, jobs: readonly WholeJob[], { solution, series }: Mixture): WholeChoice {
  const rooms = makeRooms(fleet, jobs, solution, series);
  const places = makePlaces(rooms);
  const open: WholeJob[] = [];
  for (const job of jobs) {
    const { column, share } = largestWay(job, solution);
    if (share >= 1 - WHOLE) places.put(job, column);
    else open.push(job);
  }
  // A wide and long job with few starts is hard to place.
  const hardness = ({ units, starts }: WholeJob) => (units * longestRun(starts)) / Math.max(1, starts.length);
  open.sort((a, b) => hardness(b) - hardness(a) || (a.job.id < b.job.id ? -1 : 1));
  for (const job of open) placeJob(places, rooms, job, solution);
  return places.choice;
}

function longestRun(starts: readonly StartOption[]): number {
  return starts.reduce((slots, { run }) => Math.max(slots, run.shareBusy.length), 0);
}

function largestWay(job: WholeJob, solution: LpSolution): { column: Column; share: number } {
  let column = job.unserved;
  for (const way of waysOf(job)) if (solution.value(way) > solution.value(column)) column = way;
  return { column, share: solution.value(column) / job.units };
}

/** Where whole jobs stand, with the room that they take. */
interface Places {
  readonly choice: Map<Column, number>;
  /** Jobs placed at a start so far. */
  readonly standing: Map<WholeJob, StartOption>;
  put(job: WholeJob, column: Column): void;
  lift(job: WholeJob): void;
  /** After a lift: the job stands again where it stood. */
  putBack(job: WholeJob, start: StartOption): void;
}

function makePlaces(rooms: Rooms): Places {
  const choice = new Map<Column, number>();
  const standing = new Map<WholeJob, StartOption>();
  return {
    choice,
    standing,
    put(job, column) {
      const start = job.starts.find((option) => option.column === column);
      if (start !== undefined) {
        rooms.take(job, start);
        standing.set(job, start);
      }
      for (const way of waysOf(job)) choice.set(way, way === column ? job.units : 0);
    },
    lift(job) {
      const start = standing.get(job);
      if (start !== undefined) rooms.giveBack(job, start);
      standing.delete(job);
    },
    putBack(job, start) {
      rooms.take(job, start);
      standing.set(job, start);
    },
  };
}

/** The cheapest start with room, or left over or unserved where that is cheaper or nothing else is possible. */
function placeJob(places: Places, rooms: Rooms, job: WholeJob, solution: LpSolution): void {
  const cost = (column: Column) => Math.max(0, solution.reducedCost(column));
  const starts = inOrderOfCost(job, solution);
  const other = otherWays(job).reduce((best, column) => (cost(column) < cost(best) ? column : best));
  const worthwhile = starts.filter(({ column }) => cost(column) <= cost(other));
  const beside = worthwhile.find((option) => rooms.has(job, option, 'besideDivisible'));
  if (beside !== undefined) places.put(job, beside.column);
  else if (!makeRoom(places, rooms, job, worthwhile, solution)) {
    const instead = worthwhile.find((option) => rooms.has(job, option, 'inPlaceOfDivisible'));
    places.put(job, instead?.column ?? other);
  }
}

function inOrderOfCost(job: WholeJob, solution: LpSolution): StartOption[] {
  const cost = ({ column }: StartOption) => Math.max(0, solution.reducedCost(column));
  return [...job.starts].sort(
    (a, b) =>
      cost(a) - cost(b) || solution.value(b.column) - solution.value(a.column) || a.run.startsAt - b.run.startsAt,
  );
}

/** Starts, and jobs in the way of each, that are looked at before a job is given up. */
const STARTS_TRIED = 40;
const JOBS_TRIED = 40;

/** Places the job where one other makes room by going elsewhere; false where none can. */
function makeRoom(
  places: Places,
  rooms: Rooms,
  job: WholeJob,
  starts: readonly StartOption[],
  solution: LpSolution,
): boolean {
  for (const start of starts.slice(0, STARTS_TRIED)) {
    for (const [other, at] of inTheWay(places, job, start)) {
      places.lift(other);
      if (rooms.has(job, start, 'besideDivisible')) {
        rooms.take(job, start);
        const elsewhere = inOrderOfCost(other, solution).find((option) => rooms.has(other, option, 'besideDivisible'));
        rooms.giveBack(job, start);
        if (elsewhere !== undefined) {
          places.put(job, start.column);
          places.put(other, elsewhere.column);
          return true;
        }
      }
      places.putBack(other, at);
    }
  }
  return false;
}

/** The first of the standing jobs that share machines and time with a start. */
function inTheWay(places: Places, job: WholeJob, start: StartOption): [WholeJob, StartOption][] {
  const found: [WholeJob, StartOption][] = [];
  for (const [other, at] of places.standing) {
    if (found.length === JOBS_TRIED) break;
    if (overlap(job, start, other, at)) found.push([other, at]);
  }
  return found;
}

function overlap(job: WholeJob, start: StartOption, other: WholeJob, at: StartOption): boolean {
  if (other === job || at.site !== start.site || other.job.pool !== job.job.pool) return false;
  const end = (option: StartOption) => option.run.firstSlot + option.run.shareBusy.length;
  return at.run.firstSlot < end(start) && start.run.firstSlot < end(at);
}

/** Moves that gain less than this (money) are not worth another solve. */
const LEAST_GAIN = 1e-6;

/**
 * The choice with some jobs moved to where the prices around it make them cheaper, dearest misplacement first, as far
 * as there is room, or left out; null where no move promises to gain. Prices hold for small moves, so the result may turn out
 * dearer: whoever asks compares.
 */
export function improveWholeJobs(
  fleet: Fleet,
  jobs: readonly WholeJob[],
  { solution, series }: Mixture,
  choice: WholeChoice,
): WholeChoice | null {
  const rooms = makeRooms(fleet, jobs, solution, series);
  const places = makePlaces(rooms);
  const placed = jobs.map((job) => {
    const column = waysOf(job).find((way) => (choice.get(way) ?? 0) > 0) ?? job.unserved;
    places.put(job, column);
    const cheapest = Math.min(...waysOf(job).map((way) => solution.reducedCost(way)));
    return { job, column, regret: (solution.reducedCost(column) - cheapest) * job.units };
  });
  const movable = placed.filter(({ regret }) => regret > LEAST_GAIN).sort((a, b) => b.regret - a.regret);
  let moves = 0;
  for (const { job, column } of movable) {
    places.lift(job);
    const below = solution.reducedCost(column) - LEAST_GAIN / job.units;
    const better = cheapestWithRoom(rooms, job, solution, below);
    places.put(job, better ?? column);
    if (better !== null) moves += 1;
  }
  return moves > 0 ? places.choice : null;
}

function cheapestWithRoom(rooms: Rooms, job: WholeJob, solution: LpSolution, below: number): Column | null {
  let best: Column | null = null;
  let bestCost = below;
  const consider = (column: Column, hasRoom: () => boolean) => {
    const cost = solution.reducedCost(column);
    if (cost >= bestCost || !hasRoom()) return;
    best = column;
    bestCost = cost;
  };
  for (const start of job.starts) consider(start.column, () => rooms.has(job, start, 'besideDivisible'));
  for (const column of otherWays(job)) consider(column, () => true);
  return best;
}

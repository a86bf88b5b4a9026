import type { CarbonSignal } from '../../domain/fleet.ts';
import type { CarbonHold, Plan } from '../../domain/plan.ts';
import type { Assembled } from '../assemble.ts';
import { finishedPlan, type Heading, headingOf, type Solved, type Workplace, workplaceFor } from '../finished-plan.ts';
import { withoutOptimum } from '../no-optimum.ts';
import type { PlanningOptions } from '../planning-options.ts';
import type { SchedulingProblem } from '../problem.ts';
import { lpSolution, readCostLines } from '../read-solution.ts';
import { type AimedProgram, capAt, isBreach, NO_CAPS } from './aim.ts';
import { boundOf, optimumOf } from './carbon-objective.ts';
import { type Aimed, solveAimed } from './solve-aimed.ts';

/** What less carbon costs: plans from the cheapest to the one that emits least, each the cheapest within its kilograms. */
export interface CarbonFront {
  readonly currency: string;
  readonly carbonSignal: CarbonSignal;
  /** By falling kilograms; one alone where the cheapest plan emits no more than it must. */
  readonly points: readonly FrontPoint[];
  /** In place of the points that are missing: physics cannot hold, or the solver was stopped. Null: none is missing. */
  readonly withoutOptimum: Plan | null;
}

export interface FrontPoint {
  /** Share of the way from the cheapest plan (0) to the least carbon (1), in kilograms. */
  readonly share: number;
  /** Kilograms that the plan may emit. */
  readonly limitKg: number;
  /** That it emits, at the objective's signal, fuel included and offsets not counted. */
  readonly kg: number;
  readonly objective: number;
  /** Money for one kilogram less: the dual of the limit, 0 where that does not bind. */
  readonly abatementPricePerKg: number;
  readonly plan: Plan;
}

export interface FrontOptions extends PlanningOptions {
  /** A point is done. */
  readonly onPoint?: (done: number, count: number) => void;
}

/** Less than this share of the kilograms between the ends is rounding, and no way to go. */
const NO_WAY = 1e-5;
/** A limit lies so far before its point: at the very ends a kilogram has no one price. */
const ROOM_OF_WAY = 1e-6;

/**
 * No plan of the front breaks promises for more money than the cheapest plan does, late and leftover work counted: carbon
 * is not saved by leaving work undone. Limits stand equally far apart. Throws RangeError on fewer than two points.
 */
export async function carbonFront(
  problem: SchedulingProblem,
  pointCount: number,
  options: FrontOptions,
): Promise<CarbonFront> {
  if (!Number.isInteger(pointCount) || pointCount < 2) throw new RangeError(`${pointCount} points, expected 2 or more`);
  const { currency, objective } = problem.fleet;
  const base = { currency, carbonSignal: objective.carbonSignal };
  const work = workplaceFor(problem, options);
  options.onProgress?.('solving');
  const [found, heading] = await Promise.all([findEnds(work), headingOf(problem)]);
  if (found.kind === 'stopped') return { ...base, points: [], withoutOptimum: await instead(work, heading, found.at) };

  const { ends } = found;
  const points: FrontPoint[] = [];
  let before: Solved = ends.cheapest;
  const way = ends.mostKg - ends.leastKg;
  const count = way <= NO_WAY * Math.max(1, Math.abs(ends.mostKg)) ? 1 : pointCount;
  for (let k = 0; k < count; k += 1) {
    const share = count === 1 ? 0 : k / (count - 1);
    const limitKg = capAt(ends.mostKg - (share - ROOM_OF_WAY) * way);
    const caps = { brokenPromises: ends.brokenPromises, carbonKg: limitKg };
    // Only what emits least is known to keep every limit; the plan before it is the nearer start.
    const known = k === 0 ? ends.cheapest : { ...ends.least, basis: before.basis };
    const place = k === 0 ? work : workplaceFor(problem, options);
    options.onProgress?.('solving');
    const at = await solveAimed(place, 'cost', caps, known);
    if (at.solution.kind === 'stopped') {
      return { ...base, points, withoutOptimum: await instead(place, heading, at) };
    }
    before = at.solution;
    const leastKgBound = k === count - 1 ? ends.leastKgBound : null;
    const hold = { limitKg, brokenPromiseLimit: caps.brokenPromises, leastKgBound };
    points.push(await pointAt(place, heading, { ...at, solution: at.solution }, hold, share));
    options.onPoint?.(k + 1, count);
  }
  return { ...base, points, withoutOptimum: null };
}

interface Ends {
  readonly cheapest: Solved;
  readonly least: Solved;
  readonly mostKg: number;
  readonly leastKg: number;
  readonly leastKgBound: number | null;
  /** Cap on the money of broken promises. */
  readonly brokenPromises: number;
}

/** The cheapest plan with the least carbon among the cheapest, and the plan that emits least. */
async function findEnds(
  work: Workplace,
): Promise<{ readonly kind: 'found'; readonly ends: Ends } | { readonly kind: 'stopped'; readonly at: Aimed }> {
  const cheap = await solveAimed(work, 'costThenCarbon', NO_CAPS, null);
  if (cheap.solution.kind === 'stopped') return { kind: 'stopped', at: cheap };
  const cheapest = cheap.solution;
  const brokenPromises = capAt(breachesOf(cheap.assembled, cheapest));
  const low = await solveAimed(work, 'carbon', { ...NO_CAPS, brokenPromises }, cheapest);
  if (low.solution.kind === 'stopped') return { kind: 'stopped', at: low };
  const mostKg = kgAt(cheap.assembled, cheapest);
  // Choices of whole jobs are rounded: those of the cheapest plan may by chance be the better ones.
  const least = optimumOf(low.solution) < mostKg ? low.solution : cheapest;
  const leastKg = kgAt(cheap.assembled, least);
  const leastKgBound = await boundOf(work, low.solution);
  return { kind: 'found', ends: { cheapest, least, mostKg, leastKg, leastKgBound, brokenPromises } };
}

function kgAt({ carbon }: AimedProgram, { columnValues }: Solved): number {
  return carbon.reduce((sum, { column, kg }) => sum + kg * columnValues[column], 0);
}

function breachesOf({ parts }: Assembled, solution: Solved): number {
  return readCostLines(parts, lpSolution(solution))
    .filter(isBreach)
    .reduce((sum, { amount }) => sum + amount, 0);
}

async function pointAt(
  work: Workplace,
  heading: Heading,
  { assembled, solution }: { readonly assembled: AimedProgram; readonly solution: Solved },
  hold: CarbonHold,
  share: number,
): Promise<FrontPoint> {
  const plan = await finishedPlan(work, heading, { assembled, solution, hold }, false);
  const kg = kgAt(assembled, solution);
  const [dual] = plan.shadowPrices.find(({ name }) => name === 'carbonHeld')?.values ?? [];
  const { limitKg } = hold;
  return { share, limitKg, kg, objective: plan.objective, abatementPricePerKg: 0 - (dual ?? 0), plan };
}

function instead({ problem, options, timer }: Workplace, heading: Heading, { solution }: Aimed): Promise<Plan> {
  if (solution.kind !== 'stopped') throw new Error('nothing takes the place of a solution');
  return withoutOptimum(problem, heading, solution.stop, options.solver, timer);
}

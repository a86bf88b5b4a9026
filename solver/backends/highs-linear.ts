import type { Model } from 'highs';
import { type LpModel, objectiveAt } from '../lp-model.ts';
import { faceProgram } from '../optimal-face.ts';
import type { LpBasis, LpOutcome, PreferredPoint, SolveOptions, ThenLeast } from '../outcome.ts';
import { hasPoint, isDoubtful, iterationsOf, readLinear, run, type Way } from './highs-run.ts';
import { MODEL_STATUS } from './highs-status.ts';

/**
 * How far the largest weight moves a cost while the first optimum is sought. Costs of the scaled program are about
 * 16 to 32: this is less than a seventh digit of them, and far above the tolerance of duals.
 */
const LEAN = 2 ** -14;

/** What a basis to start from is of: a like program, or this very one with a bound or two moved (branching). */
export type Kinship = 'like' | 'branch';

/**
 * Solves a linear program that is loaded as `program` says, and afterwards may be loaded otherwise (`load`).
 *
 * From the basis of a like program the primal simplex takes a third to two thirds of the dual one's time (limits,
 * prices, work or loads moved; 22,000 rows): a schedule's optimum is full of ties, and among them the dual simplex
 * wanders. One bound moved is the dual simplex's own work.
 *
 * Where a preferred point is asked for and there is no basis to start from, the first optimum is sought with costs that
 * lean towards the weights: then it mostly is the preferred one already. The true costs are put back before anything is
 * read, and the simplex goes on with them, so that point and duals are of the program as it is, to the last digit. From
 * a basis the first optimum is near, and a few steps lead from it to the preferred one; leaning takes a tenth longer.
 */
export function solveLinear(model: Model, program: LpModel, options: SolveOptions, kinship: Kinship): LpOutcome {
  const warm = fitting(options.basis, program);
  if (warm !== null) {
    model.setBasis({ colStatus: Int32Array.from(warm.columns), rowStatus: Int32Array.from(warm.rows) });
  }
  const runs = makeRuns(model, program, options);
  const start = warm === null ? runs.fromNothing : () => runs.goOn(kinship === 'like' ? 'primal' : 'dual');
  const { thenLeast } = options;
  if (thenLeast === undefined || thenLeast.weights.every((weight) => weight === 0)) {
    return readLinear(model, start(), runs.iterations());
  }
  // An interior point comes to the middle of all optima: costs that lean would be of no use to it.
  const leans = warm === null && options.method !== 'interiorPoint';
  const status = leans ? runs.leaningTo(thenLeast.weights) : start();
  const outcome = readLinear(model, status, runs.iterations());
  return { ...outcome, preferred: leastOnFace(model, program, outcome, thenLeast, options) };
}

/** Makes the loaded program this one; both have the same coefficients. */
export function load(model: Model, program: LpModel): void {
  loadColumnBounds(model, program);
  model.changeRowsBounds(firstOnes(program.rowCount), program.rowLowers, program.rowUppers);
  changeCosts(model, program.columnCosts);
}

/** The same where only bounds of columns differ. */
export function loadColumnBounds(model: Model, { columnCount, columnLowers, columnUppers }: LpModel): void {
  model.changeColsBounds(firstOnes(columnCount), columnLowers, columnUppers);
}

function changeCosts(model: Model, costs: Float64Array): void {
  model.changeColsCost(firstOnes(costs.length), costs);
}

function firstOnes(count: number) {
  return { kind: 'range', from: 0, to: count - 1 } as const;
}

function leaningCosts(program: LpModel, weights: Float64Array): Float64Array {
  const share = LEAN / weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return program.columnCosts.map((cost, j) => cost + share * weights[j]);
}

function fitting(basis: LpBasis | undefined, program: LpModel): LpBasis | null {
  if (basis === undefined) return null;
  if (basis.columns.length !== program.columnCount || basis.rows.length !== program.rowCount) return null;
  return basis;
}

/**
 * More iterations than this from a basis at hand mean that it was of no use, or that ties are gone round in: a solve
 * from nothing takes about as many, and each of them a third of the time.
 */
function patience(program: LpModel): number {
  return 1000 + Math.floor((program.rowCount + program.columnCount) / 20);
}

/** The runs that a program may take, counted against its one limit. */
function makeRuns(model: Model, program: LpModel, options: SolveOptions) {
  const { iterationLimit = Infinity, timeLimitSeconds } = options;
  let used = 0;

  function once(way: Way): number {
    const limit = Math.min(way.iterationLimit ?? Infinity, Math.max(0, iterationLimit - used));
    const status = run(model, { ...way, iterationLimit: limit }, options);
    used += iterationsOf(model);
    return status;
  }

  function fromNothing(): number {
    const limited = iterationLimit !== Infinity || timeLimitSeconds !== undefined;
    if (options.method === 'interiorPoint' && !limited && used === 0) {
      const status = once({ presolve: 'on', simplex: 'dual', interior: true });
      // Whatever else it says, the simplex says it with a proof.
      if (status === MODEL_STATUS.optimal && hasPoint(model)) return status;
      model.clearSolver();
    }
    // Without presolve the basis of a stopped program is one of this program, and can be gone on from.
    const status = once({ presolve: limited ? 'off' : 'on', simplex: 'dual' });
    if (!isDoubtful(model, status)) return status;
    model.clearSolver();
    return once({ presolve: 'off', simplex: 'dual' });
  }

  function goOn(simplex: Way['simplex']): number {
    const status = once({
      presolve: 'off',
      simplex,
      iterationLimit: simplex === 'dual' ? undefined : patience(program),
    });
    const stuck = status === MODEL_STATUS.iterationLimit && used < iterationLimit;
    return stuck || isDoubtful(model, status) ? anew() : status;
  }

  function anew(): number {
    model.clearSolver();
    return fromNothing();
  }

  function leaningTo(weights: Float64Array): number {
    changeCosts(model, leaningCosts(program, weights));
    const leaning = fromNothing();
    changeCosts(model, program.columnCosts);
    const status = leaning === MODEL_STATUS.optimal ? goOn('primal') : leaning;
    // A ray along which only the leaning costs fall is none.
    return status === MODEL_STATUS.unbounded ? anew() : status;
  }

  return { fromNothing, goOn, leaningTo, iterations: () => used };
}

/**
 * The least weighted sum over the optima, by the primal simplex from the optimum where it stands: it stays an optimum
 * at every step, so that a stop on the way has one too. The loaded program is that of the face afterwards.
 */
function leastOnFace(
  model: Model,
  program: LpModel,
  first: LpOutcome,
  thenLeast: ThenLeast,
  options: SolveOptions,
): PreferredPoint | null {
  if (first.stop.kind !== 'optimal' || first.duals.kind === 'none') return null;
  load(model, faceProgram(program, first.duals, thenLeast.weights));
  const iterationLimit = thenLeast.iterationLimit ?? options.iterationLimit ?? patience(program);
  const status = run(model, { presolve: 'off', simplex: 'primal', iterationLimit }, options);
  const complete = status === MODEL_STATUS.optimal;
  if (!(complete || isStop(status)) || !hasPoint(model)) return null;
  const { colValue, rowValue, rowDual, colDual } = model.getSolution();
  return {
    point: { kind: 'feasible', columnValues: colValue, rowValues: rowValue, objective: objectiveAt(program, colValue) },
    rowDuals: complete ? rowDual : new Float64Array(program.rowCount),
    reducedCosts: complete ? colDual : new Float64Array(program.columnCount),
    complete,
    iterations: iterationsOf(model),
  };
}

function isStop(status: number): boolean {
  return status === MODEL_STATUS.iterationLimit || status === MODEL_STATUS.timeLimit;
}

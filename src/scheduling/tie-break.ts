import {
  type Column,
  type LpModel,
  type LpOutcome,
  makeLpBuilder,
  objectiveAt,
  type Row,
  rowActivities,
} from '../../solver/index.ts';
import type { Preference } from './part.ts';

/**
 * Among plans that cost the same, the preferred one. All optimal points share the complementary face of any
 * optimal dual solution: a column with a reduced cost stays at its bound, a row with a dual stays tight. On
 * that face first the `least` preferences choose, then the `steady` ones. The solver can do the first in the breath
 * of the solve itself (`leastWeights` as its `thenLeast`); where it did not, and for the second, small programs do.
 * None touches the cost: a point that would is thrown away.
 */
interface Face {
  /** Columns that may still move. */
  readonly free: Uint8Array;
  /** Rows that must stay at their present activity. */
  readonly tight: Uint8Array;
}

type Solve = (model: LpModel) => Promise<LpOutcome>;

/** Duals below this share of the largest cost are rounding, not prices. */
const DUAL_NOISE = 1e-9;
/**
 * More steps than this are left as they fall: counting changes over a wide face takes far longer than the plan
 * itself (38,000 rows: a hundred times), for a preference.
 */
const STEADY_STEP_LIMIT = 2_000;
/** A tie-broken point may cost this share more, which is rounding. */
const COST_ROUNDING = 1e-10;

/**
 * The preferred point of the same cost; the given one where nothing can be chosen, or the solver was stopped.
 * `weights` are the `leastWeights` of the model.
 */
export async function breakTies(
  model: LpModel,
  outcome: LpOutcome,
  weights: Float64Array,
  preferences: readonly Preference[],
  solve: Solve,
): Promise<Float64Array> {
  if (outcome.point.kind !== 'feasible' || outcome.duals.kind !== 'available') throw new Error('ties need an optimum');
  const start = outcome.point.columnValues;
  const whole = faceOf(outcome.duals, DUAL_NOISE * largestSize(model.columnCosts), allFree(model));
  const { preferred } = outcome;
  // A search that was cut short leaves no face on which to go on: what is steady there need not be least.
  if (preferred?.complete === false) return preferred.point.columnValues;
  const least =
    preferred === null
      ? await improve(model, whole, start, weights, [], solve)
      : { point: preferred.point.columnValues, face: within(whole, preferred, DUAL_NOISE * largestSize(weights)) };
  const { point, face } = least ?? { point: start, face: whole };
  const steady = await improve(model, face, point, null, steadyPairs(preferences, face), solve);
  const wishes = steady === null ? [point] : [steady.point, point];
  return wishes.find((wish) => costsTheSame(model, start, wish)) ?? start;
}

function allFree(model: LpModel): Uint8Array {
  return Uint8Array.from({ length: model.columnCount }, (_, j) =>
    model.columnUppers[j] > model.columnLowers[j] ? 1 : 0,
  );
}

interface Duals {
  readonly rowDuals: Float64Array;
  readonly reducedCosts: Float64Array;
}

function faceOf(duals: Duals, noise: number, mayMove: Uint8Array): Face {
  return within({ free: mayMove, tight: new Uint8Array(duals.rowDuals.length) }, duals, noise);
}

/** What of a face is left where an objective with these duals is at its least. */
function within(face: Face, { rowDuals, reducedCosts }: Duals, noise: number): Face {
  return {
    free: face.free.map((may, j) => (may === 1 && Math.abs(reducedCosts[j]) <= noise ? 1 : 0)),
    tight: face.tight.map((was, i) => (was === 1 || Math.abs(rowDuals[i]) > noise ? 1 : 0)),
  };
}

function largestSize(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The `least` preferences, one weight a column: what the solver is asked for in `SolveOptions.thenLeast`. */
export function leastWeights(model: LpModel, preferences: readonly Preference[]): Float64Array {
  const weights = new Float64Array(model.columnCount);
  for (const preference of preferences) {
    if (preference.kind !== 'least') continue;
    preference.columns.forEach((column, k) => {
      weights[column] += preference.weights[k];
    });
  }
  return weights;
}

interface SteadyPair {
  readonly before: Column;
  readonly after: Column;
  readonly weight: number;
}

/** Steps of columns that may still move; none where there are more than may be counted. */
function steadyPairs(preferences: readonly Preference[], face: Face): SteadyPair[] {
  const pairs: SteadyPair[] = [];
  for (const preference of preferences) {
    if (preference.kind !== 'steady') continue;
    for (let k = 1; k < preference.columns.length; k += 1) {
      const before = preference.columns[k - 1];
      const after = preference.columns[k];
      if (face.free[before] !== 1 && face.free[after] !== 1) continue;
      if (pairs.length === STEADY_STEP_LIMIT) return [];
      pairs.push({ before, after, weight: preference.weight });
    }
  }
  return pairs;
}

/** Solves over the free columns alone. Null where there is nothing to choose or the small program fails. */
async function improve(
  model: LpModel,
  face: Face,
  point: Float64Array,
  weights: Float64Array | null,
  pairs: readonly SteadyPair[],
  solve: Solve,
): Promise<{ point: Float64Array; face: Face } | null> {
  const columns = chosenColumns(model, face, weights, pairs);
  if (columns.length === 0) return null;
  const small = restrict(model, face, point, columns);
  if (weights !== null) for (const [j, column] of small.columnOf) small.lp.addCost(column, weights[j]);
  for (const pair of pairs) addStep(small, point, pair);
  const outcome = await solve(small.lp.build());
  if (outcome.stop.kind !== 'optimal' || outcome.point.kind !== 'feasible' || outcome.duals.kind !== 'available') {
    return null;
  }
  const moved = Float64Array.from(point);
  const reducedCosts = new Float64Array(model.columnCount);
  const rowDuals = new Float64Array(model.rowCount);
  for (const [j, column] of small.columnOf) {
    moved[j] = outcome.point.columnValues[column];
    reducedCosts[j] = outcome.duals.reducedCosts[column];
  }
  for (const [i, row] of small.rowOf) rowDuals[i] = outcome.duals.rowDuals[row];
  const noise = weights === null ? 0 : DUAL_NOISE * largestSize(weights);
  return { point: moved, face: within(face, { rowDuals, reducedCosts }, noise) };
}

/** Free columns, unless no preference says anything of any of them. */
function chosenColumns(
  model: LpModel,
  face: Face,
  weights: Float64Array | null,
  pairs: readonly SteadyPair[],
): number[] {
  if (weights === null && pairs.length === 0) return [];
  const columns: number[] = [];
  let mattering = pairs.length > 0;
  for (let j = 0; j < model.columnCount; j += 1) {
    if (face.free[j] !== 1) continue;
    columns.push(j);
    if (weights !== null && weights[j] !== 0) mattering = true;
  }
  return mattering ? columns : [];
}

interface Restricted {
  readonly lp: ReturnType<typeof makeLpBuilder>;
  readonly columnOf: Map<number, Column>;
  readonly rowOf: Map<number, Row>;
}

/** The program over some columns, the others standing where they are. */
function restrict(model: LpModel, face: Face, point: Float64Array, columns: readonly number[]): Restricted {
  const lp = makeLpBuilder();
  const activities = rowActivities(model, point);
  const { starts, rows, values } = model.matrix;
  const columnOf = new Map<number, Column>();
  const rowOf = new Map<number, Row>();
  const movable = new Map<number, number>();
  for (const j of columns) {
    columnOf.set(j, lp.addColumn('free', model.columnLowers[j], model.columnUppers[j]));
    for (let k = starts[j]; k < starts[j + 1]; k += 1) {
      movable.set(rows[k], (movable.get(rows[k]) ?? 0) + values[k] * point[j]);
    }
  }
  for (const [i, share] of movable) {
    const fixed = activities[i] - share;
    // A row a hair outside its sides keeps its activity possible, or the small program would be infeasible.
    const lower = face.tight[i] === 1 ? activities[i] : Math.min(model.rowLowers[i], activities[i]);
    const upper = face.tight[i] === 1 ? activities[i] : Math.max(model.rowUppers[i], activities[i]);
    rowOf.set(i, lp.addRow('face', lower - fixed, upper - fixed));
  }
  for (const [j, column] of columnOf) {
    for (let k = starts[j]; k < starts[j + 1]; k += 1) {
      const row = rowOf.get(rows[k]);
      if (row !== undefined) lp.addTerm(row, column, values[k]);
    }
  }
  return { lp, columnOf, rowOf };
}

/** A column for |after - before|, at its weight. */
function addStep(small: Restricted, point: Float64Array, pair: SteadyPair): void {
  const { lp, columnOf } = small;
  const before = columnOf.get(pair.before);
  const after = columnOf.get(pair.after);
  const range = [before, after].reduce<number>((sum, column) => {
    if (column === undefined) return sum;
    const { lower, upper } = lp.columnBounds(column);
    return sum + Math.max(Math.abs(lower), Math.abs(upper));
  }, Math.abs(point[pair.before]) + Math.abs(point[pair.after]));
  const step = lp.addColumn('step', 0, range);
  lp.addCost(step, pair.weight);
  const fixed = (after === undefined ? point[pair.after] : 0) - (before === undefined ? point[pair.before] : 0);
  const up = lp.addRow('step up', Number.NEGATIVE_INFINITY, -fixed);
  const down = lp.addRow('step down', -fixed, Number.POSITIVE_INFINITY);
  for (const row of [up, down]) {
    if (after !== undefined) lp.addTerm(row, after, 1);
    if (before !== undefined) lp.addTerm(row, before, -1);
  }
  lp.addTerm(up, step, -1);
  lp.addTerm(down, step, 1);
}

function costsTheSame(model: LpModel, start: Float64Array, point: Float64Array): boolean {
  let magnitude = 1;
  for (let j = 0; j < model.columnCount; j += 1) magnitude += Math.abs(model.columnCosts[j] * start[j]);
  return objectiveAt(model, point) <= objectiveAt(model, start) + COST_ROUNDING * magnitude;
}

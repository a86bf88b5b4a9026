import type { ColumnBounds } from './backends/backend.ts';
import type { LpModel } from './lp-model.ts';
import { objectiveAt, rowActivities } from './lp-model.ts';
import { isAsGood } from './optimal-face.ts';
import type { FeasiblePoint, LpOutcome, PreferredPoint, SolveOptions } from './outcome.ts';

/**
 * The one place of scaling. Outside, a column is in kW or kWh; inside, continuous columns and the rows they are
 * in are divided by 1024 (kW become about MW), and costs are brought near 16 to 32: the simplex is up to twice as
 * fast and its absolute tolerances mean the same on every fleet. All factors are powers of two, so scaling and
 * unscaling are exact and nothing has to be proven twice.
 */
export const COLUMN_SCALE = 1024;

/** The solver reads bounds from here on as infinite; divided first, they would become finite. */
const INFINITE_BOUND = 1e20;
/** Values this close to a bound (relative to max(1, |bound|)) are the bound with noise on it. */
const SNAP_TOLERANCE = 1e-9;

/** Costs are moved by at most this power of two, so that no factor overflows. */
const LARGEST_POWER = 100;

export interface Scaling {
  /** scaled value = value / columnDivisors[j]; 1 for integer columns. */
  readonly columnDivisors: Float64Array;
  /** scaled row = row / rowDivisors[i]; 1 for rows that hold integer columns only. */
  readonly rowDivisors: Float64Array;
  /** scaled objective = objective * costFactor. */
  readonly costFactor: number;
  /** scaled weighted sum = weighted sum * weightFactor. */
  readonly weightFactor: number;
}

/** Chooses the factors for a program. */
export function chooseScaling(model: LpModel, columnScale = COLUMN_SCALE): Scaling {
  const { starts, rows } = model.matrix;
  const columnDivisors = new Float64Array(model.columnCount).fill(columnScale);
  for (const column of model.integerColumns) columnDivisors[column] = 1;
  const rowDivisors = new Float64Array(model.rowCount).fill(columnScale);
  if (model.integerColumns.length > 0) {
    rowDivisors.fill(1);
    for (let j = 0; j < model.columnCount; j += 1) {
      if (columnDivisors[j] === 1) continue;
      for (let k = starts[j]; k < starts[j + 1]; k += 1) rowDivisors[rows[k]] = columnScale;
    }
  }
  const sizes = model.columnCosts.map((cost, j) => Math.abs(cost * columnDivisors[j])).filter((size) => size > 0);
  if (sizes.length === 0) return { columnDivisors, rowDivisors, costFactor: 1, weightFactor: 1 };
  sizes.sort();
  return { columnDivisors, rowDivisors, costFactor: factorFor(sizes[sizes.length >> 1]), weightFactor: 1 };
}

/** The power of two that brings a size to between 16 and 32. */
function factorFor(size: number): number {
  const exponent = 4 - Math.floor(Math.log2(size));
  return 2 ** Math.min(Math.max(exponent, -LARGEST_POWER), LARGEST_POWER);
}

function scaledBound(bound: number, divisor: number): number {
  if (bound >= INFINITE_BOUND) return Number.POSITIVE_INFINITY;
  return bound <= -INFINITE_BOUND ? Number.NEGATIVE_INFINITY : bound / divisor;
}

/** Column bounds of the original program in scaled terms. */
export function scaleBounds(scaling: Scaling, lowers: Float64Array, uppers: Float64Array): ColumnBounds {
  return {
    lowers: lowers.map((bound, j) => scaledBound(bound, scaling.columnDivisors[j])),
    uppers: uppers.map((bound, j) => scaledBound(bound, scaling.columnDivisors[j])),
  };
}

/** The program as the backend sees it. */
export function scaleModel(model: LpModel, scaling: Scaling): LpModel {
  const { columnDivisors, rowDivisors, costFactor } = scaling;
  const { starts, rows, values } = model.matrix;
  const scaledValues = new Float64Array(values.length);
  for (let j = 0; j < model.columnCount; j += 1) {
    for (let k = starts[j]; k < starts[j + 1]; k += 1) {
      scaledValues[k] = (values[k] * columnDivisors[j]) / rowDivisors[rows[k]];
    }
  }
  const bounds = scaleBounds(scaling, model.columnLowers, model.columnUppers);
  for (const j of model.integerColumns) {
    // GLPK refuses bounds of integer columns that are not whole.
    bounds.lowers[j] = Math.ceil(bounds.lowers[j]);
    bounds.uppers[j] = Math.floor(bounds.uppers[j]);
  }
  return {
    ...model,
    columnCosts: model.columnCosts.map((cost, j) => cost * columnDivisors[j] * costFactor),
    columnLowers: bounds.lowers,
    columnUppers: bounds.uppers,
    rowLowers: model.rowLowers.map((bound, i) => scaledBound(bound, rowDivisors[i])),
    rowUppers: model.rowUppers.map((bound, i) => scaledBound(bound, rowDivisors[i])),
    matrix: { starts, rows, values: scaledValues },
    objectiveOffset: model.objectiveOffset * costFactor,
  };
}

/** The same factors with one for these weights: the largest comes to between 16 and 32. */
export function withWeightFactor(scaling: Scaling, weights: Float64Array): Scaling {
  let largest = 0;
  for (let j = 0; j < weights.length; j += 1) {
    largest = Math.max(largest, Math.abs(weights[j] * scaling.columnDivisors[j]));
  }
  return largest === 0 ? scaling : { ...scaling, weightFactor: factorFor(largest) };
}

/** What is asked for, in scaled terms: a start by the divisors of its columns, weights as costs are. */
export function scaleOptions(scaling: Scaling, options: SolveOptions): SolveOptions {
  const { startValues, thenLeast, ...others } = options;
  const { columnDivisors, weightFactor } = scaling;
  return {
    ...others,
    ...(startValues && { startValues: startValues.map((value, j) => value / columnDivisors[j]) }),
    ...(thenLeast && {
      thenLeast: {
        ...thenLeast,
        weights: thenLeast.weights.map((weight, j) => weight * columnDivisors[j] * weightFactor),
      },
    }),
  };
}

/** Brings an outcome of the scaled program back; `model` is the original, with the bounds that were solved for. */
export function unscaleOutcome(model: LpModel, scaling: Scaling, outcome: LpOutcome): LpOutcome {
  const duals =
    outcome.duals.kind === 'none'
      ? outcome.duals
      : { ...outcome.duals, ...unscaleDuals(scaling, outcome.duals, scaling.costFactor) };
  if (outcome.point.kind === 'none') return { ...outcome, duals, preferred: null };
  const point = unscalePoint(model, scaling, outcome.point);
  return { ...outcome, point, duals, preferred: unscalePreferred(model, scaling, outcome.preferred, point) };
}

function unscalePoint(model: LpModel, scaling: Scaling, point: FeasiblePoint): FeasiblePoint {
  const scaled = point.columnValues.map((value, j) => value * scaling.columnDivisors[j]);
  return pointAt(model, snapToBounds(model, scaled));
}

/** Null for a point that is not as good as the first one. */
function unscalePreferred(
  model: LpModel,
  scaling: Scaling,
  preferred: PreferredPoint | null,
  first: FeasiblePoint,
): PreferredPoint | null {
  if (preferred === null) return null;
  const point = unscalePoint(model, scaling, preferred.point);
  if (!isAsGood(model, point, first)) return null;
  return { ...preferred, point, ...unscaleDuals(scaling, preferred, scaling.weightFactor) };
}

/** A point with row values and objective computed afresh from its columns. */
export function pointAt(model: LpModel, columnValues: Float64Array): FeasiblePoint {
  const rowValues = rowActivities(model, columnValues);
  return { kind: 'feasible', columnValues, rowValues, objective: objectiveAt(model, columnValues) };
}

/** Whole numbers whole, values inside their bounds and on them where only noise keeps them off; no minus zero. */
function snapToBounds(model: LpModel, values: Float64Array): Float64Array {
  const snapped = values.map((value, j) => {
    const lower = model.columnLowers[j];
    const upper = model.columnUppers[j];
    if (Number.isFinite(lower) && value - lower <= SNAP_TOLERANCE * Math.max(1, Math.abs(lower))) return lower + 0;
    if (Number.isFinite(upper) && upper - value <= SNAP_TOLERANCE * Math.max(1, Math.abs(upper))) return upper + 0;
    return value + 0;
  });
  for (const j of model.integerColumns) snapped[j] = Math.round(snapped[j]) + 0;
  return snapped;
}

interface Duals {
  readonly rowDuals: Float64Array;
  readonly reducedCosts: Float64Array;
}

/** Duals of the objective that was multiplied by `factor`. */
function unscaleDuals({ columnDivisors, rowDivisors }: Scaling, duals: Duals, factor: number): Duals {
  return {
    rowDuals: duals.rowDuals.map((dual, i) => dual / rowDivisors[i] / factor + 0),
    reducedCosts: duals.reducedCosts.map((cost, j) => cost / columnDivisors[j] / factor + 0),
  };
}

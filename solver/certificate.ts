import type { LpModel } from './lp-model.ts';
import { objectiveAt, rowActivities } from './lp-model.ts';

/**
 * Proof by arithmetic, with no word from a backend: how far a point breaks the program, and a bound that no point
 * of it can beat. Anyone may bring the point and the duals; wrong ones make a weak certificate, never a false one.
 */
export interface Certificate {
  /** Largest breach of a row side, in the row's unit. */
  readonly rowResidual: number;
  /** Largest breach of a column bound, in the column's unit. */
  readonly boundResidual: number;
  /** Largest distance of an integer column from a whole number. */
  readonly integerResidual: number;
  /** Objective at the point, offset included. */
  readonly objective: number;
  /** No point within rows and bounds (whole or not) costs less. -Infinity where the duals prove nothing. */
  readonly lowerBound: number;
}

/** Half the distance from 1 to the next double: the relative error of one operation. */
const UNIT_ROUNDOFF = 2 ** -53;
/** Duals under this share of the largest one are noise when their row is not at a side. */
const NOISE_FRACTION = 1e-7;

/**
 * Certifies a point (one value a column) with row duals in the sign of `LpDuals`, or null where there are none.
 */
export function certify(model: LpModel, columnValues: Float64Array, rowDuals: Float64Array | null): Certificate {
  const activities = rowActivities(model, columnValues);
  let integerResidual = 0;
  for (const j of model.integerColumns) {
    integerResidual = Math.max(integerResidual, Math.abs(columnValues[j] - Math.round(columnValues[j])));
  }
  return {
    rowResidual: largestBreach(activities, model.rowLowers, model.rowUppers),
    boundResidual: largestBreach(columnValues, model.columnLowers, model.columnUppers),
    integerResidual,
    objective: objectiveAt(model, columnValues),
    lowerBound: rowDuals === null ? Number.NEGATIVE_INFINITY : bestBound(model, activities, rowDuals),
  };
}

/** (objective - bound) / max(1, scale), never negative; Infinity without a bound. `scale`: sum of absolute cost lines. */
export function relativeGap(objective: number, bound: number, scale: number): number {
  if (bound === Number.NEGATIVE_INFINITY || Number.isNaN(bound) || Number.isNaN(objective)) return Infinity;
  return Math.max(0, objective - bound) / Math.max(1, Math.abs(scale));
}

function largestBreach(values: Float64Array, lowers: Float64Array, uppers: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    // NaN compares false everywhere: it must not pass for a value in bounds.
    if (Number.isNaN(values[i])) return Infinity;
    largest = Math.max(largest, lowers[i] - values[i], values[i] - uppers[i]);
  }
  return largest;
}

/** The better bound of the duals as they are and of the duals without noise on rows that are not at a side. */
function bestBound(model: LpModel, activities: Float64Array, rowDuals: Float64Array): number {
  const asGiven = dualBound(model, rowDuals);
  const largest = rowDuals.reduce((size, dual) => Math.max(size, Math.abs(dual)), 0);
  let clipped = false;
  const quiet = rowDuals.map((dual, i) => {
    if (dual === 0 || Math.abs(dual) > NOISE_FRACTION * largest) return dual;
    const side = dual > 0 ? model.rowLowers[i] : model.rowUppers[i];
    if (Math.abs(activities[i] - side) <= 1e-6 * Math.max(1, Math.abs(side))) return dual;
    clipped = true;
    return 0;
  });
  return clipped ? Math.max(asGiven, dualBound(model, quiet)) : asGiven;
}

/**
 * Weak duality for any y (one a row): with d = c - A'y,
 *
 *   offset + sum_i (y_i > 0 ? y_i L_i : y_i U_i) + sum_j min(d_j l_j, d_j u_j)
 *
 * lies below every point. A y_i whose needed side is infinite is taken as 0 first. Rounding is subtracted, after
 * Higham (Accuracy and Stability, ch. 3 and 4), with u = 2^-53 and gamma_k = k u / (1 - k u):
 *
 *   d_j     of n_j products not 0:      e_j = gamma_(n_j+1) (|c_j| + sum_i |A_ij y_i|), worth e_j max(|l_j|, |u_j|)
 *   terms   one product each:             u |term|
 *   sum     of K terms, compensated:      4 u |sum| + 2 gamma_K^2 sum |term|   (Ogita, Rump and Oishi 2005, prop. 4.5)
 *
 * and the lot times 1.01, plus the smallest double a term, for the rounding of the allowance and for underflow.
 */
export function dualBound(model: LpModel, rowDuals: Float64Array): number {
  const y = usableDuals(model, rowDuals);
  const total = makeCompensatedSum();
  total.add(model.objectiveOffset);
  for (let i = 0; i < model.rowCount; i += 1) {
    if (y[i] !== 0) total.addProduct(y[i], y[i] > 0 ? model.rowLowers[i] : model.rowUppers[i]);
  }
  const { starts, rows, values } = model.matrix;
  for (let j = 0; j < model.columnCount; j += 1) {
    let reducedCost = model.columnCosts[j];
    let size = Math.abs(reducedCost);
    let products = 0;
    for (let k = starts[j]; k < starts[j + 1]; k += 1) {
      const dual = y[rows[k]];
      if (dual === 0) continue;
      const product = values[k] * dual;
      reducedCost -= product;
      size += Math.abs(product);
      products += 1;
    }
    const error = products === 0 ? 0 : gamma(products + 1) * size + products * Number.MIN_VALUE;
    const lower = model.columnLowers[j];
    const upper = model.columnUppers[j];
    // The true reduced cost lies within `error`; if it may need a side that is infinite, there is no bound.
    if (reducedCost - error < 0 && upper === Infinity) return Number.NEGATIVE_INFINITY;
    if (reducedCost + error > 0 && lower === -Infinity) return Number.NEGATIVE_INFINITY;
    if (reducedCost !== 0) total.addProduct(reducedCost, reducedCost > 0 ? lower : upper);
    if (error > 0) total.allow(error * finiteSize(lower, upper));
  }
  const bound = total.below();
  return Number.isNaN(bound) ? Number.NEGATIVE_INFINITY : bound;
}

/** Largest finite bound in size: the side that is infinite was just shown not to be needed. */
function finiteSize(lower: number, upper: number): number {
  return Math.max(Number.isFinite(lower) ? Math.abs(lower) : 0, Number.isFinite(upper) ? Math.abs(upper) : 0);
}

function usableDuals(model: LpModel, rowDuals: Float64Array): Float64Array {
  return rowDuals.map((dual, i) => {
    if (!Number.isFinite(dual)) return 0;
    const side = dual > 0 ? model.rowLowers[i] : model.rowUppers[i];
    return Number.isFinite(side) ? dual : 0;
  });
}

function gamma(operations: number): number {
  return (operations * UNIT_ROUNDOFF) / (1 - operations * UNIT_ROUNDOFF);
}

/** A running sum (Neumaier) with all that is needed to bound its error. */
function makeCompensatedSum() {
  let sum = 0;
  let correction = 0;
  let sizes = 0;
  let allowance = 0;
  let count = 0;
  function add(term: number): void {
    const next = sum + term;
    correction += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
    sizes += Math.abs(term);
    count += 1;
  }
  return {
    add,
    addProduct(left: number, right: number): void {
      const product = left * right;
      add(product);
      allowance += UNIT_ROUNDOFF * Math.abs(product);
    },
    allow(amount: number): void {
      allowance += amount;
    },
    /** A number below the true sum less all allowances. */
    below(): number {
      const value = sum + correction;
      const summing = 4 * UNIT_ROUNDOFF * Math.abs(value) + 2 * gamma(count) ** 2 * sizes;
      const error = 1.01 * (allowance + summing) + (count + 1) * Number.MIN_VALUE;
      return (value - error) * (value - error > 0 ? 1 - 2 ** -52 : 1 + 2 ** -52);
    },
  };
}

/**
 * A linear (or mixed-integer) program as a value: nothing but numbers in typed arrays.
 *
 *   minimise   columnCosts · x + objectiveOffset
 *   subject to rowLowers <= A x <= rowUppers,  columnLowers <= x <= columnUppers,
 *              x[j] whole for every j in integerColumns
 *
 * Rows may have infinite sides. Columns should have finite bounds: the certificate turns every
 * leftover of the duals into `reduced cost x bound`, and an infinite bound would leave it without a proof.
 */
export interface LpModel {
  readonly columnCount: number;
  readonly rowCount: number;
  readonly columnCosts: Float64Array;
  readonly columnLowers: Float64Array;
  readonly columnUppers: Float64Array;
  readonly rowLowers: Float64Array;
  readonly rowUppers: Float64Array;
  readonly matrix: SparseColumns;
  /** Indices of the columns that must be whole, ascending. */
  readonly integerColumns: Int32Array;
  readonly objectiveOffset: number;
}

/** Compressed sparse columns: the entries of column j are at starts[j] .. starts[j + 1] - 1, rows ascending, none twice. */
export interface SparseColumns {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** The same program with other column bounds (branching, fixing integers, the optimal face). Shares all else. */
export function withColumnBounds(model: LpModel, columnLowers: Float64Array, columnUppers: Float64Array): LpModel {
  return { ...model, columnLowers, columnUppers };
}

/** The same program with no whole-number demand on any column. */
export function relaxed(model: LpModel): LpModel {
  return model.integerColumns.length === 0 ? model : { ...model, integerColumns: new Int32Array(0) };
}

/** Value of the objective at a point, offset included. */
export function objectiveAt(model: LpModel, columnValues: Float64Array): number {
  let sum = model.objectiveOffset;
  for (let j = 0; j < model.columnCount; j += 1) sum += model.columnCosts[j] * columnValues[j];
  return sum;
}

/** A x for a point x: one value a row. */
export function rowActivities(model: LpModel, columnValues: Float64Array): Float64Array {
  const { starts, rows, values } = model.matrix;
  const activity = new Float64Array(model.rowCount);
  for (let j = 0; j < model.columnCount; j += 1) {
    const x = columnValues[j];
    if (x === 0) continue;
    for (let k = starts[j]; k < starts[j + 1]; k += 1) activity[rows[k]] += values[k] * x;
  }
  return activity;
}

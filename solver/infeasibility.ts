import { dualBound } from './certificate.ts';
import type { LpModel } from './lp-model.ts';
import type { ScaledProgram } from './solve-scaled.ts';

/**
 * Whether arithmetic shows that no point satisfies `model`. With all costs zero every point costs 0, so duals
 * whose certified bound is above 0 (a Farkas ray) leave no room for one. The backend's ray is tried first (with
 * either sign: conventions differ), then the duals of the program that minimises the breaches of its rows.
 */
export function provesInfeasible(program: ScaledProgram, model: LpModel): boolean {
  const costless = { ...model, columnCosts: new Float64Array(model.columnCount), objectiveOffset: 0 };
  const ray = program.dualRay();
  if (
    ray !== null &&
    (dualBound(costless, ray) > 0 ||
      dualBound(
        costless,
        ray.map((y) => -y),
      ) > 0)
  )
    return true;
  const outcome = program.solveOnce(breachProgram(model));
  return outcome.duals.kind === 'available' && dualBound(costless, outcome.duals.rowDuals) > 0;
}

/** Minimises the sum of the breaches of the rows: two more columns a row, one for each side. */
export function breachProgram(model: LpModel): LpModel {
  const { columnCount, rowCount, matrix } = model;
  const extra = 2 * rowCount;
  const entries = matrix.values.length;
  const starts = new Int32Array(columnCount + extra + 1);
  const rows = new Int32Array(entries + extra);
  const values = new Float64Array(entries + extra);
  const columnCosts = new Float64Array(columnCount + extra).fill(1, columnCount);
  const columnLowers = new Float64Array(columnCount + extra);
  const columnUppers = new Float64Array(columnCount + extra).fill(Infinity, columnCount);
  starts.set(matrix.starts);
  rows.set(matrix.rows);
  values.set(matrix.values);
  columnLowers.set(model.columnLowers);
  columnUppers.set(model.columnUppers);
  for (let i = 0; i < rowCount; i += 1) {
    for (let side = 0; side < 2; side += 1) {
      const entry = entries + 2 * i + side;
      rows[entry] = i;
      values[entry] = side === 0 ? 1 : -1;
      starts[columnCount + 2 * i + side + 1] = entry + 1;
    }
  }
  return {
    ...model,
    columnCount: columnCount + extra,
    columnCosts,
    columnLowers,
    columnUppers,
    matrix: { starts, rows, values },
    objectiveOffset: 0,
  };
}

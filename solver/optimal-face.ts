import type { LpModel } from './lp-model.ts';
import type { FeasiblePoint, LpDuals } from './outcome.ts';

/**
 * Duals of the scaled program (costs about 16 to 32) below this are rounding, not prices: rounding leaves some
 * 1e-13, prices that differ in their seventh digit still 1e-6.
 */
const DUAL_NOISE = 1e-8;

/**
 * All optima of a linear program, as a program that minimises `weights` over them. Every optimum lies in the
 * complementary face of any optimal duals: a column with a reduced cost stays at the bound that it pushes to, a row
 * with a dual at its side. The program must be scaled, the duals its own.
 */
export function faceProgram(
  program: LpModel,
  duals: Extract<LpDuals, { kind: 'available' }>,
  weights: Float64Array,
): LpModel {
  const columns = held(program.columnLowers, program.columnUppers, duals.reducedCosts);
  const rows = held(program.rowLowers, program.rowUppers, duals.rowDuals);
  return {
    ...program,
    columnCosts: weights,
    columnLowers: columns.lowers,
    columnUppers: columns.uppers,
    rowLowers: rows.lowers,
    rowUppers: rows.uppers,
    objectiveOffset: 0,
  };
}

/** Both sides at the one that a dual presses on; an infinite side, which none can press on, stays. */
function held(lowers: Float64Array, uppers: Float64Array, duals: Float64Array) {
  const face = { lowers: lowers.slice(), uppers: uppers.slice() };
  duals.forEach((dual, k) => {
    if (dual > DUAL_NOISE && Number.isFinite(lowers[k])) face.uppers[k] = lowers[k];
    else if (dual < -DUAL_NOISE && Number.isFinite(uppers[k])) face.lowers[k] = uppers[k];
  });
  return face;
}

/** A point may cost this share of all costs' sizes more than another optimum: rounding. */
const COST_ROUNDING = 1e-10;
/** Breach of a row (in its unit) that scaled tolerances allow: 1e-9 of 1024. */
const ROW_ROUNDING = 2 ** -20;

/** Whether a point within its bounds costs what the first optimum costs, and keeps the rows as well as that one does. */
export function isAsGood(model: LpModel, point: FeasiblePoint, first: FeasiblePoint): boolean {
  let magnitude = 0;
  for (let j = 0; j < model.columnCount; j += 1) magnitude += Math.abs(model.columnCosts[j] * first.columnValues[j]);
  if (!(point.objective <= first.objective + COST_ROUNDING * magnitude)) return false;
  return largestBreach(model, point) <= Math.max(ROW_ROUNDING, largestBreach(model, first));
}

function largestBreach({ rowLowers, rowUppers }: LpModel, { rowValues }: FeasiblePoint): number {
  let largest = 0;
  for (let i = 0; i < rowValues.length; i += 1) {
    largest = Math.max(largest, rowLowers[i] - rowValues[i], rowValues[i] - rowUppers[i]);
  }
  return largest;
}

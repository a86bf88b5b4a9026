import type { ColumnBounds, LpBackend } from './backends/backend.ts';
import { failed, stopped } from './backends/backend.ts';
import type { LpModel } from './lp-model.ts';
import { objectiveAt, relaxed, rowActivities, withColumnBounds } from './lp-model.ts';
import type { LpDuals, LpOutcome, LpPoint, SolveOptions } from './outcome.ts';
import { answerWithoutBackend } from './trivial.ts';

/**
 * The one place of scaling. Outside, a column is in kW or kWh; inside, continuous columns and the rows they are
 * in are divided by 1024 (kW become about MW), and costs are brought near 16 to 32: the simplex is up to twice as
 * fast and its absolute tolerances mean the same on every fleet. All factors are powers of two, so scaling and
 * unscaling are exact and nothing has to be proven twice.
 */
export const COLUMN_SCALE = 1024;

/** The solver reads bounds from here on as infinite; divided first, they would become finite. */
const INFINITE_BOUND = 1e20;
/**
 * GLPK's integer presolver takes a row broken by less than 1e-3 for a row that holds, whatever its size: for it the
 * program is stretched (kW become W), and its answer is always solved again with the integers fixed.
 */
const GLPK_INTEGER_COLUMN_SCALE = 1 / 1024;
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
  if (sizes.length === 0) return { columnDivisors, rowDivisors, costFactor: 1 };
  sizes.sort();
  const median = sizes[sizes.length >> 1];
  const exponent = 4 - Math.floor(Math.log2(median));
  return { columnDivisors, rowDivisors, costFactor: 2 ** Math.min(Math.max(exponent, -LARGEST_POWER), LARGEST_POWER) };
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

/** Brings an outcome of the scaled program back; `model` is the original, with the bounds that were solved for. */
export function unscaleOutcome(model: LpModel, scaling: Scaling, outcome: LpOutcome): LpOutcome {
  return {
    ...outcome,
    point: unscalePoint(model, scaling, outcome.point),
    duals: unscaleDuals(scaling, outcome.duals),
  };
}

function unscalePoint(model: LpModel, scaling: Scaling, point: LpPoint): LpPoint {
  if (point.kind === 'none') return point;
  const scaled = point.columnValues.map((value, j) => value * scaling.columnDivisors[j]);
  return pointAt(model, snapToBounds(model, scaled));
}

/** A point with row values and objective computed afresh from its columns. */
export function pointAt(model: LpModel, columnValues: Float64Array): LpPoint {
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

function unscaleDuals(scaling: Scaling, duals: LpDuals): LpDuals {
  if (duals.kind === 'none') return duals;
  const { columnDivisors, rowDivisors, costFactor } = scaling;
  return {
    kind: 'available',
    rowDuals: duals.rowDuals.map((dual, i) => dual / rowDivisors[i] / costFactor + 0),
    reducedCosts: duals.reducedCosts.map((cost, j) => cost / columnDivisors[j] / costFactor + 0),
  };
}

/**
 * Solves a program on a backend: what needs no backend is answered here (faults, empty programs), the rest is
 * scaled, solved and unscaled. The point returned has whole integers and lies within its bounds.
 */
export function solveScaled(
  backend: LpBackend,
  model: LpModel,
  options: SolveOptions = {},
  interrupt?: () => boolean,
): LpOutcome {
  const answer = answerWithoutBackend(model);
  if (answer !== null) return answer;
  if (interrupt?.() === true) return stopped({ kind: 'interrupted' });
  const integers = model.integerColumns.length > 0;
  const scale = integers && backend.name === 'glpk' ? GLPK_INTEGER_COLUMN_SCALE : COLUMN_SCALE;
  const scaling = chooseScaling(model, scale);
  const outcome = backend.solve(scaleModel(model, scaling), scaleStart(scaling, options), interrupt);
  if (integers && outcome.point.kind === 'feasible') return polished(backend, model, scaling, outcome, interrupt);
  return unscaleOutcome(model, scaling, outcome);
}

function scaleStart(scaling: Scaling, options: SolveOptions): SolveOptions {
  if (options.startValues === undefined) return options;
  return { ...options, startValues: options.startValues.map((value, j) => value / scaling.columnDivisors[j]) };
}

/**
 * A backend's whole numbers are whole to a tolerance, and the other columns make use of it (a 1e-9 of a switch
 * lets a little through). Where they are not exactly whole, they are rounded, fixed, and the rest solved again.
 */
function polished(
  backend: LpBackend,
  model: LpModel,
  scaling: Scaling,
  outcome: LpOutcome,
  interrupt: (() => boolean) | undefined,
): LpOutcome {
  const plain = unscaleOutcome(model, scaling, outcome);
  if (outcome.point.kind === 'none' || plain.point.kind === 'none') return plain;
  const reported = outcome.point.columnValues;
  if (backend.name !== 'glpk' && model.integerColumns.every((j) => Number.isInteger(reported[j]))) return plain;
  const lowers = model.columnLowers.slice();
  const uppers = model.columnUppers.slice();
  for (const j of model.integerColumns) {
    lowers[j] = plain.point.columnValues[j];
    uppers[j] = plain.point.columnValues[j];
  }
  const fixed = withColumnBounds(relaxed(model), lowers, uppers);
  const fixedScaling = chooseScaling(model);
  const again = backend.solve(scaleModel(fixed, fixedScaling), {}, interrupt);
  if (again.stop.kind === 'infeasible') {
    return failed(backend.name, 'the integer point found breaks a row once its whole numbers are rounded');
  }
  if (again.point.kind === 'none') return plain;
  return { ...plain, point: unscalePoint(model, fixedScaling, again.point) };
}

/** A program kept loaded on a backend, in the terms of the original: bounds in, outcomes out, all unscaled. */
export interface ScaledProgram {
  /** Solves the relaxation (whole numbers not asked for) within these column bounds. */
  solve(options: SolveOptions, interrupt: () => boolean, bounds: ColumnBounds): LpOutcome;
  /** Row duals that show the last solve infeasible, or null; sign as the backend has it. */
  dualRay(): Float64Array | null;
  /** Solves another program on the same backend, from scratch. */
  solveOnce(model: LpModel): LpOutcome;
  close(): void;
}

/** Opens the relaxation of a program; integer columns keep their own scale. Close it, or its memory leaks. */
export function openScaled(backend: LpBackend, model: LpModel): ScaledProgram {
  const scaling = chooseScaling(model);
  const relaxation = relaxed(model);
  const opened = backend.open(scaleModel(relaxation, scaling));
  return {
    solve(options, interrupt, bounds) {
      const outcome = opened.solve(options, interrupt, scaleBounds(scaling, bounds.lowers, bounds.uppers));
      return unscaleOutcome(withColumnBounds(relaxation, bounds.lowers, bounds.uppers), scaling, outcome);
    },
    dualRay: () => opened.dualRay()?.map((dual, i) => dual / scaling.rowDivisors[i]) ?? null,
    solveOnce: (other) => solveScaled(backend, other),
    close: () => opened.close(),
  };
}

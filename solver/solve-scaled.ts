import type { ColumnBounds, LpBackend } from './backends/backend.ts';
import { failed, stopped } from './backends/backend.ts';
import { type LpModel, relaxed, withColumnBounds } from './lp-model.ts';
import type { LpOutcome, SolveOptions } from './outcome.ts';
import {
  COLUMN_SCALE,
  chooseScaling,
  type Scaling,
  scaleBounds,
  scaleModel,
  scaleOptions,
  unscaleOutcome,
  withWeightFactor,
} from './scaling.ts';
import { answerWithoutBackend } from './trivial.ts';

/**
 * GLPK's integer presolver takes a row broken by less than 1e-3 for a row that holds, whatever its size: for it the
 * program is stretched (kW become W), and its answer is always solved again with the integers fixed.
 */
const GLPK_INTEGER_COLUMN_SCALE = 1 / 1024;

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
  const from = performance.now();
  const outcome = solveUntimed(backend, model, options, interrupt);
  return { ...outcome, effort: { ...outcome.effort, solverMilliseconds: performance.now() - from } };
}

function solveUntimed(
  backend: LpBackend,
  model: LpModel,
  options: SolveOptions,
  interrupt: (() => boolean) | undefined,
): LpOutcome {
  const answer = answerWithoutBackend(model, options.thenLeast);
  if (answer !== null) return answer;
  if (interrupt?.() === true) return stopped({ kind: 'interrupted' });
  const integers = model.integerColumns.length > 0;
  const scale = integers && backend.name === 'glpk' ? GLPK_INTEGER_COLUMN_SCALE : COLUMN_SCALE;
  const scaling = scalingFor(chooseScaling(model, scale), options);
  const outcome = backend.solve(scaleModel(model, scaling), scaleOptions(scaling, options), interrupt);
  if (integers && outcome.point.kind === 'feasible') return polished(backend, model, scaling, outcome, interrupt);
  return unscaleOutcome(model, scaling, outcome);
}

function scalingFor(scaling: Scaling, { thenLeast }: SolveOptions): Scaling {
  return thenLeast === undefined ? scaling : withWeightFactor(scaling, thenLeast.weights);
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
  return { ...plain, point: unscaleOutcome(model, fixedScaling, again).point };
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
      const used = scalingFor(scaling, options);
      const scaledBounds = scaleBounds(scaling, bounds.lowers, bounds.uppers);
      const outcome = opened.solve(scaleOptions(used, options), interrupt, scaledBounds);
      return unscaleOutcome(withColumnBounds(relaxation, bounds.lowers, bounds.uppers), used, outcome);
    },
    dualRay: () => opened.dualRay()?.map((dual, i) => dual / scaling.rowDivisors[i]) ?? null,
    solveOnce: (other) => solveScaled(backend, other),
    close: () => opened.close(),
  };
}

import type { GLPK, LP, Options, Result } from 'glpk.js/node';
import type { LpModel } from '../lp-model.ts';
import { faceProgram } from '../optimal-face.ts';
import type { LpOutcome, SolveOptions, StopReason } from '../outcome.ts';
import { NO_DUALS, NO_EFFORT, NO_POINT } from '../outcome.ts';
import type { LpBackend } from './backend.ts';
import { failed, stopped } from './backend.ts';

type LoadGlpk = () => Promise<{ readonly default: () => Promise<GLPK> }>;
/** By dynamic import: GLPK is GPL-3.0, an optional peer dependency, and loaded only when asked for. */
const loadPackage: LoadGlpk = () => import('glpk.js/node');

/** Simplex iterations between two looks at interrupt and limits; GLPK.js lengthens the stretch each time. */
const STRETCH = 200;

/**
 * A fresh GLPK instance: the second opinion, for programs of moderate size. No warm start, no node limit, and a
 * preferred point only where the search for it comes to its end.
 */
export async function makeGlpkBackend(load: LoadGlpk = loadPackage): Promise<LpBackend> {
  let glpk: GLPK;
  try {
    glpk = await (await load()).default();
  } catch (error) {
    throw new Error(
      'the GLPK solver was asked for, but its optional package is not installed: npm install glpk.js (licence GPL-3.0)',
      { cause: error },
    );
  }
  let broken = false;

  function solve(model: LpModel, options: SolveOptions, interrupt: () => boolean = () => false): LpOutcome {
    try {
      return model.integerColumns.length > 0
        ? solveIntegers(glpk, model, options)
        : solveThenLeast(glpk, model, options, interrupt);
    } catch (error) {
      broken = true;
      return failed('glpk', error);
    }
  }

  return {
    name: 'glpk',
    solve,
    open(model) {
      let current: LpModel | null = model;
      return {
        solve(options, interrupt, bounds) {
          if (current === null) return failed('glpk', 'the program is closed');
          if (bounds !== undefined) current = { ...current, columnLowers: bounds.lowers, columnUppers: bounds.uppers };
          return solve(current, options, interrupt);
        },
        dualRay: () => null,
        close() {
          current = null;
        },
      };
    },
    isBroken: () => broken,
  };
}

/** GLPK's bound type and sides; a side that is not there is given as 0, which GLPK does not read. */
function boundsOf(glpk: GLPK, lower: number, upper: number): { type: number; lb: number; ub: number } {
  const hasLower = lower > -1e20;
  const hasUpper = upper < 1e20;
  if (hasLower && hasUpper) return { type: lower === upper ? glpk.GLP_FX : glpk.GLP_DB, lb: lower, ub: upper };
  if (hasLower) return { type: glpk.GLP_LO, lb: lower, ub: 0 };
  return hasUpper ? { type: glpk.GLP_UP, lb: 0, ub: upper } : { type: glpk.GLP_FR, lb: 0, ub: 0 };
}

/**
 * GLPK.js takes a side it finds at +-DBL_MAX as absent, and fills in 0 for one not given: so columns say theirs
 * in those terms.
 */
function columnBoundsOf(glpk: GLPK, lower: number, upper: number): { type: number; lb: number; ub: number } {
  const { type } = boundsOf(glpk, lower, upper);
  return { type, lb: lower > -1e20 ? lower : -Number.MAX_VALUE, ub: upper < 1e20 ? upper : Number.MAX_VALUE };
}

const columnName = (j: number): string => `c${j}`;
const rowName = (i: number): string => `r${i}`;

/** The program with names for numbers. The objective lists every column, so that names stand in column order. */
function namedProgram(glpk: GLPK, model: LpModel): LP {
  const { starts, rows, values } = model.matrix;
  const terms: { name: string; coef: number }[][] = Array.from({ length: model.rowCount }, () => []);
  const vars: { name: string; coef: number }[] = [];
  const bounds: { name: string; type: number; lb: number; ub: number }[] = [];
  for (let j = 0; j < model.columnCount; j += 1) {
    const name = columnName(j);
    vars.push({ name, coef: model.columnCosts[j] });
    bounds.push({ name, ...columnBoundsOf(glpk, model.columnLowers[j], model.columnUppers[j]) });
    for (let k = starts[j]; k < starts[j + 1]; k += 1) terms[rows[k]].push({ name, coef: values[k] });
  }
  return {
    name: 'program',
    objective: { direction: glpk.GLP_MIN, name: 'cost', vars },
    subjectTo: terms.map((vars, i) => ({
      name: rowName(i),
      vars,
      bnds: boundsOf(glpk, model.rowLowers[i], model.rowUppers[i]),
    })),
    bounds,
    generals: Array.from(model.integerColumns, columnName),
  };
}

/** Thrown out of GLPK's progress callback: the only way to stop it. */
class Halt extends Error {
  override readonly name = 'Halt';
  readonly stop: StopReason;
  constructor(stop: StopReason) {
    super(stop.kind);
    this.stop = stop;
  }
}

/** A linear program, and where a preferred point is asked for, a second one over its optima from nothing. */
function solveThenLeast(glpk: GLPK, model: LpModel, options: SolveOptions, interrupt: () => boolean): LpOutcome {
  const started = performance.now();
  const first = solveLinear(glpk, model, options, interrupt);
  const { thenLeast } = options;
  if (thenLeast === undefined || first.duals.kind === 'none') return first;
  if (thenLeast.weights.every((weight) => weight === 0)) return first;
  const { iterationLimit = options.iterationLimit } = thenLeast;
  const limits: SolveOptions = {
    ...(iterationLimit !== undefined && { iterationLimit }),
    ...(options.timeLimitSeconds !== undefined && {
      timeLimitSeconds: Math.max(0, options.timeLimitSeconds - (performance.now() - started) / 1000),
    }),
  };
  const { point, duals } = solveLinear(glpk, faceProgram(model, first.duals, thenLeast.weights), limits, interrupt);
  if (point.kind === 'none' || duals.kind === 'none') return first;
  const { rowDuals, reducedCosts } = duals;
  return { ...first, preferred: { point, rowDuals, reducedCosts, complete: true, iterations: 0 } };
}

/**
 * A linear program, without GLPK's presolver (with it infeasible, unbounded and timed out all look alike), in
 * stretches between which limits and interrupt are looked at.
 */
function solveLinear(glpk: GLPK, model: LpModel, options: SolveOptions, interrupt: () => boolean): LpOutcome {
  const limit = options.iterationLimit ?? Infinity;
  // The first stretch is twice `each`, the second three times, and so on; 0.5 counts as none at all.
  const each = Math.max(0.5, Math.min(STRETCH, Math.floor(limit / 2)));
  const mostIterations = 100_000 + 50 * (model.rowCount + model.columnCount);
  const started = performance.now();
  let calls = 0;
  let done = 0;
  const look = (result: Result | Result['result']): void => {
    const status = 'status' in result ? result.status : result.result.status;
    calls += 1;
    done += each * (calls + 1);
    if (status === glpk.GLP_OPT || status === glpk.GLP_NOFEAS || status === glpk.GLP_UNBND) return;
    if (interrupt()) throw new Halt({ kind: 'interrupted' });
    if (timeIsUp(options, started)) throw new Halt({ kind: 'timeLimit' });
    if (done + each * (calls + 2) > limit) throw new Halt({ kind: 'iterationLimit' });
    if (status === glpk.GLP_UNDEF || done > mostIterations) throw new Error('the simplex makes no progress');
  };
  const solveOptions: Options = { msglev: glpk.GLP_MSG_OFF, presol: false, cb: { call: look, each } };
  if (options.timeLimitSeconds !== undefined) solveOptions.tmlim = Math.max(0.001, options.timeLimitSeconds);
  try {
    return readLinear(glpk, model, glpk.solve(namedProgram(glpk, model), solveOptions).result);
  } catch (error) {
    if (error instanceof Halt) return stopped(error.stop);
    throw error;
  }
}

function timeIsUp(options: SolveOptions, started: number): boolean {
  return options.timeLimitSeconds !== undefined && performance.now() - started >= options.timeLimitSeconds * 1000;
}

function readLinear(glpk: GLPK, model: LpModel, result: Result['result']): LpOutcome {
  if (result.status === glpk.GLP_NOFEAS) return stopped({ kind: 'infeasible' });
  if (result.status === glpk.GLP_UNBND) return stopped({ kind: 'unbounded' });
  if (result.status !== glpk.GLP_OPT)
    throw new Error(`stopped with status ${result.status}, neither solved nor limited`);
  const rowDuals = Float64Array.from({ length: model.rowCount }, (_, i) => result.dual?.[rowName(i)] ?? Number.NaN);
  return {
    stop: { kind: 'optimal' },
    point: readPoint(model, result),
    duals: { kind: 'available', rowDuals, reducedCosts: reducedCostsFrom(model, rowDuals) },
    basis: null,
    effort: NO_EFFORT,
    claimedGap: null,
    preferred: null,
  };
}

function readPoint(model: LpModel, result: Result['result']): LpOutcome['point'] {
  const columnValues = Float64Array.from({ length: model.columnCount }, (_, j) => result.vars[columnName(j)]);
  const rowValues = new Float64Array(model.rowCount);
  let objective = model.objectiveOffset;
  const { starts, rows, values } = model.matrix;
  for (let j = 0; j < model.columnCount; j += 1) {
    objective += model.columnCosts[j] * columnValues[j];
    for (let k = starts[j]; k < starts[j + 1]; k += 1) rowValues[rows[k]] += values[k] * columnValues[j];
  }
  return { kind: 'feasible', columnValues, rowValues, objective };
}

/** GLPK.js hands out row duals only: columnCosts[j] - sum over rows of dual times coefficient. */
function reducedCostsFrom(model: LpModel, rowDuals: Float64Array): Float64Array {
  const { starts, rows, values } = model.matrix;
  return model.columnCosts.map((cost, j) => {
    let reduced = cost;
    for (let k = starts[j]; k < starts[j + 1]; k += 1) reduced -= values[k] * rowDuals[rows[k]];
    return reduced;
  });
}

/** An integer program. GLPK.js can only solve it with the presolver, so `no answer` is told apart afterwards. */
function solveIntegers(glpk: GLPK, model: LpModel, options: SolveOptions): LpOutcome {
  const started = performance.now();
  const solveOptions: Options = { msglev: glpk.GLP_MSG_OFF, presol: true, mipgap: options.relativeGap ?? 0 };
  if (options.timeLimitSeconds !== undefined) solveOptions.tmlim = options.timeLimitSeconds;
  const { result } = glpk.solve(namedProgram(glpk, model), solveOptions);
  // GLPK stops by its own clock, a little before this one.
  const late = options.timeLimitSeconds !== undefined && performance.now() - started >= 900 * options.timeLimitSeconds;
  if (result.status === glpk.GLP_NOFEAS) return stopped({ kind: 'infeasible' });
  if (result.status !== glpk.GLP_OPT && result.status !== glpk.GLP_FEAS) {
    return late ? stopped({ kind: 'timeLimit' }) : whyNoAnswer(glpk, model, options);
  }
  const proven = result.status === glpk.GLP_OPT;
  return {
    // Merely feasible: it ran out of time, or stopped at the gap that it was given.
    stop: proven || !late ? { kind: 'optimal' } : { kind: 'timeLimit' },
    point: readPoint(model, result),
    duals: NO_DUALS,
    basis: null,
    effort: NO_EFFORT,
    claimedGap: proven ? 0 : late ? Infinity : (options.relativeGap ?? 0),
    preferred: null,
  };
}

/** The relaxation says whether an integer program without an answer has no point or no limit. */
function whyNoAnswer(glpk: GLPK, model: LpModel, options: SolveOptions): LpOutcome {
  const relaxation = { ...model, integerColumns: new Int32Array(0) };
  const outcome = solveLinear(glpk, relaxation, options, () => false);
  if (outcome.stop.kind === 'optimal') return stopped({ kind: 'infeasible' });
  return { ...outcome, point: NO_POINT, duals: NO_DUALS };
}

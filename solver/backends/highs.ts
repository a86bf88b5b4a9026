import type { Highs, Model } from 'highs';
import * as highsModule from 'highs';
import type { LpModel } from '../lp-model.ts';
import type { LpBasis, LpOutcome, SolveOptions } from '../outcome.ts';
import { NO_DUALS, NO_POINT } from '../outcome.ts';
import type { ColumnBounds, LpBackend, OpenProgram } from './backend.ts';
import { failed, stopped } from './backend.ts';
import { MEMORY_CEILING_BYTES, memoryRefusal } from './highs-memory.ts';
import { MODEL_STATUS, stopReason } from './highs-status.ts';

/** The one cast: under nodenext the default export of this CommonJS-typed package is seen as its namespace. */
const loadHighs = highsModule.default as unknown as () => Promise<Highs>;

/** Feasibility tolerances of the scaled program. HiGHS's own 1e-7 of a MW would be 0.1 W, seen in every balance. */
const TOLERANCE = 1e-9;
/** HiGHS's word for a point, or duals, that keep its tolerances. */
const FEASIBLE = 2;

export interface HighsBackendOptions {
  /** Programs estimated above this are refused as `tooLarge` before they are tried. */
  readonly memoryCeilingBytes?: number | undefined;
}

/** A fresh HiGHS instance (20 to 45 ms). */
export async function makeHighsBackend(options: HighsBackendOptions = {}): Promise<LpBackend> {
  const highs = await loadHighs();
  const ceiling = options.memoryCeilingBytes ?? MEMORY_CEILING_BYTES;
  let broken = false;

  /** Runs a step; a failure becomes an outcome and, unless it is the wrapper's own refusal, costs the instance. */
  function guarded(step: () => LpOutcome): LpOutcome {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof highs.errors.HighsValidationError)) broken = true;
      return failed('highs', error);
    }
  }

  function open(program: LpModel): OpenProgram {
    const refusal = memoryRefusal(program, ceiling);
    if (refusal !== null) return refused(refusal);
    let model: Model | null = null;
    let withoutModel = failed('highs', 'the program is closed');
    const opened = guarded(() => {
      model = highs.createModel(modelData(program));
      return withoutModel;
    });
    if (model === null) withoutModel = opened;
    return {
      solve(solveOptions, interrupt, bounds) {
        if (model === null) return withoutModel;
        const loaded = model;
        return guarded(() => run(loaded, program, solveOptions, interrupt, bounds));
      },
      dualRay: () => (model === null || broken ? null : readDualRay(model)),
      close() {
        const loaded = model;
        model = null;
        // After an abort the instance's memory is gone: nothing is left to dispose of.
        if (loaded !== null && !broken) loaded.dispose();
      },
    };
  }

  return {
    name: 'highs',
    open,
    solve(program, solveOptions, interrupt) {
      const opened = open(program);
      try {
        return opened.solve(solveOptions, interrupt);
      } finally {
        opened.close();
      }
    },
    isBroken: () => broken,
  };
}

function refused(message: string): OpenProgram {
  return { solve: () => stopped({ kind: 'tooLarge', message }), dualRay: () => null, close: () => {} };
}

/** A ray that the simplex left behind; asking for one that is not there may fail, which is an answer too. */
function readDualRay(model: Model): Float64Array | null {
  try {
    return model.getDualRay()?.values ?? null;
  } catch {
    return null;
  }
}

function modelData(program: LpModel) {
  const { matrix, columnCount, rowCount } = program;
  let integrality: Int32Array | undefined;
  if (program.integerColumns.length > 0) {
    integrality = new Int32Array(columnCount);
    for (const column of program.integerColumns) integrality[column] = 1;
  }
  return {
    numCols: columnCount,
    numRows: rowCount,
    offset: program.objectiveOffset,
    colCost: program.columnCosts,
    colLower: program.columnLowers,
    colUpper: program.columnUppers,
    rowLower: program.rowLowers,
    rowUpper: program.rowUppers,
    matrix: {
      format: 'csc' as const,
      numRows: rowCount,
      numCols: columnCount,
      starts: matrix.starts,
      indices: matrix.rows,
      values: matrix.values,
    },
    ...(integrality === undefined ? {} : { integrality }),
  };
}

function applyOptions(model: Model, integers: boolean, options: SolveOptions, presolve: 'on' | 'off'): void {
  model.options.set({
    output_flag: false,
    presolve,
    solver: 'choose',
    primal_feasibility_tolerance: TOLERANCE,
    dual_feasibility_tolerance: TOLERANCE,
    mip_feasibility_tolerance: TOLERANCE,
    small_matrix_value: 1e-12,
    mip_rel_gap: options.relativeGap ?? 0,
    mip_abs_gap: 1e-7,
    time_limit: options.timeLimitSeconds ?? 1e30,
    simplex_iteration_limit: integers ? 2147483647 : (options.iterationLimit ?? 2147483647),
    mip_max_nodes: options.nodeLimit ?? 2147483647,
  });
}

function run(
  model: Model,
  program: LpModel,
  options: SolveOptions,
  interrupt: (() => boolean) | undefined,
  bounds: ColumnBounds | undefined,
): LpOutcome {
  const integers = program.integerColumns.length > 0;
  if (bounds !== undefined) {
    const all = { kind: 'range' as const, from: 0, to: program.columnCount - 1 };
    model.changeColsBounds(all, bounds.lowers, bounds.uppers);
  }
  const warm = fitting(options.basis, program);
  if (!integers && warm !== null) {
    model.setBasis({ colStatus: Int32Array.from(warm.columns), rowStatus: Int32Array.from(warm.rows) });
  }
  if (integers && options.startValues?.length === program.columnCount) {
    model.setSolution({ colValue: options.startValues });
  }
  // Without presolve the basis of a stopped linear program is one of this program, and can be gone on from.
  const limited = options.iterationLimit !== undefined || options.timeLimitSeconds !== undefined;
  const presolve = !integers && (limited || warm !== null) ? 'off' : 'on';
  applyOptions(model, integers, options, presolve);
  model.zeroAllClocks();
  let status = runOnce(model, interrupt);
  if (isDoubtful(model, status)) {
    // Presolve cannot tell infeasible from unbounded, and its answer may fall apart when it is undone.
    model.clearSolver();
    applyOptions(model, integers, options, 'off');
    status = runOnce(model, interrupt);
  }
  return readOutcome(model, status, integers);
}

/** Runs with the options and the basis as they are set, and returns the model status. */
function runOnce(model: Model, interrupt: (() => boolean) | undefined): number {
  if (interrupt === undefined) return model.run().modelStatus;
  const ask = (event: { interrupt(): void }): undefined => {
    if (interrupt()) event.interrupt();
  };
  return model.run({ 1: ask, 2: ask, 6: ask }).modelStatus;
}

function isDoubtful(model: Model, status: number): boolean {
  if (status === MODEL_STATUS.optimal) return model.info.get('primal_solution_status') !== FEASIBLE;
  return status === MODEL_STATUS.unboundedOrInfeasible || stopReason(status).kind === 'backendError';
}

function fitting(basis: LpBasis | undefined, program: LpModel): LpBasis | null {
  if (basis === undefined) return null;
  if (basis.columns.length !== program.columnCount || basis.rows.length !== program.rowCount) return null;
  return basis;
}

function readOutcome(model: Model, status: number, integers: boolean): LpOutcome {
  const count = (name: string): number => Math.max(0, Number(model.info.get(name)));
  const stop = stopReason(status);
  const effort = {
    iterations: count('simplex_iteration_count') + count('ipm_iteration_count') + count('crossover_iteration_count'),
    nodes: integers ? count('mip_node_count') : 0,
  };
  const basis = integers ? null : readBasis(model);
  const feasible = model.info.get('primal_solution_status') === FEASIBLE;
  const stoppedEarly = stop.kind !== 'optimal';
  // A linear program that stopped early has a basis and no point; an integer one may have an incumbent.
  if (!feasible || stop.kind === 'infeasible' || stop.kind === 'unbounded' || (stoppedEarly && !integers)) {
    if (stop.kind === 'optimal') return failed('highs', 'reported an optimum whose point breaks its own tolerance');
    return { stop, point: NO_POINT, duals: NO_DUALS, basis, effort, claimedGap: null };
  }
  const solution = model.getSolution();
  const haveDuals = !integers && model.info.get('dual_solution_status') === FEASIBLE;
  const gap = Number(model.info.get('mip_gap'));
  return {
    stop,
    point: {
      kind: 'feasible',
      columnValues: solution.colValue,
      rowValues: solution.rowValue,
      objective: model.getObjectiveValue(),
    },
    duals: haveDuals ? { kind: 'available', rowDuals: solution.rowDual, reducedCosts: solution.colDual } : NO_DUALS,
    basis,
    effort,
    claimedGap: integers ? Math.max(0, gap) : null,
  };
}

function readBasis(model: Model): LpBasis | null {
  if (model.info.get('basis_validity') !== 1) return null;
  const basis = model.getBasis();
  return { columns: Uint8Array.from(basis.colStatus), rows: Uint8Array.from(basis.rowStatus) };
}

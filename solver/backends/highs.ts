import type { Highs, Model } from 'highs';
import * as highsModule from 'highs';
import { type LpModel, withColumnBounds } from '../lp-model.ts';
import type { LpOutcome } from '../outcome.ts';
import type { LpBackend, OpenProgram } from './backend.ts';
import { failed, stopped } from './backend.ts';
import { load, loadColumnBounds, solveLinear } from './highs-linear.ts';
import { MEMORY_CEILING_BYTES, memoryRefusal } from './highs-memory.ts';
import { solveIntegers } from './highs-run.ts';

/** The one cast: under nodenext the default export of this CommonJS-typed package is seen as its namespace. */
const loadHighs = highsModule.default as unknown as () => Promise<Highs>;

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
    let current = program;
    let displaced = false;
    return {
      solve(solveOptions, interrupt, bounds) {
        if (model === null) return withoutModel;
        const loaded = model;
        if (bounds !== undefined) current = withColumnBounds(current, bounds.lowers, bounds.uppers);
        return guarded(() => {
          if (displaced) load(loaded, current);
          else if (bounds !== undefined) loadColumnBounds(loaded, current);
          loaded.zeroAllClocks();
          if (current.integerColumns.length > 0) return solveIntegers(loaded, current, solveOptions, interrupt);
          // Not asked again within: at every iteration, asking would take a quarter of the time.
          if (interrupt?.() === true) return stopped({ kind: 'interrupted' });
          displaced = solveOptions.thenLeast !== undefined;
          return solveLinear(loaded, current, solveOptions, bounds === undefined ? 'like' : 'branch');
        });
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

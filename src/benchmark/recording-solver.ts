import type { LpModel, SolverPool } from '../../solver/index.ts';
import type { ProgramSize } from './figures.ts';

export interface SolveRecord {
  readonly program: ProgramSize;
  readonly iterations: number;
}

/** A pool that also keeps the size and the effort of everything it solves, until asked. */
export function recordingSolver(pool: SolverPool) {
  let records: SolveRecord[] = [];
  const solver: SolverPool = {
    ...pool,
    async solve(model, options, signal) {
      const program = sizeOf(model);
      const outcome = await pool.solve(model, options, signal);
      records.push({ program, iterations: outcome.effort.iterations });
      return outcome;
    },
  };
  return {
    solver,
    /** What was solved since the last call. */
    take(): readonly SolveRecord[] {
      const taken = records;
      records = [];
      return taken;
    },
  };
}

function sizeOf(model: LpModel): ProgramSize {
  return {
    columns: model.columnCount,
    rows: model.rowCount,
    nonzeros: model.matrix.values.length,
    integerColumns: model.integerColumns.length,
  };
}

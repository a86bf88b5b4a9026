import type { LpModel } from '../lp-model.ts';
import type { LpOutcome, SolveOptions, StopReason } from '../outcome.ts';
import { NO_DUALS, NO_EFFORT, NO_POINT } from '../outcome.ts';

export type BackendName = 'highs' | 'glpk';

/**
 * What a backend must do: synchronous, one program at a time, called inside a worker (or a test). It gets
 * programs that have columns, rows and no NaN, already scaled (`scaling.ts`), and never throws for what a
 * program is or asks: the outcome says so.
 */
export interface LpBackend {
  readonly name: BackendName;
  /**
   * Loads, solves, forgets. `interrupt` is asked before it begins, and while it runs where asking costs next to
   * nothing; true stops the solve as `interrupted`. Whoever cannot wait for the answer ends the thread.
   */
  solve(model: LpModel, options: SolveOptions, interrupt?: () => boolean): LpOutcome;
  /** Keeps the program loaded, for solves that differ in column bounds only. Close it, or its memory leaks. */
  open(model: LpModel): OpenProgram;
  /** True after the instance failed in a way that leaves its memory in doubt: make another one. */
  isBroken(): boolean;
}

export interface OpenProgram {
  /** Solves with the bounds given; without them, with those of the last solve. */
  solve(options: SolveOptions, interrupt?: () => boolean, bounds?: ColumnBounds): LpOutcome;
  /** After an infeasible linear solve: row duals that prove it (up to sign), where the backend has them. */
  dualRay(): Float64Array | null;
  close(): void;
}

export interface ColumnBounds {
  readonly lowers: Float64Array;
  readonly uppers: Float64Array;
}

/** An outcome without point, duals or basis. */
export function stopped(stop: StopReason): LpOutcome {
  return { stop, point: NO_POINT, duals: NO_DUALS, basis: null, effort: NO_EFFORT, claimedGap: null, preferred: null };
}

/** A failure as an outcome: the first line of what was thrown, at most 300 characters, no stack. */
export function failed(backend: BackendName | 'solver', thrown: unknown): LpOutcome {
  return stopped({ kind: 'backendError', message: `${backend}: ${oneLine(thrown)}` });
}

/** The first line with words in it of whatever was thrown. */
export function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  const first = text.split('\n').find((line) => line.trim() !== '') ?? 'failed without a word';
  return first.trim().slice(0, 300);
}

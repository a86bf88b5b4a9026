/** The only door of the solver room: numbers only, no kW, no job, no clock. */

export type { BackendName, LpBackend, OpenProgram } from './backends/backend.ts';
export { makeBackend, makeGlpkBackend, makeHighsBackend } from './backends/make-backend.ts';
export type { BranchingOptions, BranchingResult } from './branching.ts';
export { prove } from './branching.ts';
export type { Certificate } from './certificate.ts';
export { certify, dualBound, relativeGap } from './certificate.ts';
export type { Column, LpBuilder, Row } from './lp-builder.ts';
export { LpBuildError, makeLpBuilder } from './lp-builder.ts';
export type { LpModel, SparseColumns } from './lp-model.ts';
export { objectiveAt, relaxed, rowActivities, withColumnBounds } from './lp-model.ts';
export type {
  FeasiblePoint,
  LpBasis,
  LpDuals,
  LpEffort,
  LpMethod,
  LpOutcome,
  LpPoint,
  LpSolver,
  PreferredPoint,
  SolveOptions,
  StopReason,
  ThenLeast,
} from './outcome.ts';
export { solveScaled } from './solve-scaled.ts';
export { workerFile } from './worker-file.ts';
export type { SolverPool, SolverPoolOptions } from './worker-pool.ts';
export { makeSolverPool } from './worker-pool.ts';

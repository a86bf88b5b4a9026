/** The only door of the solver room: numbers only, no kW, no job, no clock. */

export type { Column, LpBuilder, Row } from './lp-builder.ts';
export { LpBuildError, makeLpBuilder } from './lp-builder.ts';
export type { LpModel, SparseColumns } from './lp-model.ts';
export { objectiveAt, relaxed, rowActivities, withColumnBounds } from './lp-model.ts';
export type { LpBasis, LpDuals, LpEffort, LpOutcome, LpPoint, LpSolver, SolveOptions, StopReason } from './outcome.ts';

import type { SolveOptions, SolverPool } from '../../solver/index.ts';

export interface PlanningOptions {
  readonly solver: SolverPool;
  /** Also solve for jobs, stores and heat alone, so that savings are split. Default true. */
  readonly savingsSplit?: boolean;
  /** Limits of each solve. In replays and re-runs count iterations and nodes, not seconds. */
  readonly limits?: SolveOptions;
  /** Columns of jobs from which on they are placed one by one (`many-jobs/`). Default 1,500,000. */
  readonly manyJobsFromColumns?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: PlanningStage) => void;
  /** Milliseconds from any origin; only for the plan's timings. */
  readonly stopwatch?: () => number;
}

export type PlanningStage = 'building' | 'solving' | 'proving' | 'comparing';

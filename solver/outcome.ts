/**
 * What a solve came to. Three facts stay three: why it stopped, what the point is, what the duals are.
 * A stopped linear program has no feasible point; a stopped integer program may have an incumbent.
 */
export interface LpOutcome {
  readonly stop: StopReason;
  readonly point: LpPoint;
  readonly duals: LpDuals;
  /** Where the simplex stood; another solve of a like program may start there. Null where the backend has none. */
  readonly basis: LpBasis | null;
  readonly effort: LpEffort;
  /** Relative gap that the backend claims for an integer program; null for linear ones. */
  readonly claimedGap: number | null;
  /** What `SolveOptions.thenLeast` came to; null where it was not asked for or nothing sound came of it. */
  readonly preferred: PreferredPoint | null;
}

export type StopReason =
  | { readonly kind: 'optimal' }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'infeasibleOrUnbounded' }
  | { readonly kind: 'timeLimit' }
  | { readonly kind: 'iterationLimit' }
  | { readonly kind: 'nodeLimit' }
  | { readonly kind: 'interrupted' }
  /** The program is larger than the backend's memory; said before it is tried. */
  | { readonly kind: 'tooLarge'; readonly message: string }
  /** The backend failed; one line, no stack. The next solve gets a new instance. */
  | { readonly kind: 'backendError'; readonly message: string };

export type LpPoint = { readonly kind: 'none' } | FeasiblePoint;

export interface FeasiblePoint {
  readonly kind: 'feasible';
  readonly columnValues: Float64Array;
  readonly rowValues: Float64Array;
  /** Offset included. */
  readonly objective: number;
}

/** Another optimum: of all that cost the same, the one with the least weighted sum of columns. */
export interface PreferredPoint {
  /** Within bounds and rows as the first point is, and at its cost but for rounding. */
  readonly point: FeasiblePoint;
  /**
   * Duals of the weighted sum over the optima, in the signs of `LpDuals`: columns and rows that have one must stay
   * where they are, or the sum grows. Zeros where the search was not complete.
   */
  readonly rowDuals: Float64Array;
  readonly reducedCosts: Float64Array;
  /** False where a limit ended the search: an optimum too, with a sum no larger than the first one's. */
  readonly complete: boolean;
  /** Simplex iterations of this search alone; 0 where the backend counts none. */
  readonly iterations: number;
}

/**
 * Signs: a row dual is d objective / d right-hand side of the row (positive where the lower side of a
 * minimisation is active, negative where the upper side is). A reduced cost is
 * columnCosts[j] - sum over rows of rowDuals[i] * A[i][j]: positive at a lower bound, negative at an upper one.
 */
export type LpDuals =
  | { readonly kind: 'none' }
  | { readonly kind: 'available'; readonly rowDuals: Float64Array; readonly reducedCosts: Float64Array };

/** One code a column and a row: 0 at lower, 1 basic, 2 at upper, 3 free at zero, 4 nonbasic (HiGHS order). */
export interface LpBasis {
  readonly columns: Uint8Array;
  readonly rows: Uint8Array;
}

export interface LpEffort {
  /** Repeats exactly on a re-run, as nodes do; without those of a preferred point. */
  readonly iterations: number;
  readonly nodes: number;
  /** Spent on the program where it was solved, scaling included and passing it there not. Never repeats: digest it nowhere. */
  readonly solverMilliseconds: number;
}

export interface SolveOptions {
  /** Start from here; ignored where the backend has no warm start or the shape differs. */
  readonly basis?: LpBasis;
  /** Simplex iterations at most. */
  readonly iterationLimit?: number;
  /**
   * How a linear program is solved from nothing: by the simplex unless stated, or by an interior point that crosses over
   * to a corner, which pays where levels are carried from row to row through a long chain. Taken by backends that have
   * it, where no basis and no limit is given.
   */
  readonly method?: LpMethod;
  /** Branch-and-bound nodes at most. */
  readonly nodeLimit?: number;
  /** Wall-clock seconds at most. Not repeatable: never in tests of results, replays or re-runs. */
  readonly timeLimitSeconds?: number;
  /** Relative gap at which an integer program counts as solved. Default 0. */
  readonly relativeGap?: number;
  /** A known point of an integer program, one value a column: its incumbent from the start. Linear programs ignore it. */
  readonly startValues?: Float64Array;
  /** A second objective for a linear program, in the same breath; integer programs ignore it. */
  readonly thenLeast?: ThenLeast;
}

export type LpMethod = 'simplex' | 'interiorPoint';

/** Among the optima, the point with the least sum of weight x column: `LpOutcome.preferred`. */
export interface ThenLeast {
  /** One a column. */
  readonly weights: Float64Array;
  /** Simplex iterations at most, for this search alone; what it has reached by then is still an optimum. */
  readonly iterationLimit?: number;
}

/** A port to a solver that runs off the event loop. Implementations: the worker pool of this room. */
export interface LpSolver {
  /** Solves one program. Never rejects for a property of the program: that is what the outcome says. */
  solve(model: import('./lp-model.ts').LpModel, options?: SolveOptions, signal?: AbortSignal): Promise<LpOutcome>;
  close(): Promise<void>;
}

export const NO_POINT: LpPoint = { kind: 'none' };
export const NO_DUALS: LpDuals = { kind: 'none' };
export const NO_EFFORT: LpEffort = { iterations: 0, nodes: 0, solverMilliseconds: 0 };

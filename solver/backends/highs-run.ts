import type { Model } from 'highs';
import type { LpModel } from '../lp-model.ts';
import type { LpBasis, LpOutcome, SolveOptions } from '../outcome.ts';
import { NO_DUALS, NO_POINT } from '../outcome.ts';
import { failed } from './backend.ts';
import { MODEL_STATUS, stopReason } from './highs-status.ts';

/** Feasibility tolerances of the scaled program. HiGHS's own 1e-7 of a MW would be 0.1 W, seen in every balance. */
const TOLERANCE = 1e-9;
/** HiGHS's word for a point, or duals, that keep its tolerances. */
const FEASIBLE = 2;
const NO_LIMIT = 2147483647;

export type Interrupt = (() => boolean) | undefined;

/** How a run goes about it. Without presolve it goes on from the basis that is loaded. */
export interface Way {
  readonly presolve: 'on' | 'off';
  readonly simplex: 'dual' | 'primal';
  /** An interior point first, then its way to a corner; of no account for an integer program. */
  readonly interior?: boolean;
  /** Simplex iterations at most, of a linear program. */
  readonly iterationLimit?: number | undefined;
}

/** Runs once, and returns the model status. */
export function run(model: Model, way: Way, options: SolveOptions): number {
  setOptions(model, way, options);
  return model.run().modelStatus;
}

/** The same, but asked at every node of an integer search whether to go on. */
function runAsking(model: Model, way: Way, options: SolveOptions, interrupt: () => boolean): number {
  setOptions(model, way, options);
  const ask = (event: { interrupt(): void }): undefined => {
    if (interrupt()) event.interrupt();
  };
  return model.run({ 6: ask }).modelStatus;
}

function setOptions(model: Model, way: Way, options: SolveOptions): void {
  const primal = way.simplex === 'primal';
  model.options.set({
    output_flag: false,
    presolve: way.presolve,
    solver: way.interior === true ? 'ipm' : 'choose',
    // HiGHS's numbers for its methods.
    simplex_strategy: primal ? 4 : 1,
    // From a basis of a like program rows of the tableau are seldom sparse: always by rows saves one twentieth.
    simplex_price_strategy: primal ? 1 : 3,
    // Bounds that were moved have to be moved back in the end: near the optimum that doubles the iterations.
    primal_simplex_bound_perturbation_multiplier: primal ? 0 : 1,
    primal_feasibility_tolerance: TOLERANCE,
    dual_feasibility_tolerance: TOLERANCE,
    mip_feasibility_tolerance: TOLERANCE,
    small_matrix_value: 1e-12,
    mip_rel_gap: options.relativeGap ?? 0,
    mip_abs_gap: 1e-7,
    time_limit: options.timeLimitSeconds ?? 1e30,
    simplex_iteration_limit: Math.min(way.iterationLimit ?? NO_LIMIT, NO_LIMIT),
    mip_max_nodes: options.nodeLimit ?? NO_LIMIT,
  });
}

/** Presolve cannot tell infeasible from unbounded, and its answer may fall apart when it is undone. */
export function isDoubtful(model: Model, status: number): boolean {
  if (status === MODEL_STATUS.optimal) return !hasPoint(model);
  return status === MODEL_STATUS.unboundedOrInfeasible || stopReason(status).kind === 'backendError';
}

/** Whether the last run left a point that keeps the tolerances. */
export function hasPoint(model: Model): boolean {
  return model.info.get('primal_solution_status') === FEASIBLE;
}

function hasDuals(model: Model): boolean {
  return model.info.get('dual_solution_status') === FEASIBLE;
}

function count(model: Model, name: string): number {
  return Math.max(0, Number(model.info.get(name)));
}

/** Iterations of the last run. */
export function iterationsOf(model: Model): number {
  const names = ['simplex_iteration_count', 'ipm_iteration_count', 'crossover_iteration_count'];
  return names.reduce((sum, name) => sum + count(model, name), 0);
}

/**
 * An integer program, from the known point that the options may bring. Never with presolve: on small programs of
 * whole and other numbers it cuts off the optimum now and then and calls the rest optimal (1 in 250 random ones;
 * HiGHS issues 3073 and 3274).
 */
export function solveIntegers(model: Model, program: LpModel, options: SolveOptions, interrupt: Interrupt): LpOutcome {
  if (options.startValues?.length === program.columnCount) model.setSolution({ colValue: options.startValues });
  const way = { presolve: 'off', simplex: 'dual' } as const;
  const status = interrupt === undefined ? run(model, way, options) : runAsking(model, way, options, interrupt);
  const effort = { iterations: iterationsOf(model), nodes: count(model, 'mip_node_count'), solverMilliseconds: 0 };
  const stop = stopReason(status);
  const base = { stop, point: NO_POINT, duals: NO_DUALS, basis: null, effort, claimedGap: null, preferred: null };
  // Stopped early there may be an incumbent.
  if (!hasPoint(model) || stop.kind === 'infeasible' || stop.kind === 'unbounded') {
    return stop.kind === 'optimal' ? pointless() : base;
  }
  return { ...base, point: readPoint(model), claimedGap: Math.max(0, Number(model.info.get('mip_gap'))) };
}

/** What the last run of a linear program came to. One that stopped early has a basis and no point. */
export function readLinear(model: Model, status: number, iterations: number): LpOutcome {
  const stop = stopReason(status);
  const effort = { iterations, nodes: 0, solverMilliseconds: 0 };
  const basis = readBasis(model);
  const base = { stop, point: NO_POINT, duals: NO_DUALS, basis, effort, claimedGap: null, preferred: null };
  if (stop.kind !== 'optimal') return base;
  if (!hasPoint(model)) return pointless();
  const { rowDual: rowDuals, colDual: reducedCosts } = model.getSolution();
  const duals = hasDuals(model) ? ({ kind: 'available', rowDuals, reducedCosts } as const) : NO_DUALS;
  return { ...base, point: readPoint(model), duals };
}

function pointless(): LpOutcome {
  return failed('highs', 'reported an optimum whose point breaks its own tolerance');
}

function readPoint(model: Model): LpOutcome['point'] {
  const { colValue: columnValues, rowValue: rowValues } = model.getSolution();
  return { kind: 'feasible', columnValues, rowValues, objective: model.getObjectiveValue() };
}

function readBasis(model: Model): LpBasis | null {
  if (model.info.get('basis_validity') !== 1) return null;
  const basis = model.getBasis();
  return { columns: Uint8Array.from(basis.colStatus), rows: Uint8Array.from(basis.rowStatus) };
}

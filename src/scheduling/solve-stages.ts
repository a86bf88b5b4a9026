import type { Column, LpBasis, LpModel, LpOutcome, LpSolver, SolveOptions, StopReason } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { Assembled } from './assemble.ts';
import { addDecision, type Decision, decisionsOf, fixDecisions, isOpen } from './decisions.ts';
import type { Preference } from './part.ts';
import { areWhole } from './rounding.ts';
import { breakTies, leastWeights } from './tie-break.ts';
import { holdChoice, isBranched, isSolved, type SolvedOutcome, settleWholeJobs, withWholeJobs } from './whole-jobs.ts';

/**
 * From an assembled program to a point with duals. Charging and discharging (or buying and selling) at once
 * can pay wherever a bus price turns negative, which only duals show. So: solve; where both ways appear, add
 * a binary that allows one; repeat until none. Machines with a least load are treated alike: one that runs below it gets
 * a binary. Each stage relaxes the next, so the last one is optimal. Jobs
 * that run as a whole are mixed by the linear program; where they are, one way is chosen for each and the rest
 * solved around it: then the first solve is a bound, and how far the plan is from it is said.
 */
export type StagedSolution =
  | { readonly kind: 'stopped'; readonly stop: StopReason; readonly effort: Effort }
  | {
      readonly kind: 'solved';
      /** The program of the last stage, with its binaries; whole jobs stand where they were put. */
      readonly model: LpModel;
      readonly columnValues: Float64Array;
      /** Duals of the linear program with the binaries fixed. */
      readonly rowDuals: Float64Array;
      readonly reducedCosts: Float64Array;
      /** Where the first solve ended: of the program without binaries, and with whole jobs mixed. */
      readonly basis: LpBasis | null;
      /** What the plan's distance is measured from where whole jobs were mixed; null where none was. */
      readonly relaxation: Relaxation | null;
      /** Relative gap that the backend claims for the last integer program; null without integers. */
      readonly claimedGap: number | null;
      readonly effort: Effort;
    };

/** The program in which jobs may be mixed, or branched on where they are few, and duals of its first rows. */
export interface Relaxation {
  readonly model: LpModel;
  readonly rowDuals: Float64Array;
}

export interface Effort {
  readonly solveMilliseconds: number;
  readonly passMilliseconds: number;
  readonly tieBreakMilliseconds: number;
  readonly stages: number;
  readonly iterations: number;
}

export interface StageOptions {
  readonly startBasis: LpBasis | null;
  readonly limits: SolveOptions;
  readonly signal?: AbortSignal;
  readonly stopwatch: () => number;
  /** What the program was assembled from: rounding looks at its capacities. */
  readonly fleet: Fleet;
}

/** After so many rounds of single slots, all slots of what was undecided get their binary. */
const PATIENT_ROUNDS = 3;
/**
 * Nodes of an integer stage, unless the caller sets a limit. A good incumbent comes at the root; closing the last
 * 1e-4 among many alternating slots can take any time, and the certificate states what is left.
 */
const NODE_LIMIT = 100;

export async function solveInStages(
  solver: LpSolver,
  assembled: Assembled,
  options: StageOptions,
): Promise<StagedSolution> {
  const { lp, parts } = assembled;
  const decisions = decisionsOf(parts);
  const preferences = parts.flatMap((part) => part.preferences ?? []);
  const wholeJobs = parts.flatMap((part) => part.wholeJobs ?? []);
  const chosen = new Map<Decision, Column>();
  const { effort, solve, untimed } = countingSolver(solver, options);
  const settle = (model: LpModel, outcome: SolvedOutcome) =>
    settleWholeJobs(options.fleet, assembled, wholeJobs, model, outcome, solve);

  const program = lp.build();
  const weights = leastWeights(program, preferences);
  const method = parts.find((part) => part.method !== undefined)?.method ?? 'simplex';
  const basis = options.startBasis === null ? {} : { basis: options.startBasis };
  const first = await solve(program, { ...basis, method, thenLeast: { weights } });
  effort.stages += 1;
  if (!isSolved(first)) return { kind: 'stopped', stop: first.stop, effort };
  const settled = await settle(program, first);
  if (settled.kind === 'stopped') return { ...settled, effort };
  let { choice, claimedGap } = settled;
  let stage: Stage = { model: program, outcome: settled.outcome, weights };

  for (;;) {
    const grown = chosen.size === 0 ? program : lp.build();
    const held = choice === null ? grown : holdChoice(grown, choice);
    if (chosen.size === 0) stage = { ...stage, model: held };
    else {
      effort.stages += 1;
      const next = await solveOneWay(held, chosen, preferences, solve);
      if (next.kind === 'stopped') return { ...next, effort };
      ({ claimedGap, stage } = next);
      if (choice === null && !areWhole(wholeJobs, valuesOf(stage.outcome.point.columnValues))) {
        // Jobs that ran whole without the binaries are mixed with them.
        const again = await settle(stage.model, stage.outcome);
        if (again.kind === 'stopped') return { ...again, effort };
        choice = again.choice;
        continue;
      }
    }
    const { outcome } = stage;
    const from = options.stopwatch();
    const preferred = await breakTies(stage.model, outcome, stage.weights, preferences, untimed);
    effort.tieBreakMilliseconds += options.stopwatch() - from;
    // Among equal plans a mixture of ways may be the earlier one; whole jobs are worth more.
    const columnValues = areWhole(wholeJobs, valuesOf(preferred)) ? preferred : outcome.point.columnValues;
    const open = decisions.filter((decision) => !chosen.has(decision) && isOpen(decision, columnValues));
    if (open.length === 0) {
      const { rowDuals, reducedCosts } = outcome.duals;
      const unheld = isBranched(wholeJobs) ? withWholeJobs(grown, wholeJobs) : grown;
      const relaxation = choice === null ? null : { model: unheld, rowDuals: first.duals.rowDuals };
      const point = { model: held, columnValues, rowDuals, reducedCosts };
      return { kind: 'solved', ...point, basis: first.basis, relaxation, claimedGap, effort };
    }
    for (const decision of toDecide(open, decisions, chosen, effort.stages)) {
      chosen.set(decision, addDecision(lp, decision));
    }
  }
}

/** A program with every choice of a way made, and its optimum. */
interface Stage {
  readonly model: LpModel;
  readonly outcome: SolvedOutcome;
  /** What among its optima is preferred. */
  readonly weights: Float64Array;
}

const valuesOf = (columnValues: Float64Array) => (column: Column) => columnValues[column];

/** The solver within the limits of the plan, and what its solves come to; those of `untimed` are counted elsewhere. */
function countingSolver(solver: LpSolver, { limits, signal, stopwatch }: StageOptions) {
  const effort = { solveMilliseconds: 0, passMilliseconds: 0, tieBreakMilliseconds: 0, stages: 0, iterations: 0 };
  return {
    effort,
    untimed: (model: LpModel): Promise<LpOutcome> => solver.solve(model, limits, signal),
    async solve(model: LpModel, solveOptions: SolveOptions): Promise<LpOutcome> {
      const from = stopwatch();
      const outcome = await solver.solve(model, { ...solveOptions, ...limits }, signal);
      const spent = stopwatch() - from;
      // A stopwatch of processor time may count less than the clock of the solver's thread: then nothing was passing.
      const passing = Math.max(0, spent - outcome.effort.solverMilliseconds);
      effort.passMilliseconds += passing;
      effort.solveMilliseconds += spent - passing;
      effort.iterations += outcome.effort.iterations;
      return outcome;
    },
  };
}

/** With a binary for each choice: the integer program, then the linear one that its choices leave. */
async function solveOneWay(
  held: LpModel,
  chosen: ReadonlyMap<Decision, Column>,
  preferences: readonly Preference[],
  solve: (model: LpModel, options: SolveOptions) => Promise<LpOutcome>,
): Promise<
  | { readonly kind: 'stopped'; readonly stop: StopReason }
  | { readonly kind: 'solved'; readonly stage: Stage; readonly claimedGap: number | null }
> {
  const integer = await solve(held, { nodeLimit: NODE_LIMIT, relativeGap: 0 });
  if (integer.point.kind === 'none') return { kind: 'stopped', stop: integer.stop };
  const model = fixDecisions(held, chosen, integer.point.columnValues);
  const weights = leastWeights(model, preferences);
  const outcome = await solve(model, { thenLeast: { weights } });
  if (!isSolved(outcome)) return { kind: 'stopped', stop: outcome.stop };
  return { kind: 'solved', stage: { model, outcome, weights }, claimedGap: integer.claimedGap };
}

/** The slots that are undecided; after some rounds all slots of what was. */
function toDecide(
  open: readonly Decision[],
  decisions: readonly Decision[],
  chosen: ReadonlyMap<Decision, Column>,
  stages: number,
): readonly Decision[] {
  if (chosen.size === 0 || stages <= PATIENT_ROUNDS) return open;
  const names = new Set(open.map(({ name }) => name));
  return decisions.filter((decision) => names.has(decision.name) && !chosen.has(decision));
}

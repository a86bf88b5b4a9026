import { type LpBasis, objectiveAt, type SolveOptions, type SolverPool, type StopReason } from '../../solver/index.ts';
import type { Conflict, Plan, PlanTimings } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import { ENGINE_VERSION } from '../version.ts';
import { type Assembled, assembleFleet } from './assemble.ts';
import { type RulePlan, type RulePlans, rulePlans } from './baselines/index.ts';
import { readBrokenPromises } from './broken-promises.ts';
import { proveSolution } from './certify-solution.ts';
import { findConflicts } from './conflicts.ts';
import { inputDigest, planDigest } from './digest.ts';
import type { SchedulingProblem } from './problem.ts';
import {
  lpSolution,
  plansOfSites,
  quotaCurves,
  readCostLines,
  readParts,
  readShadowPrices,
  roundedFigures,
} from './read-solution.ts';
import { savingsOf } from './savings.ts';
import { emissionsOf, indicatorsOf } from './site-figures.ts';
import { type StagedSolution, solveInStages } from './solve-stages.ts';
import { makeTimer, type Timer } from './timer.ts';

export interface PlanningOptions {
  readonly solver: SolverPool;
  /** Also solve for jobs alone and stores alone, so that savings are split. Default true. */
  readonly savingsSplit?: boolean;
  /** Limits of each solve. In replays and re-runs count iterations and nodes, not seconds. */
  readonly limits?: SolveOptions;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: PlanningStage) => void;
  /** Milliseconds from any origin; only for the plan's timings. */
  readonly stopwatch?: () => number;
}

export type PlanningStage = 'building' | 'solving' | 'proving' | 'comparing';

/**
 * A dispatch plan for a problem: optimal and proven, or the best known with its gap, or the rules' plan with
 * the reason, or `infeasible` with where physics cannot hold. Rejects only on a bug.
 */
export async function planDispatch(problem: SchedulingProblem, options: PlanningOptions): Promise<Plan> {
  return (await planKeepingBasis(problem, options)).plan;
}

export interface PlanAndBasis {
  readonly plan: Plan;
  /** Where the simplex ended: the next plan of a like fleet may start there (`makeProblem(fleet, basis)`). */
  readonly basis: LpBasis | null;
}

/** The same, and where the solver ended. A kept basis may lead to another optimum, so it belongs to the next problem. */
export async function planKeepingBasis(problem: SchedulingProblem, options: PlanningOptions): Promise<PlanAndBasis> {
  const stopwatch = options.stopwatch ?? (() => performance.now());
  const timer = makeTimer(stopwatch);
  const { fleet } = problem;
  options.onProgress?.('building');
  const assembled = timer.measure('buildMilliseconds', () => assembleFleet(fleet));
  options.onProgress?.('solving');
  const stageOptions = { ...options, startBasis: problem.startBasis, limits: options.limits ?? {}, stopwatch, fleet };
  const [solution, { rules, heading }] = await Promise.all([
    solveInStages(options.solver, assembled, stageOptions),
    headingOf(problem),
  ]);
  timer.add('solveMilliseconds', solution.effort.solveMilliseconds);
  timer.add('passMilliseconds', solution.effort.passMilliseconds);
  timer.add('tieBreakMilliseconds', solution.effort.tieBreakMilliseconds);
  if (solution.kind === 'stopped') {
    return { plan: await withoutOptimum(problem, heading, rules, solution.stop, options.solver, timer), basis: null };
  }

  options.onProgress?.('proving');
  const read = readPlan(problem, assembled, solution);
  const gapScale = read.costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  const proof = await timer.measureAsync('certifyMilliseconds', () =>
    proveSolution(options.solver, solution, gapScale, options.signal),
  );
  options.onProgress?.('comparing');
  const split = options.savingsSplit ?? true;
  const savings = await timer.measureAsync('baselineMilliseconds', () =>
    savingsOf(fleet, read.objective, read.emissions, rules, options.solver, {
      ...stageOptions,
      split,
      ownBasis: solution.basis,
    }),
  );
  const { status, statusReason, certifiedGap, certificate } = proof;
  const { claimedGap } = solution;
  const plan = sealed(
    { ...heading, ...read, status, statusReason, certifiedGap, claimedGap, certificate, savings },
    timer.timings(),
  );
  return { plan, basis: solution.basis };
}

/** What needs no solution. Begun after the solver, which works in a thread of its own, it costs no time. */
async function headingOf(problem: SchedulingProblem) {
  const rules = rulePlans(problem.fleet);
  return { rules, heading: header(problem, rules) };
}

type Unsealed = Omit<Plan, 'planDigest' | 'timings'>;

function sealed(plan: Unsealed, timings: PlanTimings): Plan {
  return { ...plan, planDigest: planDigest(plan), timings };
}

function header(problem: SchedulingProblem, rules: RulePlans) {
  const { name, timeline, currency, dataQuality } = problem.fleet;
  const { edges, hours, slotCount } = timeline;
  return {
    wattshift: 1,
    name,
    engineVersion: ENGINE_VERSION,
    inputDigest: inputDigest(problem),
    revision: 0,
    currency,
    timeline: {
      start: formatUtc(edges[0]),
      end: formatUtc(edges[slotCount]),
      slotHours: [...hours],
    },
    dataQuality,
    conflicts: [],
    baselines: {
      firstComeFirstServed: rules.idleStorage.figures,
      ruleBasedStorage: rules.ruleBasedStorage.figures,
    },
  } as const;
}

/** The solution in the words of a plan: figures rounded to 1e-6 of their unit, money as it is. */
function readPlan(
  problem: SchedulingProblem,
  assembled: Assembled,
  point: Extract<StagedSolution, { kind: 'solved' }>,
) {
  const { fleet } = problem;
  const solution = lpSolution(point);
  const reports = readParts(assembled.parts, solution);
  const sites = roundedFigures(plansOfSites(fleet, reports.series));
  const shadowPrices = readShadowPrices(assembled, fleet, solution);
  const offsets = roundedFigures(reports.offsets);
  return {
    objective: objectiveAt(point.model, point.columnValues),
    costLines: readCostLines(assembled.parts, solution),
    sites,
    jobs: roundedFigures(reports.jobs),
    quotaCurves: quotaCurves(fleet, sites, shadowPrices),
    setpoints: roundedFigures(reports.setpoints),
    shadowPrices,
    demandCharges: reports.demandCharges,
    brokenPromises: readBrokenPromises(
      fleet,
      assembled.parts.flatMap((part) => part.promises ?? []),
      solution,
    ),
    emissions: emissionsOf(fleet, sites, offsets),
    offsets,
    indicators: indicatorsOf(fleet, sites),
  };
}

/**
 * No optimum: the physics cannot hold, or the solver was stopped and a rule's plan takes its place; where even
 * that would break a limit, the plan gives no orders rather than wrong ones.
 */
async function withoutOptimum(
  problem: SchedulingProblem,
  heading: ReturnType<typeof header>,
  rules: RulePlans,
  stop: StopReason,
  solver: SolverPool,
  timer: Timer,
): Promise<Plan> {
  // Every column is bounded, so "infeasible or unbounded" can only be the former.
  const impossible = stop.kind === 'infeasible' || stop.kind === 'infeasibleOrUnbounded';
  const conflicts = impossible ? await findConflicts(problem.fleet, solver) : [];
  const rule = impossible ? null : soundRule(rules);
  const body = rule === null ? nothing(problem) : rulePlanBody(problem, rule);
  const plan: Unsealed = {
    ...heading,
    ...body,
    status: impossible ? 'infeasible' : 'fallback',
    statusReason: impossible ? whyImpossible(conflicts) : whyFallback(stop, rule),
    certifiedGap: null,
    claimedGap: null,
    certificate: null,
    conflicts,
    savings: null,
  };
  return sealed(plan, timer.timings());
}

function soundRule(rules: RulePlans): RulePlan | null {
  return [rules.ruleBasedStorage, rules.idleStorage].find(({ figures }) => figures.physicallySound) ?? null;
}

function rulePlanBody({ fleet }: SchedulingProblem, rule: RulePlan) {
  const { objective, costLines, sites, brokenPromises, emissions } = rule.figures;
  const { jobs, setpoints, demandCharges } = rule;
  const curves = quotaCurves(fleet, sites, []);
  return {
    objective,
    costLines,
    sites,
    jobs,
    quotaCurves: curves,
    setpoints,
    shadowPrices: [],
    demandCharges,
    brokenPromises,
    emissions,
    offsets: [],
    indicators: indicatorsOf(fleet, sites),
  };
}

function nothing({ fleet }: SchedulingProblem) {
  return {
    objective: 0,
    costLines: [],
    sites: plansOfSites(fleet, []),
    jobs: [],
    quotaCurves: [],
    setpoints: [],
    shadowPrices: [],
    demandCharges: [],
    brokenPromises: [],
    emissions: { averageKg: null, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 },
    offsets: [],
    indicators: [],
  };
}

function whyImpossible(conflicts: readonly Conflict[]): string {
  if (conflicts.length > 0) return conflicts[0].message;
  return 'the physical limits contradict each other even with every promise broken; look at the levels and limits of the stores';
}

function whyFallback(stop: StopReason, rule: RulePlan | null): string {
  if (rule !== null) return `${whyStopped(stop)}: the plan of today's rules takes its place`;
  return `${whyStopped(stop)}, and the plan of today's rules breaks a physical limit: no orders are given, what runs goes on as it does`;
}

function whyStopped(stop: StopReason): string {
  switch (stop.kind) {
    case 'timeLimit':
      return 'the time limit of the solver was reached';
    case 'iterationLimit':
      return 'the iteration limit of the solver was reached';
    case 'nodeLimit':
      return 'the node limit of the solver was reached';
    case 'interrupted':
      return 'the solver was interrupted';
    case 'tooLarge':
    case 'backendError':
      return stop.message;
    default:
      return `the solver stopped (${stop.kind})`;
  }
}

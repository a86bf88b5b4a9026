import { objectiveAt } from '../../solver/index.ts';
import type { CarbonHold, Plan, PlanTimings } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { Assembled } from './assemble.ts';
import { type RulePlans, rulePlans } from './baselines/index.ts';
import { readBrokenPromises } from './broken-promises.ts';
import { proveByPrices, proveSolution } from './certify-solution.ts';
import { inputDigest, planDigest } from './digest.ts';
import type { PlanningOptions } from './planning-options.ts';
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
import type { StagedSolution, StageOptions } from './solve-stages.ts';
import { makeTimer, type Timer } from './timer.ts';

/** From a solution to a plan: read, proven, compared with work as usual, and sealed. */

export type Solved = Extract<StagedSolution, { kind: 'solved' }>;

/** What needs no solution. */
export interface Heading {
  readonly rules: RulePlans;
  readonly header: ReturnType<typeof headerOf>;
}

/** Begun after the solver, which works in a thread of its own, it costs no time. */
export async function headingOf(problem: SchedulingProblem): Promise<Heading> {
  const rules = rulePlans(problem.fleet);
  return { rules, header: headerOf(problem, rules) };
}

export type Unsealed = Omit<Plan, 'planDigest' | 'timings'>;

export function sealed(plan: Unsealed, timings: PlanTimings): Plan {
  return { ...plan, planDigest: planDigest(plan), timings };
}

function headerOf(problem: SchedulingProblem, rules: RulePlans) {
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

/** What a solution was found for, and what was held meanwhile. */
export interface Finding {
  readonly assembled: Assembled;
  readonly solution: Solved;
  readonly hold: CarbonHold | null;
  /**
   * Where jobs were placed one by one: what no plan costs less than, null where that could not be found. Absent: the
   * program is that of all jobs, and its own duals prove it.
   */
  readonly lagrangianBound?: number | null;
}

export interface Workplace {
  readonly problem: SchedulingProblem;
  readonly options: PlanningOptions;
  readonly stageOptions: StageOptions;
  readonly timer: Timer;
}

/** What planning a problem works with; the clock of the plan's timings starts here. */
export function workplaceFor(problem: SchedulingProblem, options: PlanningOptions): Workplace {
  const stopwatch = options.stopwatch ?? (() => performance.now());
  const { fleet, startBasis } = problem;
  const stageOptions = { ...options, startBasis, limits: options.limits ?? {}, stopwatch, fleet };
  return { problem, options, stageOptions, timer: makeTimer(stopwatch) };
}

/** `split`: also what jobs, stores and heat save by themselves, which is asked of the cheapest plans only. */
export async function finishedPlan(
  { problem, options, stageOptions, timer }: Workplace,
  { rules, header }: Heading,
  { assembled, solution, hold, lagrangianBound }: Finding,
  split: boolean,
): Promise<Plan> {
  const { solver, signal } = options;
  options.onProgress?.('proving');
  const read = readPlan(problem, assembled, solution);
  const gapScale = read.costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  const proof = await timer.measureAsync('certifyMilliseconds', () =>
    lagrangianBound === undefined
      ? proveSolution(solver, solution, gapScale, signal)
      : proveByPrices(solution, lagrangianBound, gapScale),
  );
  options.onProgress?.('comparing');
  const savings = await timer.measureAsync('baselineMilliseconds', () =>
    savingsOf(problem.fleet, read.objective, read.emissions, rules, solver, {
      ...stageOptions,
      split,
      ownBasis: solution.basis,
    }),
  );
  const { status, statusReason, certifiedGap, certificate } = proof;
  const claimedGap = lagrangianBound === undefined ? solution.claimedGap : null;
  const carbonHold = hold === null ? {} : { carbonHold: hold };
  return sealed(
    { ...header, ...read, ...carbonHold, status, statusReason, certifiedGap, claimedGap, certificate, savings },
    timer.timings(),
  );
}

/** The solution in the words of a plan: figures rounded to 1e-6 of their unit, money as it is. */
function readPlan({ fleet }: SchedulingProblem, assembled: Assembled, point: Solved) {
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

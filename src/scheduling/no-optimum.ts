import type { SolverPool, StopReason } from '../../solver/index.ts';
import type { Conflict, Plan } from '../domain/plan.ts';
import type { RulePlan, RulePlans } from './baselines/index.ts';
import { findConflicts } from './conflicts.ts';
import { type Heading, sealed, type Unsealed } from './finished-plan.ts';
import type { SchedulingProblem } from './problem.ts';
import { plansOfSites, quotaCurves } from './read-solution.ts';
import { indicatorsOf } from './site-figures.ts';
import type { Timer } from './timer.ts';

/**
 * No optimum: the physics cannot hold, or the solver was stopped and a rule's plan takes its place; where even
 * that would break a limit, the plan gives no orders rather than wrong ones.
 */
export async function withoutOptimum(
  problem: SchedulingProblem,
  { rules, header }: Heading,
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
    ...header,
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

import type { SolverPool } from '../../solver/index.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import { inputDigest, makeProblem, type PlanningStage, planDispatch } from '../../src/scheduling/index.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import type { Case, CasePlans, PlannedScenario } from './case.ts';
import { type JudgedFigure, judge } from './judge.ts';

export interface CaseResult {
  readonly case: Case;
  readonly scenarios: readonly CaseScenarioResult[];
  /** Empty where a plan is not sound: nothing is said on the ground of such a plan. */
  readonly figures: readonly JudgedFigure[];
  /** Plans that fail their verification or give no orders; empty when all is well. */
  readonly faults: readonly string[];
}

export interface CaseScenarioResult extends PlannedScenario {
  readonly name: string;
  readonly checkedRules: number;
  /** On the clock; not part of what is compared. */
  readonly seconds: number;
}

export type CaseStage = PlanningStage | 'reading' | 'verifying';

export type OnProgress = (scenario: string, stage: CaseStage) => void;

/** A case cannot be read as a scenario: a bug of the case. */
export class CaseScenarioError extends Error {
  override readonly name = 'CaseScenarioError';
}

/** Plans every scenario of a case, verifies each plan by arithmetic, and judges the figures. */
export async function runCase(
  ofCase: Case,
  solver: SolverPool,
  onProgress: OnProgress = () => {},
): Promise<CaseResult> {
  const done: CaseScenarioResult[] = [];
  const faults: string[] = [];
  const plans: CasePlans = {
    of(name) {
      const found = done.find((result) => result.name === name);
      if (found === undefined) throw new CaseScenarioError(`${ofCase.name}: no scenario "${name}" has been planned`);
      return found;
    },
  };
  for (const { name, make } of ofCase.scenarios) {
    const began = performance.now();
    const result = await planScenario(ofCase.name, name, make(plans), solver, onProgress);
    done.push({ ...result.planned, name, seconds: (performance.now() - began) / 1000 });
    faults.push(...result.faults.map((fault) => `${name}: ${fault}`));
    if (faults.length > 0) break;
  }
  const figures = faults.length > 0 ? [] : ofCase.figures.map((figure) => judge(figure, figure.compute(plans)));
  return { case: ofCase, scenarios: done, figures, faults };
}

async function planScenario(
  caseName: string,
  name: string,
  scenario: ScenarioSource,
  solver: SolverPool,
  onProgress: OnProgress,
) {
  onProgress(name, 'reading');
  // Cases hold their series themselves: no folder is looked at.
  const read = readScenario(scenario, { file: `${caseName}/${name}`, directory: '.' });
  if (read.kind === 'invalid') throw new CaseScenarioError(formatProblems(read.problems));
  const problem = makeProblem(read.fleet);
  const plan = await planDispatch(problem, {
    solver,
    savingsSplit: false,
    onProgress: (stage) => onProgress(name, stage),
  });
  onProgress(name, 'verifying');
  const report = verifyPlan(problem, plan, { expectedInputDigest: inputDigest(problem) });
  const broken = report.violations.map(({ rule, message }) => `${rule}: ${message}`);
  const withoutOrders =
    plan.status === 'optimal' || plan.status === 'feasible' ? [] : [`the plan is ${plan.status}: ${plan.statusReason}`];
  return {
    planned: { scenario, problem, plan, checkedRules: report.checkedRules },
    faults: [...broken, ...withoutOrders],
  };
}

import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { contiguousScenario } from '../../../src/benchmark/contiguous-scenario.ts';
import { fleetScenario } from '../../../src/benchmark/fleet-scenario.ts';
import { formatProblems, readScenario } from '../../../src/scenario/index.ts';
import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { makeProblem, planDispatch } from '../../../src/scheduling/index.ts';
import { verifyPlan } from '../../../src/verification/index.ts';

function problemOf(source: ScenarioSource) {
  const read = readScenario(source, { file: 'made-up', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return makeProblem(read.fleet);
}

const CASES: readonly (readonly [string, ScenarioSource])[] = [
  ['divisible work, batteries and PV', fleetScenario({ siteCount: 3, slotCount: 24, jobCount: 60, stores: true }, 5)],
  ['work in one piece', contiguousScenario(60, 5)],
];

describe('jobs placed one by one', () => {
  test.each(CASES)('break nothing, and the bound lies below the plan of one program: %s', async (_, source) => {
    const solver = makeSolverPool();
    onTestFinished(() => solver.close());
    const problem = problemOf(source);
    const exact = await planDispatch(problem, { solver, savingsSplit: false });
    const placed = await planDispatch(problem, { solver, savingsSplit: false, manyJobsFromColumns: 0 });
    const again = await planDispatch(problem, { solver, savingsSplit: false, manyJobsFromColumns: 0 });
    expect(verifyPlan(problem, placed).violations).toEqual([]);
    expect(placed.certificate?.method).toBe('lagrangian');
    expect(placed.certificate?.lowerBound).toBeLessThanOrEqual(exact.objective * (1 + 1e-9));
    expect(placed.objective).toBeGreaterThanOrEqual((exact.certificate?.lowerBound ?? Number.NaN) * (1 - 1e-9));
    expect(placed.jobs).toHaveLength(problem.fleet.jobs.length);
    expect(again.planDigest).toBe(placed.planDigest);
  });
});

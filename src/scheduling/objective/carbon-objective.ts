import { objectiveAt } from '../../../solver/index.ts';
import type { CarbonHold } from '../../domain/plan.ts';
import type { Assembled } from '../assemble.ts';
import { proveSolution } from '../certify-solution.ts';
import type { Solved, Workplace } from '../finished-plan.ts';
import type { StagedSolution } from '../solve-stages.ts';
import { capAt, NO_CAPS } from './aim.ts';
import { solveAimed } from './solve-aimed.ts';

export interface CarbonFirst {
  readonly assembled: Assembled;
  readonly solution: StagedSolution;
  readonly hold: CarbonHold | null;
}

/**
 * Carbon before money: first the least cost of broken promises, then with that held the fewest kilograms, then with both
 * held the least money. Each is a program of the whole fleet with one row more, so that one way in a slot, least loads
 * and whole jobs are as exact in each as in any plan; the proof of the plan is that of the last.
 */
export async function solveCarbonFirst(work: Workplace): Promise<CarbonFirst> {
  const kept = await solveAimed(work, 'brokenPromises', NO_CAPS, null);
  if (kept.solution.kind === 'stopped') return { ...kept, hold: null };
  const brokenPromises = capAt(optimumOf(kept.solution));
  const least = await solveAimed(work, 'carbon', { ...NO_CAPS, brokenPromises }, kept.solution);
  if (least.solution.kind === 'stopped') return { ...least, hold: null };
  const carbonKg = capAt(optimumOf(least.solution));
  const leastKgBound = await boundOf(work, least.solution);
  const cheapest = await solveAimed(work, 'cost', { ...NO_CAPS, brokenPromises, carbonKg }, least.solution);
  return { ...cheapest, hold: { limitKg: carbonKg, brokenPromiseLimit: brokenPromises, leastKgBound } };
}

/** What a solution comes to in what it was sought for. */
export function optimumOf({ model, columnValues }: Solved): number {
  return objectiveAt(model, columnValues);
}

/** What no point of its program is below, by arithmetic on its duals. */
export async function boundOf({ options, timer }: Workplace, solution: Solved): Promise<number | null> {
  const scale = Math.abs(optimumOf(solution));
  const proof = await timer.measureAsync('certifyMilliseconds', () =>
    proveSolution(options.solver, solution, scale, options.signal),
  );
  return proof.certificate.lowerBound;
}

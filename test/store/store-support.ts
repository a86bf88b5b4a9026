import { join } from 'node:path';
import { makeSolverPool } from '../../solver/index.ts';
import { planVerified, type VerifiedPlan } from '../../src/jobs/index.ts';
import { inputDigest, makeProblem } from '../../src/scheduling/index.ts';
import type { FleetStore, PlanInput } from '../../src/service/ports.ts';
import { openFleetStore } from '../../src/store/index.ts';
import { smallScenario } from '../cli/command-support.ts';
import { fleetOf } from '../support/oracles.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

type OnFinished = (cleanUp: () => void | Promise<void>) => void;

/** What a scenario that the reader takes becomes: frozen, with its digest. */
export function inputOf(scenario: Parameters<typeof fleetOf>[0]): PlanInput {
  const problem = makeProblem(fleetOf(scenario));
  return { problem, digest: inputDigest(problem) };
}

/** A site with a battery, a roof and one job; another name makes another fleet. */
export function smallInput(changes: Partial<typeof smallScenario> = {}): PlanInput {
  return inputOf({ ...smallScenario, ...changes } as Parameters<typeof fleetOf>[0]);
}

/** A real plan under a revision. */
export async function planOf({ problem, digest }: PlanInput, revision = 1): Promise<VerifiedPlan> {
  const solver = makeSolverPool({ workers: 1 });
  try {
    return await planVerified({ problem, inputDigest: digest, revision }, solver, () => {});
  } finally {
    await solver.close();
  }
}

export const storeFileIn = (folder: string): string => join(folder, 'wattshift.sqlite');

/** A store in a folder that goes with the test. */
export async function openTestStore(
  onFinished: OnFinished,
): Promise<{ store: FleetStore; file: string; folder: string }> {
  const folder = makeTemporaryFolder(onFinished);
  const file = storeFileIn(folder);
  const store = await openFleetStore(file);
  onFinished(() => store.close());
  return { store, file, folder };
}

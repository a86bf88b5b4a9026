import { type BackendName, makeSolverPool, type SolverPool } from '../../solver/index.ts';
import type { VerificationReport } from '../verification/index.ts';
import type { Arguments } from './arguments.ts';
import { type CommandIo, exitCodes, InputError } from './io.ts';
import { plain } from './text.ts';

/** What all commands share that make plans. */

export const BACKENDS: readonly BackendName[] = ['highs', 'glpk'];

/** With the solver that `--backend` names, closed in the end. Throws InputError where it is not installed. */
export async function withSolver<Result>(
  args: Arguments,
  work: (solver: SolverPool) => Promise<Result>,
): Promise<Result> {
  const backend = BACKENDS.find((name) => name === args.value('backend')) ?? 'highs';
  const solver = makeSolverPool({ backend });
  try {
    if (backend !== 'highs') await loadOptional(() => solver.warmUp());
    return await work(solver);
  } finally {
    await solver.close();
  }
}

/** A backend that is not installed is for the user to mend, and its message says how. */
async function loadOptional(load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

export function refusePlan(report: VerificationReport, io: CommandIo): number {
  io.stderr.write('The plan failed its own verification and is withheld. This is a bug; please report these lines:\n');
  for (const { rule, message } of report.violations) io.stderr.write(`${rule}: ${plain(message)}\n`);
  return exitCodes.no;
}

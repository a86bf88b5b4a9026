import { resolve } from 'node:path';
import { formatProblems, readScenarioFile } from '../scenario/index.ts';
import { makeProblem, type SchedulingProblem } from '../scheduling/index.ts';
import { type CommandIo, InputError } from './io.ts';
import { plain } from './text.ts';

/** The problem that a scenario file states. Throws InputError with every problem found, one a line. */
export async function readProblem(path: string, io: CommandIo): Promise<SchedulingProblem> {
  const result = await readScenarioFile(resolve(io.cwd, path));
  if (result.kind === 'ok') return makeProblem(result.fleet);
  throw new InputError(formatProblems(result.problems).split('\n').map(plain).join('\n'));
}

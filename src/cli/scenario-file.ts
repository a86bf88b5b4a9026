import { isAbsolute, relative, resolve, sep } from 'node:path';
import { formatProblems, readScenarioFile } from '../scenario/index.ts';
import { makeProblem, type SchedulingProblem } from '../scheduling/index.ts';
import { type CommandIo, InputError } from './io.ts';
import { plain } from './text.ts';

/** The problem that a scenario file states. Throws InputError with every problem found, one a line. */
export async function readProblem(path: string, io: CommandIo): Promise<SchedulingProblem> {
  const file = resolve(io.cwd, path);
  const result = await readScenarioFile(file);
  if (result.kind === 'ok') return makeProblem(result.fleet);
  const shown = shownPath(path, io.cwd);
  const problems = result.problems.map((problem) => (problem.file === file ? { ...problem, file: shown } : problem));
  throw new InputError(formatProblems(problems).split('\n').map(plain).join('\n'));
}

/** A path as it was given; shorter where it lies below the working directory. */
export function shownPath(path: string, workingDirectory: string): string {
  const below = relative(workingDirectory, resolve(workingDirectory, path));
  const isBelow = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return isBelow ? below : path;
}

import { resolve } from 'node:path';
import { type FeedProblem, formatFeedProblem, type SourceFile } from '../feeds/index.ts';
import { readTextFile } from '../tables/index.ts';
import { parseInstant } from '../time/civil.ts';
import type { Instant } from '../time/timeline.ts';
import type { Arguments, Option } from './arguments.ts';
import { type CommandIo, InputError, UsageError } from './io.ts';
import { shownPath } from './scenario-file.ts';
import { plain } from './text.ts';

/** Options that every import has. */
export const outputOptions: Readonly<Record<string, Option>> = {
  out: { valueName: 'FILE', description: 'CSV file to write; needed unless --dry-run is given' },
  'dry-run': { description: 'describe only, write nothing' },
  json: { description: 'print the description as JSON on stdout and nothing else there' },
};

export const windowOptions: Readonly<Record<string, Option>> = {
  from: { valueName: 'ISO', description: 'leave out what is before this time (with offset)' },
  to: { valueName: 'ISO', description: 'leave out what is from this time on (with offset)' },
};

/** The texts of the files. Throws InputError with what is wrong with any of them. */
export function readSources(paths: readonly string[], io: CommandIo): SourceFile[] {
  const problems: FeedProblem[] = [];
  const sources = paths.flatMap((path): SourceFile[] => {
    const name = shownPath(path, io.cwd);
    const text = readTextFile(resolve(io.cwd, path));
    if (text.kind === 'text') return [{ name, text: text.text }];
    problems.push({ file: name, ...text.fault });
    return [];
  });
  if (problems.length > 0) throw problemsError(problems);
  return sources;
}

/** All problems, one a line, in words that cannot steer a terminal. */
export function problemsError(problems: readonly FeedProblem[]): InputError {
  return new InputError(problems.map((problem) => plain(formatFeedProblem(problem))).join('\n'));
}

/** An option that must be given, with what to say of it where it is not. */
export function needed(args: Arguments, name: string, why: string): string {
  const value = args.value(name);
  if (value === undefined) throw new UsageError(`--${name} is missing: ${why}`);
  return value;
}

/** A time with an offset; null where the option was not given. */
export function instantOption(args: Arguments, name: string): Instant | null {
  const text = args.value(name);
  if (text === undefined) return null;
  const parsed = parseInstant(text);
  if (parsed.kind === 'ok') return parsed.at;
  const hint = parsed.kind === 'withoutOffset' ? '; the offset is missing, write Z or +01:00 after it' : '';
  throw new UsageError(
    `option "--${name}" is "${text}", expected an ISO 8601 time with an offset, like 2026-06-01T08:00+02:00${hint}`,
  );
}

/** The window of --from and --to; null where one of them was not given. */
export function windowOf(args: Arguments): { readonly from: Instant | null; readonly to: Instant | null } {
  const from = instantOption(args, 'from');
  const to = instantOption(args, 'to');
  if (from === null || to === null || from < to) return { from, to };
  throw new UsageError(`--from is "${args.value('from')}", expected a time before --to, "${args.value('to')}"`);
}

/** A number from `least` on (or above it); null where the option was not given. */
export function numberOption(
  args: Arguments,
  name: string,
  range: { readonly least: number; readonly open?: boolean; readonly whole?: boolean },
): number | null {
  const text = args.value(name);
  if (text === undefined) return null;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const { least, open = false, whole = false } = range;
  if ((open ? value > least : value >= least) && value <= 1e12 && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new UsageError(`option "--${name}" is "${text}", expected ${kind} ${open ? 'above' : 'of at least'} ${least}`);
}

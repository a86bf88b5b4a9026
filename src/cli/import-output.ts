import { basename, dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Arguments } from './arguments.ts';
import { type CommandIo, UsageError } from './io.ts';
import { checkOutputDirectory, writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';
import { shownPath } from './scenario-file.ts';
import { plain } from './text.ts';

/** What an import makes. */
export interface ImportResult {
  /** The file for the scenario; null for a description alone. */
  readonly csv: () => string;
  /** For programs. */
  readonly description: object;
  /** For people. */
  readonly lines: readonly string[];
  /** Keys for the scenario that name the file. */
  readonly keys: (file: string) => Readonly<Record<string, unknown>>;
  /** Why the keys may not do as they stand. */
  readonly remarks: readonly string[];
}

/** Where the CSV goes, as an absolute path; null with --dry-run. Asked before any work, so that none is done in vain. */
export async function outputFile(args: Arguments, inputs: readonly string[], io: CommandIo): Promise<string | null> {
  const out = args.value('out');
  if (args.has('dry-run')) {
    if (out !== undefined) throw new UsageError('--dry-run writes nothing: leave one of --out and --dry-run out');
    return null;
  }
  if (out === undefined) throw new UsageError('--out is missing: the CSV file to write, or --dry-run to write nothing');
  const path = resolve(io.cwd, out);
  if (!/\.csv$/i.test(path)) throw new UsageError(`option "--out" is "${out}", expected a name that ends in .csv`);
  if (inputs.some((input) => resolve(io.cwd, input) === path)) {
    throw new UsageError(`option "--out" is "${out}", which is read: expected another file`);
  }
  await checkOutputDirectory(dirname(path));
  return path;
}

/** Writes the CSV where one is wanted, then tells what was read. */
export async function deliverImport(
  result: ImportResult,
  file: string | null,
  args: Arguments,
  io: CommandIo,
): Promise<void> {
  if (file !== null) await writeOutputFiles(dirname(file), [{ name: basename(file), text: result.csv() }]);
  const keys = file === null ? null : result.keys(basename(file));
  if (args.has('json')) {
    io.stdout.write(`${readableJson({ ...result.description, scenario: keys ?? undefined })}\n`);
    return;
  }
  const yaml = keys === null ? [] : ['', 'For the scenario, beside the file:', ...yamlLines(keys), ...result.remarks];
  const written = file === null ? ['', 'Nothing was written.'] : ['', `Written to ${shownPath(file, io.cwd)}`];
  for (const line of [...result.lines, ...yaml, ...written]) io.stdout.write(`${plain(line)}\n`);
}

/** Each key on a line of its own, what stands under it on the same. */
function yamlLines(keys: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(keys).map(
    ([key, value]) => `  ${key}: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`,
  );
}

import { readFile, stat } from 'node:fs/promises';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { Plan } from '../scheduling/index.ts';
import { InputError } from './io.ts';
import { codeOf } from './output-files.ts';
import { planSchema } from './plan-schema.ts';

const MOST_PROBLEMS = 20;
/** Larger than any plan; a text in JavaScript cannot be longer than about twice this. */
const LARGEST_FILE_BYTES = 256 * 1024 * 1024;

const validator = Compile(planSchema);

/**
 * A plan from a file, as large and as whole as it claims to be: every member that the rest of the program
 * reads is there and of its type. Whether its figures are right is for verification. Throws InputError with
 * file, path, value and what was expected.
 */
export async function readPlanFile(path: string, shownPath: string): Promise<Plan> {
  const value = parseJson(await readText(path, shownPath), shownPath);
  if (!validator.Check(value)) throw new InputError(problemsOf(value, shownPath).join('\n'));
  // The schema repeats the type with looser words (any cost line name, any series name).
  return value as unknown as Plan;
}

async function readText(path: string, shownPath: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new InputError(`${shownPath}: is a directory, expected a plan.json`);
    if (found.size > LARGEST_FILE_BYTES) {
      const megabytes = Math.round(found.size / 1024 / 1024);
      throw new InputError(`${shownPath}: is ${megabytes} MB, expected a plan of at most 256 MB`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (codeOf(error) === 'ENOENT') throw new InputError(`${shownPath}: no such file, expected a plan.json`);
    throw new InputError(`${shownPath}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseJson(text: string, shownPath: string): unknown {
  if (text.trim() === '') throw new InputError(`${shownPath}: is empty, expected a plan as written by wattshift plan`);
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text at the mistake; a file of zeros would fill the screen.
    const reason = error instanceof Error ? error.message.slice(0, 160) : '';
    throw new InputError(`${shownPath}: is not JSON, perhaps cut off: ${JSON.stringify(reason).slice(1, -1)}`);
  }
}

/** The library stops at 8 errors unless its one setting says otherwise; the setting is put back. */
function schemaErrors(value: unknown) {
  const before = Settings.Get().maxErrors;
  Settings.Set({ maxErrors: 10 * MOST_PROBLEMS });
  try {
    return validator.Errors(value);
  } finally {
    Settings.Set({ maxErrors: before });
  }
}

function problemsOf(value: unknown, shownPath: string): string[] {
  const problems = new Map<string, string>();
  for (const { instancePath, keyword, message, params } of schemaErrors(value)) {
    const path = instancePath.split('/').slice(1).map(unescapePointer);
    if (keyword === 'required' && 'requiredProperties' in params) {
      for (const key of params.requiredProperties) problems.set(pathText([...path, key]), 'is missing');
      continue;
    }
    const where = pathText(path);
    const known = problems.get(where);
    const expected = keyword === 'const' && 'allowedValue' in params ? JSON.stringify(params.allowedValue) : null;
    const found = `is ${shownValue(valueAt(value, path))}`;
    if (expected !== null)
      problems.set(where, known === undefined ? `${found}, expected ${expected}` : `${known} or ${expected}`);
    else if (known === undefined) problems.set(where, `${found}, ${message}`);
  }
  const lines = [...problems].map(([where, what]) => `${shownPath}: ${where} ${what}`);
  const more = lines.length - MOST_PROBLEMS;
  return more > 0 ? [...lines.slice(0, MOST_PROBLEMS), `${shownPath}: and ${more} more`] : lines;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** `jobs[3].allocations[0].firstSlot`. */
function pathText(path: readonly string[]): string {
  if (path.length === 0) return 'the file';
  return path.map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}

function shownValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

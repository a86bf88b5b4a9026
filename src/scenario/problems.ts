import { quote } from '../tables/index.ts';

/** Where in a scenario: keys and list positions from the root. */
export type Path = readonly (string | number)[];

/** One thing wrong with a scenario, in words for the person who wrote it. */
export interface ScenarioProblem {
  readonly file: string;
  /** `sites[0].grid.importLimitKw`; empty for the file itself. */
  readonly path: string;
  /** Line of a YAML file, counted from 1. */
  readonly line?: number;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!PLAIN_KEY.test(step)) return `${text}[${quote(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** A limit as people read it: 1e12 rather than a row of noughts. */
export const numberText = (value: number): string =>
  Math.abs(value) >= 1e6 ? value.toExponential().replace('+', '') : String(value);

/** What a value is, in few words. Never throws, whatever it is given. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value)}`;
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN (not a number)' : String(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'an empty object';
    const shown = keys.slice(0, 4).map((key) => (PLAIN_KEY.test(key) ? key : quote(key)));
    return `an object with ${shown.join(', ')}${keys.length > 4 ? ', ...' : ''}`;
  }
  return `a ${typeof value}`;
}

/** As a reader goes through the files: by line, and within a line as found; what concerns a file as a whole comes first. */
export function inFileOrder(problems: readonly ScenarioProblem[]): ScenarioProblem[] {
  const rankOf = new Map([...new Set(problems.map(({ file }) => file))].map((file, rank) => [file, rank]));
  const rank = ({ file }: ScenarioProblem) => rankOf.get(file) ?? 0;
  return [...problems].sort((a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0));
}

/** One line a problem: `file:line: path: found X, expected Y (hint)`. */
export function formatProblems(problems: readonly ScenarioProblem[]): string {
  return problems.map(formatProblem).join('\n');
}

function formatProblem({ file, path, line, found, expected, hint }: ScenarioProblem): string {
  const place = [line === undefined ? file : `${file}:${line}`, ...(path === '' ? [] : [path])].join(': ');
  return `${place}: found ${found}, expected ${expected}${hint === undefined ? '' : ` (${hint})`}`;
}

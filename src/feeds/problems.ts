import { type FileFault, quote } from '../tables/index.ts';

/** One thing wrong with what is to be imported, in words for the person who asked for it. */
export interface FeedProblem {
  /** The file, or the option, that is wrong. */
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

/** What was read, or everything that stands against it. */
export type Reading<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'wrong'; readonly problems: readonly FeedProblem[] };

export const ok = <Value>(value: Value): Reading<Value> => ({ kind: 'ok', value });

export const wrong = <Value>(...problems: readonly FeedProblem[]): Reading<Value> => ({ kind: 'wrong', problems });

/** More than these of one kind say no more than these. */
const MOST_OF_A_KIND = 5;

/** The first few of many problems of one kind, and how many there are more. */
export function firstOf(problems: readonly FeedProblem[], what: string): FeedProblem[] {
  const more = problems.length - MOST_OF_A_KIND;
  if (more <= 0) return [...problems];
  const [{ file }] = problems;
  const rest = { file, found: `${more} more ${what}`, expected: 'the same for each of them' };
  return [...problems.slice(0, MOST_OF_A_KIND), rest];
}

export const faultOf = (file: string, fault: FileFault): FeedProblem => ({ file, ...fault });

/** `file:line: found X, expected Y (hint)`. */
export function formatFeedProblem({ file, line, found, expected, hint }: FeedProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place}: found ${found}, expected ${expected}${hint === undefined ? '' : ` (${hint})`}`;
}

/** What a cell holds, for a message. */
export const cellText = (cell: string): string => (cell === '' ? 'an empty cell' : quote(cell));

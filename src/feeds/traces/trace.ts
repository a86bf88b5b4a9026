import type { Instant } from '../../time/timeline.ts';

/** One job of a trace: what it asked for, and when. */
export interface TraceJob {
  /** What the trace calls it, or the number of its row. */
  readonly name: string;
  readonly line: number;
  /** Since the trace's time 0. */
  readonly arrivalSeconds: number;
  /** How long it ran. */
  readonly hours: number;
  /** Processors, or fractions of an accelerator, that it ran on. */
  readonly processors: number;
}

/** A job as a scenario reads it from a CSV file. */
export interface ImportedJob {
  readonly id: string;
  readonly units: number;
  readonly hours: number;
  readonly earliestStart: Instant;
  readonly deadline: Instant;
}

/** Rows that make no job, and why. */
export interface LeftOut {
  readonly reason: string;
  readonly count: number;
  readonly firstLine: number;
}

/** A trace as its file has it: no pool, no deadline, no date. */
export interface Trace {
  readonly file: string;
  readonly rowCount: number;
  readonly jobs: readonly TraceJob[];
  readonly leftOut: readonly LeftOut[];
  /** Instant of time 0 in epoch seconds, where the trace knows it. */
  readonly startEpochSeconds: number | null;
  /** What else the file says of its jobs, in words. */
  readonly facts: readonly string[];
}

/** Counts rows by why they make no job. */
export interface LeftOutCounter {
  add(reason: string, line: number): void;
  all(): readonly LeftOut[];
}

export function makeLeftOutCounter(): LeftOutCounter {
  const found = new Map<string, LeftOut>();
  return {
    add: (reason, line) => {
      const known = found.get(reason);
      found.set(reason, { reason, count: (known?.count ?? 0) + 1, firstLine: known?.firstLine ?? line });
    },
    all: () => [...found.values()],
  };
}

/** `Running 12, Failed 3` from the words of many rows, commonest first. */
export function countWords(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([word, count]) => `${word === '' ? '(none)' : word} ${count}`)
    .join(', ');
}

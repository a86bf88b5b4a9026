import type { PlanTimings } from '../domain/plan.ts';

export type Timer = ReturnType<typeof makeTimer>;

/** Sums the milliseconds of each stage of planning, for the plan's timings alone. */
export function makeTimer(stopwatch: () => number) {
  const start = stopwatch();
  const spent = {
    buildMilliseconds: 0,
    passMilliseconds: 0,
    solveMilliseconds: 0,
    tieBreakMilliseconds: 0,
    certifyMilliseconds: 0,
    baselineMilliseconds: 0,
  };
  const add = (what: keyof typeof spent, milliseconds: number) => {
    spent[what] += milliseconds;
  };
  return {
    /** What a solve in stages came to. */
    addEffort(effort: Pick<PlanTimings, 'solveMilliseconds' | 'passMilliseconds' | 'tieBreakMilliseconds'>): void {
      add('solveMilliseconds', effort.solveMilliseconds);
      add('passMilliseconds', effort.passMilliseconds);
      add('tieBreakMilliseconds', effort.tieBreakMilliseconds);
    },
    measure<T>(what: keyof typeof spent, work: () => T): T {
      const from = stopwatch();
      const result = work();
      add(what, stopwatch() - from);
      return result;
    },
    async measureAsync<T>(what: keyof typeof spent, work: () => Promise<T>): Promise<T> {
      const from = stopwatch();
      const result = await work();
      add(what, stopwatch() - from);
      return result;
    },
    timings: (): PlanTimings => ({ ...spent, totalMilliseconds: stopwatch() - start }),
  };
}

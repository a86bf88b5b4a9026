import {
  type BackendPair,
  type CaseResult,
  type Clock,
  type EventAtSite,
  type EventResult,
  type Machine,
  type Measurement,
  type Run,
  type Spread,
  spreadOf,
  spreadsOf,
} from '../benchmark/index.ts';

/** What a benchmark came to, as data. docs/benchmarks.md describes it. */

export interface BenchSettings {
  readonly quick: boolean;
  readonly seed: number;
  readonly runs: number;
  readonly clock: Clock;
  readonly scenarioFile: string | null;
}

/** Objectives of one program may differ by this share of the sum of |cost lines|, whoever solved it. */
export const SAME_OPTIMUM = 1e-6;

export function benchReport(
  machine: Machine,
  { quick, seed, runs, clock }: BenchSettings,
  results: readonly CaseResult[],
  interrupted: boolean,
) {
  return {
    wattshift: 1,
    kind: 'benchmark',
    machine,
    seed,
    runs,
    quick,
    clock,
    interrupted,
    cases: results.map((result) => ({ ...result, summary: summaryOf(result.measurement) })),
  };
}

/** Medians and ratios, all of them within one benchmark. */
function summaryOf(measurement: Measurement) {
  switch (measurement.kind) {
    case 'plan':
      return { stages: spreadsOf(measurement.runs), allButSolveByTotal: ratioOf(measurement.runs, 'allButSolve') };
    case 'event':
      return eventSummary(measurement);
    case 'backends':
      return measurement.pairs.map(({ instance, highs, glpk }) => ({
        instance: instance.name,
        glpkByHighs: glpkByHighs({ highs, glpk }),
      }));
    case 'skipped':
      return null;
  }
}

export function eventSummary({ sites }: EventResult) {
  const warm = sites.flatMap((site) => site.warm);
  return {
    stages: spreadsOf(warm),
    answers: answersOf(sites),
    warmByCold: spreadOf(sites.map((site) => medianAnswer(site.warm) / site.cold.times.answer)),
    warmSolveByColdSolve: spreadOf(
      sites.map(({ warm: runs, cold }) => spreadOf(runs.map(({ times }) => times.solve)).median / cold.times.solve),
    ),
  };
}

/** Of the medians of the sites: the middle, the best and the worst. */
export function answersOf(sites: readonly EventAtSite[]): Spread {
  return spreadOf(sites.map(({ warm }) => medianAnswer(warm)));
}

export function medianAnswer(runs: readonly Run[]): number {
  return spreadOf(runs.map(({ times }) => times.answer)).median;
}

export function glpkByHighs({ highs, glpk }: Pick<BackendPair, 'highs' | 'glpk'>): number {
  return medianSolve(glpk) / medianSolve(highs);
}

function medianSolve(runs: readonly Run[]): number {
  return spreadOf(runs.map(({ times }) => times.solve + (times.pass ?? 0))).median;
}

/** Median share of the total; each run is divided by its own. */
export function ratioOf(runs: readonly Run[], stage: 'allButSolve'): number {
  return spreadOf(runs.map(({ times }) => times[stage] / times.total)).median;
}

/** What makes the times of a case mean nothing, a sentence each. */
export function caseFaults({ name, measurement }: CaseResult): readonly string[] {
  switch (measurement.kind) {
    case 'plan':
      return runFaults(name, measurement.runs);
    case 'event':
      return measurement.sites.flatMap((site) => {
        const where = `${name} at ${site.site}`;
        return [...runFaults(where, site.warm), ...optimumFaults(where, 'warm and cold', site.relativeDifference)];
      });
    case 'backends':
      return measurement.pairs.flatMap(({ instance, highs, glpk, relativeDifference }) => {
        const where = `${name} of ${instance.name}`;
        const both = [...runFaults(`${where} by HiGHS`, highs), ...runFaults(`${where} by GLPK`, glpk)];
        return [...both, ...optimumFaults(where, 'GLPK and HiGHS', relativeDifference)];
      });
    case 'skipped':
      return [];
  }
}

function runFaults(where: string, runs: readonly Run[]): readonly string[] {
  const faults: string[] = [];
  const { outcome: worst } = runs.reduce((most, run) =>
    run.outcome.violations > most.outcome.violations ? run : most,
  );
  const { status } = worst;
  if (worst.violations > 0) {
    const what = `${worst.violations} rules broken, the first: ${worst.firstViolation}`;
    faults.push(`${where}: a plan failed its verification (${what}); a bug`);
  }
  if (status === 'infeasible' || status === 'fallback') faults.push(`${where}: there is no optimum, only ${status}`);
  if (new Set(runs.map(({ outcome }) => outcome.planDigest)).size > 1) {
    faults.push(`${where}: the same input gave different plans; a bug`);
  }
  return faults;
}

function optimumFaults(where: string, who: string, difference: number): readonly string[] {
  if (difference <= SAME_OPTIMUM) return [];
  return [
    `${where}: the optima of ${who} differ by ${difference.toExponential(1)} of the sum of all cost lines; a bug`,
  ];
}

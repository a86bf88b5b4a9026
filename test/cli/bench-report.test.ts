import { describe, expect, test } from 'vitest';
import type { CaseResult, Instance, Measurement, Run, RunOutcome } from '../../src/benchmark/index.ts';
import { benchReport, caseFaults, eventSummary } from '../../src/cli/bench-report.ts';
import { caseLines } from '../../src/cli/bench-table.ts';

/** A run that takes `answer` ms, of which half is the solve. */
function runOf(answer: number, outcome: Partial<RunOutcome> = {}): Run {
  const half = answer / 2;
  const none = { problem: 0, baselines: 0, build: 0, pass: null, tieBreak: 0, certify: 0, rest: 0, verify: half };
  return {
    times: { ...none, read: 10, solve: half, write: 10, answer, total: answer + 20, allButSolve: half + 20 },
    outcome: {
      status: 'optimal',
      certifiedGap: 0,
      objective: 100,
      gapScale: 100,
      brokenPromises: 0,
      violations: 0,
      firstViolation: null,
      planDigest: 'same',
      program: { columns: 1234, rows: 5, nonzeros: 6, integerColumns: 0 },
      solves: 1,
      iterations: 7,
      ...outcome,
    },
  };
}

const instance: Instance = { name: 'x', sites: 1, slots: 2, jobs: 3, scenarioBytes: 4, scenarioDigest: 'd' };

const resultOf = (measurement: Measurement): CaseResult => ({
  name: 'case',
  measurement,
  peakResidentBytes: 5e8,
  largestSampleBytes: 4e8,
});

const plans = (...runs: Run[]) =>
  resultOf({ kind: 'plan', instance, first: runOf(999), firstPeakResidentBytes: 3e8, runs, splitMilliseconds: 4321 });

const events = (...sites: { site: string; warm: Run[]; cold: Run; relativeDifference: number }[]) => ({
  kind: 'event' as const,
  instance,
  firstSlot: 40,
  lastSlot: 47,
  limitFraction: 0.7,
  before: runOf(500),
  sites: sites.map((site) => ({ ...site, bindingSlots: 8 })),
});

describe('what makes times mean nothing', () => {
  test('nothing does where plans are sound and alike', () => {
    expect(caseFaults(plans(runOf(1), runOf(2)))).toEqual([]);
    expect(caseFaults(resultOf({ kind: 'skipped', reason: 'not installed' }))).toEqual([]);
  });

  test('a plan that is not sound, with the first rule that it breaks', () => {
    const broken = runOf(2, { violations: 3, firstViolation: 'power: too much' });
    expect(caseFaults(plans(runOf(1), broken))).toEqual([
      'case: a plan failed its verification (3 rules broken, the first: power: too much); a bug',
    ]);
  });

  test('two plans of one input', () => {
    expect(caseFaults(plans(runOf(1), runOf(2, { planDigest: 'other' })))).toEqual([
      'case: the same input gave different plans; a bug',
    ]);
  });

  test.each(['infeasible', 'fallback'] as const)('no optimum but %s', (status) => {
    expect(caseFaults(plans(runOf(1, { status })))).toEqual([`case: there is no optimum, only ${status}`]);
  });

  test('answers to an event that cost different things', () => {
    const at = (relativeDifference: number) =>
      resultOf(events({ site: 'north', warm: [runOf(1)], cold: runOf(2), relativeDifference }));
    expect(caseFaults(at(1e-6))).toEqual([]);
    expect(caseFaults(at(2e-6))).toEqual([
      'case at north: the optima of warm and cold differ by 2.0e-6 of the sum of all cost lines; a bug',
    ]);
  });

  test('backends that disagree, or fail alone', () => {
    const pair = { instance, highs: [runOf(1)], glpk: [runOf(9, { violations: 1 })], relativeDifference: 0.5 };
    expect(caseFaults(resultOf({ kind: 'backends', pairs: [pair] }))).toEqual([
      'case of x by GLPK: a plan failed its verification (1 rules broken, the first: null); a bug',
      'case of x: the optima of GLPK and HiGHS differ by 5.0e-1 of the sum of all cost lines; a bug',
    ]);
  });
});

describe('an event', () => {
  const measurement = events(
    { site: 'north', warm: [runOf(100), runOf(300), runOf(200)], cold: runOf(400), relativeDifference: 0 },
    { site: 'south', warm: [runOf(50), runOf(60), runOf(40)], cold: runOf(500), relativeDifference: 0 },
  );

  test('is summed up by the medians of its sites, and each site is compared with its own cold answer', () => {
    // Medians 200 and 50; 200 / 400 and 50 / 500. Solves are half of both, so their ratios are the same.
    expect(eventSummary(measurement)).toMatchObject({
      answers: { median: 125, minimum: 50, maximum: 200 },
      warmByCold: { median: 0.3, minimum: 0.1, maximum: 0.5 },
      warmSolveByColdSolve: { median: 0.3, minimum: 0.1, maximum: 0.5 },
      // Of all six: 40, 50, 60, 100, 200, 300.
      stages: { answer: { median: 80, minimum: 40, maximum: 300 } },
    });
  });

  test('names its worst site', () => {
    const text = caseLines(resultOf(measurement), 80).join(' ');
    expect(text).toContain('median 125, worst 200 at north. Warm by cold: 0.30 (0.10 to 0.50)');
    expect(text).toMatch(/south +50\.0 +40\.0 +60\.0 +25\.0 +500 +8 /);
  });
});

test('the data hold what was measured and its medians', () => {
  const machine = {
    processor: 'one',
    cores: 2,
    loadAverage: [1, 2, 3],
    memoryBytes: 1,
    system: 'none',
    node: '24',
    v8: '13',
    engine: '0',
    highs: null,
  };
  const settings = { quick: false, seed: 3, runs: 2, clock: 'processor' as const, scenarioFile: '/secret/place.yaml' };
  const report = benchReport(machine, settings, [plans(runOf(80), runOf(180))], true);
  expect(report.interrupted).toBe(true);
  expect(report).toMatchObject({ wattshift: 1, kind: 'benchmark', machine, seed: 3, runs: 2, clock: 'processor' });
  // (40 + 20) / (80 + 20) and (90 + 20) / (180 + 20): 0.6 and 0.55.
  expect(report.cases[0].summary).toMatchObject({ stages: { answer: { median: 130 } }, allButSolveByTotal: 0.575 });
  expect(JSON.stringify(report)).not.toContain('secret');
});

test('the table says where passing is counted, and what the savings split takes', () => {
  const lines = caseLines(plans(runOf(80), runOf(180)), 80);
  expect(lines).toContain('passing it to the solver            in solving');
  expect(lines.join(' ')).toContain('1,234 columns, 5 rows, 6 nonzeros; optimal, certified gap 0.0e+0; 7 iterations');
  expect(lines.join(' ')).toContain('First run: 1,019. Planning with the savings split: 4,321.');
  expect(lines.at(-1)).toBe('Peak resident memory 500 MB, 300 MB after the first run.');
});

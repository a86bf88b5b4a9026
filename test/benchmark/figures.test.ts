import { describe, expect, test } from 'vitest';
import { planningTimes, type RunTimes, spreadOf, spreadsOf } from '../../src/benchmark/figures.ts';

describe('a spread', () => {
  test.each([
    [[7], { median: 7, minimum: 7, maximum: 7 }],
    [[30, 2, 11], { median: 11, minimum: 2, maximum: 30 }],
    // Between 9 and 11.
    [[11, 2, 30, 9], { median: 10, minimum: 2, maximum: 30 }],
  ])('of %j', (values, spread) => {
    const given = [...values];
    expect(spreadOf(given)).toEqual(spread);
    expect(given).toEqual(values);
  });

  test('of nothing is a bug', () => {
    expect(() => spreadOf([])).toThrow('needs a value');
  });
});

const timings = {
  buildMilliseconds: 1,
  solveMilliseconds: 20,
  passMilliseconds: 100_000,
  tieBreakMilliseconds: 300,
  certifyMilliseconds: 4000,
  baselineMilliseconds: 50_000,
  totalMilliseconds: 654_321,
};

describe('the stages of planning', () => {
  // 654,321 - (1 + 20 + 100,000 + 300 + 4,000 + 50,000)
  const others = { baselines: 50_000, build: 1, tieBreak: 300, certify: 4000, rest: 500_000 };

  test('leave a rest that makes them sum to the total', () => {
    expect(planningTimes(timings, true)).toEqual({ ...others, pass: 100_000, solve: 20 });
  });

  test('hold passing in solving where it is not told apart', () => {
    expect(planningTimes(timings, false)).toEqual({ ...others, pass: null, solve: 100_020 });
  });
});

/** Each stage so many times the scale as its place says. */
const times = (scale: number, pass: number | null): RunTimes => ({
  read: scale,
  problem: 2 * scale,
  baselines: 3 * scale,
  build: 4 * scale,
  pass,
  solve: 6 * scale,
  tieBreak: 7 * scale,
  certify: 8 * scale,
  rest: 9 * scale,
  verify: 10 * scale,
  write: 11 * scale,
  answer: 12 * scale,
  total: 13 * scale,
  allButSolve: 14 * scale,
});

test('spreads of runs are stage by stage; a stage that no run tells apart has none', () => {
  const spreads = spreadsOf([1, 100, 10].map((scale) => ({ times: times(scale, null) })));
  const expected = Object.entries(times(1, null)).map(([stage, factor]) => [
    stage,
    factor === null ? null : { median: 10 * factor, minimum: factor, maximum: 100 * factor },
  ]);
  expect(spreads).toEqual(Object.fromEntries(expected));
  expect(spreadsOf([{ times: times(1, 6) }]).pass).toEqual({ median: 6, minimum: 6, maximum: 6 });
});

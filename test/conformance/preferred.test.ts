import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LpBackend, LpModel, LpOutcome, SolveOptions } from '../../solver/index.ts';
import { certify, makeBackend, solveScaled } from '../../solver/index.ts';
import { feasibleProgram } from '../solver/arbitraries.ts';
import {
  atLeast,
  atMost,
  denseModel,
  equal,
  pointOf,
  preferredOf,
  repeatable,
  tiedTransport,
  transport,
} from '../solver/models.ts';

const weighted = (weights: Float64Array, values: Float64Array): number =>
  weights.reduce((sum, weight, j) => sum + weight * values[j], 0);

/** Ten units from two columns of the same price, at most eight from each. */
const split = denseModel({ costs: [1, 1], lowers: [0, 0], uppers: [8, 8], rows: [equal([1, 1], 10)] });

describe.each(['highs', 'glpk'] as const)('among the optima, by %s', (name) => {
  let backend: LpBackend;
  beforeAll(async () => {
    backend = await makeBackend(name);
  });
  const solve = (
    model: LpModel,
    weights: readonly number[],
    options: SolveOptions = {},
    interrupt?: () => boolean,
  ): LpOutcome =>
    solveScaled(backend, model, { ...options, thenLeast: { weights: Float64Array.from(weights) } }, interrupt);

  // 2 x + y: the second column to its bound, the first the rest. One unit more would come from the first, at 2; one
  // unit more of the second's bound would spare 2 and cost 1.
  test.each([1, 1e-9, 1e7])('the least weighted sum, weights times %d', (factor) => {
    const preferred = preferredOf(solve(split, [2 * factor, factor]));
    expect(Array.from(preferred.point.columnValues)).toEqual([2, 8]);
    expect(Array.from(preferred.point.rowValues)).toEqual([10]);
    expect(preferred.point.objective).toBe(10);
    expect(preferred.rowDuals[0] / factor).toBeCloseTo(2, 12);
    expect(Array.from(preferred.reducedCosts, (cost) => cost / factor)).toEqual([0, expect.closeTo(-1, 12)]);
    expect(preferred.complete).toBe(true);
  });

  test('weights below nothing are as good', () => {
    expect(Array.from(preferredOf(solve(split, [-2, -1])).point.columnValues)).toEqual([8, 2]);
  });

  test('the first optimum, its duals and its objective are those of the costs alone', () => {
    const outcome = solve(split, [2, 1]);
    expect(outcome.stop).toEqual({ kind: 'optimal' });
    expect(pointOf(outcome).objective).toBe(10);
    expect(outcome.duals).toEqual({
      kind: 'available',
      rowDuals: Float64Array.of(1),
      reducedCosts: Float64Array.of(0, 0),
    });
  });

  test('no weight outweighs a cost, however small the difference', () => {
    const dearer = { ...split, columnCosts: Float64Array.of(1, 1.0001) };
    expect(Array.from(preferredOf(solve(dearer, [1e6, 1])).point.columnValues)).toEqual([8, 2]);
  });

  test('a row without a dual gives way, one with a dual does not', () => {
    // Both rows bind x + y from above; only the first is worth something: -1.
    const model = denseModel({
      costs: [-1, -1, 0],
      lowers: [0, 0, 0],
      uppers: [9, 9, 9],
      rows: [atMost([1, 1, 0], 6), atMost([1, 0, 1], 7)],
    });
    expect(Array.from(preferredOf(solve(model, [1, 0, -3])).point.columnValues)).toEqual([0, 6, 7]);
  });

  test('nothing is preferred where nothing is asked, weighed, continuous, or solved', () => {
    expect(solveScaled(backend, split).preferred).toBeNull();
    expect(solve(split, [0, 0]).preferred).toBeNull();
    const whole = { ...split, integerColumns: Int32Array.of(0) };
    expect(solve(whole, [2, 1])).toMatchObject({ stop: { kind: 'optimal' }, preferred: null });
    const impossible = { ...split, rowLowers: Float64Array.of(17), rowUppers: Float64Array.of(17) };
    expect(solve(impossible, [2, 1])).toMatchObject({ stop: { kind: 'infeasible' }, preferred: null });
  });

  test('where the weights have no least sum the first optimum stands', () => {
    const open = denseModel({ costs: [1, 0], lowers: [0, 0], uppers: [9, Infinity], rows: [atLeast([1, 1], 3)] });
    const outcome = solve(open, [0, -1]);
    expect(outcome).toMatchObject({ stop: { kind: 'optimal' }, preferred: null });
    expect(pointOf(outcome).objective).toBe(0);
  });

  test('programs without coefficients: columns without a cost go by their weight', () => {
    const model = denseModel({ costs: [0, 2, 0], lowers: [-2, 1, 3], uppers: [5, 4, 9], rows: [] });
    const preferred = preferredOf(solve(model, [1, -5, -1]));
    expect(Array.from(preferred.point.columnValues)).toEqual([-2, 1, 9]);
    expect(preferred.point.objective).toBe(2);
    expect(solve(model, [0, 0, 0]).preferred).toBeNull();
    const open = { ...model, columnUppers: Float64Array.of(5, 4, Infinity) };
    expect(solve(open, [1, -5, -1])).toMatchObject({ stop: { kind: 'optimal' }, preferred: null });
  });

  test('weights that are none are named, in one line', () => {
    const message = (weights: readonly number[]) => solve(split, weights).stop;
    expect(message([1])).toMatchObject({ message: 'solver: thenLeast.weights has 1 values for 2 columns' });
    expect(message([1, Number.NaN])).toMatchObject({
      message: 'solver: thenLeast.weights[1] is NaN, expected a finite number',
    });
    expect(backend.isBroken()).toBe(false);
  });

  test('property: it costs the same, keeps rows and bounds, and no optimum has a smaller sum', () => {
    const weights = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 8, maxLength: 8 });
    let moved = 0;
    fc.assert(
      fc.property(feasibleProgram, weights, (program, eight) => {
        // Costs of -1, 0 and 1 alone leave many optima.
        const model = { ...program.model, columnCosts: program.model.columnCosts.map(Math.sign) };
        const chosen = Float64Array.from({ length: model.columnCount }, (_, j) => eight[j]);
        if (chosen.every((weight) => weight === 0)) return;
        const outcome = solve(model, Array.from(chosen));
        const { point } = preferredOf(outcome);
        const cost = pointOf(outcome).objective;
        expect(point.objective).toBeCloseTo(cost, 8);
        const { rowResidual, boundResidual } = certify(model, point.columnValues, null);
        expect(rowResidual).toBeLessThan(1e-6);
        expect(boundResidual).toBe(0);
        const least = pointOf(solveScaled(backend, amongOptima(model, cost, chosen))).objective;
        const sum = weighted(chosen, point.columnValues);
        expect(sum).toBeLessThan(least + 1e-6);
        if (sum < weighted(chosen, pointOf(solveScaled(backend, model)).columnValues) - 1e-6) moved += 1;
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(moved, 'cases in which there was something to choose').toBeGreaterThan(10);
  });

  test('an interrupt during it leaves the first optimum, at every moment', () => {
    const { model, weights } = tiedTransport(30);
    const stoppedAfter = (asks: number) => {
      let asked = 0;
      const outcome = solve(model, weights, {}, () => {
        asked += 1;
        return asked > asks;
      });
      return { outcome, asked };
    };
    const { asked: all } = stoppedAfter(Infinity);
    let optimal = 0;
    for (const asks of [1, 0.3 * all, 0.6 * all, all - 2, all - 1, all].map(Math.floor)) {
      const { outcome } = stoppedAfter(asks);
      if (outcome.stop.kind === 'interrupted') {
        expect(outcome).toMatchObject({ point: { kind: 'none' }, preferred: null });
        continue;
      }
      expect(pointOf(outcome).objective).toBe(30 * 100);
      optimal += 1;
    }
    expect(optimal).toBeGreaterThan(0);
    expect(pointOf(solve(transport(5), new Array<number>(25).fill(1))).objective).toBeGreaterThan(0);
  });

  test('an open program is itself again afterwards', () => {
    const opened = backend.open(split);
    const thenLeast = { weights: Float64Array.of(2, 1) };
    const first = opened.solve({ thenLeast });
    expect(preferredOf(first).point.columnValues[1]).toBeCloseTo(8, 12);
    expect(pointOf(opened.solve({})).objective).toBe(10);
    opened.solve({ thenLeast });
    const tighter = { lowers: Float64Array.of(3, 0), uppers: Float64Array.of(8, 6) };
    expect(pointOf(opened.solve({}, undefined, tighter)).objective).toBe(10);
    expect(preferredOf(opened.solve({ thenLeast })).point.columnValues[1]).toBeCloseTo(6, 12);
    opened.close();
  });

  test('a second run gives the same, to the last bit', () => {
    const { model, weights } = tiedTransport(12);
    expect(repeatable(solve(model, weights))).toEqual(repeatable(solve(model, weights)));
  });
});

/** The weighted sum over all points that cost no more than an optimum, by a row of its own. */
function amongOptima(model: LpModel, cost: number, weights: Float64Array): LpModel {
  const { matrix, columnCount, rowCount } = model;
  const starts = matrix.starts.map((start, j) => start + j);
  const rows = new Int32Array(matrix.rows.length + columnCount).fill(rowCount);
  const values = new Float64Array(rows.length);
  for (let j = 0; j < columnCount; j += 1) {
    rows.set(matrix.rows.subarray(matrix.starts[j], matrix.starts[j + 1]), starts[j]);
    values.set(matrix.values.subarray(matrix.starts[j], matrix.starts[j + 1]), starts[j]);
    values[starts[j + 1] - 1] = model.columnCosts[j];
  }
  return {
    ...model,
    rowCount: rowCount + 1,
    columnCosts: weights,
    rowLowers: Float64Array.of(...model.rowLowers, -Infinity),
    rowUppers: Float64Array.of(...model.rowUppers, cost - model.objectiveOffset + 1e-9),
    matrix: { starts, rows, values },
    objectiveOffset: 0,
  };
}

describe('what a limit leaves of it', () => {
  const { model, weights } = tiedTransport(20);
  const thenLeast = { weights: Float64Array.from(weights) };
  const sumAt = (values: Float64Array): number => weighted(thenLeast.weights, values);

  test('HiGHS: the best optimum so far, which says that it is not complete', async () => {
    const highs = await makeBackend('highs');
    const least = preferredOf(solveScaled(highs, model, { thenLeast }));
    expect(least.complete).toBe(true);
    expect(least.iterations).toBeGreaterThan(10);
    let before = Infinity;
    for (const iterationLimit of [0, 5, Math.floor(least.iterations / 2)]) {
      const outcome = solveScaled(highs, model, { thenLeast: { ...thenLeast, iterationLimit } });
      const { point, complete, iterations, rowDuals, reducedCosts } = preferredOf(outcome);
      expect(complete).toBe(false);
      expect(iterations).toBe(iterationLimit);
      expect(point.objective).toBe(pointOf(outcome).objective);
      expect(certify(model, point.columnValues, null).rowResidual).toBeLessThan(1e-6);
      const sum = sumAt(point.columnValues);
      expect(sum).toBeLessThan(before);
      expect(sum).toBeGreaterThan(sumAt(least.point.columnValues));
      before = sum;
      expect([...rowDuals, ...reducedCosts].every((dual) => dual === 0)).toBe(true);
      if (iterationLimit === 0) expect(point).toEqual(pointOf(outcome));
    }
  });

  test('HiGHS: the limit of the program holds for it too', async () => {
    const highs = await makeBackend('highs');
    const { iterations } = solveScaled(highs, model, { thenLeast }).effort;
    expect(solveScaled(highs, model, { thenLeast, iterationLimit: iterations - 1 })).toMatchObject({
      stop: { kind: 'iterationLimit' },
      preferred: null,
    });
  });

  test('GLPK: nothing, since a stopped GLPK has no point', async () => {
    const glpk = await makeBackend('glpk');
    expect(preferredOf(solveScaled(glpk, model, { thenLeast })).complete).toBe(true);
    const outcome = solveScaled(glpk, model, { thenLeast: { ...thenLeast, iterationLimit: 4 } });
    expect(outcome).toMatchObject({ stop: { kind: 'optimal' }, preferred: null });
  });
});

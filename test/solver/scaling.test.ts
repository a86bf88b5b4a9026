import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LpBackend, LpModel } from '../../solver/index.ts';
import { certify, makeGlpkBackend, makeHighsBackend, solveScaled } from '../../solver/index.ts';
import { chooseScaling, scaleModel, unscaleOutcome } from '../../solver/scaling.ts';
import { feasibleProgram } from './arbitraries.ts';
import { atLeast, atMost, denseModel, dualsOf, pointOf } from './models.ts';

let highs: LpBackend;
let glpk: LpBackend;
beforeAll(async () => {
  highs = await makeHighsBackend();
  glpk = await makeGlpkBackend();
});

describe('scaling', () => {
  test('continuous columns and their rows by 1024, integer columns and rows of theirs alone by 1', () => {
    const model = denseModel({
      costs: [3, 5],
      lowers: [0, 0],
      uppers: [2048, 1],
      rows: [atMost([1, -2048], 0), atLeast([0, 1], 0)],
      integers: [1],
    });
    const scaled = scaleModel(model, chooseScaling(model));
    expect(Array.from(scaled.columnUppers)).toEqual([2, 1]);
    expect(Array.from(scaled.matrix.values)).toEqual([1, -2, 1]);
    expect(Array.from(model.columnUppers)).toEqual([2048, 1]);
  });

  test.each([1e-12, 1e-7, 0.03, 1, 250, 1e6])('costs about %d come to between 16 and 32', (cost) => {
    const model = denseModel({
      costs: [cost, cost, 0],
      lowers: [0, 0, 0],
      uppers: [1, 1, 1],
      rows: [atLeast([1, 1, 1], 1)],
    });
    const scaled = scaleModel(model, chooseScaling(model));
    expect(scaled.columnCosts[0]).toBeGreaterThanOrEqual(16);
    expect(scaled.columnCosts[0]).toBeLessThan(32);
    expect(scaled.columnCosts[2]).toBe(0);
  });

  test('property: scaling is exact, and unscaling undoes it to the last bit', () => {
    // Down to 1e-200: a double below 1e-307 has fewer digits left to keep.
    const number = fc
      .double({ noNaN: true, min: -1e6, max: 1e6 })
      .map((value) => (Math.abs(value) < 1e-200 ? 0 : value));
    const numbers = fc.array(number, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(numbers, numbers, numbers, (costs, coefficients, values) => {
        const model = denseModel({
          costs,
          lowers: [-1e9, -1e9, -1e9],
          uppers: [1e9, 1e9, 1e9],
          rows: [atLeast(coefficients, -1e9)],
        });
        const scaling = chooseScaling(model);
        const scaled = scaleModel(model, scaling);
        const point = Float64Array.from(values);
        const outcome = unscaleOutcome(model, scaling, {
          stop: { kind: 'optimal' },
          point: {
            kind: 'feasible',
            columnValues: point.map((value, j) => value / scaling.columnDivisors[j]),
            rowValues: new Float64Array(1),
            objective: 0,
          },
          duals: { kind: 'available', rowDuals: Float64Array.of(scaling.costFactor), reducedCosts: scaled.columnCosts },
          basis: null,
          effort: { iterations: 0, nodes: 0, solverMilliseconds: 0 },
          claimedGap: null,
          preferred: null,
        });
        expect(Array.from(pointOf(outcome).columnValues)).toEqual(values.map((value) => value + 0));
        expect(Array.from(dualsOf(outcome).reducedCosts)).toEqual(costs.map((cost) => cost + 0));
        expect(dualsOf(outcome).rowDuals[0] * 1024).toBe(1);
      }),
    );
  });
});

/** The same program in units a thousand times smaller. */
function inSmallerUnits(model: LpModel): LpModel {
  const times = (array: Float64Array): Float64Array => array.map((value) => value * 1000);
  return {
    ...model,
    columnLowers: times(model.columnLowers),
    columnUppers: times(model.columnUppers),
    rowLowers: times(model.rowLowers),
    rowUppers: times(model.rowUppers),
    columnCosts: model.columnCosts.map((cost) => cost / 1000),
  };
}

describe('properties of solving', () => {
  test('both backends find one optimum, proven by the duals of each, at or below any known point', () => {
    fc.assert(
      fc.property(feasibleProgram, ({ model, point }) => {
        const known = certify(model, point, null).objective;
        const [first, second] = [highs, glpk].map((backend) => {
          const outcome = solveScaled(backend, model);
          expect(outcome.stop).toEqual({ kind: 'optimal' });
          const found = pointOf(outcome);
          const certificate = certify(model, found.columnValues, dualsOf(outcome).rowDuals);
          expect(certificate.rowResidual).toBeLessThan(1e-6);
          expect(certificate.boundResidual).toBe(0);
          expect(certificate.objective - certificate.lowerBound).toBeLessThan(1e-7 * Math.max(1, Math.abs(known)));
          return found.objective;
        });
        const scale = Math.max(1, Math.abs(first));
        expect(Math.abs(first - second) / scale).toBeLessThan(1e-7);
        expect(first).toBeLessThan(known + 1e-7 * scale);
      }),
      { numRuns: 300 },
    );
  });

  test('units do not matter: a thousand times smaller ones cost the same', () => {
    fc.assert(
      fc.property(feasibleProgram, ({ model }) => {
        const plain = pointOf(solveScaled(highs, model)).objective;
        const small = pointOf(solveScaled(highs, inSmallerUnits(model))).objective;
        expect(Math.abs(plain - small)).toBeLessThan(1e-7 * Math.max(1, Math.abs(plain)));
      }),
      { numRuns: 150 },
    );
  });

  test('reduced costs are what the row duals leave of the costs, on both backends', () => {
    fc.assert(
      fc.property(feasibleProgram, ({ model }) => {
        for (const backend of [highs, glpk]) {
          const duals = dualsOf(solveScaled(backend, model));
          const { starts, rows, values } = model.matrix;
          model.columnCosts.forEach((cost, j) => {
            let reduced = cost;
            for (let k = starts[j]; k < starts[j + 1]; k += 1) reduced -= values[k] * duals.rowDuals[rows[k]];
            expect(duals.reducedCosts[j]).toBeCloseTo(reduced, 8);
          });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('whole numbers that a backend left a little off', () => {
  // One switch lets up to 1e5 through; at least 30 must come, and the switch costs.
  const model = denseModel({
    costs: [0.1, 7],
    lowers: [0, 0],
    uppers: [1e5, 1],
    rows: [atMost([1, -1e5], 0), atLeast([1, 0], 30)],
    integers: [1],
  });
  /** HiGHS, with the integer column of its answer moved and the rest answering as if that were right. */
  const leftOff = (columnValues: readonly number[]): LpBackend => ({
    ...highs,
    solve(scaled, options, interrupt) {
      const outcome = highs.solve(scaled, options, interrupt);
      if (scaled.integerColumns.length === 0 || outcome.point.kind === 'none') return outcome;
      return { ...outcome, point: { ...outcome.point, columnValues: Float64Array.from(columnValues) } };
    },
  });

  test('are rounded, and the other columns solved again to suit them', () => {
    const outcome = solveScaled(leftOff([40 / 1024, 1 - 3e-8]), model);
    expect(Array.from(pointOf(outcome).columnValues)).toEqual([30, 1]);
    expect(Array.from(pointOf(outcome).rowValues)).toEqual([30 - 1e5, 30]);
    expect(pointOf(outcome).objective).toBe(10);
    expect(outcome.stop).toEqual({ kind: 'optimal' });
  });

  test('are an error where no point has them', () => {
    const outcome = solveScaled(leftOff([30 / 1024, 3e-4]), model);
    expect(outcome.stop).toMatchObject({ kind: 'backendError', message: expect.stringContaining('breaks a row') });
  });
});

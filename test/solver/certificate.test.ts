import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certify, dualBound, relativeGap } from '../../solver/index.ts';
import { decimalProgram, feasibleProgram } from './arbitraries.ts';
import { compareExact, exactDualBound, exactObjective } from './exact.ts';
import { atLeast, atMost, denseModel, equal } from './models.ts';

const model = denseModel({
  costs: [2, 3],
  lowers: [0, 0],
  uppers: [10, 20],
  rows: [atLeast([1, 1], 15), atMost([1, -1], 8)],
  integers: [1],
  offset: 7,
});

describe('certify', () => {
  test('a point that keeps everything has no residual; its duals prove it to rounding', () => {
    const certificate = certify(model, Float64Array.of(10, 5), Float64Array.of(3, 0));
    expect(certificate).toMatchObject({ rowResidual: 0, boundResidual: 0, integerResidual: 0, objective: 42 });
    expect(certificate.lowerBound).toBeLessThanOrEqual(42);
    expect(certificate.lowerBound).toBeGreaterThan(42 - 1e-12);
  });

  test('each breach is measured in its own unit', () => {
    const certificate = certify(model, Float64Array.of(10.5, 1.25), null);
    expect(certificate).toMatchObject({ rowResidual: 3.25, boundResidual: 0.5, integerResidual: 0.25 });
    expect(certificate.lowerBound).toBe(-Infinity);
  });

  test('a value that is no number breaks everything', () => {
    const certificate = certify(model, Float64Array.of(Number.NaN, 5), null);
    expect(certificate.rowResidual).toBe(Infinity);
    expect(certificate.boundResidual).toBe(Infinity);
  });

  test('a dual that pulls to an infinite side counts as zero, and so does one that is no number', () => {
    const nothing = dualBound(model, Float64Array.of(0, 0));
    expect(dualBound(model, Float64Array.of(-5, 4))).toBe(nothing);
    expect(dualBound(model, Float64Array.of(Number.NaN, Infinity))).toBe(nothing);
    expect(nothing).toBeCloseTo(7, 12);
  });

  test('noise on a row that is not at a side does not weaken the bound', () => {
    const wide = denseModel({
      costs: [1, 1],
      lowers: [0, 0],
      uppers: [1e9, 1e9],
      rows: [atLeast([1, 1], 4), { coefficients: [1, 0], lower: -1e9, upper: 1e9 }],
    });
    const noisy = Float64Array.of(1, 1e-12);
    expect(dualBound(wide, noisy)).toBeLessThan(4 - 1e-3);
    expect(certify(wide, Float64Array.of(4, 0), noisy).lowerBound).toBeGreaterThan(4 - 1e-5);
  });

  test('columns without bounds prove only where no leftover can reach them', () => {
    const free = denseModel({ costs: [1], lowers: [-Infinity], uppers: [Infinity], rows: [equal([1], 3)] });
    expect(dualBound(free, Float64Array.of(0.5))).toBe(-Infinity);
    const half = denseModel({ costs: [1], lowers: [0], uppers: [Infinity], rows: [atLeast([1], 3)] });
    expect(dualBound(half, Float64Array.of(0.5))).toBeCloseTo(1.5, 12);
  });

  test('relative gap: to max(1, scale), never negative, infinite without a bound', () => {
    expect(relativeGap(10, 9, 4)).toBe(0.25);
    expect(relativeGap(10, 9, 0.1)).toBe(1);
    expect(relativeGap(9, 10, 4)).toBe(0);
    expect(relativeGap(9, -Infinity, 4)).toBe(Infinity);
    expect(relativeGap(Number.NaN, 1, 4)).toBe(Infinity);
  });
});

describe('properties', () => {
  test('weak duality: with any duals at all the bound lies below every point, exactly', () => {
    const duals = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(feasibleProgram, duals, ({ model: program, point }, y) => {
        const bound = dualBound(program, Float64Array.from(y.slice(0, program.rowCount)));
        expect(compareExact(bound, exactObjective(program, point))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  test('rounding is counted: the bound is never above what the duals prove in exact arithmetic, and next to it', () => {
    fc.assert(
      fc.property(decimalProgram, ({ model: program, duals }) => {
        const bound = dualBound(program, duals);
        const exact = exactDualBound(program, duals);
        expect(compareExact(bound, exact)).toBeLessThanOrEqual(0);
        // Terms reach 100 x 100 x 100, some hundred of them: 1e-5 is a few parts in 1e13 of their sum.
        expect(compareExact(bound + 1e-5, exact)).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('rounding is counted where only the bounds speak: costs times bounds, added up', () => {
    fc.assert(
      fc.property(decimalProgram, ({ model: program, duals }) => {
        const none = duals.map(() => 0);
        const exact = exactDualBound(program, none);
        expect(compareExact(dualBound(program, none), exact)).toBeLessThanOrEqual(0);
        expect(compareExact(dualBound(program, none) + 1e-9, exact)).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LpBackend, LpModel } from '../../solver/index.ts';
import { certify, makeGlpkBackend, makeHighsBackend, prove, relaxed, solveScaled } from '../../solver/index.ts';
import { feasibleProgram } from './arbitraries.ts';
import { batteryWithSwitches } from './battery.ts';
import { atLeast, atMost, denseModel, equal, marketSplit, pointOf } from './models.ts';

let highs: LpBackend;
let glpk: LpBackend;
beforeAll(async () => {
  highs = await makeHighsBackend();
  glpk = await makeGlpkBackend();
});

/** What a backend's point may gain by breaking rows within its tolerance (1e-6), at prices of small whole numbers. */
const A_MILLIONTH_OF_A_ROW = 1e-4;

const everyOther = (model: LpModel): LpModel => ({
  ...model,
  integerColumns: Int32Array.from({ length: Math.ceil(model.columnCount / 2) }, (_, k) => 2 * k),
});

describe('own branch and bound', () => {
  test('proves the incumbent of a battery whose switches look alike, in few nodes', () => {
    const model = batteryWithSwitches(32, 32);
    expect(model.integerColumns.length).toBe(64);
    const mip = pointOf(solveScaled(highs, model)).objective;
    const relaxation = pointOf(solveScaled(highs, relaxed(model))).objective;
    expect(mip - relaxation).toBeGreaterThan(1);
    // Nodes, unlike seconds, are the same on a busy machine: half a millisecond each on an idle one.
    const result = prove(highs, model, mip, { nodeLimit: 4000 });
    expect(result.closed).toBe(true);
    expect(result.nodes).toBeGreaterThan(10);
    expect(result.nodes).toBeLessThan(2000);
    expect(result.incumbent).toBeNull();
    expect(mip - result.lowerBound).toBeLessThanOrEqual(1e-6 * Math.abs(mip));
    expect(result.lowerBound).toBeLessThanOrEqual(mip);
  });

  test('its node budget is kept to, and the bound of what is left open still holds', () => {
    const model = batteryWithSwitches(32, 32);
    const mip = pointOf(solveScaled(highs, model)).objective;
    const limited = prove(highs, model, mip, { nodeLimit: 40 });
    expect(limited.nodes).toBeLessThanOrEqual(40);
    expect(limited.closed).toBe(false);
    expect(limited.lowerBound).toBeLessThan(mip);
    const relaxation = solveScaled(highs, relaxed(model));
    expect(limited.lowerBound).toBeGreaterThan(pointOf(relaxation).objective - 1e-9);
    expect(prove(highs, model, mip, { nodeLimit: 40 })).toEqual(limited);
  });

  test('a wider gap asked for is closed with fewer nodes', () => {
    const model = batteryWithSwitches(32, 32);
    const mip = pointOf(solveScaled(highs, model)).objective;
    const wide = prove(highs, model, mip, { relativeGap: 0.005, nodeLimit: 4000 });
    const scaled = prove(highs, model, mip, { relativeGap: 0.0005, gapScale: 10 * Math.abs(mip), nodeLimit: 4000 });
    expect(wide.closed).toBe(true);
    expect(scaled.closed).toBe(true);
    expect(wide.nodes).toBeLessThan(prove(highs, model, mip, { nodeLimit: 4000 }).nodes);
    expect(mip - wide.lowerBound).toBeLessThanOrEqual(0.005 * Math.abs(mip));
  });

  test('finds a better point than a poor incumbent, and a point without any', () => {
    const model = batteryWithSwitches(16, 8);
    const mip = pointOf(solveScaled(highs, model)).objective;
    for (const poor of [mip + 5, Infinity]) {
      const result = prove(highs, model, poor);
      if (result.incumbent?.kind !== 'feasible') throw new Error('no better point found');
      const certificate = certify(model, result.incumbent.columnValues, null);
      expect(certificate.rowResidual).toBeLessThan(1e-6);
      expect(certificate.integerResidual).toBe(0);
      expect(result.incumbent.objective).toBeCloseTo(mip, 6);
      expect(result.closed).toBe(true);
    }
  });

  test('no point at all: proven, not believed', () => {
    // Two switches that must add up to one half.
    const none = denseModel({
      costs: [1, 1],
      lowers: [0, 0],
      uppers: [1, 1],
      rows: [equal([1, 1], 0.5)],
      integers: [0, 1],
    });
    for (const backend of [highs, glpk]) {
      expect(prove(backend, none, Infinity)).toMatchObject({ lowerBound: Infinity, incumbent: null, closed: true });
    }
    const crossed = denseModel({ costs: [1], lowers: [2], uppers: [1], rows: [atLeast([1], 0)], integers: [0] });
    expect(prove(highs, crossed, Infinity).lowerBound).toBe(Infinity);
  });

  test('without columns there is nothing to branch on', () => {
    const empty = denseModel({ costs: [], lowers: [], uppers: [], rows: [], offset: 4 });
    expect(prove(highs, empty, 4)).toEqual({ lowerBound: 4, nodes: 0, incumbent: null, closed: true });
  });

  test('without a bound of the relaxation nothing is claimed', () => {
    const open = denseModel({
      costs: [-1, 0],
      lowers: [0, 0],
      uppers: [Infinity, Infinity],
      rows: [atMost([1, -1], 1)],
      integers: [0],
    });
    expect(prove(highs, open, 0)).toMatchObject({ lowerBound: -Infinity, closed: false });
  });

  test('an interrupt ends it with what is proven so far', () => {
    const model = marketSplit(30, 3);
    let asked = 0;
    const result = prove(highs, model, 1000, { nodeLimit: 100_000 }, () => {
      asked += 1;
      return asked > 2000;
    });
    expect(result.closed).toBe(false);
    expect(result.nodes).toBeLessThan(2001);
    expect(result.lowerBound).toBeLessThanOrEqual(1000);
  });

  test('property: on small integer programs it agrees with the integer solver of the backend', () => {
    let whole = 0;
    fc.assert(
      fc.property(feasibleProgram, fc.boolean(), ({ model }, all) => {
        const integers = Int32Array.from({ length: model.columnCount }, (_, j) => j);
        const program = all ? { ...model, integerColumns: integers } : everyOther(model);
        const mip = pointOf(solveScaled(highs, program)).objective;
        const result = prove(highs, program, Infinity, { nodeLimit: 5000 });
        expect(result.closed).toBe(true);
        expect(Math.abs(result.lowerBound - mip)).toBeLessThan(A_MILLIONTH_OF_A_ROW);
        if (result.incumbent?.kind !== 'feasible') throw new Error('no point found');
        expect(Math.abs(result.incumbent.objective - mip)).toBeLessThan(A_MILLIONTH_OF_A_ROW);
        if (pointOf(solveScaled(highs, relaxed(program))).objective < mip - 1e-6) whole += 1;
      }),
      { numRuns: 200 },
    );
    // The property says little unless some relaxations lie below their whole optimum.
    expect(whole).toBeGreaterThan(20);
  });
});

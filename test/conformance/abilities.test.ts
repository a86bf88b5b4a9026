import { beforeAll, describe, expect, test } from 'vitest';
import { makeGlpkBackend as makeGlpkBackendFrom } from '../../solver/backends/glpk.ts';
import type { LpBackend, LpBasis, SolveOptions } from '../../solver/index.ts';
import { makeGlpkBackend, makeHighsBackend, solveScaled } from '../../solver/index.ts';
import { atLeast, denseModel, marketSplit, pointOf, repeatable, transport } from '../solver/models.ts';

describe('what HiGHS alone can do', () => {
  let highs: LpBackend;
  beforeAll(async () => {
    highs = await makeHighsBackend();
  });

  test('warm start: from its own basis no iteration, from that of a like program fewer', () => {
    const cold = solveScaled(highs, transport(40));
    expect(cold.effort.iterations).toBeGreaterThan(50);
    const basis = cold.basis as LpBasis;
    const same = solveScaled(highs, transport(40), { basis });
    expect(same.effort.iterations).toBe(0);
    expect(pointOf(same).objective).toBe(pointOf(cold).objective);
    const costs = transport(40).columnCosts.map((cost, j) => cost * (1 + 0.001 * (j % 7)));
    const like = { ...transport(40), columnCosts: costs };
    expect(solveScaled(highs, like, { basis }).effort.iterations).toBeLessThan(
      solveScaled(highs, like).effort.iterations,
    );
  });

  test('an interior point is taken where it is asked for, and not within a limit', () => {
    const effortOf = (options: SolveOptions) => solveScaled(highs, transport(40), options).effort.iterations;
    const simplex = effortOf({});
    expect(effortOf({ method: 'simplex' })).toBe(simplex);
    expect(effortOf({ method: 'interiorPoint' })).not.toBe(simplex);
    // Without presolve, as within any limit.
    expect(effortOf({ method: 'interiorPoint', iterationLimit: 1e6 })).toBe(effortOf({ iterationLimit: 1e6 }));
  });

  test('a basis of another shape is ignored', () => {
    const { basis } = solveScaled(highs, transport(3));
    const outcome = solveScaled(highs, transport(4), { basis: basis as LpBasis });
    expect(outcome.stop).toEqual({ kind: 'optimal' });
  });

  test.each([{ iterationLimit: 25 }, { timeLimitSeconds: 0 }])(
    'the basis survives %o, and is gone on from',
    (limit) => {
      const stopped = solveScaled(highs, transport(40), limit);
      expect(stopped.stop.kind).not.toBe('optimal');
      expect(stopped.basis?.columns.length).toBe(1600);
      const resumed = solveScaled(highs, transport(40), { basis: stopped.basis as LpBasis });
      expect(resumed.stop).toEqual({ kind: 'optimal' });
      expect(pointOf(resumed).objective).toBeCloseTo(pointOf(solveScaled(highs, transport(40))).objective, 6);
    },
  );

  test('a time limit counts from the start of its own solve, not of the first one of an open program', () => {
    const model = transport(40);
    const opened = highs.open(model);
    const fromNothing = { columns: new Uint8Array(model.columnCount), rows: new Uint8Array(model.rowCount).fill(1) };
    const started = performance.now();
    let solves = 0;
    const solve = (options: SolveOptions) => {
      const outcome = opened.solve({ ...options, basis: fromNothing });
      solves += 1;
      expect(outcome.stop).toEqual({ kind: 'optimal' });
      expect(outcome.effort.iterations).toBeGreaterThan(50);
    };
    while (solves < 200) solve({});
    // A quarter of what the program has taken so far, and fifty times what one solve takes, however busy the machine.
    solve({ timeLimitSeconds: (performance.now() - started) / 4000 });
    opened.close();
  });

  test('node limit: the incumbent is kept, and a start value is one', () => {
    const model = marketSplit(40, 5);
    const limited = solveScaled(highs, model, { nodeLimit: 3 });
    expect(limited.stop).toEqual({ kind: 'nodeLimit' });
    expect(limited.effort.nodes).toBeLessThanOrEqual(3);
    expect(limited.point.kind).toBe('feasible');
    const better = solveScaled(highs, model, { nodeLimit: 200 });
    const startValues = pointOf(better).columnValues;
    const started = solveScaled(highs, model, { nodeLimit: 0, startValues });
    expect(pointOf(started).objective).toBeLessThanOrEqual(pointOf(better).objective + 1e-9);
  });

  test('two solves of one integer program agree to the last bit, counts included', () => {
    const first = solveScaled(highs, marketSplit(20, 2), { nodeLimit: 50 });
    const second = solveScaled(highs, marketSplit(20, 2), { nodeLimit: 50 });
    expect(repeatable(second)).toEqual(repeatable(first));
  });

  test('what its memory cannot hold is refused in words, before it is tried', async () => {
    const small = await makeHighsBackend({ memoryCeilingBytes: 105 * 2 ** 20 });
    const outcome = solveScaled(small, transport(100));
    expect(outcome.stop).toEqual({
      kind: 'tooLarge',
      message: expect.stringMatching(/^the program has 10000 columns, 200 rows and 20000 coefficients and would need/),
    });
    expect(small.isBroken()).toBe(false);
    expect(solveScaled(small, transport(10)).stop).toEqual({ kind: 'optimal' });
  });

  test('its own refusals are cut to one line', () => {
    const model = denseModel({ costs: [Number.NaN], lowers: [0], uppers: [1], rows: [atLeast([1], 1)] });
    const outcome = highs.solve(model, {});
    expect(outcome.stop).toEqual({ kind: 'backendError', message: 'highs: colCost[0] must be a number' });
    expect(highs.isBroken()).toBe(false);
  });
});

describe('what GLPK alone does', () => {
  test('an aborted instance says so in one line, calls itself broken, and a fresh one works', async () => {
    const glpk = await makeGlpkBackend();
    // Empty programs never come to it by the door: here one does, and aborts the instance.
    const outcome = glpk.solve(denseModel({ costs: [], lowers: [], uppers: [], rows: [] }), {});
    expect(outcome.stop).toEqual({ kind: 'backendError', message: expect.stringMatching(/^glpk: Aborted[^\n]*$/) });
    expect(glpk.isBroken()).toBe(true);
    const fresh = await makeGlpkBackend();
    expect(solveScaled(fresh, transport(5)).stop).toEqual({ kind: 'optimal' });
  });

  test('a missing package is an error with its remedy', async () => {
    const missing = () => Promise.reject(new Error("Cannot find package 'glpk.js'"));
    await expect(makeGlpkBackendFrom(missing)).rejects.toThrow('npm install glpk.js');
  });
});

import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { LpModel, SolverPool, SolverPoolOptions } from '../../solver/index.ts';
import { makeHighsBackend, makeSolverPool, solveScaled, workerFile } from '../../solver/index.ts';
import { batteryWithSwitches } from './battery.ts';
import { atLeast, denseModel, manyCorners, marketSplit, pointOf, repeatable, transport } from './models.ts';

const open: SolverPool[] = [];
function makePool(options: SolverPoolOptions = {}): SolverPool {
  const pool = makeSolverPool({ workers: 1, ...options });
  open.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

/** Threads begun since it was called: one that was ended and replaced counts twice. */
function countThreads(): () => number {
  let count = 0;
  const onThread = (): void => {
    count += 1;
  };
  process.on('worker', onThread);
  onTestFinished(() => void process.off('worker', onThread));
  return () => count;
}

/** Far longer than any test: a thread that is interrupted answers itself, or the test fails. */
const abortGraceMilliseconds = 1_000_000;

/** Nothing ends its search but an abort; the limit is for the day when that fails. */
const endless = marketSplit(40, 5);
const notForEver = { timeLimitSeconds: 40 };

const small = denseModel({ costs: [2, 3], lowers: [0, 0], uppers: [10, 20], rows: [atLeast([1, 1], 15)] });

/** Columns and rows in plenty and nothing to do: the memory of one instance ends before they fit. */
function hugeModel(size: number): LpModel {
  return {
    columnCount: size,
    rowCount: size,
    columnCosts: new Float64Array(size).fill(-1),
    columnLowers: new Float64Array(size),
    columnUppers: new Float64Array(size).fill(1),
    rowLowers: new Float64Array(size).fill(-1),
    rowUppers: new Float64Array(size).fill(0.5),
    matrix: {
      starts: Int32Array.from({ length: size + 1 }, (_, j) => j),
      rows: Int32Array.from({ length: size }, (_, j) => j),
      values: new Float64Array(size).fill(1),
    },
    integerColumns: new Int32Array(0),
    objectiveOffset: 0,
  };
}

describe('a pool of solver threads', () => {
  test('answers as the backend does in this thread, and leaves the model of the caller alone', async () => {
    const pool = makePool();
    await pool.warmUp();
    const model = transport(20);
    const copy = structuredClone(model);
    const outcome = await pool.solve(model);
    expect(model).toEqual(copy);
    expect(repeatable(outcome)).toEqual(repeatable(solveScaled(await makeHighsBackend(), copy)));
  });

  test('arrays that are views of larger ones, or shared, arrive as they are', async () => {
    const costs = Float64Array.of(9, 9, 2, 3, 9).subarray(2, 4);
    const uppers = new Float64Array(new SharedArrayBuffer(16));
    uppers.set([10, 20]);
    const outcome = await makePool().solve({ ...small, columnCosts: costs, columnUppers: uppers });
    expect(pointOf(outcome).objective).toBe(35);
  });

  test('more solves than threads are all answered, first come first served', async () => {
    const pool = makePool();
    const order: number[] = [];
    const sizes = [30, 4, 5, 6, 7];
    const outcomes = await Promise.all(
      sizes.map(async (size, place) => {
        const outcome = await pool.solve(transport(size));
        order.push(place);
        return outcome;
      }),
    );
    expect(outcomes.map((outcome) => outcome.stop.kind)).toEqual(sizes.map(() => 'optimal'));
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  test('while one thread is held up the other serves the queue, in order', async () => {
    const pool = makePool({ workers: 2 });
    const order: (number | 'endless')[] = [];
    const controller = new AbortController();
    const held = pool.solve(endless, notForEver, controller.signal).finally(() => order.push('endless'));
    const sizes = [30, 4, 5, 6, 7];
    await Promise.all(sizes.map((size) => pool.solve(transport(size)).then(() => order.push(size))));
    controller.abort();
    expect((await held).stop).toEqual({ kind: 'interrupted' });
    expect(order).toEqual([...sizes, 'endless']);
  });

  test('the event loop goes on while a program is solved', async () => {
    const begun = Promise.withResolvers<void>();
    const pool = makePool({ onBegun: begun.resolve });
    const controller = new AbortController();
    let turns = 0;
    const running = pool.solve(endless, notForEver, controller.signal).then((outcome) => ({ outcome, turns }));
    await begun.promise;
    while (turns < 100) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
    controller.abort();
    expect(await running).toMatchObject({ turns: 100, outcome: { stop: { kind: 'interrupted' } } });
  });

  test('a running linear program is ended with its thread, and another thread takes its place', async () => {
    const threads = countThreads();
    const begun = Promise.withResolvers<void>();
    const pool = makePool({ abortGraceMilliseconds: 0, onBegun: begun.resolve });
    const controller = new AbortController();
    const running = pool.solve(manyCorners(700), {}, controller.signal);
    await begun.promise;
    controller.abort();
    expect((await running).stop).toEqual({ kind: 'interrupted' });
    expect(pointOf(await pool.solve(small)).objective).toBe(35);
    expect(threads()).toBe(2);
  });

  test('an integer search is asked as it goes: it stops, and its thread lives on', async () => {
    const threads = countThreads();
    const begun = Promise.withResolvers<void>();
    const pool = makePool({ abortGraceMilliseconds, onBegun: begun.resolve });
    const controller = new AbortController();
    const running = pool.solve(endless, notForEver, controller.signal);
    await begun.promise;
    controller.abort();
    expect((await running).stop).toEqual({ kind: 'interrupted' });
    expect(pointOf(await pool.solve(small)).objective).toBe(35);
    expect(threads()).toBe(1);
  });

  test('HiGHS looks for an abort before a linear program, and not at its iterations', async () => {
    const highs = await makeHighsBackend();
    let looked = 0;
    const outcome = solveScaled(highs, manyCorners(100), {}, () => {
      looked += 1;
      return false;
    });
    expect(outcome.effort.iterations).toBeGreaterThan(100);
    expect([1, 2]).toContain(looked);
    expect(solveScaled(highs, manyCorners(100), {}, () => true).stop).toEqual({ kind: 'interrupted' });
  });

  test('an abort before the start, in the queue, and of one program among others', async () => {
    const pool = makePool();
    expect((await pool.solve(small, {}, AbortSignal.abort())).stop).toEqual({ kind: 'interrupted' });
    const controller = new AbortController();
    const first = pool.solve(transport(60));
    const queued = pool.solve(small, {}, controller.signal);
    controller.abort();
    expect((await queued).stop).toEqual({ kind: 'interrupted' });
    expect((await first).stop).toEqual({ kind: 'optimal' });
  });

  test('a signal that outlives its solves keeps no listener', async () => {
    const pool = makePool();
    const { signal } = new AbortController();
    for (let k = 0; k < 5; k += 1) await pool.solve(small, {}, signal);
    expect(getEventListeners(signal, 'abort').length).toBe(0);
  });

  test('an integer search of GLPK, which never asks, is ended with its thread', async () => {
    const threads = countThreads();
    const begun = Promise.withResolvers<void>();
    const pool = makePool({ backend: 'glpk', onBegun: begun.resolve });
    const controller = new AbortController();
    const running = pool.solve(endless, notForEver, controller.signal);
    await begun.promise;
    controller.abort();
    expect((await running).stop).toEqual({ kind: 'interrupted' });
    expect(pointOf(await pool.solve(small)).objective).toBe(35);
    expect(threads()).toBe(2);
  });

  test('proofs run in the threads too, and an aborted one has proven nothing false', async () => {
    const threads = countThreads();
    const model = batteryWithSwitches(16, 8);
    let begun = Promise.withResolvers<void>();
    const pool = makePool({ abortGraceMilliseconds, onBegun: () => begun.resolve() });
    const mip = pointOf(await pool.solve(model)).objective;
    expect(await pool.prove(model, mip)).toMatchObject({ closed: true, incumbent: null });
    begun = Promise.withResolvers();
    const controller = new AbortController();
    const running = pool.prove(endless, 0.5, { nodeLimit: 1e6 }, controller.signal);
    await begun.promise;
    controller.abort();
    const stopped = await running;
    expect(stopped.closed).toBe(false);
    expect(stopped.nodes).toBeLessThan(1e6);
    expect(stopped.lowerBound).toBeLessThanOrEqual(0.5);
    expect(threads()).toBe(1);
  });
});

describe('when a thread or its solver fails', () => {
  test('an instance out of memory is a one-line backend error, and the next solve has a fresh one', async () => {
    const pool = makePool({ memoryCeilingBytes: Infinity });
    const outcome = await pool.solve(hugeModel(3_000_000), { iterationLimit: 1 });
    expect(outcome.stop).toEqual({ kind: 'backendError', message: expect.stringMatching(/^highs: [^\n]+$/) });
    expect(pointOf(await pool.solve(small)).objective).toBe(35);
    expect((await makePool().solve(hugeModel(3_000_000))).stop.kind).toBe('tooLarge');
  }, 120_000);

  test('a thread that dies is answered for and replaced, and the queue goes on', async () => {
    // GLPK is given names on the heap: this heap is too small for a hundred thousand of them.
    const pool = makePool({ backend: 'glpk', resourceLimits: { maxOldGenerationSizeMb: 24 } });
    const dying = pool.solve(transport(300));
    const queued = pool.solve(small);
    expect((await dying).stop).toEqual({
      kind: 'backendError',
      message: expect.stringMatching(/^solver: the solver thread died: [^\n]+$/),
    });
    expect(pointOf(await queued).objective).toBe(35);
    const result = await pool.prove({ ...transport(300), integerColumns: Int32Array.of(0) }, 1);
    expect(result).toEqual({ lowerBound: -Infinity, nodes: 0, incumbent: null, closed: false });
  });

  test('closing answers what is running and waiting, and what comes after', async () => {
    const pool = makePool();
    const running = pool.solve(transport(200));
    const waiting = pool.solve(small);
    const proof = pool.prove(small, 35);
    const refused = expect(proof).rejects.toThrow('the solver pool is closed');
    await pool.close();
    const closed = { kind: 'backendError', message: 'solver: the solver pool is closed' };
    expect((await running).stop).toEqual(closed);
    expect((await waiting).stop).toEqual(closed);
    expect((await pool.solve(small)).stop).toEqual(closed);
    await refused;
    await pool.close();
  });

  test('an idle pool lets its process end, a busy one does not', async () => {
    const script = fileURLToPath(new URL('./idle-pool.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 55_000 });
    expect(stdout.trim()).toBe('35');
  });
});

test('a worker file lies beside the room, with the extension that is running', () => {
  expect(fileURLToPath(workerFile('solve-worker'))).toMatch(/solver\/solve-worker\.ts$/);
});

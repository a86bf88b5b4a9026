import type { LpModel, LpOutcome } from '../../solver/index.ts';

export interface DenseRow {
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface DenseModel {
  readonly costs: readonly number[];
  readonly lowers: readonly number[];
  readonly uppers: readonly number[];
  readonly rows: readonly DenseRow[];
  readonly integers?: readonly number[];
  readonly offset?: number;
}

/** A model written out row by row, as one would on paper. */
export function denseModel(dense: DenseModel): LpModel {
  const starts = [0];
  const rows: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < dense.costs.length; j += 1) {
    dense.rows.forEach((row, i) => {
      if (row.coefficients[j] === 0) return;
      rows.push(i);
      values.push(row.coefficients[j]);
    });
    starts.push(rows.length);
  }
  return {
    columnCount: dense.costs.length,
    rowCount: dense.rows.length,
    columnCosts: Float64Array.from(dense.costs),
    columnLowers: Float64Array.from(dense.lowers),
    columnUppers: Float64Array.from(dense.uppers),
    rowLowers: Float64Array.from(dense.rows, (row) => row.lower),
    rowUppers: Float64Array.from(dense.rows, (row) => row.upper),
    matrix: { starts: Int32Array.from(starts), rows: Int32Array.from(rows), values: Float64Array.from(values) },
    integerColumns: Int32Array.from(dense.integers ?? []),
    objectiveOffset: dense.offset ?? 0,
  };
}

export const atLeast = (coefficients: readonly number[], lower: number): DenseRow => ({
  coefficients,
  lower,
  upper: Infinity,
});
export const atMost = (coefficients: readonly number[], upper: number): DenseRow => ({
  coefficients,
  lower: -Infinity,
  upper,
});
export const equal = (coefficients: readonly number[], side: number): DenseRow => ({
  coefficients,
  lower: side,
  upper: side,
});

/** Repeatable numbers in [0, 1). */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Cheapest shipping from `size` sources to `size` sinks: size^2 columns, degenerate, slow enough to be stopped. */
export function transport(size: number, seed = 1): LpModel {
  const random = makeRandom(seed);
  const columnCount = size * size;
  const starts = Int32Array.from({ length: columnCount + 1 }, (_, j) => 2 * j);
  const rows = new Int32Array(2 * columnCount);
  for (let j = 0; j < columnCount; j += 1) {
    rows[2 * j] = Math.floor(j / size);
    rows[2 * j + 1] = size + (j % size);
  }
  const sides = Float64Array.from({ length: 2 * size }, () => 100);
  return {
    columnCount,
    rowCount: 2 * size,
    columnCosts: Float64Array.from({ length: columnCount }, () => 1 + Math.floor(1000 * random())),
    columnLowers: new Float64Array(columnCount),
    columnUppers: new Float64Array(columnCount).fill(100),
    rowLowers: sides,
    rowUppers: sides.slice(),
    matrix: { starts, rows, values: new Float64Array(2 * columnCount).fill(1) },
    integerColumns: new Int32Array(0),
    objectiveOffset: 0,
  };
}

/**
 * The same at one price for all ways, with weights to tell them apart: every shipment is optimal. One way weighs so
 * much more than the others that, beside it, they are below the tolerance of duals.
 */
export function tiedTransport(size: number): { model: LpModel; weights: number[] } {
  const model = transport(size);
  const weights = Array.from(model.columnCosts);
  weights[0] = 1e9;
  return { model: { ...model, columnCosts: new Float64Array(model.columnCount).fill(1) }, weights };
}

/**
 * The best corner of a box cut by dense rows: `rows` of them and twice as many columns, some three simplex
 * iterations a row. With 700 rows that is ten seconds of work.
 */
export function manyCorners(rows: number): LpModel {
  const random = makeRandom(3);
  const upTo = (most: number): number => Math.floor((2 * most + 1) * random()) - most;
  const columnCount = 2 * rows;
  const values = Float64Array.from({ length: rows * columnCount }, () => upTo(100));
  return {
    columnCount,
    rowCount: rows,
    columnCosts: Float64Array.from({ length: columnCount }, () => upTo(1000)),
    columnLowers: new Float64Array(columnCount).fill(-1),
    columnUppers: new Float64Array(columnCount).fill(1),
    rowLowers: new Float64Array(rows).fill(-100),
    rowUppers: new Float64Array(rows).fill(100),
    matrix: {
      starts: Int32Array.from({ length: columnCount + 1 }, (_, j) => j * rows),
      rows: Int32Array.from({ length: rows * columnCount }, (_, k) => k % rows),
      values,
    },
    integerColumns: new Int32Array(0),
    objectiveOffset: 0,
  };
}

/**
 * Split every one of five lists in two halves by the same choice (a market split problem): a poor choice is found at
 * once, the best one not for hours.
 */
export function marketSplit(choices: number, lists: number): LpModel {
  const random = makeRandom(7);
  const slackCount = 2 * lists;
  const rows = Array.from({ length: lists }, (_, i) => {
    const list = Array.from({ length: choices }, () => Math.floor(100 * random()));
    const slacks = Array.from({ length: slackCount }, (_, k) => (k === 2 * i ? 1 : k === 2 * i + 1 ? -1 : 0));
    return equal([...list, ...slacks], Math.floor(list.reduce((sum, value) => sum + value, 0) / 2));
  });
  return denseModel({
    costs: [...Array<number>(choices).fill(0), ...Array<number>(slackCount).fill(1)],
    lowers: Array<number>(choices + slackCount).fill(0),
    uppers: [...Array<number>(choices).fill(1), ...Array<number>(slackCount).fill(1e4)],
    rows,
    integers: Array.from({ length: choices }, (_, j) => j),
  });
}

/** The point of an outcome, or a failure that says why there is none. */
export function pointOf(outcome: LpOutcome) {
  if (outcome.point.kind === 'none') throw new Error(`no point: ${JSON.stringify(outcome.stop)}`);
  return outcome.point;
}

/** The duals of an outcome, or a failure. */
export function dualsOf(outcome: LpOutcome) {
  if (outcome.duals.kind === 'none') throw new Error(`no duals: ${JSON.stringify(outcome.stop)}`);
  return outcome.duals;
}

/** The preferred point of an outcome, or a failure. */
export function preferredOf(outcome: LpOutcome) {
  if (outcome.preferred === null) throw new Error(`no preferred point: ${JSON.stringify(outcome.stop)}`);
  return outcome.preferred;
}

/** An outcome without its seconds: what a second solve must give again, to the last bit. */
export function repeatable(outcome: LpOutcome) {
  const { solverMilliseconds, ...effort } = outcome.effort;
  return { ...outcome, effort };
}

import { failed, stopped } from './backends/backend.ts';
import type { LpModel } from './lp-model.ts';
import { objectiveAt } from './lp-model.ts';
import type { FeasiblePoint, LpOutcome, PreferredPoint, ThenLeast } from './outcome.ts';
import { NO_EFFORT } from './outcome.ts';

const AT_LOWER = 0;
const BASIC = 1;
const AT_UPPER = 2;
const FREE_AT_ZERO = 3;

/**
 * Answers what needs no backend, or null: numbers that are none (`backendError`), crossed bounds (`infeasible`;
 * GLPK aborts on them), programs without columns or without rows (GLPK aborts on those too).
 */
export function answerWithoutBackend(model: LpModel, thenLeast?: ThenLeast): LpOutcome | null {
  const fault = modelFault(model) ?? weightFault(model, thenLeast);
  if (fault !== null) return failed('solver', fault);
  if (crossed(model.columnLowers, model.columnUppers) || crossed(model.rowLowers, model.rowUppers)) {
    return stopped({ kind: 'infeasible' });
  }
  if (model.columnCount === 0 || model.matrix.values.length === 0) return answerWithoutEntries(model, thenLeast);
  return null;
}

function weightFault({ columnCount }: LpModel, thenLeast: ThenLeast | undefined): string | null {
  if (thenLeast === undefined) return null;
  const { weights } = thenLeast;
  if (weights.length !== columnCount)
    return `thenLeast.weights has ${weights.length} values for ${columnCount} columns`;
  const index = weights.findIndex((weight) => !Number.isFinite(weight));
  return index < 0 ? null : `thenLeast.weights[${index}] is ${weights[index]}, expected a finite number`;
}

/** What is wrong with the numbers of a model, naming array and index, or null. */
export function modelFault(model: LpModel): string | null {
  const finite: readonly (readonly [string, Float64Array])[] = [
    ['columnCosts', model.columnCosts],
    ['matrix.values', model.matrix.values],
  ];
  for (const [name, array] of finite) {
    const index = array.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) return `${name}[${index}] is ${array[index]}, expected a finite number`;
  }
  const numbers: readonly (readonly [string, Float64Array])[] = [
    ['columnLowers', model.columnLowers],
    ['columnUppers', model.columnUppers],
    ['rowLowers', model.rowLowers],
    ['rowUppers', model.rowUppers],
  ];
  for (const [name, array] of numbers) {
    const index = array.findIndex((value) => Number.isNaN(value));
    if (index >= 0) return `${name}[${index}] is NaN, expected a number or an infinity`;
  }
  if (!Number.isFinite(model.objectiveOffset)) return `objectiveOffset is ${model.objectiveOffset}`;
  return null;
}

function crossed(lowers: Float64Array, uppers: Float64Array): boolean {
  return lowers.some((lower, i) => lower > uppers[i] || lower === Infinity || uppers[i] === -Infinity);
}

/** No coefficient anywhere: rows are 0, every column goes to its cheaper bound. */
function answerWithoutEntries(model: LpModel, thenLeast: ThenLeast | undefined): LpOutcome {
  for (let i = 0; i < model.rowCount; i += 1) {
    if (model.rowLowers[i] > 0 || model.rowUppers[i] < 0) return stopped({ kind: 'infeasible' });
  }
  const whole = new Uint8Array(model.columnCount);
  for (const j of model.integerColumns) whole[j] = 1;
  const columnValues = new Float64Array(model.columnCount);
  const statuses = new Uint8Array(model.columnCount);
  let unbounded = false;
  for (let j = 0; j < model.columnCount; j += 1) {
    const lower = whole[j] === 1 ? Math.ceil(model.columnLowers[j]) : model.columnLowers[j];
    const upper = whole[j] === 1 ? Math.floor(model.columnUppers[j]) : model.columnUppers[j];
    if (lower > upper) return stopped({ kind: 'infeasible' });
    const best = cheapest(model.columnCosts[j], lower, upper);
    if (!Number.isFinite(best)) unbounded = true;
    columnValues[j] = best + 0;
    statuses[j] = best === lower ? AT_LOWER : best === upper ? AT_UPPER : FREE_AT_ZERO;
  }
  if (unbounded) return stopped({ kind: 'unbounded' });
  const integers = model.integerColumns.length > 0;
  return {
    stop: { kind: 'optimal' },
    point: pointAt(model, columnValues),
    duals: {
      kind: 'available',
      rowDuals: new Float64Array(model.rowCount),
      reducedCosts: model.columnCosts.slice(),
    },
    basis: { columns: statuses, rows: new Uint8Array(model.rowCount).fill(BASIC) },
    effort: NO_EFFORT,
    claimedGap: integers ? 0 : null,
    preferred: integers || thenLeast === undefined ? null : preferredWithoutEntries(model, columnValues, thenLeast),
  };
}

function pointAt(model: LpModel, columnValues: Float64Array): FeasiblePoint {
  const rowValues = new Float64Array(model.rowCount);
  return { kind: 'feasible', columnValues, rowValues, objective: objectiveAt(model, columnValues) };
}

/** Columns without a cost go by their weight; null where one of them has no bound to go to, or all weights are 0. */
function preferredWithoutEntries(model: LpModel, first: Float64Array, { weights }: ThenLeast): PreferredPoint | null {
  const may = (j: number): boolean => model.columnCosts[j] === 0 && weights[j] !== 0;
  const columnValues = first.map((value, j) =>
    may(j) ? cheapest(weights[j], model.columnLowers[j], model.columnUppers[j]) + 0 : value,
  );
  if (weights.every((weight) => weight === 0) || !columnValues.every(Number.isFinite)) return null;
  return {
    point: pointAt(model, columnValues),
    rowDuals: new Float64Array(model.rowCount),
    reducedCosts: weights.slice(),
    complete: true,
    iterations: 0,
  };
}

function cheapest(cost: number, lower: number, upper: number): number {
  if (cost > 0) return lower;
  if (cost < 0) return upper;
  return Math.min(Math.max(0, lower), upper);
}

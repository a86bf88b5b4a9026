import type { LpModel } from './lp-model.ts';

declare const columnBrand: unique symbol;
declare const rowBrand: unique symbol;
/** Handle of a column; its value is the column's index in the model. */
export type Column = number & { readonly [columnBrand]: true };
/** Handle of a row; its value is the row's index in the model. */
export type Row = number & { readonly [rowBrand]: true };

/**
 * Collects columns, rows and coefficients and turns them into an LpModel. Names are shared strings
 * ("hohhot battery b1 charge"), not one string an index, so that a hundred thousand columns cost little.
 */
export interface LpBuilder {
  /** A continuous column. Throws LpBuildError on NaN, an infinite bound, or lower > upper. */
  addColumn(name: string, lower: number, upper: number): Column;
  /** A column that must be whole. Same errors. */
  addIntegerColumn(name: string, lower: number, upper: number): Column;
  /** lower <= sum of terms <= upper. A side may be infinite. Throws LpBuildError on NaN or lower > upper. */
  addRow(name: string, lower: number, upper: number): Row;
  /** Adds to the coefficient of `column` in `row` (terms on the same place add up). Throws on NaN or infinity. */
  addTerm(row: Row, column: Column, coefficient: number): void;
  /** Adds to the objective coefficient of `column`. Throws on NaN or infinity. */
  addCost(column: Column, coefficient: number): void;
  /** Adds a constant to the objective. */
  addConstantCost(amount: number): void;
  /** Moves both sides of a row by `amount` (a constant flow brought to the right-hand side). */
  shiftRow(row: Row, amount: number): void;
  columnCount(): number;
  rowCount(): number;
  columnName(column: Column): string;
  rowName(row: Row): string;
  columnBounds(column: Column): { readonly lower: number; readonly upper: number };
  /** The program so far. The builder may go on growing and build again: handles keep their meaning. */
  build(): LpModel;
}

/** A programming error of whoever builds a model: never caused by user input that passed validation. */
export class LpBuildError extends Error {
  override readonly name = 'LpBuildError';
}

/** Entries smaller than this vanish inside HiGHS; the builder drops them, so that the model says what is solved. */
export const SMALLEST_COEFFICIENT = 1e-9;

/** An array of doubles or integers that grows by doubling. */
function growing<A extends Float64Array | Int32Array>(make: (length: number) => A) {
  let array = make(64);
  let length = 0;
  return {
    push(value: number): void {
      if (length === array.length) {
        const larger = make(length * 2);
        larger.set(array);
        array = larger;
      }
      array[length] = value;
      length += 1;
    },
    at: (index: number): number => array[index],
    add: (index: number, amount: number): void => {
      array[index] += amount;
    },
    length: (): number => length,
    copy: (): A => array.slice(0, length) as A,
  };
}

function checkFinite(what: string, value: number): void {
  if (!Number.isFinite(value)) throw new LpBuildError(`${what} must be a finite number, found ${value}`);
}

/** An empty builder. */
export function makeLpBuilder(): LpBuilder {
  const doubles = (length: number) => new Float64Array(length);
  const integers = (length: number) => new Int32Array(length);
  const columnCosts = growing(doubles);
  const columnLowers = growing(doubles);
  const columnUppers = growing(doubles);
  const rowLowers = growing(doubles);
  const rowUppers = growing(doubles);
  const termRows = growing(integers);
  const termColumns = growing(integers);
  const termValues = growing(doubles);
  const integerColumns: number[] = [];
  const columnNames: string[] = [];
  const rowNames: string[] = [];
  let objectiveOffset = 0;

  function addColumn(name: string, lower: number, upper: number): Column {
    checkFinite(`lower bound of column "${name}"`, lower);
    checkFinite(`upper bound of column "${name}"`, upper);
    if (lower > upper) throw new LpBuildError(`column "${name}" has lower bound ${lower} above upper bound ${upper}`);
    columnLowers.push(lower);
    columnUppers.push(upper);
    columnCosts.push(0);
    return (columnNames.push(name) - 1) as Column;
  }

  return {
    addColumn,
    addIntegerColumn(name, lower, upper) {
      const column = addColumn(name, lower, upper);
      integerColumns.push(column);
      return column;
    },
    addRow(name, lower, upper) {
      if (Number.isNaN(lower) || Number.isNaN(upper)) throw new LpBuildError(`row "${name}" has a side that is NaN`);
      if (lower > upper) throw new LpBuildError(`row "${name}" has lower side ${lower} above upper side ${upper}`);
      rowLowers.push(lower);
      rowUppers.push(upper);
      return (rowNames.push(name) - 1) as Row;
    },
    addTerm(row, column, coefficient) {
      if (!Number.isFinite(coefficient)) {
        checkFinite(`coefficient of column "${columnNames[column]}" in row "${rowNames[row]}"`, coefficient);
      }
      if (coefficient === 0) return;
      termRows.push(row);
      termColumns.push(column);
      termValues.push(coefficient);
    },
    addCost(column, coefficient) {
      checkFinite(`cost of column "${columnNames[column]}"`, coefficient);
      columnCosts.add(column, coefficient);
    },
    addConstantCost(amount) {
      checkFinite('constant cost', amount);
      objectiveOffset += amount;
    },
    shiftRow(row, amount) {
      checkFinite(`shift of row "${rowNames[row]}"`, amount);
      rowLowers.add(row, amount);
      rowUppers.add(row, amount);
    },
    columnCount: () => columnNames.length,
    rowCount: () => rowNames.length,
    columnName: (column) => columnNames[column],
    rowName: (row) => rowNames[row],
    columnBounds: (column) => ({ lower: columnLowers.at(column), upper: columnUppers.at(column) }),
    build: () => ({
      columnCount: columnNames.length,
      rowCount: rowNames.length,
      columnCosts: columnCosts.copy(),
      columnLowers: columnLowers.copy(),
      columnUppers: columnUppers.copy(),
      rowLowers: rowLowers.copy(),
      rowUppers: rowUppers.copy(),
      matrix: compress(columnNames.length, rowNames.length, termRows.copy(), termColumns.copy(), termValues.copy()),
      integerColumns: Int32Array.from(integerColumns),
      objectiveOffset,
    }),
  };
}

/** Sorts triplets into columns with ascending rows (two counting sorts), adding up what falls on the same place. */
function compress(
  columnCount: number,
  rowCount: number,
  termRows: Int32Array,
  termColumns: Int32Array,
  termValues: Float64Array,
): LpModel['matrix'] {
  const byRow = countingOrder(termRows, rowCount, null);
  const byColumn = countingOrder(termColumns, columnCount, byRow);
  const starts = new Int32Array(columnCount + 1);
  const rows = new Int32Array(termRows.length);
  const values = new Float64Array(termRows.length);
  let write = 0;
  let read = 0;
  for (let column = 0; column < columnCount; column += 1) {
    starts[column] = write;
    while (read < byColumn.length && termColumns[byColumn[read]] === column) {
      const row = termRows[byColumn[read]];
      let sum = 0;
      while (read < byColumn.length && termColumns[byColumn[read]] === column && termRows[byColumn[read]] === row) {
        sum += termValues[byColumn[read]];
        read += 1;
      }
      if (Math.abs(sum) < SMALLEST_COEFFICIENT) continue;
      rows[write] = row;
      values[write] = sum;
      write += 1;
    }
  }
  starts[columnCount] = write;
  return { starts, rows: rows.slice(0, write), values: values.slice(0, write) };
}

/** Stable order of the entries by key; `previous` is the order to refine, or null for the given one. */
function countingOrder(keys: Int32Array, keyCount: number, previous: Int32Array | null): Int32Array {
  const next = new Int32Array(keyCount + 1);
  for (const key of keys) next[key + 1] += 1;
  for (let key = 0; key < keyCount; key += 1) next[key + 1] += next[key];
  const order = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i += 1) {
    const entry = previous === null ? i : previous[i];
    order[next[keys[entry]]] = entry;
    next[keys[entry]] += 1;
  }
  return order;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, Row } from '../../solver/index.ts';
import { LpBuildError, makeLpBuilder, objectiveAt, relaxed, rowActivities } from '../../solver/index.ts';

describe('what a builder refuses, naming column or row', () => {
  test.each([
    [Number.NaN, 1],
    [0, Number.NaN],
    [Number.NEGATIVE_INFINITY, 1],
    [0, Number.POSITIVE_INFINITY],
    [2, 1],
  ])('a column from %d to %d', (lower, upper) => {
    const lp = makeLpBuilder();
    expect(() => lp.addColumn('east import', lower, upper)).toThrow(LpBuildError);
    expect(() => lp.addIntegerColumn('east import', lower, upper)).toThrow(/east import/);
    expect(lp.columnCount()).toBe(0);
    expect(lp.build().integerColumns.length).toBe(0);
  });

  test.each([
    [Number.NaN, 1],
    [0, Number.NaN],
    [2, 1],
  ])('a row from %d to %d', (lower, upper) => {
    expect(() => makeLpBuilder().addRow('east balance', lower, upper)).toThrow(/east balance/);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%d as coefficient, cost or shift',
    (bad) => {
      const lp = makeLpBuilder();
      const column = lp.addColumn('east import', 0, 1);
      const row = lp.addRow('east balance', 0, 1);
      expect(() => lp.addTerm(row, column, bad)).toThrow(/"east import" in row "east balance"/);
      expect(() => lp.addCost(column, bad)).toThrow(/east import/);
      expect(() => lp.addConstantCost(bad)).toThrow(LpBuildError);
      expect(() => lp.shiftRow(row, bad)).toThrow(/east balance/);
      expect(lp.build()).toMatchObject({ objectiveOffset: 0, columnCosts: Float64Array.of(0) });
    },
  );
});

test('a builder goes on growing after a build, and the first model stays what it was', () => {
  const lp = makeLpBuilder();
  const first = lp.addColumn('first', 0, 2);
  const row = lp.addRow('row', 1, Number.POSITIVE_INFINITY);
  lp.addTerm(row, first, 1);
  const before = lp.build();
  const second = lp.addIntegerColumn('second', -1, 3);
  lp.addTerm(row, second, 4);
  lp.shiftRow(row, 5);
  const after = lp.build();
  expect(before.columnCount).toBe(1);
  expect(Array.from(before.rowLowers)).toEqual([1]);
  expect(Array.from(after.matrix.values)).toEqual([1, 4]);
  expect(Array.from(after.rowLowers)).toEqual([6]);
  expect(Array.from(after.integerColumns)).toEqual([1]);
  expect(relaxed(after).integerColumns.length).toBe(0);
  expect(lp.columnBounds(second)).toEqual({ lower: -1, upper: 3 });
});

test('property: compressed columns say what a dense table of the same terms says', () => {
  const term = fc.record({
    row: fc.nat({ max: 4 }),
    column: fc.nat({ max: 6 }),
    coefficient: fc.integer({ min: -3, max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(term, { maxLength: 200 }),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 7, maxLength: 7 }),
      (terms, point) => {
        const lp = makeLpBuilder();
        const columns: Column[] = Array.from({ length: 7 }, (_, j) => lp.addColumn(`c${j}`, -9, 9));
        const rows: Row[] = Array.from({ length: 5 }, (_, i) => lp.addRow(`r${i}`, -1, 1));
        const dense = rows.map(() => columns.map(() => 0));
        const costs = columns.map(() => 0);
        for (const { row, column, coefficient } of terms) {
          lp.addTerm(rows[row], columns[column], coefficient);
          lp.addCost(columns[column], coefficient);
          dense[row][column] += coefficient;
          costs[column] += coefficient;
        }
        const model = lp.build();
        const { starts, rows: places, values } = model.matrix;
        const entries = columns.flatMap((_, j) =>
          dense.map((line, i) => [j, i, line[j]]).filter(([, , value]) => value !== 0),
        );
        const found = columns.flatMap((_, j) =>
          Array.from(places.subarray(starts[j], starts[j + 1]), (row, k) => [j, row, values[starts[j] + k]]),
        );
        expect(found).toEqual(entries);
        const x = Float64Array.from(point);
        expect(Array.from(rowActivities(model, x), (value) => value + 0)).toEqual(
          dense.map((line) => line.reduce((sum, value, j) => sum + value * point[j], 0) + 0),
        );
        expect(objectiveAt(model, x)).toBe(costs.reduce((sum, cost, j) => sum + cost * point[j], 0));
      },
    ),
  );
});

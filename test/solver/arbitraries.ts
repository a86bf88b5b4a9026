import fc from 'fast-check';
import { type DenseRow, denseModel } from './models.ts';

const small = fc.integer({ min: -9, max: 9 });

/** A program of small whole numbers with a point that keeps it; bounds finite, rows of every kind. */
export const feasibleProgram = fc
  .record({ columns: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 6 }) })
  .chain(({ columns, rows }) =>
    fc.record({
      costs: fc.array(small, { minLength: columns, maxLength: columns }),
      point: fc.array(small, { minLength: columns, maxLength: columns }),
      below: fc.array(fc.nat({ max: 6 }), { minLength: columns, maxLength: columns }),
      above: fc.array(fc.nat({ max: 6 }), { minLength: columns, maxLength: columns }),
      rows: fc.array(
        fc.record({
          coefficients: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: columns, maxLength: columns }),
          kind: fc.constantFrom('atLeast', 'atMost', 'equal', 'range'),
          slack: fc.nat({ max: 5 }),
        }),
        { minLength: rows, maxLength: rows },
      ),
    }),
  )
  .map(({ costs, point, below, above, rows }) => {
    const dense: DenseRow[] = rows.map(({ coefficients, kind, slack }) => {
      const activity = coefficients.reduce((sum, value, j) => sum + value * point[j], 0);
      return {
        coefficients,
        lower: kind === 'atMost' ? -Infinity : kind === 'equal' ? activity : activity - slack,
        upper: kind === 'atLeast' ? Infinity : kind === 'equal' ? activity : activity + slack,
      };
    });
    const lowers = point.map((value, j) => value - below[j]);
    const uppers = point.map((value, j) => value + above[j]);
    return { model: denseModel({ costs, lowers, uppers, rows: dense, offset: 11 }), point: Float64Array.from(point) };
  });

const decimal = fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 1000);

/** A program of decimals that no double holds exactly, all bounds and sides finite, with arbitrary duals. */
export const decimalProgram = fc
  .record({ columns: fc.integer({ min: 1, max: 12 }), rows: fc.integer({ min: 1, max: 8 }) })
  .chain(({ columns, rows }) =>
    fc.record({
      costs: fc.array(decimal, { minLength: columns, maxLength: columns }),
      lowers: fc.array(decimal, { minLength: columns, maxLength: columns }),
      widths: fc.array(decimal, { minLength: columns, maxLength: columns }),
      duals: fc.array(decimal, { minLength: rows, maxLength: rows }),
      sides: fc.array(decimal, { minLength: rows, maxLength: rows }),
      table: fc.array(fc.array(decimal, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    }),
  )
  .map(({ costs, lowers, widths, duals, sides, table }) => ({
    model: denseModel({
      costs,
      lowers,
      uppers: lowers.map((lower, j) => lower + Math.abs(widths[j])),
      rows: table.map((coefficients, i) => ({ coefficients, lower: sides[i], upper: sides[i] + 0.7 })),
      offset: 0.1,
    }),
    duals: Float64Array.from(duals),
  }));

import type { LpModel } from '../lp-model.ts';

/** What one WebAssembly instance may grow to (2 GiB), less a margin for what the estimate does not see. */
export const MEMORY_CEILING_BYTES = 1.9 * 2 ** 30;

/**
 * Bytes that HiGHS will come to need: a base, and so much for each column, row and entry (model, presolved copy,
 * simplex work arrays, factors). Fitted from above to instances watched while they solved programs of 75,000 to
 * 657,000 columns with three entries each (110 to 950 MB), and to harder ones (250 to 550 MB at 75,000 to 330,000).
 */
export function estimatedBytes(columnCount: number, rowCount: number, entryCount: number): number {
  return 100 * 2 ** 20 + 700 * columnCount + 1000 * rowCount + 260 * entryCount;
}

/** Why a program is refused, in words of what to change, or null. */
export function memoryRefusal(program: LpModel, ceiling: number): string | null {
  const entries = program.matrix.values.length;
  const bytes = estimatedBytes(program.columnCount, program.rowCount, entries);
  if (bytes <= ceiling) return null;
  const needed = (bytes / 2 ** 30).toFixed(1);
  return (
    `the program has ${program.columnCount} columns, ${program.rowCount} rows and ${entries} coefficients and would ` +
    `need about ${needed} GiB of the solver's ${(ceiling / 2 ** 30).toFixed(1)} GiB: ` +
    'use longer slots, a shorter horizon or fewer job groups'
  );
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Cells that say "no value". Never zero. */
const NO_VALUE = new Set(['', '-', 'null', 'nan', 'na', 'n/a', 'none', 'nil']);

/** What a cell says of a number. */
export type NumberCell =
  | { readonly kind: 'number'; readonly value: number }
  /** Nothing, or one of the words for it. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'wrong' };

/** A cell as a finite number (point, exponent, no separators of thousands, blanks around), as no value, or as neither. */
export function numberCell(text: string): NumberCell {
  const cell = text.trim();
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'wrong' };
  }
  return NO_VALUE.has(cell.toLowerCase()) ? { kind: 'blank' } : { kind: 'wrong' };
}

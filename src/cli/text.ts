/** Text on a terminal: what came from a file cannot steer it, and columns line up. */

/** Control characters (escape sequences, line breaks, direction marks) made visible. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]/u;

/** Columns that a text takes: East Asian characters take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Cut to a width, with a mark where something is missing. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    const own = textWidth(character);
    if (used + own > width - 1) break;
    kept += character;
    used += own;
  }
  return `${kept}…`;
}

export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** Lines no wider than `width`, broken at spaces, all but the first a little in; a word too wide by itself is cut. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || textWidth(longer) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = FOLD_INDENT + word;
    }
  }
  return [...lines, line].map((one) => shorten(one, width));
}

const FOLD_INDENT = '  ';
const LEAST_FIRST_COLUMN = 8;

export type Alignment = 'left' | 'right';

/**
 * Rows in columns, each as wide as its widest cell; where the sum exceeds `columns`, the first column gives way and
 * its cells go on below. Trailing blanks are dropped.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  columns: number,
): string[] {
  const gap = 2;
  const widths = alignments.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))));
  const total = widths.reduce((sum, width) => sum + width, gap * (widths.length - 1));
  widths[0] = Math.min(widths[0], Math.max(LEAST_FIRST_COLUMN, widths[0] - Math.max(0, total - columns)));
  const aligned = (cell: string, column: number) =>
    alignments[column] === 'left' ? padRight(cell, widths[column]) : padLeft(cell, widths[column]);
  return rows.flatMap(([first = '', ...others]) => {
    const [top = '', ...below] = fold(first, widths[0]);
    return [[top, ...others].map(aligned).join(' '.repeat(gap)).trimEnd(), ...below];
  });
}

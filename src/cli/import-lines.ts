import { formatNumber } from '../report/text.ts';
import { fold } from './text.ts';

/** The form that all descriptions of imports have in a terminal. */

const MOST_SHOWN = 10;
const LABEL_WIDTH = 13;
const INDENT = '  ';

/** A figure of a size not known beforehand: four digits or more, no noughts behind the point. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1000 ? formatNumber(value) : String(Number(value.toPrecision(4)));

/** `  label        text`, the text folded beside its label. */
export function factLines(facts: readonly (readonly [label: string, text: string])[], columns: number): string[] {
  const room = Math.max(20, columns - INDENT.length - LABEL_WIDTH);
  return facts.flatMap(([label, text]) =>
    fold(text, room).map(
      (line, index) => `${INDENT}${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line.trimStart()}`,
    ),
  );
}

/** A title and a line for each item, none without items; of very many the first `most`. */
export function listLines(
  title: string,
  items: readonly string[],
  columns: number,
  most: number = MOST_SHOWN,
): string[] {
  if (items.length === 0) return [];
  const more = items.length - most;
  const shown =
    more > 0 ? [...items.slice(0, most), `and ${formatNumber(more)} more (all of them with --json)`] : items;
  const lines = shown.flatMap((item) => fold(`- ${item}`, columns - INDENT.length));
  return ['', `${title}:`, ...lines.map((line) => INDENT + line)];
}

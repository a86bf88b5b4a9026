// Numbers as the report writes them on its axes and in its words.

/**
 * 12000 as `12k`: axis numbers keep one width.
 * @param {number} value
 */
export function shortNumber(value) {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(4))}M`;
  if (size >= 1_000) return `${Number((value / 1_000).toPrecision(4))}k`;
  return String(Number(value.toPrecision(4)));
}

const figures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const wholes = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/**
 * A figure with four digits, or all of its whole ones.
 * @param {number} value
 */
export function figureText(value) {
  return Math.abs(value) >= 10_000 ? wholes.format(value) : figures.format(value);
}

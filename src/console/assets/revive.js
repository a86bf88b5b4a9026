// Options as JSON become options again: labels and short numbers get their functions, colours those of the scheme.
import { shortNumber } from './format.js';

/**
 * @param {any} value
 * @param {Map<string, string>} colors by the colours of the light scheme
 * @returns {any}
 */
export function revive(value, colors) {
  if (typeof value === 'string') return colors.get(value) ?? value;
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map((item) => revive(item, colors));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'formatter' ? formatter(member) : revive(member, colors),
    ]),
  );
}

/** @param {{ named: string } | { labels: [number, string][] }} description */
function formatter(description) {
  if ('named' in description) return shortNumber;
  const labels = new Map(description.labels);
  return (/** @type {number} */ at) => labels.get(at) ?? '';
}

import { makeRandom, type Random } from '../../src/scenario/sample-series.ts';

/**
 * Seeded numbers for series that a source does not give. All of it is arithmetic on 32-bit integers and doubles: the
 * same seed gives the same series on every machine.
 */
export { makeRandom, type Random };

/** A standard normal number: the sum of twelve even ones, less six (no logarithm, so no difference between machines). */
export function normal(random: Random): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw += 1) sum += random();
  return sum;
}

/**
 * A first-order autoregression with standard normal marginals: `z[t] = memory z[t-1] + sqrt(1 - memory^2) e[t]`, begun
 * in its steady state.
 */
export function autoregression(random: Random, count: number, memory: number): Float64Array {
  const values = new Float64Array(count);
  const fresh = Math.sqrt(1 - memory * memory);
  for (let at = 0; at < count; at += 1) {
    values[at] = at === 0 ? normal(random) : memory * values[at - 1] + fresh * normal(random);
  }
  return values;
}

/** Share of standard normal numbers below one, by the approximation of Zelen and Severo (error below 1e-7). */
export function normalShare(z: number): number {
  const size = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * size);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp(-0.5 * size * size) * polynomial;
  return z >= 0 ? 1 - tail : tail;
}

/** The number between `low` and `high` at which a rising function passes `target`, by halving. */
export function bisect(rising: (at: number) => number, target: number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < 60; step += 1) {
    const middle = (from + to) / 2;
    if (rising(middle) < target) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

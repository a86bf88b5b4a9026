/**
 * Below the limit by less than this (kW, kWh), a figure may stand above it in the program that it was
 * rounded from, so that its error still counts.
 */
const NEAR_LIMIT = 0.01;

/** How much of a promise is broken. */
export interface Excess {
  /** Sum of weight x excess over all slots. */
  readonly amount: number;
  /** Sum of the weights where the limit is exceeded or all but reached: an error of one unit moves the amount by this. */
  readonly amountPerUnit: number;
  /** Excess of each slot, not weighted, >= 0. */
  readonly perSlot: Float64Array;
  /** What each slot adds to the amount. */
  readonly amountPerSlot: Float64Array;
}

/** Excess of each figure over its limit, `over[t] = figure - limit`, summed with the weights (hours, or 1 for steps). */
export function sumExcess(over: Float64Array, weights: Float64Array): Excess {
  const perSlot = over.map((value) => Math.max(0, value));
  const amountPerSlot = perSlot.map((excess, t) => excess * weights[t]);
  let amount = 0;
  let amountPerUnit = 0;
  for (let t = 0; t < over.length; t += 1) {
    amount += amountPerSlot[t];
    if (over[t] > -NEAR_LIMIT) amountPerUnit += weights[t];
  }
  return { amount, amountPerUnit, perSlot, amountPerSlot };
}

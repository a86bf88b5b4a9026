import type { LpModel } from '../../solver/index.ts';

/** A sum of products of doubles, exact: mantissa times 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite double as what it exactly is. */
export function exactly(value: number): Exact {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = power === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: bits >> 63n === 1n ? -mantissa : mantissa, exponent: Math.max(power, 1) - 1075 };
}

function plus(a: Exact, b: Exact): Exact {
  const exponent = Math.min(a.exponent, b.exponent);
  const shifted = (x: Exact): bigint => x.mantissa << BigInt(x.exponent - exponent);
  return { mantissa: shifted(a) + shifted(b), exponent };
}

function times(a: Exact, b: Exact): Exact {
  return { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
}

function negated(a: Exact): Exact {
  return { mantissa: -a.mantissa, exponent: a.exponent };
}

/** What weak duality gives for these duals, without any rounding; all bounds and sides finite. */
export function exactDualBound(model: LpModel, duals: Float64Array): Exact {
  let sum = exactly(model.objectiveOffset);
  duals.forEach((dual, i) => {
    sum = plus(sum, times(exactly(dual), exactly(dual > 0 ? model.rowLowers[i] : model.rowUppers[i])));
  });
  const { starts, rows, values } = model.matrix;
  for (let j = 0; j < model.columnCount; j += 1) {
    let reduced = exactly(model.columnCosts[j]);
    for (let k = starts[j]; k < starts[j + 1]; k += 1) {
      reduced = plus(reduced, negated(times(exactly(values[k]), exactly(duals[rows[k]]))));
    }
    sum = plus(sum, times(reduced, exactly(reduced.mantissa > 0n ? model.columnLowers[j] : model.columnUppers[j])));
  }
  return sum;
}

/** The objective at a point without any rounding. */
export function exactObjective(model: LpModel, point: Float64Array): Exact {
  let sum = exactly(model.objectiveOffset);
  for (let j = 0; j < model.columnCount; j += 1) {
    sum = plus(sum, times(exactly(model.columnCosts[j]), exactly(point[j])));
  }
  return sum;
}

/** Sign of `value - exact`; minus infinity is below everything. */
export function compareExact(value: number, exact: Exact): number {
  if (!Number.isFinite(value)) return Math.sign(value);
  const difference = plus(exactly(value), negated(exact));
  return difference.mantissa === 0n ? 0 : difference.mantissa > 0n ? 1 : -1;
}

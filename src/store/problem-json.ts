import type { SchedulingProblem } from '../scheduling/problem.ts';

/**
 * A frozen problem as JSON and back. Typed arrays stand as `{"float64": [...]}`, so that they come back as what they
 * were; JSON keeps every finite double to its last bit. A problem holds no other object of one such key.
 */

const arrays = {
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

type ArrayName = keyof typeof arrays;

const isArrayName = (name: string): name is ArrayName => Object.hasOwn(arrays, name);

/** Throws on what JSON cannot hold: NaN, infinity, other typed arrays. */
export function problemToJson(problem: SchedulingProblem): string {
  return JSON.stringify(problem, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Error(`${key} is ${value}: no place in a store`);
    if (!ArrayBuffer.isView(value)) return value;
    for (const [name, type] of Object.entries(arrays)) if (value instanceof type) return { [name]: Array.from(value) };
    throw new Error(`${key} is a ${value.constructor.name}: no place in a store`);
  });
}

/** The value of a text that `problemToJson` made; whether it did is for the caller to know (a checksum). */
export function problemFromJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const [member, ...others] = Object.entries(value);
    if (member === undefined || others.length > 0) return value;
    const [name, list] = member;
    return isArrayName(name) && Array.isArray(list) ? arrays[name].from(list) : value;
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import { sampleScenario } from '../../src/scenario/sample.ts';
import { mutate, mutations } from './mutations.ts';

const ORIGIN = { file: 'fuzz.yaml', directory: '/nowhere' };

describe('any scenario at all', () => {
  it('is read or refused in words, never thrown at', () => {
    const kinds = { ok: 0, invalid: 0 };
    fc.assert(
      fc.property(mutations, (changes) => {
        const value = mutate(sampleScenario(), changes);
        const result = readScenario(value, ORIGIN);
        kinds[result.kind] += 1;
        if (result.kind === 'ok') expectSound(result.fleet);
        else {
          expect(result.problems.length).toBeGreaterThan(0);
          expect(formatProblems(result.problems)).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 400 },
    );
    // A fuzz that only ever meets one of the two shows nothing about the other.
    expect(Math.min(kinds.ok, kinds.invalid)).toBeGreaterThan(20);
  });

  it('of any JSON value is refused in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readScenario(value, ORIGIN).kind).toBe('invalid');
      }),
    );
  });
});

/** No number of a fleet is missing or endless, and every series has a value for each slot. */
function expectSound(value: unknown, path = 'fleet'): void {
  if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
  if (value instanceof Float64Array) {
    expect(value.every(Number.isFinite), path).toBe(true);
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof Int32Array) return;
  for (const [key, item] of Object.entries(value)) expectSound(item, `${path}.${key}`);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeldValue, resample } from '../../src/time/resample.ts';
import { MILLISECONDS_PER_MINUTE, makeTimeline, type Timeline } from '../../src/time/timeline.ts';

const minutes = (...edges: readonly number[]): Timeline =>
  makeTimeline(edges.map((edge) => edge * MILLISECONDS_PER_MINUTE));
const held = (...pieces: readonly (readonly [number, number, number])[]): HeldValue[] =>
  pieces.map(([start, end, value]) => ({
    start: start * MILLISECONDS_PER_MINUTE,
    end: end * MILLISECONDS_PER_MINUTE,
    value,
  }));

/** Sums of lengths from 0 on. */
function edgesOf(lengths: readonly number[]): number[] {
  const edges = [0];
  for (const length of lengths) edges.push(edges[edges.length - 1] + length);
  return edges;
}

describe('resample', () => {
  it('repeats a coarser source in finer slots, untouched', () => {
    const { values, uncoveredSlots } = resample(minutes(0, 15, 30, 45, 60, 75), held([0, 60, 0.1], [60, 120, 0.7]));
    expect([...values]).toEqual([0.1, 0.1, 0.1, 0.1, 0.7]);
    expect(uncoveredSlots).toEqual([]);
  });
  it('takes the mean over time of a finer source, also where slots are unequal and cut its intervals', () => {
    const source = held([0, 30, 10], [30, 60, 20], [60, 90, 40], [90, 120, 80]);
    expect([...resample(minutes(0, 60, 75, 120), source).values]).toEqual([15, 40, (40 * 15 + 80 * 30) / 45]);
  });
  it('names slots without a value for all of their time, and gives them none', () => {
    const { values, uncoveredSlots } = resample(minutes(0, 30, 60, 90, 120), held([0, 30, 1], [40, 90, 3]));
    expect(uncoveredSlots).toEqual([1, 3]);
    expect([...values]).toEqual([1, Number.NaN, 3, Number.NaN]);
  });
  it('covers nothing from nothing', () => {
    expect(resample(minutes(0, 30), []).uncoveredSlots).toEqual([0]);
  });
  it('keeps the integral over the timeline, whatever the slots', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 30 });
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 60 }), values, (slotLengths, step, levels) => {
        const edges = edgesOf(slotLengths);
        const total = edges[edges.length - 1];
        const count = Math.ceil(total / step);
        const source = Array.from({ length: count }, (_, k): [number, number, number] => [
          k * step,
          Math.min(total, (k + 1) * step),
          levels[k % levels.length],
        ]);
        const result = resample(minutes(...edges), held(...source));
        const before = source.reduce((sum, [start, end, value]) => sum + (end - start) * value, 0);
        const after = slotLengths.reduce((sum, length, slot) => sum + length * result.values[slot], 0);
        expect(result.uncoveredSlots).toEqual([]);
        expect(after).toBeCloseTo(before, 6);
      }),
    );
  });
});

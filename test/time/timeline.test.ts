import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantSeries,
  instant,
  MILLISECONDS_PER_HOUR,
  makeTimeline,
  overlapHours,
  slotAt,
  slotEnd,
  slotStart,
  TimelineError,
  timelineEnd,
  timelineStart,
  uniformTimeline,
} from '../../src/time/timeline.ts';

const hour = (count: number) => instant(count * MILLISECONDS_PER_HOUR);

/** Sums of lengths from 0 on. */
function edgesOf(lengths: readonly number[]): number[] {
  const edges = [0];
  for (const length of lengths) edges.push(edges[edges.length - 1] + length);
  return edges;
}

describe('timeline', () => {
  it('gives each slot its own length', () => {
    const timeline = makeTimeline([hour(0), hour(0.25), hour(1.25), hour(4)]);
    expect(timeline.slotCount).toBe(3);
    expect([...timeline.hours]).toEqual([0.25, 1, 2.75]);
    expect([timelineStart(timeline), timelineEnd(timeline)]).toEqual([hour(0), hour(4)]);
    expect([slotStart(timeline, 1), slotEnd(timeline, 1)]).toEqual([hour(0.25), hour(1.25)]);
    expect([...constantSeries(timeline, 7)]).toEqual([7, 7, 7]);
  });
  it('refuses edges that do not ascend, and fewer than two', () => {
    expect(() => makeTimeline([hour(0)])).toThrow(TimelineError);
    expect(() => makeTimeline([hour(0), hour(1), hour(1)])).toThrow(/slot 1/);
    expect(() => makeTimeline([hour(0), Number.NaN])).toThrow(TimelineError);
  });
  it('makes equal slots only where they fill the time', () => {
    expect(uniformTimeline(hour(0), hour(1), 15).slotCount).toBe(4);
    expect(() => uniformTimeline(hour(0), hour(1), 25)).toThrow(/25 minutes do not fill the 60 minutes/);
    expect(() => uniformTimeline(hour(1), hour(0), 15)).toThrow(TimelineError);
  });
  it('does not keep the edges it was given', () => {
    const edges = Float64Array.of(hour(0), hour(1));
    const timeline = makeTimeline(edges);
    edges[1] = hour(9);
    expect(timelineEnd(timeline)).toBe(hour(1));
  });
  it('finds the one slot that holds a moment, and overlaps that add up', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: -50, max: 4500 }),
        fc.integer({ min: 1, max: 500 }),
        (slotLengths, from, length) => {
          const timeline = makeTimeline(edgesOf(slotLengths));
          const end = timelineEnd(timeline);
          const slot = slotAt(timeline, instant(from));
          expect(slot >= 0).toBe(from >= 0 && from < end);
          if (slot >= 0) expect(slotStart(timeline, slot) <= from && from < slotEnd(timeline, slot)).toBe(true);
          const interval = { start: instant(from), end: instant(from + length) };
          const overlap = slotLengths.reduce((sum, _, index) => sum + overlapHours(timeline, index, interval), 0);
          const expected = Math.max(0, Math.min(end, from + length) - Math.max(0, from)) / MILLISECONDS_PER_HOUR;
          expect(overlap).toBeCloseTo(expected, 12);
        },
      ),
    );
  });
});

import { parseInstant } from '../time/civil.ts';
import { type Instant, MILLISECONDS_PER_MINUTE, makeTimeline, type Timeline } from '../time/timeline.ts';
import type { Collector } from './context.ts';
import { describe, type Path } from './problems.ts';
import type { TimelineSource } from './schema/scenario.ts';

/** Longer timelines want longer slots; more would not be solved in any useful time. */
export const MAXIMUM_SLOT_COUNT = 20_000;

const INSTANT_EXPECTED = 'an ISO 8601 time with an offset, like 2026-06-01T08:00+02:00';

/** An instant that must carry its own offset; null, and a fault, when it does not. */
export function readInstant(collector: Pick<Collector, 'fault'>, text: string, path: Path): Instant | null {
  const parsed = parseInstant(text);
  if (parsed.kind === 'ok') return parsed.at;
  const hint =
    parsed.kind === 'withoutOffset' ? { hint: 'the offset from UTC is missing; write Z or +08:00 after it' } : {};
  collector.fault({ path, found: describe(text), expected: INSTANT_EXPECTED, ...hint });
  return null;
}

/** The slots; null, and faults, when the times are wrong or slots do not fill them. */
export function readTimeline(collector: Collector, source: TimelineSource, path: Path): Timeline | null {
  const start = readInstant(collector, source.start, [...path, 'start']);
  const segments = (
    'segments' in source ? source.segments : [{ until: source.end, slotMinutes: source.slotMinutes }]
  ).map(({ until, slotMinutes }, index) => {
    const place = 'segments' in source ? [...path, 'segments', index] : path;
    const untilKey = 'segments' in source ? 'until' : 'end';
    return { place, untilKey, slotMinutes, until: readInstant(collector, until, [...place, untilKey]) };
  });
  if (start === null) return null;
  const edges: number[] = [start];
  for (const { place, untilKey, slotMinutes, until } of segments) {
    if (until === null) return null;
    const from = edges[edges.length - 1];
    const fault = segmentFault(from, until, slotMinutes, edges.length - 1);
    if (fault !== null) {
      const { key, ...words } = fault;
      collector.fault({ path: [...place, key === 'end' ? untilKey : key], ...words });
      return null;
    }
    const step = slotMinutes * MILLISECONDS_PER_MINUTE;
    const count = Math.round((until - from) / step);
    for (let k = 1; k < count; k += 1) edges.push(from + k * step);
    edges.push(until);
  }
  return makeTimeline(edges);
}

function segmentFault(from: number, until: number, slotMinutes: number, slotsBefore: number) {
  const minutes = (until - from) / MILLISECONDS_PER_MINUTE;
  if (minutes <= 0) {
    return { key: 'end', found: `an end ${-minutes} minutes before the start`, expected: 'an end after the start' };
  }
  const count = minutes / slotMinutes;
  if (slotsBefore + count > MAXIMUM_SLOT_COUNT) {
    return {
      key: 'slotMinutes',
      found: `${Math.ceil(slotsBefore + count)} slots`,
      expected: `at most ${MAXIMUM_SLOT_COUNT} slots`,
      hint: 'shorten the timeline or lengthen its slots',
    };
  }
  if (Number.isInteger(count) && Number.isInteger(slotMinutes * MILLISECONDS_PER_MINUTE)) return null;
  return {
    key: 'slotMinutes',
    found: `slots of ${slotMinutes} minutes over ${minutes} minutes`,
    expected: 'slots that fill the time exactly',
  };
}

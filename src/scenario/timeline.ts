import { parseInstant } from '../time/civil.ts';
import { type Instant, MILLISECONDS_PER_MINUTE, makeTimeline, type Timeline } from '../time/timeline.ts';
import { type Collector, child, type Fault, items, type Node, trustedValue } from './context.ts';
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

/**
 * The slots; null, and faults, when the times are wrong or slots do not fill them. Times and lengths are held
 * against each other as far as they are sound.
 */
export function readTimeline(collector: Collector, node: Node<TimelineSource>): Timeline | null {
  let from = readTime(collector, child(node, 'start'));
  let slotsBefore = 0;
  const edges: (number | null)[] = [from];
  for (const segment of segmentsOf(node)) {
    const until = readTime(collector, segment.until);
    const slotMinutes = trustedValue(collector, segment.slotMinutes);
    const faults =
      from === null || until === null ? null : segmentFaults(segment, from, until, slotMinutes, slotsBefore);
    for (const fault of faults ?? []) collector.fault(fault);
    if (from !== null && until !== null && slotMinutes !== null && faults?.length === 0) {
      const step = slotMinutes * MILLISECONDS_PER_MINUTE;
      const count = Math.round((until - from) / step);
      for (let k = 1; k < count; k += 1) edges.push(from + k * step);
      slotsBefore += count;
      edges.push(until);
    } else {
      edges.push(null);
    }
    from = until;
  }
  const known = edges.filter((edge) => edge !== null);
  return known.length === edges.length && collector.trusted(node.path) ? makeTimeline(known) : null;
}

interface Segment {
  readonly until: Node<string | undefined>;
  readonly slotMinutes: Node<number | undefined>;
}

function segmentsOf(node: Node<TimelineSource>): Segment[] {
  const segmented = 'segments' in node.value ? { path: node.path, value: node.value } : null;
  if (segmented !== null) {
    return items(child(segmented, 'segments')).map((segment) => ({
      until: child(segment, 'until'),
      slotMinutes: child(segment, 'slotMinutes'),
    }));
  }
  const plain = node as Node<Exclude<TimelineSource, { readonly segments: unknown }>>;
  return [{ until: child(plain, 'end'), slotMinutes: child(plain, 'slotMinutes') }];
}

function readTime(collector: Collector, node: Node<string | undefined>): Instant | null {
  const text = trustedValue(collector, node);
  return text === null ? null : readInstant(collector, text, node.path);
}

function segmentFaults(
  segment: Segment,
  from: number,
  until: number,
  slotMinutes: number | null,
  slotsBefore: number,
): Fault[] {
  const minutes = (until - from) / MILLISECONDS_PER_MINUTE;
  if (minutes <= 0) {
    const found = `an end ${-minutes} minutes before the start`;
    return [{ path: segment.until.path, found, expected: 'an end after the start' }];
  }
  if (slotMinutes === null) return [];
  const { path } = segment.slotMinutes;
  const count = minutes / slotMinutes;
  if (slotsBefore + count > MAXIMUM_SLOT_COUNT) {
    return [
      {
        path,
        found: `${Math.ceil(slotsBefore + count)} slots`,
        expected: `at most ${MAXIMUM_SLOT_COUNT} slots`,
        hint: 'shorten the timeline or lengthen its slots',
      },
    ];
  }
  if (Number.isInteger(count) && Number.isInteger(slotMinutes * MILLISECONDS_PER_MINUTE)) return [];
  const found = `slots of ${slotMinutes} minutes over ${minutes} minutes`;
  return [{ path, found, expected: 'slots that fill the time exactly' }];
}

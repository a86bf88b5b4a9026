/** Milliseconds since 1970-01-01T00:00Z. Never a local time; civil time lives in civil.ts alone. */
export type Instant = number & { readonly [instantBrand]: true };
declare const instantBrand: unique symbol;

export const MILLISECONDS_PER_MINUTE = 60_000;
export const MILLISECONDS_PER_HOUR = 3_600_000;

export const instant = (epochMilliseconds: number): Instant => epochMilliseconds as Instant;

/** A half-open stretch of time [start, end). */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The slots that a plan is made on: contiguous, half open, each with its own length. There is no
 * hours-per-step factor anywhere else; near slots may last 5 minutes and far ones an hour.
 */
export interface Timeline {
  readonly slotCount: number;
  /** slotCount + 1 instants, ascending: slot t is [edges[t], edges[t + 1]). */
  readonly edges: Float64Array;
  /** Length of each slot in hours. */
  readonly hours: Float64Array;
}

/** A value for each slot of a timeline. */
export type SlotSeries = Float64Array;

export class TimelineError extends Error {
  override readonly name = 'TimelineError';
}

/** A timeline from its edges. Throws TimelineError when they do not ascend or there are fewer than two. */
export function makeTimeline(edges: readonly number[] | Float64Array): Timeline {
  if (edges.length < 2) throw new TimelineError('a timeline needs at least one slot, that is two edges');
  const copy = Float64Array.from(edges);
  const hours = new Float64Array(copy.length - 1);
  for (let t = 0; t < hours.length; t += 1) {
    const length = copy[t + 1] - copy[t];
    if (!(length > 0))
      throw new TimelineError(`slot ${t} ends at or before its start (edges ${copy[t]}, ${copy[t + 1]})`);
    hours[t] = length / MILLISECONDS_PER_HOUR;
  }
  return { slotCount: hours.length, edges: copy, hours };
}

/** Equal slots from start (inclusive) to end (exclusive). Throws TimelineError when they do not fill it exactly. */
export function uniformTimeline(start: Instant, end: Instant, slotMinutes: number): Timeline {
  const step = slotMinutes * MILLISECONDS_PER_MINUTE;
  const count = (end - start) / step;
  if (!Number.isInteger(count) || count < 1) {
    throw new TimelineError(
      `slots of ${slotMinutes} minutes do not fill the ${(end - start) / MILLISECONDS_PER_MINUTE} minutes of the timeline exactly`,
    );
  }
  return makeTimeline(Float64Array.from({ length: count + 1 }, (_, t) => start + t * step));
}

export const timelineStart = (timeline: Timeline): Instant => timeline.edges[0] as Instant;
export const timelineEnd = (timeline: Timeline): Instant => timeline.edges[timeline.slotCount] as Instant;
export const slotStart = (timeline: Timeline, slot: number): Instant => timeline.edges[slot] as Instant;
export const slotEnd = (timeline: Timeline, slot: number): Instant => timeline.edges[slot + 1] as Instant;

/** Hours by which slot and interval overlap. */
export function overlapHours(timeline: Timeline, slot: number, interval: Interval): number {
  const from = Math.max(timeline.edges[slot], interval.start);
  const to = Math.min(timeline.edges[slot + 1], interval.end);
  return Math.max(0, to - from) / MILLISECONDS_PER_HOUR;
}

/** Index of the slot that holds the instant, or -1 outside the timeline. */
export function slotAt(timeline: Timeline, at: Instant): number {
  if (at < timeline.edges[0] || at >= timeline.edges[timeline.slotCount]) return -1;
  let low = 0;
  let high = timeline.slotCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (timeline.edges[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The same number in every slot. */
export function constantSeries(timeline: Timeline, value: number): SlotSeries {
  return new Float64Array(timeline.slotCount).fill(value);
}

/** Texts that were asked for last: a plan names its few hundred edges thousands of times. */
const written = new Map<number, string>();
const MOST_WRITTEN = 4096;

/** `2026-06-01T00:00:00Z`, with milliseconds only where there are some. UTC needs no calendar, so no civil time. */
export function formatUtc(at: number): string {
  const known = written.get(at);
  if (known !== undefined) return known;
  const text = new Date(at).toISOString().replace('.000Z', 'Z');
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(at, text);
  return text;
}

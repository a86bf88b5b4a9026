import { quote } from '../tables/index.ts';
import type { HeldValue } from '../time/resample.ts';
import {
  formatUtc,
  instant,
  MILLISECONDS_PER_HOUR,
  type Timeline,
  timelineEnd,
  timelineStart,
} from '../time/timeline.ts';
import { child, type Node, type ReadContext } from './context.ts';
import type { FileSeriesSource } from './schema/series.ts';

/** Hours of a gap that a policy may fill where the scenario does not say. */
export const DEFAULT_MAXIMUM_GAP_HOURS = 3;

/** Time without a value: from the end of the value before to the start of the value after. */
interface Gap {
  readonly before: HeldValue | null;
  readonly after: HeldValue | null;
  readonly start: number;
  readonly end: number;
}

/**
 * The values with the holes of the timeline filled by the stated policy, and a note on the slots concerned.
 * Null, and a fault, when the policy is to refuse, the gap is longer than it may be, or there is nothing to
 * fill from: what lies before the first value is never made up, and what lies after the last only held.
 */
export function fillGaps(
  context: ReadContext,
  node: Node<FileSeriesSource>,
  held: readonly HeldValue[],
  resolution: number,
  timeline: Timeline,
): HeldValue[] | null {
  const gaps = gapsOf(held, timeline);
  if (gaps.length === 0) return [...held];
  const { gaps: policy = 'refuse', maximumGapHours = DEFAULT_MAXIMUM_GAP_HOURS } = node.value;
  const open = gaps.filter((gap) => !fillable(gap, policy, maximumGapHours));
  if (open.length > 0) {
    reportGaps(context, node, open, held, timeline);
    return null;
  }
  const fillers = gaps.flatMap((gap) => (policy === 'hold' ? holdOver(gap) : interpolateOver(gap, resolution)));
  const slots = [...timeline.hours.keys()].filter((slot) =>
    gaps.some((gap) => gap.start < timeline.edges[slot + 1] && gap.end > timeline.edges[slot]),
  );
  const words = policy === 'hold' ? 'held from the value before' : 'interpolated between their neighbours';
  const message = `missing values of ${node.value.column} in ${node.value.file} were ${words}`;
  context.note({ subject: context.subject(node.path), kind: 'filled', slots, message });
  return [...held, ...fillers].sort((a, b) => a.start - b.start);
}

function gapsOf(held: readonly HeldValue[], timeline: Timeline): Gap[] {
  const start = timelineStart(timeline);
  const end = timelineEnd(timeline);
  const gaps: Gap[] = [];
  for (let index = 0; index <= held.length; index += 1) {
    const before = held[index - 1] ?? null;
    const after = held[index] ?? null;
    const gap = { before, after, start: before?.end ?? start, end: after?.start ?? end };
    if (gap.start < gap.end && gap.start < end && gap.end > start) gaps.push(gap);
  }
  return gaps;
}

function fillable(gap: Gap, policy: 'refuse' | 'hold' | 'interpolate', maximumGapHours: number): boolean {
  if (policy === 'refuse' || gap.before === null || gap.end - gap.start > maximumGapHours * MILLISECONDS_PER_HOUR)
    return false;
  return policy === 'hold' || gap.after !== null;
}

const holdOver = (gap: Gap): HeldValue[] =>
  gap.before === null ? [] : [{ start: gap.start, end: gap.end, value: gap.before.value }];

/** Values at the resolution of the file, on the straight line between the middles of the neighbours. */
function interpolateOver({ before, after, start, end }: Gap, resolution: number): HeldValue[] {
  if (before === null || after === null) return [];
  const middle = ({ start: from, end: to }: { start: number; end: number }) => (from + to) / 2;
  const slope = (after.value - before.value) / (middle(after) - middle(before));
  const pieces: HeldValue[] = [];
  for (let from = start; from < end; from += resolution) {
    const piece = { start: from, end: Math.min(from + resolution, end) };
    pieces.push({ ...piece, value: before.value + slope * (middle(piece) - middle(before)) });
  }
  return pieces;
}

function reportGaps(
  context: ReadContext,
  node: Node<FileSeriesSource>,
  open: readonly Gap[],
  held: readonly HeldValue[],
  timeline: Timeline,
): void {
  const time = (at: number) => formatUtc(instant(at));
  const file = quote(node.value.file);
  const shown = open.slice(0, 3).map((gap) => `${time(gap.start)} to ${time(gap.end)}`);
  const more = open.length > 3 ? ` and ${open.length - 3} more` : '';
  const covered =
    held.length === 0 ? 'no value at all' : `values from ${time(held[0].start)} to ${time(held[held.length - 1].end)}`;
  const whole = `the timeline, ${time(timelineStart(timeline))} to ${time(timelineEnd(timeline))}`;
  const policy = node.value.gaps ?? 'refuse';
  context.fault({
    path: node.path,
    found: `${file} (${covered}) without a value for ${shown.join(', ')}${more}`,
    expected: `a value for all of ${whole}`,
    hint:
      policy === 'refuse'
        ? 'gaps: hold or interpolate fills short gaps and says so on the plan'
        : `gaps: ${policy} fills up to ${node.value.maximumGapHours ?? DEFAULT_MAXIMUM_GAP_HOURS} hours (${child(node, 'maximumGapHours').path.at(-1)}) between known values`,
  });
}

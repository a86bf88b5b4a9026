import {
  MILLISECONDS_PER_HOUR,
  MILLISECONDS_PER_MINUTE,
  type Timeline,
  timelineEnd,
  timelineStart,
} from '../time/timeline.ts';
import { child, type Node, type ReadContext } from './context.ts';
import type { FileSeriesSource } from './schema/series.ts';
import type { Sample } from './series-demand.ts';

const DAY = 24 * MILLISECONDS_PER_HOUR;

/**
 * Length of the intervals of a file in milliseconds: stated, or the commonest distance of rows within a day of
 * the timeline. Longer distances are gaps when they are multiples of it and come singly; other distances, or
 * a run of longer ones, are a mix of resolutions, which nobody should guess at: null, and a fault.
 */
export function findResolution(
  context: ReadContext,
  node: Node<FileSeriesSource>,
  samples: readonly Sample[],
  timeline: Timeline,
): number | null {
  const stated = node.value.resolutionMinutes;
  const path = child(node, 'resolutionMinutes').path;
  const around = samples.filter(({ at }) => at >= timelineStart(timeline) - DAY && at <= timelineEnd(timeline) + DAY);
  const used = around.length >= 3 ? around : samples;
  const distances = used.slice(1).map(({ at }, index) => at - used[index].at);
  if (stated === undefined && distances.length === 0) {
    context.fault({ path, found: 'a single row', expected: 'resolutionMinutes, the length of its interval' });
    return null;
  }
  const resolution = stated === undefined ? commonest(distances) : stated * MILLISECONDS_PER_MINUTE;
  const odd = distances.findIndex(
    (distance, index) =>
      distance % resolution !== 0 ||
      (stated === undefined && distance > resolution && distances[index + 1] === distance),
  );
  if (odd < 0) return resolution;
  context.fault({
    path,
    found: `rows ${distances[odd] / MILLISECONDS_PER_MINUTE} minutes apart among rows ${resolution / MILLISECONDS_PER_MINUTE} minutes apart`,
    expected: 'one resolution',
    hint:
      stated === undefined
        ? 'state resolutionMinutes if the wider ones are gaps'
        : 'resolutionMinutes does not divide every distance',
    elsewhere: { file: node.value.file, line: used[odd + 1].line },
  });
  return null;
}

function commonest(distances: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  return [...counts].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  )[0];
}

import { expect, test } from 'vitest';
import { type JobRow, jobBarsOption } from '../../src/report/charts/job-bars.ts';

/** Names beside the bars, in a drawing as wide as a phone and in one as wide as a desk. */

const row = (name: string, where: string): JobRow => ({ name, where, window: { start: 0, end: 3_600_000 }, bars: [] });
const axis = { edges: [0, 3_600_000], timeZone: 'UTC' };

function labelsOf(rows: readonly JobRow[], width: number): unknown {
  const { yAxis } = jobBarsOption(axis, rows, { width, height: 100 });
  return (yAxis as { data: unknown }).data;
}

test('stand in full where there is room, with their sites', () => {
  const rows = [row('inference-2', 'hohhot'), row('solo', '')];
  expect(labelsOf(rows, 1000)).toEqual(['inference-2 (hohhot)', 'solo']);
});

test('lose their ends and not their beginnings on a phone, at no more than a third of it', () => {
  const rows = [row('inference-2', 'hohhot'), row('solo', ''), row('训练任务训练任务训练任务', '')];
  // 0.36 of 350 pixels are 126: 16 narrow characters and the ellipsis, or 9 wide ones.
  expect(labelsOf(rows, 350)).toEqual(['inference-2 (hoh\u2026', 'solo', '训练任务训练任务训\u2026']);
});

test('are not cut within a character of two units', () => {
  expect(labelsOf([row('\u{1F50B}'.repeat(30), '')], 350)).toEqual([`${'\u{1F50B}'.repeat(9)}\u2026`]);
});

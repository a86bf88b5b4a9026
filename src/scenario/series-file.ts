import { type CsvTable, closestWord, numberCell, quote } from '../tables/index.ts';
import { isTimeZone, parseInstant } from '../time/civil.ts';
import { resample } from '../time/resample.ts';
import { formatUtc, type Instant, type SlotSeries } from '../time/timeline.ts';
import { child, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import { readTable } from './data-file.ts';
import { describe } from './problems.ts';
import type { FileSeriesSource } from './schema/series.ts';
import type { Sample, SeriesDemand } from './series-demand.ts';
import { fillGaps } from './series-gaps.ts';
import { findResolution } from './series-resolution.ts';
import { unitConversion } from './units.ts';

/**
 * A column of a CSV file as one value a slot; null, and faults, when anything about it is wrong. Unit, zone, file
 * and columns are each looked at even where another key is wrong.
 */
export function readFileSeries(
  context: ReadContext,
  node: Node<FileSeriesSource>,
  demand: SeriesDemand,
): SlotSeries | null {
  const unit = soundChild(context, node, 'unit');
  const conversion = unit === null ? null : unitConversion(context, unit, demand);
  const zoneSound = checkZone(context, child(node, 'timeZone'));
  const file = soundChild(context, node, 'file');
  const table = file === null ? null : readTable(context, file);
  if (table === null) return null;
  const timeIndex = columnIndex(context, table, child(node, 'timeColumn'), 'time');
  const valueIndex = columnIndex(context, table, child(node, 'column'), null);
  const source = trustedValue(context, node);
  if (timeIndex === null || valueIndex === null || !zoneSound || source === null) return null;
  const samples = readSamples(context, node, table, timeIndex, valueIndex);
  if (samples === null || context.timeline === null || conversion === null) return null;
  const resolution = findResolution(context, node, samples, context.timeline);
  if (resolution === null) return null;
  const { factor, offset } = conversion;
  const shift = source.stamp === 'intervalEnd' ? -resolution : 0;
  const held = samples.flatMap(({ at, value }) =>
    value === null ? [] : [{ start: at + shift, end: at + shift + resolution, value: value * factor + offset }],
  );
  const filled = fillGaps(context, node, held, resolution, context.timeline);
  return filled === null ? null : resample(context.timeline, filled).values;
}

function soundChild(context: ReadContext, node: Node<FileSeriesSource>, key: 'unit' | 'file'): Node<string> | null {
  const { path, value } = child(node, key);
  const sound = trustedValue(context, { path, value });
  return sound === null ? null : { path, value: sound };
}

function checkZone(context: ReadContext, node: Node<string | undefined>): boolean {
  const timeZone = soundOr(context, node, undefined);
  if (timeZone === undefined || (timeZone !== null && isTimeZone(timeZone))) return true;
  if (timeZone === null) return false;
  context.fault({
    path: node.path,
    found: describe(timeZone),
    expected: 'an IANA time zone like Europe/Berlin or UTC',
  });
  return false;
}

/** Where the column stands that the key names; null, and a fault unless the key is wrong itself, where there is none. */
function columnIndex(
  context: ReadContext,
  { header }: CsvTable,
  node: Node<string | undefined>,
  fallback: string | null,
): number | null {
  const wanted = soundOr(context, node, fallback);
  if (wanted === null) return null;
  const places = header.flatMap((name, index) => (name === wanted ? [index] : []));
  if (places.length === 1) return places[0];
  const meant = closestWord(wanted, header);
  const shown = header.slice(0, 12).map(quote).join(', ');
  context.fault({
    path: node.path,
    found: places.length === 0 ? `no column ${quote(wanted)}` : `${places.length} columns ${quote(wanted)}`,
    expected: `one column of the file: ${shown}${header.length > 12 ? ', ...' : ''}`,
    ...(meant === null || places.length > 1 ? {} : { hint: `did you mean ${quote(meant)}?` }),
  });
  return null;
}

function readSamples(
  context: ReadContext,
  node: Node<FileSeriesSource>,
  table: CsvTable,
  timeIndex: number,
  valueIndex: number,
): Sample[] | null {
  const samples: Sample[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [row, cells] of table.rows.entries()) {
    const line = table.lines[row];
    const elsewhere = { file: node.value.file, line };
    const at = stampOf(cells[timeIndex], node.value.timeZone, before);
    if (typeof at === 'string') {
      context.fault({
        path: child(node, 'timeColumn').path,
        found: describe(cells[timeIndex]),
        expected: at,
        elsewhere,
      });
      return null;
    }
    if (at <= before) {
      const found = `${formatUtc(at)} ${at === before ? 'a second time' : `after ${formatUtc(before as Instant)}`}`;
      context.fault({ path: child(node, 'timeColumn').path, found, expected: 'times that ascend', elsewhere });
      return null;
    }
    const cell = cells[valueIndex];
    const read = numberCell(cell);
    if (read.kind === 'wrong') {
      context.fault({
        path: child(node, 'column').path,
        found: describe(cell),
        expected: 'a number, or an empty cell',
        elsewhere,
      });
      return null;
    }
    samples.push({ at, value: read.kind === 'number' ? read.value : null, line });
    before = at;
  }
  return samples;
}

/**
 * The instant of a time cell, or in words what was expected. Of a local time that came twice the first run is
 * meant until a later row has been seen, then the second.
 */
function stampOf(cell: string, timeZone: string | undefined, before: number): Instant | string {
  const parsed = parseInstant(cell, timeZone);
  if (parsed.kind === 'ok') return parsed.at;
  if (parsed.kind === 'doubled') return parsed.first > before ? parsed.first : parsed.second;
  if (parsed.kind === 'skipped') return `a time that exists in ${timeZone}: the clock jumps over this one`;
  if (parsed.kind === 'withoutOffset') return 'a time with an offset, or a timeZone beside the file';
  return 'an ISO 8601 time, like 2026-06-01T08:00+02:00';
}

import {
  bandPieces,
  type CivilBand,
  type CivilPiece,
  civilPieces,
  clockOfMinute,
  minuteOfClock,
  type Weekday,
} from '../time/civil.ts';
import { type HeldValue, resample } from '../time/resample.ts';
import { MILLISECONDS_PER_MINUTE, type SlotSeries, timelineEnd, timelineStart } from '../time/timeline.ts';
import { child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import { WEEKDAYS } from './schema/common.ts';
import type { TariffEntrySource, TariffSource } from './schema/series.ts';
import type { SeriesDemand } from './series-demand.ts';

type DaysSource = TariffEntrySource['days'];

/** The band that a from, to and days of a scenario name. */
export function readBand(source: {
  readonly from: string;
  readonly to: string;
  readonly days?: DaysSource;
}): CivilBand {
  return {
    fromMinute: minuteOfClock(source.from),
    toMinute: minuteOfClock(source.to),
    weekdays: readDays(source.days),
  };
}

function readDays(days: DaysSource): ReadonlySet<Weekday> | null {
  if (days === undefined) return null;
  if (days === 'weekdays') return new Set<Weekday>([1, 2, 3, 4, 5]);
  if (days === 'weekends') return new Set<Weekday>([6, 7]);
  return new Set(days.map((day) => (WEEKDAYS.indexOf(day) + 1) as Weekday));
}

/** True, and a fault, where a band begins when it ends: nobody can tell whether none or all of the day is meant. */
export function bandIsEmpty(
  context: ReadContext,
  { path, value }: Node<{ readonly from: string; readonly to: string } | undefined>,
): boolean {
  if (value === undefined) return false;
  const from = trustedValue(context, child({ path, value }, 'from'));
  const to = trustedValue(context, child({ path, value }, 'to'));
  if (from === null || from !== to) return false;
  context.fault({
    path,
    found: `a band from ${from} to ${to}`,
    expected: 'different times',
    hint: 'a whole day is from "00:00" to "24:00"',
  });
  return true;
}

/**
 * A tariff as plan money per kWh in each slot: the mean over the bands that a slot touches, by their length.
 * Null, and faults, when it is wrong; of one that has faults of form, its sound entries are looked at each by itself.
 */
export function readTariffSeries(
  context: ReadContext,
  node: Node<TariffSource>,
  demand: SeriesDemand,
): SlotSeries | null {
  const { timeline } = context;
  const entries = items(child(node, 'tariff'));
  if (entries.map((entry) => bandIsEmpty(context, entry)).includes(true) || !context.trusted(node.path)) return null;
  // The schema looks through the holes of a sparse list.
  if (entries.some(({ value }) => value === undefined)) return null;
  if (timeline === null || demand.timeZone === null || demand.money === null) return null;
  const { rate } = demand.money;
  const pieces = civilPieces({ start: timelineStart(timeline), end: timelineEnd(timeline) }, demand.timeZone);
  const held = entries
    .flatMap(({ value }, entry) =>
      bandPieces(pieces, readBand(value)).map((piece) => ({ piece, entry, price: value.pricePerKwh * rate })),
    )
    .sort((a, b) => a.piece.start - b.piece.start || a.entry - b.entry);
  const overlaps = held.slice(1).filter((next, index) => next.piece.start < held[index].piece.end);
  const holes = uncovered(
    pieces,
    held.map(({ piece }) => piece),
  );
  const path = [...node.path, 'tariff'];
  if (overlaps.length > 0) {
    const places = overlaps.map(
      ({ piece }) => `${weekdayName(piece)} ${piece.date} ${clockOfMinute(piece.minuteOfDay)}`,
    );
    context.fault({
      path,
      found: `more than one price from ${listed(places)}`,
      expected: 'one price for every minute',
    });
  }
  if (holes.length > 0) {
    context.fault({
      path,
      found: `no price for ${listed(holes.map(hoursOf))}`,
      expected: 'one price for every minute of the timeline',
    });
  }
  if (overlaps.length > 0 || holes.length > 0) return null;
  return resample(
    timeline,
    held.map(({ piece, price }): HeldValue => ({ start: piece.start, end: piece.end, value: price })),
  ).values;
}

/** Parts of the pieces that no price holds in; `priced` ascends. */
function uncovered(pieces: readonly CivilPiece[], priced: readonly CivilPiece[]): CivilPiece[] {
  const holes: CivilPiece[] = [];
  let next = 0;
  for (const piece of pieces) {
    let at = piece.start;
    for (; next < priced.length && priced[next].start < piece.end; next += 1) {
      if (priced[next].start > at) holes.push(between(piece, at, priced[next].start));
      if (priced[next].end > at) at = priced[next].end;
    }
    if (at < piece.end) holes.push(between(piece, at, piece.end));
  }
  return holes;
}

const between = (piece: CivilPiece, start: CivilPiece['start'], end: CivilPiece['end']): CivilPiece => ({
  ...piece,
  start,
  end,
  minuteOfDay: piece.minuteOfDay + (start - piece.start) / MILLISECONDS_PER_MINUTE,
});

const weekdayName = (piece: CivilPiece): string => WEEKDAYS[piece.weekday - 1];

function hoursOf(piece: CivilPiece): string {
  const endMinute = piece.minuteOfDay + (piece.end - piece.start) / MILLISECONDS_PER_MINUTE;
  return `${weekdayName(piece)} ${piece.date} ${clockOfMinute(piece.minuteOfDay)}-${clockOfMinute(endMinute)}`;
}

function listed(places: readonly string[]): string {
  const shown = places.slice(0, 3).join(', ');
  return places.length > 3 ? `${shown} and ${places.length - 3} more` : shown;
}

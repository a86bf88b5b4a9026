import type { DemandCharge, DemandChargePeriod, MeteringInterval } from '../domain/fleet.ts';
import { bandPieces, type CivilPiece, civilPieces, MINUTES_PER_DAY, minutesOf } from '../time/civil.ts';
import {
  type Interval,
  instant,
  MILLISECONDS_PER_MINUTE,
  overlapHours,
  slotAt,
  type Timeline,
  timelineEnd,
  timelineStart,
} from '../time/timeline.ts';
import { kw } from '../units/index.ts';
import { child, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import type { DemandChargeSource } from './schema/site.ts';
import { bandIsEmpty, readBand } from './tariff.ts';

/** Minutes of a metering interval where the tariff does not say: the usual quarter of an hour. */
export const DEFAULT_METERING_MINUTES = 15;

/** What a demand charge is called that has no id: `demand-1` is the first of its site. */
export const demandChargeName = (position: number): string => `demand-${position + 1}`;

/**
 * One demand charge with the metering intervals of every civil month that the timeline touches. `position`
 * names it where it has no id. Null, and faults, when it is wrong.
 */
export function readDemandCharge(
  context: ReadContext,
  node: Node<DemandChargeSource>,
  position: number,
  timeZone: string | null,
  money: SiteMoney | null,
): DemandCharge | null {
  const meteringMinutes = readMeteringMinutes(context, child(node, 'meteringMinutes'));
  const periodIsEmpty = bandIsEmpty(context, child(node, 'period'));
  const source = trustedValue(context, node);
  const { timeline } = context;
  if (source === null || meteringMinutes === null || periodIsEmpty) return null;
  if (timeline === null || timeZone === null || money === null) return null;
  const longSlots = [...timeline.hours.keys()].filter((slot) => isLong(timeline, slot, meteringMinutes));
  if (longSlots.length > 0) {
    context.note({
      subject: context.subject(node.path),
      kind: 'estimated',
      slots: longSlots,
      message: `slots longer than the metering interval of ${meteringMinutes} minutes: the peak is a low estimate`,
    });
  }
  return {
    id: source.id ?? demandChargeName(position),
    direction: source.direction ?? 'import',
    pricePerKw: source.pricePerKwMonth * money.rate,
    periods: chargePeriods(timeline, timeZone, source, meteringMinutes),
  };
}

function readMeteringMinutes(context: ReadContext, node: Node<number | undefined>): number | null {
  const minutes = soundOr(context, node, DEFAULT_METERING_MINUTES);
  if (minutes === null || MINUTES_PER_DAY % minutes === 0) return minutes;
  context.fault({
    path: node.path,
    found: `${minutes} minutes`,
    expected: 'a length that divides the day, like 15, 30 or 60',
  });
  return null;
}

function chargePeriods(
  timeline: Timeline,
  timeZone: string,
  source: DemandChargeSource,
  meteringMinutes: number,
): DemandChargePeriod[] {
  const pieces = civilPieces({ start: timelineStart(timeline), end: timelineEnd(timeline) }, timeZone);
  const metered = source.period === undefined ? pieces : bandPieces(pieces, readBand(source.period));
  const byMonth = new Map<string, CivilPiece[]>();
  for (const piece of metered) byMonth.set(piece.month, [...(byMonth.get(piece.month) ?? []), piece]);
  return [...byMonth].map(([label, monthPieces]) => {
    const billed = label === pieces[0].month ? (source.billedPeakKw ?? 0) : 0;
    return {
      label,
      floorKw: kw(Math.max(billed, source.expectedPeakKw ?? 0, source.minimumBilledKw ?? 0)),
      meteringIntervals: meteringIntervals(timeline, monthPieces, meteringMinutes),
    };
  });
}

/**
 * What a meter records over the pieces: intervals on the local clock at multiples of the metering length, cut
 * where the clock jumps or the tariff period begins and ends. A slot longer than that is one interval.
 */
function meteringIntervals(
  timeline: Timeline,
  pieces: readonly CivilPiece[],
  meteringMinutes: number,
): MeteringInterval[] {
  const longHours = new Map<number, number>();
  const intervals: { readonly start: number; readonly interval: MeteringInterval }[] = [];
  for (const interval of pieces.flatMap((piece) => clockIntervals(piece, meteringMinutes))) {
    const slots: number[] = [];
    const hours: number[] = [];
    for (
      let slot = slotAt(timeline, interval.start);
      slot < timeline.slotCount && timeline.edges[slot] < interval.end;
      slot += 1
    ) {
      const overlap = overlapHours(timeline, slot, interval);
      if (isLong(timeline, slot, meteringMinutes)) {
        longHours.set(slot, (longHours.get(slot) ?? 0) + overlap);
      } else {
        slots.push(slot);
        hours.push(overlap);
      }
    }
    if (slots.length > 0)
      intervals.push({ start: slots[0], interval: { slots: Int32Array.from(slots), hours: Float64Array.from(hours) } });
  }
  for (const [slot, hours] of longHours) {
    intervals.push({ start: slot, interval: { slots: Int32Array.of(slot), hours: Float64Array.of(hours) } });
  }
  return intervals.sort((a, b) => a.start - b.start).map(({ interval }) => interval);
}

function clockIntervals(piece: CivilPiece, meteringMinutes: number): Interval[] {
  const endMinute = piece.minuteOfDay + (piece.end - piece.start) / MILLISECONDS_PER_MINUTE;
  const first = Math.floor(piece.minuteOfDay / meteringMinutes);
  const count = Math.ceil(endMinute / meteringMinutes) - first;
  return Array.from({ length: Math.max(0, count) }, (_, k) => (first + k) * meteringMinutes).flatMap((from) =>
    minutesOf(piece, from, from + meteringMinutes).map(({ start, end }) => ({
      start: instant(start),
      end: instant(end),
    })),
  );
}

const isLong = (timeline: Timeline, slot: number, meteringMinutes: number): boolean =>
  timeline.edges[slot + 1] - timeline.edges[slot] > meteringMinutes * MILLISECONDS_PER_MINUTE;

/**
 * Civil time: zones, local clocks, months, tariff hours. The only file that knows a time-zone library.
 *
 * A local clock is not a line: in spring some local times do not exist, in autumn some come twice. Two rules
 * hold everywhere here. Stretches of time are cut into pieces in which the clock runs evenly within one date,
 * so a tariff band holds in both runs of a doubled hour and has no length in a skipped one. Single stamps
 * without an offset are reported as skipped or doubled, and the caller decides.
 */
import { DateTime, IANAZone } from 'luxon';
import { type Instant, type Interval, instant, MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from './timeline.ts';

export const MINUTES_PER_DAY = 1440;
const MILLISECONDS_PER_DAY = MINUTES_PER_DAY * MILLISECONDS_PER_MINUTE;

/** 1 Monday to 7 Sunday, as ISO 8601 counts. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A stretch within one local date in which the local clock runs evenly. */
export interface CivilPiece extends Interval {
  /** `2026-06-01`. */
  readonly date: string;
  /** `2026-06`. */
  readonly month: string;
  readonly weekday: Weekday;
  /** Local minutes since midnight at `start`; at `end` it is this plus the length of the piece. */
  readonly minuteOfDay: number;
}

/** Hours of the local clock on some weekdays. Where `toMinute <= fromMinute`, the band runs over midnight. */
export interface CivilBand {
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Dates that the band holds on, each minute judged by its own date; null: every day. */
  readonly weekdays: ReadonlySet<Weekday> | null;
}

export type ParsedInstant =
  | { readonly kind: 'ok'; readonly at: Instant }
  /** Local time that came twice: both instants, earlier first. */
  | { readonly kind: 'doubled'; readonly first: Instant; readonly second: Instant }
  /** Local time that the clock skipped. */
  | { readonly kind: 'skipped' }
  /** No offset, and no zone given. */
  | { readonly kind: 'withoutOffset' }
  | { readonly kind: 'invalid' };

const STAMP =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Whether a name is a region of the IANA time-zone database (or UTC), as far as this machine knows it. */
export const isTimeZone = (name: string): boolean => knownZone(name) !== null;

/**
 * Three letters that some platforms know besides the names of the database, each as one clock of the several that
 * people mean by it: BST is Dhaka's there. They are no time zones here.
 */
const ABBREVIATIONS = new Set(
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' '),
);

export const isZoneAbbreviation = (name: string): boolean => ABBREVIATIONS.has(name.toUpperCase());

/** Asking the platform for a zone costs more than a day of arithmetic with it, so each answer is kept. */
const zones = new Map<string, IANAZone>();

function knownZone(name: string): IANAZone | null {
  const kept = zones.get(name);
  if (kept !== undefined) return kept;
  if (!/^[A-Za-z]/.test(name) || isZoneAbbreviation(name) || !IANAZone.isValidZone(name)) return null;
  const zone = IANAZone.create(name);
  zones.set(name, zone);
  return zone;
}

/**
 * An ISO 8601 stamp (`2026-06-01T08:00+02:00`, a blank for the T allowed, a bare date is its midnight) as an
 * instant. A stamp with an offset means what it says; one without needs `timeZone`, an IANA name.
 */
export function parseInstant(text: string, timeZone?: string): ParsedInstant {
  const match = STAMP.exec(text.trim());
  if (match === null) return { kind: 'invalid' };
  const localMilliseconds = utcMilliseconds(match);
  if (localMilliseconds === null) return { kind: 'invalid' };
  const offset = match[8];
  if (offset !== undefined) {
    const minutes = offsetMinutes(offset);
    if (minutes === null) return { kind: 'invalid' };
    return { kind: 'ok', at: instant(localMilliseconds - minutes * MILLISECONDS_PER_MINUTE) };
  }
  return timeZone === undefined ? { kind: 'withoutOffset' } : instantOfLocal(localMilliseconds, timeZone);
}

/** Date and clock of a stamp read as UTC; null for a date or an hour that no calendar has. 24:00 ends its day. */
function utcMilliseconds(match: RegExpExecArray): number | null {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const fraction = Number(`0.${match[7] ?? 0}`) * 1000;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second + fraction > 0)) return null;
  return date.getTime() + (hour * 60 + minute) * MILLISECONDS_PER_MINUTE + second * 1000 + Math.trunc(fraction);
}

function offsetMinutes(text: string): number | null {
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', ''));
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Instants at which the local clock shows this: none, one or two, found from the offsets of the day around. */
function instantOfLocal(localMilliseconds: number, timeZone: string): ParsedInstant {
  const zone = zoneOf(timeZone);
  const offsets = new Set(
    [-MILLISECONDS_PER_DAY, 0, MILLISECONDS_PER_DAY].map((shift) => zone.offset(localMilliseconds + shift)),
  );
  const found = [...offsets]
    .map((offset) => localMilliseconds - offset * MILLISECONDS_PER_MINUTE)
    .filter((at) => at + zone.offset(at) * MILLISECONDS_PER_MINUTE === localMilliseconds)
    .sort((a, b) => a - b);
  if (found.length === 0) return { kind: 'skipped' };
  if (found.length === 1) return { kind: 'ok', at: instant(found[0]) };
  return { kind: 'doubled', first: instant(found[0]), second: instant(found[1]) };
}

/** `2026-06-01T08:00+08:00`, for people; seconds only where there are any. */
export const formatLocal = (at: Instant, timeZone: string): string =>
  DateTime.fromMillis(at, { zone: zoneOf(timeZone) }).toISO({
    suppressMilliseconds: true,
    suppressSeconds: true,
  }) ?? String(at);

/** Whole civil days that an interval touches, of 23, 24 or 25 hours (or what the zone's law says). */
export function civilDays(interval: Interval, timeZone: string): (Interval & { readonly date: string })[] {
  const zone = zoneOf(timeZone);
  const days: (Interval & { readonly date: string })[] = [];
  let day = DateTime.fromMillis(interval.start, { zone }).startOf('day');
  while (day.toMillis() < interval.end) {
    const next = day.plus({ days: 1 }).startOf('day');
    days.push({ start: instant(day.toMillis()), end: instant(next.toMillis()), date: day.toISODate() ?? '' });
    day = next;
  }
  return days;
}

/** An interval cut at local midnights and at every jump of the local clock, in order and without holes. */
export function civilPieces(interval: Interval, timeZone: string): CivilPiece[] {
  const zone = zoneOf(timeZone);
  const pieces: CivilPiece[] = [];
  let start: number = interval.start;
  for (const jump of [...clockJumps(interval, zone), interval.end]) {
    while (start < jump) {
      const { date, month, weekday, millisecondOfDay } = localParts(instant(start), zone);
      const end = Math.min(jump, start + MILLISECONDS_PER_DAY - millisecondOfDay);
      const minuteOfDay = millisecondOfDay / MILLISECONDS_PER_MINUTE;
      pieces.push({ start: instant(start), end: instant(end), date, month, weekday, minuteOfDay });
      start = end;
    }
  }
  return pieces;
}

/** Parts of the pieces that lie in a band, in order. */
export function bandPieces(pieces: readonly CivilPiece[], band: CivilBand): CivilPiece[] {
  const ranges =
    band.fromMinute < band.toMinute
      ? [[band.fromMinute, band.toMinute]]
      : [
          [0, band.toMinute],
          [band.fromMinute, MINUTES_PER_DAY],
        ];
  return pieces.flatMap((piece) => {
    if (band.weekdays !== null && !band.weekdays.has(piece.weekday)) return [];
    return ranges.flatMap(([from, to]) => minutesOf(piece, from, to));
  });
}

/** The part of a piece between two local minutes of its day: one piece or none. */
export function minutesOf(piece: CivilPiece, fromMinute: number, toMinute: number): CivilPiece[] {
  const atMinute = (minute: number) => piece.start + (minute - piece.minuteOfDay) * MILLISECONDS_PER_MINUTE;
  const start = Math.max(piece.start, atMinute(fromMinute));
  const end = Math.min(piece.end, atMinute(toMinute));
  if (start >= end) return [];
  const minuteOfDay = piece.minuteOfDay + (start - piece.start) / MILLISECONDS_PER_MINUTE;
  return [{ ...piece, start: instant(start), end: instant(end), minuteOfDay }];
}

/** `22:30` as minutes since midnight; `24:00` is 1440. The text must have this form. */
export function minuteOfClock(text: string): number {
  const [hour, minute] = text.split(':').map(Number);
  return hour * 60 + minute;
}

/** Minutes since midnight as `22:30`, seconds dropped. */
export function clockOfMinute(minuteOfDay: number): string {
  const whole = Math.floor(minuteOfDay);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** Instants inside the interval at which the zone's offset changes. Offsets are law, not arithmetic: look, then halve. */
function clockJumps(interval: Interval, zone: IANAZone): number[] {
  const jumps: number[] = [];
  let at: number = interval.start;
  while (at < interval.end) {
    const next = Math.min(at + MILLISECONDS_PER_HOUR, interval.end);
    if (zone.offset(at) !== zone.offset(next)) jumps.push(jumpBetween(at, next, zone));
    at = next;
  }
  return jumps;
}

function jumpBetween(before: number, after: number, zone: IANAZone): number {
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === zone.offset(before)) low = middle;
    else high = middle;
  }
  return high;
}

function localParts(at: Instant, zone: IANAZone) {
  const local = at + zone.offset(at) * MILLISECONDS_PER_MINUTE;
  const day = Math.floor(local / MILLISECONDS_PER_DAY);
  const date = new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
  // 1970-01-01 was a Thursday.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  return {
    date,
    month: date.slice(0, 7),
    weekday: weekday as Weekday,
    millisecondOfDay: local - day * MILLISECONDS_PER_DAY,
  };
}

function zoneOf(name: string): IANAZone {
  const zone = knownZone(name);
  if (zone === null) throw new RangeError(`"${name}" is not an IANA time zone; ask isTimeZone first`);
  return zone;
}

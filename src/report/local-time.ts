import { civilPieces, clockOfMinute, formatLocal } from '../time/civil.ts';
import { instant, MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../time/timeline.ts';

/** How instants are shown to people: the site's own clock, with its offset from UTC where it is not plain. */

export const UTC = 'UTC';

interface LocalParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly offset: string;
}

const LOCAL_STAMP =
  /^(?<year>[-+]?\d+)-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d)[\d:.]*(?<offset>Z|[-+].*)$/;

function localParts(at: number, timeZone: string): LocalParts {
  const text = formatLocal(instant(at), timeZone);
  const found = LOCAL_STAMP.exec(text)?.groups;
  if (found === undefined) throw new Error(`"${text}" is not a local time`);
  const { year, month, day, hour, minute, offset } = found;
  return { year, month, day, hour, minute, offset: offset === 'Z' ? '+00:00' : offset };
}

/** `2026-06-01 13:00 +08:00`; where the zone is UTC itself, `2026-06-01 05:00 UTC`. */
export function localDateTime(at: number, timeZone: string): string {
  const { date, clock, offset } = stampParts(at, timeZone);
  return `${date} ${clock} ${offset}`;
}

/** `2026-06-01 13:00 to 15:00 +08:00`: what both ends share is said once, but for days that differ. */
export function localPeriod(from: number, to: number, timeZone: string): string {
  const start = stampParts(from, timeZone);
  const end = stampParts(to, timeZone);
  const startOffset = start.offset === end.offset ? '' : ` ${start.offset}`;
  const endDate = start.date === end.date ? '' : `${end.date} `;
  return `${start.date} ${start.clock}${startOffset} to ${endDate}${end.clock} ${end.offset}`;
}

function stampParts(at: number, timeZone: string) {
  const { year, month, day, hour, minute, offset } = localParts(at, timeZone);
  return {
    date: `${year}-${month}-${day}`,
    clock: `${hour}:${minute}`,
    offset: timeZone === UTC ? UTC : offset,
  };
}

/** `06-01 13:00`: for lists that name zone and year once. */
export function localDayAndClock(at: number, timeZone: string): string {
  const { month, day, hour, minute } = localParts(at, timeZone);
  return `${month}-${day} ${hour}:${minute}`;
}

/** `13:00`. */
export function localClock(at: number, timeZone: string): string {
  const { hour, minute } = localParts(at, timeZone);
  return `${hour}:${minute}`;
}

/** `Mon 06-01`: names a day under an axis. */
export function localDay(at: number, timeZone: string): string {
  const { year, month, day } = localParts(at, timeZone);
  const weekday = new Date(`${year}-${month}-${day}T00:00Z`).getUTCDay();
  return `${WEEKDAYS[weekday]} ${month}-${day}`;
}

/** `+08:00`. */
export function localOffset(at: number, timeZone: string): string {
  return localParts(at, timeZone).offset;
}

export interface AxisTick {
  readonly at: number;
  readonly label: string;
  /** Local midnight: the label is a day, not an hour. */
  readonly startsDay: boolean;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const TICK_STEPS_HOURS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168, 336, 720, 1440];

/**
 * Ticks at full local hours, at most `maximumCount`: hours of the local clock, so that days of 23 and 25
 * hours keep their midnights.
 */
export function localTicks(start: number, end: number, timeZone: string, maximumCount: number): readonly AxisTick[] {
  const spanHours = (end - start) / MILLISECONDS_PER_HOUR;
  const step = TICK_STEPS_HOURS.find((hours) => spanHours / hours <= maximumCount) ?? Math.ceil(spanHours / 24) * 24;
  const ticks: AxisTick[] = [];
  let midnights = 0;
  // One millisecond more, so that a midnight at the end is marked.
  for (const piece of civilPieces({ start: instant(start), end: instant(end + 1) }, timeZone)) {
    for (let minute = Math.ceil(piece.minuteOfDay / 60) * 60; ; minute += 60) {
      const at = piece.start + (minute - piece.minuteOfDay) * MILLISECONDS_PER_MINUTE;
      if (at >= piece.end) break;
      const startsDay = minute === 0;
      const wanted = step <= 24 ? (minute / 60) % step === 0 : startsDay && midnights % (step / 24) === 0;
      if (startsDay) midnights += 1;
      if (wanted) ticks.push({ at, startsDay, label: startsDay ? localDay(at, timeZone) : clockOfMinute(minute) });
    }
  }
  return ticks;
}

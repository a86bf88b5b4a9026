/** Times of a scenario that begins at midnight of a day, by a clock of one offset all along. */
export interface ScenarioClock {
  readonly timeline: { readonly start: string; readonly end: string; readonly slotMinutes: number };
  readonly slotCount: number;
  /** The time so many hours after the start. */
  at(hours: number): string;
  /** Hours from the start to the middle of a slot. */
  middle(slot: number): number;
}

export function clockFrom(date: string, utcOffsetHours: number, hours: number, slotMinutes: number): ScenarioClock {
  const sign = utcOffsetHours < 0 ? '-' : '+';
  const offset = `${sign}${String(Math.abs(utcOffsetHours)).padStart(2, '0')}:00`;
  const midnight = Date.parse(`${date}T00:00Z`);
  const at = (after: number) => `${new Date(midnight + after * 3_600_000).toISOString().slice(0, 16)}${offset}`;
  return {
    timeline: { start: at(0), end: at(hours), slotMinutes },
    slotCount: Math.round((hours * 60) / slotMinutes),
    at,
    middle: (slot) => ((slot + 0.5) * slotMinutes) / 60,
  };
}

/** A value for each slot, from the hours of its middle. */
export const bySlot = (clock: ScenarioClock, valueAt: (hours: number) => number): number[] =>
  Array.from({ length: clock.slotCount }, (_, slot) => valueAt(clock.middle(slot)));

export const within = (hours: number, from: number, to: number): boolean => hours >= from && hours < to;

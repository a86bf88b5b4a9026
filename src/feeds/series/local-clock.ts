import { parseInstant } from '../../time/civil.ts';
import { type Instant, instant, MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';

const MILLISECONDS_PER_DAY = 24 * MILLISECONDS_PER_HOUR;

/**
 * What a clock on the wall means by its times. Local times are counted as if they were UTC ("local
 * milliseconds"), so that their differences are those of the clock's face.
 */
export interface LocalClock {
  /** Instants at which the clock shows this: none where it was skipped, two where it came twice, earlier first. */
  instants(localMilliseconds: number): readonly Instant[];
  /**
   * Instants at which an interval may end whose end is written so. Where the clock jumps, the end of the last interval
   * before has two names: what the clock would have shown, and what it shows. Both are taken.
   */
  ends(localMilliseconds: number): readonly Instant[];
}

export function makeLocalClock(timeZone: string): LocalClock {
  const look = (local: number): readonly Instant[] => {
    // Without the Z: the text of a clock, not of an instant.
    const parsed = parseInstant(new Date(local).toISOString().slice(0, -1), timeZone);
    if (parsed.kind === 'ok') return [parsed.at];
    return parsed.kind === 'doubled' ? [parsed.first, parsed.second] : [];
  };
  // Asking for a zone's offset costs more than all else about a stamp, and hardly any day needs it more than once.
  const evenOffsets = new Map<number, number | null>();
  const evenOffset = (local: number): number | null => {
    const day = Math.floor(local / MILLISECONDS_PER_DAY);
    const known = evenOffsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetOfEvenDays(look, day);
    evenOffsets.set(day, offset);
    return offset;
  };
  const instants = (local: number): readonly Instant[] => {
    const offset = evenOffset(local);
    return offset === null ? look(local) : [instant(local - offset)];
  };
  const ends = (local: number): readonly Instant[] => {
    if (evenOffset(local) !== null) return instants(local);
    const before = look(local - MILLISECONDS_PER_MINUTE).map((at) => instant(at + MILLISECONDS_PER_MINUTE));
    return [...new Set([...look(local), ...before])].sort((a, b) => a - b);
  };
  return { instants, ends };
}

/** The clock's lead over UTC where it is the same from the day before to the day after; null where it may change. */
function offsetOfEvenDays(look: (local: number) => readonly Instant[], day: number): number | null {
  const from = (day - 1) * MILLISECONDS_PER_DAY;
  const to = (day + 2) * MILLISECONDS_PER_DAY;
  const [first, ...doubledFirst] = look(from);
  const [last, ...doubledLast] = look(to);
  if (first === undefined || last === undefined || doubledFirst.length + doubledLast.length > 0) return null;
  return last - first === to - from ? from - first : null;
}

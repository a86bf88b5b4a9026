import { parseInstant } from '../../time/civil.ts';
import type { Instant } from '../../time/timeline.ts';
import type { LocalClock } from './local-clock.ts';

/** Which end of its interval a time names. */
export type Stamp = 'start' | 'end';

/** What the time of a row is. */
export type StampReading =
  | { readonly kind: 'at'; readonly at: Instant }
  /** A local time that no clock of the zone showed. */
  | { readonly kind: 'skipped' }
  /** A local time, and no zone stated. */
  | { readonly kind: 'withoutOffset' }
  | { readonly kind: 'invalid' };

/** The time of a cell before it is known which run of a doubled hour it belongs to. */
export type RawStamp =
  | { readonly kind: 'at'; readonly at: Instant }
  /** A time without an offset, counted as if it were UTC. */
  | { readonly kind: 'local'; readonly local: number }
  | { readonly kind: 'invalid' };

export function rawStamp(cell: string): RawStamp {
  const parsed = parseInstant(cell);
  if (parsed.kind === 'ok') return { kind: 'at', at: parsed.at };
  if (parsed.kind !== 'withoutOffset') return { kind: 'invalid' };
  // A bare date bears no Z.
  const local = parseInstant(`${cell.trim()}Z`);
  const read = local.kind === 'ok' ? local : parseInstant(`${cell.trim()} 00:00Z`);
  return read.kind === 'ok' ? { kind: 'local', local: read.at } : { kind: 'invalid' };
}

/** A row, by its place among the rows, and its time. */
export interface ReadStamp {
  readonly row: number;
  readonly reading: StampReading;
}

/**
 * The instants that the times of a file's rows name, in the order of the rows. Of a local time that came twice the
 * rows decide: where the file repeats a time at once (02:00 02:00 02:15 02:15) each pair is the two runs, and its rows
 * are put in the order of the instants; else the first run is meant until the times would go back.
 */
export function readStamps(raw: readonly RawStamp[], clock: LocalClock | null, stamp: Stamp): ReadStamp[] {
  const readings: ReadStamp[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < raw.length; ) {
    const choices = choicesOf(raw, row, clock, stamp);
    if (choices.length < 2) {
      const reading = plainReading(raw[row], choices, clock);
      if (reading.kind === 'at') before = reading.at;
      readings.push({ row, reading });
      row += 1;
      continue;
    }
    const run = [choices];
    for (let next = row + 1; ; next += 1) {
      const more = next < raw.length ? choicesOf(raw, next, clock, stamp) : [];
      if (more.length < 2 || more[0] - choices[0] > LONGEST_DOUBLED) break;
      run.push(more);
    }
    const start = row;
    const instants = instantsOfRun(run, before);
    readings.push(...instants.map(({ at, offset }) => ({ row: start + offset, reading: { kind: 'at' as const, at } })));
    before = Math.max(...instants.map(({ at }) => at));
    row += run.length;
  }
  return readings;
}

/** No clock was ever turned back by more. */
const LONGEST_DOUBLED = 24 * 3_600_000;

function plainReading(raw: RawStamp, choices: readonly Instant[], clock: LocalClock | null): StampReading {
  if (raw.kind === 'invalid') return { kind: 'invalid' };
  if (choices.length === 1) return { kind: 'at', at: choices[0] };
  return clock === null ? { kind: 'withoutOffset' } : { kind: 'skipped' };
}

/** Instants that a row's time may name: none, one or two. */
function choicesOf(raw: readonly RawStamp[], row: number, clock: LocalClock | null, stamp: Stamp): readonly Instant[] {
  const own = raw[row];
  if (own.kind === 'invalid') return [];
  if (own.kind === 'at') return [own.at];
  if (clock === null) return [];
  if (stamp === 'start') return clock.instants(own.local);
  const ends = clock.ends(own.local);
  // 02:00 as the end of the hour before the clock jumps to 03:00, unless the file has that end under the name 03:00 too.
  if (ends.length === 1 && clock.instants(own.local).length === 0 && namesLater(raw, row, clock, ends[0])) return [];
  return ends;
}

function namesLater(raw: readonly RawStamp[], row: number, clock: LocalClock, at: Instant): boolean {
  for (const later of raw.slice(row + 1, row + 1 + MOST_ROWS_OF_A_JUMP)) {
    if (later.kind !== 'local') return false;
    const [first] = clock.instants(later.local);
    if (first !== undefined) return first === at;
  }
  return false;
}

const MOST_ROWS_OF_A_JUMP = 200;

/** A row of a run, counted from its first, and its instant. */
interface RunRow {
  readonly at: Instant;
  readonly offset: number;
}

/** The instants of neighbouring rows whose local times all came twice. */
function instantsOfRun(run: readonly (readonly Instant[])[], before: number): RunRow[] {
  const firsts = run.map(([first]) => first);
  const repeatsAtOnce = firsts.some((first, index) => index > 0 && first === firsts[index - 1]);
  const neverGoesBack = firsts.every((first, index) => index === 0 || first >= firsts[index - 1]);
  if (repeatsAtOnce && neverGoesBack && firsts[0] > before) return inPairs(run);
  let last = before;
  return run.map(([first, second], offset) => {
    const at = first > last ? first : second;
    last = at;
    return { at, offset };
  });
}

function inPairs(run: readonly (readonly Instant[])[]): RunRow[] {
  const taken = new Set<number>();
  const rows = run.map((choices, offset) => {
    const at = choices.find((choice) => !taken.has(choice)) ?? choices[choices.length - 1];
    taken.add(at);
    return { at, offset };
  });
  return rows.sort((a, b) => a.at - b.at || a.offset - b.offset);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLocalClock } from '../../src/feeds/series/local-clock.ts';
import { parseInstant } from '../../src/time/civil.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Los_Angeles',
  // Half an hour of summer time.
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  // Summer time begins at midnight: some dates have no 00:00.
  'America/Santiago',
  // Its clock goes back for a month within a year.
  'Africa/Casablanca',
  // Left out the whole of 30 December 2011.
  'Pacific/Apia',
];
const MINUTE = 60_000;
const from = Date.parse('2010-01-01T00:00Z');
const to = Date.parse('2025-01-01T00:00Z');

/** What the clock's face shows as text, without an offset. */
const faceText = (local: number): string => new Date(local).toISOString().slice(0, -1);

describe('a local clock', () => {
  it('means by every time what civil time means by it, whichever day was asked for before', () => {
    const clocks = new Map(ZONES.map((zone) => [zone, makeLocalClock(zone)]));
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: from / MINUTE, max: to / MINUTE }), (zone, minute) => {
        const parsed = parseInstant(faceText(minute * MINUTE), zone);
        const expected =
          parsed.kind === 'ok' ? [parsed.at] : parsed.kind === 'doubled' ? [parsed.first, parsed.second] : [];
        expect(clocks.get(zone)?.instants(minute * MINUTE)).toEqual(expected);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it.each([
    // [zone, first and last minute of the clock's face around a change, times of none, times of two]
    ['Europe/Berlin', '2023-03-26T01:00', '2023-03-26T04:00', 60, 0],
    ['Europe/Berlin', '2023-10-29T01:00', '2023-10-29T04:00', 0, 60],
    ['America/Los_Angeles', '2022-11-06T00:00', '2022-11-06T03:00', 0, 60],
    ['Australia/Lord_Howe', '2022-10-02T01:00', '2022-10-02T04:00', 30, 0],
    ['Australia/Lord_Howe', '2022-04-03T01:00', '2022-04-03T04:00', 0, 30],
    ['Pacific/Apia', '2011-12-29T00:00', '2012-01-01T00:00', 1440, 0],
  ])('of %s from %s to %s: %d minutes without an instant, %d with two', (zone, first, last, none, two) => {
    const clock = makeLocalClock(zone);
    const counts = [0, 0, 0];
    for (let local = Date.parse(`${first}Z`); local < Date.parse(`${last}Z`); local += MINUTE) {
      counts[clock.instants(local).length] += 1;
    }
    expect([counts[0], counts[2]]).toEqual([none, two]);
  });

  it('knows two names for the end of the last interval before a jump, and two instants for the end of a doubled hour', () => {
    const clock = makeLocalClock('Europe/Berlin');
    const ends = (text: string) =>
      clock.ends(Date.parse(`${text}Z`)).map((at) => new Date(at).toISOString().slice(11, 16));
    // 26 March 2023, 01:00Z: the clock goes from 02:00 to 03:00.
    expect([ends('2023-03-26T02:00'), ends('2023-03-26T02:15'), ends('2023-03-26T03:00')]).toEqual([
      ['01:00'],
      [],
      ['01:00'],
    ]);
    // 29 October 2023, 01:00Z: the clock goes from 03:00 back to 02:00.
    expect([
      ends('2023-10-29T02:00'),
      ends('2023-10-29T02:30'),
      ends('2023-10-29T03:00'),
      ends('2023-10-29T03:15'),
    ]).toEqual([['00:00', '01:00'], ['00:30', '01:30'], ['01:00', '02:00'], ['02:15']]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bandPieces,
  civilDays,
  civilPieces,
  clockOfMinute,
  formatLocal,
  isTimeZone,
  minuteOfClock,
  parseInstant,
} from '../../src/time/civil.ts';
import { formatUtc, type Instant, type Interval, instant, MILLISECONDS_PER_HOUR } from '../../src/time/timeline.ts';

const at = (text: string): Instant => instant(Date.parse(text));
const hoursOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { start, end }) => sum + (end - start), 0) / MILLISECONDS_PER_HOUR;
const dayOf = (date: string, timeZone: string): Interval => {
  const [noon] = [parseInstant(`${date}T12:00`, timeZone)];
  if (noon.kind !== 'ok') throw new Error(`noon of ${date} is no single moment in ${timeZone}`);
  const [day] = civilDays({ start: noon.at, end: instant(noon.at + 1) }, timeZone);
  return day;
};

describe('zones', () => {
  it('knows IANA names and no others', () => {
    const verdicts = ['Europe/Berlin', 'UTC', 'Australia/Lord_Howe', 'Europe/Berlinn', '+08:00', 'local', ''].map(
      isTimeZone,
    );
    expect(verdicts).toEqual([true, true, true, false, false, false, false]);
  });
  it('knows no abbreviation that means several clocks: BST would be Dhaka', () => {
    expect(['BST', 'pst', 'IST', 'EST', 'GMT'].map(isTimeZone)).toEqual([false, false, false, true, true]);
  });
  it('throws on a zone that was never asked about', () => {
    expect(() => formatLocal(at('2026-06-01T00:00Z'), 'Mars/Olympus')).toThrow(/Mars\/Olympus/);
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-06-01T00:00+08:00', '2026-05-31T16:00:00Z'],
    ['2026-06-01 08:30:15Z', '2026-06-01T08:30:15Z'],
    ['2026-06-01T08:30-0230', '2026-06-01T11:00:00Z'],
    ['2026-06-01T00:00:00.250+00', '2026-06-01T00:00:00.250Z'],
    ['2026-06-01T24:00Z', '2026-06-02T00:00:00Z'],
    ['0050-01-01T00:00Z', '0050-01-01T00:00:00Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseInstant(text)).toEqual({ kind: 'ok', at: at(expected) });
  });
  it.each([
    '2026-02-29T00:00Z',
    '2026-13-01T00:00Z',
    '2026-06-01T24:01Z',
    '2026-06-01T10:60Z',
    '2026-06-01T00:00+19:00',
    '2026-06-01T00:00+08:60',
    '2026-06-01Z',
    '1 June 2026',
    '1780272000',
    '',
  ])('refuses %s', (text) => {
    expect(parseInstant(text, 'UTC')).toEqual({ kind: 'invalid' });
  });
  it('needs a zone where there is no offset, and lets an offset win over the zone', () => {
    expect(parseInstant('2026-06-01T00:00')).toEqual({ kind: 'withoutOffset' });
    expect(parseInstant('2026-06-01', 'Asia/Shanghai')).toEqual({ kind: 'ok', at: at('2026-05-31T16:00Z') });
    expect(parseInstant('2026-06-01T00:00Z', 'Asia/Shanghai')).toEqual({ kind: 'ok', at: at('2026-06-01T00:00Z') });
  });
  it.each([
    ['Europe/Berlin', '2026-03-29T02:30'],
    ['America/Los_Angeles', '2026-03-08T02:30'],
    ['Australia/Lord_Howe', '2026-10-04T02:15'],
  ])('says that the clock of %s skips %s', (zone, text) => {
    expect(parseInstant(text, zone)).toEqual({ kind: 'skipped' });
  });
  it.each([
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['America/Los_Angeles', '2026-11-01T01:30', '2026-11-01T08:30Z', '2026-11-01T09:30Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
  ])('gives both moments at which the clock of %s shows %s', (zone, text, first, second) => {
    expect(parseInstant(text, zone)).toEqual({ kind: 'doubled', first: at(first), second: at(second) });
  });
  it('reads back what it formats, in every zone', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Los_Angeles',
      'Australia/Lord_Howe',
      'Asia/Shanghai',
      'Asia/Kathmandu',
    ];
    const moments = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        expect(parseInstant(formatLocal(instant(moment), zone))).toEqual({ kind: 'ok', at: moment });
        expect(parseInstant(formatUtc(instant(moment)))).toEqual({ kind: 'ok', at: moment });
        const local = parseInstant(formatLocal(instant(moment), zone).replace(/(Z|[+-]\d{2}:\d{2})$/, ''), zone);
        expect(local.kind === 'doubled' ? [local.first, local.second] : [local.kind === 'ok' && local.at]).toContain(
          moment,
        );
      }),
    );
  });
});

describe('formats', () => {
  it('writes UTC for programs and local time with its offset for people', () => {
    expect(formatUtc(at('2026-06-01T00:00Z'))).toBe('2026-06-01T00:00:00Z');
    expect(formatUtc(at('2026-06-01T00:00:00.5Z'))).toBe('2026-06-01T00:00:00.500Z');
    expect(formatLocal(at('2026-06-01T00:00Z'), 'Asia/Shanghai')).toBe('2026-06-01T08:00+08:00');
    expect(formatLocal(at('2026-06-01T00:00:30Z'), 'Australia/Lord_Howe')).toBe('2026-06-01T10:30:30+10:30');
  });
  it('turns clock texts into minutes and back', () => {
    expect(['00:00', '07:45', '24:00'].map(minuteOfClock)).toEqual([0, 465, 1440]);
    expect([0, 465.5, 1440].map(clockOfMinute)).toEqual(['00:00', '07:45', '24:00']);
  });
});

describe('days and months', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/Los_Angeles', '2026-03-08', 23],
    ['America/Los_Angeles', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Shanghai', '2026-03-29', 24],
    ['Asia/Beirut', '2026-03-29', 23],
  ])('%s: %s has %d hours', (zone, date, hours) => {
    const day = dayOf(date, zone);
    expect(hoursOf([day])).toBe(hours);
    expect(hoursOf(civilPieces(day, zone))).toBe(hours);
  });
  it('lists the days that an interval touches', () => {
    const days = civilDays({ start: at('2026-03-28T22:30Z'), end: at('2026-03-30T00:00Z') }, 'Europe/Berlin');
    expect(days.map(({ date }) => date)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });
});

describe('pieces and bands', () => {
  it('cuts at midnights and at the jump of the clock', () => {
    const pieces = civilPieces({ start: at('2026-03-28T22:00Z'), end: at('2026-03-29T04:00Z') }, 'Europe/Berlin');
    expect(
      pieces.map((piece) => [piece.date, piece.weekday, clockOfMinute(piece.minuteOfDay), formatUtc(piece.end)]),
    ).toEqual([
      ['2026-03-28', 6, '23:00', '2026-03-28T23:00:00Z'],
      ['2026-03-29', 7, '00:00', '2026-03-29T01:00:00Z'],
      ['2026-03-29', 7, '03:00', '2026-03-29T04:00:00Z'],
    ]);
  });
  it.each([
    ['Europe/Berlin', '2026-03-29', 0],
    ['Europe/Berlin', '2026-10-25', 2],
    ['Europe/Berlin', '2026-06-01', 1],
    ['America/Los_Angeles', '2026-03-08', 0],
    ['Asia/Shanghai', '2026-03-29', 1],
  ])(
    'in %s on %s the hour from 02:00 lasts %d hours (in Los Angeles the hour from 01:00 is the doubled one)',
    (zone, date, hours) => {
      const pieces = civilPieces(dayOf(date, zone), zone);
      expect(hoursOf(bandPieces(pieces, { fromMinute: 120, toMinute: 180, weekdays: null }))).toBe(hours);
    },
  );
  it('holds a band in both runs of the doubled half-hour of Lord Howe, and in half of what is left in spring', () => {
    const band = { fromMinute: 90, toMinute: 150, weekdays: null };
    const hours = ['2026-04-05', '2026-10-04'].map((date) =>
      hoursOf(bandPieces(civilPieces(dayOf(date, 'Australia/Lord_Howe'), 'Australia/Lord_Howe'), band)),
    );
    expect(hours).toEqual([1.5, 0.5]);
  });
  it('judges each minute of a band over midnight by its own date', () => {
    // Friday 5 June to Sunday 7 June 2026, UTC; Saturdays only, 22:00 to 06:00.
    const pieces = civilPieces({ start: at('2026-06-05T00:00Z'), end: at('2026-06-08T00:00Z') }, 'UTC');
    const found = bandPieces(pieces, { fromMinute: 1320, toMinute: 360, weekdays: new Set([6]) });
    expect(found.map(({ start, end }) => [formatUtc(start), formatUtc(end)])).toEqual([
      ['2026-06-06T00:00:00Z', '2026-06-06T06:00:00Z'],
      ['2026-06-06T22:00:00Z', '2026-06-07T00:00:00Z'],
    ]);
  });
  it('splits any stretch of time into a band and its complement without loss', () => {
    const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Shanghai', 'Asia/Beirut'];
    const starts = fc.integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 });
    const minutes = fc.integer({ min: 0, max: 1440 });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        starts,
        fc.integer({ min: 1, max: 9000 }),
        minutes,
        minutes,
        (zone, start, length, from, to) => {
          fc.pre(from !== to && !(from === 1440 && to === 0) && !(from === 0 && to === 1440));
          const interval = { start: instant(start * 60_000), end: instant((start + length) * 60_000) };
          const pieces = civilPieces(interval, zone);
          const inside = bandPieces(pieces, { fromMinute: from, toMinute: to, weekdays: null });
          const outside = bandPieces(pieces, { fromMinute: to, toMinute: from, weekdays: null });
          expect(hoursOf(inside) + hoursOf(outside)).toBeCloseTo(length / 60, 9);
          expect(pieces[0].start).toBe(interval.start);
          expect(pieces.slice(1).every((piece, index) => piece.start === pieces[index].end)).toBe(true);
          expect(pieces[pieces.length - 1].end).toBe(interval.end);
        },
      ),
    );
  });
});

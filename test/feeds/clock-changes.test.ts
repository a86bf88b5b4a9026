import { describe, expect, it } from 'vitest';
import { csvOf, intervalsOf, problemsOf, seriesOf } from './support.ts';

/** Rows with times of a clock on the wall on the days on which it changes, by both ways of naming an interval. */

const berlin = { timeZone: 'Europe/Berlin' } as const;

/** Hours of one local day, `day` with the given hours, each with its place as its value. */
const hoursOf = (day: string, hours: readonly string[]) => hours.map((hour, index) => `${day} ${hour},${index}`);
const clockHours = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${String(from + index).padStart(2, '0')}:00`);

describe('the day of 23 hours', () => {
  it('in Berlin: 01:00 is followed by 03:00 without a gap', () => {
    const hours = [...clockHours(0, 2), ...clockHours(3, 24)];
    const series = seriesOf(csvOf(...hoursOf('2023-03-26', hours)), berlin);
    // 00:00 CET is 23:00 UTC of the day before.
    expect(intervalsOf(series).slice(0, 4)).toEqual(['23:00 0', '00:00 1', '01:00 2', '02:00 3']);
    const { clockChangeDays, gaps, startLocal, endLocal } = series.description;
    expect(clockChangeDays).toEqual([{ date: '2023-03-26', hours: 23, valueCount: 23, intervalCount: 23 }]);
    expect([gaps, startLocal, endLocal]).toEqual([[], '2023-03-26T00:00+01:00', '2023-03-27T00:00+02:00']);
  });

  it('in Los Angeles: the same, an hour that exists there being another', () => {
    const hours = [...clockHours(0, 2), ...clockHours(3, 24)];
    const series = seriesOf(csvOf(...hoursOf('2022-03-13', hours)), { timeZone: 'America/Los_Angeles' });
    expect(intervalsOf(series).slice(0, 4)).toEqual(['08:00 0', '09:00 1', '10:00 2', '11:00 3']);
    expect(series.description.clockChangeDays).toMatchObject([{ date: '2022-03-13', hours: 23, valueCount: 23 }]);
  });

  it('on Lord Howe: half an hour is missing, in rows of half an hour', () => {
    // 2 October 2022: 02:00 +10:30 becomes 02:30 +11:00.
    const rows = ['01:00', '01:30', '02:30', '03:00'].map((clock, index) => `2022-10-02 ${clock},${index}`);
    const series = seriesOf(csvOf(...rows), { timeZone: 'Australia/Lord_Howe' });
    expect(intervalsOf(series)).toEqual(['14:30 0', '15:00 1', '15:30 2', '16:00 3']);
    expect(series.description.clockChangeDays).toMatchObject([{ date: '2022-10-02', hours: 23.5 }]);
  });

  const filled = csvOf(...hoursOf('2023-03-26', clockHours(0, 6)));

  it('refuses a row for the hour that does not exist, in words', () => {
    expect(problemsOf(filled, berlin)).toEqual([
      'prices.csv:4: found the time "2023-03-26 02:00", expected a time that exists in Europe/Berlin: the clock jumps over this one (--skipped drop leaves such rows out; if the clock of the file never jumps, --zone should be UTC or another)',
    ]);
  });

  it('leaves such a row out where asked to, and tells it', () => {
    const series = seriesOf(filled, { ...berlin, skipped: 'drop' });
    expect(intervalsOf(series)).toEqual(['23:00 0', '00:00 1', '01:00 3', '02:00 4', '03:00 5']);
    expect(series.description.droppedRows).toEqual([{ file: 'prices.csv', line: 4, time: '2023-03-26 02:00' }]);
    expect(series.description.gaps).toEqual([]);
  });
});

describe('the day of 25 hours', () => {
  const hours = [...clockHours(0, 3), ...clockHours(2, 24)];

  it('in Berlin: 02:00 comes twice, first in summer time', () => {
    const series = seriesOf(csvOf(...hoursOf('2023-10-29', hours)), berlin);
    expect(intervalsOf(series).slice(0, 5)).toEqual(['22:00 0', '23:00 1', '00:00 2', '01:00 3', '02:00 4']);
    expect(series.description.clockChangeDays).toEqual([
      { date: '2023-10-29', hours: 25, valueCount: 25, intervalCount: 25 },
    ]);
    expect([series.description.gaps, series.description.duplicates]).toEqual([[], []]);
  });

  it('in Los Angeles: 01:00 comes twice', () => {
    const rows = ['00:00', '01:00', '01:00', '02:00'].map((clock, index) => `2022-11-06 ${clock},${index}`);
    const series = seriesOf(csvOf(...rows), { timeZone: 'America/Los_Angeles' });
    expect(intervalsOf(series)).toEqual(['07:00 0', '08:00 1', '09:00 2', '10:00 3']);
  });

  it('on Lord Howe: half an hour comes twice', () => {
    // 3 April 2022: 02:00 +11:00 becomes 01:30 +10:30.
    const rows = ['01:00', '01:30', '01:30', '02:00'].map((clock, index) => `2022-04-03 ${clock},${index}`);
    const series = seriesOf(csvOf(...rows), { timeZone: 'Australia/Lord_Howe' });
    expect(intervalsOf(series)).toEqual(['14:00 0', '14:30 1', '15:00 2', '15:30 3']);
    expect(series.description.clockChangeDays).toMatchObject([{ date: '2022-04-03', hours: 24.5 }]);
  });

  it('one row for both hours leaves the second a gap, never a copy and never 0, and tells it', () => {
    const single = csvOf(...hoursOf('2023-10-29', clockHours(0, 6)));
    const series = seriesOf(single, berlin);
    expect(intervalsOf(series)).toEqual(['22:00 0', '23:00 1', '00:00 2', '01:00 -', '02:00 3', '03:00 4', '04:00 5']);
    expect(series.description.gaps).toEqual([
      { start: '2023-10-29T01:00:00Z', end: '2023-10-29T02:00:00Z', intervalCount: 1, doubledHour: true },
    ]);
    expect(series.description.notes).toEqual([
      'the clock of Europe/Berlin showed 2023-10-29T01:00:00Z to 2023-10-29T02:00:00Z (UTC) as it had shown the time before, and the file has rows for one of the two only: taken as the first, the second is a gap',
    ]);
  });

  it('a third row is a duplicate', () => {
    const rows = ['02:00', '02:00', '02:00', '03:00'].map((clock, index) => `2023-10-29 ${clock},${index}`);
    expect(problemsOf(csvOf(...rows), berlin)).toEqual([
      'prices.csv:4: found 2023-10-29T01:00:00Z a second time, 2 after 1 of line 3, expected each time once (--duplicates first or last keeps one; if a clock was turned back here, --zone should be its zone)',
    ]);
  });

  const quarters = (hour: string) => ['00', '15', '30', '45'].map((minute) => `${hour}:${minute}`);
  const inOrder = [...quarters('01'), ...quarters('02'), ...quarters('02'), ...quarters('03')];
  const expected = ['23', '00', '01', '02'].flatMap((hour, place) =>
    quarters(hour).map((clock, index) => `${clock} ${4 * place + index}`),
  );
  const timed = (clocks: readonly (readonly [clock: string, value: number])[]) =>
    csvOf(...clocks.map(([clock, value]) => `2023-10-29 ${clock},${value}`));

  it('in quarter-hours, one run after the other', () => {
    const series = seriesOf(timed(inOrder.map((clock, index) => [clock, index])), berlin);
    expect(intervalsOf(series)).toEqual(expected);
  });

  it('in quarter-hours sorted by the face of the clock, 02:00 02:00 02:15 02:15', () => {
    const sorted = inOrder
      .map((clock, index) => [clock, index] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    expect(sorted.slice(4, 8).map(([clock]) => clock)).toEqual(['02:00', '02:00', '02:15', '02:15']);
    expect(intervalsOf(seriesOf(timed(sorted), berlin))).toEqual(expected);
  });

  it('in quarter-hours with a hole in the first run: the second is not moved into it', () => {
    const rows = inOrder.map((clock, index) => [clock, index] as const).filter((_, index) => index !== 5);
    const series = seriesOf(timed(rows), berlin);
    expect(intervalsOf(series)).toEqual(expected.map((text, index) => (index === 5 ? '00:15 -' : text)));
    expect(series.description.gaps).toMatchObject([{ start: '2023-10-29T00:15:00Z', doubledHour: false }]);
  });
});

describe('a gap in an hour that comes twice', () => {
  it('is no sign of one row for both, where the file has a row that says nothing', () => {
    const rows = csvOf('2023-10-29 01:00,1', '2023-10-29 02:00,2', '2023-10-29 02:00,', '2023-10-29 03:00,4');
    const { gaps, notes } = seriesOf(rows, berlin).description;
    expect([gaps, notes]).toMatchObject([[{ start: '2023-10-29T01:00:00Z', doubledHour: true }], []]);
    const ends = csvOf('2023-10-29 02:00,1', '2023-10-29 03:00,2', '2023-10-29 03:00,', '2023-10-29 04:00,4');
    const byEnd = seriesOf(ends, { ...berlin, stamp: 'end' }).description;
    expect([byEnd.gaps, byEnd.notes]).toMatchObject([[{ start: '2023-10-29T01:00:00Z', doubledHour: true }], []]);
  });

  it('nor where the times have offsets, which say which of the two is missing', () => {
    const rows = csvOf('2023-10-29T01:00+02:00,1', '2023-10-29T02:00+02:00,2', '2023-10-29T03:00+01:00,4');
    const { gaps, notes } = seriesOf(rows, { ...berlin, resolutionMinutes: 60 }).description;
    expect([gaps, notes]).toMatchObject([[{ start: '2023-10-29T01:00:00Z', doubledHour: true }], []]);
  });
});

describe('times that name the end of an interval', () => {
  const end = { ...berlin, stamp: 'end' } as const;
  const rows = (day: string, clocks: readonly string[]) => csvOf(...hoursOf(day, clocks));

  it('mean the interval before', () => {
    const series = seriesOf(csvOf('2023-06-01 01:00,7', '2023-06-01 02:00,8', '2023-06-01 24:00,9'), end);
    expect(series.description.start).toBe('2023-05-31T22:00:00Z');
    expect(series.description.end).toBe('2023-06-01T22:00:00Z');
    expect(intervalsOf(series).filter((text) => !text.endsWith('-'))).toEqual(['22:00 7', '23:00 8', '21:00 9']);
  });

  it('in spring, whether the end before the jump is written as the clock shows it or as it would have shown it', () => {
    const shown = ['01:00', '03:00', '04:00'];
    const wouldHave = ['01:00', '02:00', '04:00'];
    for (const clocks of [shown, wouldHave]) {
      expect(intervalsOf(seriesOf(rows('2023-03-26', clocks), end))).toEqual(['23:00 0', '00:00 1', '01:00 2']);
    }
  });

  it('in spring with both: the time that the clock never showed is the one too many', () => {
    const both = rows('2023-03-26', ['01:00', '02:00', '03:00', '04:00']);
    expect(problemsOf(both, end)).toEqual([expect.stringContaining('prices.csv:3: found the time "2023-03-26 02:00"')]);
    expect(intervalsOf(seriesOf(both, { ...end, skipped: 'drop' }))).toEqual(['23:00 0', '00:00 2', '01:00 3']);
  });

  it('in autumn, whichever of the two names the end of the first run has', () => {
    const expected = ['23:00 0', '00:00 1', '01:00 2', '02:00 3'];
    for (const clocks of [
      ['02:00', '02:00', '03:00', '04:00'],
      ['02:00', '03:00', '03:00', '04:00'],
    ]) {
      expect(intervalsOf(seriesOf(rows('2023-10-29', clocks), end))).toEqual(expected);
    }
  });

  it('in autumn in quarter-hours', () => {
    const clocks = ['02:15', '02:30', '02:45', '03:00', '02:15', '02:30', '02:45', '03:00', '03:15'];
    const series = seriesOf(rows('2023-10-29', clocks), end);
    expect([intervalsOf(series).length, intervalsOf(series)[0], intervalsOf(series)[8]]).toEqual([
      9,
      '00:00 0',
      '02:00 8',
    ]);
    expect(series.description.gaps).toEqual([]);
  });

  it('with one row for both runs in autumn leave a gap', () => {
    const series = seriesOf(rows('2023-10-29', ['01:00', '02:00', '03:00', '04:00', '05:00']), end);
    expect(intervalsOf(series)).toEqual(['22:00 0', '23:00 1', '00:00 2', '01:00 -', '02:00 3', '03:00 4']);
    expect(series.description.gaps).toMatchObject([{ doubledHour: true }]);
  });
});

describe('a zone that is not that of the file', () => {
  const utcDay = csvOf(...hoursOf('2022-03-13', clockHours(0, 24)));

  it('is refused where its clock jumps over a row', () => {
    expect(problemsOf(utcDay, { timeZone: 'America/Los_Angeles' })).toEqual([
      expect.stringMatching(/^prices\.csv:4: found the time "2022-03-13 02:00", expected a time that exists in/),
    ]);
    expect(seriesOf(utcDay, { timeZone: 'UTC' }).description.gaps).toEqual([]);
  });

  it('is doubted where a clock with summer time is read as UTC', () => {
    const local = csvOf(...hoursOf('2022-03-13', [...clockHours(0, 2), ...clockHours(3, 12)]));
    expect(seriesOf(local, { timeZone: 'UTC' }).description.notes).toContain(
      'one hour is missing in the night of Sunday 2022-03-13: a clock with summer time? Then --zone is not UTC',
    );
  });

  it('is doubted where a clock with summer time is read as any that has none', () => {
    const local = csvOf(...hoursOf('2023-03-26', [...clockHours(0, 2), ...clockHours(3, 12)]));
    expect(seriesOf(local, { timeZone: 'utc', unit: 'EUR/MWh' }).description.notes).toEqual([
      'one hour is missing in the night of Sunday 2023-03-26: a clock with summer time? Then --zone is not utc',
    ]);
    expect(seriesOf(local, { timeZone: 'Etc/GMT-1', unit: 'EUR/MWh' }).description.notes).toEqual([
      'one hour is missing in the night of Sunday 2023-03-26: a clock with summer time? Then --zone is not Etc/GMT-1',
    ]);
    expect(seriesOf(local, { timeZone: 'Europe/Berlin', unit: 'EUR/MWh' }).description).toMatchObject({
      gaps: [],
      notes: [],
    });
  });

  it.each([
    // Some platforms know these and mean clocks of their own by them: BST is that of Dhaka there, IST that of India.
    ['BST', 'did you mean Europe/London or Asia/Dhaka?'],
    ['IST', 'did you mean Asia/Kolkata, Europe/Dublin or Asia/Jerusalem?'],
    ['CST', 'did you mean America/Chicago or Asia/Shanghai?'],
    ['pst', 'did you mean America/Los_Angeles, or Etc/GMT+8 without summer time?'],
    ['ECT', 'abbreviations mean several clocks: name the zone by a city'],
    ['VST', 'abbreviations mean several clocks: name the zone by a city'],
    ['CEST', 'did you mean Europe/Berlin?'],
    ['AEST', 'did you mean Australia/Sydney, or Etc/GMT-10 without summer time?'],
    ['UTC+8', 'did you mean Etc/GMT-8? the sign is that way round'],
    ['GMT-05:00', 'did you mean Etc/GMT+5? the sign is that way round'],
    ['+1', 'did you mean Etc/GMT-1? the sign is that way round'],
  ])('is refused as an abbreviation or an offset: %s', (timeZone, hint) => {
    expect(problemsOf(utcDay, { timeZone })).toEqual([
      `--zone: found "${timeZone}", expected an IANA time zone, like Europe/Berlin, America/Los_Angeles or UTC (${hint})`,
    ]);
  });

  it.each(['UTC', 'utc', 'EST', 'CET', 'US/Pacific', 'Asia/Kathmandu', 'asia/katmandu', 'Etc/GMT+12', 'ROK'])(
    'is taken by any name that the database has: %s',
    (timeZone) => {
      expect(problemsOf(csvOf('2022-06-01 00:00,1', '2022-06-01 01:00,2'), { timeZone })).toEqual([]);
    },
  );

  it('is refused when no machine knows it, with the one that was meant', () => {
    expect(problemsOf(utcDay, { timeZone: 'Europe/Berln' })).toEqual([
      '--zone: found "Europe/Berln", expected an IANA time zone, like Europe/Berlin, America/Los_Angeles or UTC (did you mean Europe/Berlin?)',
    ]);
    expect(problemsOf(utcDay, { timeZone: 'Los Angeles' })).toEqual([
      expect.stringContaining('did you mean America/Los_Angeles?'),
    ]);
    expect(problemsOf(utcDay, { timeZone: '+02:00' })).toHaveLength(1);
  });

  it('must be stated where a time has no offset', () => {
    expect(problemsOf(csvOf('2022-03-13 00:00,1', '2022-03-13 01:00,2'))).toEqual([
      'prices.csv:2: found the time "2022-03-13 00:00", expected a time with an offset, or the zone of the clock that wrote it (state it: --zone Europe/Berlin, --zone UTC ...)',
      expect.stringContaining('prices.csv:3: '),
    ]);
  });

  it('says nothing of times that have their offset', () => {
    const rows = csvOf('2022-11-06T01:00-07:00,1', '2022-11-06T01:00-08:00,2', '2022-11-06T02:00-08:00,3');
    expect(intervalsOf(seriesOf(rows, { timeZone: 'Europe/Berlin' }))).toEqual(['08:00 1', '09:00 2', '10:00 3']);
    expect(seriesOf(rows).description.timeZone).toBeNull();
  });
});

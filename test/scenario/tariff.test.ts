import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetOf, type Loose, onlyProblem, smallScenario } from './small-scenario.ts';

const withTariff = (timeline: Loose, timeZone: string, tariff: readonly Loose[]): Loose =>
  smallScenario((scenario) => {
    scenario.timeline = timeline;
    scenario.jobs = [];
    const [site] = scenario.sites;
    site.timeZone = timeZone;
    site.grid.importPrice = { tariff };
    site.renewables.length = 0;
  });

const prices = (timeline: Loose, timeZone: string, tariff: readonly Loose[]): number[] => [
  ...fleetOf(withTariff(timeline, timeZone, tariff)).sites[0].grid.importPricePerKwh,
];

const NIGHT_AND_DAY = [
  { from: '22:00', to: '08:00', pricePerKwh: 0.25 },
  { from: '08:00', to: '22:00', pricePerKwh: 1 },
];

describe('tariffs', () => {
  it('follow the clock of the site, not of the timeline', () => {
    const timeline = { start: '2026-06-01T00:00Z', end: '2026-06-01T04:00Z', slotMinutes: 60 };
    expect(prices(timeline, 'Asia/Shanghai', NIGHT_AND_DAY)).toEqual([1, 1, 1, 1]);
    expect(prices(timeline, 'Europe/Berlin', NIGHT_AND_DAY)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(prices(timeline, 'America/Los_Angeles', NIGHT_AND_DAY)).toEqual([1, 1, 1, 1]);
  });

  it('give a slot over the edge of a band the mean by time', () => {
    const timeline = { start: '2026-06-01T07:30+08:00', end: '2026-06-01T09:30+08:00', slotMinutes: 40 };
    const [first, second] = prices(timeline, 'Asia/Shanghai', NIGHT_AND_DAY);
    expect(first).toBeCloseTo((30 * 0.25 + 10 * 1) / 40, 12);
    expect(second).toBe(1);
  });

  it('know weekdays: Friday night is dear until midnight only', () => {
    const timeline = { start: '2026-06-05T22:00+08:00', end: '2026-06-06T02:00+08:00', slotMinutes: 60 };
    const tariff = [
      { from: '00:00', to: '24:00', days: 'weekdays', pricePerKwh: 2 },
      { from: '00:00', to: '24:00', days: ['sat', 'sun'], pricePerKwh: 1 },
    ];
    expect(prices(timeline, 'Asia/Shanghai', tariff)).toEqual([2, 2, 1, 1]);
  });

  it('split the half-hour jump of Lord Howe inside an hourly slot', () => {
    // 5 April 2026: at 15:00 UTC the clock goes from 02:00 back to 01:30.
    const timeline = { start: '2026-04-04T14:00Z', end: '2026-04-04T17:00Z', slotMinutes: 60 };
    const tariff = [
      { from: '00:00', to: '02:00', pricePerKwh: 0 },
      { from: '02:00', to: '24:00', pricePerKwh: 1 },
    ];
    // 01:00-02:00, then 01:30-02:00 and 02:00-02:30, then 02:30-03:30.
    expect(prices(timeline, 'Australia/Lord_Howe', tariff)).toEqual([0, 0.5, 1]);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 23],
    ['Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 25],
    ['America/Los_Angeles', '2026-03-08T08:00Z', '2026-03-09T07:00Z', 23],
    ['America/Los_Angeles', '2026-11-01T07:00Z', '2026-11-02T08:00Z', 25],
    ['Asia/Shanghai', '2026-03-28T16:00Z', '2026-03-29T16:00Z', 24],
  ])('in %s from %s to %s charge the right number of hours of any band (%d in all)', (zone, start, end, hours) => {
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minute, minute, fc.constantFrom(15, 20, 60), (from, to, slotMinutes) => {
        fc.pre(from !== to);
        const tariff = [
          { from: clock(from), to: clock(to), pricePerKwh: 1 },
          { from: clock(to), to: clock(from), pricePerKwh: 0 },
        ].filter((band) => !(band.from === '00:00' && band.to === '00:00'));
        const charged = prices({ start, end, slotMinutes }, zone, tariff);
        const sum = (charged.reduce((total, price) => total + price, 0) * slotMinutes) / 60;
        expect(sum).toBeCloseTo(hoursInBand(start, hours, zone, from, to), 9);
      }),
      { numRuns: 40 },
    );
  });

  it('name the minutes that no price holds in', () => {
    const timeline = { start: '2026-06-01T00:00+08:00', end: '2026-06-03T00:00+08:00', slotMinutes: 60 };
    const tariff = [
      { from: '00:00', to: '21:45', pricePerKwh: 1 },
      { from: '22:00', to: '24:00', pricePerKwh: 2 },
    ];
    expect(onlyProblem(withTariff(timeline, 'Asia/Shanghai', tariff))).toBe(
      'sites[0].grid.importPrice.tariff: found no price for mon 2026-06-01 21:45-22:00, tue 2026-06-02 21:45-22:00, expected one price for every minute of the timeline',
    );
  });

  it('name the moments from which two prices hold', () => {
    const timeline = { start: '2026-06-01T00:00+08:00', end: '2026-06-02T00:00+08:00', slotMinutes: 60 };
    const tariff = [...NIGHT_AND_DAY, { from: '12:00', to: '13:00', pricePerKwh: 3 }];
    expect(onlyProblem(withTariff(timeline, 'Asia/Shanghai', tariff))).toContain(
      'found more than one price from mon 2026-06-01 12:00, expected one price for every minute',
    );
  });

  it('refuse a band of no length and clock times that are none', () => {
    const timeline = { start: '2026-06-01T00:00+08:00', end: '2026-06-01T01:00+08:00', slotMinutes: 60 };
    const band = (from: string, to: string) => withTariff(timeline, 'Asia/Shanghai', [{ from, to, pricePerKwh: 1 }]);
    expect(onlyProblem(band('00:00', '00:00'))).toContain('a whole day is from "00:00" to "24:00"');
    expect(onlyProblem(band('00:00', '24:30'))).toContain('found the text "24:30", expected a time of day in quotes');
    expect(onlyProblem(band('8:00', '24:00'))).toContain('found the text "8:00"');
  });
});

/** Counts minutes by asking the platform's own calendar for the local clock of each: no code of ours. */
function hoursInBand(start: string, hours: number, timeZone: string, from: number, to: number): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const first = Date.parse(start);
  let minutes = 0;
  for (let quarter = 0; quarter < hours * 4; quarter += 1) {
    const [hour, minute] = format
      .format(first + quarter * 900_000)
      .split(':')
      .map(Number);
    // The clock runs evenly within a quarter of an hour in every zone used here.
    for (let m = hour * 60 + minute; m < hour * 60 + minute + 15; m += 1) {
      if (from < to ? m >= from && m < to : m >= from || m < to) minutes += 1;
    }
  }
  return minutes / 60;
}

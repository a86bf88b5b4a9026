import { describe, expect, test } from 'vitest';
import {
  formatCount,
  formatEnergy,
  formatMoney,
  formatName,
  formatNumber,
  formatPower,
  formatPrice,
  formatShare,
  localDateTime,
  localPeriod,
  localTicks,
} from '../../src/report/index.ts';

describe('numbers for people', () => {
  test.each([
    [formatMoney(1234.5, 'CNY'), '1,234.50 CNY'],
    [formatMoney(1234.5, 'JPY'), '1,235 JPY'],
    [formatMoney(1, 'no code'), '1.00 no code'],
    [formatMoney(-0.001, 'EUR'), '0.00 EUR'],
    [formatNumber(-0.4), '0'],
    [formatNumber(-1234567.4), '-1,234,567'],
    [formatEnergy(9999), '9,999 kWh'],
    [formatEnergy(12_345), '12.3 MWh'],
    [formatPower(12_345), '12.35 MW'],
    [formatPrice(0), '0'],
    [formatPrice(-3e-17), '0'],
    [formatPrice(0.22), '0.2200'],
    [formatPrice(0.001234), '0.001234'],
    [formatPrice(1234.5), '1,234.50'],
    [formatShare(0.0123), '1.23 %'],
    [formatShare(3e-12), 'below 0.0001 %'],
    [formatShare(0.99e-6), 'below 0.0001 %'],
    [formatShare(1e-6), '0.0001 %'],
    [formatShare(0.0000123), '0.0012 %'],
    [formatShare(-0.5), '-50.00 %'],
    [formatShare(0), '0 %'],
    [formatCount(1, 'promise'), '1 promise'],
    [formatCount(0, 'promise'), '0 promises'],
    [formatName('energyBought'), 'Energy bought'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('local time', () => {
  const berlin = 'Europe/Berlin';

  test('has its offset, which changes with the season', () => {
    expect(localDateTime(Date.parse('2026-06-01T00:00Z'), berlin)).toBe('2026-06-01 02:00 +02:00');
    expect(localDateTime(Date.parse('2026-01-01T00:00Z'), berlin)).toBe('2026-01-01 01:00 +01:00');
    expect(localDateTime(Date.parse('2026-01-01T00:00Z'), 'UTC')).toBe('2026-01-01 00:00 UTC');
    expect(localDateTime(Date.parse('2026-01-01T00:00Z'), 'Europe/London')).toBe('2026-01-01 00:00 +00:00');
  });

  test('a period says once what both ends share', () => {
    const period = (from: string, to: string) => localPeriod(Date.parse(from), Date.parse(to), berlin);
    expect(period('2026-06-01T00:00Z', '2026-06-01T02:00Z')).toBe('2026-06-01 02:00 to 04:00 +02:00');
    expect(period('2026-06-01T00:00Z', '2026-06-02T00:00Z')).toBe('2026-06-01 02:00 to 2026-06-02 02:00 +02:00');
    expect(period('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe('2026-03-29 00:00 +01:00 to 2026-03-30 00:00 +02:00');
  });

  const labels = (start: string, end: string, most: number, zone = berlin) =>
    localTicks(Date.parse(start), Date.parse(end), zone, most).map(({ label }) => label);

  test('a day of 23 hours keeps its midnights and loses the hour that the clock skips', () => {
    const ticks = labels('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00', 30);
    expect(ticks).toHaveLength(24);
    expect(ticks.slice(0, 4)).toEqual(['Sun 03-29', '01:00', '03:00', '04:00']);
    expect(ticks.at(-1)).toBe('Mon 03-30');
  });

  test('a day of 25 hours shows the doubled hour twice', () => {
    const ticks = labels('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00', 30);
    expect(ticks).toHaveLength(26);
    expect(ticks.slice(0, 5)).toEqual(['Sun 10-25', '01:00', '02:00', '02:00', '03:00']);
  });

  test('zones off by half an hour get ticks at their own full hours', () => {
    expect(labels('2026-06-01T00:00Z', '2026-06-01T03:00Z', 30, 'Asia/Kolkata')).toEqual(['06:00', '07:00', '08:00']);
  });

  test('a clock that is put back by half an hour goes on with full hours', () => {
    const ticks = labels('2026-04-05T00:00+11:00', '2026-04-05T05:00+10:30', 30, 'Australia/Lord_Howe');
    expect(ticks).toEqual(['Sun 04-05', '01:00', '02:00', '03:00', '04:00', '05:00']);
  });

  test('four weeks are marked by days, never more often than asked', () => {
    const ticks = labels('2026-06-01T00:00+02:00', '2026-06-29T00:00+02:00', 8);
    expect(ticks.every((label) => /^\w{3} \d\d-\d\d$/.test(label))).toBe(true);
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });
});

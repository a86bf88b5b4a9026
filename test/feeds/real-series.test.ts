/** Series as others publish them. The figures beside the files were summed by a program of its own, in decimal arithmetic. */
import { beforeEach, describe, expect, it } from 'vitest';
import { missingRealData } from '../real/california-texas.ts';
import { instantOf, problemsOf, realSource, seriesOf } from './support.ts';

const sumOf = (values: Float64Array): number =>
  values.filter((value) => !Number.isNaN(value)).reduce((sum, value) => sum + value, 0);

const price = (unit: string) => ({ column: `Price (${unit})`, unit }) as const;

describe('real series', () => {
  beforeEach((context) => context.skip(missingRealData !== null, missingRealData ?? ''));

  it('California 2021 to 2023: naive UTC, each file with a day of the year before, joined', () => {
    const files = [2023, 2021, 2022].map((year) => realSource('price', `US-CAL-CISO_${year}.csv.gz`));
    const { values, description } = seriesOf(files, { ...price('USD/MWh'), timeZone: 'UTC' });
    expect(description).toMatchObject({
      start: '2020-12-31T08:00:00Z',
      end: '2024-01-01T08:00:00Z',
      intervalCount: 26_304,
      valueCount: 26_304,
      overlapCount: 48,
      negativeCount: 202,
      least: { value: -19.01872, at: '2023-05-07T21:00:00Z' },
      greatest: { value: 1262.8491, at: '2022-09-08T01:00:00Z' },
      gaps: [],
      notes: [],
      // Evening and midday of California, eight hours on.
      dailyCourse: { greatestHour: 2, leastHour: 19 },
    });
    expect(sumOf(values)).toBeCloseTo(1_777_099.46849 / 1000, 6);
    // Each file alone has 24 hours before 1 January.
    const alone = seriesOf([files[2]], { ...price('USD/MWh'), timeZone: 'UTC' });
    expect(alone.description).toMatchObject({ start: '2021-12-31T08:00:00Z', intervalCount: 8784 });
    expect(sumOf(alone.values)).toBeCloseTo(781_507.09793 / 1000, 6);
  });

  it('California: a week of June cut out', () => {
    const window = { from: instantOf('2022-06-06T00:00Z'), to: instantOf('2022-06-13T00:00Z') };
    const source = realSource('price', 'US-CAL-CISO_2022.csv.gz');
    const { values, description } = seriesOf([source], { ...price('USD/MWh'), timeZone: 'UTC', ...window });
    expect([description.start, description.end, values.length, description.outsideCount]).toEqual([
      '2022-06-06T00:00:00Z',
      '2022-06-13T00:00:00Z',
      168,
      8616,
    ]);
    expect(sumOf(values)).toBeCloseTo(14_031.01907 / 1000, 9);
  });

  it('California read by the clock of Los Angeles is refused: it has an hour that this clock skips', () => {
    const source = realSource('price', 'US-CAL-CISO_2022.csv.gz');
    expect(problemsOf([source], { ...price('USD/MWh'), timeZone: 'America/Los_Angeles' })).toEqual([
      expect.stringContaining(
        'found the time "2022-03-13 02:00:00", expected a time that exists in America/Los_Angeles',
      ),
    ]);
  });

  it('Texas 2022: local times with their offsets need no zone', () => {
    const source = realSource('price', 'US-TEX-ERCO_2022.csv.gz');
    const { start, stepMilliseconds, values, description } = seriesOf([source], price('USD/MWh'));
    expect(description).toMatchObject({ start: '2022-01-01T06:00:00Z', valueCount: 8760, gaps: [], timeZone: null });
    expect(sumOf(values)).toBeCloseTo(563_356.17 / 1000, 6);
    const at = (text: string) => values[(instantOf(text) - start) / stepMilliseconds];
    // The rows of 01:00-05:00 and 01:00-06:00 on 6 November; and no hole after 01:00-06:00 on 13 March.
    expect([at('2022-11-06T06:00Z'), at('2022-11-06T07:00Z')]).toEqual([0.00556, 0.0061]);
    expect([at('2022-03-13T07:00Z'), at('2022-03-13T08:00Z')]).toEqual([0.02134, 0.02144]);
    const shown = seriesOf([source], { ...price('USD/MWh'), timeZone: 'America/Chicago' });
    expect(shown.description.clockChangeDays).toMatchObject([
      { date: '2022-03-13', hours: 23, valueCount: 23 },
      { date: '2022-11-06', hours: 25, valueCount: 25 },
    ]);
  });

  const berlin = { ...price('EUR/MWh'), timeZone: 'Europe/Berlin' } as const;

  it('Germany 2023: the filled hour of spring is refused or dropped, the single row of autumn leaves a gap', () => {
    const source = realSource('price', 'DE-LU_2023.csv.gz');
    expect(problemsOf([source], berlin)).toEqual([
      expect.stringContaining(
        'DE-LU_2023.csv.gz:2020: found the time "2023-03-26 02:00:00", expected a time that exists',
      ),
    ]);
    const { values, description } = seriesOf([source], { ...berlin, skipped: 'drop' });
    expect(description).toMatchObject({
      startLocal: '2023-01-01T00:00+01:00',
      endLocal: '2024-01-01T00:00+01:00',
      intervalCount: 8760,
      valueCount: 8759,
      negativeCount: 301,
      zeroCount: 24,
      droppedRows: [{ line: 2020 }],
      gaps: [{ start: '2023-10-29T01:00:00Z', end: '2023-10-29T02:00:00Z', doubledHour: true }],
      clockChangeDays: [
        { date: '2023-03-26', hours: 23, valueCount: 23 },
        { date: '2023-10-29', hours: 25, valueCount: 24, intervalCount: 25 },
      ],
    });
    // The sum of the file, 833,777.065, less the filled hour's 40.12.
    expect(sumOf(values)).toBeCloseTo(833_736.945 / 1000, 6);
  });

  it('Germany 2020 and 2021: the second row of autumn stands out of order, and is suspiciously 0', () => {
    const source = realSource('price', 'DE-LU_2021.csv.gz');
    expect(problemsOf([source], { ...berlin, skipped: 'drop' })).toEqual([
      expect.stringContaining(
        'DE-LU_2021.csv.gz:7251: found 2021-10-30T22:00:00Z after 2021-10-31T00:00:00Z of line 7250',
      ),
    ]);
    const mended = { ...berlin, skipped: 'drop', order: 'sort' } as const;
    const { values, description } = seriesOf([source], mended);
    expect(description).toMatchObject({
      backLines: [{ line: 7251 }],
      // 30 April is not in the file.
      gaps: [{ start: '2021-04-29T22:00:00Z', end: '2021-04-30T22:00:00Z', intervalCount: 24 }],
      clockChangeDays: [
        { date: '2021-03-28', hours: 23, valueCount: 23 },
        { date: '2021-10-31', hours: 25, valueCount: 25 },
      ],
      notes: [
        'exactly 0 at 2021-10-31T00:00:00Z, between 60.87 and 66.76 EUR/MWh: perhaps a missing value written as 0',
      ],
    });
    expect(sumOf(values)).toBeCloseTo(846_679.03 / 1000, 6);
    const before = seriesOf([realSource('price', 'DE-LU_2020.csv.gz')], mended);
    expect(before.description).toMatchObject({
      intervalCount: 8784,
      valueCount: 8664,
      clockChangeDays: [{ hours: 23 }, { valueCount: 25 }],
    });
    expect(before.description.gaps.map(({ intervalCount }) => intervalCount)).toEqual([24, 24, 48, 24]);
    expect(sumOf(before.values)).toBeCloseTo(264_202.41 / 1000, 6);
  });

  it('New South Wales 2022: eleven rows twice, and the wrong currency in the header', () => {
    const source = realSource('price', 'AU-NSW_2022.csv.gz');
    const market = { column: 'Price (USD/MWh)', unit: 'AUD/MWh', timeZone: 'Etc/GMT-10' } as const;
    const problems = problemsOf([source], market);
    expect(problems[0]).toContain(
      'AU-NSW_2022.csv.gz:747: found 2022-01-31T14:00:00Z a second time, 113.4909090909091 after 80.01 of line 746',
    );
    expect(problems[5]).toBe('AU-NSW_2022.csv.gz: found 6 more such rows, expected the same for each of them');
    const sums = { first: 1_600_499.005833, last: 1_600_615.653106 };
    for (const duplicates of ['first', 'last'] as const) {
      const { values, description } = seriesOf([source], { ...market, duplicates });
      expect(description).toMatchObject({ intervalCount: 8761, valueCount: 8761, duplicates: new Array(11).fill({}) });
      expect(description.notes).toEqual(['the header "Price (USD/MWh)" says USD, --unit says AUD']);
      expect(sumOf(values)).toBeCloseTo(sums[duplicates] / 1000, 6);
    }
    // The market's clock never jumps; that of Sydney does, over a row.
    expect(problemsOf([source], { ...market, timeZone: 'Australia/Sydney', duplicates: 'last' })).toEqual([
      expect.stringContaining('found the time "2022-10-02 02:00:00", expected a time that exists in Australia/Sydney'),
    ]);
  });

  it.each([
    ['US-CAL-CISO', 2_297_914.73, 88.8, 453.22],
    ['US-TEX-ERCO', 3_499_884.44, 129.57, 601.66],
  ])('carbon of %s 2022: naive UTC', (zone, sum, least, greatest) => {
    const { values, description } = seriesOf([realSource('carbon', `${zone}_2022.csv.gz`)], {
      quantity: 'carbon',
      column: 'Carbon Intensity gCO₂eq/kWh (LCA)',
      unit: 'g/kWh',
      timeZone: 'UTC',
    });
    expect(description).toMatchObject({
      valueCount: 8760,
      notes: [],
      least: { value: least },
      greatest: { value: greatest },
    });
    expect(sumOf(values)).toBeCloseTo(sum, 4);
  });

  it('carbon of five minutes in lb/MWh', () => {
    const source = realSource('carbon', 'watttime_caiso_north_5min_2023-06.csv.gz');
    const { values, description } = seriesOf([source], {
      quantity: 'carbon',
      column: 'Caiso_North',
      unit: 'lb/MWh',
      timeZone: 'UTC',
    });
    expect(description).toMatchObject({ resolutionMinutes: 5, intervalCount: 8928, gaps: [] });
    expect(sumOf(values)).toBeCloseTo(3_172_430.025296 * 0.45359237, 3);
  });
});

/** Weather as others publish it. The sums were made by a program of its own, in the units of the files. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportedWeather } from '../../src/feeds/index.ts';
import { missingRealData } from '../real/california-texas.ts';
import { realSource } from './support.ts';
import { valuesOf, weatherOf, weatherProblems } from './weather-support.ts';

function sumOf({ columns }: ImportedWeather, name: string): number {
  const values = columns.find(({ column }) => column.name === name)?.values ?? new Float64Array();
  return values.reduce((sum, value) => sum + value, 0);
}

const EPW = [
  {
    file: 'Shanghai-Hongqiao_1956_2023_TMYx.epw.gz',
    start: '2025-12-31T16:00:00Z',
    first: '0.7',
    sums: [149_079.9, 644_536, 887_201_252, 1_470_754, 1_348_092, 594_993, 29_643.8],
    hottest: '2026-07-19T09:00:00Z 38',
  },
  {
    file: 'USA_CA_San.Jose-Mineta.epw.gz',
    start: '2026-01-01T08:00:00Z',
    first: '6.1',
    sums: [133_561.3, 563_377, 888_886_012, 1_940_558, 2_438_821, 442_754, 24_780.5],
    hottest: '2026-09-07T22:00:00Z 34.4',
  },
  {
    file: 'USA_TX_Dallas-Fort.Worth.epw.gz',
    start: '2026-01-01T06:00:00Z',
    first: '2.8',
    sums: [173_556, 531_799, 871_998_681, 1_769_978, 2_019_090, 487_479, 42_885.5],
    hottest: '2026-08-07T22:00:00Z 40',
  },
] as const;

const ANSWERS = [
  { file: 'AU-NSW_2022.json.gz', start: '2021-12-31T13:00:00Z', sums: [146_550.2, 663_471, 118_681.1] },
  { file: 'AU-NSW_2023.json.gz', start: '2022-12-31T13:00:00Z', sums: [151_560.1, 639_418, 110_035.9] },
  { file: 'CA-ON_2023.json.gz', start: '2023-01-01T04:00:00Z', sums: [82_597.7, 642_597, 117_406.1] },
  { file: 'DE-LU_2020.json.gz', start: '2019-12-31T23:00:00Z', sums: [105_746.1, 618_758, 99_969.9] },
  { file: 'DE-LU_2021.json.gz', start: '2020-12-31T23:00:00Z', sums: [91_310.9, 674_018, 91_190.3] },
  { file: 'DE-LU_2023.json.gz', start: '2022-12-31T23:00:00Z', sums: [105_894.4, 655_917, 107_093.4] },
  { file: 'GB_2023.json.gz', start: '2023-01-01T00:00:00Z', sums: [101_810.4, 697_893, 134_817.4] },
  { file: 'JP-TK_2023.json.gz', start: '2022-12-31T15:00:00Z', sums: [146_155.2, 639_801, 144_663] },
  { file: 'SG_2023.json.gz', start: '2022-12-31T16:00:00Z', sums: [238_773.9, 722_373, 102_997.4] },
  { file: 'US-CAL-CISO_2021.json.gz', start: '2021-01-01T07:00:00Z', sums: [134_048.5, 607_883, 86_008.7] },
  { file: 'US-CAL-CISO_2022.json.gz', start: '2022-01-01T07:00:00Z', sums: [133_170.2, 612_864, 84_962.3] },
  { file: 'US-CAL-CISO_2023.json.gz', start: '2023-01-01T07:00:00Z', sums: [130_186.7, 611_153, 83_755.1] },
  { file: 'US-TEX-ERCO_2021.json.gz', start: '2021-01-01T05:00:00Z', sums: [168_820.2, 598_756, 125_425.9] },
  { file: 'US-TEX-ERCO_2022.json.gz', start: '2022-01-01T05:00:00Z', sums: [173_912.7, 519_865, 133_390.1] },
] as const;

describe('real weather', () => {
  beforeEach((context) => context.skip(missingRealData !== null, missingRealData ?? ''));

  it.for(EPW)('typical year $file', ({ file, start, first, sums, hottest }) => {
    const source = realSource('epw', file);
    expect(weatherProblems([source])).toEqual([expect.stringContaining('as typical years have')]);
    const weather = weatherOf([source], { year: 2026 });
    expect(weather.description).toMatchObject({ start, intervalCount: 8760, gaps: [], leftOut: [], notes: [] });
    const dryBulb = valuesOf(weather, 'dryBulbCelsius');
    expect(dryBulb[0]).toBe(`${start} ${first}`);
    expect(dryBulb).toContain(hottest);
    const [celsius, percent, pascal, global, direct, diffuse, wind] = sums;
    expect(sumOf(weather, 'dryBulbCelsius')).toBeCloseTo(celsius, 4);
    expect(sumOf(weather, 'relativeHumidityFraction')).toBeCloseTo(percent / 100, 4);
    expect(sumOf(weather, 'pressureKpa')).toBeCloseTo(pascal / 1000, 4);
    expect(sumOf(weather, 'globalHorizontalWattsPerSquareMeter')).toBe(global);
    expect(sumOf(weather, 'directNormalWattsPerSquareMeter')).toBe(direct);
    expect(sumOf(weather, 'diffuseHorizontalWattsPerSquareMeter')).toBe(diffuse);
    expect(sumOf(weather, 'windSpeedMetersPerSecond')).toBeCloseTo(wind, 4);
  });

  it('a typical year on a leap year lacks a day, or repeats one', () => {
    const source = realSource('epw', EPW[2].file);
    const open = weatherOf([source], { year: 2028 });
    expect(open.description.gaps).toMatchObject([{ start: '2028-02-29T06:00:00Z', intervalCount: 24 }]);
    const repeated = weatherOf([source], { year: 2028, leapDay: 'repeat' });
    expect([repeated.intervalCount, repeated.description.gaps]).toEqual([8784, []]);
    expect(sumOf(repeated, 'dryBulbCelsius')).toBeGreaterThan(
      sumOf(weatherOf([source], { year: 2026 }), 'dryBulbCelsius'),
    );
  });

  it.for(ANSWERS)('a year of $file: nothing missing, and the day runs as the sun does', ({ file, start, sums }) => {
    const weather = weatherOf([realSource('weather', file)]);
    const intervalCount = file.includes('2020') ? 8784 : 8760;
    expect(weather.description).toMatchObject({ start, intervalCount, gaps: [], notes: [] });
    const [celsius, percent, kilometersPerHour] = sums;
    expect(sumOf(weather, 'dryBulbCelsius')).toBeCloseTo(celsius, 4);
    expect(sumOf(weather, 'relativeHumidityFraction')).toBeCloseTo(percent / 100, 4);
    expect(sumOf(weather, 'windSpeedMetersPerSecond')).toBeCloseTo(kilometersPerHour / 3.6, 4);
  });

  it('three years of California are one series', () => {
    const files = [2023, 2021, 2022].map((year) => realSource('weather', `US-CAL-CISO_${year}.json.gz`));
    expect(weatherOf(files).description).toMatchObject({
      start: '2021-01-01T07:00:00Z',
      end: '2024-01-01T07:00:00Z',
      intervalCount: 26_280,
      gaps: [],
      columns: [{ valueCount: 26_280 }, { valueCount: 26_280 }, { valueCount: 26_280 }],
    });
  });

  it('a year of another place is not joined to it', () => {
    const files = ['US-CAL-CISO_2022.json.gz', 'US-TEX-ERCO_2022.json.gz'].map((name) => realSource('weather', name));
    expect(weatherProblems(files)).toEqual([
      expect.stringMatching(/found weather at 32\.79.*expected one place, at 37\.43/),
    ]);
  });
});

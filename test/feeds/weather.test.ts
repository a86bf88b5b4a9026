/** EPW files: standard time, hours by their end, years mixed by months, numbers that say "missing". */
import { describe, expect, test } from 'vitest';
import { instantOf } from './support.ts';
import { epwOf, epwRow, hoursOfYear, valuesOf, weatherOf, weatherProblems } from './weather-support.ts';

const DAY = Array.from({ length: 24 }, (_, index) => index + 1);

describe('the clock of an EPW file', () => {
  test('hour 1 of UTC-6 is 06:00 to 07:00 UTC, whatever its minute says, and hour 24 ends at midnight', () => {
    const rows = [0, 30, 60].map((minute) =>
      epwOf(DAY.map((hour) => epwRow([2019, 7, 1, hour, minute], { dryBulb: hour + 0.5 }))),
    );
    for (const text of rows) {
      const weather = weatherOf(text);
      expect(valuesOf(weather, 'dryBulbCelsius').slice(0, 2)).toEqual([
        '2019-07-01T06:00:00Z 1.5',
        '2019-07-01T07:00:00Z 2.5',
      ]);
      expect(valuesOf(weather, 'dryBulbCelsius').at(-1)).toBe('2019-07-02T05:00:00Z 24.5');
      // In July the clock of Texas is at UTC-5: that of the file is not.
      expect(weather.description).toMatchObject({
        startLocal: '2019-07-01T00:00-06:00',
        endLocal: '2019-07-02T00:00-06:00',
      });
    }
  });

  test('zones of half hours', () => {
    const place = 'New Delhi,-,IND,ISHRAE,421820,28.6,77.2,5.5,216.0';
    const weather = weatherOf(epwOf([epwRow([2019, 1, 1, 1]), epwRow([2019, 1, 1, 2])], { place }));
    expect(valuesOf(weather, 'dryBulbCelsius')[0]).toBe('2018-12-31T18:30:00Z 10');
    expect(weather.description.place).toEqual({
      name: 'New Delhi, IND',
      latitude: 28.6,
      longitude: 77.2,
      elevationMeters: 216,
    });
  });

  test('several records an hour end at their minutes; their irradiance is left out, and that is told', () => {
    const rows = [15, 30, 45, 60].map((minute) => epwRow([2019, 1, 1, 1, minute], { dryBulb: minute, global: 5 }));
    const weather = weatherOf(epwOf(rows, { perHour: 4 }));
    expect(valuesOf(weather, 'dryBulbCelsius')).toEqual([
      '2019-01-01T06:00:00Z 15',
      '2019-01-01T06:15:00Z 30',
      '2019-01-01T06:30:00Z 45',
      '2019-01-01T06:45:00Z 60',
    ]);
    expect(weather.columns.map(({ column }) => column.unit)).not.toContain('W/m2');
    expect(weather.description.notes).toEqual([
      expect.stringContaining('irradiance of more than one record an hour is left out'),
    ]);
    expect(weatherProblems(epwOf([epwRow([2019, 1, 1, 1, 0])], { perHour: 4 }))).toEqual([
      'weather.epw:5: found the time "2019,1,1,1,0", expected a minute at which one of the 4 records of the hour ends, a multiple of 15 up to 60',
    ]);
  });
});

describe('the years of an EPW file', () => {
  const typical = epwOf([
    ...DAY.map((hour) => epwRow([2012, 1, 31, hour], { dryBulb: 1 })),
    ...DAY.map((hour) => epwRow([2021, 2, 1, hour], { dryBulb: 2 })),
  ]);

  test('mixed by months they are refused without a year to lay them on', () => {
    expect(weatherProblems(typical)).toEqual([
      'weather.epw:29: found the year 2021 after 2012, as typical years have that are put together from several, expected one series of years, or the year that it is to be laid on (--year 2026 lays the file on that year)',
    ]);
  });

  test('laid on a year, months follow each other', () => {
    const { description, ...weather } = weatherOf(typical, { year: 2026 });
    expect([description.start, description.end, description.gaps]).toEqual([
      '2026-01-31T06:00:00Z',
      '2026-02-02T06:00:00Z',
      [],
    ]);
    expect(valuesOf({ description, ...weather }, 'dryBulbCelsius').slice(23, 25)).toEqual([
      '2026-02-01T05:00:00Z 1',
      '2026-02-01T06:00:00Z 2',
    ]);
    expect(description.facts).toContain('a typical year: Jan 2012, Feb 2021; laid on 2026');
  });

  test('real ones are taken as they are, over new year too', () => {
    const weather = weatherOf(epwOf([epwRow([2019, 12, 31, 24]), epwRow([2020, 1, 1, 1])]));
    expect(valuesOf(weather, 'pressureKpa')).toEqual(['2020-01-01T05:00:00Z 101.3', '2020-01-01T06:00:00Z 101.3']);
  });

  const february = epwOf([
    ...DAY.map((hour) => epwRow([2019, 2, 28, hour], { dryBulb: hour })),
    ...DAY.map((hour) => epwRow([2019, 3, 1, hour], { dryBulb: -hour })),
  ]);

  test('29 February is a gap of a leap year, or a copy of the 28th that is told', () => {
    const gap = weatherOf(february, { year: 2028 });
    expect(gap.description.gaps).toMatchObject([
      { start: '2028-02-29T06:00:00Z', end: '2028-03-01T06:00:00Z', intervalCount: 24 },
    ]);
    expect(gap.description.filled).toEqual([]);
    const repeated = weatherOf(february, { year: 2028, leapDay: 'repeat' });
    expect(repeated.description).toMatchObject({
      gaps: [],
      filled: ['29 February 2028, a copy of the 28th (24 records)'],
    });
    expect(valuesOf(repeated, 'dryBulbCelsius').slice(24, 26)).toEqual([
      '2028-02-29T06:00:00Z 1',
      '2028-02-29T07:00:00Z 2',
    ]);
    expect(valuesOf(repeated, 'dryBulbCelsius')[48]).toBe('2028-03-01T06:00:00Z -1');
    // A year without that day has no gap.
    expect(weatherOf(february, { year: 2026 }).description.gaps).toEqual([]);
  });

  test('29 February of the file is left out of a year that has none, and kept in one that has', () => {
    const leap = epwOf([28, 29].flatMap((day) => DAY.map((hour) => epwRow([2020, 2, day, hour]))));
    const common = weatherOf(leap, { year: 2026 });
    expect([common.intervalCount, common.description.leftOut]).toEqual([
      24,
      ['24 records of 29 February, which 2026 does not have'],
    ]);
    expect(weatherOf(leap, { year: 2028, leapDay: 'repeat' })).toMatchObject({
      intervalCount: 48,
      description: { filled: [] },
    });
    expect(weatherOf(leap).intervalCount).toBe(48);
  });
});

describe('the numbers of an EPW file', () => {
  test('are written in the units of the columns, without digits of binary arithmetic', () => {
    const data = {
      dryBulb: '6.10',
      humidity: 57,
      pressure: 101_287,
      global: 300,
      direct: 200,
      diffuse: 100,
      from: 270,
      wind: 4.1,
    };
    const weather = weatherOf(epwOf([1, 2].map((hour) => epwRow([2019, 1, 1, hour], data))));
    expect(Object.fromEntries(weather.columns.map(({ column, values }) => [column.name, values[0]]))).toEqual({
      dryBulbCelsius: 6.1,
      relativeHumidityFraction: 0.57,
      pressureKpa: 101.287,
      windSpeedMetersPerSecond: 4.1,
      windDirectionDegrees: 270,
      globalHorizontalWattsPerSquareMeter: 300,
      directNormalWattsPerSquareMeter: 200,
      diffuseHorizontalWattsPerSquareMeter: 100,
    });
  });

  test('those that say "missing" are gaps, each of its own column, and none becomes 0', () => {
    const missing = {
      dryBulb: 99.9,
      humidity: 999,
      pressure: 999_999,
      global: 9999,
      direct: 9999,
      diffuse: 9999,
      from: 999,
      wind: 999,
    };
    const rows = [
      epwRow([2019, 1, 1, 1]),
      epwRow([2019, 1, 1, 2], missing),
      epwRow([2019, 1, 1, 3], { humidity: '' }),
      epwRow([2019, 1, 1, 4], { humidity: 999 }),
      epwRow([2019, 1, 1, 5]),
    ];
    const weather = weatherOf(epwOf(rows));
    for (const { values } of weather.columns) expect(values[1]).toBeNaN();
    expect(weather.description.gaps).toEqual([
      {
        start: '2019-01-01T07:00:00Z',
        end: '2019-01-01T08:00:00Z',
        intervalCount: 1,
        columns: weather.columns.map(({ column }) => column.name),
      },
      {
        start: '2019-01-01T08:00:00Z',
        end: '2019-01-01T10:00:00Z',
        intervalCount: 2,
        columns: ['relativeHumidityFraction'],
      },
    ]);
    expect(weather.description.columns[1]).toMatchObject({ valueCount: 2, least: 0.5, greatest: 0.5 });
  });

  test('a column without any value is not written, and that is told', () => {
    const weather = weatherOf(epwOf([1, 2].map((hour) => epwRow([2019, 1, 1, hour], { direct: 9999 }))));
    expect(weather.columns.map(({ column }) => column.name)).not.toContain('directNormalWattsPerSquareMeter');
    expect(weather.description.notes).toContain(
      'directNormalWattsPerSquareMeter is not written: field 15 (Wh/m2) has no value',
    );
    expect(weather.description.gaps).toEqual([]);
  });

  test('air above saturation is saturated, and that is told', () => {
    const weather = weatherOf(epwOf([104, 100].map((humidity, hour) => epwRow([2019, 1, 1, hour + 1], { humidity }))));
    expect(valuesOf(weather, 'relativeHumidityFraction')).toEqual(['2019-01-01T06:00:00Z 1', '2019-01-01T07:00:00Z 1']);
    expect(weather.description.notes).toEqual([
      'relative humidity above 100 % is written as 1, saturated air, in 1 row',
    ]);
  });

  test('a row that is absent is a gap', () => {
    const weather = weatherOf(epwOf([1, 2, 4].map((hour) => epwRow([2019, 1, 1, hour]))));
    expect(weather.description.gaps).toMatchObject([{ start: '2019-01-01T08:00:00Z', intervalCount: 1 }]);
  });

  test('a window is cut out', () => {
    const text = epwOf(DAY.map((hour) => epwRow([2019, 1, 1, hour], { dryBulb: hour })));
    const weather = weatherOf(text, { from: instantOf('2019-01-01T08:00Z'), to: instantOf('2019-01-01T10:00Z') });
    expect(valuesOf(weather, 'dryBulbCelsius')).toEqual(['2019-01-01T08:00:00Z 3', '2019-01-01T09:00:00Z 4']);
    expect(weather.description.outsideCount).toBe(22);
    expect(weatherProblems(text, { from: instantOf('2020-01-01T00:00Z') })).toEqual([
      'weather.epw: found weather from 2019-01-01T06:00:00Z to 2019-01-02T06:00:00Z, expected some between --from and --to',
    ]);
  });
});

describe('EPW files that are refused', () => {
  test.for([
    [
      epwRow([2019, 1, 1, 0]),
      'found the time "2019,1,1,0,0", expected an hour from 1 to 24, each by the hour that ends then (hour 1 is 00:00 to 01:00)',
    ],
    [
      epwRow([2019, 1, 1, 25]),
      'found the time "2019,1,1,25,0", expected an hour from 1 to 24, each by the hour that ends then (hour 1 is 00:00 to 01:00)',
    ],
    [epwRow([2019, 2, 30, 1]), 'found the time "2019,2,30,1,0", expected a day of the calendar'],
    [
      epwRow([2019, 1, 1, 1], { pressure: 1013 }),
      'found "1013" (Pa) in field 10, expected station pressure from 31 to 120 kPa, or 999999 where it is missing',
    ],
    [
      epwRow([2019, 1, 1, 1], { dryBulb: -99.9 }),
      'found "-99.9" (C) in field 7, expected dry-bulb temperature from -90 to 70 C, or 99.9 where it is missing',
    ],
    [
      epwRow([2019, 1, 1, 1], { wind: 'calm' }),
      'found "calm" (m/s) in field 22, expected wind speed from 0 to 115 m/s, or 999 where it is missing',
    ],
    ['2019,1,1,1,0', 'found 5 fields, "2019,1,1,1,0", expected at least the 22 up to wind speed'],
    [
      epwRow([2019, 2, 29, 1]),
      'found 29 February 2019, expected a day of that year (--year 2026 lays the file on that year)',
    ],
  ] as const)('%s', ([row, problem]) => {
    expect(weatherProblems(epwOf([row]))).toEqual([`weather.epw:5: ${problem}`]);
  });

  test('times that go back, or come twice', () => {
    const rows = [epwRow([2019, 1, 2, 1]), epwRow([2019, 1, 1, 1])];
    expect(weatherProblems(epwOf(rows))).toEqual([
      'weather.epw:6: found 2019-1-1 hour 1 after 2019-1-2 hour 1 of line 5, expected times that ascend',
    ]);
    expect(weatherProblems(epwOf([rows[0], rows[0]]))).toHaveLength(1);
  });

  test('headers: every fault at once', () => {
    const text = epwOf([epwRow([2019, 1, 1, 1])], { place: 'A,B,C,D,1,95,east,-6,170', perHour: 7 });
    expect(weatherProblems(text)).toEqual([
      'weather.epw:1: found "95" as the latitude, expected a number from -90 to 90 in field 7 of LOCATION',
      'weather.epw:1: found "east" as the longitude, expected a number from -180 to 180 in field 8 of LOCATION',
      'weather.epw:4: found "7", expected the number of records an hour, which divides 60, in field 3 of DATA PERIODS',
    ]);
    expect(weatherProblems('LOCATION,a\n2019,1,1,1,0')).toEqual([
      'weather.epw: found no line DATA PERIODS among 2, expected a header that ends with a line DATA PERIODS,...',
    ]);
    expect(weatherProblems(epwOf([]))).toEqual(['weather.epw:4: found no row below DATA PERIODS, expected hours']);
  });

  test('many of a kind are counted, and another kind of file is named', () => {
    const problems = weatherProblems(epwOf(Array.from({ length: 9 }, () => epwRow([2019, 1, 1, 0]))));
    expect(problems).toHaveLength(6);
    expect(problems[5]).toBe('weather.epw: found 4 more such lines, expected the same for each of them');
    expect(weatherProblems('time,price\n2019,1')).toEqual([
      'weather.epw:1: found "time,price\\n2019,1", expected an EPW file, which begins with LOCATION, or an answer of Open-Meteo as JSON',
    ]);
  });
});

describe('doubts', () => {
  /**
   * Irradiance in a triangle around the middle of hour 13, 12:30 by the clock; the sun of longitude -97 is highest at 12 +
   * (97 - 90) / 15 = 12.467 h, 12:28. Warmest three hours later.
   */
  const year = (shift: number, data: Parameters<typeof epwRow>[1] = {}) =>
    epwOf(
      hoursOfYear(2019).map((time) => {
        const hour = ((time[3] + shift + 23) % 24) + 1;
        const global = Math.max(0, 600 - 100 * Math.abs(hour - 13));
        return epwRow(time, { global, dryBulb: 15 - Math.abs(hour - 16) / 2 + (time[2] % 2), ...data });
      }),
    );

  test('none where the sun stands where it should', () => {
    const { description } = weatherOf(year(0));
    expect(description.dailyCourse.noonHour).toBeCloseTo(12.5, 6);
    expect(description.dailyCourse.sunHighestHour).toBeCloseTo(12 + 7 / 15, 9);
    expect(description.dailyCourse).toMatchObject({ warmestHour: 15, dailyRangeCelsius: 7.5 });
    expect(description.notes).toEqual([]);
  });

  test('the sun shows a clock that is an hour off, and heat one that is many', () => {
    expect(weatherOf(year(1)).description.notes).toEqual([
      'the irradiance lies around 11:30, the sun is highest there at 12:28 by the same clock: a clock or an end of intervals gone wrong?',
    ]);
    expect(weatherOf(year(10)).description.notes).toContain(
      'on average warmest in the hour from 05:00: a clock gone wrong?',
    );
  });

  test('pressure of the level of the sea far above it, and a temperature that is stuck', () => {
    const place = 'Denver,CO,USA,x,1,39.8,-104.9,-7.0,1640';
    const rows = DAY.map((hour) => epwRow([2019, 1, 1, hour], { dryBulb: 4, pressure: 101_325 }));
    // The standard atmosphere at 1640 m: 101.325 x (1 - 0.0369946)^5.25588 = 83.115 kPa.
    expect(weatherOf(epwOf(rows, { place })).description.notes).toEqual([
      expect.stringMatching(
        /^the mean pressure is 101\.33 kPa, that of the standard atmosphere at 1640 m is 83\.1\d* kPa/,
      ),
      '4 C for 24 hours on end from 2019-01-01T07:00:00Z: a value that is stuck?',
    ]);
  });

  test('a clock far from the sun of the place', () => {
    const place = 'Nowhere,-,-,x,1,32.9,97.0,-6.0,170.7';
    const { notes } = weatherOf(
      epwOf(
        [1, 2].map((hour) => epwRow([2019, 1, 1, hour])),
        { place },
      ),
    ).description;
    // 97 / 15 + 6 = 12.47 hours.
    expect(notes).toEqual(["weather.epw: its clock is 12.5 hours from the sun's at longitude 97"]);
  });
});

/** Answers of Open-Meteo: one offset throughout, states from their time on, irradiance until it. */
import { describe, expect, test } from 'vitest';
import { instantOf } from './support.ts';
import { answerOf, valuesOf, weatherOf, weatherProblems } from './weather-support.ts';

const TIMES = ['2026-01-01T00:00', '2026-01-01T01:00', '2026-01-01T02:00'];
const named = (...texts: readonly string[]) => texts.map((text, index) => ({ name: `${index}.json`, text }));
const temperatures = (values: readonly unknown[], more = {}, time: readonly unknown[] = TIMES) =>
  answerOf({ time, temperature_2m: values }, { temperature_2m: '°C' }, more);
const problems = (...texts: readonly string[]) => weatherProblems(named(...texts));

describe('an answer of Open-Meteo', () => {
  test('times are local at the offset it states; irradiance goes to the hour before its time', () => {
    const text = answerOf(
      { time: TIMES, temperature_2m: [1, 2, 3], shortwave_radiation: [10, 20, 30], direct_radiation: [7, 8, 9] },
      { temperature_2m: '°C', shortwave_radiation: 'W/m²', direct_radiation: 'W/m²' },
    );
    const weather = weatherOf(named(text));
    expect(valuesOf(weather, 'dryBulbCelsius')).toEqual([
      '2025-12-31T23:00:00Z 1',
      '2026-01-01T00:00:00Z 2',
      '2026-01-01T01:00:00Z 3',
    ]);
    expect(valuesOf(weather, 'globalHorizontalWattsPerSquareMeter')).toEqual([
      '2025-12-31T23:00:00Z 20',
      '2026-01-01T00:00:00Z 30',
      '2026-01-01T01:00:00Z -',
    ]);
    expect(valuesOf(weather, 'directHorizontalWattsPerSquareMeter')[0]).toBe('2025-12-31T23:00:00Z 8');
    expect(weather.description.stamps).toContain('irradiance is the mean of the time before');
  });

  test('seconds of unix time are UTC, whatever the offset', () => {
    const at = Date.parse('2026-01-01T00:00Z') / 1000;
    const text = answerOf(
      { time: [at, at + 3600], temperature_2m: [1, 2] },
      { time: 'unixtime', temperature_2m: '°C' },
    );
    expect(valuesOf(weatherOf(named(text)), 'dryBulbCelsius')[0]).toBe('2026-01-01T00:00:00Z 1');
  });

  test('units as it states them', () => {
    const values = {
      time: TIMES,
      temperature_2m: [50, 32, -40],
      relativehumidity_2m: [57, 100, 0],
      surface_pressure: [1012.87, 1000, 990],
      windspeed_10m: [36, 0, 3.6],
      winddirection_10m: [0, 180, 360],
    };
    const units = {
      temperature_2m: '°F',
      relativehumidity_2m: '%',
      surface_pressure: 'hPa',
      windspeed_10m: 'km/h',
      winddirection_10m: '°',
    };
    const weather = weatherOf(named(answerOf(values, units)));
    const column = (name: string) => valuesOf(weather, name).map((text) => Number(text.split(' ')[1]));
    expect(column('dryBulbCelsius')).toEqual([10, 0, -40]);
    expect(column('relativeHumidityFraction')).toEqual([0.57, 1, 0]);
    expect(column('pressureKpa')).toEqual([101.287, 100, 99]);
    expect(column('windSpeedMetersPerSecond')).toEqual([10, 0, 1]);
    expect(column('windDirectionDegrees')).toEqual([0, 180, 360]);
    const winds = { kn: 514.444, 'mp/h': 447.04, 'm/s': 1000 };
    for (const [unit, meters] of Object.entries(winds)) {
      const text = answerOf({ time: TIMES.slice(0, 2), wind_speed_10m: [100, 10] }, { wind_speed_10m: unit });
      expect(Number(valuesOf(weatherOf(named(text)), 'windSpeedMetersPerSecond')[0].split(' ')[1]) * 10).toBeCloseTo(
        meters,
        3,
      );
    }
  });

  test('null is a gap', () => {
    const { description } = weatherOf(named(temperatures([1, null, 3])));
    expect(description.gaps).toEqual([
      { start: '2026-01-01T00:00:00Z', end: '2026-01-01T01:00:00Z', intervalCount: 1, columns: ['dryBulbCelsius'] },
    ]);
  });

  test('says what it does not read, that its zone has another offset on some days, and which pressure it lacks', () => {
    const days = Array.from({ length: 90 }, (_, day) =>
      new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10),
    );
    const text = answerOf(
      { time: days, temperature_2m: days.map((_, day) => day / 10), cloudcover: [], pressure_msl: [] },
      { temperature_2m: '°C' },
      { utc_offset_seconds: 7200 },
    );
    const { description } = weatherOf(named(text));
    expect(description.facts).toEqual([
      'time zone Europe/Berlin, whose clock was at UTC+01:00 on some of these days; the times of the file are at UTC+02:00 on all of them',
      'not read: cloudcover, pressure_msl',
    ]);
    // One value a day that holds for a day is no value that is stuck.
    expect(description.notes).toEqual([
      'pressure_msl is that at the level of the sea and is not read: surface_pressure is that of the site',
    ]);
    // 101.325 x (1 - 2.25577e-5 x 111)^5.25588 = 101.325 x exp(5.25588 x -0.00250704) = 101.325 x 0.986910
    expect(description).toMatchObject({
      standardPressureKpa: 99.999,
      start: '2026-01-31T22:00:00Z',
      resolutionMinutes: 1440,
    });
  });
});

describe('several answers', () => {
  const later = ['2026-01-01T03:00', '2026-01-01T04:00'];
  const sunny = (time: readonly string[], values: readonly number[]) =>
    answerOf(
      { time, temperature_2m: values, shortwave_radiation: values },
      { temperature_2m: '°C', shortwave_radiation: 'W/m²' },
    );

  test('are joined in time, in any order; the irradiance of the hour between comes from the later one', () => {
    for (const files of [
      named(sunny(TIMES, [1, 2, 3]), sunny(later, [4, 5])),
      named(sunny(later, [4, 5]), sunny(TIMES, [1, 2, 3])),
    ]) {
      const weather = weatherOf(files);
      expect(valuesOf(weather, 'dryBulbCelsius').map((text) => text.split(' ')[1])).toEqual(['1', '2', '3', '4', '5']);
      expect(valuesOf(weather, 'globalHorizontalWattsPerSquareMeter').map((text) => text.split(' ')[1])).toEqual([
        '2',
        '3',
        '4',
        '5',
        '-',
      ]);
    }
  });

  test('at different offsets are joined as instants', () => {
    const summer = temperatures([4, 5], { utc_offset_seconds: 7200 }, ['2026-01-01T04:00', '2026-01-01T05:00']);
    const weather = weatherOf(named(temperatures([1, 2, 3]), summer));
    expect([weather.intervalCount, weather.description.gaps]).toEqual([5, []]);
    expect(weather.description.files.map(({ clock }) => clock)).toEqual(['UTC+01:00', 'UTC+02:00']);
  });

  test('must agree where they overlap, but for what one of them lacks', () => {
    const weather = weatherOf(named(temperatures([1, null, 3]), temperatures([1, 2, null])));
    expect(valuesOf(weather, 'dryBulbCelsius').map((text) => text.split(' ')[1])).toEqual(['1', '2', '3']);
    expect(problems(temperatures([1, 2, 3]), temperatures([1, 2.5, 3]))).toEqual([
      '1.json: found 2.5 C as dry-bulb temperature at 2026-01-01T00:00:00Z, expected 2, which another file has there (where files overlap they must agree: cut one of them with --from and --to and import the parts apart)',
    ]);
    const window = { from: instantOf('2026-01-01T01:00Z') };
    expect(weatherProblems(named(temperatures([1, 2, 3]), temperatures([1, 2.5, 3])), window)).toEqual([]);
  });

  test('must be of one place, one length of intervals and one raster', () => {
    const first = temperatures([1, 2, 3]);
    expect(problems(first, temperatures([1, 2, 3], { latitude: 51 }))).toEqual([
      '1.json: found weather at 51, 8.65, 111 m above the sea, expected one place, at 50.1, 8.65, 111 m above the sea as 0.json has',
    ]);
    expect(problems(first, temperatures([1, 2], {}, ['2026-01-02T00:00', '2026-01-02T03:00']))).toEqual([
      '1.json: found intervals of 180 minutes, expected one length, 60 minutes as 0.json has',
    ]);
    expect(problems(first, temperatures([1, 2], {}, ['2026-01-02T00:30', '2026-01-02T01:30']))).toEqual([
      '1.json: found intervals that begin at 2026-01-01T23:30:00Z, expected the raster of 0.json',
    ]);
  });
});

describe('answers that are refused', () => {
  test('times that follow a clock with summer time: an hour is missing in spring', () => {
    expect(problems(temperatures([1, 2, 3], {}, ['2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T03:00']))).toEqual(
      [
        '0.json: found hourly.time[2], "2026-03-29T03:00", after "2026-03-29T01:00", expected times that ascend evenly, 60 minutes apart as the first two (an answer has one offset throughout; if these follow a clock with summer time, ask again with timezone=GMT)',
      ],
    );
  });

  test.for([
    [
      'a value that is no number',
      temperatures([1, 'x', 3]),
      'found "x" (°C) as temperature_2m[1], "2026-01-01T01:00", expected dry-bulb temperature from -90 to 70 C, or null where it is missing',
    ],
    [
      'a value out of range',
      temperatures([1, 273.1, 3]),
      'found 273.1 (°C) as temperature_2m[1], "2026-01-01T01:00", expected dry-bulb temperature from -90 to 70 C, or null where it is missing',
    ],
    [
      'too few values',
      temperatures([1, 2]),
      'found 2 values of temperature_2m, expected a list of 3 values, as many as times',
    ],
    [
      'no offset',
      temperatures([1, 2, 3], { utc_offset_seconds: undefined }),
      'found nothing as utc_offset_seconds, expected a number from -43200 to 50400',
    ],
    [
      'no unit',
      answerOf({ time: TIMES, temperature_2m: [1, 2, 3] }, {}),
      'found no unit of temperature_2m, expected one of °C, °F under hourly_units',
    ],
    [
      'another unit',
      answerOf({ time: TIMES, temperature_2m: [1, 2, 3] }, { temperature_2m: 'K' }),
      'found "K" as the unit of temperature_2m, expected one of °C, °F under hourly_units',
    ],
    [
      'a time with an offset',
      temperatures([1, 2], {}, ['2026-01-01T00:00', '2026-01-01T01:00Z']),
      'found "2026-01-01T01:00Z" as hourly.time[1], expected a time without an offset, like 2026-06-01T08:00',
    ],
    [
      'a day that there is not',
      temperatures([1, 2], {}, ['2026-02-28T00:00', '2026-02-30T00:00']),
      'found "2026-02-30T00:00" as hourly.time[1], expected a time without an offset, like 2026-06-01T08:00',
    ],
    [
      'one time',
      temperatures([1], {}, ['2026-01-01T00:00']),
      'found 1 times, expected at least two, for the length of an interval',
    ],
    [
      'an error',
      JSON.stringify({ error: true, reason: 'limit exceeded' }),
      'found an error of the service, "limit exceeded", expected an answer',
    ],
    [
      'several places',
      `[${temperatures([1, 2, 3])},${temperatures([1, 2, 3])}]`,
      'found answers for 2 places, expected the answer for one place, an object with hourly and hourly_units',
    ],
    [
      'no hourly block',
      JSON.stringify({ latitude: 1, longitude: 1, utc_offset_seconds: 0, hourly_units: {}, daily: { time: [] } }),
      'found the blocks daily, expected hourly, with time and variables: ask for hourly=temperature_2m,...',
    ],
  ] as const)('%s', ([, text, problem]) => {
    expect(problems(text)).toEqual([`0.json: ${problem}`]);
  });

  test('several models, nothing known, and text that is no JSON', () => {
    const models = answerOf({ time: TIMES, temperature_2m_icon_eu: [1, 2, 3] }, {});
    expect(problems(models)).toEqual([
      expect.stringMatching(/temperature_2m_icon_eu, expected .* \(an answer of several models /),
    ]);
    expect(problems('{\n "latitude": 1,\n oops }')).toEqual([
      expect.stringMatching(/^0\.json:3: found text that is no JSON/),
    ]);
    expect(weatherProblems(named(temperatures([1, 2, 3])), { year: 2026 })).toEqual([
      '0.json: found --year 2026, expected no --year for an answer of Open-Meteo, whose times are instants',
    ]);
  });
});

test('one place in a list is one place', () => {
  expect(weatherOf(named(`[${temperatures([1, 2, 3])}]`)).intervalCount).toBe(3);
});

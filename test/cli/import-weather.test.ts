import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatProblems, readScenarioFile } from '../../src/scenario/index.ts';
import { answerOf, epwOf, epwRow } from '../feeds/weather-support.ts';
import { inFolder, makeWorkplace, type Workplace } from './command-support.ts';

const place = () => makeWorkplace(onTestFinished);

/** Three hours around midnight of 1 July at UTC-6, put together of two years. */
const TYPICAL = epwOf([
  epwRow([2012, 6, 30, 24], { dryBulb: 23, humidity: 70, pressure: 99_300 }),
  epwRow([2019, 7, 1, 1], { dryBulb: 22, humidity: 75, pressure: 99_310 }),
  epwRow([2019, 7, 1, 2], { dryBulb: 21, humidity: 80, pressure: 99_320, global: 40 }),
]);

/** A site of three hours whose chiller looks at the air outside. */
const scenarioWith = (weather: string) => `wattshift: 1
name: hot
timeline: { start: 2026-07-01T05:00Z, end: 2026-07-01T08:00Z, slotMinutes: 60 }
currency: USD
sites:
  - id: dallas
    timeZone: America/Chicago
    grid: { marketZone: ERCOT, importLimitKw: 100, importPrice: 0.1 }
    compute: { baseLoadKw: 20 }
    ${weather}
    cooling:
      loops: [{ id: air, medium: air, supplyCelsius: 20, returnCelsius: 30 }]
      chillers: [{ id: chiller, loop: air, coolingLimitKw: 90 }]
      heatRejection: [{ id: tower, kind: tower, heatLimitKw: 200, electricityKwPerKw: 0.02 }]
`;

async function chillersRead(workplace: Workplace, scenario: string) {
  const read = await readScenarioFile(workplace.write('scenario.yaml', scenario));
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return read.fleet.sites[0].plant.chillers;
}

const lineAfter = (stdout: string, title: string): string => {
  const lines = stdout.split('\n');
  return lines[lines.indexOf(title) + 1].trim();
};

describe('import weather', () => {
  test('writes a CSV of a packed EPW file, and the line that a scenario reads it by', async () => {
    const workplace = place();
    writeFileSync(inFolder(workplace, 'hot.epw.gz'), gzipSync(TYPICAL));
    const { code, stdout, stderr } = await workplace.run(
      'import',
      'weather',
      'hot.epw.gz',
      '--year',
      '2026',
      '--out',
      'hot.csv',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(inFolder(workplace, 'hot.csv'), 'utf8')).toBe(
      [
        'time,dryBulbCelsius,relativeHumidityFraction,pressureKpa,windSpeedMetersPerSecond,windDirectionDegrees,globalHorizontalWattsPerSquareMeter,directNormalWattsPerSquareMeter,diffuseHorizontalWattsPerSquareMeter',
        '2026-07-01T05:00:00Z,23,0.7,99.3,2,180,0,0,0',
        '2026-07-01T06:00:00Z,22,0.75,99.31,2,180,0,0,0',
        '2026-07-01T07:00:00Z,21,0.8,99.32,2,180,40,0,0',
        '',
      ].join('\r\n'),
    );
    expect(stdout).toContain('  - a typical year: Jun 2012, Jul 2019; laid on 2026\n');
    const line = lineAfter(stdout, 'For the scenario, beside the file:');
    const read = await chillersRead(workplace, scenarioWith(line));
    const listed = (pressures: string) =>
      `weather: { dryBulbCelsius: [23, 22, 21], relativeHumidityFraction: [0.7, 0.75, 0.8], pressureKpa: [${pressures}] }`;
    expect(read).toEqual(await chillersRead(workplace, scenarioWith(listed('99.3, 99.31, 99.32'))));
    // The COP follows the weather, pressure too: nothing of the line is left unread.
    expect(new Set(read[0].cop).size).toBe(3);
    expect(read).not.toEqual(await chillersRead(workplace, scenarioWith(listed('101.3, 101.31, 101.32'))));
  });

  test('an answer of Open-Meteo: no pressure, which is told with that of its height', async () => {
    const workplace = place();
    const hourly = {
      time: ['2026-07-01T00:00', '2026-07-01T01:00'],
      temperature_2m: [20, null],
      wind_speed_10m: [9, 18],
    };
    workplace.write('frankfurt.json', answerOf(hourly, { temperature_2m: '°C', wind_speed_10m: 'km/h' }));
    const { code, stdout } = await workplace.run('import', 'weather', 'frankfurt.json', '--out', 'out.csv');
    expect(code).toBe(0);
    expect(readFileSync(inFolder(workplace, 'out.csv'), 'utf8')).toBe(
      'time,dryBulbCelsius,windSpeedMetersPerSecond\r\n2026-06-30T23:00:00Z,20,2.5\r\n2026-07-01T00:00:00Z,,5\r\n',
    );
    expect(lineAfter(stdout, 'For the scenario, beside the file:')).toBe(
      'weather: { dryBulbCelsius: { file: out.csv, column: dryBulbCelsius, unit: C, stamp: intervalStart } }',
    );
    expect(stdout).toContain('the standard atmosphere at 111 m has 99.999.\n');
    expect(stdout).toContain('  # Weather of a site has no key for windSpeedMetersPerSecond.\n');
    expect(stdout).toContain('  - 2026-07-01T00:00:00Z to 2026-07-01T01:00:00Z, 1 h: dryBulbCelsius\n');
  });

  test('--json is the description, with the keys of the scenario', async () => {
    const workplace = place();
    workplace.write('hot.epw', TYPICAL);
    const options = ['--year', '2026', '--from', '2026-07-01T06:00Z', '--json'];
    const dry = JSON.parse((await workplace.run('import', 'weather', 'hot.epw', ...options, '--dry-run')).stdout);
    expect(dry).toMatchObject({ start: '2026-07-01T06:00:00Z', intervalCount: 2, outsideCount: 1 });
    expect(dry).not.toHaveProperty('scenario');
    const written = JSON.parse(
      (await workplace.run('import', 'weather', 'hot.epw', ...options, '--out', 'a.csv')).stdout,
    );
    expect(Object.keys(written.scenario.weather)).toEqual([
      'dryBulbCelsius',
      'relativeHumidityFraction',
      'pressureKpa',
    ]);
    expect(written.scenario.weather.relativeHumidityFraction.unit).toBe('1');
  });

  test('wind alone makes a file, and no keys', async () => {
    const workplace = place();
    const hourly = { time: ['2026-07-01T00:00', '2026-07-01T01:00'], wind_speed_10m: [9, 18] };
    workplace.write('wind.json', answerOf(hourly, { wind_speed_10m: 'km/h' }));
    const { stdout } = await workplace.run('import', 'weather', 'wind.json', '--out', 'out.csv');
    expect(stdout).not.toContain('  weather: ');
    expect(existsSync(inFolder(workplace, 'out.csv'))).toBe(true);
  });

  test.for([
    [['hot.epw'], 'hot.epw:6: found the year 2019 after 2012'],
    [['hot.epw', '--year', '26.5'], 'option "--year" is "26.5", expected a whole number of at least 1'],
    [['hot.epw', '--year', '20260'], 'option "--year" is "20260", expected a year of four digits, like 2026'],
    [['hot.epw', '--leap-day', 'repeat'], '--leap-day needs --year, whose leap day it is about'],
    [['hot.epw', '--year', '2028', '--leap-day', 'copy'], 'option "--leap-day" is "copy", expected gap or repeat'],
    [['prices.csv'], 'prices.csv:1: found "time,price'],
    [['none.epw'], 'none.epw: found no such file'],
  ] as const)('refuses %j with exit code 2, and writes nothing', async ([argv, words]) => {
    const workplace = place();
    workplace.write('hot.epw', TYPICAL);
    workplace.write('prices.csv', 'time,price\n2026-01-01T00:00Z,1\n');
    const { code, stdout, stderr } = await workplace.run('import', 'weather', ...argv, '--out', 'out.csv');
    expect([code, stdout, existsSync(inFolder(workplace, 'out.csv'))]).toEqual([2, '', false]);
    expect(stderr).toContain(words);
  });
});

describe('import describe', () => {
  test('tells what weather files hold, and how they are imported', async () => {
    const workplace = place();
    workplace.write('hot.epw', TYPICAL);
    workplace.write(
      'real.epw',
      epwOf([epwRow([2019, 1, 1, 1], { wind: 999 }), epwRow([2019, 1, 1, 2], { wind: 999 })]),
    );
    const hourly = { time: ['2026-07-01T00:00', '2026-07-01T01:00'], temperature_2m: [20, null], cape: [1, 2] };
    workplace.write('frankfurt.json', answerOf(hourly, { temperature_2m: '°C' }));
    const { code, stdout } = await workplace.run('import', 'describe', 'hot.epw', 'real.epw', 'frankfurt.json');
    const [typical, real, answer] = stdout.split('\n\n').map((text) => text.replaceAll(/\s+/g, ' '));
    expect([code, typical.slice(0, 21)]).toEqual([0, 'hot.epw: 3 rows EPW, ']);
    expect(typical).toContain('typical year of Jun 2012, Jul 2019');
    expect(typical).toContain('- field 7 (C), written as dryBulbCelsius: numbers from 21 to 23, mean 22');
    expect(typical).toContain('--year says on which it is');
    expect(real).toContain('weather of 2019');
    expect(real).toContain('- field 22 (m/s), written as windSpeedMetersPerSecond: empty');
    expect(answer).toContain('from 2026-07-01T00:00 to 2026-07-01T02:00, clock UTC+01:00 throughout');
    expect(answer).toContain('not read: cape');
    expect(answer).toContain('written as dryBulbCelsius: numbers from 20 to 20, mean 20, 1 blank');
    expect(answer).toContain('wattshift import weather reads it.');
  });

  test('a weather file that cannot be read is told so', async () => {
    const workplace = place();
    workplace.write('bad.epw', epwOf([epwRow([2019, 1, 1, 25])]));
    const { code, stderr } = await workplace.run('import', 'describe', 'bad.epw');
    expect([code, stderr]).toEqual([2, expect.stringContaining('bad.epw:5: found the time "2019,1,1,25,0"')]);
  });
});

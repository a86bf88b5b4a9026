import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { fleetOf, type Loose, onlyProblem, smallScenario } from './small-scenario.ts';

/** Hours 16:00 to 20:00 UTC of 31 May: the four slots of the small scenario. */
const HOURLY = [
  'time,price,kw',
  '2026-05-31T16:00Z,10,1',
  '2026-05-31T17:00Z,20,2',
  '2026-05-31T18:00Z,30,3',
  '2026-05-31T19:00Z,40,4',
];

const PRICE: Loose = { file: 'p.csv', column: 'price', unit: 'CNY/MWh', stamp: 'intervalStart' };

const withPrice = (source: Loose, change: (scenario: Loose) => void = () => {}): Loose =>
  smallScenario((scenario) => {
    scenario.sites[0].grid.importPrice = { ...PRICE, ...source };
    change(scenario);
  });

const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

function prices(text: string, source: Loose = {}): number[] {
  const directory = folderWith({ 'p.csv': text });
  return [...fleetOf(withPrice(source), { directory }).sites[0].grid.importPricePerKwh].map((price) => price * 1000);
}

function problem(text: string, source: Loose = {}): string {
  return onlyProblem(withPrice(source), { directory: folderWith({ 'p.csv': text }) });
}

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9) as unknown as number);

describe('series from CSV files', () => {
  it('lay the values of intervals on slots, by start or by end of the interval', () => {
    expect(prices(csv(...HOURLY))).toEqual(close([10, 20, 30, 40]));
    const byEnd = HOURLY.map((line) => line.replace(/T(\d\d)/, (_, hour) => `T${Number(hour) + 1}`));
    expect(prices(csv(...byEnd), { stamp: 'intervalEnd' })).toEqual(close([10, 20, 30, 40]));
    expect(problem(csv(...HOURLY), { stamp: 'intervalEnd' })).toContain(
      'without a value for 2026-05-31T19:00:00Z to 2026-05-31T20:00:00Z',
    );
  });

  it('average finer rows and hold coarser ones', () => {
    const finer = Array.from(
      { length: 8 },
      (_, half) => `2026-05-31T${16 + Math.floor(half / 2)}:${half % 2 ? '30' : '00'}Z,${half}`,
    );
    expect(prices(csv('time,price', ...finer))).toEqual(close([0.5, 2.5, 4.5, 6.5]));
    expect(prices(csv('time,price', '2026-05-31T14:00Z,1', '2026-05-31T16:00Z,2', '2026-05-31T18:00Z,3'))).toEqual(
      close([2, 2, 3, 3]),
    );
  });

  it('read gzip, byte-order marks, quotes, Windows lines, blank lines and other names of the time column', () => {
    const text = `\ufeff"Datetime (UTC)",price\r\n\r\n${HOURLY.slice(1)
      .map((line) => line.split(',').slice(0, 2).join(','))
      .join('\r\n')}\r\n`;
    expect(prices(text, { timeColumn: 'Datetime (UTC)' })).toEqual(close([10, 20, 30, 40]));
    const directory = folderWith({});
    writeFileSync(join(directory, 'p.csv.gz'), gzipSync(csv(...HOURLY)));
    expect([...fleetOf(withPrice({ file: 'p.csv.gz' }), { directory }).sites[0].grid.importPricePerKwh][3]).toBeCloseTo(
      0.04,
      12,
    );
  });

  it('take local times by the stated zone, the doubled hour first once and then again', () => {
    const local = ['2026-10-25 01:00', '2026-10-25 02:00', '2026-10-25 02:00', '2026-10-25 03:00'];
    const directory = folderWith({ 'p.csv': csv('time,price', ...local.map((time, index) => `${time},${index}`)) });
    const scenario = withPrice({ timeZone: 'Europe/Berlin' }, (change) => {
      Object.assign(change, {
        timeline: { start: '2026-10-24T23:00Z', end: '2026-10-25T03:00Z', slotMinutes: 60 },
        jobs: [],
      });
    });
    const { importPricePerKwh } = fleetOf(scenario, { directory }).sites[0].grid;
    expect([...importPricePerKwh].map((price) => price * 1000)).toEqual(close([0, 1, 2, 3]));
  });

  it('refuse a local time that does not exist, and local times without a zone', () => {
    const text = csv('time,price', '2026-03-29 01:00,1', '2026-03-29 02:00,2', '2026-03-29 03:00,3');
    expect(problem(text, { timeZone: 'Europe/Berlin' })).toBe(
      'p.csv:3: sites[0].grid.importPrice.timeColumn: found the text "2026-03-29 02:00", expected a time that exists in Europe/Berlin: the clock jumps over this one',
    );
    expect(problem(text)).toContain(
      'p.csv:2: sites[0].grid.importPrice.timeColumn: found the text "2026-03-29 01:00", expected a time with an offset, or a timeZone beside the file',
    );
    expect(problem(text, { timeZone: 'Berlin' })).toContain('importPrice.timeZone: found the text "Berlin"');
  });

  it.each([
    ['CNY/kWh', 10],
    ['CNY/MWh', 0.01],
    ['CNY/GWh', 0.00001],
    ['EUR/MWh', 0.08],
  ])('turn 10 %s into %d money per kWh', (unit, expected) => {
    const directory = folderWith({ 'p.csv': csv(...HOURLY) });
    const fleet = fleetOf(
      withPrice({ unit }, (scenario) => Object.assign(scenario, { exchangeRates: { EUR: 8 } })),
      { directory },
    );
    expect(fleet.sites[0].grid.importPricePerKwh[0]).toBeCloseTo(expected, 12);
    const converted = fleet.dataQuality.filter(({ kind }) => kind === 'converted').map(({ subject }) => subject);
    expect(converted).toEqual(unit.startsWith('EUR') ? ['sites/hohhot/grid/importPrice/unit'] : []);
  });

  it.each([
    ['importLimitKw', 'W', 0.01],
    ['importLimitKw', 'kW', 10],
    ['importLimitKw', 'MW', 10_000],
    ['carbon', 'g/kWh', 10],
    ['carbon', 'kg/kWh', 10_000],
    ['carbon', 'kg/MWh', 10],
    ['carbon', 't/MWh', 10_000],
    ['carbon', 'lb/MWh', 4.5359237],
  ])('turn 10 of %s in %s into %d', (key, unit, expected) => {
    const directory = folderWith({ 'p.csv': csv(...HOURLY) });
    const scenario = smallScenario((change) => {
      change.sites[0].grid[key] = { ...PRICE, unit };
    });
    const { importLimitKw, carbonGramsPerKwh } = fleetOf(scenario, { directory }).sites[0].grid;
    expect((key === 'carbon' ? carbonGramsPerKwh.average : importLimitKw)?.[0]).toBeCloseTo(expected, 9);
  });

  it.each([
    ['kWh', 'importPrice', 'expected a unit of price: CNY/kWh, CNY/MWh or CNY/GWh'],
    ['MW', 'importPrice', 'expected a unit of price'],
    [
      'USD/MWh',
      'importPrice',
      'found prices in USD, at a site in CNY, expected CNY/MWh, or a rate for USD under exchangeRates',
    ],
    ['kWh', 'importLimitKw', 'found "kWh", expected a unit of power: W, kW, MW'],
    ['CNY/MWh', 'importLimitKw', 'found "CNY/MWh", expected a unit of power'],
    ['mw', 'importLimitKw', 'found "mw", expected a unit of power: W, kW, MW (did you mean MW?)'],
    ['kW', 'carbon', 'found "kW", expected a unit of carbon: g/kWh'],
  ])('refuse the unit %s for %s', (unit, key, message) => {
    const scenario = smallScenario((change) => {
      change.sites[0].grid[key] = { ...PRICE, unit };
    });
    expect(onlyProblem(scenario, { directory: folderWith({ 'p.csv': csv(...HOURLY) }) })).toContain(message);
  });

  it.each([
    [
      'no such column',
      { column: 'prise' },
      'found no column "prise", expected one column of the file: "time", "price", "kw" (did you mean "price"?)',
    ],
    ['no time column', { timeColumn: 'hour' }, 'importPrice.timeColumn: found no column "hour"'],
    ['no such file', { file: 'q.csv' }, 'importPrice.file: found "q.csv": no such file'],
    ['another kind of file', { file: 'p.parquet' }, 'expected a name that ends in .csv or .csv.gz'],
    [
      'an absolute path',
      { file: '/etc/p.csv' },
      'found "/etc/p.csv": an absolute path, expected a path inside the folder of the scenario',
    ],
    [
      'a path out of the folder',
      { file: '../p.csv' },
      'found "../p.csv": a path that leaves the folder of the scenario',
    ],
    [
      'a path out of the folder in disguise',
      { file: 'a/../../p.csv' },
      'a path that leaves the folder of the scenario',
    ],
  ])('refuse %s', (_name, source, message) => {
    expect(problem(csv(...HOURLY), source)).toContain(message);
  });

  it.each([
    ['an empty file', '', 'an empty file'],
    ['a file of blanks', ' \n\n', 'an empty file'],
    ['a header alone', 'time,price\n', 'a header and no rows'],
    ['rows of unequal width', csv('time,price', '2026-05-31T16:00Z,1,2'), 'Invalid Record Length'],
    ['an open quote', csv('time,price', '2026-05-31T16:00Z,"1'), 'Quote Not Closed'],
    ['a binary file', 'time,\0price\n', 'a binary file, expected text in UTF-8'],
    ['a column twice', csv('time,price,price', '2026-05-31T16:00Z,1,2'), 'found 2 columns "price"'],
    [
      'a word among numbers',
      csv(...HOURLY).replace(',30,', ',dear,'),
      'p.csv:4: sites[0].grid.importPrice.column: found the text "dear", expected a number, or an empty cell',
    ],
    ['infinity', csv(...HOURLY).replace(',30,', ',Infinity,'), 'found the text "Infinity"'],
    ['a number too large for any', csv(...HOURLY).replace(',30,', ',1e999,'), 'found the text "1e999"'],
    [
      'times that go back',
      csv('time,price', '2026-05-31T17:00Z,1', '2026-05-31T16:00Z,1'),
      'p.csv:3: sites[0].grid.importPrice.timeColumn: found 2026-05-31T16:00:00Z after 2026-05-31T17:00:00Z, expected times that ascend',
    ],
    [
      'a time twice',
      csv('time,price', '2026-05-31T17:00Z,1', '2026-05-31T17:00Z,1'),
      'found 2026-05-31T17:00:00Z a second time',
    ],
    ['a time that is none', csv('time,price', 'noon,1'), 'found the text "noon", expected an ISO 8601 time'],
    ['a single row', csv('time,price', '2026-05-31T16:00Z,1'), 'found a single row, expected resolutionMinutes'],
    [
      'mixed resolutions',
      csv('time,price', '2026-05-31T16:00Z,1', '2026-05-31T17:00Z,1', '2026-05-31T18:00Z,1', '2026-05-31T18:15Z,1'),
      'p.csv:5: sites[0].grid.importPrice.resolutionMinutes: found rows 15 minutes apart among rows 60 minutes apart, expected one resolution',
    ],
    [
      'a change to coarser rows',
      csv(
        'time,price',
        ...['15:30', '15:45', '16:00', '16:15', '16:30', '17:30', '18:30'].map((time) => `2026-05-31T${time}Z,1`),
      ),
      'found rows 60 minutes apart among rows 15 minutes apart',
    ],
    [
      'a file that ends early',
      csv(...HOURLY.slice(0, 4)),
      'found "p.csv" (values from 2026-05-31T16:00:00Z to 2026-05-31T19:00:00Z) without a value for 2026-05-31T19:00:00Z to 2026-05-31T20:00:00Z, expected a value for all of the timeline',
    ],
    [
      'a file that begins late',
      csv(HOURLY[0], ...HOURLY.slice(2)),
      'without a value for 2026-05-31T16:00:00Z to 2026-05-31T17:00:00Z',
    ],
    [
      'a file of another year',
      csv(...HOURLY).replaceAll('2026', '2025'),
      'without a value for 2025-05-31T20:00:00Z to 2026-05-31T20:00:00Z',
    ],
    [
      'a file of empty cells',
      csv('time,price', '2026-05-31T16:00Z,', '2026-05-31T17:00Z,'),
      '(no value at all) without a value for 2026-05-31T16:00:00Z to 2026-05-31T20:00:00Z',
    ],
  ])('refuse %s', (_name, text, message) => {
    expect(problem(text)).toContain(message);
  });

  it('refuse a file of over 64 MB without reading it, and one that unpacks to that', () => {
    const directory = folderWith({ 'p.csv': '' });
    // So large that an attempt to read it would fail in other words.
    truncateSync(join(directory, 'p.csv'), 3 * 1024 ** 3);
    expect(onlyProblem(withPrice({}), { directory })).toContain('"p.csv": a file of 3072 MB, expected at most 64 MB');
    writeFileSync(join(directory, 'p.csv.gz'), gzipSync(Buffer.alloc(70 * 1024 * 1024, 'a')));
    expect(onlyProblem(withPrice({ file: 'p.csv.gz' }), { directory })).toContain(
      'a file that is larger when unpacked',
    );
    writeFileSync(join(directory, 'q.csv.gz'), 'no gzip');
    expect(onlyProblem(withPrice({ file: 'q.csv.gz' }), { directory })).toContain('a damaged .gz file');
  });

  it('refuse bytes that are no UTF-8', () => {
    const directory = folderWith({});
    writeFileSync(join(directory, 'p.csv'), Buffer.from([0x74, 0xff, 0xfe, 0x0a]));
    expect(onlyProblem(withPrice({}), { directory })).toContain('a file that is no UTF-8 text');
  });

  it('follow links only inside the folder, and go anywhere only for callers who say so', () => {
    const outside = folderWith({ 'p.csv': csv(...HOURLY) });
    const directory = folderWith({ 'inner/p.csv': csv(...HOURLY) });
    symlinkSync(join(outside, 'p.csv'), join(directory, 'out.csv'));
    symlinkSync(join(directory, 'inner', 'p.csv'), join(directory, 'in.csv'));
    expect(onlyProblem(withPrice({ file: 'out.csv' }), { directory })).toContain('a link that leads out of the folder');
    expect(fleetOf(withPrice({ file: 'in.csv' }), { directory }).name).toBe('small');
    expect(fleetOf(withPrice({ file: join(outside, 'p.csv') }), { directory, allowOutsideFiles: true }).name).toBe(
      'small',
    );
  });

  it('report a file that cannot be read wherever it is named, and read a good one once', () => {
    const directory = folderWith({ 'p.csv': csv(...HOURLY) });
    const scenario = withPrice({}, (change) => {
      const [site] = (change as ReturnType<typeof smallScenario>).sites;
      site.renewables[0].availableKw = { ...PRICE, column: 'kw', unit: 'kW' };
    });
    const [site] = fleetOf(scenario, { directory }).sites;
    expect([...site.renewables[0].availableKw]).toEqual([1, 2, 3, 4]);
  });
});

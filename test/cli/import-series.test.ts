import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatProblems, readScenarioFile } from '../../src/scenario/index.ts';
import { inFolder, makeWorkplace, type Workplace } from './command-support.ts';

const place = () => makeWorkplace(onTestFinished);

/** 29 October 2023 in Berlin has 25 hours; one price is missing. */
const AUTUMN = [
  'Beginn,Preis [EUR/MWh]',
  ...['00:00', '01:00', '02:00', '02:00', '03:00', '04:00'].map(
    (clock, index) => `2023-10-29 ${clock},${index === 4 ? '' : 40.1 + index}`,
  ),
];
const PRICES = ['--column', 'Preis [EUR/MWh]', '--unit', 'EUR/MWh', '--zone', 'Europe/Berlin', '--stamp', 'start'];

const csv = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/** A scenario of one site over some hours that takes its price, or its carbon, from a line of YAML. */
const scenarioWith = (line: string, start: string, end: string) => `wattshift: 1
name: imported
timeline: { start: ${start}, end: ${end}, slotMinutes: 60 }
currency: EUR
sites:
  - id: leipzig
    timeZone: Europe/Berlin
    grid:
      marketZone: DE-LU
      importLimitKw: 10
${line.includes('importPrice') ? '' : '      importPrice: 0.1\n'}    ${line}
`;

/** The line for the scenario that an import prints. */
function pastedLine(stdout: string): string {
  const lines = stdout.split('\n');
  return lines[lines.indexOf('For the scenario, beside the file:') + 1];
}

async function pricesRead(workplace: Workplace, scenario: string): Promise<number[]> {
  const read = await readScenarioFile(workplace.write('scenario.yaml', scenario));
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return [...read.fleet.sites[0].grid.importPricePerKwh];
}

describe('import prices', () => {
  test('writes a CSV that a scenario reads as it stands, and prints what was read and the line for it', async () => {
    const workplace = place();
    workplace.write('autumn.csv', csv(AUTUMN));
    const { code, stdout, stderr } = await workplace.run(
      'import',
      'prices',
      'autumn.csv',
      ...PRICES,
      '--out',
      'out.csv',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(inFolder(workplace, 'out.csv'), 'utf8')).toBe(
      [
        'time,pricePerKwh',
        '2023-10-28T22:00:00Z,0.0401',
        '2023-10-28T23:00:00Z,0.0411',
        '2023-10-29T00:00:00Z,0.0421',
        '2023-10-29T01:00:00Z,0.0431',
        '2023-10-29T02:00:00Z,',
        '2023-10-29T03:00:00Z,0.0451',
        '',
      ].join('\r\n'),
    );
    expect(stdout).toContain(
      'Prices in EUR/MWh, written in EUR/kWh, from\n  autumn.csv, 6 rows, column "Preis [EUR/MWh]"\n',
    );
    expect(stdout).toContain('  - 2023-10-29T02:00:00Z to 2023-10-29T03:00:00Z, 1 h\n');
    expect(stdout).toContain('  - 2023-10-29: 25 hours, 5 of 6 intervals with a value\n');
    expect(stdout.split('\n').filter((line) => line.length > 80 && !/importPrice|# A scenario/.test(line))).toEqual([]);
    const scenario = scenarioWith(pastedLine(stdout), '2023-10-29T00:00+02:00', '2023-10-29T02:00Z');
    expect(await pricesRead(workplace, scenario)).toEqual([0.0401, 0.0411, 0.0421, 0.0431]);
  });

  test('a gap stays a gap for the scenario, which refuses it', async () => {
    const workplace = place();
    workplace.write('autumn.csv', csv(AUTUMN));
    const { stdout } = await workplace.run('import', 'prices', 'autumn.csv', ...PRICES, '--out', 'out.csv');
    const scenario = scenarioWith(pastedLine(stdout), '2023-10-29T00:00+02:00', '2023-10-29T04:00Z');
    await expect(pricesRead(workplace, scenario)).rejects.toThrow(
      'without a value for 2023-10-29T02:00:00Z to 2023-10-29T03:00:00Z',
    );
  });

  test('what it writes is read back to the last bit, whatever the values', { timeout: 60_000 }, async () => {
    const workplace = place();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -9e4, max: 9e4, noNaN: true }), { minLength: 2, maxLength: 30 }),
        async (values) => {
          const at = (hour: number) => new Date(Date.parse('2023-01-01T00:00Z') + hour * 3_600_000).toISOString();
          workplace.write('p.csv', csv(['time,p', ...values.map((value, hour) => `${at(hour)},${value}`)]));
          const options = ['--column', 'p', '--unit', 'EUR/MWh', '--stamp', 'start', '--out', 'q.csv'];
          const { stdout } = await workplace.run('import', 'prices', 'p.csv', ...options);
          const scenario = scenarioWith(pastedLine(stdout), at(0), at(values.length));
          const written = readFileSync(inFolder(workplace, 'q.csv'), 'utf8').trim().split('\r\n').slice(1);
          const read = await pricesRead(workplace, scenario);
          expect(read).toEqual(written.map((row) => Number(row.split(',')[1])));
          // No digit of the file's is lost, and none is made up.
          for (const [hour, price] of read.entries()) expect(Math.abs(price - values[hour] / 1000)).toBeLessThan(1e-13);
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });

  test('from .gz, with a name that YAML must quote, and a single interval', async () => {
    const workplace = place();
    writeFileSync(inFolder(workplace, 'p.csv.gz'), gzipSync(csv(['time,p', '2023-06-01T00:00Z,50'])));
    const options = ['--column', 'p', '--unit', 'EUR/MWh', '--stamp', 'start', '--resolution-minutes', '60'];
    const { stdout, stderr } = await workplace.run('import', 'prices', 'p.csv.gz', ...options, '--out', 'a, b #1.csv');
    expect(stderr).toBe('');
    expect(pastedLine(stdout)).toContain('resolutionMinutes: 60');
    const scenario = scenarioWith(pastedLine(stdout), '2023-06-01T00:00Z', '2023-06-01T01:00Z');
    expect(await pricesRead(workplace, scenario)).toEqual([0.05]);
  });

  test('--json is the description for programs, with the keys for the scenario, and nothing else', async () => {
    const workplace = place();
    workplace.write('autumn.csv', csv(AUTUMN));
    const { stdout } = await workplace.run('import', 'prices', 'autumn.csv', ...PRICES, '--out', 'out.csv', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      quantity: 'price',
      unit: 'EUR/MWh',
      intervalCount: 6,
      valueCount: 5,
      gaps: [{ start: '2023-10-29T02:00:00Z', intervalCount: 1 }],
      clockChangeDays: [{ hours: 25 }],
      scenario: { importPrice: { file: 'out.csv', column: 'pricePerKwh', unit: 'EUR/kWh', stamp: 'intervalStart' } },
    });
    expect(existsSync(inFolder(workplace, 'out.csv'))).toBe(true);
  });

  test('--dry-run writes nothing and says so', async () => {
    const workplace = place();
    workplace.write('autumn.csv', csv(AUTUMN));
    const { code, stdout } = await workplace.run('import', 'prices', 'autumn.csv', ...PRICES, '--dry-run');
    expect([code, readdirSync(workplace.folder)]).toEqual([0, ['autumn.csv']]);
    expect(stdout).toContain('Nothing was written.');
    expect(stdout).not.toContain('For the scenario');
  });

  test('what a file says cannot steer the terminal', async () => {
    const workplace = place();
    workplace.write('p.csv', csv(['time,"\u001b[2J\u202ep"', '2023-06-01T00:00Z,1', '2023-06-01T01:00Z,2']));
    const options = ['--column', '\u001b[2J\u202ep', '--unit', 'EUR/kWh', '--stamp', 'start', '--dry-run'];
    const { stdout } = await workplace.run('import', 'prices', 'p.csv', ...options);
    expect(stdout).toContain('\\u001b[2J\\u202ep');
    expect(['\u001b', '\u202e'].filter((character) => stdout.includes(character))).toEqual([]);
    const refused = await workplace.run('import', 'prices', 'p.csv', '--column', 'x', ...options.slice(2));
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(['\u001b', '\u202e'].filter((character) => refused.stderr.includes(character))).toEqual([]);
  });
});

test('import carbon writes g/kWh, which a scenario reads', async () => {
  const workplace = place();
  workplace.write('c.csv', csv(['Datetime (UTC),intensity', '2023-06-01 00:00,800', '2023-06-01 01:00,1000']));
  const options = [
    '--column',
    'intensity',
    '--unit',
    'lb/MWh',
    '--zone',
    'UTC',
    '--stamp',
    'start',
    '--out',
    'sub/c.csv',
  ];
  const { code, stdout } = await workplace.run('import', 'carbon', 'c.csv', ...options);
  expect([code, existsSync(inFolder(workplace, 'sub/c.csv'))]).toEqual([0, true]);
  expect(pastedLine(stdout)).toBe(
    '  carbon: { file: c.csv, column: carbonGramsPerKwh, unit: g/kWh, stamp: intervalStart }',
  );
  const line = pastedLine(stdout).replace('c.csv', 'sub/c.csv');
  const path = workplace.write('s.yaml', scenarioWith(line, '2023-06-01T00:00Z', '2023-06-01T02:00Z'));
  const read = await readScenarioFile(path);
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  // A pound has 453.59237 g.
  expect([...(read.fleet.sites[0].grid.carbonGramsPerKwh.average ?? [])]).toEqual([362.873896, 453.59237]);
});

describe('what cannot be imported is refused with exit code 2, and no file is written or touched', () => {
  const good = csv(AUTUMN);
  const cut = gzipSync(csv([...AUTUMN, ...AUTUMN.slice(1)])).subarray(0, 60);
  const withOption = (name: string, value: string) =>
    PRICES.map((word, index) => (PRICES[index - 1] === name ? value : word));
  const without = (name: string) => PRICES.filter((word, index) => word !== name && PRICES[index - 1] !== name);

  test.each<[what: string, file: string, content: string | Uint8Array, options: readonly string[], words: string]>([
    [
      'a wrong column',
      'p.csv',
      good,
      withOption('--column', 'Preis'),
      'p.csv:1: found no column "Preis", expected one column of the file: "Beginn", "Preis [EUR/MWh]" (did you mean "Preis [EUR/MWh]"?)',
    ],
    [
      'a wrong unit',
      'p.csv',
      good,
      withOption('--unit', 'EUR/mwh'),
      '--unit: found "EUR/mwh", expected a currency code and MWh, kWh or GWh, like EUR/MWh or USD/MWh (did you mean EUR/MWh?)',
    ],
    ['an unknown zone', 'p.csv', good, withOption('--zone', 'Europe/Berlim'), '(did you mean Europe/Berlin?)'],
    ['no zone', 'p.csv', good, without('--zone'), 'state it: --zone Europe/Berlin'],
    ['no column', 'p.csv', good, without('--column'), '--column is missing'],
    [
      'no unit',
      'p.csv',
      good,
      without('--unit'),
      '--unit is missing: the unit of the values, like EUR/MWh; it is never guessed',
    ],
    ['no stamp', 'p.csv', good, without('--stamp'), '--stamp is missing: whether a time names the start or the end'],
    [
      'a wrong stamp',
      'p.csv',
      good,
      withOption('--stamp', 'middle'),
      'option "--stamp" is "middle", expected start or end',
    ],
    [
      'a number that is none',
      'p.csv',
      good.replace('41.1', 'dear'),
      PRICES,
      'p.csv:3: found "dear", expected a number, or an empty cell',
    ],
    ['times that go back', 'p.csv', csv([AUTUMN[0], AUTUMN[6], AUTUMN[1]]), PRICES, 'expected times that ascend'],
    ['an empty file', 'p.csv', '', PRICES, 'p.csv: found an empty file, expected a file with content'],
    ['a header alone', 'p.csv', `${AUTUMN[0]}\n`, PRICES, 'p.csv: found a header and no rows'],
    [
      'bytes without a meaning',
      'p.csv',
      Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 7]),
      PRICES,
      'p.csv: found a binary file, expected text in UTF-8',
    ],
    [
      'another encoding',
      'p.csv',
      Uint8Array.from([66, 101, 103, 105, 110, 110, 252, 44, 112, 10]),
      PRICES,
      'p.csv: found a file that is no UTF-8 text, expected text in UTF-8 (save it again as CSV in UTF-8)',
    ],
    [
      'the text of a spreadsheet, two bytes a letter',
      'p.csv',
      Buffer.from('\ufefftime,p\n', 'utf16le'),
      PRICES,
      'p.csv: found text in UTF-16, expected text in UTF-8 (save it again as CSV in UTF-8)',
    ],
    [
      'more than fits',
      'p.csv',
      new Uint8Array(64 * 1024 * 1024 + 1),
      PRICES,
      'p.csv: found a file of 65 MB, expected at most 64 MB (leave out columns and times that are not needed)',
    ],
    [
      'more than fits, packed',
      'p.csv.gz',
      gzipSync(new Uint8Array(64 * 1024 * 1024 + 1)),
      PRICES,
      'p.csv.gz: found a file that is larger when unpacked, expected at most 64 MB (leave out columns and times that are not needed)',
    ],
    [
      'a gz that is cut',
      'p.csv.gz',
      cut,
      PRICES,
      'p.csv.gz: found a damaged .gz file, expected a file that gunzip unpacks',
    ],
    ['a gz that is none', 'p.csv.gz', good, PRICES, 'p.csv.gz: found a damaged .gz file'],
    ['a folder', '.', '', PRICES, 'found no regular file'],
    ['no such file', 'q.csv', '', PRICES, 'q.csv: found no such file'],
    ['rows of unlike width', 'p.csv', good.replace('02:00,', '02:00,9,'), PRICES, 'p.csv: found Invalid Record Length'],
    ['a window without offset', 'p.csv', good, [...PRICES, '--from', '2023-10-29'], 'the offset is missing'],
    [
      'a window that ends before it begins',
      'p.csv',
      good,
      [...PRICES, '--from', '2023-10-29T02:00Z', '--to', '2023-10-29T01:00Z'],
      'expected a time before --to',
    ],
    ['a resolution of 0', 'p.csv', good, [...PRICES, '--resolution-minutes', '0'], 'expected a number above 0'],
  ])('%s', async (_, file, content, options, words) => {
    const workplace = place();
    if (file.startsWith('p.csv')) writeFileSync(inFolder(workplace, file), content);
    workplace.write('out.csv', 'as it was');
    const before = readdirSync(workplace.folder);
    const { code, stdout, stderr } = await workplace.run('import', 'prices', file, ...options, '--out', 'out.csv');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(readdirSync(workplace.folder)).toEqual(before);
    expect(readFileSync(inFolder(workplace, 'out.csv'), 'utf8')).toBe('as it was');
  });

  test.each([
    [[], '--out is missing'],
    [['--out', 'out.txt'], 'option "--out" is "out.txt", expected a name that ends in .csv'],
    [['--out', './p.csv'], 'option "--out" is "./p.csv", which is read: expected another file'],
    [['--out', 'p.csv/out.csv'], 'is not a directory'],
    [['--out', 'out.csv', '--dry-run'], 'leave one of --out and --dry-run out'],
  ])('an output of %j', async (options, words) => {
    const workplace = place();
    workplace.write('p.csv', good);
    const { code, stderr } = await workplace.run('import', 'prices', 'p.csv', ...PRICES, ...options);
    expect([code, readdirSync(workplace.folder), readFileSync(inFolder(workplace, 'p.csv'), 'utf8')]).toEqual([
      2,
      ['p.csv'],
      good,
    ]);
    expect(stderr).toContain(words);
  });

  test.each([
    [['import'], 'missing <kind>'],
    [
      ['import', 'pricse', 'p.csv'],
      'there is no import of "pricse", expected prices, carbon, weather, gaia, swf, openb, describe. Did you mean "prices"?',
    ],
    [['import', 'prices'], 'missing <files>'],
    [['import', 'prices', 'p.csv', '--colum', 'x'], 'unknown option "--colum". Did you mean "--column"?'],
  ])('%j', async (argv, words) => {
    const { code, stderr } = await place().run(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

test('every kind has its help, by --help and by help', async () => {
  const { run } = place();
  for (const kind of ['prices', 'carbon', 'weather', 'gaia', 'swf', 'openb', 'describe']) {
    const { code, stdout } = await run('import', kind, '--help');
    expect([code, stdout.startsWith(`wattshift import ${kind} <file`)]).toEqual([0, true]);
    expect((await run('help', 'import', kind)).stdout).toBe(stdout);
    expect((await run('import', '--help')).stdout).toContain(`  import ${kind} `);
  }
});

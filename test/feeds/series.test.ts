import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, instantOf, intervalsOf, problemsOf, readSeries, seriesOf } from './support.ts';

const utc = { timeZone: 'UTC' } as const;
const hourly = (...cells: readonly string[]) =>
  csvOf(...cells.map((cell, index) => `2023-06-01 ${String(index).padStart(2, '0')}:00,${cell}`));

describe('values', () => {
  it.each([
    ['price', 'EUR/kWh', 50, 50, 'EUR/kWh'],
    // 6.1 / 1000 would be 0.0060999999999999995, 1.06 x 0.001 0.0010600000000000002.
    ['price', 'USD/MWh', 6.1, 0.0061, 'USD/kWh'],
    ['price', 'USD/MWh', -1.06, -0.00106, 'USD/kWh'],
    ['price', 'EUR/MWh', 1e-7, 1e-10, 'EUR/kWh'],
    ['price', 'EUR/MWh', 2.5e21, 2.5e18, 'EUR/kWh'],
    ['price', 'CNY/GWh', 1_000_000, 1, 'CNY/kWh'],
    ['carbon', 'g/kWh', 400, 400, 'g/kWh'],
    ['carbon', 'kg/kWh', 0.4, 400, 'g/kWh'],
    ['carbon', 'kg/MWh', 400, 400, 'g/kWh'],
    ['carbon', 't/MWh', 0.4, 400, 'g/kWh'],
    // A pound has 453.59237 g.
    ['carbon', 'lb/MWh', 1000, 453.59237, 'g/kWh'],
  ] as const)('%s in %s: %d becomes %d %s', (quantity, unit, given, written, writtenUnit) => {
    const series = seriesOf(hourly(String(given), String(given)), { ...utc, quantity, unit });
    expect([...series.values]).toEqual([written, written]);
    expect(series.description).toMatchObject({ unit, writtenUnit, mean: given });
  });

  it.each([
    ['price', 'EUR/Mwh', 'did you mean EUR/MWh?'],
    ['price', '€/MWh', 'did you mean EUR/MWh?'],
    ['price', 'eur/kwh', 'did you mean EUR/kWh?'],
    ['price', 'ct/kWh', 'hundredths are no unit: divide by 100 first and say EUR/kWh or the like'],
    ['price', 'Pence per kWh', 'hundredths are no unit: divide by 100 first and say EUR/kWh or the like'],
    ['price', 'g/kWh', 'that is a unit of carbon intensity: import carbon reads it'],
    ['price', 'MWh', 'a currency code and MWh, kWh or GWh, like EUR/MWh or USD/MWh'],
    ['carbon', 'gCO2eq/kWh', 'did you mean g/kWh?'],
    ['carbon', 'lbs/MWh', 'did you mean lb/MWh?'],
    ['carbon', 'USD/MWh', 'that is a unit of price: import prices reads it'],
    ['carbon', 'kW', 'a unit of carbon intensity: g/kWh, kg/kWh, kg/MWh, t/MWh, lb/MWh'],
  ] as const)('%s in %s is refused: %s', (quantity, unit, words) => {
    const problems = problemsOf(hourly('1', '2'), { ...utc, quantity, unit });
    expect(problems).toEqual([expect.stringContaining(`--unit: found "${unit}", expected`)]);
    expect(problems[0]).toContain(words);
  });

  it('that are missing stay missing, whether the row or the cell is', () => {
    const text = csvOf('2023-06-01 00:00,1', '2023-06-01 01:00,', '2023-06-01 02:00,NaN', '2023-06-01 05:00,0');
    const series = seriesOf(text, utc);
    expect(intervalsOf(series)).toEqual(['00:00 1', '01:00 -', '02:00 -', '03:00 -', '04:00 -', '05:00 0']);
    expect(series.description).toMatchObject({
      intervalCount: 6,
      valueCount: 2,
      blankCount: 2,
      zeroCount: 1,
      mean: 0.5,
    });
    expect(series.description.gaps).toEqual([
      { start: '2023-06-01T01:00:00Z', end: '2023-06-01T05:00:00Z', intervalCount: 4, doubledHour: false },
    ]);
  });

  it.each([
    ['many', 'prices.csv:3: found "many", expected a number, or an empty cell'],
    ['12,5', 'prices.csv: found Invalid Record Length: expect 2, got 3 on line 3'],
    ['"12,5"', 'prices.csv:3: found "12,5", expected a number, or an empty cell (write decimals with a point)'],
    ['1e999', 'prices.csv:3: found "1e999", expected a number'],
    ['0x10', 'prices.csv:3: found "0x10", expected a number'],
    ['\u001b[31m', 'prices.csv:3: found "\\u001b[31m", expected a number'],
  ])('%j is no number', (cell, words) => {
    expect(problemsOf(hourly('1', cell, '3'), utc)).toEqual([expect.stringContaining(words)]);
  });

  it('are described by figures worked out by hand', () => {
    // -2 + 0 + 0 + 4 + 8 = 10 over 5.
    const { description } = seriesOf(hourly('-2', '0', '0', '4', '8'), utc);
    expect(description).toMatchObject({
      least: { value: -2, at: '2023-06-01T00:00:00Z' },
      mean: 2,
      greatest: { value: 8, at: '2023-06-01T04:00:00Z' },
      negativeCount: 1,
      zeroCount: 2,
      longestZeroRun: { value: 0, start: '2023-06-01T01:00:00Z', intervalCount: 2 },
      resolutionMinutes: 60,
      start: '2023-06-01T00:00:00Z',
      end: '2023-06-01T05:00:00Z',
    });
  });
});

describe('columns', () => {
  it('that are not there are named, with the one that was meant', () => {
    expect(problemsOf(hourly('1', '2'), { ...utc, column: 'prise' })).toEqual([
      'prices.csv:1: found no column "prise", expected one column of the file: "time", "price" (did you mean "price"?)',
    ]);
    expect(problemsOf('zeit;preis\n2023-06-01 00:00;1\n', utc)).toEqual([
      expect.stringContaining('found no column of times among "zeit;preis"'),
      expect.stringContaining('the columns seem to be parted by semicolons: write the file with commas'),
    ]);
    expect(problemsOf('time,price,price\n2023-06-01 00:00,1,2\n', utc)).toEqual([
      expect.stringContaining('found 2 columns "price"'),
    ]);
  });

  it('of times: the first that holds some, or the one that is named', () => {
    const text =
      'zone,from,until,price\nDE,2023-06-01 00:00,2023-06-01 01:00,1\nDE,2023-06-01 01:00,2023-06-01 02:00,2\n';
    expect(seriesOf(text, utc).description.start).toBe('2023-06-01T00:00:00Z');
    expect(seriesOf(text, { ...utc, timeColumn: 'until' }).description.start).toBe('2023-06-01T01:00:00Z');
    // Which one was taken decides on an hour, so it is told where the person did not say.
    expect(seriesOf(text, { ...utc, stamp: 'end' }).description.notes).toEqual([
      'the file has several columns of times: "from" is taken, and "until" is not; --time-column says which',
    ]);
    expect(seriesOf(text, { ...utc, timeColumn: 'until' }).description.notes).toEqual([]);
    expect(problemsOf(text, { ...utc, timeColumn: 'zone' })).toEqual([
      expect.stringContaining('prices.csv:2: found the time "DE", expected an ISO 8601 time'),
      expect.stringContaining('prices.csv:3: '),
    ]);
  });
});

describe('rows', () => {
  it('with the time of another are refused with their lines, or the first or last is kept', () => {
    const text = csvOf('2023-06-01 00:00,1', '2023-06-01 00:00,2', '2023-06-01 01:00,3', '2023-06-01 01:00,3');
    expect(problemsOf(text, utc)).toEqual([
      expect.stringContaining('prices.csv:3: found 2023-06-01T00:00:00Z a second time, 2 after 1 of line 2'),
      expect.stringContaining('prices.csv:5: found 2023-06-01T01:00:00Z a second time, 3 after 3 of line 4'),
    ]);
    const first = seriesOf(text, { ...utc, duplicates: 'first' });
    const last = seriesOf(text, { ...utc, duplicates: 'last' });
    expect([intervalsOf(first), intervalsOf(last)]).toEqual([
      ['00:00 1', '01:00 3'],
      ['00:00 2', '01:00 3'],
    ]);
    expect(last.description.duplicates).toEqual([
      { at: '2023-06-01T00:00:00Z', file: 'prices.csv', keptLine: 3, droppedLine: 2 },
      { at: '2023-06-01T01:00:00Z', file: 'prices.csv', keptLine: 5, droppedLine: 4 },
    ]);
  });

  it('whose times go back are refused, or sorted and told', () => {
    const text = csvOf('2023-06-01 02:00,2', '2023-06-01 00:00,0', '2023-06-01 01:00,1');
    expect(problemsOf(text, utc)).toEqual([
      'prices.csv:3: found 2023-06-01T00:00:00Z after 2023-06-01T02:00:00Z of line 2, expected times that ascend (--order sort puts the rows in the order of their times)',
    ]);
    const sorted = seriesOf(text, { ...utc, order: 'sort' });
    expect(intervalsOf(sorted)).toEqual(['00:00 0', '01:00 1', '02:00 2']);
    expect(sorted.description.backLines).toEqual([{ file: 'prices.csv', line: 3 }]);
  });

  it('of unlike distances are refused, unless the resolution is stated and divides them', () => {
    const rows = ['00:00', '01:00', '02:00', '04:00', '06:00'].map((clock, index) => `2023-06-01 ${clock},${index}`);
    expect(problemsOf(csvOf(...rows), utc)).toEqual([
      expect.stringContaining('prices.csv:5: found rows 120 minutes apart among intervals of 60 minutes'),
    ]);
    expect(
      intervalsOf(seriesOf(csvOf(...rows), { ...utc, resolutionMinutes: 60 })).filter((text) => text.endsWith('-')),
    ).toEqual(['03:00 -', '05:00 -']);
    expect(problemsOf(csvOf(...rows), { ...utc, resolutionMinutes: 45 })).toEqual([
      expect.stringContaining('--resolution-minutes must divide every distance'),
    ]);
    // What is no multiple is no gap: stating the usual resolution would only be refused the other way round.
    for (const [clocks, apart] of [
      [['00:00', '01:00', '02:00', '02:15'], 15],
      [['00:00', '01:00', '02:00', '03:30'], 90],
    ] as const) {
      const mixed = csvOf(...clocks.map((clock, index) => `2023-06-01 ${clock},${index}`));
      expect(problemsOf(mixed, utc)).toEqual([
        `prices.csv:5: found rows ${apart} minutes apart among intervals of 60 minutes, expected one resolution (import the parts of one resolution apart, with --from and --to)`,
      ]);
    }
    expect(problemsOf(hourly('1'), utc)).toEqual([expect.stringContaining('found a single row')]);
    expect(intervalsOf(seriesOf(hourly('1'), { ...utc, resolutionMinutes: 60 }))).toEqual(['00:00 1']);
  });

  it('far apart by a wrong stamp do not fill the memory', () => {
    const text = csvOf('2023-06-01 00:00,1', '2023-06-01 00:05,2', '2023-06-01 00:10,2', '9023-06-01 00:15,3');
    expect(problemsOf(text, utc)).toEqual([expect.stringContaining('perhaps a time is wrong')]);
  });

  it('whose interval ends behind every calendar are refused', () => {
    expect(problemsOf(hourly('1'), { ...utc, resolutionMinutes: 1e12 })).toEqual([
      'prices.csv:2: found 2023-06-01T00:00:00Z with an interval of 1000000000000 minutes, expected a series within the years 0 to 9999',
    ]);
    expect(problemsOf(hourly('1'), { ...utc, resolutionMinutes: 1e12, stamp: 'end' })).toHaveLength(1);
  });

  it('outside of a window are left out and counted', () => {
    const text = hourly('0', '1', '2', '3', '4');
    const window = { from: instantOf('2023-06-01T01:00Z'), to: instantOf('2023-06-01T03:00Z') };
    const series = seriesOf(text, { ...utc, ...window });
    expect([intervalsOf(series), series.description.outsideCount]).toEqual([['01:00 1', '02:00 2'], 3]);
    const byEnd = seriesOf(text, { ...utc, ...window, stamp: 'end' });
    expect(intervalsOf(byEnd)).toEqual(['01:00 2', '02:00 3']);
    expect(problemsOf(text, { ...utc, from: instantOf('2024-01-01T00:00Z') })).toEqual([
      'prices.csv: found times from 2023-06-01T00:00:00Z to 2023-06-01T04:00:00Z, expected some between --from and --to',
    ]);
  });

  it('of very many faults say no more than the first five and how many there are', () => {
    const problems = problemsOf(hourly(...new Array<string>(12).fill('x')), utc);
    expect(problems).toHaveLength(6);
    expect(problems[5]).toBe('prices.csv: found 7 more such cells, expected the same for each of them');
  });
});

describe('several files', () => {
  const named = (name: string, hours: readonly (readonly [hour: number, cell: string])[]) => ({
    name,
    text: csvOf(...hours.map(([hour, cell]) => `2023-06-01 ${String(hour).padStart(2, '0')}:00,${cell}`)),
  });

  it('are joined in time in whatever order they come; where they overlap they must agree', () => {
    const early = named('early.csv', [
      [0, '0'],
      [1, '1'],
      [2, '2'],
      [3, ''],
    ]);
    const late = named('late.csv', [
      [2, '2.0'],
      [3, '3'],
      [5, '5'],
    ]);
    const expected = ['00:00 0', '01:00 1', '02:00 2', '03:00 3', '04:00 -', '05:00 5'];
    for (const files of [
      [early, late],
      [late, early],
    ]) {
      const series = seriesOf(files, utc);
      expect(intervalsOf(series)).toEqual(expected);
      expect(series.description).toMatchObject({ overlapCount: 2, gaps: [{ start: '2023-06-01T04:00:00Z' }] });
    }
  });

  it('that differ are refused, both named', () => {
    const a = named('a.csv', [
      [0, '0'],
      [1, '1'],
      [2, '2'],
    ]);
    const b = named('b.csv', [
      [1, '1'],
      [2, '7'],
      [3, '3'],
    ]);
    expect(problemsOf([a, b], utc)).toEqual([
      'b.csv:3: found 7 at 2023-06-01T02:00:00Z, expected 2, which a.csv:4 has for the same time (where files overlap they must agree: cut one of them with --from and --to and import the parts apart)',
    ]);
    // What --from and --to leave out need not agree.
    const until = seriesOf([a, b], { ...utc, to: instantOf('2023-06-01T02:00Z') });
    expect([intervalsOf(until), until.description.outsideCount]).toEqual([['00:00 0', '01:00 1'], 2]);
    expect(problemsOf([a, b], { ...utc, to: instantOf('2023-06-01T02:00Z'), stamp: 'end' })).toHaveLength(1);
  });

  it('tell the faults of all of them at once', () => {
    expect(problemsOf([named('a.csv', [[0, 'x']]), { name: 'b.csv', text: '\n' }], utc)).toEqual([
      expect.stringContaining('a.csv:2: found "x"'),
      expect.stringContaining('b.csv: found a header and no rows'),
    ]);
  });
});

describe('doubts', () => {
  const notes = (text: string, options: Parameters<typeof seriesOf>[1] = {}) =>
    seriesOf(text, { ...utc, unit: 'EUR/MWh', ...options }).description.notes;
  const withHeader = (time: string, column: string) =>
    hourly('50', '51', '52').replace('time,price', `${time},"${column}"`);

  it.each([
    ['time', 'Price (USD/MWh)', {}, ['the header "Price (USD/MWh)" says USD, --unit says EUR']],
    ['time', 'Price [€/kWh]', {}, ['the header "Price [€/kWh]" says kWh, --unit says MWh']],
    ['time', 'Price (EUR/MWh)', {}, []],
    ['time', 'price_usd_mwh', {}, ['the header "price_usd_mwh" says USD, --unit says EUR']],
    ['time', 'price_eur_per_mwh', {}, []],
    [
      'time',
      'Price [ct/kWh]',
      { unit: 'EUR/GWh' },
      [
        'the header "Price [ct/kWh]" says cents, --unit says EUR: divide by 100 first',
        'the header "Price [ct/kWh]" says kWh, --unit says GWh',
        'the mean is 51 EUR/GWh, 0.000051 per kWh: another --unit?',
      ],
    ],
    ...['Price (cents/MWh)', 'p/MWh', 'pence per MWh', 'unit_rate_c_per_MWh', 'Preis Cent/MWh'].map(
      (column) =>
        ['time', column, {}, [`the header "${column}" says cents, --unit says EUR: divide by 100 first`]] as const,
    ),
    ...['spot/MWh', 'Top/MWh', 'EUR cap/MWh', 'component/MWh'].map((column) => ['time', column, {}, []] as const),
    [
      'time',
      'carbon_g_per_kwh',
      { quantity: 'carbon', unit: 'lb/MWh' },
      ['the header "carbon_g_per_kwh" says g/kWh, --unit says lb/MWh'],
    ],
    [
      'Datetime (UTC)',
      'p',
      { timeZone: 'Europe/Berlin' },
      ['the header "Datetime (UTC)" says UTC, --zone says Europe/Berlin'],
    ],
    ['local time', 'p', {}, ['the header "local time" says local, --zone says UTC']],
    ['interval end', 'p', {}, ['the header "interval end" says end, --stamp says start']],
    ['start time', 'p', { stamp: 'end' }, ['the header "start time" says start, --stamp says end']],
    [
      'time',
      'Carbon Intensity gCO₂eq/kWh (direct)',
      { quantity: 'carbon', unit: 't/MWh' },
      [
        'the header "Carbon Intensity gCO₂eq/kWh (direct)" says g/kWh, --unit says t/MWh',
        'the mean is 51 t/MWh, 51000 g/kWh: no grid is known to be so; another --unit?',
      ],
    ],
    ['time', 'gCO2/kWh', { quantity: 'carbon', unit: 'kg/MWh' }, []],
  ] as const)('%s, %s, %j', (time, column, options, expected) => {
    expect(notes(withHeader(time, column), { column, ...options })).toEqual(expected);
  });

  it('of the size of values: a mean that no market or grid has', () => {
    expect(notes(hourly('50', '52'), { unit: 'EUR/kWh' })).toEqual([
      'the mean is 51 EUR/kWh, 51 per kWh: another --unit?',
    ]);
    expect(notes(hourly('0.05', '0.06'), { unit: 'EUR/MWh' })).toEqual([
      'the mean is 0.055 EUR/MWh, 0.000055 per kWh: another --unit?',
    ]);
    expect(notes(hourly('20', '30'), { unit: 'JPY/kWh' })).toEqual([]);
  });

  it('of zeros: many on end, or one between values far from it', () => {
    const many = hourly('50', ...new Array<string>(6).fill('0'), '50');
    expect(notes(many)).toEqual([
      'exactly 0 for 6 hours from 2023-06-01T01:00:00Z: perhaps missing values written as 0',
    ]);
    expect(notes(hourly('50', '0', '48'))).toEqual([
      'exactly 0 at 2023-06-01T01:00:00Z, between 50 and 48 EUR/MWh: perhaps a missing value written as 0',
    ]);
    expect(notes(hourly('50', '2', '0', '-1', '30'))).toEqual([]);
  });

  it('of a value that stands still for a day, and of an intensity below zero', () => {
    const still = hourly(...new Array<string>(24).fill('42'), '43').split('\n');
    expect(notes([...still.slice(0, 25), '2023-06-02 00:00,43', ''].join('\n'))).toEqual([
      '42 EUR/MWh for 24 hours on end from 2023-06-01T00:00:00Z: a value that is stuck?',
    ]);
    expect(notes(hourly('-10', '100'), { quantity: 'carbon', unit: 'g/kWh' })).toEqual([
      'some values are below zero, as only a marginal intensity may be',
    ]);
  });
});

it('the daily course is by the clock of the zone: by it a wrong zone is seen', () => {
  const twoDays = Array.from({ length: 48 }, (_, hour) => {
    const at = new Date(Date.parse('2023-06-01T00:00Z') + hour * 3_600_000).toISOString().slice(0, 16);
    // Dearest at 19:00, cheapest at 03:00 of whatever clock these stamps are of.
    return `${at},${hour % 24 === 19 ? 90 : hour % 24 === 3 ? 10 : 50}`;
  });
  const course = (timeZone: string) => seriesOf(csvOf(...twoDays), { timeZone }).description.dailyCourse;
  expect([course('UTC'), course('Europe/Berlin')]).toEqual([
    { leastHour: 3, greatestHour: 19 },
    { leastHour: 3, greatestHour: 19 },
  ]);
  // The same rows with offsets, shown by another clock: 19:00 UTC is 21:00 in Berlin in June.
  const shown = seriesOf(csvOf(...twoDays.map((row) => row.replace(',', 'Z,'))), { timeZone: 'Europe/Berlin' });
  expect(shown.description.dailyCourse).toEqual({ leastHour: 5, greatestHour: 21 });
});

it('what is written never depends on whether the file was cut in two', () => {
  const row = (hour: number, value: number | null) =>
    `${new Date(Date.parse('2023-10-28T12:00Z') + hour * 3_600_000).toISOString()},${value ?? ''}`;
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: -50, max: 200 })), { minLength: 3, maxLength: 40 }),
      fc.nat(),
      fc.nat(),
      (values, cutSeed, overlapSeed) => {
        const cut = 1 + (cutSeed % (values.length - 1));
        const from = Math.max(0, cut - (overlapSeed % 4));
        const rows = values.map((value, hour) => row(hour, value));
        const options = { resolutionMinutes: 60, unit: 'CZK/kWh' };
        const whole = seriesOf(csvOf(...rows), options);
        const parts = [
          { name: 'a.csv', text: csvOf(...rows.slice(0, cut)) },
          { name: 'b.csv', text: csvOf(...rows.slice(from)) },
        ];
        const joined = seriesOf(parts, options);
        expect(intervalsOf(joined)).toEqual(intervalsOf(whole));
        expect([...whole.values]).toEqual(values.map((value) => value ?? Number.NaN));
      },
    ),
    { seed: 11 },
  );
});

it('no text at all makes it throw', () => {
  const shreds = fc.constantFrom(
    'time',
    'price',
    ',',
    '\n',
    '"',
    '2023-06-01 00:00',
    '24:00',
    '-',
    '1',
    ';',
    'Z',
    '+14:00',
    '\r',
  );
  fc.assert(
    fc.property(fc.array(shreds, { maxLength: 30 }), fc.constantFrom('start', 'end'), (pieces, stamp) => {
      const read = readSeries(pieces.join(''), { timeZone: 'Europe/Berlin', stamp, order: 'sort', duplicates: 'last' });
      expect(read.kind === 'ok' || read.problems.length > 0).toBe(true);
    }),
    { seed: 5, numRuns: 2000 },
  );
});

import { describe, expect, it } from 'vitest';
import { numberCell, parseCsvTable } from '../../src/tables/index.ts';

describe('a cell', () => {
  it.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['2.5E+2', 250],
    // Blanks in quotes: columns of a fixed width.
    ['  1.5 ', 1.5],
  ])('%j is a number', (cell, value) => {
    expect(numberCell(cell)).toEqual({ kind: 'number', value });
  });

  it.each(['', '   ', '-', 'null', 'NaN', 'NA', 'n/a', 'None', 'nil'])('%j is no value, and never 0', (cell) => {
    expect(numberCell(cell)).toEqual({ kind: 'blank' });
  });

  it.each(['1,5', '1 000', '0x1F', '1e999', 'Infinity', '--1', '1-', 'e5', '.', '12:30', '１'])(
    '%j is neither',
    (cell) => {
      expect(numberCell(cell)).toEqual({ kind: 'wrong' });
    },
  );
});

describe('a CSV table', () => {
  it('keeps the line that each row ends on, whatever stands in quotes or between rows', () => {
    const text = '\ufeffa,b\r\n\r\n1,"x\ny"\r\n 2 ,"say ""no"", twice"\r\n';
    expect(parseCsvTable(text)).toEqual({
      kind: 'table',
      table: {
        header: ['a', 'b'],
        rows: [
          ['1', 'x\ny'],
          ['2', 'say "no", twice'],
        ],
        lines: [4, 5],
      },
    });
  });

  it.each([
    ['\r\n', '\n'],
    ['\n', '\r\n'],
    ['\r', '\n'],
  ])('put together from files of unlike line ends (%j, then %j) has the rows and lines of both', (first, second) => {
    const text = `a,b${first}1,2${first}${first}3,4${second}5,6${second}${second}7,8${second}`;
    expect(parseCsvTable(text)).toMatchObject({
      table: {
        rows: [
          ['1', '2'],
          ['3', '4'],
          ['5', '6'],
          ['7', '8'],
        ],
        lines: [2, 4, 5, 7],
      },
    });
  });

  it.each([
    ['a;b\n2023-06-01;1,5\n', 'the columns seem to be parted by semicolons: write the file with commas'],
    ['a\tb\n1,5\t2\n', 'the columns seem to be parted by tabs: write the file with commas'],
    ['a|b\n1,5|2\n', 'the columns seem to be parted by bars: write the file with commas'],
    ['Prices of 2023\na,b\n1,2\n', 'the first line must name the columns'],
    ['a,b\n1,5,2\n', 'decimals need a point, and a cell with a comma stands in quotes'],
  ])('%j is none, and the way out is told: %s', (text, hint) => {
    expect(parseCsvTable(text)).toMatchObject({ kind: 'fault', fault: { hint: expect.stringContaining(hint) } });
  });

  it.each([
    ['a,b\n', 'a header and no rows'],
    ['', 'a header and no rows'],
    ['a,b\n1\n', 'Invalid Record Length'],
    ['a,b\n"1,2\n', 'Quote Not Closed'],
  ])('%j is none: %s', (text, found) => {
    const result = parseCsvTable(text);
    expect(result).toMatchObject({ kind: 'fault', fault: { found: expect.stringContaining(found) } });
  });
});

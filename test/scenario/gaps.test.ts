import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src/domain/fleet.ts';
import { folderWith } from './folder.ts';
import { fleetOf, type Loose, onlyProblem, smallScenario } from './small-scenario.ts';

const PRICE: Loose = { file: 'p.csv', column: 'price', unit: 'CNY/kWh', stamp: 'intervalStart', resolutionMinutes: 60 };

const withPrice = (source: Loose): Loose =>
  smallScenario((scenario) => {
    scenario.sites[0].grid.importPrice = { ...PRICE, ...source };
  });

/** One row an hour from 14:00 UTC on, two hours before the first slot; `undefined` leaves the row out. */
function folderOf(cells: readonly (string | undefined)[]): string {
  const rows = cells.flatMap((cell, hour) => (cell === undefined ? [] : [`2026-05-31T${14 + hour}:00Z,${cell}`]));
  return folderWith({ 'p.csv': `time,price\n${rows.join('\n')}\n` });
}

const fleet = (cells: readonly (string | undefined)[], source: Loose): Fleet =>
  fleetOf(withPrice(source), { directory: folderOf(cells) });
const prices = (read: Fleet): number[] => [...read.sites[0].grid.importPricePerKwh];
const filled = (read: Fleet) => read.dataQuality.filter(({ kind }) => kind === 'filled');

describe('gaps in series', () => {
  it.each(['', 'null', 'NaN', 'nan', 'NA', 'n/a', '-', 'None', undefined])(
    'are refused where nothing else is said (cell: %s)',
    (cell) => {
      const directory = folderOf(['1', '2', '3', cell, '5', '6']);
      expect(onlyProblem(withPrice({}), { directory })).toContain(
        'without a value for 2026-05-31T17:00:00Z to 2026-05-31T18:00:00Z, expected a value for all of the timeline, 2026-05-31T16:00:00Z to 2026-05-31T20:00:00Z (gaps: hold or interpolate fills short gaps',
      );
    },
  );

  it('are held from the value before, and flagged with their slots', () => {
    const read = fleet(['1', '2', '3', undefined, '', '6'], { gaps: 'hold' });
    expect(prices(read)).toEqual([3, 3, 3, 6]);
    expect(filled(read)).toEqual([
      {
        subject: 'sites/hohhot/grid/importPrice',
        kind: 'filled',
        slots: [1, 2],
        message: 'missing values of price in p.csv were held from the value before',
      },
    ]);
  });

  it('are held from before the timeline and beyond the last row', () => {
    const read = fleet(['1', '2', undefined, '4', '5'], { gaps: 'hold' });
    expect(prices(read)).toEqual([2, 4, 5, 5]);
    expect(filled(read)[0].slots).toEqual([0, 3]);
  });

  it('are put on the straight line between their neighbours', () => {
    const read = fleet(['1', '2', '3', undefined, '', '9'], { gaps: 'interpolate' });
    expect(prices(read)).toEqual([3, 5, 7, 9].map((value) => expect.closeTo(value, 9)));
    expect(filled(read)[0]).toMatchObject({ slots: [1, 2], message: expect.stringContaining('interpolated') });
  });

  it('outside the timeline do not matter', () => {
    const read = fleet(['1', '', '3', '4', '5', '6'], {});
    expect(prices(read)).toEqual([3, 4, 5, 6]);
    expect(filled(read)).toEqual([]);
  });

  it.each([
    ['longer than may be filled', ['1', '2', '', '', '', '6'], { gaps: 'hold', maximumGapHours: 2 }],
    ['longer than may be filled where no length is said', ['1', '', '', '', '', '6'], { gaps: 'interpolate' }],
    ['before the first value', [undefined, undefined, undefined, '4', '5', '6'], { gaps: 'hold' }],
    [
      'after the last value, where there is nothing to draw a line to',
      ['1', '2', '3', '4', '5'],
      { gaps: 'interpolate' },
    ],
  ])('%s are refused', (_name, cells, source) => {
    expect(onlyProblem(withPrice(source), { directory: folderOf(cells) })).toMatch(
      /without a value for .* \(gaps: (hold|interpolate) fills up to \d hours/,
    );
  });

  it('count in full also where the timeline shows only a part', () => {
    // Four hours are missing, two of them before the first slot.
    const cells = ['', '', '', '', '5', '6'];
    const directory = folderWith({
      'p.csv': `time,price\n2026-05-31T13:00Z,1\n${cells.map((cell, hour) => `2026-05-31T${14 + hour}:00Z,${cell}`).join('\n')}\n`,
    });
    expect(onlyProblem(withPrice({ gaps: 'hold' }), { directory })).toContain(
      '2026-05-31T14:00:00Z to 2026-05-31T18:00:00Z',
    );
  });
});

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText, quotaCurvesCsv, setpointsCsv } from '../../src/cli/csv.ts';
import { fixtureFleet, fixturePlan } from '../support/plan-fixture.ts';

describe('plans as CSV', () => {
  test('quota curves: one row a slot, UTC times, units in the names', () => {
    const lines = quotaCurvesCsv(fixtureFleet, fixturePlan).split('\r\n');
    expect(lines).toHaveLength(1 + 24 + 1);
    expect(lines[0]).toBe('start,end,site,pool,maxUnits,maxPowerKw,shadowPricePerUnitHour,currency');
    expect(lines[5]).toBe('2026-05-31T20:00:00Z,2026-05-31T21:00:00Z,hohhot,h100,1000,700,-0.2,CNY');
  });

  test('setpoints: positive charges, negative discharges', () => {
    const lines = setpointsCsv(fixtureFleet, fixturePlan).split('\r\n');
    expect(lines[0]).toBe('start,end,site,component,quantity,valueKw');
    expect(lines[2]).toBe('2026-05-31T17:00:00Z,2026-05-31T18:00:00Z,hohhot,bess,batteryNetCharge,1000');
    expect(lines[19]).toBe('2026-06-01T10:00:00Z,2026-06-01T11:00:00Z,hohhot,bess,batteryNetCharge,-1000');
  });

  test('a plan without orders is a header', () => {
    expect(quotaCurvesCsv(fixtureFleet, { ...fixturePlan, quotaCurves: [] })).toMatch(/^start,[^\r\n]*\r\n$/);
  });
});

describe('cells', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'text that a spreadsheet would run is guarded: %j',
    (text) => {
      expect(parse(csvText([[text, 'x']]))).toEqual([[`'${text}`, 'x']]);
    },
  );

  test('numbers are not', () => {
    expect(csvText([[-1.5, 0, -0, 1e-7]])).toBe('-1.5,0,0,1e-7\r\n');
  });

  test('any text comes back as it was, but for the guard', () => {
    const cell = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        const read: string[][] = parse(csvText([['first', 'second'], ...rows]), { recordDelimiter: '\r\n' });
        const guarded = rows.map((row) => row.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)));
        expect(read.slice(1)).toEqual(guarded);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  currencyCode,
  fraction,
  GRAMS_PER_KILOGRAM,
  GRAMS_PER_TONNE,
  gramsPerKwh,
  kw,
  kwh,
  pricePerKwh,
  unitHours,
} from '../../src/units/index.ts';

describe('units', () => {
  it('are plain values at run time: what goes in comes out', () => {
    expect([kw, kwh, unitHours, gramsPerKwh, pricePerKwh, fraction].map((brand) => brand(0.25))).toEqual(
      Array(6).fill(0.25),
    );
    expect(currencyCode('EUR')).toBe('EUR');
  });
  it('agree among each other', () => {
    expect(GRAMS_PER_TONNE / GRAMS_PER_KILOGRAM).toBe(1000);
  });
});

import { closestWord, quote } from '../../tables/index.ts';
import type { Instant } from '../../time/timeline.ts';
import { GRAMS_PER_KWH_OF, priceUnit } from '../../units/series-units.ts';
import { type FeedProblem, ok, type Reading, wrong } from '../problems.ts';
import type { Stamp } from './stamps.ts';

export type Quantity = 'price' | 'carbon';

/** How a series is to be read, as the person who knows the file says. */
export interface SeriesOptions {
  readonly quantity: Quantity;
  /** Name of the column with the values. */
  readonly column: string;
  /** Unit of the values: EUR/MWh, g/kWh ... */
  readonly unit: string;
  readonly stamp: Stamp;
  /** IANA zone of times without an offset; null: every time must have one. */
  readonly timeZone: string | null;
  /** Null: the first column that holds times. */
  readonly timeColumn: string | null;
  /** Intervals before are left out. */
  readonly from: Instant | null;
  /** Intervals from here on are left out. */
  readonly to: Instant | null;
  /** What to do about a time that a file has twice. */
  readonly duplicates: 'refuse' | 'first' | 'last';
  /** What to do about a row at a local time that does not exist. */
  readonly skipped: 'refuse' | 'drop';
  /** What to do about times that go back. */
  readonly order: 'refuse' | 'sort';
  /** Null: the commonest distance of rows. */
  readonly resolutionMinutes: number | null;
}

/** The unit that values are in, and the one that they are written in. */
export interface SeriesUnit {
  readonly given: string;
  /** `EUR/kWh` or `g/kWh`. */
  readonly written: string;
  /** Three capital letters; null for carbon. */
  readonly currency: string | null;
  /** A value in the unit given as one in the unit written. */
  convert(value: number): number;
}

/** The unit of a price or an intensity. */
export function readUnit(quantity: Quantity, unit: string, option = '--unit'): Reading<SeriesUnit> {
  const found = quantity === 'price' ? priceUnitOf(unit) : carbonUnitOf(unit);
  return found === null ? wrong(unitProblem(quantity, unit, option)) : ok(found);
}

function priceUnitOf(unit: string): SeriesUnit | null {
  const parts = priceUnit(unit);
  if (parts === null) return null;
  const { currency, kwh } = parts;
  return { given: unit, written: `${currency}/kWh`, currency, convert: (value) => timesPower(value, 1 / kwh) };
}

function carbonUnitOf(unit: string): SeriesUnit | null {
  if (!Object.hasOwn(GRAMS_PER_KWH_OF, unit)) return null;
  const grams = GRAMS_PER_KWH_OF[unit];
  return { given: unit, written: 'g/kWh', currency: null, convert: (value) => timesPower(value, grams) };
}

/**
 * A value times a factor; where that is a power of ten, by moving the decimal point of the value's own digits, so that
 * 6.1 per MWh becomes 0.0061 and not 0.0060999999999999995.
 */
function timesPower(value: number, factor: number): number {
  const power = Math.round(Math.log10(factor));
  if (Number(`1e${power}`) !== factor) return value * factor;
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + power}`);
}

const SYMBOLS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'CNY or JPY' };

function unitProblem(quantity: Quantity, unit: string, option: string): FeedProblem {
  const carbonUnits = Object.keys(GRAMS_PER_KWH_OF);
  const expected =
    quantity === 'price'
      ? 'a currency code and MWh, kWh or GWh, like EUR/MWh or USD/MWh'
      : `a unit of carbon intensity: ${carbonUnits.join(', ')}`;
  const hint = quantity === 'price' ? priceHint(unit) : carbonHint(unit, carbonUnits);
  return { file: option, found: quote(unit), expected, ...(hint === null ? {} : { hint }) };
}

function priceHint(unit: string): string | null {
  if (carbonUnitOf(unit) !== null) return 'that is a unit of carbon intensity: import carbon reads it';
  if (/^\s*(cts?|cents?|p|pence|c|¢)\s*(\/|per)/i.test(unit)) {
    return 'hundredths are no unit: divide by 100 first and say EUR/kWh or the like';
  }
  const match = /^\s*([A-Za-z]{3}|[€$£¥])\s*(?:\/|per)\s*([kmg])wh\s*$/i.exec(unit);
  if (match === null) return null;
  const [, money, prefix] = match;
  const code = SYMBOLS[money] ?? money.toUpperCase();
  const energy = `${prefix.toLowerCase() === 'k' ? 'k' : prefix.toUpperCase()}Wh`;
  return `did you mean ${code}/${energy}?`;
}

function carbonHint(unit: string, known: readonly string[]): string | null {
  if (priceUnitOf(unit) !== null) return 'that is a unit of price: import prices reads it';
  const bare = unit
    .replace(/co[2₂](?:-?eq?)?/i, '')
    .replaceAll(/\s/g, '')
    .replace(/^lbs\//i, 'lb/');
  const meant = closestWord(bare, known);
  return meant === null ? null : `did you mean ${meant}?`;
}

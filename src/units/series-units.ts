/** Units that series are given in, and what one of each is in the units that the domain counts in. */

const KILOGRAMS_PER_POUND = 0.45359237;

/** Carbon intensity: what one of a unit is in g/kWh. */
export const GRAMS_PER_KWH_OF: Readonly<Record<string, number>> = {
  'g/kWh': 1,
  'kg/kWh': 1000,
  'kg/MWh': 1,
  't/MWh': 1000,
  'lb/MWh': KILOGRAMS_PER_POUND,
};

/** Energy that prices are given for: kWh in one of it. */
export const KWH_OF: Readonly<Record<string, number>> = { kWh: 1, MWh: 1000, GWh: 1_000_000 };

/** A unit of price taken apart. */
export interface PriceUnit {
  /** ISO 4217 code, three capital letters. */
  readonly currency: string;
  /** `kWh`, `MWh` or `GWh`. */
  readonly energy: string;
  /** kWh that the price is for. */
  readonly kwh: number;
}

/** `EUR/MWh` taken apart; null for anything that is no unit of price. */
export function priceUnit(text: string): PriceUnit | null {
  const match = /^([A-Z]{3})\/(kWh|MWh|GWh)$/.exec(text);
  if (match === null) return null;
  const [, currency, energy] = match;
  return { currency, energy, kwh: KWH_OF[energy] };
}

/**
 * Branded numbers: a plain number at run time, a named unit to the type checker. Series of a unit are
 * Float64Array with the unit in the name (`importLimitKw`). This room imports nothing.
 */
declare const unitBrand: unique symbol;
type Branded<Unit extends string> = number & { readonly [unitBrand]: Unit };

/** Electric or thermal power, kilowatts. */
export type Kw = Branded<'kW'>;
/** Energy, kilowatt-hours. */
export type Kwh = Branded<'kWh'>;
/** Work of a compute job: units x hours at reference speed. */
export type UnitHours = Branded<'unit h'>;
/** Grams of CO2 equivalent per kilowatt-hour. */
export type GramsPerKwh = Branded<'g/kWh'>;
/** Money of the plan's currency per kilowatt-hour. */
export type PricePerKwh = Branded<'money/kWh'>;
/** A share from 0 to 1, never percent. */
export type Fraction = Branded<'1'>;
/** ISO 4217 code. */
export type CurrencyCode = string & { readonly [unitBrand]: 'currency' };

export const kw = (value: number): Kw => value as Kw;
export const kwh = (value: number): Kwh => value as Kwh;
export const unitHours = (value: number): UnitHours => value as UnitHours;
export const gramsPerKwh = (value: number): GramsPerKwh => value as GramsPerKwh;
export const pricePerKwh = (value: number): PricePerKwh => value as PricePerKwh;
export const fraction = (value: number): Fraction => value as Fraction;
export const currencyCode = (value: string): CurrencyCode => value as CurrencyCode;

export const GRAMS_PER_TONNE = 1_000_000;
export const GRAMS_PER_KILOGRAM = 1_000;

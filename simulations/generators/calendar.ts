/** A year of 365 days in hours, and slices of it: what the generators count by. */
export const HOURS_PER_DAY = 24;
export const DAYS_PER_YEAR = 365;
export const HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR;

/** Values of a whole year, one an hour by the clock of the place; an hour's value is its mean. */
export type HourlyYear = Float64Array;

/** Day of the year, 0 for the first of January, in a year of 365 days. */
export function dayOfYear(month: number, day: number): number {
  return Math.round((Date.UTC(2025, month - 1, day) - Date.UTC(2025, 0, 1)) / 86_400_000);
}

/** Hours of a year from the start of a day on, round the year's end where it must. */
export function hoursFrom(year: HourlyYear, firstDay: number, count: number): number[] {
  const first = firstDay * HOURS_PER_DAY;
  return Array.from({ length: count }, (_, hour) => year[(first + hour) % HOURS_PER_YEAR]);
}

/** An hourly list with every value repeated, for slots of a part of an hour. */
export const inParts = (hourly: readonly number[], partsPerHour: number): number[] =>
  hourly.flatMap((value) => new Array<number>(partsPerHour).fill(value));

export const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

export const meanOf = (values: ArrayLike<number> & Iterable<number>): number => sumOf(values) / values.length;

/** To so many decimals, as a scenario file shows it. */
export const rounded = (values: Iterable<number>, decimals: number): number[] =>
  Array.from(values, (value) => Number(value.toFixed(decimals)) + 0);

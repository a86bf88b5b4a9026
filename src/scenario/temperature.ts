import { celsiusOf } from '../physics/index.ts';

/** No water of a site is warmer, and no air. */
export const LARGEST_CELSIUS = 150;
export const SMALLEST_CELSIUS = -100;

/** For a number that is no temperature in degrees Celsius, but would be one in kelvin. */
export function kelvinHint(value: number): string | null {
  const celsius = celsiusOf(value);
  if (value <= LARGEST_CELSIUS || celsius > LARGEST_CELSIUS) return null;
  return `looks like kelvin: ${value} K is ${Number(celsius.toFixed(2))} C`;
}

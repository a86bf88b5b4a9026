import { kelvinOf } from './temperature.ts';

/**
 * Moist air, after the ASHRAE Handbook: Fundamentals (2017), chapter 1. Numbers in parentheses are its equations.
 */

/** Standard pressure at sea level, kPa. */
export const STANDARD_PRESSURE_KPA = 101.325;

/** Ratio of the molecular masses of water and dry air. */
const WATER_TO_AIR = 0.621945;

/** Pressure of saturated water vapour over ice (5) or over water (6), kPa; -100 to 200 degrees Celsius. */
export function saturationPressureKpa(celsius: number): number {
  const t = kelvinOf(celsius);
  const logarithm =
    celsius <= 0
      ? -5.6745359e3 / t +
        6.3925247 -
        9.677843e-3 * t +
        6.2215701e-7 * t ** 2 +
        2.0747825e-9 * t ** 3 -
        9.484024e-13 * t ** 4 +
        4.1635019 * Math.log(t)
      : -5.8002206e3 / t +
        1.3914993 -
        4.8640239e-2 * t +
        4.1764768e-5 * t ** 2 -
        1.4452093e-8 * t ** 3 +
        6.5459673 * Math.log(t);
  return Math.exp(logarithm) / 1000;
}

/** Water per dry air by mass (20), of vapour at this pressure. */
function humidityRatio(vapourKpa: number, pressureKpa: number): number {
  return (WATER_TO_AIR * vapourKpa) / (pressureKpa - vapourKpa);
}

/** Humidity ratio of air with these temperatures: (33) over water, (35) over ice. */
function humidityRatioByWetBulb(dryBulb: number, wetBulb: number, pressureKpa: number): number {
  const saturated = humidityRatio(saturationPressureKpa(wetBulb), pressureKpa);
  const cooled = 1.006 * (dryBulb - wetBulb);
  return wetBulb > 0
    ? ((2501 - 2.326 * wetBulb) * saturated - cooled) / (2501 + 1.86 * dryBulb - 4.186 * wetBulb)
    : ((2830 - 0.24 * wetBulb) * saturated - cooled) / (2830 + 1.86 * dryBulb - 2.1 * wetBulb);
}

/** Far below any wet-bulb temperature of air at the surface; where the halving starts. */
const COLDER_BY_KELVIN = 60;
const HALVINGS = 60;

/**
 * Wet-bulb temperature by halving: the humidity that air of a wet-bulb temperature has rises with it, up to saturation
 * at the dry-bulb temperature.
 */
export function wetBulbCelsius(
  dryBulbCelsius: number,
  relativeHumidityFraction: number,
  pressureKpa = STANDARD_PRESSURE_KPA,
): number {
  const wanted = humidityRatio(relativeHumidityFraction * saturationPressureKpa(dryBulbCelsius), pressureKpa);
  let low = dryBulbCelsius - COLDER_BY_KELVIN;
  let high = dryBulbCelsius;
  for (let k = 0; k < HALVINGS; k += 1) {
    const middle = (low + high) / 2;
    if (humidityRatioByWetBulb(dryBulbCelsius, middle, pressureKpa) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

import { HOURS_PER_DAY } from './calendar.ts';

/** Where the sun stands. Textbook equations: Duffie and Beckman, Solar Engineering of Thermal Processes. */

export interface Place {
  readonly latitudeDegrees: number;
  /** Positive to the east. */
  readonly longitudeDegrees: number;
  /** Of the clock of the place, the same all year. */
  readonly utcOffsetHours: number;
  readonly altitudeMetres: number;
}

/** W/m2 outside the atmosphere at the mean distance. */
const SOLAR_CONSTANT = 1361;
const RADIANS = Math.PI / 180;

const yearAngle = (day: number): number => (2 * Math.PI * day) / 365;

/** Cooper: 23.45 degrees x sin(360 x (284 + n) / 365), n from 1. In radians. */
export const declination = (day: number): number => 23.45 * RADIANS * Math.sin((2 * Math.PI * (285 + day)) / 365);

/** Minutes by which the sun is ahead of the mean clock (Spencer 1971). */
export function equationOfTimeMinutes(day: number): number {
  const b = yearAngle(day);
  return (
    229.2 *
    (0.000075 +
      0.001868 * Math.cos(b) -
      0.032077 * Math.sin(b) -
      0.014615 * Math.cos(2 * b) -
      0.04089 * Math.sin(2 * b))
  );
}

/** W/m2 across the beam outside the atmosphere. */
export const extraterrestrial = (day: number): number => SOLAR_CONSTANT * (1 + 0.033 * Math.cos(yearAngle(day + 1)));

export interface SunPosition {
  /** Cosine of the zenith angle; negative below the horizon. */
  readonly cosZenith: number;
  readonly hourAngle: number;
  readonly declination: number;
}

/** Sun at a time of the year, counted in hours by the clock of the place. */
export function sunAt(place: Place, hourOfYear: number): SunPosition {
  const day = Math.floor(hourOfYear / HOURS_PER_DAY);
  const clockHour = hourOfYear - day * HOURS_PER_DAY;
  const shiftMinutes = 4 * (place.longitudeDegrees - 15 * place.utcOffsetHours) + equationOfTimeMinutes(day);
  const hourAngle = 15 * RADIANS * (clockHour + shiftMinutes / 60 - 12);
  const tilt = declination(day);
  const latitude = place.latitudeDegrees * RADIANS;
  const cosZenith = Math.sin(latitude) * Math.sin(tilt) + Math.cos(latitude) * Math.cos(tilt) * Math.cos(hourAngle);
  return { cosZenith, hourAngle, declination: tilt };
}

/**
 * Cosine of the angle between the sun and the normal of a plane that faces the equator (south in the north) at a tilt:
 * the plane at latitude minus tilt.
 */
export function cosIncidence(place: Place, tiltDegrees: number, sun: SunPosition): number {
  const towards = (place.latitudeDegrees - Math.sign(place.latitudeDegrees) * tiltDegrees) * RADIANS;
  return (
    Math.sin(towards) * Math.sin(sun.declination) +
    Math.cos(towards) * Math.cos(sun.declination) * Math.cos(sun.hourAngle)
  );
}

/** Air mass by Kasten and Young (1989), for the sun above the horizon. */
export function airMass(cosZenith: number): number {
  const zenithDegrees = Math.acos(Math.min(1, cosZenith)) / RADIANS;
  return 1 / (cosZenith + 0.50572 * (96.07995 - zenithDegrees) ** -1.6364);
}

/**
 * Global horizontal W/m2 under a clear sky: the beam by Meinel, `(1 - 0.14 h) 0.7^(AM^0.678) + 0.14 h` with the height
 * h in kilometres, and a tenth of it more from the sky.
 */
export function clearSkyGlobal(place: Place, day: number, cosZenith: number): number {
  if (cosZenith <= 0) return 0;
  const height = 0.14 * (place.altitudeMetres / 1000);
  const passed = (1 - height) * 0.7 ** (airMass(cosZenith) ** 0.678) + height;
  return 1.1 * extraterrestrial(day) * passed * cosZenith;
}

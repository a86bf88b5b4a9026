/** What a weather file may hold, and how it is written for a scenario. */

export interface WeatherColumn {
  /** Its name in the CSV. */
  readonly name: string;
  /** In words, for messages. */
  readonly what: string;
  /** Unit in which it is written, in the words of a scenario; `1` for a fraction. */
  readonly unit: string;
  /** What nature was never seen to leave, in the unit written. */
  readonly least: number;
  readonly greatest: number;
  /** A state holds at an instant; irradiance is the mean of an interval. */
  readonly kind: 'state' | 'irradiance';
}

const irradiance = (name: string, what: string): WeatherColumn => ({
  name,
  what,
  unit: 'W/m2',
  least: 0,
  greatest: 2000,
  kind: 'irradiance',
});

const state = (name: string, what: string, unit: string, least: number, greatest: number): WeatherColumn => ({
  name,
  what,
  unit,
  least,
  greatest,
  kind: 'state',
});

export const DRY_BULB = state('dryBulbCelsius', 'dry-bulb temperature', 'C', -90, 70);
/** Instruments show up to 110 % where the air is saturated. */
export const RELATIVE_HUMIDITY = state('relativeHumidityFraction', 'relative humidity', '1', 0, 1.1);
/** That of the air at the station, not reduced to the level of the sea. */
export const PRESSURE = state('pressureKpa', 'station pressure', 'kPa', 31, 120);
export const WIND_SPEED = state('windSpeedMetersPerSecond', 'wind speed', 'm/s', 0, 115);
export const WIND_DIRECTION = state('windDirectionDegrees', 'wind direction', 'degrees', 0, 360);
export const GLOBAL_HORIZONTAL = irradiance('globalHorizontalWattsPerSquareMeter', 'global horizontal irradiance');
export const DIRECT_NORMAL = irradiance('directNormalWattsPerSquareMeter', 'direct normal irradiance');
export const DIRECT_HORIZONTAL = irradiance('directHorizontalWattsPerSquareMeter', 'direct horizontal irradiance');
export const DIFFUSE_HORIZONTAL = irradiance('diffuseHorizontalWattsPerSquareMeter', 'diffuse horizontal irradiance');

/** In the order in which they are written. */
export const WEATHER_COLUMNS: readonly WeatherColumn[] = [
  DRY_BULB,
  RELATIVE_HUMIDITY,
  PRESSURE,
  WIND_SPEED,
  WIND_DIRECTION,
  GLOBAL_HORIZONTAL,
  DIRECT_NORMAL,
  DIRECT_HORIZONTAL,
  DIFFUSE_HORIZONTAL,
];

/** `from -90 to 70 C`. */
export const rangeWords = ({ what, least, greatest, unit }: WeatherColumn): string =>
  `${what} from ${withUnit(`${least} to ${greatest}`, unit)}`;

/** A figure and its unit; a fraction has none. */
export const withUnit = (figure: string | number, unit: string): string =>
  unit === '1' ? String(figure) : `${figure} ${unit}`;

export const isInRange = (value: number, { least, greatest }: WeatherColumn): boolean =>
  value >= least && value <= greatest;

/** A value in another unit, without the digits that binary arithmetic adds: 66 % is 0.66, 101287 Pa is 101.287 kPa. */
export const scaled = (value: number, factor: number): number => Number((value * factor).toPrecision(12));

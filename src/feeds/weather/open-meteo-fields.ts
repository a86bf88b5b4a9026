import {
  DIFFUSE_HORIZONTAL,
  DIRECT_HORIZONTAL,
  DIRECT_NORMAL,
  DRY_BULB,
  GLOBAL_HORIZONTAL,
  PRESSURE,
  RELATIVE_HUMIDITY,
  scaled,
  type WeatherColumn,
  WIND_DIRECTION,
  WIND_SPEED,
} from './columns.ts';

/** A quantity of Open-Meteo by the names that it has had there. */
export interface OpenMeteoField {
  readonly names: readonly string[];
  readonly column: WeatherColumn;
  /** Factors of the units that it may come in, or how they become the unit written. */
  readonly units: Readonly<Record<string, (value: number) => number>>;
}

const times = (factor: number) => (value: number) => scaled(value, factor);
const WATTS = { 'W/m²': times(1), 'W/m2': times(1) };
const KILOMETER_PER_HOUR = 1 / 3.6;
const MILE_PER_HOUR = 0.44704;
const KNOT = 1852 / 3600;

export const OPEN_METEO_FIELDS: readonly OpenMeteoField[] = [
  {
    names: ['temperature_2m'],
    column: DRY_BULB,
    units: { '°C': times(1), '°F': (value) => scaled(value - 32, 5 / 9) },
  },
  { names: ['relative_humidity_2m', 'relativehumidity_2m'], column: RELATIVE_HUMIDITY, units: { '%': times(0.01) } },
  { names: ['surface_pressure'], column: PRESSURE, units: { hPa: times(0.1) } },
  {
    names: ['wind_speed_10m', 'windspeed_10m'],
    column: WIND_SPEED,
    units: {
      'km/h': times(KILOMETER_PER_HOUR),
      'm/s': times(1),
      'mp/h': times(MILE_PER_HOUR),
      mph: times(MILE_PER_HOUR),
      kn: times(KNOT),
    },
  },
  { names: ['wind_direction_10m', 'winddirection_10m'], column: WIND_DIRECTION, units: { '°': times(1) } },
  { names: ['shortwave_radiation'], column: GLOBAL_HORIZONTAL, units: WATTS },
  { names: ['direct_normal_irradiance'], column: DIRECT_NORMAL, units: WATTS },
  // On the horizontal plane, whatever its name says.
  { names: ['direct_radiation'], column: DIRECT_HORIZONTAL, units: WATTS },
  { names: ['diffuse_radiation'], column: DIFFUSE_HORIZONTAL, units: WATTS },
];

import Type, { type Static } from 'typebox';
import { closed } from './common.ts';
import { series } from './series.ts';

export const weather = closed(
  {
    dryBulbCelsius: Type.Optional(series('Outside temperature, degrees Celsius (files: C or K).')),
    relativeHumidityFraction: Type.Optional(
      series('Relative humidity, 0 to 1 (files: 1 or %); with dryBulbCelsius it gives the wet-bulb temperature.'),
    ),
    wetBulbCelsius: Type.Optional(
      series('Wet-bulb temperature, degrees Celsius; instead of relativeHumidityFraction.'),
    ),
    pressureKpa: Type.Optional(series('Air pressure at the site, kPa (files: kPa, hPa or Pa). Default 101.325.')),
  },
  { description: 'Outside air, for free cooling and for coefficients of performance.' },
);

export type WeatherSource = Static<typeof weather>;

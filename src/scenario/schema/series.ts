import Type, { type Static } from 'typebox';
import { clockText, closed, days, nonNegative, number, oneOf, positive, word } from './common.ts';

const values = Type.Array(Type.Number(), { minItems: 1, description: 'One number for each slot of the timeline.' });

export const fileSeries = closed(
  {
    file: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'CSV file (.csv or .csv.gz) in the folder of the scenario or below.',
    }),
    column: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the column with the values.' }),
    unit: Type.String({
      minLength: 1,
      maxLength: 20,
      description:
        'Unit of the values: W, kW, MW; EUR/kWh, EUR/MWh, EUR/GWh (any currency); g/kWh, kg/kWh, kg/MWh, t/MWh, lb/MWh; Gbit/s, Mbit/s; units; C, K; 1, %; kPa, hPa, Pa.',
    }),
    stamp: word(
      ['intervalStart', 'intervalEnd'],
      'Whether a time names the start or the end of the interval that its value holds for.',
    ),
    timeColumn: Type.Optional(Type.String({ minLength: 1, maxLength: 200, default: 'time' })),
    timeZone: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'IANA zone of times without an offset.' }),
    ),
    resolutionMinutes: Type.Optional(positive('Length of the intervals; found from the times when absent.')),
    gaps: Type.Optional(
      word(
        ['refuse', 'hold', 'interpolate'],
        'What to do about missing values. Filled values are flagged on the plan.',
      ),
    ),
    maximumGapHours: Type.Optional(nonNegative('Longer gaps are refused whatever the policy.')),
  },
  { title: '{ file, column, unit, stamp, ... }' },
);

export const tariffEntry = closed({
  from: clockText('Local time of day, inclusive.'),
  to: clockText('Local time of day, exclusive; at or before `from`, the entry runs over midnight.'),
  days: Type.Optional(days),
  pricePerKwh: number('Money of the site per kWh.'),
});

export const tariff = closed(
  { tariff: Type.Array(tariffEntry, { minItems: 1, maxItems: 500 }) },
  { title: '{ tariff: [{ from, to, pricePerKwh }, ...] }' },
);

export const series = (description: string) =>
  oneOf(
    [number('The same value in every slot.'), values, fileSeries],
    'a number, a list with one number a slot, or { file, column, unit, stamp }',
    description,
  );

export const priceSeries = (description: string) =>
  oneOf(
    [number('The same price in every slot.'), values, fileSeries, tariff],
    'a number, a list with one number a slot, { file, column, unit, stamp } or { tariff: [...] }',
    description,
  );

export type FileSeriesSource = Static<typeof fileSeries>;
export type TariffEntrySource = Static<typeof tariffEntry>;
export type TariffSource = Static<typeof tariff>;
export type SeriesSource = number | number[] | FileSeriesSource | TariffSource;

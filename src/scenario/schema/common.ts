import Type, { type TObject, type TProperties, type TSchema } from 'typebox';

/** No quantity of a real site comes near this, and larger numbers cost the solver its digits. */
export const LARGEST_NUMBER = 1e12;

/** An object that refuses unknown keys. */
export const closed = <Properties extends TProperties>(
  properties: Properties,
  options: { title?: string; description?: string } = {},
): TObject<Properties> => Type.Object(properties, { ...options, additionalProperties: false });

/** One of several forms. `title` is what a wrong value is told to be. */
export const oneOf = <Schemas extends TSchema[]>(schemas: [...Schemas], title: string, description?: string) =>
  Type.Union(schemas, description === undefined ? { title } : { title, description });

/** One of several words. */
export const word = <Words extends string[]>(words: [...Words], description?: string) =>
  Type.Enum(words, description === undefined ? {} : { description });

export const number = (description: string) =>
  Type.Number({ minimum: -LARGEST_NUMBER, maximum: LARGEST_NUMBER, description });

export const nonNegative = (description: string) => Type.Number({ minimum: 0, maximum: LARGEST_NUMBER, description });

export const positive = (description: string) =>
  Type.Number({ exclusiveMinimum: 0, maximum: LARGEST_NUMBER, description });

export const efficiency = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 1, description });

export const fractionOf = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const CELSIUS_TITLE = 'degrees Celsius, from -100 to 150';

/** Warmer water is no water, and colder air no weather: 298 is a temperature in kelvin. */
export const celsius = (description: string) =>
  Type.Number({ minimum: -100, maximum: 150, title: CELSIUS_TITLE, description });

/** No control characters, and not blank. */
export const NAME_PATTERN =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029][^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$';

/** Names that plans, files and logs carry: no control characters, at most 200 characters, not blank. */
export const identifier = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: NAME_PATTERN,
    title: 'a name of 1 to 200 characters without control characters',
    description,
  });

export const currency = (description: string) =>
  Type.String({ pattern: '^[A-Z]{3}$', title: 'a currency code of three capital letters, like EUR', description });

export const instantText = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    title: 'an ISO 8601 time with an offset, like 2026-06-01T08:00+02:00',
    description,
  });

export const clockText = (description: string) =>
  Type.String({
    pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    title: 'a time of day in quotes from "00:00" to "24:00"',
    description,
  });

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const days = oneOf(
  [Type.Array(word([...WEEKDAYS]), { minItems: 1, maxItems: 7 }), word(['weekdays', 'weekends'])],
  'weekdays, weekends, or a list of mon, tue, wed, thu, fri, sat, sun',
  'Civil days that the entry holds on; every day when absent.',
);

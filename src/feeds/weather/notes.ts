import { formatUtc, instant, MILLISECONDS_PER_HOUR } from '../../time/timeline.ts';
import { DRY_BULB, PRESSURE, RELATIVE_HUMIDITY } from './columns.ts';
import type { WeatherDescription } from './description.ts';
import type { WeatherGrid } from './join.ts';
import { clockText, hourOfDay } from './sun.ts';
import type { WeatherFile } from './weather-file.ts';

type Described = Omit<WeatherDescription, 'notes'>;

/** What looks wrong about weather that could be read: doubts, not refusals. */
export function notesOn(description: Described, grid: WeatherGrid, files: readonly WeatherFile[]): string[] {
  return [
    ...new Set([
      ...files.flatMap(({ notes }) => notes),
      ...clockNotes(description, files),
      ...courseNotes(description),
      ...pressureNotes(description),
      ...stuckNotes(grid),
      ...saturationNotes(files),
    ]),
  ];
}

/** Hours by which clocks are apart from the sun; China has one zone for five hours of sun. */
const MOST_HOURS_FROM_SUN = 3.5;

const clockNotes = ({ place }: Described, files: readonly WeatherFile[]): string[] =>
  files.flatMap(({ file, utcOffsetMinutes }) => {
    const hours = utcOffsetMinutes / 60 - place.longitude / 15;
    return utcOffsetMinutes !== 0 && Math.abs(hours) > MOST_HOURS_FROM_SUN
      ? [`${file}: its clock is ${Math.abs(hours).toFixed(1)} hours from the sun's at longitude ${place.longitude}`]
      : [];
  });

/** Clouds of mornings and stamps in the middle of hours move the centre by half an hour or so; a wrong end moves it by one. */
const NOON_TOLERANCE_HOURS = 0.75;
const WARMEST = [11, 19];
const LEAST_RANGE_CELSIUS = 2;

function courseNotes({ dailyCourse, resolutionMinutes, intervalCount }: Described): string[] {
  const { noonHour, sunHighestHour, warmestHour, dailyRangeCelsius } = dailyCourse;
  // The equation of time evens out over a year, and weather over a month.
  const days = (resolutionMinutes * intervalCount) / 1440;
  const noonOff = noonHour === null ? 0 : circular(noonHour - sunHighestHour);
  const tolerance = NOON_TOLERANCE_HOURS + (days < 360 ? 0.3 : 0);
  const warmest = warmestHour === null ? null : hourOfDay(warmestHour + 12 - sunHighestHour);
  const cold = warmest !== null && (warmest < WARMEST[0] || warmest > WARMEST[1]);
  return [
    ...(days >= 7 && Math.abs(noonOff) > tolerance && noonHour !== null
      ? [
          `the irradiance lies around ${clockText(noonHour)}, the sun is highest there at ${clockText(sunHighestHour)} by the same clock: a clock or an end of intervals gone wrong?`,
        ]
      : []),
    ...(days >= 28 && cold && dailyRangeCelsius !== null && dailyRangeCelsius > LEAST_RANGE_CELSIUS
      ? [`on average warmest in the hour from ${clockText(warmestHour ?? 0)}: a clock gone wrong?`]
      : []),
  ];
}

const circular = (hours: number): number => hourOfDay(hours + 12) - 12;

const MOST_PRESSURE_KPA = 4;

function pressureNotes({ columns, standardPressureKpa, place }: Described): string[] {
  const mean = columns.find(({ column }) => column === PRESSURE.name)?.mean ?? null;
  if (mean === null || standardPressureKpa === null) return [];
  return Math.abs(mean - standardPressureKpa) > MOST_PRESSURE_KPA
    ? [
        `the mean pressure is ${mean.toPrecision(5)} kPa, that of the standard atmosphere at ${place.elevationMeters} m is ${standardPressureKpa} kPa: reduced to the level of the sea, or another height?`,
      ]
    : [];
}

const STUCK_HOURS = 24;

function stuckNotes({ columns, start, stepMilliseconds }: WeatherGrid): string[] {
  const values = columns.find(({ column }) => column === DRY_BULB)?.values ?? new Float64Array();
  let [best, bestCount] = [0, 0];
  for (let first = 0; first < values.length; ) {
    let next = first + 1;
    while (next < values.length && values[next] === values[first]) next += 1;
    if (next - first > bestCount) [best, bestCount] = [first, next - first];
    first = next;
  }
  const hours = (bestCount * stepMilliseconds) / MILLISECONDS_PER_HOUR;
  const at = formatUtc(instant(start + best * stepMilliseconds));
  return bestCount < 2 || hours < STUCK_HOURS
    ? []
    : [`${values[best]} C for ${hours} hours on end from ${at}: a value that is stuck?`];
}

function saturationNotes(files: readonly WeatherFile[]): string[] {
  const count = files
    .flatMap(({ series }) => series)
    .filter(({ column }) => column === RELATIVE_HUMIDITY)
    .flatMap(({ values }) => values)
    .filter((value) => value > 1).length;
  return count === 0
    ? []
    : [`relative humidity above 100 % is written as 1, saturated air, in ${count} ${count === 1 ? 'row' : 'rows'}`];
}

/** Columns that a file has and that hold nothing. */
export const emptyNotes = ({ columns }: WeatherGrid): string[] =>
  columns.flatMap(({ column, source, values }) =>
    values.every(Number.isNaN) ? [`${column.name} is not written: ${source} has no value`] : [],
  );

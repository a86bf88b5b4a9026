import { MILLISECONDS_PER_HOUR, MILLISECONDS_PER_MINUTE } from '../../time/timeline.ts';
import { DRY_BULB, GLOBAL_HORIZONTAL } from './columns.ts';
import type { WeatherGrid } from './join.ts';
import type { WeatherPlace } from './weather-file.ts';

/** What sun and heat say of a clock: the signs by which a shifted or a wrong one is seen. */
export interface DailyCourse {
  /** Mean hour of the day around which the irradiance lies; null without irradiance. */
  readonly noonHour: number | null;
  /** The hour at which the sun is highest there in the mean of a year. */
  readonly sunHighestHour: number;
  /** Hours of the day that are coldest and warmest in the mean; null without temperatures of every hour. */
  readonly coldestHour: number | null;
  readonly warmestHour: number | null;
  /** Between these two. */
  readonly dailyRangeCelsius: number | null;
}

/** An hour on the face of a clock of 24 hours. */
export const hourOfDay = (hours: number): number => hours - Math.floor(hours / 24) * 24;

/** `12:08` of 12.133 hours of the day. */
export function clockText(hour: number): string {
  const minutes = Math.round(hour * 60) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** By the clock of the offset. */
export function dailyCourse(grid: WeatherGrid, place: WeatherPlace, utcOffsetMinutes: number): DailyCourse {
  const hourOf = (index: number): number => {
    const local = grid.start + index * grid.stepMilliseconds + utcOffsetMinutes * MILLISECONDS_PER_MINUTE;
    return hourOfDay(local / MILLISECONDS_PER_HOUR);
  };
  const means = hourlyMeans(valuesOf(grid, DRY_BULB.name), hourOf);
  const [least, greatest] = means === null ? [null, null] : [Math.min(...means), Math.max(...means)];
  return {
    noonHour: centreOfDay(valuesOf(grid, GLOBAL_HORIZONTAL.name), hourOf, grid.stepMilliseconds),
    sunHighestHour: hourOfDay(12 - place.longitude / 15 + utcOffsetMinutes / 60),
    coldestHour: means === null || least === null ? null : means.indexOf(least),
    warmestHour: means === null || greatest === null ? null : means.indexOf(greatest),
    dailyRangeCelsius: least === null || greatest === null ? null : greatest - least,
  };
}

const valuesOf = (grid: WeatherGrid, name: string): Float64Array | null =>
  grid.columns.find(({ column }) => column.name === name)?.values ?? null;

/** Centre of the irradiance on the circle of 24 hours, so that a clock by which noon is at midnight has one too. */
function centreOfDay(values: Float64Array | null, hourOf: (index: number) => number, step: number): number | null {
  if (values === null || step > MILLISECONDS_PER_HOUR) return null;
  let [east, north] = [0, 0];
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const angle = ((hourOf(index) + step / MILLISECONDS_PER_HOUR / 2) / 24) * 2 * Math.PI;
    east += value * Math.cos(angle);
    north += value * Math.sin(angle);
  }
  if (east === 0 && north === 0) return null;
  return hourOfDay((Math.atan2(north, east) / (2 * Math.PI)) * 24);
}

function hourlyMeans(values: Float64Array | null, hourOf: (index: number) => number): number[] | null {
  if (values === null) return null;
  const sums = new Float64Array(24);
  const counts = new Float64Array(24);
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const hour = Math.floor(hourOf(index));
    sums[hour] += value;
    counts[hour] += 1;
  }
  return counts.some((count) => count === 0) ? null : Array.from(sums, (sum, hour) => sum / counts[hour]);
}

import { hump } from '../../src/scenario/sample-series.ts';
import { meanOf } from './calendar.ts';

/** Prices and carbon by the hour of the day, around a stated mean. */

/** Chinese time-of-use tariffs: four prices, as shares of the flat one. */
export interface TimeOfUse {
  readonly flatPerKwh: number;
  /** Share added at the peak and taken away in the valley: 0.5 is usual. */
  readonly spread: number;
  readonly peakHours: readonly number[];
  readonly valleyHours: readonly number[];
}

/** One price an hour; the mean over the day is what the hours make of it. */
export function timeOfUsePrices({ flatPerKwh, spread, peakHours, valleyHours }: TimeOfUse, hours: number): number[] {
  return Array.from({ length: hours }, (_, hour) => {
    const ofDay = hour % 24;
    const share = peakHours.includes(ofDay) ? 1 + spread : valleyHours.includes(ofDay) ? 1 - spread : 1;
    return flatPerKwh * share;
  });
}

/** Humps and dips round a day, as shares of the mean. */
export interface DayShape {
  readonly mean: number;
  readonly humps: readonly { readonly hour: number; readonly width: number; readonly height: number }[];
}

/** Values in the middle of each hour; the mean of a whole day is the stated one. */
export function dayShape({ mean, humps }: DayShape, hours: number): number[] {
  const day = Array.from({ length: 24 }, (_, hour) =>
    humps.reduce((sum, { hour: centre, width, height }) => sum + height * hump(hour + 0.5, centre, width), 1),
  );
  const level = meanOf(day);
  return Array.from({ length: hours }, (_, hour) => (mean * day[hour % 24]) / level);
}

/** Grams per kWh where sun and wind stand for the part of the load that they serve, and the rest has one intensity. */
export function residualCarbon(
  loadKw: readonly number[],
  cleanKw: readonly number[],
  residualGramsPerKwh: number,
): number[] {
  return loadKw.map((load, at) => residualGramsPerKwh * Math.max(0, 1 - cleanKw[at] / load));
}

export const runOfHours = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, offset) => from + offset);

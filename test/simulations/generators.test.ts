import { describe, expect, test } from 'vitest';
import {
  dayOfYear,
  dayShape,
  hoursFrom,
  meanOf,
  planeYear,
  pvYear,
  residualCarbon,
  runOfHours,
  sumOf,
  temperatureYear,
  timeOfUsePrices,
  windYear,
} from '../../simulations/generators/index.ts';
import { autoregression, makeRandom, normalShare } from '../../simulations/generators/noise.ts';
import {
  clearnessYear,
  clearYear,
  diffuseFraction,
  horizontalYear,
} from '../../simulations/generators/photovoltaics.ts';
import { airMass, cosIncidence, declination, equationOfTimeMinutes, sunAt } from '../../simulations/generators/sun.ts';
import { powerShare } from '../../simulations/generators/wind.ts';

const DEGREES = 180 / Math.PI;
const tianjin = { latitudeDegrees: 39.1, longitudeDegrees: 117.2, utcOffsetHours: 8, altitudeMetres: 5 };
const roof = { place: tianjin, peakKw: 100, tiltDegrees: 10, performanceRatio: 0.8, inverterRatio: 1, seed: 1 };

describe('the sun', () => {
  test('stands at 23.45 degrees at the solstices and near 0 at the equinoxes', () => {
    expect(declination(dayOfYear(6, 21)) * DEGREES).toBeCloseTo(23.45, 1);
    expect(declination(dayOfYear(12, 21)) * DEGREES).toBeCloseTo(-23.45, 1);
    expect(Math.abs(declination(dayOfYear(3, 21)) * DEGREES)).toBeLessThan(1);
  });

  test('is ahead of the clock by 16 minutes early in November and behind by 14 in February', () => {
    expect(equationOfTimeMinutes(dayOfYear(11, 3))).toBeCloseTo(16.4, 0);
    expect(equationOfTimeMinutes(dayOfYear(2, 11))).toBeCloseTo(-14.3, 0);
  });

  test('is highest at noon of its own time: 90 - 39.1 + 23.45 degrees at the summer solstice', () => {
    const day = dayOfYear(6, 21);
    // 117.2 degrees east is 11.2 minutes behind the clock of 120 degrees; the sun is about 2 minutes late in June.
    const noon = day * 24 + 12 + (11.2 - equationOfTimeMinutes(day)) / 60;
    const heights = [noon - 0.5, noon, noon + 0.5].map((time) => Math.asin(sunAt(tianjin, time).cosZenith) * DEGREES);
    expect(heights[1]).toBeCloseTo(90 - 39.1 + 23.45, 1);
    expect(heights[0]).toBeLessThan(heights[1]);
    expect(heights[2]).toBeCloseTo(heights[0], 6);
  });

  test('falls straight on a plane that is tilted by the latitude, at noon of an equinox', () => {
    const sun = { cosZenith: Math.cos(39.1 / DEGREES), hourAngle: 0, declination: 0 };
    expect(cosIncidence(tianjin, 39.1, sun)).toBeCloseTo(1, 12);
    expect(cosIncidence(tianjin, 0, sun)).toBeCloseTo(sun.cosZenith, 12);
  });

  test('goes through one atmosphere overhead, two at 60 degrees, 38 at the horizon', () => {
    expect(airMass(1)).toBeCloseTo(1, 3);
    expect(airMass(0.5)).toBeCloseTo(1.994, 2);
    expect(airMass(0)).toBeGreaterThan(36);
  });
});

describe('photovoltaics', () => {
  test('of a year give the stated irradiation on the ground, at no time more than a clear sky', () => {
    const clear = clearYear(tianjin);
    const flat = horizontalYear(tianjin, 1450, 1);
    expect(sumOf(flat) / 1000).toBeCloseTo(1450, 6);
    expect(flat.every((watts, hour) => watts <= clear[hour])).toBe(true);
    const clearness = clearnessYear(tianjin, 1450, 1);
    expect(Math.min(...clearness)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...clearness)).toBeLessThanOrEqual(1);
    expect(() => clearnessYear(tianjin, 2500, 1)).toThrow(/a clear sky gives \d+ kWh/);
  });

  test('a clear noon of June at sea level gives 850 to 1,050 W/m2', () => {
    const noon = clearYear(tianjin)[dayOfYear(6, 21) * 24 + 12];
    expect(noon).toBeGreaterThan(850);
    expect(noon).toBeLessThan(1050);
  });

  test('a plane that lies flat gets what the ground gets; a tilted one more over the year', () => {
    const flat = sumOf(planeYear({ place: tianjin, tiltDegrees: 0, globalHorizontalKwh: 1450, seed: 1 }));
    // The sun below 3 degrees is not trusted: half a percent at most.
    expect(flat / sumOf(horizontalYear(tianjin, 1450, 1))).toBeCloseTo(1, 2);
    expect(sumOf(planeYear({ place: tianjin, tiltDegrees: 30, globalHorizontalKwh: 1450, seed: 1 }))).toBeGreaterThan(
      flat,
    );
  });

  test('are dark at night, never above the inverters, and the same for the same seed', () => {
    const year = pvYear({ ...roof, inverterRatio: 0.6, globalHorizontalKwh: 1450 });
    expect(hoursFrom(year, dayOfYear(1, 15), 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(Math.max(...year)).toBe(60);
    expect(year).toEqual(pvYear({ ...roof, inverterRatio: 0.6, globalHorizontalKwh: 1450 }));
    expect(year).not.toEqual(pvYear({ ...roof, inverterRatio: 0.6, globalHorizontalKwh: 1450, seed: 2 }));
  });

  test('of another seed differ by weather, hardly by the year', () => {
    const kwh = [1, 2, 3, 4].map((seed) => sumOf(pvYear({ ...roof, seed, globalHorizontalKwh: 1450 })));
    expect(Math.max(...kwh) / Math.min(...kwh)).toBeLessThan(1.02);
    expect(new Set(kwh).size).toBe(4);
  });

  test('tell diffuse light by Erbs: nearly all under clouds, a sixth under a clear sky, without a step', () => {
    expect(diffuseFraction(0)).toBe(1);
    expect(diffuseFraction(0.22)).toBeCloseTo(diffuseFraction(0.2200001), 2);
    expect(diffuseFraction(0.8)).toBeCloseTo(diffuseFraction(0.8000001), 2);
    expect(diffuseFraction(0.9)).toBe(0.165);
  });
});

describe('wind', () => {
  test('gives the stated capacity factor, from nothing to full power', () => {
    const year = windYear({ peakKw: 1000, capacityFactor: 0.3, seed: 5 });
    expect(meanOf(year)).toBeCloseTo(300, 3);
    expect(Math.min(...year)).toBe(0);
    expect(Math.max(...year)).toBe(1000);
    expect(year).toEqual(windYear({ peakKw: 1000, capacityFactor: 0.3, seed: 5 }));
    expect(() => windYear({ peakKw: 1, capacityFactor: 0.9, seed: 5 })).toThrow(/beyond these turbines/);
  });

  test('follows the cube of the speed between cut-in and rated', () => {
    expect([2.9, 3, 12, 24.9, 25].map(powerShare)).toEqual([0, 0, 1, 1, 0]);
    expect(powerShare(8)).toBeCloseTo((512 - 27) / (1728 - 27), 12);
  });

  test('remembers the hour before', () => {
    const values = autoregression(makeRandom(3), 20_000, 0.9);
    const mean = meanOf(values);
    const variance = meanOf(values.map((value) => (value - mean) ** 2));
    const lagged = values.slice(1).reduce((sum, value, at) => sum + (value - mean) * (values[at] - mean), 0) / 19_999;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(variance).toBeCloseTo(1, 0);
    expect(lagged / variance).toBeCloseTo(0.9, 1);
    // Tables of the normal distribution.
    expect([-1.96, 0, 1, 1.96].map((z) => Number(normalShare(z).toFixed(4)))).toEqual([0.025, 0.5, 0.8413, 0.975]);
  });
});

test('temperature has the published mean, and its extremes in July afternoons and January nights', () => {
  const year = temperatureYear({ meanCelsius: 6.2, yearlyAmplitude: 17, dailyAmplitude: 6 });
  expect(meanOf(year)).toBeCloseTo(6.2, 9);
  const warmest = year.indexOf(Math.max(...year));
  const coldest = year.indexOf(Math.min(...year));
  expect(Math.floor(warmest / 24)).toBeGreaterThan(dayOfYear(7, 1));
  expect(Math.floor(warmest / 24)).toBeLessThan(dayOfYear(8, 1));
  // The extremes are at 15:00 and 3:00, between two hours.
  expect([14, 15]).toContain(warmest % 24);
  expect([2, 3]).toContain(coldest % 24);
  expect(Math.max(...year)).toBeCloseTo(6.2 + 17 + 6, 0);
});

describe('shapes of a day', () => {
  test('time of use: half more at the peak, half less in the valley', () => {
    const day = { flatPerKwh: 0.6, spread: 0.5, peakHours: runOfHours(17, 22), valleyHours: runOfHours(0, 8) };
    const prices = timeOfUsePrices(day, 48);
    expect([0, 12, 17, 41].map((hour) => Number(prices[hour].toFixed(9)))).toEqual([0.3, 0.6, 0.9, 0.9]);
    // 5 hours at 0.9, 8 at 0.3, 11 at 0.6.
    expect(sumOf(prices.slice(0, 24))).toBeCloseTo(5 * 0.9 + 8 * 0.3 + 11 * 0.6, 9);
  });

  test('a shape keeps its mean, rises at its humps and repeats', () => {
    const shape = dayShape({ mean: 400, humps: [{ hour: 19, width: 3, height: 0.4 }] }, 48);
    expect(meanOf(shape.slice(0, 24))).toBeCloseTo(400, 9);
    expect(shape.indexOf(Math.max(...shape))).toBe(18);
    expect(shape.slice(24)).toEqual(shape.slice(0, 24));
  });

  test('carbon is that of what sun and wind leave', () => {
    expect(residualCarbon([100, 100, 100], [0, 40, 150], 500)).toEqual([500, 300, 0]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeCoolingShare, saturationPressureKpa, wetBulbCelsius } from '../../src/physics/index.ts';

describe('saturated vapour', () => {
  // ASHRAE Handbook: Fundamentals (2017), chapter 1, table 3, kPa.
  it.each([
    [-60, 0.00108],
    [-20, 0.10324],
    [-5, 0.40174],
    [5, 0.8726],
    [25, 3.1697],
    [50, 12.3513],
    [100, 101.418],
    [150, 476.101],
  ])('at %d C has a pressure of %d kPa', (celsius, kpa) => {
    expect(Math.abs(saturationPressureKpa(celsius) / kpa - 1)).toBeLessThan(celsius === -60 ? 0.005 : 0.0003);
  });
});

describe('the wet-bulb temperature', () => {
  it('of air at 40 C with 14 % humidity is 20 C', () => {
    // ASHRAE Handbook: Fundamentals, chapter 1, example 1: humidity ratio 6.5 g/kg.
    expect(wetBulbCelsius(40, 0.14)).toBeCloseTo(20, 0);
  });

  // Stull (2011), Journal of Applied Meteorology and Climatology 50: 20 C and 50 % give 13.7 C.
  it('of air at 20 C with 50 % humidity is 13.7 C', () => {
    expect(wetBulbCelsius(20, 0.5)).toBeCloseTo(13.7, 0);
  });

  // Values that PsychroLib is tested with, at 97.73 kPa: water above and ice below freezing.
  it.each([
    [30, 0.0187193288418892, 25],
    [-1, 0.00114657481090184, -5],
  ])('of air at %d C with a humidity ratio of %d is %d C', (dryBulb, ratio, wetBulb) => {
    const pressureKpa = 97.7332;
    const vapourKpa = (pressureKpa * ratio) / (0.621945 + ratio);
    const humidity = vapourKpa / saturationPressureKpa(dryBulb);
    expect(Math.abs(wetBulbCelsius(dryBulb, humidity, pressureKpa) - wetBulb)).toBeLessThan(0.01);
  });

  it('of saturated air is that of the air, and else below it; less so in thick air', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -30, max: 45, noNaN: true }),
        fc.double({ min: 0.05, max: 0.98, noNaN: true }),
        (dryBulb, humidity) => {
          const wet = wetBulbCelsius(dryBulb, humidity);
          expect(wetBulbCelsius(dryBulb, 1)).toBeCloseTo(dryBulb, 6);
          expect(wet).toBeLessThan(dryBulb);
          expect(wetBulbCelsius(dryBulb, humidity + 0.02)).toBeGreaterThan(wet);
          expect(wetBulbCelsius(dryBulb, humidity, 80)).toBeLessThan(wet);
        },
      ),
    );
  });
});

describe('the share of free cooling', () => {
  const loop = { supplyCelsius: 18, returnCelsius: 28, approachKelvin: 4 };

  it.each([
    [-10, 1],
    [14, 1],
    [16.5, 0.75],
    [19, 0.5],
    [24, 0],
    [35, 0],
  ])('at %d C outside is %d', (outsideCelsius, share) => {
    expect(freeCoolingShare({ ...loop, outsideCelsius })).toBeCloseTo(share, 12);
  });
});

import { describe, expect, it } from 'vitest';
import { chillerCop, DEFAULT_MACHINE, heatPumpCop, interpolate } from '../../src/physics/index.ts';

describe('a heat pump by its temperatures', () => {
  // Half of the ideal, 5 K at each exchanger: 25 to 60 is 0.5 x 338.15 / (338.15 - 293.15) = 3.757.
  it.each([
    [25, 60, 3.76],
    [25, 90, 2.45],
    [40, 60, 5.64],
    [40, 90, 3.07],
    [10, 50, 3.28],
  ])('from %d to %d C has a COP of %d', (sourceCelsius, sinkCelsius, cop) => {
    expect(heatPumpCop({ sourceCelsius, sinkCelsius }, DEFAULT_MACHINE)).toBeCloseTo(cop, 2);
  });

  it('is only ever lowered by its clamp', () => {
    const water = { sourceCelsius: 25, sinkCelsius: 60 };
    const free = heatPumpCop(water, { ...DEFAULT_MACHINE, maximumCop: 100 });
    for (const maximumCop of [1, 2, 3.7, 3.8, 10, 50]) {
      expect(heatPumpCop(water, { ...DEFAULT_MACHINE, maximumCop })).toBe(Math.min(free, maximumCop));
    }
  });

  it('reaches its clamp where nothing has to be lifted', () => {
    // 70 - 5 above 50 + 5.
    expect(heatPumpCop({ sourceCelsius: 70, sinkCelsius: 50 }, DEFAULT_MACHINE)).toBe(10);
    expect(chillerCop({ sourceCelsius: 40, sinkCelsius: 20 }, DEFAULT_MACHINE)).toBe(10);
  });
});

describe('a chiller by its temperatures', () => {
  it('gives the cold of the ideal machine times its fraction', () => {
    // Evaporation at 5, condensation at 37: 0.5 x 278.15 / 32.
    expect(chillerCop({ sourceCelsius: 10, sinkCelsius: 32 }, DEFAULT_MACHINE)).toBeCloseTo(4.346, 3);
  });

  it('as an ideal machine takes from the cold side what the warm side gets less its power', () => {
    const ideal = { carnotFraction: 1, approachKelvin: 0, maximumCop: 100 };
    const water = { sourceCelsius: 7, sinkCelsius: 35 };
    expect(chillerCop(water, ideal)).toBeCloseTo(heatPumpCop(water, ideal) - 1, 9);
  });
});

describe("a maker's table", () => {
  const points = [
    { at: 20, value: 6 },
    { at: 30, value: 4 },
    { at: 50, value: 3 },
  ];

  it.each([
    [20, 6],
    [25, 5],
    [30, 4],
    [45, 3.25],
    [50, 3],
  ])('at %d says %d', (at, value) => {
    expect(interpolate(points, at)).toBeCloseTo(value, 12);
  });

  it('holds its first value below it and knows nothing beyond its last', () => {
    expect([interpolate(points, -5), interpolate(points, 50.1)]).toEqual([6, null]);
  });
});

import { describe, expect, test } from 'vitest';
import { darkPalette, type PaletteName, palette } from '../../src/report/charts/palette.ts';
import { jobColors } from '../../src/report/job-rows.ts';

/** Lightness of a colour as eyes see it, 0 (black) to 100 (white): L* of CIE 1976, from `#rrggbb`. */
function lightness(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

/** The least distance between any two of them. */
function leastDistance(colors: readonly string[]): number {
  const sorted = colors.map(lightness).sort((first, second) => first - second);
  return Math.min(...sorted.slice(1).map((value, index) => value - sorted[index]));
}

const SOURCES: readonly PaletteName[] = ['gridImport', 'renewable', 'generator', 'batteryDischarge'];
const USES: readonly PaletteName[] = [
  'baseLoad',
  'poolPower',
  'poolPowerOther',
  'distributionOverhead',
  'coolingPower',
  'heatPower',
  'dataReceived',
  'batteryCharge',
  'gridExport',
];

const COOLING: readonly PaletteName[] = [
  'coldDischarge',
  'absorptionCooling',
  'chillerCooling',
  'heatRecovery',
  'freeCooling',
];
const HEAT: readonly PaletteName[] = [
  'generatorHeat',
  'boiler',
  'heatPump',
  'heatBought',
  'heatExchanger',
  'hotDischarge',
];

test('lightness is that of the standard: black, white, and the grey in the middle', () => {
  expect(lightness('#000000')).toBe(0);
  expect(lightness('#ffffff')).toBeCloseTo(100, 6);
  expect(lightness('#777777')).toBeCloseTo(50.03, 1);
});

describe.for([
  ['light', palette],
  ['dark', darkPalette],
] as const)('areas on one another can be told apart without colour, %s', ([, colors]) => {
  test.for([
    ['sources', SOURCES, 10],
    ['uses', USES, 7],
    ['what removes heat', COOLING, 10],
    ['what supplies heat', HEAT, 9.5],
  ] as const)('%s', ([, names, least]) => {
    expect(leastDistance(names.map((name) => colors[name]))).toBeGreaterThanOrEqual(least);
  });
});

test('and so can the jobs of the first three sites', () => {
  const nameOf = (color: string) =>
    (Object.keys(palette) as PaletteName[]).find((name) => palette[name] === color) ?? 'ink';
  for (const colors of [palette, darkPalette]) {
    const firstThree = jobColors.slice(0, 3).map((color) => colors[nameOf(color)]);
    expect(leastDistance(firstThree)).toBeGreaterThanOrEqual(6);
  }
});

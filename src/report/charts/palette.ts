/**
 * Colours by meaning, so that a battery looks like a battery on every chart. The render step swaps each for
 * a custom property of the page, which is how one drawing serves light, dark and paper. What stands on one another in a
 * chart differs in lightness too: for paper without colours, and for eyes that see few.
 */
export const palette = {
  ink: '#3a3f47',
  faint: '#dcdfe4',
  gridImport: '#5b6b7f',
  gridExport: '#7c8a9c',
  renewable: '#d99a06',
  generator: '#be7555',
  batteryDischarge: '#084c39',
  batteryCharge: '#52b18f',
  batteryStored: '#147d60',
  baseLoad: '#453680',
  poolPower: '#2f6fd6',
  poolPowerOther: '#87b6f5',
  distributionOverhead: '#e0daf3',
  coolingPower: '#8dd2e3',
  heatPower: '#5d1b10',
  dataReceived: '#0a5c73',
  importPrice: '#c2410c',
  exportPrice: '#e08b5a',
  carbon: '#4d5b2a',
  window: '#c9ced6',
  late: '#c81e4a',
  demand: '#1c1c1c',
  freeCooling: '#77d5dd',
  chillerCooling: '#2c7fd1',
  absorptionCooling: '#6947a5',
  coldDischarge: '#1d3973',
  heatRecovery: '#e48c3f',
  heatPump: '#c14222',
  heatExchanger: '#e29e36',
  boiler: '#87334f',
  heatBought: '#a97da9',
  generatorHeat: '#532a15',
  hotDischarge: '#e4cc68',
  coldStored: '#1e6faa',
  hotStored: '#bc411b',
} as const;

export type PaletteName = keyof typeof palette;

/** The same colours where the page is dark. */
export const darkPalette: Readonly<Record<PaletteName, string>> = {
  ink: '#d5d9e0',
  faint: '#3a404a',
  gridImport: '#93a4ba',
  gridExport: '#98a5b5',
  renewable: '#f2b93b',
  generator: '#8b4f35',
  batteryDischarge: '#1b8f6b',
  batteryCharge: '#6ac9a8',
  batteryStored: '#43cfa4',
  baseLoad: '#6552b8',
  poolPower: '#5b8fe8',
  poolPowerOther: '#b2d0fc',
  distributionOverhead: '#f8f7fc',
  coolingPower: '#c7e9f1',
  heatPower: '#942a1a',
  dataReceived: '#157f99',
  importPrice: '#fb8a4c',
  exportPrice: '#f7b994',
  carbon: '#b5c77f',
  window: '#4a515d',
  late: '#ff6b8d',
  demand: '#f7f7f7',
  freeCooling: '#bdebef',
  chillerCooling: '#6fa8e0',
  absorptionCooling: '#9579c5',
  coldDischarge: '#3366cc',
  heatRecovery: '#eeb685',
  heatPump: '#e17053',
  heatExchanger: '#ecc07c',
  boiler: '#be5376',
  heatBought: '#c1a2c1',
  generatorHeat: '#944a25',
  hotDischarge: '#f0e3ab',
  coldStored: '#75b8e7',
  hotStored: '#ec957b',
};

const customProperties = new Map(Object.entries(palette).map(([name, color]) => [color as string, cssName(name)]));

export function cssName(name: string): string {
  return `--chart-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A colour of the palette as the page's custom property, which is another one in the dark. */
export function pageColor(color: string): string {
  const property = customProperties.get(color);
  return property === undefined ? color : `var(${property}, ${color})`;
}

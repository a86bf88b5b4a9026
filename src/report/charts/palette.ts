/**
 * Colours by meaning, so that a battery looks like a battery on every chart. The render step swaps each for
 * a custom property of the page, which is how one drawing serves light, dark and paper.
 */
export const palette = {
  ink: '#3a3f47',
  faint: '#dcdfe4',
  gridImport: '#5b6b7f',
  gridExport: '#8a97a8',
  renewable: '#d99a06',
  batteryDischarge: '#178a6a',
  batteryCharge: '#5cbf9f',
  batteryStored: '#147d60',
  baseLoad: '#7c6bb0',
  poolPower: '#2f6fd6',
  poolPowerOther: '#5f93e6',
  distributionOverhead: '#b3a7d6',
  dataReceived: '#0f8aa8',
  importPrice: '#c2410c',
  exportPrice: '#e08b5a',
  carbon: '#4d5b2a',
  window: '#c9ced6',
  late: '#c81e4a',
} as const;

export type PaletteName = keyof typeof palette;

/** The same colours where the page is dark. */
export const darkPalette: Readonly<Record<PaletteName, string>> = {
  ink: '#d5d9e0',
  faint: '#3a404a',
  gridImport: '#93a4ba',
  gridExport: '#6d7b8d',
  renewable: '#f2b93b',
  batteryDischarge: '#3cc79c',
  batteryCharge: '#8fe0c6',
  batteryStored: '#43cfa4',
  baseLoad: '#a596dc',
  poolPower: '#6ba1f7',
  poolPowerOther: '#9bc0fa',
  distributionOverhead: '#cdc4ea',
  dataReceived: '#4fc3dd',
  importPrice: '#fb8a4c',
  exportPrice: '#f7b994',
  carbon: '#b5c77f',
  window: '#4a515d',
  late: '#ff6b8d',
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

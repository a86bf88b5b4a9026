/** Series that sources do not give: documented, seeded, pure. */
export * from './calendar.ts';
export { autoregression as memoryNoise, makeRandom } from './noise.ts';
export { horizontalYear, type PvPlant, planeYear, pvYear } from './photovoltaics.ts';
export * from './shapes.ts';
export type { Place } from './sun.ts';
export { type Climate, temperatureYear } from './temperature.ts';
export { type WindFarm, windYear } from './wind.ts';

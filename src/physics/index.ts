/** Machines and air, as arithmetic on plain numbers. Knows no site, no slot and no plan. */
export {
  type CarnotMachine,
  chillerCop,
  DEFAULT_MACHINE,
  heatPumpCop,
  type LeavingWater,
} from './coefficient-of-performance.ts';
export { type CurvePoint, interpolate } from './curve.ts';
export { type FreeCooling, freeCoolingShare } from './free-cooling.ts';
export { STANDARD_PRESSURE_KPA, saturationPressureKpa, wetBulbCelsius } from './psychrometrics.ts';
export { celsiusOf, kelvinOf, ZERO_CELSIUS_IN_KELVIN } from './temperature.ts';

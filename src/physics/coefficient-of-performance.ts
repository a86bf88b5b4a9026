import { kelvinOf } from './temperature.ts';

/** How near a real machine comes to the ideal one. */
export interface CarnotMachine {
  /** Share of the ideal coefficient that it reaches. */
  readonly carnotFraction: number;
  /** Evaporation is colder than the water that leaves the cold side by this, condensation warmer than the warm side's. */
  readonly approachKelvin: number;
  /** Never more than this. */
  readonly maximumCop: number;
}

export const DEFAULT_MACHINE: CarnotMachine = { carnotFraction: 0.5, approachKelvin: 5, maximumCop: 10 };

export interface LeavingWater {
  /** Water that leaves the cold side (evaporator) and the warm side (condenser), degrees Celsius. */
  readonly sourceCelsius: number;
  readonly sinkCelsius: number;
}

/**
 * Heat given per electricity of a heat pump between two temperatures:
 *
 *   eta x T_sink / (T_sink - T_source), in kelvin,
 *
 * with T_sink the leaving water of the warm side plus the approach, T_source that of the cold side less it. The clamp
 * only ever lowers it; where nothing has to be lifted, it is the clamp.
 */
export function heatPumpCop({ sourceCelsius, sinkCelsius }: LeavingWater, machine: CarnotMachine): number {
  const { carnotFraction, approachKelvin, maximumCop } = machine;
  const condensing = kelvinOf(sinkCelsius) + approachKelvin;
  const lift = condensing - (kelvinOf(sourceCelsius) - approachKelvin);
  return lift <= 0 ? maximumCop : Math.min(maximumCop, (carnotFraction * condensing) / lift);
}

/**
 * Cold per electricity of a chiller between two temperatures: what the ideal machine takes from the cold side,
 *
 *   eta x T_source / (T_sink - T_source), in kelvin.
 */
export function chillerCop({ sourceCelsius, sinkCelsius }: LeavingWater, machine: CarnotMachine): number {
  const { carnotFraction, approachKelvin, maximumCop } = machine;
  const evaporating = kelvinOf(sourceCelsius) - approachKelvin;
  const lift = kelvinOf(sinkCelsius) + approachKelvin - evaporating;
  return lift <= 0 ? maximumCop : Math.min(maximumCop, (carnotFraction * evaporating) / lift);
}

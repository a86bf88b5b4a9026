/** What of a loop's cooling the outside air can do. */
export interface FreeCooling {
  readonly supplyCelsius: number;
  readonly returnCelsius: number;
  readonly outsideCelsius: number;
  /** How near the coolant comes to the outside temperature. */
  readonly approachKelvin: number;
}

/**
 * Share of the loop's heat that the outside takes: all of it where the coolant gets down to its supply temperature,
 * none above its return temperature, and between them how far it gets on its way from return to supply.
 */
export function freeCoolingShare({
  supplyCelsius,
  returnCelsius,
  outsideCelsius,
  approachKelvin,
}: FreeCooling): number {
  const reachedCelsius = outsideCelsius + approachKelvin;
  if (reachedCelsius <= supplyCelsius) return 1;
  return Math.max(0, (returnCelsius - reachedCelsius) / (returnCelsius - supplyCelsius));
}

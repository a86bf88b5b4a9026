/** Temperatures are in degrees Celsius unless a name says kelvin. */
export const ZERO_CELSIUS_IN_KELVIN = 273.15;

export const kelvinOf = (celsius: number): number => celsius + ZERO_CELSIUS_IN_KELVIN;
export const celsiusOf = (kelvin: number): number => kelvin - ZERO_CELSIUS_IN_KELVIN;

import { HOURS_PER_DAY, HOURS_PER_YEAR, type HourlyYear } from './calendar.ts';

/** Dry-bulb temperature: a published mean, a cosine through the year and one through the day. */
export interface Climate {
  readonly meanCelsius: number;
  /** Half of the way from the coldest to the warmest month. */
  readonly yearlyAmplitude: number;
  /** Half of the way from night to afternoon. */
  readonly dailyAmplitude: number;
}

/** Three weeks after the solstice: the land lags the sun. */
const WARMEST_DAY = 200;
const WARMEST_HOUR = 15;

/** Degrees Celsius in the middle of each hour; the mean of the year is the stated one. */
export function temperatureYear({ meanCelsius, yearlyAmplitude, dailyAmplitude }: Climate): HourlyYear {
  return Float64Array.from({ length: HOURS_PER_YEAR }, (_, hour) => {
    const middle = hour + 0.5;
    const season = Math.cos((2 * Math.PI * (middle / HOURS_PER_DAY - WARMEST_DAY)) / 365);
    const time = Math.cos((2 * Math.PI * ((middle % HOURS_PER_DAY) - WARMEST_HOUR)) / HOURS_PER_DAY);
    return meanCelsius + yearlyAmplitude * season + dailyAmplitude * time;
  });
}

import { DAYS_PER_YEAR, HOURS_PER_DAY, HOURS_PER_YEAR, type HourlyYear } from './calendar.ts';
import { autoregression, bisect, makeRandom, normalShare } from './noise.ts';
import { clearSkyGlobal, cosIncidence, extraterrestrial, type Place, sunAt } from './sun.ts';

/**
 * PV power of a year: solar geometry, a clear sky thinned by air mass, clouds, a tilted plane, and a performance ratio.
 * The one figure about the weather that must be stated is the year's global horizontal irradiation, which atlases give.
 */
export interface PvPlant {
  readonly place: Place;
  /** Power of the modules under 1,000 W/m2. */
  readonly peakKw: number;
  /** Towards the equator; 0 lies flat. */
  readonly tiltDegrees: number;
  /** AC energy over what the modules would give at their rated efficiency. */
  readonly performanceRatio: number;
  /** AC power of the inverters at most, as a share of the peak. */
  readonly inverterRatio: number;
  /** kWh per m2 and year on the flat ground. */
  readonly globalHorizontalKwh: number;
  readonly seed: number;
}

/** Parts of an hour in which the sun is looked at. */
const LOOKS_PER_HOUR = 4;
/** Weather of a day and of an hour: how much each remembers, and the day's part of the whole. */
const DAY_MEMORY = 0.4;
const HOUR_MEMORY = 0.8;
const DAY_WEIGHT = 0.7;
/** Light that the ground throws back. */
const ALBEDO = 0.2;
/** The sun just above the horizon: ratios of cosines are not trusted below. */
const LEAST_COS_ZENITH = 0.05;

/** kW, the mean of each hour by the clock of the place. */
export function pvYear(plant: PvPlant): HourlyYear {
  const { peakKw, performanceRatio, inverterRatio } = plant;
  const plane = planeYear(plant);
  return plane.map((watts) => Math.min((peakKw * performanceRatio * watts) / 1000, peakKw * inverterRatio));
}

/** W/m2 on the plane of the modules. */
export function planeYear(plant: Omit<PvPlant, 'peakKw' | 'performanceRatio' | 'inverterRatio'>): HourlyYear {
  const clearness = clearnessYear(plant.place, plant.globalHorizontalKwh, plant.seed);
  return hourly((hour, look) => planeIrradiance(plant.place, plant.tiltDegrees, look, clearness[hour]));
}

/** W/m2 on the flat ground. */
export function horizontalYear(place: Place, globalHorizontalKwh: number, seed: number): HourlyYear {
  const clearness = clearnessYear(place, globalHorizontalKwh, seed);
  return clearYear(place).map((clear, hour) => clear * clearness[hour]);
}

export const clearYear = (place: Place): HourlyYear =>
  hourly((_hour, look) => clearSkyGlobal(place, Math.floor(look / HOURS_PER_DAY), sunAt(place, look).cosZenith));

function hourly(valueAt: (hour: number, look: number) => number): HourlyYear {
  return Float64Array.from({ length: HOURS_PER_YEAR }, (_, hour) => {
    let sum = 0;
    for (let part = 0; part < LOOKS_PER_HOUR; part += 1) sum += valueAt(hour, hour + (part + 0.5) / LOOKS_PER_HOUR);
    return sum / LOOKS_PER_HOUR;
  });
}

/**
 * Share of a clear sky's light that reaches the ground, hour by hour: `u^g`, where u is even between 0 and 1 with the
 * memory of weather, and g is the one exponent that gives the year's irradiation. Never more than a clear sky.
 */
export function clearnessYear(place: Place, globalHorizontalKwh: number, seed: number): HourlyYear {
  const clear = clearYear(place);
  const clearKwh = clear.reduce((sum, watts) => sum + watts / 1000, 0);
  if (globalHorizontalKwh > clearKwh) {
    throw new RangeError(`a clear sky gives ${Math.round(clearKwh)} kWh/m2 a year there, not ${globalHorizontalKwh}`);
  }
  const random = makeRandom(seed);
  const days = autoregression(random, DAYS_PER_YEAR, DAY_MEMORY);
  const hours = autoregression(random, HOURS_PER_YEAR, HOUR_MEMORY);
  const even = Float64Array.from(hours, (hour, at) =>
    normalShare(Math.sqrt(DAY_WEIGHT) * days[Math.floor(at / HOURS_PER_DAY)] + Math.sqrt(1 - DAY_WEIGHT) * hour),
  );
  const kwhWith = (exponent: number) =>
    clear.reduce((sum, watts, at) => sum + (watts / 1000) * even[at] ** exponent, 0);
  const exponent = bisect((at) => -kwhWith(at), -globalHorizontalKwh, 0, 20);
  return even.map((value) => value ** exponent);
}

/**
 * Beam and diffuse light told apart by Erbs (1982) from the clearness against space; the beam by the angle of the
 * plane, the sky's and the ground's light as from all sides alike (Liu and Jordan).
 */
function planeIrradiance(place: Place, tiltDegrees: number, look: number, clearness: number): number {
  const sun = sunAt(place, look);
  if (sun.cosZenith <= 0) return 0;
  const day = Math.floor(look / HOURS_PER_DAY);
  const global = clearness * clearSkyGlobal(place, day, sun.cosZenith);
  const diffuse = global * diffuseFraction(global / (extraterrestrial(day) * sun.cosZenith));
  const towards = Math.max(0, cosIncidence(place, tiltDegrees, sun)) / Math.max(LEAST_COS_ZENITH, sun.cosZenith);
  const cosTilt = Math.cos((tiltDegrees * Math.PI) / 180);
  return (global - diffuse) * towards + (diffuse * (1 + cosTilt)) / 2 + (ALBEDO * global * (1 - cosTilt)) / 2;
}

export function diffuseFraction(kt: number): number {
  if (kt <= 0.22) return 1 - 0.09 * kt;
  if (kt <= 0.8) return 0.9511 - 0.1604 * kt + 4.388 * kt ** 2 - 16.638 * kt ** 3 + 12.336 * kt ** 4;
  return 0.165;
}

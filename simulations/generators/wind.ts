import { HOURS_PER_YEAR, type HourlyYear } from './calendar.ts';
import { autoregression, bisect, makeRandom, normalShare } from './noise.ts';

/** Wind power of a year: speeds of Weibull's shape with memory, through a turbine's curve. */
export interface WindFarm {
  readonly peakKw: number;
  /** Energy of the year over what the peak would give all year: the figure that farms publish. */
  readonly capacityFactor: number;
  readonly seed: number;
}

/** Shape of Weibull's distribution: 2 is Rayleigh's, the usual one on land. */
const SHAPE = 2;
/** Memory of an hour's wind. */
const MEMORY = 0.95;
/** Metres a second at which a turbine begins, is full, and stops. */
const CUT_IN = 3;
const RATED = 12;
const CUT_OUT = 25;

/** kW, the mean of each hour. The speeds' scale is the one that gives the capacity factor. */
export function windYear({ peakKw, capacityFactor, seed }: WindFarm): HourlyYear {
  const normals = autoregression(makeRandom(seed), HOURS_PER_YEAR, MEMORY);
  // Weibull's speed for a scale of 1: the quantile of the normal number's share.
  const unit = normals.map((z) => (-Math.log(Math.max(1e-12, 1 - normalShare(z)))) ** (1 / SHAPE));
  const factor = (scale: number) => unit.reduce((sum, speed) => sum + powerShare(scale * speed), 0) / HOURS_PER_YEAR;
  // Above this scale storms stop more turbines than wind starts.
  const scale = bisect(factor, capacityFactor, 0, 12);
  if (Math.abs(factor(scale) - capacityFactor) > 0.001) {
    throw new RangeError(`a capacity factor of ${capacityFactor} is beyond these turbines`);
  }
  return unit.map((speed) => peakKw * powerShare(scale * speed));
}

/** Share of full power at a speed: the cube between cut-in and rated. */
export function powerShare(metresPerSecond: number): number {
  if (metresPerSecond < CUT_IN || metresPerSecond >= CUT_OUT) return 0;
  if (metresPerSecond >= RATED) return 1;
  return (metresPerSecond ** 3 - CUT_IN ** 3) / (RATED ** 3 - CUT_IN ** 3);
}

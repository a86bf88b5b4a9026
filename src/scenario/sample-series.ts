/**
 * Shapes of a day for the sample fleet, in the fewest lines that still look like the real thing. Every series
 * has one value for each quarter of an hour; `startHour` is the local hour at which the day of the series begins.
 */
export const SAMPLE_SLOTS = 96;
const HOURS_PER_SLOT = 0.25;

/** Numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed on every machine. */
export type Random = () => number;

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state, integer arithmetic alone. */
export function makeRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Noise with memory, around 0 and within -1 to 1: each value keeps nine tenths of the one before. */
export function weather(random: Random): number[] {
  const values: number[] = [];
  for (let slot = 0; slot < SAMPLE_SLOTS; slot += 1) {
    values.push(0.9 * (values[slot - 1] ?? 0) + 0.1 * (4 * random() - 2));
  }
  return values.map((value) => Math.min(1, Math.max(-1, value)));
}

/** The local hour in the middle of each slot. */
export const localHours = (startHour: number): number[] =>
  Array.from({ length: SAMPLE_SLOTS }, (_, slot) => (startHour + (slot + 0.5) * HOURS_PER_SLOT) % 24);

/** A smooth hump of height 1 around an hour, seen round the clock; `width` is its half width at about half height. */
export function hump(hour: number, centre: number, width: number): number {
  const distance = Math.min(Math.abs(hour - centre), 24 - Math.abs(hour - centre));
  return distance >= 2 * width ? 0 : 0.5 * (1 + Math.cos((Math.PI * distance) / (2 * width)));
}

/** PV power, kW: the sun from six to eight, clouds from the noise. */
export const sunnyDay = (random: Random, startHour: number, peakKw: number): number[] => {
  const clouds = weather(random);
  return localHours(startHour).map((hour, slot) =>
    round(peakKw * hump(hour, 12.5, 3.75) * (1 - 0.35 * Math.max(0, clouds[slot])), 5),
  );
};

/** Wind power, kW: strong at night, weak after noon, gusty. */
export const windyNight = (random: Random, startHour: number, peakKw: number): number[] => {
  const gusts = weather(random);
  return localHours(startHour).map((hour, slot) => {
    const share = 0.3 + 0.5 * hump(hour, 2, 5) + 0.25 * gusts[slot];
    return round(peakKw * Math.min(1, Math.max(0.05, share)), 5);
  });
};

/** A level that follows the day: `low` at night, `high` around the given hour, with noise of a tenth of the span. */
export const dailyLevel = (
  random: Random,
  startHour: number,
  { low, high, peakHour, width, step }: { low: number; high: number; peakHour: number; width: number; step: number },
): number[] => {
  const noise = weather(random);
  return localHours(startHour).map((hour, slot) =>
    round(low + (high - low) * (hump(hour, peakHour, width) + 0.1 * noise[slot]), step),
  );
};

/** To the nearest multiple of a step, without digits that binary fractions add. */
export const round = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

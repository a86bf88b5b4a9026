import { MILLISECONDS_PER_HOUR, type SlotSeries, type Timeline } from './timeline.ts';

/** A value that holds over [start, end), in epoch milliseconds. */
export interface HeldValue {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

export interface Resampled {
  /** Time-weighted mean of each slot; NaN where the slot is not covered in full. */
  readonly values: SlotSeries;
  /** Slots of which some part has no value. */
  readonly uncoveredSlots: readonly number[];
}

/**
 * Held values -> slots, by time-weighted mean: exact for powers and intensities (the energy and mass of a
 * slot stay what they were) and for prices of load that is even within the slot. `held` ascends and does not
 * overlap; it may be finer or coarser than the slots, begin before and end after them.
 */
export function resample(timeline: Timeline, held: readonly HeldValue[]): Resampled {
  const values = new Float64Array(timeline.slotCount);
  const uncoveredSlots: number[] = [];
  let first = 0;
  for (let slot = 0; slot < timeline.slotCount; slot += 1) {
    const start = timeline.edges[slot];
    const end = timeline.edges[slot + 1];
    while (first < held.length && held[first].end <= start) first += 1;
    const { mean, covered } = meanOver(held, first, start, end);
    values[slot] = covered === end - start ? mean : Number.NaN;
    if (covered !== end - start) uncoveredSlots.push(slot);
  }
  return { values, uncoveredSlots };
}

/** Mean of the held values over [start, end) from index `first` on, and how many milliseconds they cover. */
function meanOver(held: readonly HeldValue[], first: number, start: number, end: number) {
  const whole = held[first];
  // One value over all of it is handed on untouched: a weighted mean would cost its last digits.
  if (whole !== undefined && whole.start <= start && whole.end >= end)
    return { mean: whole.value, covered: end - start };
  let covered = 0;
  let sum = 0;
  for (let index = first; index < held.length && held[index].start < end; index += 1) {
    const length = Math.min(held[index].end, end) - Math.max(held[index].start, start);
    covered += length;
    sum += (length / MILLISECONDS_PER_HOUR) * held[index].value;
  }
  return { mean: covered === 0 ? Number.NaN : sum / (covered / MILLISECONDS_PER_HOUR), covered };
}

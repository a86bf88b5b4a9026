import type { Place } from './places.ts';

/** What a job does at one place. */
export interface PlacedRun {
  readonly place: Place;
  readonly firstSlot: number;
  /** Mean units that work in slot firstSlot + k. */
  readonly activeUnits: readonly number[];
  /** Units held beside them. */
  readonly heldUnits: readonly number[];
}

/** Where and when a job runs, and what of it does not run within the horizon. */
export interface PlacedJob {
  readonly runs: readonly PlacedRun[];
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
}

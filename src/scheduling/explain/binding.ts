import { SAME_PRICE } from './prices.ts';

/** What keeps a job from being cheaper, and what a unit-hour of it would cost less without. */
export type Binding = PlaceBinding | LinkBinding;

export interface PlaceBinding {
  /**
   * `width`: it runs at full width in cheap slots, and one unit more there saves this. `poolCapacity`: all units of the
   * pool are taken there. `partSlot`: the slot lies partly in its window, and for that part it has the whole pool. `earliestStart`, `deadline`: a cheaper slot lies before the one or after the other. `sites`:
   * a site that has the pool, but that the job does not allow, is cheaper.
   */
  readonly kind: 'width' | 'poolCapacity' | 'partSlot' | 'earliestStart' | 'deadline' | 'sites';
  readonly savingPerUnitHour: number;
  readonly slot: number;
  readonly site: string;
}

/** The link from the site of its data is full there. */
export interface LinkBinding {
  readonly kind: 'linkCapacity';
  readonly savingPerUnitHour: number;
  /** What a gigabyte more in that slot would save. */
  readonly pricePerGigabyte: number;
  readonly slot: number;
  /** Receiving site. */
  readonly site: string;
  readonly from: string;
}

/** Whichever of the candidates saves most; none where that is nothing. */
export function mostSaving<Candidate extends Binding>(candidates: readonly Candidate[]): Candidate[] {
  const best = candidates.reduce<Candidate | null>(
    (kept, each) => (kept === null || each.savingPerUnitHour > kept.savingPerUnitHour ? each : kept),
    null,
  );
  return best === null || best.savingPerUnitHour <= SAME_PRICE ? [] : [best];
}

export function mostSavingFirst(bindings: readonly Binding[]): Binding[] {
  return [...bindings].sort((first, second) => second.savingPerUnitHour - first.savingPerUnitHour);
}

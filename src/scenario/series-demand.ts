import type { Instant } from '../time/timeline.ts';
import type { SiteMoney } from './money.ts';

export type SeriesDimension =
  | 'price'
  | 'power'
  | 'carbon'
  | 'bandwidth'
  | 'units'
  | 'temperature'
  | 'fraction'
  | 'pressure';

/** What a series must be. */
export interface SeriesDemand {
  readonly dimension: SeriesDimension;
  readonly minimum: number;
  readonly maximum: number;
  /** Site's zone and money; null where they are wrong themselves. */
  readonly timeZone: string | null;
  readonly money: SiteMoney | null;
  /** What may be meant by a value out of range; null where that is anybody's guess. */
  readonly hint?: (value: number) => string | null;
}

/** One row of a series file: when, and what; null where the cell says nothing. */
export interface Sample {
  readonly at: Instant;
  readonly value: number | null;
  readonly line: number;
}

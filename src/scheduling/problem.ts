import type { LpBasis } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';

/**
 * The frozen snapshot: the only thing that planning accepts, and what replay stores. Sites, stores and jobs
 * stand in canonical order, so that the order of the input decides nothing. A kept basis changes which of
 * several optima is found, so it belongs to the snapshot and its digest.
 */
export interface SchedulingProblem {
  readonly formatVersion: 1;
  readonly fleet: Fleet;
  readonly startBasis: LpBasis | null;
}

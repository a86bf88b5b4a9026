import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';

/** What the page shows: everything that its text and charts are made from. */
export interface ConsoleView {
  /** Ids of all fleets, the one that is shown among them. */
  readonly fleetIds: readonly string[];
  readonly fleetId: string;
  readonly planning: ConsolePlanning;
  /** The published plan with the fleet that it was made from; null before the first. */
  readonly published: PublishedPlan | null;
  /** Changes whenever the page would; the script compares it with what it polls. */
  readonly stateTag: string;
}

export interface PublishedPlan {
  readonly plan: Plan;
  readonly fleet: Fleet;
  readonly publishedAt: Date;
}

export type ConsolePlanning =
  | { readonly kind: 'planned' }
  | { readonly kind: 'planning'; readonly stage: string }
  | { readonly kind: 'failed'; readonly reasons: readonly string[] };

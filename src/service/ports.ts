import type { Plan, PlanningStage, SchedulingProblem } from '../scheduling/index.ts';
import type { VerificationReport } from '../verification/index.ts';

/** What the service wants of others; whoever can do it says so by these shapes. */

/** What a plan is made from, and the digest that whoever froze it computed. */
export interface PlanInput {
  readonly problem: SchedulingProblem;
  readonly digest: string;
}

/** Where fleets and their plans are kept. A promise resolves when what was written outlasts a loss of power. */
export interface FleetStore {
  /** All fleets, in the order of the code units of their ids. */
  fleets(): Promise<readonly StoredFleet[]>;
  /** Adds a fleet, or gives a known one a new input; its plans stay. */
  putFleet(fleet: StoredFleet): Promise<void>;
  /** The plan of the largest revision; null where there is none. */
  latestPlan(fleetId: string): Promise<StoredPlan | null>;
  plan(fleetId: string, revision: number): Promise<StoredPlan | null>;
  /** Largest revision of the fleet; 0 where it has no plan. */
  latestRevision(fleetId: string): Promise<number>;
  /** Adds a plan under the revision that it carries. Rejects where the fleet has that revision already. */
  addPlan(fleetId: string, input: PlanInput, plan: Plan, publishedAt: Date): Promise<StoredPlan>;
  close(): Promise<void>;
}

export interface StoredFleet {
  readonly id: string;
  readonly input: PlanInput;
  /** Where it came from, for people. */
  readonly source: string;
}

export interface StoredPlan {
  readonly plan: Plan;
  /** The plan as JSON: the same bytes whenever it is asked for. */
  readonly text: string;
  /** What it was made from, which may be older than what its fleet has now. */
  readonly input: PlanInput;
  readonly publishedAt: Date;
}

/**
 * Makes plans and verifies them, away from the event loop; one task at a time. Rejects on a bug, and when `signal`
 * interrupts.
 */
export type PlanMaker = (
  task: { readonly problem: SchedulingProblem; readonly inputDigest: string; readonly revision: number },
  options: { readonly signal: AbortSignal; readonly onProgress: (stage: PlanningStage | 'verifying') => void },
) => Promise<{ readonly plan: Plan; readonly verification: VerificationReport }>;

/** Where the service says what happened: one object and one sentence an entry. */
export interface ServiceLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

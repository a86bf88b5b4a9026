import type { Run } from './figures.ts';
import type { Clock } from './measure-plan.ts';

/** What one case is asked to do. Plain data: it crosses to a process of its own. */
export interface CaseRequest {
  readonly name: string;
  readonly seed: number;
  /** Measured runs after one that warms up. */
  readonly runs: number;
  readonly quick: boolean;
  readonly clock: Clock;
  /** For the case that measures a file. */
  readonly scenarioFile: string | null;
  /** An empty folder for scenario and plan files. */
  readonly folder: string;
}

/** Which instance was measured: the digest says whether two benchmarks measured the same. */
export interface Instance {
  readonly name: string;
  readonly sites: number;
  readonly slots: number;
  readonly jobs: number;
  readonly scenarioBytes: number;
  /** SHA-256 of the scenario file; the CSV files that it may name are not in it. */
  readonly scenarioDigest: string;
}

export interface PlanResult {
  readonly kind: 'plan';
  readonly instance: Instance;
  /** The run that warms up, the first of its process. */
  readonly first: Run;
  /** Most resident memory when it was done: what a process needs that makes one plan. */
  readonly firstPeakResidentBytes: number;
  readonly runs: readonly Run[];
  /** Planning with the savings split, one run; null where it was left out. */
  readonly splitMilliseconds: number | null;
}

/** Answers to an event at one site. */
export interface EventAtSite {
  readonly site: string;
  /** Slots of the event in which import stands at the limit of the event. */
  readonly bindingSlots: number;
  /** From the basis of the plan before the event. */
  readonly warm: readonly Run[];
  /** From nothing. */
  readonly cold: Run;
  /** |warm - cold objective| by the gap scale. */
  readonly relativeDifference: number;
}

export interface EventResult {
  readonly kind: 'event';
  readonly instance: Instance;
  readonly firstSlot: number;
  readonly lastSlot: number;
  readonly limitFraction: number;
  /** The plan that the events meet. */
  readonly before: Run;
  readonly sites: readonly EventAtSite[];
}

export interface BackendPair {
  readonly instance: Instance;
  readonly highs: readonly Run[];
  readonly glpk: readonly Run[];
  /** |GLPK's - HiGHS's objective| by the gap scale. */
  readonly relativeDifference: number;
}

export interface BackendsResult {
  readonly kind: 'backends';
  readonly pairs: readonly BackendPair[];
}

/** Not measured, and why: a package is not installed. */
export interface SkippedResult {
  readonly kind: 'skipped';
  readonly reason: string;
}

export type Measurement = PlanResult | EventResult | BackendsResult | SkippedResult;

export interface CaseResult {
  readonly name: string;
  readonly measurement: Measurement;
  /** Most resident memory of the process of the case: as the system counts it, and the largest sample. */
  readonly peakResidentBytes: number;
  readonly largestSampleBytes: number;
}

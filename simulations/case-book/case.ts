import type { ScenarioSource } from '../../src/scenario/schema/scenario.ts';
import type { Plan, SchedulingProblem } from '../../src/scheduling/index.ts';

/**
 * A real system with published figures: the scenarios that stand for it, in the project's own file format, and each
 * published figure beside a computed one.
 */
export interface Case {
  /** As the command line knows it. */
  readonly name: string;
  readonly title: string;
  /** Who published the figures, in words. */
  readonly source: string;
  /** What the source does not give and the case takes. */
  readonly assumptions: readonly string[];
  /** What the figures cannot support, however the case is built. */
  readonly limits: readonly string[];
  /** Planned one after the other. */
  readonly scenarios: readonly CaseScenario[];
  readonly figures: readonly Figure[];
}

export interface CaseScenario {
  /** A word, unique within the case; names a folder. */
  readonly name: string;
  /** A scenario file's content. It may follow from plans of the scenarios before it. */
  make(earlier: CasePlans): ScenarioSource;
}

export interface CasePlans {
  /** Plan and problem of a scenario of the case that has been planned. */
  of(scenario: string): PlannedScenario;
}

export interface PlannedScenario {
  readonly scenario: ScenarioSource;
  readonly problem: SchedulingProblem;
  readonly plan: Plan;
}

/**
 * `input`: taken over, so that it comes out again. `identity`: arithmetic on inputs. `outcome`: what a plan answers and
 * nobody put in. Only outcomes can be reproduced or missed.
 */
export type FigureKind = 'input' | 'identity' | 'outcome';

export interface Figure {
  readonly what: string;
  readonly kind: FigureKind;
  readonly unit: string;
  readonly published: Published;
  compute(plans: CasePlans): number;
  /** What the figure rests on. */
  readonly note: string;
  /** Why it is missed, where it is. */
  readonly cause?: string;
}

/** A value, a range of values, or only the side of a value on which the figure lies. */
export type Published =
  | number
  | { readonly from: number; readonly to: number }
  | { readonly direction: 'below' | 'above'; readonly of: number };

/** Largest departure of an outcome that counts as reproduced, as a share of what was published. */
export const TOLERANCE = 0.15;

import { formatUtc, type Timeline } from '../time/timeline.ts';
import type { RuleName, VerificationReport, Violation } from './rules.ts';

/** Where a check is made; what is absent does not apply. */
export interface Place {
  readonly site?: string | null;
  readonly subject?: string | null;
  readonly slot?: number | null;
}

/** A figure of the plan beside what it should be. */
export interface Comparison {
  /** What the figure is, in words: `power drawn`. */
  readonly what: string;
  readonly found: number;
  readonly limit: number;
  readonly unit: string;
  /** Allowed difference; by default that of a physical figure of this size. */
  readonly tolerance?: number;
}

/** Collects broken rules. Comparisons are written so that NaN breaks them. */
export interface Checks {
  readonly timeline: Timeline;
  /** Allowed difference of one kW, kWh, unit or unit-hour figure. */
  readonly tolerance: number;
  /** Allowed difference of a sum of figures whose absolute values add up to `size`. */
  toleranceOf(size: number): number;
  equal(rule: RuleName, place: Place, comparison: Comparison): void;
  atMost(rule: RuleName, place: Place, comparison: Comparison): void;
  atLeast(rule: RuleName, place: Place, comparison: Comparison): void;
  /**
   * `message` is a full sentence without the place; a function of it where there are many to make, for it is asked for
   * only when the rule is broken. Returns the condition.
   */
  holds(rule: RuleName, place: Place, condition: boolean, message: string | (() => string)): boolean;
  report(): VerificationReport;
}

/** Relative error of sums of figures that are rounded one by one. */
const RELATIVE_TOLERANCE = 1e-7;

export function makeChecks(timeline: Timeline, tolerance: number): Checks {
  const violations: Violation[] = [];
  let checkedRules = 0;
  const toleranceOf = (size: number) => tolerance + RELATIVE_TOLERANCE * Math.abs(size);

  function compare(rule: RuleName, place: Place, c: Comparison, relation: string, excess: number): void {
    checkedRules += 1;
    // The size of what is expected decides, or an infinite figure would excuse itself.
    const allowed = c.tolerance ?? toleranceOf(c.limit);
    if (excess <= allowed) return;
    const { found, limit, unit } = c;
    const text = `${c.what} is ${inWords(found)} ${unit}, expected ${relation}${inWords(limit)} ${unit}.`;
    violations.push({ ...placed(timeline, place), rule, found, limit, unit, message: located(timeline, place, text) });
  }

  return {
    timeline,
    tolerance,
    toleranceOf,
    equal: (rule, place, c) => compare(rule, place, c, '', Math.abs(c.found - c.limit)),
    atMost: (rule, place, c) => compare(rule, place, c, 'at most ', c.found - c.limit),
    atLeast: (rule, place, c) => compare(rule, place, c, 'at least ', c.limit - c.found),
    holds(rule, place, condition, text) {
      checkedRules += 1;
      if (!condition) {
        const message = located(timeline, place, typeof text === 'string' ? text : text());
        violations.push({ ...placed(timeline, place), rule, found: null, limit: null, unit: null, message });
      }
      return condition;
    },
    report: () => ({ ok: violations.length === 0, violations: [...violations], checkedRules }),
  };
}

function placed(timeline: Timeline, place: Place): Pick<Violation, 'site' | 'subject' | 'slot' | 'at'> {
  const slot = place.slot ?? null;
  return {
    site: place.site ?? null,
    subject: place.subject ?? null,
    slot,
    at: slot === null ? null : formatUtc(timeline.edges[slot]),
  };
}

/** `Site north, battery-1, 2026-06-01T00:00:00Z: ...` with the parts that apply. */
function located(timeline: Timeline, place: Place, text: string): string {
  const { site, subject, at } = placed(timeline, place);
  const where = [site === null ? null : `site ${site}`, subject, at].filter((part) => part !== null).join(', ');
  return where === '' ? text : `${where}: ${text}`;
}

/** Nine digits are enough to see a difference and few enough to read. */
function inWords(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : String(value);
}

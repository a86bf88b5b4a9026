import type { Fleet } from '../domain/fleet.ts';
import type { Plan, PlanSite } from '../domain/plan.ts';
import type { Checks } from './checks.ts';

/** The plan is one of this problem. */
export function checkIdentity(checks: Checks, fleet: Fleet, plan: Plan, expectedInputDigest: string | undefined): void {
  const same = (what: string, found: unknown, expected: unknown) =>
    checks.holds('planIdentity', {}, found === expected, `${what} is ${found}, expected ${expected}.`);
  same('format version', plan.wattshift, 1);
  same('name', plan.name, fleet.name);
  same('currency', plan.currency, fleet.currency);
  if (expectedInputDigest !== undefined) same('input digest', plan.inputDigest, expectedInputDigest);
}

/** Start, end and slot lengths of the plan are those of the problem. */
export function checkTimeline(checks: Checks, plan: Plan): void {
  const { edges, hours, slotCount } = checks.timeline;
  checks.holds('timeline', {}, isAt(plan.timeline.start, edges[0]), `the plan starts at ${plan.timeline.start}.`);
  checks.holds('timeline', {}, isAt(plan.timeline.end, edges[slotCount]), `the plan ends at ${plan.timeline.end}.`);
  const { slotHours } = plan.timeline;
  const complete = checks.holds(
    'timeline',
    {},
    slotHours.length === slotCount,
    `the plan has ${slotHours.length} slots, expected ${slotCount}.`,
  );
  if (!complete) return;
  slotHours.forEach((found, slot) => {
    checks.equal('timeline', { slot }, { what: 'slot length', found, limit: hours[slot], unit: 'h', tolerance: 1e-6 });
  });
}

/** Slot starts and zone of one site. */
export function checkSiteTimes(checks: Checks, planned: PlanSite, timeZone: string): void {
  const { edges, slotCount } = checks.timeline;
  const site = planned.id;
  checks.holds(
    'timeline',
    { site },
    planned.timeZone === timeZone,
    `time zone is ${planned.timeZone}, expected ${timeZone}.`,
  );
  checks.holds(
    'timeline',
    { site },
    planned.slotStarts.length === slotCount,
    `${planned.slotStarts.length} slot starts, expected ${slotCount}.`,
  );
  planned.slotStarts.slice(0, slotCount).forEach((start, slot) => {
    checks.holds('timeline', { site, slot }, isAt(start, edges[slot]), `slot starts at ${start}.`);
  });
}

function isAt(iso: string, milliseconds: number): boolean {
  return Date.parse(iso) === milliseconds;
}

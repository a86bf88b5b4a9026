import type { SlotSeries } from '../time/timeline.ts';
import type { Checks, Place } from './checks.ts';
import { sum } from './figures.ts';
import type { RuleName } from './rules.ts';

/** Checks that devices of every kind share: limits, what follows from what, and what meets on a bus. */

/** Rounding of one figure of a plan, either way. */
export const ROUNDING = 1e-6;

/** A series of the plan and the words for it. */
export interface Named {
  readonly what: string;
  readonly values: readonly number[];
}

/** The same limit in every slot, or one a slot. */
export type Limit = number | SlotSeries;

const at = (limit: Limit, slot: number): number => (typeof limit === 'number' ? limit : limit[slot]);

/** Between the least and the most in every slot. */
export function checkBetween(
  checks: Checks,
  rule: RuleName,
  place: Place,
  { what, values }: Named,
  least: Limit,
  most: Limit,
): void {
  values.forEach((found, slot) => {
    const figure = { what, found, unit: 'kW' };
    checks.atLeast(rule, { ...place, slot }, { ...figure, limit: at(least, slot) });
    checks.atMost(rule, { ...place, slot }, { ...figure, limit: at(most, slot) });
  });
}

/** A figure is its ratio times another, which is rounded itself, in every slot. */
export function checkRatio(
  checks: Checks,
  rule: RuleName,
  place: Place,
  { what, values }: Named,
  of: readonly number[],
  ratio: (slot: number) => number,
): void {
  values.forEach((found, slot) => {
    const perUnit = ratio(slot);
    const limit = of[slot] * perUnit;
    const tolerance = checks.toleranceOf(limit) + ROUNDING * Math.abs(perUnit);
    checks.equal(rule, { ...place, slot }, { what, found, limit, unit: 'kW', tolerance });
  });
}

/** A flow on a bus: a series, and how many kW each of its kW is there (1 unless given). */
export interface BusFlow {
  readonly values: readonly number[];
  readonly perKw?: number;
}

/** What comes to a bus is what leaves it, in every slot. */
export function checkBus(
  checks: Checks,
  rule: RuleName,
  place: Place,
  what: string,
  into: readonly BusFlow[],
  outOf: readonly BusFlow[],
): void {
  const rounding = ROUNDING * sum([...into, ...outOf].map(({ perKw = 1 }) => perKw));
  const total = (flows: readonly BusFlow[], slot: number) =>
    sum(flows.map(({ values, perKw = 1 }) => values[slot] * perKw));
  for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
    const found = total(outOf, slot);
    const limit = total(into, slot);
    const tolerance = checks.toleranceOf(Math.abs(found) + Math.abs(limit)) + rounding;
    checks.equal(rule, { ...place, slot }, { what, found, limit, unit: 'kW', tolerance });
  }
}

/** Customers: what they get and what they lack is what they want, neither below zero. */
export function checkDemand(
  checks: Checks,
  rule: 'heatDemand' | 'coldDemand',
  place: Place,
  demandKw: SlotSeries,
  delivered: readonly number[],
  unserved: readonly number[],
): void {
  demandKw.forEach((limit, slot) => {
    const here = { ...place, slot };
    const found = delivered[slot] + unserved[slot];
    checks.atLeast(rule, here, { what: 'what is delivered', found: delivered[slot], limit: 0, unit: 'kW' });
    checks.atLeast(rule, here, { what: 'what is not served', found: unserved[slot], limit: 0, unit: 'kW' });
    checks.equal(rule, here, { what: 'what is delivered and what is not served', found, limit, unit: 'kW' });
  });
}

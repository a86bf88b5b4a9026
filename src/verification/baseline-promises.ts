import type { BaselineFigures, BrokenPromise, CostLineName, PromiseKind } from '../domain/plan.ts';
import type { Breach } from './breaches.ts';
import type { Checks } from './checks.ts';
import { sum } from './figures.ts';
import { promiseIndex } from './promise-index.ts';

/** Rounding of one figure of a plan, and as much again. */
const ROUNDING = 2e-6;
/** Smallest amount of one slot that a baseline names, in multiples of the tolerance. */
const NEGLIGIBLE = 2;

/** The line that pays for each kind of promise, and whether it is one for each subject. */
const LINES: Readonly<Record<PromiseKind, { readonly name: CostLineName; readonly bySubject: boolean }>> = {
  deadlineKept: { name: 'unservedWork', bySubject: false },
  workServed: { name: 'unservedWork', bySubject: false },
  baseLoadServed: { name: 'shedBaseLoad', bySubject: false },
  contractedLimit: { name: 'contractBreach', bySubject: true },
  rampLimit: { name: 'rampBreach', bySubject: false },
  endEnergy: { name: 'endEnergyShortfall', bySubject: true },
  heatServed: { name: 'unservedHeat', bySubject: true },
  coldServed: { name: 'unservedCold', bySubject: true },
  carbonBudget: { name: 'carbonBudgetBreach', bySubject: false },
  renewableShare: { name: 'renewableShareBreach', bySubject: false },
  zoneRamp: { name: 'zoneRampBreach', bySubject: true },
};

/**
 * What a baseline breaks: promises of the problem, at their price, each for its amount; and what it pays for each kind
 * is the sum of what it names. `promises` are those of the problem; by how much the plan breaks them is of no matter.
 */
export function checkBaselinePromises(
  checks: Checks,
  promises: readonly Breach[],
  subject: string,
  { brokenPromises, costLines }: BaselineFigures,
): void {
  const promiseOf = promiseIndex(promises);
  for (const entry of brokenPromises) checkEntry(checks, promiseOf(entry), subject, entry);
  const named = Map.groupBy(brokenPromises, lineOf);
  const paying = Map.groupBy(promises, lineOf);
  for (const [key, promised] of paying) {
    const entries = named.get(key) ?? [];
    const lines = costLines.filter(({ name, site, component }) => keyOf(name, site, component) === key);
    const dearest = promised.reduce((most, { pricePerUnit }) => Math.max(most, Math.abs(pricePerUnit)), 0);
    const unnamed = NEGLIGIBLE * checks.tolerance * dearest * checks.timeline.slotCount * promised.length;
    const limit = sum(lines.map(({ amount }) => amount));
    checks.equal(
      'baseline',
      { site: promised[0].site, subject },
      {
        what: `cost of ${promised[0].kind}, broken as named,`,
        found: sum(entries.map(({ cost }) => cost)),
        limit,
        unit: 'money',
        tolerance: unnamed + 1e-6 * Math.max(1, Math.abs(limit)),
      },
    );
  }
}

function checkEntry(checks: Checks, promise: Breach | undefined, subject: string, entry: BrokenPromise): void {
  const place = { site: entry.site, subject: `${subject}, ${entry.subject}` };
  const known = promise !== undefined && entry.amount > 0 && entry.unit === promise.unit;
  const named = () => `${entry.kind} is named as broken by ${entry.amount} ${entry.unit}, which nobody promised.`;
  if (!checks.holds('baseline', place, known, named) || promise === undefined) return;
  const { pricePerUnit: price, unit } = promise;
  checks.equal('baseline', place, {
    what: `price of ${entry.kind}`,
    found: entry.pricePerUnit,
    limit: price,
    unit: `money/${unit}`,
    tolerance: ROUNDING,
  });
  const cost = entry.amount * price;
  checks.equal('baseline', place, {
    what: `cost of ${entry.kind}`,
    found: entry.cost,
    limit: cost,
    unit: 'money',
    tolerance: ROUNDING * (1 + Math.abs(price)),
  });
}

function lineOf({ kind, site, subject }: Pick<Breach, 'kind' | 'site' | 'subject'>): string {
  const { name, bySubject } = LINES[kind];
  return keyOf(name, site, bySubject ? subject : null);
}

const keyOf = (name: string, site: string | null, component: string | null): string =>
  JSON.stringify([name, site, component]);

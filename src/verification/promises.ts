import type { Bill } from '../billing/index.ts';
import type { BrokenPromise } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import { moneyTolerance } from './bill.ts';
import { type Breach, measureBreaches } from './breaches.ts';
import type { Checks } from './checks.ts';
import { type PlanFigures, sum } from './figures.ts';
import { promiseIndex } from './promise-index.ts';

/** In multiples of the tolerance: a slot in which less is broken need not be named. */
const NEGLIGIBLE = 2;
/** Error of a single figure behind an amount, as a share of the tolerance. */
const FIGURE_ERROR_SHARE = 0.1;

/**
 * Broken promises are complete and right. A promise may be listed in several entries, one for each stretch
 * of time: what counts is their total, and that they cover every slot in which it is broken.
 */
export function checkPromises(checks: Checks, figures: PlanFigures, bill: Bill): void {
  const breaches = measureBreaches(figures, bill);
  const listed = figures.plan.brokenPromises;
  const breachOf = promiseIndex(breaches);
  const entriesOf = Map.groupBy(listed, (entry) => breachOf(entry) ?? null);
  for (const breach of breaches) {
    const entries = entriesOf.get(breach) ?? [];
    checkAmount(checks, breach, entries);
    for (const entry of entries) {
      checkEntry(checks, breach, entry);
      checkCost(checks, breach, entry, bill);
    }
    checkCoverage(checks, breach, entries);
  }
  for (const entry of listed) {
    checks.holds(
      'unfoundedPromise',
      { site: entry.site, subject: entry.subject },
      breachOf(entry) !== undefined,
      () => `${entry.kind} is listed as broken, but nobody promised it.`,
    );
  }
}

function checkAmount(checks: Checks, breach: Breach, entries: readonly BrokenPromise[]): void {
  const found = sum(entries.map(({ amount }) => amount));
  const unfounded = entries.length > 0 && breach.amount <= 0;
  checks.equal(
    unfounded ? 'unfoundedPromise' : 'brokenPromise',
    { site: breach.site, subject: breach.subject },
    {
      what: `${breach.kind}, broken as listed,`,
      found,
      limit: breach.amount,
      unit: breach.unit,
      tolerance:
        checks.toleranceOf(breach.amount) +
        FIGURE_ERROR_SHARE * checks.tolerance * breach.amountPerUnit +
        negligibleAmount(checks, breach),
    },
  );
}

function negligibleAmount(checks: Checks, { amountPerSlot }: Breach): number {
  return sum((amountPerSlot ?? []).filter((amount) => amount <= NEGLIGIBLE * checks.tolerance));
}

function checkEntry(checks: Checks, breach: Breach, entry: BrokenPromise): void {
  const place = { site: entry.site, subject: entry.subject };
  checks.holds(
    'unfoundedPromise',
    place,
    entry.amount > 0,
    () => `${entry.kind} is listed as broken by ${entry.amount} ${entry.unit}, expected more than nothing.`,
  );
  checks.holds(
    'brokenPromise',
    place,
    entry.unit === breach.unit,
    () => `${entry.kind} is counted in ${entry.unit}, expected ${breach.unit}.`,
  );
  const { from, to } = entry;
  if (breach.amountPerSlot === null && from === null && to === null) return;
  const { start, end } = breach.within;
  const fromTime = Date.parse(from ?? '');
  const toTime = Date.parse(to ?? '');
  const isRight = breach.isWholeHorizon
    ? fromTime === start && toTime === end
    : start <= fromTime && fromTime < toTime && toTime <= end;
  checks.holds(
    'promiseTime',
    place,
    isRight,
    () =>
      `${entry.kind} is broken from ${from} to ${to}, expected a time from ${formatUtc(start)} to ${formatUtc(end)}.`,
  );
}

function checkCost(checks: Checks, breach: Breach, entry: BrokenPromise, bill: Bill): void {
  const place = { site: entry.site, subject: entry.subject };
  const price = breach.pricePerUnit;
  checks.equal('promiseCost', place, {
    what: `price of ${entry.kind}`,
    found: entry.pricePerUnit,
    limit: price,
    unit: `money/${breach.unit}`,
    tolerance: 1e-6 * Math.max(1, Math.abs(price)),
  });
  checks.equal('promiseCost', place, {
    what: `cost of ${entry.kind}`,
    found: entry.cost,
    limit: entry.amount * price,
    unit: 'money',
    tolerance: moneyTolerance(checks, bill, Math.abs(price)),
  });
}

/** Promises about the step from one slot to the next. */
const STEPS: ReadonlySet<Breach['kind']> = new Set(['rampLimit', 'zoneRamp']);

/** A step belongs to the boundary at the start of its slot, so that an entry may also end there. */
function checkCoverage(checks: Checks, breach: Breach, entries: readonly BrokenPromise[]): void {
  if (breach.amountPerSlot === null || entries.length === 0) return;
  const { edges } = checks.timeline;
  breach.amountPerSlot.forEach((amount, slot) => {
    if (amount <= NEGLIGIBLE * checks.tolerance) return;
    const covered = entries.some(({ from, to }) => {
      const [start, end] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
      if (STEPS.has(breach.kind)) return start <= edges[slot] && edges[slot] <= end;
      return start <= edges[slot] && edges[slot + 1] <= end;
    });
    checks.holds(
      'promiseTime',
      { site: breach.site, subject: breach.subject, slot },
      covered,
      `${breach.kind} is broken here, but the plan names another time.`,
    );
  });
}

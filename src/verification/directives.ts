import { activeUnitsBySite, type SlotStretch } from '../billing/index.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobDirective } from '../domain/plan.ts';
import { formatUtc, instant, slotAt, type Timeline, timelineEnd, timelineStart } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, PlanFigures } from './figures.ts';

/** A directive with its moment, epoch milliseconds. */
interface Order {
  readonly at: number;
  readonly directive: JobDirective;
}

const NOTHING_ACTIVE: SlotStretch = { firstSlot: 0, values: new Float64Array(0) };

/** A directive's time is written in whole milliseconds. */
const TEXT_ROUNDING = 1;

/**
 * Carries the directives out, site by site, and compares the units that run with the allocations. Contiguous jobs
 * have only the start of their run, which is checked with it.
 */
export function checkDirectives(checks: Checks, { jobs }: PlanFigures): void {
  for (const figures of jobs) {
    if (figures.job.shape === 'contiguous') continue;
    const active = activeUnitsBySite(figures.planned.allocations);
    const sites = new Set([...active.keys(), ...figures.planned.directives.map(({ site }) => site)]);
    for (const site of sites) {
      const orders = readOrders(checks, figures, site);
      if (orders !== null) carryOut(checks, figures.job, site, orders, active.get(site) ?? NOTHING_ACTIVE);
    }
  }
}

/** In time's order; null when one stands outside the horizon. */
function readOrders(checks: Checks, { job, planned }: JobFigures, site: string): readonly Order[] | null {
  const place = { site, subject: `job ${job.id}` };
  const start = timelineStart(checks.timeline);
  const end = timelineEnd(checks.timeline);
  const orders: Order[] = [];
  let sound = true;
  for (const directive of planned.directives) {
    if (directive.site !== site) continue;
    const { action, units, at: text } = directive;
    const at = Date.parse(text);
    const inside = checks.holds(
      'jobDirective',
      place,
      at >= start && at <= end && Number.isFinite(units),
      () => `${action} of ${units} units at ${text} lies outside the horizon or is no number.`,
    );
    sound &&= inside;
    orders.push({ at, directive });
  }
  return sound ? orders.sort((a, b) => a.at - b.at) : null;
}

/** Each word fits what runs; the mean of each slot is the allocation; nothing runs outside the job's window. */
function carryOut(checks: Checks, job: ComputeJob, site: string, orders: readonly Order[], active: SlotStretch): void {
  const { edges, slotCount } = checks.timeline;
  const place = { site, subject: `job ${job.id}` };
  const ordered = new Map<number, number>();
  active.values.forEach((_, k) => {
    ordered.set(active.firstSlot + k, 0);
  });
  const closes = job.deadlinePolicy.kind === 'hard' ? job.deadline : Number.POSITIVE_INFINITY;
  let units = 0;
  orders.forEach(({ at, directive: { action, units: after } }, k) => {
    const until = orders[k + 1]?.at ?? edges[slotCount];
    const before = units;
    checks.holds(
      'jobDirective',
      place,
      isFitting(action, before, after),
      () => `${action} from ${before} to ${after} units is not what the word says.`,
    );
    checks.holds(
      'jobDirective',
      place,
      after === 0 || (at > job.earliestStart - TEXT_ROUNDING && until < closes + TEXT_ROUNDING),
      () => `${action} at ${formatUtc(at)} lets ${after} units run outside the job's window.`,
    );
    units = after;
    if (after !== 0) addMeanUnits(checks.timeline, ordered, at, until, after);
  });
  for (const [slot, found] of ordered) {
    const limit = active.values[slot - active.firstSlot] ?? 0;
    checks.equal('jobDirective', { ...place, slot }, { what: 'units by the directives', found, limit, unit: 'units' });
  }
}

/** Adds the mean of each slot while `units` run from one moment to another. */
function addMeanUnits(timeline: Timeline, means: Map<number, number>, from: number, to: number, units: number): void {
  const { edges, slotCount } = timeline;
  for (let t = slotAt(timeline, instant(from)); t >= 0 && t < slotCount && edges[t] < to; t += 1) {
    const inside = Math.min(to, edges[t + 1]) - Math.max(from, edges[t]);
    means.set(t, (means.get(t) ?? 0) + (units * inside) / (edges[t + 1] - edges[t]));
  }
}

/** START and RESUME begin, SUSPEND ends, RESIZE changes what runs. */
function isFitting(action: JobDirective['action'], before: number, after: number): boolean {
  if (action === 'SUSPEND') return before > 0 && after === 0;
  if (action === 'RESIZE') return before > 0 && after > 0;
  return before === 0 && after > 0;
}

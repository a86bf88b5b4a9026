import { activeUnitsBySite } from '../billing/index.ts';
import type { JobDirective } from '../scheduling/plan.ts';
import { instant, slotAt, timelineEnd } from '../time/timeline.ts';
import type { Checks } from './checks.ts';
import type { JobFigures, PlanFigures } from './figures.ts';

/** A directive's time, as a slot: slotCount where it stands at the end of the horizon. */
interface Order {
  readonly slot: number;
  readonly directive: JobDirective;
}

/** Carries the directives out, site by site, and compares the units that run with the allocations. */
export function checkDirectives(checks: Checks, { jobs }: PlanFigures): void {
  for (const figures of jobs) {
    const active = activeUnitsBySite(checks.timeline, figures.planned.allocations);
    const sites = new Set([...active.keys(), ...figures.planned.directives.map(({ site }) => site)]);
    for (const site of sites) {
      const idle = new Float64Array(checks.timeline.slotCount);
      const orders = readOrders(checks, figures, site);
      if (orders !== null) carryOut(checks, figures.job.id, site, orders, active.get(site) ?? idle);
    }
  }
}

/** In time's order; null when one stands outside the horizon. */
function readOrders(checks: Checks, { job, planned }: JobFigures, site: string): readonly Order[] | null {
  const { timeline } = checks;
  const orders = planned.directives
    .filter((directive) => directive.site === site)
    .map((directive) => {
      const at = Date.parse(directive.at);
      const slot = at === timelineEnd(timeline) ? timeline.slotCount : slotAt(timeline, instant(at));
      return { slot: Number.isNaN(at) ? -1 : slot, directive };
    });
  const sound = orders.map(({ slot, directive }) =>
    checks.holds(
      'jobDirective',
      { site, subject: `job ${job.id}` },
      slot >= 0 && Number.isFinite(directive.units),
      `${directive.action} of ${directive.units} units at ${directive.at} lies outside the horizon or is no number.`,
    ),
  );
  return sound.every(Boolean) ? orders.sort((a, b) => a.slot - b.slot) : null;
}

function carryOut(checks: Checks, job: string, site: string, orders: readonly Order[], active: Float64Array): void {
  const { slotCount } = checks.timeline;
  const subject = `job ${job}`;
  let units = 0;
  let next = 0;
  for (let slot = 0; slot <= slotCount; slot += 1) {
    for (; next < orders.length && orders[next].slot === slot; next += 1) {
      const { action, units: after } = orders[next].directive;
      checks.holds(
        'jobDirective',
        { site, subject, slot: slot < slotCount ? slot : null },
        isFitting(action, units, after),
        `${action} from ${units} to ${after} units is not what the word says.`,
      );
      units = after;
    }
    if (slot === slotCount) return;
    checks.equal(
      'jobDirective',
      { site, subject, slot },
      { what: 'units by the directives', found: units, limit: active[slot], unit: 'units' },
    );
  }
}

/** START and RESUME begin, SUSPEND ends, RESIZE changes what runs. */
function isFitting(action: JobDirective['action'], before: number, after: number): boolean {
  if (action === 'SUSPEND') return before > 0 && after === 0;
  if (action === 'RESIZE') return before > 0 && after > 0;
  return before === 0 && after > 0;
}

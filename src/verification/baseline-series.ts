import type { Fleet, Link, Site } from '../domain/fleet.ts';
import type { BaselineFigures, PlanSeries } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { type PlanFigures, type PoolFigures, sum } from './figures.ts';
import { mayHold } from './series.ts';

/** Rounding of one figure of a plan. */
const ROUNDING = 1e-6;

/** What a baseline receives and holds stands in it, is paid for, and keeps the limits that it says to keep. */
export function checkBaselineSeries(
  checks: Checks,
  { sites, fleet }: PlanFigures,
  subject: string,
  baseline: BaselineFigures,
): void {
  const complete = fleet.sites.map((site) => checkPresence(checks, fleet, site, subject, baseline));
  checkStrangeLines(checks, fleet.links, subject, baseline);
  if (!complete.every(Boolean)) return;
  for (const link of fleet.links) checkReceived(checks, link, subject, baseline);
  if (!baseline.physicallySound) return;
  for (const { site, pools } of sites) {
    for (const pool of pools) checkUnits(checks, site.id, pool, subject, baseline);
  }
}

/** Series of units and data stand there just as in a plan; all others are not looked at here. */
function checkPresence(checks: Checks, fleet: Fleet, site: Site, subject: string, baseline: BaselineFigures): boolean {
  const { pools } = site.compute;
  const expected = {
    poolBusyUnits: pools.map(({ id }) => id),
    poolHeldUnits: pools.filter((pool) => mayHold(fleet, site.id, pool.id)).map(({ id }) => id),
    linkTransfer: fleet.links.filter(({ to }) => to === site.id).map(({ from }) => from),
  };
  const series = baseline.sites.find(({ id }) => id === site.id)?.series ?? [];
  return Object.entries(expected)
    .map(([name, components]) => {
      const found = series.filter((each) => each.name === name);
      const names = found.map(({ component }) => component);
      return checks.holds(
        'baseline',
        { site: site.id, subject },
        sorted(names) === sorted(components) && found.every((each) => isFullLength(checks, each)),
        `series ${name} stands there for ${sorted(names)}, expected one number a slot for ${sorted(components)}.`,
      );
    })
    .every(Boolean);
}

const sorted = (names: readonly (string | null)[]): string => JSON.stringify([...names].sort());

function isFullLength(checks: Checks, { values }: PlanSeries): boolean {
  return values.length === checks.timeline.slotCount && values.every((value) => Number.isFinite(value));
}

/** Zeros where the site has no such series: held units stand only where contiguous jobs may run. */
function valuesOf(checks: Checks, baseline: BaselineFigures, site: string, name: string, component: string) {
  const series = baseline.sites.find(({ id }) => id === site)?.series ?? [];
  const found = series.find((each) => each.name === name && each.component === component);
  return found?.values ?? new Array<number>(checks.timeline.slotCount).fill(0);
}

/** What it receives over a link is paid for, and fits the link where the baseline says so. */
function checkReceived(checks: Checks, link: Link, subject: string, baseline: BaselineFigures): void {
  const { from, to, pricePerGigabyte, capacityGigabytesPerHour } = link;
  const place = { site: to, subject: `${subject}, link from ${from}` };
  const received = valuesOf(checks, baseline, to, 'linkTransfer', from);
  received.forEach((found, slot) => {
    const data = { what: 'data received', found, unit: 'GB/h' };
    checks.atLeast('baseline', { ...place, slot }, { ...data, limit: 0 });
    if (!baseline.physicallySound) return;
    checks.atMost('baseline', { ...place, slot }, { ...data, limit: capacityGigabytesPerHour[slot] });
  });
  const { hours } = checks.timeline;
  const lines = baseline.costLines.filter(
    ({ name, site, component }) => name === 'dataTransfer' && site === to && component === from,
  );
  const limit = pricePerGigabyte * sum(received.map((perHour, t) => perHour * hours[t]));
  checks.equal('baseline', place, {
    what: 'cost line dataTransfer',
    found: sum(lines.map(({ amount }) => amount)),
    limit,
    unit: 'money',
    tolerance: 1e-6 * Math.max(1, Math.abs(limit)) + ROUNDING * Math.abs(pricePerGigabyte) * sum(hours),
  });
}

/** Busy and held units fit the pool. */
function checkUnits(
  checks: Checks,
  site: string,
  { pool }: PoolFigures,
  subject: string,
  baseline: BaselineFigures,
): void {
  const busy = valuesOf(checks, baseline, site, 'poolBusyUnits', pool.id);
  const held = valuesOf(checks, baseline, site, 'poolHeldUnits', pool.id);
  pool.unitsAvailable.forEach((limit, slot) => {
    const place = { site, subject: `${subject}, ${pool.id}`, slot };
    const units = { what: 'busy and held units', found: busy[slot] + held[slot], limit, unit: 'units' };
    checks.atMost('baseline', place, units);
  });
}

function checkStrangeLines(checks: Checks, links: readonly Link[], subject: string, baseline: BaselineFigures): void {
  for (const { name, site, component } of baseline.costLines) {
    if (name !== 'dataTransfer') continue;
    checks.holds(
      'baseline',
      { site, subject },
      links.some((link) => link.from === component && link.to === site),
      `it pays for data from ${component}, from where no link leads.`,
    );
  }
}

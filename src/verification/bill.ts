import { type Bill, billFlows, costLineKey, type SiteFlows } from '../billing/index.ts';
import type { Emissions, PlanDemandCharge } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** Error of a single figure that a bill has to live with: solver tolerance and rounding, as a share of the tolerance. */
const FIGURE_ERROR_SHARE = 0.1;
const RELATIVE_MONEY_TOLERANCE = 1e-6;
const OBJECTIVE_TOLERANCE = 1e-9;

/** Money that an amount may be off when the figures behind it move it by `moneyPerUnit` each. */
export function moneyTolerance(checks: Checks, bill: Bill, moneyPerUnit: number): number {
  return (
    RELATIVE_MONEY_TOLERANCE * Math.max(1, bill.absoluteTotal) + FIGURE_ERROR_SHARE * checks.tolerance * moneyPerUnit
  );
}

/** The bill of the plan's own flows. */
export function billOf({ fleet, plan, sites, jobs }: PlanFigures): Bill {
  return billFlows(fleet, {
    sites: sites.map(siteFlows),
    links: sites.flatMap(({ links }) =>
      links.map(({ link: { from, to }, gigabytesPerHour }) => ({ from, to, gigabytesPerHour })),
    ),
    offsets: plan.offsets,
    jobs: jobs.map(({ job, planned }) => ({ job: job.id, ...planned })),
  });
}

/** What the tariffs look at, of the plan's figures of one site. */
export function siteFlows({ site, importKw, exportKw, baseLoadShedKw, plant, ...figures }: SiteFigures): SiteFlows {
  return {
    site: site.id,
    importKw,
    exportKw,
    plant,
    renewables: figures.renewables.map(({ renewable, usedKw }) => ({ renewable: renewable.id, usedKw })),
    baseLoadShedKw,
    batteries: figures.batteries.map(({ battery, chargeKw, dischargeKw, storedKwh }) => ({
      battery: battery.id,
      chargeKw,
      dischargeKw,
      storedAtEndKwh: storedKwh[storedKwh.length - 1],
    })),
  };
}

/** Cost lines, objective, demand charges and emissions against the bill. */
export function checkBill(checks: Checks, { plan }: PlanFigures, bill: Bill): void {
  checkCostLines(checks, plan.costLines, bill);
  const absoluteTotal = sum(plan.costLines.map(({ amount }) => Math.abs(amount)));
  checks.equal(
    'objective',
    {},
    {
      what: 'objective',
      found: plan.objective,
      limit: sum(plan.costLines.map(({ amount }) => amount)),
      unit: plan.currency,
      tolerance: OBJECTIVE_TOLERANCE * Math.max(1, absoluteTotal),
    },
  );
  checkDemandCharges(checks, plan.demandCharges, bill, plan.currency);
  checkEmissions(checks, 'emissions', plan.emissions, bill.emissions);
}

/** A line that is absent counts as 0, on either side. */
function checkCostLines(checks: Checks, found: PlanFigures['plan']['costLines'], bill: Bill): void {
  const billed = new Map(bill.lines.map((line) => [costLineKey(line), line]));
  const planned = new Map<string, number>();
  for (const line of found) {
    const key = costLineKey(line);
    const place = { site: line.site, subject: line.component };
    checks.holds('costLine', place, !planned.has(key), `cost line ${line.name} stands in the plan twice.`);
    checks.holds('costLine', place, Number.isFinite(line.amount), `cost line ${line.name} is ${line.amount}.`);
    planned.set(key, (planned.get(key) ?? 0) + line.amount);
  }
  for (const line of [...bill.lines, ...found.filter((each) => !billed.has(costLineKey(each)))]) {
    const key = costLineKey(line);
    checks.equal(
      'costLine',
      { site: line.site, subject: line.component },
      {
        what: `cost line ${line.name}`,
        found: planned.get(key) ?? 0,
        limit: billed.get(key)?.amount ?? 0,
        unit: 'money',
        tolerance: moneyTolerance(checks, bill, billed.get(key)?.moneyPerUnit ?? 0),
      },
    );
  }
}

function checkDemandCharges(checks: Checks, found: readonly PlanDemandCharge[], bill: Bill, currency: string): void {
  for (const expected of bill.demandCharges) {
    const { site, id, period } = expected;
    const place = { site, subject: `${id} ${period}` };
    const same = found.filter((each) => each.site === site && each.id === id && each.period === period);
    const once = checks.holds(
      'demandCharge',
      place,
      same.length === 1,
      `stands in the plan ${same.length} times, expected once.`,
    );
    if (!once) continue;
    const perKw = Math.abs(expected.pricePerKw);
    const figures = [
      { key: 'peakKw', unit: 'kW', tolerance: undefined },
      { key: 'floorKw', unit: 'kW', tolerance: undefined },
      { key: 'pricePerKw', unit: `${currency}/kW`, tolerance: 1e-6 * Math.max(1, perKw) },
      { key: 'increment', unit: currency, tolerance: moneyTolerance(checks, bill, perKw) },
      { key: 'whole', unit: currency, tolerance: moneyTolerance(checks, bill, perKw) + 1e-9 * expected.whole },
    ] as const;
    for (const { key, unit, tolerance } of figures) {
      checks.equal('demandCharge', place, { what: key, found: same[0][key], limit: expected[key], unit, tolerance });
    }
  }
  checks.holds(
    'demandCharge',
    {},
    found.length === bill.demandCharges.length,
    `${found.length} demand charges, expected ${bill.demandCharges.length}.`,
  );
}

/** Unknown stays unknown: null and nothing else where a signal is not known at every site. */
export function checkEmissions(
  checks: Checks,
  rule: 'emissions' | 'baseline',
  found: Emissions,
  expected: Emissions,
): void {
  for (const signal of ['averageKg', 'marginalKg', 'marketKg', 'coveredKg', 'fuelKg', 'offsetKg'] as const) {
    const foundKg = found[signal];
    const expectedKg = expected[signal];
    const bothKnown = checks.holds(
      rule,
      { subject: signal },
      (foundKg === null) === (expectedKg === null),
      `emissions are ${foundKg}, expected ${expectedKg} kg.`,
    );
    if (!bothKnown || foundKg === null || expectedKg === null) continue;
    checks.equal(rule, { subject: signal }, { what: 'emissions', found: foundKg, limit: expectedKg, unit: 'kg' });
  }
}

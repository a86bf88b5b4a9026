import { type Bill, importFigures } from '../billing/index.ts';
import type { BaselineFigures, Emissions, PlantSeriesName } from '../domain/plan.ts';
import { checkBaselinePromises } from './baseline-promises.ts';
import { checkBaselineSeries } from './baseline-series.ts';
import { checkEmissions } from './bill.ts';
import { measureBreaches } from './breaches.ts';
import type { Checks } from './checks.ts';
import { type PlanFigures, sum } from './figures.ts';
import { totalKilograms } from './targets.ts';

/** The two baselines add up, and savings are the differences to them. */
export function checkBaselines(checks: Checks, figures: PlanFigures, bill: Bill): void {
  const { baselines, savings, objective, currency } = figures.plan;
  checks.holds('savings', {}, baselines !== null || savings === null, 'savings are stated without baselines.');
  if (baselines === null) return;
  const { firstComeFirstServed, ruleBasedStorage } = baselines;
  const promises = measureBreaches(figures, bill);
  for (const [subject, baseline] of Object.entries({ firstComeFirstServed, ruleBasedStorage })) {
    checkBaseline(checks, figures, subject, baseline);
    checkBaselinePromises(checks, promises, subject, baseline);
  }
  if (savings === null) return;
  const pairs = [
    { what: 'againstFirstComeFirstServed', found: savings.againstFirstComeFirstServed, baseline: firstComeFirstServed },
    { what: 'againstRuleBasedStorage', found: savings.againstRuleBasedStorage, baseline: ruleBasedStorage },
  ];
  for (const { what, found, baseline } of pairs) {
    const limit = baseline.objective - objective;
    const tolerance = 2e-6 + 1e-9 * (Math.abs(baseline.objective) + Math.abs(objective));
    checks.equal('savings', { subject: what }, { what: 'money saved', found, limit, unit: currency, tolerance });
  }
  checkCarbonSaved(checks, figures, firstComeFirstServed.emissions, savings.carbonKgAgainstFirstComeFirstServed);
}

function checkBaseline(checks: Checks, figures: PlanFigures, subject: string, baseline: BaselineFigures): void {
  const { fleet, plan } = figures;
  const amounts = baseline.costLines.map(({ amount }) => amount);
  checks.equal(
    'baseline',
    { subject },
    {
      what: 'objective',
      found: baseline.objective,
      limit: sum(amounts),
      unit: plan.currency,
      tolerance: 1e-9 * Math.max(1, sum(amounts.map(Math.abs))),
    },
  );
  const imports = fleet.sites.map((site) => ({
    site: site.id,
    importKw: valuesOf(baseline, site.id, 'gridImport', null) ?? [],
    // What a rule shows no series of stands still.
    plant: (name: PlantSeriesName, component: string | null) =>
      valuesOf(baseline, site.id, name, component) ?? new Float64Array(checks.timeline.slotCount),
  }));
  const complete = checks.holds(
    'baseline',
    { subject },
    imports.every(({ importKw }) => importKw.length === checks.timeline.slotCount),
    'grid import is not given for every site and slot.',
  );
  if (!complete) return;
  const expected = importFigures(fleet, imports);
  const place = { subject };
  const energy = { found: baseline.energyImportedKwh, limit: expected.energyImportedKwh };
  checks.equal('baseline', place, { what: 'energy imported', ...energy, unit: 'kWh' });
  const peak = { found: baseline.peakImportKw, limit: expected.peakImportKw };
  checks.equal('baseline', place, { what: 'peak import', ...peak, unit: 'kW' });
  checkEmissions(checks, 'baseline', baseline.emissions, expected.emissions);
  checkBaselineSeries(checks, figures, subject, baseline);
}

function valuesOf(
  baseline: BaselineFigures,
  siteId: string,
  name: string,
  component: string | null,
): readonly number[] | undefined {
  const site = baseline.sites.find(({ id }) => id === siteId);
  return site?.series.find((each) => each.name === name && each.component === component)?.values;
}

function checkCarbonSaved(checks: Checks, figures: PlanFigures, baseline: Emissions, found: number | null): void {
  const before = totalKilograms(baseline, figures.fleet.objective.carbonSignal);
  const now = totalKilograms(figures.plan.emissions, figures.fleet.objective.carbonSignal);
  const limit = before === null || now === null ? null : before - now;
  const place = { subject: 'carbonKgAgainstFirstComeFirstServed' };
  const bothKnown = checks.holds(
    'savings',
    place,
    (found === null) === (limit === null),
    `carbon saved is ${found}, expected ${limit} kg.`,
  );
  if (!bothKnown || found === null || limit === null) return;
  checks.equal('savings', place, { what: 'carbon saved', found, limit, unit: 'kg' });
}

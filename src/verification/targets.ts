import type { CarbonSignal } from '../domain/fleet.ts';
import type { Emissions } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { checkBetween, ROUNDING } from './devices.ts';
import { type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** Green power, offsets, and a carbon budget that no price breaks. Targets with a price are promises. */
export function checkTargets(checks: Checks, figures: PlanFigures): void {
  for (const site of figures.sites) checkGreenPower(checks, site);
  checkOffsets(checks, figures);
  checkCarbonBudget(checks, figures);
}

function checkGreenPower(checks: Checks, { site, importKw, plant: series }: SiteFigures): void {
  const { greenPower, renewableFraction } = site.grid;
  if (greenPower.length === 0) return;
  const { hours } = checks.timeline;
  const bought = greenPower.map((purchase) => {
    const place = { site: site.id, subject: purchase.id };
    const values = series('greenPower', purchase.id);
    checkBetween(checks, 'greenPower', place, { what: 'import covered', values }, 0, purchase.limitKw);
    const found = sum(values.map((kw, t) => kw * hours[t]));
    const limit = purchase.limitKwh;
    const tolerance = checks.toleranceOf(limit) + ROUNDING * sum(hours);
    checks.atMost('greenPower', place, { what: 'energy covered', found, limit, unit: 'kWh', tolerance });
    return values;
  });
  importKw.forEach((kw, slot) => {
    const limit = kw * (1 - (renewableFraction?.[slot] ?? 0));
    const found = sum(bought.map((values) => values[slot]));
    const tolerance = checks.toleranceOf(limit) + ROUNDING * (1 + bought.length);
    const covered = { what: 'import covered by all green power', found, limit, unit: 'kW', tolerance };
    checks.atMost('greenPower', { site: site.id, slot }, covered);
  });
}

/** Grams of a tonne and of a kilogram cancel: money per kg is money per tonne / 1000. */
const KILOGRAMS_PER_TONNE = 1000;

function checkOffsets(checks: Checks, { fleet, plan }: PlanFigures): void {
  const { offsets } = fleet.targets;
  for (const { id, limitKg, pricePerTonne } of offsets) {
    const place = { subject: id };
    const found = plan.offsets.filter((offset) => offset.id === id);
    // A rule buys none, and its plan may leave out what it does not buy.
    const times = plan.certificate === null && plan.offsets.length === 0 ? 0 : 1;
    const message = `stands in the plan ${found.length} times, expected ${times}.`;
    if (!checks.holds('offset', place, found.length === times, message) || times === 0) continue;
    const { kg, cost } = found[0];
    checks.atLeast('offset', place, { what: 'offset bought', found: kg, limit: 0, unit: 'kg' });
    checks.atMost('offset', place, { what: 'offset bought', found: kg, limit: limitKg, unit: 'kg' });
    const pricePerKg = pricePerTonne / KILOGRAMS_PER_TONNE;
    const limit = kg * pricePerKg;
    const tolerance = checks.toleranceOf(limit) + ROUNDING * pricePerKg;
    checks.equal('offset', place, { what: 'cost of the offset', found: cost, limit, unit: 'money', tolerance });
  }
  for (const { id } of plan.offsets) {
    checks.holds(
      'offset',
      { subject: id },
      offsets.some((offset) => offset.id === id),
      'nobody offers this offset.',
    );
  }
}

/** From the plan's own emissions, which are held against its series elsewhere. */
function checkCarbonBudget(checks: Checks, { fleet, plan }: PlanFigures): void {
  const budget = fleet.targets.carbonBudget;
  if (budget === null || budget.breachPricePerKg !== null) return;
  const { carbonSignal } = fleet.objective;
  const emitted = totalKilograms(plan.emissions, carbonSignal);
  const known = checks.holds('carbonBudget', {}, emitted !== null, `the ${carbonSignal} carbon signal is not known.`);
  if (!known || emitted === null) return;
  const found = emitted - sum(plan.offsets.map(({ kg }) => kg));
  const tolerance = checks.toleranceOf(emitted + budget.limitKg);
  const net = { what: 'emissions less offsets', found, limit: budget.limitKg, unit: 'kg', tolerance };
  checks.atMost('carbonBudget', {}, net);
}

/** Import at the signal and fuel, less what green power covers at the market signal; null where it is not known. */
export function totalKilograms(emissions: Emissions, signal: CarbonSignal): number | null {
  const bySignal = { average: emissions.averageKg, marginal: emissions.marginalKg, market: emissions.marketKg };
  const imported = bySignal[signal];
  if (imported === null) return null;
  const covered = signal === 'market' ? emissions.coveredKg : 0;
  return imported + emissions.fuelKg - covered;
}

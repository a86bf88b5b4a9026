import type { Generator } from '../domain/plant.ts';
import type { Checks } from './checks.ts';
import { checkBetween, checkRatio, ROUNDING } from './devices.ts';
import { type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** Power, fuel, least load, budgets and heat of every generator. */
export function checkGenerators(checks: Checks, { sites }: PlanFigures): void {
  for (const figures of sites) {
    for (const device of figures.site.plant.generators) checkGenerator(checks, figures, device);
  }
}

function checkGenerator(checks: Checks, { site, plant: series }: SiteFigures, device: Generator): void {
  const { id, electricityLimitKw, minimumLoadKw, runHoursBudget, heatRecovery, efficiency } = device;
  const place = { site: site.id, subject: id };
  const power = series('generatorPower', id);
  checkBetween(checks, 'generatorLimit', place, { what: 'power', values: power }, 0, electricityLimitKw);
  const input = { what: 'energy taken in', values: series('generatorInput', id) };
  checkRatio(checks, 'generatorInput', place, input, power, () => 1 / efficiency);
  if (minimumLoadKw > 0 || runHoursBudget !== null) {
    checkRunning(checks, site.id, device, power, series('generatorRunning', id));
  }
  checkBudgets(checks, site.id, device, power, runHoursBudget === null ? null : series('generatorRunning', id));
  if (heatRecovery === null) return;
  series('generatorHeat', id).forEach((found, slot) => {
    const heat = { what: 'heat used', found, unit: 'kW' };
    const limit = power[slot] * heatRecovery.heatKwPerKw;
    const tolerance = checks.toleranceOf(limit) + ROUNDING * heatRecovery.heatKwPerKw;
    checks.atLeast('generatorHeat', { ...place, slot }, { ...heat, limit: 0 });
    checks.atMost('generatorHeat', { ...place, slot }, { ...heat, limit, tolerance });
  });
}

/**
 * With a least load a slot is run whole or not at all, and at no less than that. Without, it counts by at least the share
 * that full load would need.
 */
function checkRunning(
  checks: Checks,
  site: string,
  device: Generator,
  power: readonly number[],
  running: readonly number[],
): void {
  const { id, electricityLimitKw, minimumLoadKw } = device;
  power.forEach((kw, slot) => {
    const place = { site, subject: id, slot };
    const share = { what: 'share of the slot that it runs', found: running[slot], unit: '' };
    const limitKw = electricityLimitKw[slot];
    const tolerance = checks.tolerance + ROUNDING * limitKw;
    checks.atMost('generatorRunning', place, {
      what: 'power',
      found: kw,
      limit: limitKw * running[slot],
      unit: 'kW',
      tolerance,
    });
    if (minimumLoadKw === 0) {
      checks.atLeast('generatorRunning', place, { ...share, limit: 0 });
      checks.atMost('generatorRunning', place, { ...share, limit: 1 });
      return;
    }
    // Less than the tolerance is no load, whether the plan calls that running or not.
    const stands = kw <= checks.tolerance;
    const isSaid = (share: 0 | 1) => Math.abs(running[slot] - share) <= ROUNDING;
    const isRight = isSaid(stands ? 0 : 1) || (kw > 0 && isSaid(1));
    checks.holds(
      'generatorRunning',
      place,
      isRight,
      () => `the share of the slot that it runs is ${running[slot]} at ${kw} kW, expected ${stands ? 0 : 1}.`,
    );
    if (!stands) checks.atLeast('generatorLoad', place, { what: 'power', found: kw, limit: minimumLoadKw, unit: 'kW' });
  });
}

function checkBudgets(
  checks: Checks,
  site: string,
  { id, energyBudgetKwh, runHoursBudget }: Generator,
  power: readonly number[],
  running: readonly number[] | null,
): void {
  const { hours } = checks.timeline;
  const place = { site, subject: id };
  const within = (what: string, unit: string, values: readonly number[], limit: number) => {
    const tolerance = checks.toleranceOf(limit) + ROUNDING * sum(hours);
    const found = sum(values.map((value, t) => value * hours[t]));
    checks.atMost('generatorBudget', place, { what, found, limit, unit, tolerance });
  };
  if (energyBudgetKwh !== null) within('electricity within the horizon', 'kWh', power, energyBudgetKwh);
  if (runHoursBudget !== null && running !== null) within('hours that it runs', 'h', running, runHoursBudget);
}

import type { PlantSeriesName, SiteIndicators } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import { ROUNDING } from './devices.ts';
import { itPowerKw, type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** Efficiency, water and reused heat of every site, from its series. */
export function checkIndicators(checks: Checks, { plan, sites }: PlanFigures): void {
  for (const figures of sites) {
    const { id } = figures.site;
    const found = plan.indicators.filter(({ site }) => site === id);
    const message = `its indicators stand in the plan ${found.length} times, expected once.`;
    if (checks.holds('indicator', { site: id }, found.length === 1, message)) checkSite(checks, figures, found[0]);
  }
  for (const { site } of plan.indicators) {
    const isKnown = sites.some((figures) => figures.site.id === site);
    checks.holds('indicator', { site }, isKnown, 'indicators of a site that the fleet does not have.');
  }
}

function checkSite(checks: Checks, figures: SiteFigures, found: SiteIndicators): void {
  const itKwh = energyKwh(checks, itPowerKw(figures));
  const facilityKwh = itKwh + energyKwh(checks, figures.overheadKw) + coolingKwh(checks, figures);
  const waterLitres = litres(checks, figures);
  const reusedKwh = reusedHeatKwh(checks, figures);
  const place = { site: figures.site.id };
  const error = ROUNDING * sum(checks.timeline.hours);
  const amounts = [
    ['itKwh', itKwh, 'kWh'],
    ['facilityKwh', facilityKwh, 'kWh'],
    ['waterLitres', waterLitres, 'l'],
    ['reusedHeatKwh', reusedKwh, 'kWh'],
  ] as const;
  for (const [what, limit, unit] of amounts) {
    const tolerance = checks.toleranceOf(limit) + error;
    checks.equal('indicator', place, { what, found: found[what], limit, unit, tolerance });
  }
  const ratios = [
    ['pue', facilityKwh, itKwh],
    ['wueLitresPerKwh', waterLitres, itKwh],
    ['energyReuseFactor', reusedKwh, facilityKwh],
    ['energyReuseEffectiveness', facilityKwh - reusedKwh, itKwh],
  ] as const;
  for (const [what, part, whole] of ratios) checkRatioOf(checks, figures.site.id, what, found[what], part, whole);
}

function checkRatioOf(
  checks: Checks,
  site: string,
  what: string,
  found: number | null,
  part: number,
  whole: number,
): void {
  // So little may be nothing in unrounded figures, or the other way round.
  if (Math.abs(whole) <= checks.tolerance && found === null) return;
  const known = whole > 0;
  const text = known ? 'a number' : 'null';
  const asExpected = checks.holds(
    'indicator',
    { site },
    (found !== null) === known,
    `${what} is ${found}, expected ${text}.`,
  );
  if (!asExpected || found === null) return;
  const limit = part / whole;
  const tolerance = checks.toleranceOf(limit) + (ROUNDING * sum(checks.timeline.hours) * (1 + Math.abs(limit))) / whole;
  checks.equal('indicator', { site }, { what, found, limit, unit: '', tolerance });
}

function energyKwh({ timeline: { hours } }: Checks, powerKw: readonly number[]): number {
  return sum(powerKw.map((kw, t) => kw * hours[t]));
}

type Devices = readonly { readonly id: string }[];

function energyOf(checks: Checks, figures: SiteFigures, name: PlantSeriesName, devices: Devices): number {
  return sum(devices.map(({ id }) => energyKwh(checks, figures.plant(name, id))));
}

/** Electricity of all that cools loops, what lifts their heat into a network included. */
function coolingKwh(checks: Checks, figures: SiteFigures): number {
  const { plant } = figures.site;
  const energy = (name: PlantSeriesName, devices: Devices) => energyOf(checks, figures, name, devices);
  const isFixed = plant.fixedCoolingFraction > 0;
  return (
    (isFixed ? energyKwh(checks, figures.plant('fixedCoolingPower', null)) : 0) +
    energy('loopPower', plant.loops) +
    energy('chillerPower', plant.chillers) +
    energy('absorptionPower', plant.absorptionChillers) +
    energy('freeCoolingPower', plant.freeCoolers) +
    energy('heatRejectionPower', plant.heatRejection) +
    energy(
      'heatPumpPower',
      plant.heatPumps.filter(({ tap }) => tap.kind === 'loop'),
    ) +
    energy(
      'exchangerPower',
      plant.heatExchangers.filter(({ tap }) => tap.kind === 'loop'),
    )
  );
}

function litres(checks: Checks, figures: SiteFigures): number {
  const { freeCoolers, heatRejection } = figures.site.plant;
  const of = (name: PlantSeriesName, id: string, perKwh: number) => energyKwh(checks, figures.plant(name, id)) * perKwh;
  return (
    sum(freeCoolers.map(({ id, waterLitresPerKwh }) => of('freeCooling', id, waterLitresPerKwh))) +
    sum(heatRejection.map(({ id, waterLitresPerKwh }) => of('heatRejected', id, waterLitresPerKwh)))
  );
}

/** Heat of the site that a network gets: what pumps take from loops and condenser water, and what exchangers pass on. */
function reusedHeatKwh(checks: Checks, figures: SiteFigures): number {
  const { heatPumps, heatExchangers } = figures.site.plant;
  const lifting = heatPumps.filter(({ tap }) => tap.kind !== 'ambient');
  return (
    energyOf(checks, figures, 'heatPumpHeat', lifting) -
    energyOf(checks, figures, 'heatPumpPower', lifting) +
    energyOf(checks, figures, 'exchangerHeat', heatExchangers)
  );
}

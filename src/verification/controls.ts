import type { PlantSeriesName, QuotaCurve, Setpoint } from '../domain/plan.ts';
import type { Checks } from './checks.ts';
import type { PlanFigures, PoolFigures, SiteFigures } from './figures.ts';

/** What clusters and devices are told agrees with what the plan says they do. */
export function checkControls(checks: Checks, figures: PlanFigures): void {
  checkQuotaCurves(checks, figures);
  checkSetpoints(checks, figures);
  for (const { name, site, component, values } of figures.plan.shadowPrices) {
    // What belongs to no site (the work of a job) has one price for the whole horizon.
    const expected = site === null ? 1 : checks.timeline.slotCount;
    checks.holds(
      'shadowPrice',
      { site, subject: component },
      values.length === expected && values.every((price) => price === null || Number.isFinite(price)),
      `shadow prices ${name} are not ${expected} values, each a number or null.`,
    );
  }
}

function checkQuotaCurves(checks: Checks, { plan, sites }: PlanFigures): void {
  let expectedCount = 0;
  for (const { site, pools } of sites) {
    for (const figures of pools) {
      expectedCount += 1;
      const found = plan.quotaCurves.filter((curve) => curve.site === site.id && curve.pool === figures.pool.id);
      const place = { site: site.id, subject: figures.pool.id };
      const once = checks.holds(
        'quotaCurve',
        place,
        found.length === 1 && isFullLength(checks, found[0], plan.shadowPrices.length > 0),
        `${found.length} quota curves with one number a slot, expected one.`,
      );
      if (once) checkQuota(checks, site.id, figures, found[0]);
    }
  }
  checks.holds(
    'quotaCurve',
    {},
    plan.quotaCurves.length === expectedCount,
    `${plan.quotaCurves.length} quota curves for ${expectedCount} pools.`,
  );
}

/** A rule's plan knows no prices: its curves may go without. */
function isFullLength(checks: Checks, curve: QuotaCurve, isPriced: boolean): boolean {
  const { maxUnits, maxPowerKw, shadowPrice } = curve;
  const series = isPriced || shadowPrice.length > 0 ? [maxUnits, maxPowerKw, shadowPrice] : [maxUnits, maxPowerKw];
  return series.every(
    (values) => values.length === checks.timeline.slotCount && values.every((value) => Number.isFinite(value)),
  );
}

/** At least what runs and is held, at most what the pool has: units, and the power of all units at the highest point. */
function checkQuota(
  checks: Checks,
  site: string,
  { pool, busyUnits, heldUnits, powerKw }: PoolFigures,
  curve: QuotaCurve,
): void {
  const highestKw = Math.max(pool.idleKwPerUnit, ...pool.operatingPoints.map((point) => point.kwPerUnit));
  for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
    const place = { site, subject: pool.id, slot };
    const available = pool.unitsAvailable[slot];
    const units = { what: 'quota of units', found: curve.maxUnits[slot], unit: 'units' };
    const power = { what: 'quota of power', found: curve.maxPowerKw[slot], unit: 'kW' };
    checks.atLeast('quotaCurve', place, { ...units, limit: busyUnits[slot] + heldUnits[slot] });
    checks.atMost('quotaCurve', place, { ...units, limit: available });
    checks.atLeast('quotaCurve', place, { ...power, limit: powerKw[slot] });
    checks.atMost('quotaCurve', place, { ...power, limit: available * highestKw });
  }
}

/** A setpoint that must stand in the plan; component null: any name for the site's own connection. */
interface ExpectedSetpoint {
  readonly site: string;
  readonly component: string | null;
  readonly quantity: Setpoint['quantity'];
  readonly values: readonly number[];
}

function checkSetpoints(checks: Checks, figures: PlanFigures): void {
  const expected = expectedSetpoints(figures);
  const { setpoints } = figures.plan;
  for (const { site, component, quantity, values } of expected) {
    const place = { site, subject: component ?? quantity };
    const found = setpoints.filter(
      (each) =>
        each.site === site && each.quantity === quantity && (component === null || each.component === component),
    );
    const once = checks.holds(
      'setpoint',
      place,
      found.length === 1 && found[0].values.length === checks.timeline.slotCount,
      `${found.length} setpoints ${quantity} with one value a slot, expected one.`,
    );
    if (!once) continue;
    values.forEach((limit, slot) => {
      checks.equal('setpoint', { ...place, slot }, { what: quantity, found: found[0].values[slot], limit, unit: 'kW' });
    });
  }
  checks.holds(
    'setpoint',
    {},
    setpoints.length === expected.length,
    `${setpoints.length} setpoints, expected ${expected.length}.`,
  );
}

function expectedSetpoints({ sites }: PlanFigures): ExpectedSetpoint[] {
  return sites.flatMap((figures) => [...electricSetpoints(figures), ...plantSetpoints(figures)]);
}

function electricSetpoints({ site, importKw, exportKw, batteries, renewables }: SiteFigures): ExpectedSetpoint[] {
  return [
    {
      site: site.id,
      component: null,
      quantity: 'gridNetImport' as const,
      values: importKw.map((power, t) => power - exportKw[t]),
    },
    ...batteries.map(({ battery, chargeKw, dischargeKw }) => ({
      site: site.id,
      component: battery.id,
      quantity: 'batteryNetCharge' as const,
      values: chargeKw.map((power, t) => power - dischargeKw[t]),
    })),
    ...renewables.map(({ renewable, usedKw }) => ({
      site: site.id,
      component: renewable.id,
      quantity: 'renewableLimit' as const,
      values: usedKw,
    })),
  ];
}

/** Devices are told their output, thermal stores their net charge. Heat rejection follows chillers: nobody commands it. */
function plantSetpoints({ site, plant: series }: SiteFigures): ExpectedSetpoint[] {
  const { plant } = site;
  const told = (devices: readonly { readonly id: string }[], quantity: Setpoint['quantity'] & PlantSeriesName) =>
    devices.map(({ id }) => ({ site: site.id, component: id, quantity, values: series(quantity, id) }));
  const stores = [
    ...plant.coldStores.map(({ id }) => ({ id, prefix: 'coldStore' as const })),
    ...plant.hotStores.map(({ id }) => ({ id, prefix: 'hotStore' as const })),
  ];
  return [
    ...told(plant.chillers, 'chillerCooling'),
    ...told(plant.absorptionChillers, 'absorptionCooling'),
    ...told(plant.freeCoolers, 'freeCooling'),
    ...told(plant.heatPumps, 'heatPumpHeat'),
    ...told(plant.heatExchangers, 'exchangerHeat'),
    ...told(plant.boilers, 'boilerHeat'),
    ...told(plant.heatContracts, 'contractHeat'),
    ...told(plant.generators, 'generatorPower'),
    ...stores.map(({ id, prefix }) => {
      const discharge = series(`${prefix}Discharge`, id);
      return {
        site: site.id,
        component: id,
        quantity: `${prefix}NetCharge` as const,
        values: series(`${prefix}Charge`, id).map((kw, t) => kw - discharge[t]),
      };
    }),
  ];
}

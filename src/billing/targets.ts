import type { CarbonSignal, Fleet } from '../domain/fleet.ts';
import type { Emissions } from '../domain/plan.ts';
import type { ZoneRamp } from '../domain/targets.ts';
import { type Excess, sumExcess } from './excess.ts';
import type { FleetFlows, SiteFlows } from './flows.ts';
import { type BilledLine, BillingError, billedLine, entryFor } from './lines.ts';
import { plantSeries } from './plant-series.ts';

/** What the fleet pays for targets that it misses as a whole. */
export function targetLines(fleet: Fleet, flows: FleetFlows, emissions: Emissions): BilledLine[] {
  const { carbonBudget, renewableShare, zoneRamps } = fleet.targets;
  const lines: BilledLine[] = [];
  if (carbonBudget !== null && carbonBudget.breachPricePerKg !== null) {
    const price = carbonBudget.breachPricePerKg;
    const kg = carbonExcessKg(fleet, emissions);
    lines.push(billedLine('carbonBudgetBreach', null, null, price * kg, price * kgPerKw(fleet)));
  }
  if (renewableShare !== null) {
    const price = renewableShare.breachPricePerKwh;
    const hours = fleet.timeline.hours.reduce((sum, h) => sum + h, 0);
    const kwh = renewableShortfallKwh(fleet, flows.sites);
    lines.push(billedLine('renewableShareBreach', null, null, price * kwh, price * hours * fleet.sites.length * 4));
  }
  for (const ramp of zoneRamps) {
    const { amount, amountPerUnit } = zoneRampBreach(fleet, ramp, flows.sites);
    const price = ramp.breachPricePerKw;
    lines.push(billedLine('zoneRampBreach', null, ramp.marketZone, price * amount, Math.abs(price) * amountPerUnit));
  }
  return lines;
}

/** Import at a signal and fuel, less what green power covers where the signal is `market`; null where it is unknown. */
export function emittedKg(emissions: Emissions, signal: CarbonSignal): number | null {
  const imported = emissions[`${signal}Kg`];
  if (imported === null) return null;
  return imported + emissions.fuelKg - (signal === 'market' ? emissions.coveredKg : 0);
}

/** Kilograms beyond the carbon budget, offsets bought counted; 0 without a budget. */
export function carbonExcessKg({ targets, objective }: Fleet, emissions: Emissions): number {
  if (targets.carbonBudget === null) return 0;
  const { carbonSignal } = objective;
  const emitted = emittedKg(emissions, carbonSignal);
  if (emitted === null) {
    throw new BillingError(`the fleet does not know the '${carbonSignal}' carbon signal at every site`);
  }
  return Math.max(0, emitted - emissions.offsetKg - targets.carbonBudget.limitKg);
}

/** By how much the emissions can move when every power behind them moves by one kW. */
function kgPerKw({ sites, objective, timeline }: Fleet): number {
  return sites.reduce((sum, { grid, plant }) => {
    const grams = grid.carbonGramsPerKwh[objective.carbonSignal];
    const fuel = [...plant.generators, ...plant.boilers].reduce(
      (g, device) => g + (device.fuel?.emissionGramsPerKwh ?? 0),
      0,
    );
    return timeline.hours.reduce((kg, h, t) => kg + ((Math.abs(grams?.[t] ?? 0) + fuel) * h) / 1000, sum);
  }, 1);
}

/**
 * kWh that renewables fall short of their share of consumption: own use less export, the renewable share of import, and
 * green power, against minimum x (import + own renewables and generators - export).
 */
export function renewableShortfallKwh(fleet: Fleet, sites: readonly SiteFlows[]): number {
  const share = fleet.targets.renewableShare;
  if (share === null) return 0;
  const { hours } = fleet.timeline;
  let shortKwh = 0;
  for (const { id, grid, renewables, plant } of fleet.sites) {
    const flows = entryFor(sites, (entry) => entry.site === id, `site ${id}`);
    const own = renewables.map(
      (source) =>
        entryFor(
          flows.renewables ?? [],
          (entry) => entry.renewable === source.id,
          `renewable ${source.id} of site ${id}`,
        ).usedKw,
    );
    const made = plant.generators.map((device) => plantSeries(flows, 'generatorPower', device.id));
    const bought = grid.greenPower.map((purchase) => plantSeries(flows, 'greenPower', purchase.id));
    for (let t = 0; t < hours.length; t += 1) {
      const at = (list: readonly ArrayLike<number>[]) => list.reduce((sum, values) => sum + values[t], 0);
      const importKw = flows.importKw[t];
      const exportKw = flows.exportKw[t];
      const renewableKw = at(own) - exportKw + (grid.renewableFraction?.[t] ?? 0) * importKw + at(bought);
      const consumedKw = importKw + at(own) + at(made) - exportKw;
      shortKwh += (share.minimum * consumedKw - renewableKw) * hours[t];
    }
  }
  return Math.max(0, shortKwh);
}

/** kW of step of a zone's net import beyond its ramp limit; the first is free unless every site's was measured. */
export function zoneRampBreach(fleet: Fleet, ramp: ZoneRamp, sites: readonly SiteFlows[]): Excess {
  const inZone = fleet.sites.filter(({ grid }) => grid.marketZone === ramp.marketZone);
  const flows = inZone.map(({ id }) => entryFor(sites, (entry) => entry.site === id, `site ${id}`));
  const netKw = fleet.timeline.hours.map((_, t) =>
    flows.reduce((sum, { importKw, exportKw }) => sum + importKw[t] - exportKw[t], 0),
  );
  const measured = inZone.map(({ grid }) => grid.ramp?.measuredNetImportKw ?? null);
  const before = measured.reduce<number | null>((sum, kw) => (sum === null || kw === null ? null : sum + kw), 0);
  const over = netKw.map((net, t) => {
    const from = t > 0 ? netKw[t - 1] : before;
    return from === null
      ? Number.NEGATIVE_INFINITY
      : Math.abs(net - from) - ramp.limitKwPerMinute * ramp.transitionMinutes;
  });
  const breach = sumExcess(over, new Float64Array(over.length).fill(1));
  return { ...breach, amountPerUnit: 2 * inZone.length * breach.amountPerUnit };
}

import type { Battery, ComputePool, Fleet, Link, Site } from '../../domain/fleet.ts';
import type { Plan, PlanSite, SeriesName, ShadowPrice } from '../../domain/plan.ts';
import type { Generator } from '../../domain/plant.ts';
import { GRAMS_PER_KILOGRAM, GRAMS_PER_TONNE } from '../../units/index.ts';

/** Looking up what a plan published: prices of limits, figures of a slot. */

/** Prices closer than this (money per kWh or unit-hour) are the same: duals carry the solver's tolerance. */
export const SAME_PRICE = 1e-6;

/** Value of a shadow price in a slot; null where the plan has none. */
export function shadowPrice(
  plan: Plan,
  name: string,
  site: string | null,
  component: string | null,
  slot: number,
): number | null {
  return indexOf(plan).get(keyOf(name, site, component))?.[slot] ?? null;
}

/** A fleet of many jobs has as many prices, and an explanation asks for thousands of them. */
const indices = new WeakMap<Plan['shadowPrices'], ReadonlyMap<string, ShadowPrice['values']>>();

function indexOf({ shadowPrices }: Plan): ReadonlyMap<string, ShadowPrice['values']> {
  const known = indices.get(shadowPrices);
  if (known !== undefined) return known;
  const made = new Map(shadowPrices.map(({ name, site, component, values }) => [keyOf(name, site, component), values]));
  indices.set(shadowPrices, made);
  return made;
}

const keyOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);

/** What one less of an upper limit would cost: its dual turned round, 0 where it does not bind. */
export function limitPrice(plan: Plan, name: string, site: string, component: string | null, slot: number): number {
  return 0 - (shadowPrice(plan, name, site, component, slot) ?? 0);
}

/** All shadow prices of a name at a site, whatever their component. */
export function shadowPricesAt(plan: Plan, name: string, site: string) {
  return plan.shadowPrices.filter((price) => price.name === name && price.site === site);
}

export function planSiteOf(plan: Plan, site: string): PlanSite {
  const found = plan.sites.find(({ id }) => id === site);
  if (found === undefined) throw new Error(`the plan has no site "${site}"`);
  return found;
}

/** A series value in a slot; 0 where the plan has no such series. */
export function figure(site: PlanSite, name: SeriesName, component: string | null, slot: number): number {
  return site.series.find((series) => series.name === name && series.component === component)?.values[slot] ?? 0;
}

/** Money per kWh of import that the carbon price adds; 0 where the energy price holds it already. */
function carbonCharge(objective: Fleet['objective'], site: Site, slot: number): number {
  const { carbonPricePerTonne, carbonSignal, priceIncludesCarbon } = objective;
  const grams = site.grid.carbonGramsPerKwh[carbonSignal];
  if (grams === undefined || priceIncludesCarbon) return 0;
  return (carbonPricePerTonne * grams[slot]) / GRAMS_PER_TONNE;
}

/** Money per kWh of import, by what it is for: the tariff, expected peaks, and the targets of the fleet at their prices. */
export function importCosts({ objective, targets, timeline }: Fleet, plan: Plan, site: Site, slot: number) {
  const { grid } = site;
  const limitOfKg = (name: string) => 0 - (shadowPrice(plan, name, null, null, 0) ?? 0);
  const perKg = limitOfKg('carbonBudget') + limitOfKg('carbonHeld');
  const grams = grid.carbonGramsPerKwh[objective.carbonSignal]?.[slot] ?? 0;
  const perKwhShort = shadowPrice(plan, 'renewableShare', null, null, 0) ?? 0;
  const short = (targets.renewableShare?.minimum ?? 0) - (grid.renewableFraction?.[slot] ?? 0);
  return {
    tariff: grid.importPricePerKwh[slot],
    carbon: carbonCharge(objective, site, slot),
    coincidentPeaks: grid.coincidentPeaks.map(({ id, pricePerKw, probability }) => ({
      id,
      pricePerKwh: (pricePerKw * probability[slot]) / timeline.hours[slot],
    })),
    carbonBudget: (perKg * grams) / GRAMS_PER_KILOGRAM,
    renewableShare: perKwhShort * short,
  };
}

/**
 * What one more kWh at a site costs in a slot; null for a plan without shadow prices. As long as something
 * there may give or take a little more or less, that is the dual of the balance. Where everything stands at
 * a limit (an idle site; a battery that gives all it can, next to no import) the dual is anything between
 * what a kWh less would save and what a kWh more would cost, so the cost of buying one is taken.
 */
export function priceOfOneMoreKwh(fleet: Fleet, plan: Plan, site: Site, slot: number): number | null {
  const dual = shadowPrice(plan, 'electricityBalance', site.id, null, slot);
  if (dual === null || !isBoughtNext(plan, site, slot)) return dual;
  const { tariff, carbon, coincidentPeaks, carbonBudget, renewableShare } = importCosts(fleet, plan, site, slot);
  const peaks = coincidentPeaks.reduce((sum, { pricePerKwh }) => sum + pricePerKwh, 0);
  return tariff + carbon + peaks + carbonBudget + renewableShare;
}

const NEGLIGIBLE_KW = 1e-6;

/** Nothing is bought yet, and there is nothing on site that could give one kWh more: it would have to be bought. */
export function isBoughtNext(plan: Plan, site: Site, slot: number): boolean {
  const planned = planSiteOf(plan, site.id);
  return (
    site.grid.importLimitKw[slot] > 0 &&
    figure(planned, 'gridImport', null, slot) <= NEGLIGIBLE_KW &&
    figure(planned, 'gridExport', null, slot) <= NEGLIGIBLE_KW &&
    site.renewables.every(({ id }) => figure(planned, 'renewableCurtailed', id, slot) <= NEGLIGIBLE_KW) &&
    site.batteries.every((battery) => !canGiveMore(planned, battery, slot)) &&
    site.plant.generators.every((generator) => !canGenerateMore(planned, generator, slot))
  );
}

/** Charges, so that it could charge less, or discharges below its limit. */
export function canGiveMore(planned: PlanSite, battery: Battery, slot: number): boolean {
  const charge = figure(planned, 'batteryCharge', battery.id, slot);
  const discharge = figure(planned, 'batteryDischarge', battery.id, slot);
  return charge > NEGLIGIBLE_KW || (discharge > NEGLIGIBLE_KW && discharge < battery.dischargeLimitKw - NEGLIGIBLE_KW);
}

/** Runs above its least load and below its limit. */
export function canGenerateMore(planned: PlanSite, device: Generator, slot: number): boolean {
  const kw = figure(planned, 'generatorPower', device.id, slot);
  const least = Math.max(device.minimumLoadKw, 0) + NEGLIGIBLE_KW;
  return kw > least && kw < device.electricityLimitKw[slot] - NEGLIGIBLE_KW;
}

const NEGLIGIBLE_UNITS = 1e-6;

/** Every unit works, or is held for a contiguous job. */
export function isPoolFull(plan: Plan, site: string, pool: ComputePool, slot: number): boolean {
  return takenUnits(plan, site, pool.id, slot) >= pool.unitsAvailable[slot] - NEGLIGIBLE_UNITS;
}

/** Units that work or are held. */
export function takenUnits(plan: Plan, site: string, pool: string, slot: number): number {
  const planned = planSiteOf(plan, site);
  return figure(planned, 'poolBusyUnits', pool, slot) + figure(planned, 'poolHeldUnits', pool, slot);
}

/** GB/h over which a link is not asked for more. */
const NEGLIGIBLE_RATE = 1e-6;

export function isLinkFull(plan: Plan, link: Link, slot: number): boolean {
  return freeLinkRate(plan, link, slot) <= NEGLIGIBLE_RATE;
}

/** GB/h that a link could still carry. */
export function freeLinkRate(plan: Plan, { from, to, capacityGigabytesPerHour }: Link, slot: number): number {
  return capacityGigabytesPerHour[slot] - figure(planSiteOf(plan, to), 'linkTransfer', from, slot);
}

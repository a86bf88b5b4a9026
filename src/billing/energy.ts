import type { Fleet, Site } from '../domain/fleet.ts';
import { GRAMS_PER_TONNE } from '../units/index.ts';
import type { SiteFlows, SlotValues } from './flows.ts';
import { type BilledLine, BillingError, billedLine } from './lines.ts';
import { plantSeries } from './plant-series.ts';

/** Energy bought and sold, and its carbon where the energy price does not hold it already. */
export function energyLines(fleet: Fleet, site: Site, flows: SiteFlows): BilledLine[] {
  const { hours } = fleet.timeline;
  const { grid } = site;
  return [
    pricedEnergy('energyBought', site, hours, flows.importKw, grid.importPricePerKwh, 1),
    pricedEnergy('energySold', site, hours, flows.exportKw, grid.exportPricePerKwh, -1),
    ...carbonLines(fleet, site, flows),
  ];
}

/** Money a tonne / 1e6 g a tonne x g/kWh is money a kWh: carbon is billed like a price series. */
function carbonLines(fleet: Fleet, site: Site, flows: SiteFlows): BilledLine[] {
  const { carbonPricePerTonne, carbonSignal, creditExports, priceIncludesCarbon } = fleet.objective;
  if (priceIncludesCarbon || carbonPricePerTonne === 0) return [];
  const { hours } = fleet.timeline;
  const grams = site.grid.carbonGramsPerKwh[carbonSignal];
  if (grams === undefined) {
    throw new BillingError(
      `site ${site.id} has no '${carbonSignal}' carbon signal, which the objective prices: give grid.carbon or a carbon price of 0`,
    );
  }
  const scale = carbonPricePerTonne / GRAMS_PER_TONNE;
  const covered =
    carbonSignal === 'market' ? site.grid.greenPower.map(({ id }) => plantSeries(flows, 'greenPower', id)) : [];
  const chargedKw = hours.map((_, t) => covered.reduce((kw, series) => kw - series[t], flows.importKw[t]));
  const lines = [pricedEnergy('carbon', site, hours, chargedKw, grams, scale)];
  if (creditExports) lines.push(pricedEnergy('carbonCredit', site, hours, flows.exportKw, grams, -scale));
  return lines;
}

function pricedEnergy(
  name: 'energyBought' | 'energySold' | 'carbon' | 'carbonCredit',
  site: Site,
  hours: Float64Array,
  powerKw: SlotValues,
  perKwh: Float64Array,
  scale: number,
): BilledLine {
  let amount = 0;
  let moneyPerKw = 0;
  for (let t = 0; t < hours.length; t += 1) {
    const moneyPerKwOfSlot = scale * perKwh[t] * hours[t];
    amount += moneyPerKwOfSlot * powerKw[t];
    moneyPerKw += Math.abs(moneyPerKwOfSlot);
  }
  return billedLine(name, site.id, null, amount, moneyPerKw);
}

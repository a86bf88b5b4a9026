import type { ObjectiveSettings, Site } from '../../domain/fleet.ts';
import { GRAMS_PER_KILOGRAM, GRAMS_PER_TONNE } from '../../units/index.ts';
import type { CostLine, Coupling } from '../part.ts';
import { hourlyCost } from '../slots.ts';

/**
 * The carbon of import at the objective's signal and price, less what green power covers at the market signal; export
 * earns it back only where the objective says so. Fuel burnt on site pays the same price. Nothing is charged where
 * energy prices hold the carbon price already.
 */
export function carbonCharge(site: Site, objective: ObjectiveSettings): Coupling {
  return (_lp, timeline, offers) => {
    const { carbonPricePerTonne, carbonSignal, creditExports, priceIncludesCarbon } = objective;
    const grams = site.grid.carbonGramsPerKwh[carbonSignal];
    const where = { site: site.id, component: null };
    const costs: CostLine[] = [];
    if (priceIncludesCarbon) return { flows: [], costs, read: () => ({}) };
    if (grams !== undefined) {
      const pricePerKwh = (t: number) => (carbonPricePerTonne * grams[t]) / GRAMS_PER_TONNE;
      const [imported] = offers.find('gridImportKw', site.id, null);
      const [exported] = offers.find('gridExportKw', site.id, null);
      costs.push(hourlyCost('carbon', where, timeline, imported.run, pricePerKwh));
      if (carbonSignal === 'market') {
        for (const { run } of offers.find('greenPowerKw', site.id, null)) {
          costs.push(hourlyCost('carbon', where, timeline, run, (t) => -pricePerKwh(t)));
        }
      }
      if (creditExports) {
        costs.push(hourlyCost('carbonCredit', where, timeline, exported.run, (t) => -pricePerKwh(t)));
      }
    }
    const pricePerKg = (carbonPricePerTonne * GRAMS_PER_KILOGRAM) / GRAMS_PER_TONNE;
    for (const { component, run, coefficient } of offers.find('fuelKgPerHour', site.id, null)) {
      const device = { site: site.id, component };
      costs.push(hourlyCost('fuelCarbon', device, timeline, run, () => coefficient * pricePerKg));
    }
    return { flows: [], costs, read: () => ({}) };
  };
}

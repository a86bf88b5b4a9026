import type { ObjectiveSettings, Site } from '../../domain/fleet.ts';
import { GRAMS_PER_TONNE } from '../../units/index.ts';
import type { CostLine, Coupling } from '../part.ts';
import { hourlyCost } from '../slots.ts';

/**
 * The carbon of import at the objective's signal and price; export earns it back only where the objective
 * says so. Nothing is charged where the energy price holds the carbon price already.
 */
export function carbonCharge(site: Site, objective: ObjectiveSettings): Coupling {
  return (_lp, timeline, offers) => {
    const grams = site.grid.carbonGramsPerKwh[objective.carbonSignal];
    const where = { site: site.id, component: null };
    const costs: CostLine[] = [];
    if (grams !== undefined && !objective.priceIncludesCarbon) {
      const pricePerKwh = (t: number) => (objective.carbonPricePerTonne * grams[t]) / GRAMS_PER_TONNE;
      const [imported] = offers.find('gridImportKw', site.id, null);
      const [exported] = offers.find('gridExportKw', site.id, null);
      costs.push(hourlyCost('carbon', where, timeline, imported.run, pricePerKwh));
      if (objective.creditExports) {
        costs.push(hourlyCost('carbonCredit', where, timeline, exported.run, (t) => -pricePerKwh(t)));
      }
    }
    return { flows: [], costs, read: () => ({}) };
  };
}

import type { Site } from '../../domain/fleet.ts';
import type { Coupling } from '../part.ts';

/** Green power covers import that is not renewable already, and each kWh once: sum of covered <= (1 - share) import. */
export function greenCoverage(site: Site): Coupling {
  return (lp, _timeline, offers) => {
    const [imported] = offers.find('gridImportKw', site.id, null);
    const purchases = offers.find('greenPowerKw', site.id, null);
    imported.run.columns.forEach((column, t) => {
      const row = lp.addRow(`${site.id} green power covers import`, Number.NEGATIVE_INFINITY, 0);
      for (const { run } of purchases) lp.addTerm(row, run.columns[t], 1);
      lp.addTerm(row, column, (site.grid.renewableFraction?.[t] ?? 0) - 1);
    });
    return { flows: [], costs: [], read: () => ({}) };
  };
}

import type { Site } from '../../domain/fleet.ts';
import { electricityBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { boundEntries, columnsPerSlot, hourlyCost, hoursOf, readRun } from '../slots.ts';

/**
 * The public grid: import and export within physical limits, each at its price. What a contract says of
 * these flows (peaks, agreed limits, ramps, carbon) are couplings over the two offers made here.
 */
export function gridConnection(site: Site): Part {
  return (lp, timeline) => {
    const { grid, id } = site;
    const imported = columnsPerSlot(lp, timeline, `${id} grid import`, (t) => grid.importLimitKw[t]);
    const exported = columnsPerSlot(lp, timeline, `${id} grid export`, (t) => grid.exportLimitKw[t]);
    const where = { site: id, component: null };
    const bus = electricityBus(id);
    return {
      flows: [
        { bus, run: imported, coefficient: 1 },
        { bus, run: exported, coefficient: -1 },
      ],
      costs: [
        hourlyCost('energyBought', where, timeline, imported, (t) => grid.importPricePerKwh[t]),
        hourlyCost('energySold', where, timeline, exported, (t) => -grid.exportPricePerKwh[t]),
      ],
      offers: [
        { kind: 'gridImportKw', ...where, run: imported, coefficient: 1, constant: 0 },
        { kind: 'gridExportKw', ...where, run: exported, coefficient: 1, constant: 0 },
      ],
      exclusions: imported.columns
        .map((first, slot) => ({ name: `${id} grid`, slot, first, second: exported.columns[slot] }))
        .filter(({ slot }) => grid.importLimitKw[slot] > 0 && grid.exportLimitKw[slot] > 0),
      preferences: [{ kind: 'least', columns: imported.columns, weights: hoursOf(timeline, imported) }],
      limits: [
        { name: 'importLimit', ...where, per: 'kWh', entries: boundEntries(timeline, imported) },
        { name: 'exportLimit', ...where, per: 'kWh', entries: boundEntries(timeline, exported) },
      ],
      read(solution) {
        const importKw = readRun(solution, timeline, imported);
        const exportKw = readRun(solution, timeline, exported);
        return {
          series: [
            { ...where, name: 'gridImport', unit: 'kW', values: [...importKw] },
            { ...where, name: 'gridExport', unit: 'kW', values: [...exportKw] },
          ],
          setpoints: [
            {
              site: id,
              component: 'grid',
              quantity: 'gridNetImport',
              unit: 'kW',
              values: Array.from(importKw, (value, t) => value - exportKw[t]),
            },
          ],
        };
      },
    };
  };
}

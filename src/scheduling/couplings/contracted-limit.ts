import type { ContractedLimit, Site } from '../../domain/fleet.ts';
import type { Coupling } from '../part.ts';
import { CLEARANCE, columnsPerSlot, hourlyCost, hoursOf } from '../slots.ts';

/** An agreed limit on import or export, which may be exceeded at its price. */
export function contractedLimit(site: Site, limit: ContractedLimit): Coupling {
  return (lp, timeline, offers) => {
    const where = { site: site.id, component: limit.id };
    const physical = limit.direction === 'import' ? site.grid.importLimitKw : site.grid.exportLimitKw;
    const [flow] = offers.find(limit.direction === 'import' ? 'gridImportKw' : 'gridExportKw', site.id, null);
    const label = `${site.id} contracted limit ${limit.id}`;
    const largestBreach = (t: number) => Math.max(0, physical[t] - limit.limitKw[t]) + CLEARANCE;
    const breach = columnsPerSlot(lp, timeline, `${label} breach`, largestBreach);
    const rows = flow.run.columns.map((column, slot) => {
      const row = lp.addRow(label, Number.NEGATIVE_INFINITY, limit.limitKw[slot] - flow.constant);
      lp.addTerm(row, column, flow.coefficient);
      lp.addTerm(row, breach.columns[slot], -1);
      return row;
    });
    return {
      flows: [],
      costs: [hourlyCost('contractBreach', where, timeline, breach, () => limit.breachPricePerKwh)],
      promises: [
        {
          kind: 'contractedLimit',
          site: site.id,
          subject: limit.id,
          unit: 'kWh',
          pricePerUnit: limit.breachPricePerKwh,
          terms: breach.columns.map((column, slot) => ({ column, slot, amountPerColumn: timeline.hours[slot] })),
        },
      ],
      // At a price of nothing the slack would be free to stand above the excess.
      preferences: [{ kind: 'least', columns: breach.columns, weights: hoursOf(timeline, breach) }],
      limits: [
        {
          name: 'contractedLimit',
          ...where,
          per: 'kWh',
          entries: rows.map((row, slot) => ({ slot, at: { row }, unitsPerSide: timeline.hours[slot] })),
        },
      ],
      read: () => ({}),
    };
  };
}

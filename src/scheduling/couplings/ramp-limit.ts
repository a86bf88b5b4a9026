import type { Column, LpBuilder, Row } from '../../../solver/index.ts';
import type { RampLimit, Site } from '../../domain/fleet.ts';
import type { Coupling, Offer } from '../part.ts';
import { CLEARANCE } from '../slots.ts';

/**
 * The step of net import at each slot boundary is at most limitKwPerMinute x transitionMinutes, the first
 * one from the measured power. One slack for both directions of a step: it can only be one.
 */
export function rampLimit(site: Site, ramp: RampLimit): Coupling {
  return (lp, timeline, offers) => {
    const imported = offers.find('gridImportKw', site.id, null)[0];
    const exported = offers.find('gridExportKw', site.id, null)[0];
    const label = `${site.id} ramp`;
    const allowedKw = ramp.limitKwPerMinute * ramp.transitionMinutes;
    const breaches: { column: Column; slot: number }[] = [];
    const rows: { row: Row; slot: number }[] = [];
    for (let slot = ramp.measuredNetImportKw === null ? 1 : 0; slot < timeline.slotCount; slot += 1) {
      const before = slot === 0 ? (ramp.measuredNetImportKw ?? 0) : 0;
      const column = lp.addColumn(`${label} breach`, 0, largestStep(site, slot, before));
      const up = lp.addRow(`${label} up`, Number.NEGATIVE_INFINITY, allowedKw + before);
      const down = lp.addRow(`${label} down`, -allowedKw + before, Number.POSITIVE_INFINITY);
      lp.addTerm(up, column, -1);
      lp.addTerm(down, column, 1);
      for (const row of [up, down]) addStep(lp, row, imported, exported, slot);
      breaches.push({ column, slot });
      rows.push({ row: up, slot }, { row: down, slot });
    }
    return {
      flows: [],
      costs: [
        {
          name: 'rampBreach',
          site: site.id,
          component: null,
          columns: breaches.map(({ column }) => column),
          coefficients: new Float64Array(breaches.length).fill(ramp.breachPricePerKw),
          constant: 0,
        },
      ],
      promises: [
        {
          kind: 'rampLimit',
          site: site.id,
          subject: 'ramp',
          unit: 'kW',
          pricePerUnit: ramp.breachPricePerKw,
          terms: breaches.map(({ column, slot }) => ({ column, slot, amountPerColumn: 1 })),
        },
      ],
      // At a price of nothing the slack would be free to stand above the excess.
      preferences: [
        {
          kind: 'least',
          columns: breaches.map(({ column }) => column),
          weights: new Float64Array(breaches.length).fill(1),
        },
      ],
      limits: [
        {
          name: 'rampLimit',
          site: site.id,
          component: null,
          per: 'kW',
          entries: rows.map(({ row, slot }) => ({ slot, at: { row }, unitsPerSide: 1 })),
        },
      ],
      read: () => ({}),
    };
  };
}

function addStep(lp: LpBuilder, row: Row, imported: Offer, exported: Offer, slot: number): void {
  lp.addTerm(row, imported.run.columns[slot], 1);
  lp.addTerm(row, exported.run.columns[slot], -1);
  if (slot === 0) return;
  lp.addTerm(row, imported.run.columns[slot - 1], -1);
  lp.addTerm(row, exported.run.columns[slot - 1], 1);
}

/** Bounds the slack: from the most import to the most export or the other way round. */
function largestStep(site: Site, slot: number, before: number): number {
  const { importLimitKw, exportLimitKw } = site.grid;
  const previous = slot === 0 ? Math.abs(before) : Math.max(importLimitKw[slot - 1], exportLimitKw[slot - 1]);
  return previous + Math.max(importLimitKw[slot], exportLimitKw[slot]) + CLEARANCE;
}

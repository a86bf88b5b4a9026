import type { Column, LpBuilder, Row } from '../../../solver/index.ts';
import type { Fleet } from '../../domain/fleet.ts';
import type { ZoneRamp } from '../../domain/targets.ts';
import type { Coupling, OfferBook } from '../part.ts';

/**
 * The step of the net import of a market zone, all its sites together, at each slot boundary is at most
 * limitKwPerMinute x transitionMinutes: sixty sites that return to the grid at once are one step to it. The first step
 * counts where the net import of every site was measured.
 */
export function zoneRamp(fleet: Fleet, ramp: ZoneRamp): Coupling {
  return (lp, timeline, offers) => {
    const sites = fleet.sites.filter(({ grid }) => grid.marketZone === ramp.marketZone);
    const measured = sites.map(({ grid }) => grid.ramp?.measuredNetImportKw ?? null);
    const before = measured.reduce<number | null>((sum, kw) => (sum === null || kw === null ? null : sum + kw), 0);
    const allowedKw = ramp.limitKwPerMinute * ramp.transitionMinutes;
    const label = `zone ${ramp.marketZone} ramp`;
    const largest = sites.reduce(
      (sum, { grid }) => sum + largestOf(grid.importLimitKw) + largestOf(grid.exportLimitKw),
      Math.abs(before ?? 0) + 1,
    );
    const steps: { breach: Column; rows: readonly Row[]; slot: number }[] = [];
    for (let slot = before === null ? 1 : 0; slot < timeline.slotCount; slot += 1) {
      const from = slot === 0 ? (before ?? 0) : 0;
      const breach = lp.addColumn(`${label} breach`, 0, 2 * largest);
      const up = lp.addRow(`${label} up`, Number.NEGATIVE_INFINITY, allowedKw + from);
      const down = lp.addRow(`${label} down`, -allowedKw + from, Number.POSITIVE_INFINITY);
      lp.addTerm(up, breach, -1);
      lp.addTerm(down, breach, 1);
      for (const row of [up, down]) for (const { id } of sites) addStep(lp, offers, row, id, slot);
      steps.push({ breach, rows: [up, down], slot });
    }
    const where = { site: null, component: ramp.marketZone } as const;
    const columns = steps.map(({ breach }) => breach);
    const ones = new Float64Array(columns.length).fill(1);
    return {
      flows: [],
      costs: [
        {
          name: 'zoneRampBreach',
          ...where,
          columns,
          coefficients: ones.map(() => ramp.breachPricePerKw),
          constant: 0,
        },
      ],
      promises: [
        {
          kind: 'zoneRamp',
          site: null,
          subject: ramp.marketZone,
          unit: 'kW',
          pricePerUnit: ramp.breachPricePerKw,
          terms: steps.map(({ breach: column, slot }) => ({ column, slot, amountPerColumn: 1 })),
        },
      ],
      preferences: [{ kind: 'least', columns, weights: ones }],
      read: () => ({}),
    };
  };
}

function addStep(lp: LpBuilder, offers: OfferBook, row: Row, site: string, slot: number): void {
  const directions = [
    { kind: 'gridImportKw', sign: 1 },
    { kind: 'gridExportKw', sign: -1 },
  ] as const;
  for (const { kind, sign } of directions) {
    for (const { run } of offers.find(kind, site, null)) {
      lp.addTerm(row, run.columns[slot], sign);
      if (slot > 0) lp.addTerm(row, run.columns[slot - 1], -sign);
    }
  }
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

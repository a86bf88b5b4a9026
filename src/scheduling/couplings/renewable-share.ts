import type { Column } from '../../../solver/index.ts';
import type { Fleet } from '../../domain/fleet.ts';
import type { RenewableShare } from '../../domain/targets.ts';
import type { Coupling } from '../part.ts';
import { horizonOf } from '../slots.ts';

/**
 * own renewables - export + renewable share of import + green power >= minimum x consumption - breach, in kWh over all
 * sites and slots; consumption = import + own renewables and generators - export. Export counts as renewable first, so
 * that no kWh is claimed here and sold as green there.
 */
export function renewableShare(fleet: Fleet, share: RenewableShare): Coupling {
  return (lp, timeline, offers) => {
    const row = lp.addRow('renewable share', 0, Number.POSITIVE_INFINITY);
    const { minimum, breachPricePerKwh } = share;
    let largest = 1;
    const add = (column: Column, slot: number, renewable: number, consumed: number) => {
      const perKw = (renewable - minimum * consumed) * timeline.hours[slot];
      if (perKw !== 0) lp.addTerm(row, column, perKw);
      if (perKw < 0) largest -= perKw * lp.columnBounds(column).upper;
    };
    for (const { id, grid } of fleet.sites) {
      const each = (kind: Parameters<typeof offers.find>[0], weight: (slot: number) => [number, number]) => {
        for (const { run } of offers.find(kind, id, null)) {
          run.columns.forEach((column, t) => {
            add(column, t, ...weight(t));
          });
        }
      };
      each('gridImportKw', (t) => [grid.renewableFraction?.[t] ?? 0, 1]);
      each('gridExportKw', () => [-1, -1]);
      each('renewableKw', () => [1, 1]);
      each('generatorKw', () => [0, 1]);
      each('greenPowerKw', () => [1, 0]);
    }
    const breach = lp.addColumn('renewable share breach', 0, largest);
    lp.addTerm(row, breach, 1);
    return {
      flows: [],
      costs: [
        {
          name: 'renewableShareBreach',
          site: null,
          component: null,
          columns: [breach],
          coefficients: Float64Array.of(breachPricePerKwh),
          constant: 0,
        },
      ],
      promises: [
        {
          kind: 'renewableShare',
          site: null,
          subject: 'renewable share',
          unit: 'kWh',
          pricePerUnit: breachPricePerKwh,
          window: horizonOf(timeline),
          terms: [{ column: breach, slot: null, amountPerColumn: 1 }],
        },
      ],
      preferences: [{ kind: 'least', columns: [breach], weights: Float64Array.of(1) }],
      limits: [
        {
          name: 'renewableShare',
          site: null,
          component: null,
          per: 'kWh',
          entries: [{ slot: 0, at: { row }, unitsPerSide: 1 }],
        },
      ],
      read: () => ({}),
    };
  };
}

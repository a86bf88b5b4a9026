import type { Column, LpBuilder } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import { GRAMS_PER_KILOGRAM } from '../units/index.ts';
import type { OfferBook } from './part.ts';

/** A share of the fleet's emissions: kg of CO2 equivalent per one of the column. */
export interface CarbonTerm {
  readonly column: Column;
  readonly kg: number;
}

/**
 * What the fleet emits within the horizon, as a sum over columns: import at the objective's signal, fuel burnt on site,
 * less what green power covers where the signal is `market`. Throws where a site does not know the signal: the reader
 * refuses that.
 */
export function fleetCarbon({ sites, objective, timeline }: Fleet, offers: OfferBook): CarbonTerm[] {
  return sites.flatMap((site) => {
    const grams = site.grid.carbonGramsPerKwh[objective.carbonSignal];
    if (grams === undefined) throw new Error(`site "${site.id}" has no ${objective.carbonSignal} carbon signal`);
    const perKw = (t: number) => (grams[t] * timeline.hours[t]) / GRAMS_PER_KILOGRAM;
    const imported = offers
      .find('gridImportKw', site.id, null)
      .flatMap(({ run }) => run.columns.map((column, t) => ({ column, kg: perKw(t) })));
    const fuel = offers
      .find('fuelKgPerHour', site.id, null)
      .flatMap(({ run, coefficient }) =>
        run.columns.map((column, t) => ({ column, kg: coefficient * timeline.hours[t] })),
      );
    if (objective.carbonSignal !== 'market') return [...imported, ...fuel];
    const covered = offers
      .find('greenPowerKw', site.id, null)
      .flatMap(({ run }) => run.columns.map((column, t) => ({ column, kg: -perKw(t) })));
    return [...imported, ...fuel, ...covered];
  });
}

/** More than the columns can ever emit. */
export function largestCarbonKg(lp: LpBuilder, terms: readonly CarbonTerm[]): number {
  return terms.reduce((sum, { column, kg }) => sum + Math.max(0, kg) * lp.columnBounds(column).upper, 1);
}

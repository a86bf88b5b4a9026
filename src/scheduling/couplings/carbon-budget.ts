import type { Fleet } from '../../domain/fleet.ts';
import type { CarbonOffset } from '../../domain/targets.ts';
import { GRAMS_PER_KILOGRAM, GRAMS_PER_TONNE } from '../../units/index.ts';
import { fleetCarbon, largestCarbonKg } from '../fleet-carbon.ts';
import type { CostLine, Coupling, NamedLimit, PromiseSlack } from '../part.ts';
import { horizonOf } from '../slots.ts';

/**
 * emissions of the fleet - offsets - breach <= budget. Where the budget states a price it is a promise; without one no
 * plan may exceed it. Offsets are bought only where they are worth their price.
 */
export function carbonBudget(fleet: Fleet): Coupling {
  return (lp, timeline, offers) => {
    const { carbonBudget: budget, offsets } = fleet.targets;
    const bought = offsets.map((offset) => ({
      offset,
      column: lp.addColumn(`offset ${offset.id}`, 0, offset.limitKg),
    }));
    const costs: CostLine[] = bought.map(({ offset, column }) => ({
      name: 'offsets',
      site: null,
      component: offset.id,
      columns: [column],
      coefficients: Float64Array.of(pricePerKg(offset)),
      constant: 0,
    }));
    const promises: PromiseSlack[] = [];
    const least = bought.map(({ column }) => column);
    const limits: NamedLimit[] = [];
    if (budget !== null) {
      const terms = fleetCarbon(fleet, offers);
      const row = lp.addRow('carbon budget', Number.NEGATIVE_INFINITY, budget.limitKg);
      for (const { column, kg } of terms) lp.addTerm(row, column, kg);
      for (const { column } of bought) lp.addTerm(row, column, -1);
      limits.push({
        name: 'carbonBudget',
        ...fleetWide,
        per: 'kg',
        entries: [{ slot: 0, at: { row }, unitsPerSide: 1 }],
      });
      if (budget.breachPricePerKg !== null) {
        const breach = lp.addColumn('carbon budget breach', 0, largestCarbonKg(lp, terms));
        lp.addTerm(row, breach, -1);
        least.push(breach);
        costs.push({
          name: 'carbonBudgetBreach',
          ...fleetWide,
          columns: [breach],
          coefficients: Float64Array.of(budget.breachPricePerKg),
          constant: 0,
        });
        promises.push({
          kind: 'carbonBudget',
          site: null,
          subject: 'carbon budget',
          unit: 'kg',
          pricePerUnit: budget.breachPricePerKg,
          window: horizonOf(timeline),
          terms: [{ column: breach, slot: null, amountPerColumn: 1 }],
        });
      }
    }
    return {
      flows: [],
      costs,
      promises,
      preferences: [{ kind: 'least', columns: least, weights: new Float64Array(least.length).fill(1) }],
      limits,
      read: (solution) => ({
        offsets: bought.map(({ offset, column }) => {
          const kg = solution.value(column);
          return { id: offset.id, kg, cost: kg * pricePerKg(offset) };
        }),
      }),
    };
  };
}

const fleetWide = { site: null, component: null } as const;

const pricePerKg = ({ pricePerTonne }: CarbonOffset): number => (pricePerTonne * GRAMS_PER_KILOGRAM) / GRAMS_PER_TONNE;

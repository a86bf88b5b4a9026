import type { Fleet, Site } from '../../domain/fleet.ts';
import type { Plan } from '../../domain/plan.ts';
import { importCosts, limitPrice, SAME_PRICE, shadowPricesAt } from './prices.ts';

/**
 * What makes the price. While the site imports, the amounts add up to the price; `other` holds what remains
 * (ramps, and limits of stores). Where it does not import, the reason names what sets the price instead.
 */
export interface PriceReason {
  readonly kind:
    | 'tariff'
    | 'carbon'
    | 'coincidentPeak'
    | 'carbonBudget'
    | 'renewableShare'
    | 'importLimit'
    | 'contractedLimit'
    | 'peak'
    | 'other'
    | 'exportPrice'
    | 'curtailment'
    | 'store'
    | 'generator';
  readonly component: string | null;
  readonly pricePerKwh: number;
}

/** Importing, or next to it: tariff, carbon, expected peaks and targets, and the price of each limit on that import. */
export function importReasons(
  fleet: Fleet,
  plan: Plan,
  site: Site,
  slot: number,
  price: number,
): readonly PriceReason[] {
  const { grid } = site;
  const costs = importCosts(fleet, plan, site, slot);
  const found: PriceReason[] = [
    { kind: 'tariff', component: null, pricePerKwh: costs.tariff },
    { kind: 'carbon', component: null, pricePerKwh: costs.carbon },
    ...costs.coincidentPeaks.map(({ id, pricePerKwh }): PriceReason => {
      return { kind: 'coincidentPeak', component: id, pricePerKwh };
    }),
    { kind: 'importLimit', component: null, pricePerKwh: limitPrice(plan, 'importLimit', site.id, null, slot) },
    ...grid.contractedLimits
      .filter(({ direction }) => direction === 'import')
      .map(
        ({ id }): PriceReason => ({
          kind: 'contractedLimit',
          component: id,
          pricePerKwh: limitPrice(plan, 'contractedLimit', site.id, id, slot),
        }),
      ),
    ...peakReasons(fleet, plan, site, slot),
    { kind: 'carbonBudget', component: null, pricePerKwh: costs.carbonBudget },
    { kind: 'renewableShare', component: null, pricePerKwh: costs.renewableShare },
  ];
  const named = found.reduce((sum, reason) => sum + reason.pricePerKwh, 0);
  return [...found, { kind: 'other' as const, component: null, pricePerKwh: price - named }].filter(
    ({ kind, pricePerKwh }) => kind === 'tariff' || Math.abs(pricePerKwh) > SAME_PRICE,
  );
}

/**
 * A kW in the metering interval raises its mean by the slot's share of the interval, so a price per kW of
 * peak is price x share / hours of the slot per kWh.
 */
function peakReasons(fleet: Fleet, plan: Plan, site: Site, slot: number): readonly PriceReason[] {
  const prices = shadowPricesAt(plan, 'peak', site.id);
  return site.grid.demandCharges
    .filter(({ direction }) => direction !== 'export')
    .flatMap((charge) =>
      charge.periods.map((period): PriceReason => {
        const component = `${charge.id} ${period.label}`;
        const values = prices.find((candidate) => candidate.component === component)?.values ?? [];
        const seen = new Set<number>();
        let pricePerKwh = 0;
        for (const { slots, hours } of period.meteringIntervals) {
          const place = slots.indexOf(slot);
          if (place === -1 || seen.has(slots[0])) continue;
          seen.add(slots[0]);
          const share = hours[place] / hours.reduce((sum, value) => sum + value, 0);
          pricePerKwh -= ((values[slots[0]] ?? 0) * share) / fleet.timeline.hours[slot];
        }
        return { kind: 'peak', component, pricePerKwh };
      }),
    );
}

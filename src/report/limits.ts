import type { Plan, ShadowPrice } from '../domain/plan.ts';

/** Which limits bind, from the plan's shadow prices: how often, how hard, and when hardest. */
export interface BindingLimit {
  readonly name: string;
  readonly site: string | null;
  readonly component: string | null;
  readonly per: ShadowPrice['per'];
  readonly bindingSlotCount: number;
  /** The price furthest from zero: d objective / d limit. */
  readonly strongest: number;
  readonly strongestSlot: number;
  /** What moving the limit by one all through would save: sum of |price| x hours for energy, unit-hours and data. */
  readonly worthOfOneMore: number;
}

/** Balances, work and weather have prices, but are no limits that anyone could move. */
const PRICES_OF_THINGS = new Set([
  'electricityBalance',
  'itBalance',
  'computeBalance',
  'linkBalance',
  'jobWork',
  'storedEnergy',
  'renewableAvailable',
  'heatToRejectBalance',
  'condenserHeatBalance',
  'heatBalance',
]);
/** One more of such a limit is one of these in every hour. */
const IS_BY_THE_HOUR: ReadonlySet<ShadowPrice['per']> = new Set(['kWh', 'unit h', 'GB']);
const NEGLIGIBLE_PRICE = 1e-9;

export function bindingLimits(plan: Plan): readonly BindingLimit[] {
  return plan.shadowPrices
    .filter((price) => !PRICES_OF_THINGS.has(price.name))
    .flatMap((price) => summarise(price, plan.timeline.slotHours))
    .sort((first, second) => second.worthOfOneMore - first.worthOfOneMore);
}

function summarise(price: ShadowPrice, slotHours: readonly number[]): BindingLimit[] {
  let bindingSlotCount = 0;
  let strongestSlot = -1;
  let strongest = 0;
  let worthOfOneMore = 0;
  for (const [slot, value] of price.values.entries()) {
    if (value === null || Math.abs(value) <= NEGLIGIBLE_PRICE) continue;
    bindingSlotCount += 1;
    worthOfOneMore += Math.abs(value) * (IS_BY_THE_HOUR.has(price.per) ? slotHours[slot] : 1);
    if (Math.abs(value) > Math.abs(strongest)) {
      strongest = value;
      strongestSlot = slot;
    }
  }
  if (bindingSlotCount === 0) return [];
  const { name, site, component, per } = price;
  return [{ name, site, component, per, bindingSlotCount, strongest, strongestSlot, worthOfOneMore }];
}

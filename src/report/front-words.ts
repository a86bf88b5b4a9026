import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { formatMoney, formatNumber, formatPrice, formatShare } from './format.ts';

/** Plans from the cheapest to the one that emits least, as far as a page tells of them. */
export interface ShownPoint {
  readonly share: number;
  readonly kg: number;
  readonly objective: number;
  readonly abatementPricePerKg: number;
  readonly plan: Plan;
}

/** What going all the way saves and costs; for a page as for a terminal. */
export function frontSentence({ currency }: Pick<Fleet, 'currency'>, points: readonly ShownPoint[]): string {
  const first = points[0];
  const last = points[points.length - 1];
  if (points.length === 1) return 'The cheapest plan emits no more than any plan must: there is nothing to trade.';
  const saved = first.kg - last.kg;
  const dearer = last.objective - first.objective;
  const share = formatShare(first.kg === 0 ? 0 : saved / Math.abs(first.kg));
  return (
    `From the cheapest plan to the one that emits least: ${formatKg(saved)} less (${share}) ` +
    `for ${formatMoney(dearer, currency)} more, ${formatPrice(dearer / saved)} ${currency} per kg on the whole.`
  );
}

/** As many digits as it takes to tell points of a small fleet apart. */
export function formatKg(kg: number): string {
  const size = Math.abs(kg);
  return `${formatNumber(kg, size >= 10_000 ? 0 : size >= 100 ? 1 : 3)} kg`;
}

import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../scheduling/index.ts';

/** What the explanations of plan, job and slot share. */

export const MOST_ROWS = 10;
export const MOST_COLUMNS = 120;
export const NO_PRICES = 'This plan has no prices: it is not the result of an optimisation.';

export function textOf(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Where contiguous jobs were put before the rest was solved, prices say nothing of where else they could be. */
export function startsHeldLines(fleet: Fleet, plan: Plan): string[] {
  const isHeld = plan.shadowPrices.length > 0 && plan.certificate !== null && plan.certificate.method !== 'linear';
  if (!isHeld || fleet.jobs.every(({ shape }) => shape !== 'contiguous')) return [];
  return ['All prices are those of the plan with the starts of its contiguous jobs held where they are.'];
}

import type { Plan } from '../../domain/plan.ts';
import type { SchedulingProblem } from '../problem.ts';
import { priceOfOneMoreKwh } from './prices.ts';

/** What things are worth over the whole plan: electricity at each site, a unit-hour of each job. */
export interface PlanExplanation {
  readonly sites: readonly SitePrices[];
  /** Dearest first; without contiguous jobs where their starts were held while the prices were made. */
  readonly jobs: readonly { readonly id: string; readonly pricePerUnitHour: number }[];
}

export interface SitePrices {
  readonly site: string;
  readonly timeZone: string;
  /** Mean over time; null for a plan without shadow prices. */
  readonly mean: number | null;
  readonly lowest: SlotPrice | null;
  readonly highest: SlotPrice | null;
}

export interface SlotPrice {
  readonly slot: number;
  readonly pricePerKwh: number;
}

export function explainPlan(problem: SchedulingProblem, plan: Plan): PlanExplanation {
  const { fleet } = problem;
  const held = plan.certificate?.method === 'linear' ? [] : fleet.jobs.filter(({ shape }) => shape === 'contiguous');
  const withoutPrice = new Set(held.map(({ id }) => id));
  return {
    sites: fleet.sites.map((site) => {
      const { id, timeZone } = site;
      const prices = Array.from(fleet.timeline.hours, (_, slot) => ({
        slot,
        pricePerKwh: priceOfOneMoreKwh(fleet, plan, site, slot),
      })).filter((price): price is SlotPrice => price.pricePerKwh !== null);
      const hours = prices.reduce((sum, { slot }) => sum + fleet.timeline.hours[slot], 0);
      const weighted = prices.reduce((sum, { slot, pricePerKwh }) => sum + pricePerKwh * fleet.timeline.hours[slot], 0);
      const byPrice = [...prices].sort((first, second) => first.pricePerKwh - second.pricePerKwh);
      return {
        site: id,
        timeZone,
        mean: prices.length === 0 ? null : weighted / hours,
        lowest: byPrice.at(0) ?? null,
        highest: byPrice.at(-1) ?? null,
      };
    }),
    jobs: plan.shadowPrices
      .flatMap(({ name, component, values }) => {
        const price = values[0];
        const isJob = name === 'jobWork' && component !== null && price !== null && price !== undefined;
        return isJob && !withoutPrice.has(component) ? [{ id: component, pricePerUnitHour: price }] : [];
      })
      .sort((first, second) => second.pricePerUnitHour - first.pricePerUnitHour),
  };
}

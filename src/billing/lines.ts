import type { CostLineName, PlanCostLine } from '../domain/plan.ts';

/** Flows and fleet do not belong together: a site, a battery, a job or a carbon signal is missing. */
export class BillingError extends Error {
  override readonly name = 'BillingError';
}

/** A cost line, and how far an error of the figures behind it can move it. */
export interface BilledLine extends PlanCostLine {
  /** Money by which the amount can move when every figure behind it moves by one unit (kW, kWh or compute unit). */
  readonly moneyPerUnit: number;
}

export function billedLine(
  name: CostLineName,
  site: string | null,
  component: string | null,
  amount: number,
  moneyPerUnit: number,
): BilledLine {
  return { name, site, component, amount, moneyPerUnit };
}

/** Two cost lines with the same key are the same line of the bill. */
export function costLineKey(line: Pick<PlanCostLine, 'name' | 'site' | 'component'>): string {
  return JSON.stringify([line.name, line.site, line.component]);
}

/** Name of a demand charge's line within its site: one for each charge and period. */
export function demandChargeComponent(chargeId: string, periodLabel: string): string {
  return `${chargeId} ${periodLabel}`;
}

/** The entry with that key, or a BillingError that names what is missing. */
export function entryFor<Entry>(entries: readonly Entry[], matches: (entry: Entry) => boolean, what: string): Entry {
  return present(entries.find(matches), what);
}

/** The entry that was looked up, or a BillingError that names what is missing. */
export function present<Entry>(entry: Entry | undefined, what: string): Entry {
  if (entry === undefined) throw new BillingError(`nothing to bill for ${what}: the flows hold no entry for it`);
  return entry;
}

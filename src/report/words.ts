import type { CostLineName, Plan, PlanStatus, SlotUnit } from '../scheduling/plan.ts';
import { formatName, formatShare } from './format.ts';

/** What the plan's codes are called in sentences. */

export const statusTitles: Readonly<Record<PlanStatus, string>> = {
  optimal: 'Optimal',
  feasible: 'Feasible',
  fallback: 'Fallback',
  infeasible: 'Infeasible',
};

/** One or two sentences: what the status means for this plan, and what is proven. */
export function statusSentence(plan: Plan): string {
  const reason = plan.statusReason === null ? '' : ` ${asSentence(plan.statusReason)}`;
  if (plan.status === 'infeasible') {
    return `Physics cannot hold even with every promise broken.${reason}`;
  }
  return `${proofSentence(plan)}${reason}`;
}

function proofSentence(plan: Plan): string {
  if (plan.certifiedGap === null) return 'A plan that can be carried out, without a proof of how good it is.';
  const gap = formatShare(Math.max(0, plan.certifiedGap));
  const claim = plan.claimedGap === null ? '' : ` (the solver itself claims ${formatShare(plan.claimedGap)})`;
  return plan.status === 'optimal'
    ? `No plan for this input costs less: proven to ${gap} of its cost lines${claim}.`
    : `At most ${gap} of its cost lines above the cheapest plan${claim}.`;
}

function asSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

const costLineWords: Readonly<Record<CostLineName, string>> = {
  energyBought: 'Energy bought',
  energySold: 'Energy sold',
  demandCharge: 'Demand charge',
  carbon: 'Carbon',
  carbonCredit: 'Carbon credit of exports',
  wear: 'Battery wear',
  storedEnergyValue: 'Worth of energy left in stores',
  restarts: 'Restarts of paused work',
  lateness: 'Late work',
  leftoverWork: 'Work left for later',
  unservedWork: 'Work not done',
  shedBaseLoad: 'Base load not served',
  contractBreach: 'Contract limit exceeded',
  rampBreach: 'Ramp limit exceeded',
  endEnergyShortfall: 'Stores short at the end',
};

export function costLineWord(name: CostLineName): string {
  return costLineWords[name] ?? formatName(name);
}

const shadowPriceWords: Readonly<Record<string, string>> = {
  electricityBalance: 'Electricity',
  itBalance: 'IT power',
  computeBalance: 'Running work',
  poolCapacity: 'Pool capacity',
  importLimit: 'Import limit',
  exportLimit: 'Export limit',
  contractedLimit: 'Contracted limit',
  rampLimit: 'Ramp limit',
  peak: 'Peak of a demand charge',
  jobWork: 'Work of a job',
  storedEnergy: 'Energy in a store',
  renewableAvailable: 'Renewable power available',
};

export function shadowPriceWord(name: string): string {
  return shadowPriceWords[name] ?? formatName(name);
}

const perWords: Readonly<Record<SlotUnit, string>> = {
  kW: 'kW',
  kWh: 'kWh',
  units: 'unit',
  'unit h': 'unit-hour',
  'g/kWh': 'g/kWh',
};

export function perWord(per: SlotUnit): string {
  return perWords[per];
}

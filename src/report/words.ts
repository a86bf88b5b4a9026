import type { Fleet } from '../domain/fleet.ts';
import type { BrokenPromise, CostLineName, Plan, PlanStatus, SiteIndicators, SlotUnit } from '../domain/plan.ts';
import type { JobFigures } from './figures.ts';
import {
  formatAmount,
  formatCount,
  formatEnergy,
  formatMoney,
  formatName,
  formatNumber,
  formatShare,
} from './format.ts';

/** What the plan's codes are called in sentences. */

export const statusTitles: Readonly<Record<PlanStatus, string>> = {
  optimal: 'Optimal',
  feasible: 'Feasible',
  fallback: 'Fallback',
  infeasible: 'Infeasible',
};

/** `Optimal: no plan for this input costs less (proven, gap below 0.0001 %).` */
export function verdict(plan: Plan): string {
  return `${statusTitles[plan.status]}: ${statusSentence(plan)}`;
}

/** What the status means for this plan, and what is proven; goes on after the status and a colon. */
export function statusSentence(plan: Plan): string {
  const reason = plan.statusReason === null ? '' : ` ${asSentence(plan.statusReason)}`;
  if (plan.status === 'infeasible') {
    // The conflicts, which follow wherever a verdict is shown, say why.
    return `physics cannot hold even with every promise broken.${plan.conflicts.length > 0 ? '' : reason}`;
  }
  if (!hasOrders(plan)) return `there is no plan.${reason}`;
  return `${proofSentence(plan)}${reason}`;
}

/** False where physics cannot hold, or where the solver was stopped and no rule holds the limits: nothing is told to do anything. */
export function hasOrders(plan: Plan): boolean {
  return plan.sites.some(({ series }) => series.length > 0);
}

function proofSentence(plan: Plan): string {
  if (plan.certifiedGap === null) return 'a plan that can be carried out, without a proof of how good it is.';
  const gap = formatShare(Math.max(0, plan.certifiedGap));
  const claim = plan.claimedGap === null ? '' : `; the solver itself claims ${formatShare(plan.claimedGap)}`;
  const { carbonHold: hold } = plan;
  const held =
    hold === undefined ? '' : ` that emits at most ${formatAmount(hold.limitKg)} kg and breaks no more promises`;
  const least = (hold?.leastKgBound ?? null) === null ? '' : ` ${leastCarbonSentence(hold?.leastKgBound ?? 0)}`;
  return plan.status === 'optimal'
    ? `no plan${held === '' ? ' for this input' : held} costs less (proven, gap ${gap}${claim}).${least}`
    : `at most ${gap} of its cost lines dearer than the cheapest plan${held} (proven${claim}).${least}`;
}

function leastCarbonSentence(kg: number): string {
  return `None emits less than ${formatAmount(kg)} kg (proven).`;
}

/** With a capital letter and a full stop. */
export function asSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** Less than this of money is rounding. */
const NEGLIGIBLE_MONEY = 0.005;

/** What jobs, storage and heat save, each without the others; null where that was not computed. */
export function savingsSplitSentence({ savings, currency }: Plan): string | null {
  const { jobsAlone, storageAlone, heatAlone, againstFirstComeFirstServed: together = 0 } = savings ?? {};
  const money = (amount: number) => formatMoney(amount, currency);
  const named = [
    { what: 'moving jobs alone', saved: jobsAlone ?? null },
    { what: 'storage alone', saved: storageAlone ?? null },
    { what: 'heat alone', saved: heatAlone ?? null },
  ].flatMap(({ what, saved }) => (saved === null ? [] : [{ what, saved }]));
  if (named.length === 0) return null;
  const parts = named.map(({ what, saved }, k) => `${what} ${k === 0 ? 'saves ' : ''}${money(saved)}`);
  const sum = named.reduce((total, { saved }) => total + saved, 0);
  const all = named.length < 2 ? '' : togetherWords(sum, together, money);
  return `Against first come, first served: ${parts.join(', ')}${all}.`;
}

function togetherWords(sum: number, together: number, money: (amount: number) => string): string {
  if (sum > together + NEGLIGIBLE_MONEY) return `; they overlap, so together they save ${money(together)}`;
  if (sum < together - NEGLIGIBLE_MONEY) return `; together they save ${money(together)}, more than their sum`;
  return `; together they save ${money(together)}`;
}

/** What is to be said of jobs that run once and of data that move; nothing where there are none. */
export function jobNotes(jobs: JobFigures): string[] {
  const { contiguousCount, lateContiguousCount, movingCount, movedGigabytes } = jobs;
  const late = lateContiguousCount === 0 ? '' : `, ${formatNumber(lateContiguousCount)} of them late`;
  return [
    ...(contiguousCount === 0 ? [] : [`${formatCount(contiguousCount, 'job')} must run in one piece${late}`]),
    ...(movingCount === 0
      ? []
      : [`${formatAmount(movedGigabytes)} GB move between sites for ${formatCount(movingCount, 'job')}`]),
  ];
}

/** What counts for the carbon of a plan beside its import: nothing is said of what is not there. */
export function emissionNotes({ fuelKg, coveredKg, offsetKg }: Plan['emissions']): string[] {
  const kg = (amount: number) => `${formatNumber(amount)} kg`;
  return [
    ...(fuelKg > 0 ? [`${kg(fuelKg)} of fuel burnt on site`] : []),
    ...(coveredKg > 0 ? [`green power covers ${kg(coveredKg)} of import (market)`] : []),
    ...(offsetKg > 0 ? [`${kg(offsetKg)} of offsets bought`] : []),
  ];
}

/** Whether there is anything to say of how well a site cools itself. */
export function hasCooling({ sites }: Fleet, site: string): boolean {
  const plant = sites.find(({ id }) => id === site)?.plant;
  return plant !== undefined && (plant.loops.length > 0 || plant.fixedCoolingFraction > 0);
}

/** PUE, WUE, ERE and ERF of a site in words; only what it has. */
export function indicatorNotes(figures: SiteIndicators): string[] {
  const { pue, wueLitresPerKwh, waterLitres, reusedHeatKwh } = figures;
  if (pue === null) return [];
  const water = wueLitresPerKwh === null || waterLitres === 0 ? null : formatNumber(wueLitresPerKwh, 2);
  return [
    `PUE ${formatNumber(pue, 3)}`,
    `${formatEnergy(figures.itKwh)} of IT`,
    ...(water === null ? [] : [`WUE ${water} litres per kWh`]),
    ...(reusedHeatKwh === 0
      ? []
      : [
          `${formatEnergy(reusedHeatKwh)} of heat used again`,
          `ERF ${formatNumber(figures.energyReuseFactor ?? 0, 3)}`,
          `ERE ${formatNumber(figures.energyReuseEffectiveness ?? 0, 3)}`,
        ]),
  ];
}

/** `job "train" cannot be finished by its deadline`. */
export function promiseSentence({ kind, subject, site }: BrokenPromise): string {
  const where = site === null ? '' : ` at ${site}`;
  switch (kind) {
    case 'deadlineKept':
      return `job "${subject}" cannot be finished by its deadline${where}`;
    case 'workServed':
      return `job "${subject}" is not done in full${where}`;
    case 'baseLoadServed':
      return `base load is shed${where}`;
    case 'contractedLimit':
      return `contracted limit "${subject}" is exceeded${where}`;
    case 'rampLimit':
      return `net import steps faster than the ramp limit${where}`;
    case 'endEnergy':
      return `store "${subject}" ends below its promised level${where}`;
    case 'heatServed':
      return `heat network "${subject}" is not served in full${where}`;
    case 'coldServed':
      return `cold network "${subject}" is not served in full${where}`;
    case 'carbonBudget':
      return 'the carbon budget of the fleet is exceeded';
    case 'renewableShare':
      return 'the fleet falls short of its renewable share';
    case 'zoneRamp':
      return `net import of market zone "${subject}" steps faster than its ramp limit`;
  }
}

/** `10.0 unit-hours`, `1,200 kWh`. */
export function promiseAmount({ amount, unit }: BrokenPromise): string {
  return `${formatAmount(amount)} ${unit === 'unit h' ? 'unit-hours' : unit}`;
}

/** `filled, 3 slots`. */
export function doubtKindWord({ kind, slots }: Plan['dataQuality'][number]): string {
  return slots.length === 0 ? kind : `${kind}, ${formatCount(slots.length, 'slot')}`;
}

const costLineWords: Readonly<Record<CostLineName, string>> = {
  energyBought: 'Energy bought',
  energySold: 'Energy sold',
  demandCharge: 'Demand charge',
  carbon: 'Carbon',
  carbonCredit: 'Carbon credit of exports',
  wear: 'Wear of stores',
  storedEnergyValue: 'Worth of energy left in stores',
  dataTransfer: 'Data moved between sites',
  restarts: 'Restarts of paused work',
  lateness: 'Late work',
  leftoverWork: 'Work left for later',
  unservedWork: 'Work not done',
  shedBaseLoad: 'Base load not served',
  contractBreach: 'Contract limit exceeded',
  rampBreach: 'Ramp limit exceeded',
  endEnergyShortfall: 'Stores short at the end',
  fuel: 'Fuel',
  fuelCarbon: 'Carbon of fuel',
  operation: 'Running of devices',
  water: 'Water',
  heatSold: 'Heat sold',
  heatBought: 'Heat bought',
  heatSpill: 'Heat thrown away',
  coldSold: 'Cold sold',
  unservedHeat: 'Heat not served',
  unservedCold: 'Cold not served',
  coincidentPeak: 'Coincident peak, expected',
  greenPower: 'Green power',
  offsets: 'Carbon offsets',
  carbonBudgetBreach: 'Carbon budget exceeded',
  renewableShareBreach: 'Renewable share missed',
  zoneRampBreach: 'Ramp limit of zone exceeded',
};

export function costLineWord(name: CostLineName): string {
  return costLineWords[name] ?? formatName(name);
}

const shadowPriceWords: Readonly<Record<string, string>> = {
  electricityBalance: 'Electricity',
  itBalance: 'IT power',
  computeBalance: 'Running work',
  poolCapacity: 'Pool capacity',
  linkBalance: 'Data over a link',
  linkCapacity: 'Link from',
  importLimit: 'Import limit',
  exportLimit: 'Export limit',
  contractedLimit: 'Contracted limit',
  rampLimit: 'Ramp limit',
  peak: 'Peak of a demand charge',
  jobWork: 'Work of a job',
  storedEnergy: 'Energy in a store',
  renewableAvailable: 'Renewable power available',
  heatToRejectBalance: 'Heat on loop',
  condenserHeatBalance: 'Heat of condenser water',
  heatBalance: 'Heat of network',
  chillerCoolingLimit: 'Size of chiller',
  absorptionCoolingLimit: 'Size of absorption chiller',
  freeCoolingLimit: 'Free cooling of',
  heatRejectedLimit: 'Size of tower or dry cooler',
  heatPumpHeatLimit: 'Size of heat pump',
  exchangerHeatLimit: 'Size of exchanger',
  boilerHeatLimit: 'Size of boiler',
  contractHeatLimit: 'Heat contract',
  generatorLimit: 'Size of generator',
  storeReserve: 'Reserve of',
  carbonBudget: 'Carbon budget',
  carbonHeld: 'Carbon held to',
  renewableShare: 'Renewable share',
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
  GB: 'GB',
  'GB/h': 'GB/h',
  kg: 'kg',
  '1': 'whole',
};

export function perWord(per: SlotUnit): string {
  return perWords[per];
}

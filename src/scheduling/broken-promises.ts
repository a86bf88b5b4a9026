import type { Fleet } from '../domain/fleet.ts';
import type { BrokenPromise, PromiseKind } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import type { LpSolution, PromiseSlack } from './part.ts';

/** Less than this (kWh, kW, unit-hours) is the solver's tolerance, not a broken promise. */
const NEGLIGIBLE = 1e-3;

/** Every slack above tolerance: which promise, when, how much, at what price. Neighbouring slots make one entry. */
export function readBrokenPromises(
  fleet: Fleet,
  promises: readonly PromiseSlack[],
  solution: LpSolution,
): BrokenPromise[] {
  return promises.flatMap((promise) =>
    breachStretches(
      promise.terms.map(({ column, slot, amountPerColumn }) => ({
        slot,
        amount: solution.value(column) * amountPerColumn,
      })),
      promise.unit,
    ).map((stretch) => brokenPromise(fleet, promise, stretch)),
  );
}

export interface Stretch {
  readonly firstSlot: number | null;
  readonly lastSlot: number | null;
  readonly amount: number;
}

/** Amounts above tolerance; energies of neighbouring slots are one breach, a step of a ramp stands for itself. */
export function breachStretches(
  amounts: readonly { readonly slot: number | null; readonly amount: number }[],
  unit: PromiseSlack['unit'],
): Stretch[] {
  const list: Stretch[] = [];
  for (const { slot, amount } of amounts) {
    if (amount <= NEGLIGIBLE) continue;
    const last = list[list.length - 1];
    if (last !== undefined && slot !== null && last.lastSlot === slot - 1 && unit === 'kWh') {
      list[list.length - 1] = { firstSlot: last.firstSlot, lastSlot: slot, amount: last.amount + amount };
    } else {
      list.push({ firstSlot: slot, lastSlot: slot, amount });
    }
  }
  return list;
}

/** One entry of the plan; also used for the rules' plans. */
export function brokenPromise(
  fleet: Fleet,
  promise: Omit<PromiseSlack, 'terms'>,
  { firstSlot, lastSlot, amount }: Stretch,
): BrokenPromise {
  const { edges } = fleet.timeline;
  const start = firstSlot === null ? promise.window?.start : edges[firstSlot];
  const end = lastSlot === null ? promise.window?.end : edges[lastSlot + 1];
  const from = start === undefined ? null : formatUtc(start);
  const to = end === undefined ? null : formatUtc(end);
  const cost = amount * promise.pricePerUnit;
  const where = promise.site === null ? '' : ` at ${promise.site}`;
  const when = from === null ? '' : ` between ${from} and ${to}`;
  const [one, several] = promise.unit === 'unit h' ? ['unit-hour', 'unit-hours'] : [promise.unit, promise.unit];
  const price = `${promise.pricePerUnit.toFixed(2)} ${fleet.currency} per ${one}`;
  return {
    kind: promise.kind,
    site: promise.site,
    subject: promise.subject,
    from,
    to,
    amount,
    unit: promise.unit,
    pricePerUnit: promise.pricePerUnit,
    cost,
    message:
      `${sentence(promise.kind, promise.subject)}${where}${when}: ${amount.toFixed(3)} ${several}, ` +
      `counted at ${price} = ${cost.toFixed(2)} ${fleet.currency}`,
  };
}

function sentence(kind: PromiseKind, subject: string): string {
  switch (kind) {
    case 'deadlineKept':
      return `job "${subject}" cannot be finished by its deadline`;
    case 'workServed':
      return `job "${subject}" is not done in full`;
    case 'baseLoadServed':
      return 'base load is shed';
    case 'contractedLimit':
      return `contracted limit "${subject}" is exceeded`;
    case 'rampLimit':
      return 'net import steps faster than the ramp limit';
    case 'endEnergy':
      return `store "${subject}" ends below its promised level`;
    case 'heatServed':
      return `heat network "${subject}" is not served in full`;
    case 'coldServed':
      return `cold network "${subject}" is not served in full`;
    case 'carbonBudget':
      return 'the carbon budget of the fleet is exceeded';
    case 'renewableShare':
      return 'the fleet falls short of its renewable share';
    case 'zoneRamp':
      return `net import of market zone "${subject}" steps faster than the zone's ramp limit`;
  }
}

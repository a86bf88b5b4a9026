import type { Fleet } from '../domain/fleet.ts';
import {
  asSentence,
  formatMoney,
  formatPrice,
  localDateTime,
  localPeriod,
  perWord,
  promiseAmount,
  promiseSentence,
  zoneOf,
} from '../report/text.ts';
import type { Plan } from '../scheduling/index.ts';
import { plain } from './text.ts';

/** What could not be met, in the time of the site where it has one. Built from the plan's fields: its own messages speak UTC. */

/** One line a broken promise. */
export function brokenPromiseLines(fleet: Fleet, plan: Plan): string[] {
  return plan.brokenPromises.map((promise) => {
    const { kind, site, from, to, unit, pricePerUnit, cost } = promise;
    const zone = zoneOf(fleet, site);
    const when = from === null || to === null ? '' : `, ${localPeriod(Date.parse(from), Date.parse(to), zone)}`;
    const price = `${formatPrice(pricePerUnit)} ${plan.currency} per ${perWord(unit)}`;
    return plain(
      `broken promise (${kind}): ${promiseSentence(promise)}${when}: ` +
        `${promiseAmount(promise)} at ${price} = ${formatMoney(cost, plan.currency)}`,
    );
  });
}

/** One line for each place where physics cannot hold. */
export function conflictLines(fleet: Fleet, plan: Plan): string[] {
  return plan.conflicts.map(({ site, from, to, message }) => {
    // The cause and the advice are in the sentence alone; its two times are those of the fields.
    const local = (text: string, time: string) =>
      text.replaceAll(time, () => localDateTime(Date.parse(time), zoneOf(fleet, site)));
    return plain(`impossible: ${local(local(message, from), to)}`);
  });
}

/** Why there is no plan: physics cannot hold, or the solver was stopped and no rule holds the limits either. */
export function noPlanLines(fleet: Fleet, plan: Plan): string[] {
  if (plan.conflicts.length > 0) {
    return [plain(`${plan.name}: no plan, for physics cannot hold.`), ...conflictLines(fleet, plan)];
  }
  return [plain(`${plan.name}: no plan. ${asSentence(plan.statusReason ?? 'The plan does not say why.')}`)];
}

import type { Fleet } from '../domain/fleet.ts';
import {
  bindingLimits,
  costLineWord,
  formatMoney,
  formatPower,
  formatPrice,
  localDayAndClock,
  perWord,
  savingsSplitSentence,
  shadowPriceWord,
  verdict,
  zoneOf,
} from '../report/text.ts';
import type { PlanExplanation } from '../scheduling/explain/index.ts';
import type { Plan, PlanCostLine } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { MOST_COLUMNS, MOST_ROWS, NO_PRICES, startsHeldLines, textOf } from './explain-text.ts';
import { plain, textTable } from './text.ts';
import { brokenPromiseLines, conflictLines } from './trouble-text.ts';

/** Text of an explanation for a terminal, line breaks included. */
export function planText(fleet: Fleet, plan: Plan, explanation: PlanExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  const sections = [
    wrap(plain(verdict(plan)), columns, ''),
    costSection(plan, columns),
    savingSection(plan, columns),
    limitSection(fleet, plan, columns),
    priceSection(fleet, plan, explanation, columns),
    dearestJobs(plan, explanation, columns),
    startsHeldLines(fleet, plan).flatMap((line) => wrap(line, columns, '')),
    demandChargeSection(plan, columns),
    brokenPromiseLines(fleet, plan).flatMap((line) => wrap(line, columns, '')),
  ];
  return textOf(sections);
}

/** What there is to say of a plan without orders: why it has none. */
export function noOrdersText(fleet: Fleet, plan: Plan, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  const conflicts = conflictLines(fleet, plan).slice(0, MOST_ROWS);
  const omitted = plan.conflicts.length - conflicts.length;
  const more = omitted > 0 ? [`and ${omitted} more in the plan's conflicts`] : [];
  return textOf([
    wrap(plain(verdict(plan)), columns, ''),
    [...conflicts, ...more].flatMap((line) => wrap(line, columns, '')),
  ]);
}

function costSection(plan: Plan, columns: number): string[] {
  const largest = [...plan.costLines].sort((first, second) => Math.abs(second.amount) - Math.abs(first.amount));
  const rows = largest
    .slice(0, MOST_ROWS)
    .map((line) => [plain(costLineLabel(line)), formatMoney(line.amount, plan.currency)]);
  const table = textTable(
    [...rows, ['Total', formatMoney(plan.objective, plan.currency)]],
    ['left', 'right'],
    columns - 2,
  );
  return ['Largest cost lines:', ...table.map((line) => `  ${line}`)];
}

function costLineLabel({ name, site, component }: PlanCostLine): string {
  if (name === 'dataTransfer') return `${costLineWord(name)}, ${component} to ${site}`;
  return [costLineWord(name), component, site === null ? null : `at ${site}`].filter((part) => part !== null).join(' ');
}

function savingSection(plan: Plan, columns: number): string[] {
  if (plan.savings === null) return [];
  const { againstFirstComeFirstServed, againstRuleBasedStorage } = plan.savings;
  const split = savingsSplitSentence(plan);
  return [
    'Saved against work as usual:',
    `  against first come, first served: ${formatMoney(againstFirstComeFirstServed, plan.currency)}`,
    `  against the same with rule-based storage: ${formatMoney(againstRuleBasedStorage, plan.currency)}`,
    ...(split === null ? [] : wrap(split, columns, '  ')),
  ];
}

function limitSection(fleet: Fleet, plan: Plan, columns: number): string[] {
  if (plan.shadowPrices.length === 0) return [NO_PRICES];
  const limits = bindingLimits(plan);
  if (limits.length === 0) return ['No limit binds.'];
  const rows = limits.slice(0, MOST_ROWS).map((limit) => {
    const what = [limitWord(limit.name), limit.component].filter((part) => part !== null).join(' ');
    return [
      plain(`${what}${limit.site === null ? '' : `, ${limit.site}`} (${perWord(limit.per)})`),
      String(limit.bindingSlotCount),
      formatPrice(Math.abs(limit.strongest)),
      localDayAndClock(fleet.timeline.edges[limit.strongestSlot], zoneOf(fleet, limit.site)),
      formatMoney(limit.worthOfOneMore, plan.currency),
    ];
  });
  const table = textTable(
    [['limit (unit)', 'slots', 'hardest', 'when', 'saves'], ...rows],
    ['left', 'right', 'right', 'left', 'right'],
    columns - 2,
  );
  const more = limits.length > rows.length ? [`  and ${limits.length - rows.length} more`] : [];
  return [
    ...wrap('What binds (price of a unit where it is hardest; what moving it by one all through saves):', columns, ''),
    ...table.map((line) => `  ${line}`),
    ...more,
  ];
}

/** Short, for the component beside it says the rest. */
function limitWord(name: string): string {
  if (name === 'peak') return 'Peak';
  return name === 'poolCapacity' ? 'Pool' : shadowPriceWord(name);
}

function priceSection(fleet: Fleet, plan: Plan, explanation: PlanExplanation, columns: number): string[] {
  const rows = explanation.sites.flatMap(({ site, timeZone, mean, lowest, highest }) => {
    if (mean === null || lowest === null || highest === null) return [];
    const at = (slot: number) => localDayAndClock(fleet.timeline.edges[slot], timeZone);
    return [
      [
        plain(site),
        formatPrice(mean),
        `${formatPrice(lowest.pricePerKwh)} at ${at(lowest.slot)}`,
        `${formatPrice(highest.pricePerKwh)} at ${at(highest.slot)}`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  const table = textTable(
    [['site', 'mean', 'lowest', 'highest'], ...rows],
    ['left', 'right', 'left', 'left'],
    columns - 2,
  );
  return [`What a kWh is worth (${plan.currency}):`, ...table.map((line) => `  ${line}`)];
}

function dearestJobs(plan: Plan, explanation: PlanExplanation, columns: number): string[] {
  if (explanation.jobs.length === 0) return [];
  const rows = explanation.jobs
    .slice(0, MOST_ROWS)
    .map(({ id, pricePerUnitHour }) => [plain(id), formatPrice(pricePerUnitHour)]);
  const table = textTable(rows, ['left', 'right'], columns - 2);
  return [`Dearest jobs (${plan.currency} per unit-hour more):`, ...table.map((line) => `  ${line}`)];
}

function demandChargeSection(plan: Plan, columns: number): string[] {
  return plan.demandCharges.flatMap(({ site, id, period, peakKw, floorKw, increment }) =>
    wrap(
      plain(
        `Peak ${id} ${period} at ${site}: ${formatPower(peakKw)}, ${formatPower(floorKw)} of it paid anyway; this plan adds ${formatMoney(increment, plan.currency)}.`,
      ),
      columns,
      '',
    ),
  );
}

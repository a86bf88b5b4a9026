import type { Fleet } from '../domain/fleet.ts';
import {
  bindingLimits,
  costLineWord,
  formatAmount,
  formatEnergy,
  formatMoney,
  formatNumber,
  formatPower,
  formatPrice,
  localClock,
  localDateTime,
  localDayAndClock,
  perWord,
  shadowPriceWord,
  statusSentence,
  statusTitles,
} from '../report/index.ts';
import type {
  Alternative,
  Binding,
  JobExplanation,
  PlanExplanation,
  PriceReason,
  SiteSlot,
  SlotExplanation,
  Stretch,
  WorkCost,
} from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { brokenPromiseLines, conflictLines } from './plan-table.ts';
import { plain, textTable } from './text.ts';

const MOST_ROWS = 10;
const MOST_COLUMNS = 120;
const NO_PRICES = 'This plan has no prices: it is not the result of an optimisation.';

/** Text of an explanation for a terminal, line breaks included. */
export function planText(fleet: Fleet, plan: Plan, explanation: PlanExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  const sections = [
    wrap(plain(`${statusTitles[plan.status]}. ${statusSentence(plan)}`), columns, ''),
    conflictLines(plan),
    costSection(plan, columns),
    savingSection(plan),
    limitSection(fleet, plan, columns),
    priceSection(fleet, plan, explanation, columns),
    dearestJobs(plan, explanation, columns),
    demandChargeSection(plan, columns),
    brokenPromiseLines(plan).flatMap((line) => wrap(line, columns, '')),
  ];
  return textOf(sections);
}

function textOf(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function zoneOf(fleet: Fleet, site: string | null): string {
  return (fleet.sites.find(({ id }) => id === site) ?? fleet.sites[0])?.timeZone ?? 'UTC';
}

function costSection(plan: Plan, columns: number): string[] {
  const largest = [...plan.costLines].sort((first, second) => Math.abs(second.amount) - Math.abs(first.amount));
  const rows = largest
    .slice(0, MOST_ROWS)
    .map(({ name, site, component, amount }) => [
      plain(
        [costLineWord(name), component, site === null ? null : `at ${site}`].filter((part) => part !== null).join(' '),
      ),
      formatMoney(amount, plan.currency),
    ]);
  const table = textTable(
    [...rows, ['Total', formatMoney(plan.objective, plan.currency)]],
    ['left', 'right'],
    columns - 2,
  );
  return ['Largest cost lines:', ...table.map((line) => `  ${line}`)];
}

function savingSection(plan: Plan): string[] {
  if (plan.savings === null) return [];
  const { againstFirstComeFirstServed, againstRuleBasedStorage, jobsAlone, storageAlone } = plan.savings;
  const line = (words: string, amount: number | null) =>
    amount === null ? [] : [`  ${words}: ${formatMoney(amount, plan.currency)}`];
  return [
    'Saved against work as usual:',
    ...line('against first come, first served', againstFirstComeFirstServed),
    ...line('against the same with rule-based storage', againstRuleBasedStorage),
    ...line('by moving jobs alone', jobsAlone),
    ...line('by storage alone', storageAlone),
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
    'What binds (price of a unit where it is hardest; what one more all through saves):',
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

export function jobText(fleet: Fleet, plan: Plan, explanation: JobExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  const { job, pricePerUnitHour, running, alternatives } = explanation;
  const zone = zoneOf(fleet, running[0]?.site ?? job.sites[0]);
  const facts =
    `Job ${job.id}: ${formatAmount(job.work)} unit-hours on ${job.pool}, at most ${formatAmount(job.maximumUnits)} units, ` +
    `from ${localDateTime(job.earliestStart, zone)} to ${localDateTime(job.deadline, zone)} (${deadlineWord(explanation)}), at ${job.sites.join(' or ')}.`;
  const price =
    pricePerUnitHour === null
      ? NO_PRICES
      : `One unit-hour more would cost ${formatMoneyPrice(pricePerUnitHour, plan)}.`;
  const sections = [
    [...wrap(plain(facts), columns, ''), ...outcomeLines(explanation).flatMap((line) => wrap(line, columns, ''))],
    [price],
    runningSection(fleet, plan, explanation, columns),
    alternativeSection(fleet, alternatives, plan, columns),
    bindingSection(fleet, plan, explanation, columns),
  ];
  return textOf(sections);
}

function formatMoneyPrice(price: number, plan: Plan): string {
  return `${formatPrice(price)} ${plan.currency}`;
}

function deadlineWord({ job }: JobExplanation): string {
  const policy = job.deadlinePolicy;
  if (policy.kind === 'priced') return `late work costs ${formatPrice(policy.pricePerHourLate)} per hour`;
  return policy.kind === 'hard' ? 'hard deadline' : 'best effort';
}

function outcomeLines({ planned }: JobExplanation): string[] {
  const parts = [`${formatAmount(planned.doneUnitHours)} unit-hours are done`];
  if (planned.lateUnitHours > 0) {
    parts.push(
      `${formatAmount(planned.lateUnitHours)} of them late, by ${formatAmount(planned.meanLatenessHours)} hours on average`,
    );
  }
  if (planned.leftoverUnitHours > 0)
    parts.push(`${formatAmount(planned.leftoverUnitHours)} are left for after the horizon`);
  if (planned.unservedUnitHours > 0) parts.push(`${formatAmount(planned.unservedUnitHours)} are never done`);
  return [`${parts.join(', ')}.`];
}

function periodOf(fleet: Fleet, { site, fromSlot, toSlot }: Stretch): string {
  const { edges } = fleet.timeline;
  const zone = zoneOf(fleet, site);
  return `${localDayAndClock(edges[fromSlot], zone)} to ${localClock(edges[toSlot], zone)}`;
}

const costCells = ({ energy, pool, lateness, total }: WorkCost) => [energy, pool, lateness, total].map(formatPrice);
const COST_HEADINGS = ['energy', 'pool', 'late', 'sum'];

function runningSection(fleet: Fleet, plan: Plan, { running }: JobExplanation, columns: number): string[] {
  if (running.length === 0) return ['It does not run in this plan.'];
  const rows = [...running]
    .sort((first, second) => (first.site === second.site ? 0 : first.site < second.site ? -1 : 1))
    .slice(0, 3 * MOST_ROWS)
    .map((stretch) => [
      periodOf(fleet, stretch),
      plain(placeOf(stretch)),
      formatAmount(stretch.units),
      ...costCells(stretch.cost),
    ]);
  const table = textTable(
    [['when', 'where', 'units', ...COST_HEADINGS], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    columns - 2,
  );
  const more = running.length > rows.length ? [`  and ${running.length - rows.length} more stretches`] : [];
  return [`Runs (${plan.currency} per unit-hour, by part):`, ...table.map((line) => `  ${line}`), ...more];
}

function placeOf({ site, operatingPoint }: Stretch): string {
  return `${site} ${operatingPoint}`;
}

function alternativeSection(fleet: Fleet, alternatives: readonly Alternative[], plan: Plan, columns: number): string[] {
  if (alternatives.length === 0) return [];
  const rows = alternatives.map((alternative) => [
    periodOf(fleet, alternative) +
      (alternative.furtherStretches > 0 ? ` and ${alternative.furtherStretches} more` : ''),
    plain(placeOf(alternative)),
    ...costCells(alternative.cost),
    `+${formatPrice(alternative.extraPerUnitHour)}`,
  ]);
  const table = textTable(
    [['when', 'where', ...COST_HEADINGS, 'more'], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    columns - 2,
  );
  return [
    `Cheapest places that it does not use (${plan.currency} per unit-hour):`,
    ...table.map((line) => `  ${line}`),
  ];
}

function bindingSection(
  fleet: Fleet,
  plan: Plan,
  { binding, pricePerUnitHour }: JobExplanation,
  columns: number,
): string[] {
  if (pricePerUnitHour === null) return [];
  if (binding.length === 0) return ['Nothing binds it: no place is cheaper than those it has.'];
  return [
    'What binds it, and what would free it:',
    ...binding.flatMap((one) => wrap(`- ${plain(bindingSentence(fleet, plan, one))}`, columns, '  ')),
  ];
}

function bindingSentence(fleet: Fleet, plan: Plan, { kind, site, slot, savingPerUnitHour }: Binding): string {
  const at = localDateTime(fleet.timeline.edges[slot], zoneOf(fleet, site));
  const saves = `${formatPrice(savingPerUnitHour)} ${plan.currency} per unit-hour`;
  switch (kind) {
    case 'width':
      return `width: it is as wide as it may be at ${site} at ${at}; one unit more there would save ${saves}.`;
    case 'poolCapacity':
      return `pool: all units are busy at ${site} at ${at}; one unit more there would save ${saves}.`;
    case 'earliestStart':
      return `earliest start: work allowed as early as ${at} at ${site} would save up to ${saves}.`;
    case 'deadline':
      return `deadline: work allowed as late as ${at} at ${site} would save up to ${saves}.`;
    case 'sites':
      return `sites: ${site} has the pool too; work allowed there at ${at} would save up to ${saves}.`;
  }
}

export function slotText(fleet: Fleet, explanation: SlotExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  return textOf(explanation.sites.map((site) => siteSlotLines(fleet, explanation, site, columns)));
}

function siteSlotLines(fleet: Fleet, { slot, start, end }: SlotExplanation, site: SiteSlot, columns: number): string[] {
  const period = `${localDateTime(start, site.timeZone)} to ${localClock(end, site.timeZone)}`;
  const price =
    site.pricePerKwh === null ? NO_PRICES : `One kWh more costs ${formatPrice(site.pricePerKwh)} ${fleet.currency}:`;
  const flow = site.exportKw > 0 ? `exports ${formatPower(site.exportKw)}` : `imports ${formatPower(site.importKw)}`;
  const states = [
    ...site.stores.map(({ id, startKwh, endKwh, netChargeKw, worthPerKwh }) => {
      const action =
        netChargeKw > 0
          ? `charges ${formatPower(netChargeKw)}`
          : netChargeKw < 0
            ? `discharges ${formatPower(-netChargeKw)}`
            : 'rests';
      const worth =
        worthPerKwh === null ? '' : `; a kWh more in it is worth ${formatPrice(worthPerKwh)} ${fleet.currency}`;
      return `Battery ${id} ${action}, ${formatEnergy(startKwh)} to ${formatEnergy(endKwh)}${worth}.`;
    }),
    ...site.renewables.map(({ id, usedKw, curtailedKw }) => {
      return `Source ${id} gives ${formatPower(usedKw)}, ${formatPower(curtailedKw)} curtailed.`;
    }),
    ...site.pools.map(({ id, busyUnits, availableUnits }) => {
      return `Pool ${id}: ${formatAmount(busyUnits)} of ${formatAmount(availableUnits)} units busy.`;
    }),
  ];
  return [
    ...wrap(plain(`${site.site}, slot ${slot}, ${period}: ${flow}.`), columns, ''),
    price,
    ...reasonLines(site.reasons, columns),
    ...states.flatMap((line) => wrap(plain(line), columns, '')),
    ...runningLines(site, columns),
  ];
}

function reasonLines(reasons: readonly PriceReason[], columns: number): string[] {
  const rows = reasons.map(({ kind, component, pricePerKwh }) => [
    plain(reasonWord(kind, component)),
    formatPrice(pricePerKwh),
  ]);
  return rows.length === 0 ? [] : textTable(rows, ['left', 'right'], columns - 2).map((line) => `  ${line}`);
}

function reasonWord(kind: PriceReason['kind'], component: string | null): string {
  const named = component ?? '';
  switch (kind) {
    case 'tariff':
      return 'grid price';
    case 'carbon':
      return 'carbon of the grid';
    case 'importLimit':
      return 'import limit reached';
    case 'contractedLimit':
      return `contracted limit ${named}`;
    case 'peak':
      return `peak of ${named}`;
    case 'exportPrice':
      return 'more use means less export, which earns';
    case 'curtailment':
      return `source ${named} is curtailed: more would be free`;
    case 'store':
      return `battery ${named} is the next kWh`;
    case 'other':
      return 'stores, ramps and other limits';
  }
}

function runningLines(site: SiteSlot, columns: number): string[] {
  if (site.jobs.length === 0) return ['No job runs.'];
  const shown = [...site.jobs].sort((first, second) => second.units - first.units).slice(0, 2 * MOST_ROWS);
  const list = shown.map(({ id, units, operatingPoint }) => `${id} (${formatAmount(units)} units, ${operatingPoint})`);
  const more = site.jobs.length > shown.length ? [`and ${formatNumber(site.jobs.length - shown.length)} more`] : [];
  return wrap(plain(`Running: ${[...list, ...more].join(', ')}.`), columns, '');
}

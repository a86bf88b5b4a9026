import type { Fleet } from '../domain/fleet.ts';
import { formatAmount, formatPrice, localClock, localDateTime, localDayAndClock, zoneOf } from '../report/text.ts';
import type { Alternative, Binding, JobExplanation, Stretch, WorkCost } from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { MOST_COLUMNS, MOST_ROWS, NO_PRICES, textOf } from './explain-text.ts';
import { plain, textTable } from './text.ts';

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
  const rows = alternatives.flatMap((alternative) => [
    [
      periodOf(fleet, alternative),
      plain(placeOf(alternative)),
      ...costCells(alternative.cost),
      `+${formatPrice(alternative.extraPerUnitHour)}`,
    ],
    ...(alternative.furtherStretches > 0 ? [[`and ${alternative.furtherStretches} more`]] : []),
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

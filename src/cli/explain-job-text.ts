import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import { formatAmount, formatPrice, localClock, localDateTime, localDayAndClock, zoneOf } from '../report/text.ts';
import type {
  Alternative,
  Binding,
  DivisibleExplanation,
  JobExplanation,
  Stretch,
  WorkCost,
} from '../scheduling/explain/index.ts';
import type { Plan, PlanJob } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { contiguousSections } from './explain-contiguous-text.ts';
import { closedSiteLines, shareSection } from './explain-share-text.ts';
import { MOST_COLUMNS, MOST_ROWS, NO_PRICES, startsHeldLines, textOf } from './explain-text.ts';
import { plain, textTable } from './text.ts';

export function jobText(fleet: Fleet, plan: Plan, explanation: JobExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  return textOf([
    factLines(fleet, explanation).flatMap((line) => wrap(plain(line), columns, '')),
    ...(explanation.kind === 'contiguous'
      ? contiguousSections(fleet, plan, explanation, columns)
      : divisibleSections(fleet, plan, explanation, columns)),
    shareSection(plan, explanation, columns),
    bindingSection(fleet, plan, explanation, columns),
    closedSiteLines(explanation).flatMap((line) => wrap(plain(line), columns, '')),
    startsHeldLines(fleet, plan).flatMap((line) => wrap(line, columns, '')),
  ]);
}

function divisibleSections(fleet: Fleet, plan: Plan, explanation: DivisibleExplanation, columns: number): string[][] {
  const { pricePerUnitHour, alternatives } = explanation;
  const price =
    pricePerUnitHour === null
      ? NO_PRICES
      : `One unit-hour more would cost ${formatPrice(pricePerUnitHour)} ${plan.currency}.`;
  return [
    [price],
    runningSection(fleet, plan, explanation, columns),
    alternativeSection(fleet, alternatives, plan, columns),
  ];
}

/** What the job is, and what comes of it. */
function factLines(fleet: Fleet, explanation: JobExplanation): string[] {
  const { job, planned } = explanation;
  const zone = zoneOf(fleet, planned.allocations.at(0)?.site ?? job.sites[0]);
  const units = formatAmount(job.maximumUnits);
  const width = explanation.kind === 'contiguous' ? `in one run of ${units} units` : `at most ${units} units`;
  return [
    `Job ${job.id}: ${formatAmount(job.work)} unit-hours on ${job.pool}, ${width}, ` +
      `from ${localDateTime(job.earliestStart, zone)} to ${localDateTime(job.deadline, zone)} (${deadlineWord(explanation)}), at ${job.sites.join(' or ')}.`,
    ...placeLines(job),
    outcomeLine(planned),
  ];
}

/** What ties it to places: law, users, data. */
function placeLines({ residency, latency, data }: ComputeJob): string[] {
  const bonds: string[] = [];
  if (residency !== null) bonds.push(`Its sites hold ${residency.join(' or ')}.`);
  if (latency !== null) {
    bonds.push(`They are within ${formatAmount(latency.maximumMilliseconds)} ms of ${latency.homeSite}.`);
  }
  if (data !== null) {
    const gigabytes = `${formatAmount(data.gigabytesPerUnitHour)} GB`;
    bonds.push(`Its data lie at ${data.site}: ${gigabytes} move for each unit-hour that is done elsewhere.`);
  }
  return bonds.length === 0 ? [] : [bonds.join(' ')];
}

function deadlineWord({ job }: JobExplanation): string {
  const policy = job.deadlinePolicy;
  if (policy.kind === 'priced') return `late work costs ${formatPrice(policy.pricePerHourLate)} per hour`;
  return policy.kind === 'hard' ? 'hard deadline' : 'best effort';
}

function outcomeLine(planned: PlanJob): string {
  const parts = [`${formatAmount(planned.doneUnitHours)} unit-hours are done`];
  if (planned.lateUnitHours > 0) {
    parts.push(
      `${formatAmount(planned.lateUnitHours)} of them late, by ${formatAmount(planned.meanLatenessHours)} hours on average`,
    );
  }
  if (planned.leftoverUnitHours > 0)
    parts.push(`${formatAmount(planned.leftoverUnitHours)} are left for after the horizon`);
  if (planned.unservedUnitHours > 0) parts.push(`${formatAmount(planned.unservedUnitHours)} are never done`);
  const moved = planned.movedGigabytes > 0 ? ` ${formatAmount(planned.movedGigabytes)} GB move for it.` : '';
  return `${parts.join(', ')}.${moved}`;
}

function periodOf(fleet: Fleet, { site, fromSlot, toSlot }: Stretch): string {
  const { edges } = fleet.timeline;
  const zone = zoneOf(fleet, site);
  return `${localDayAndClock(edges[fromSlot], zone)} to ${localClock(edges[toSlot], zone)}`;
}

/** Columns of a cost, with those of cooling and of moved data only where there is some. */
function costColumns(costs: readonly WorkCost[]) {
  const withCooling = costs.some(({ cooling }) => cooling !== 0);
  const withData = costs.some(({ data }) => data !== 0);
  const headings = [
    'energy',
    ...(withCooling ? ['cooling'] : []),
    'pool',
    ...(withData ? ['data'] : []),
    'late',
    'sum',
  ];
  const cells = ({ energy, cooling, pool, data, lateness, total }: WorkCost) =>
    [energy, ...(withCooling ? [cooling] : []), pool, ...(withData ? [data] : []), lateness, total].map(formatPrice);
  return { headings, cells };
}

function runningSection(fleet: Fleet, plan: Plan, { running }: DivisibleExplanation, columns: number): string[] {
  if (running.length === 0) return ['It does not run in this plan.'];
  const { headings, cells } = costColumns(running.map(({ cost }) => cost));
  const rows = [...running]
    .sort((first, second) => (first.site === second.site ? 0 : first.site < second.site ? -1 : 1))
    .slice(0, 3 * MOST_ROWS)
    .map((stretch) => [
      periodOf(fleet, stretch),
      plain(placeOf(stretch)),
      formatAmount(stretch.units),
      ...cells(stretch.cost),
    ]);
  const table = textTable(
    [['when', 'where', 'units', ...headings], ...rows],
    ['left', 'left', 'right', ...headings.map(() => 'right' as const)],
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
  const { headings, cells } = costColumns(alternatives.map(({ cost }) => cost));
  const rows = alternatives.flatMap((alternative) => [
    [
      periodOf(fleet, alternative),
      plain(placeOf(alternative)),
      ...cells(alternative.cost),
      `+${formatPrice(alternative.extraPerUnitHour)}`,
    ],
    ...(alternative.furtherStretches > 0 ? [[`and ${alternative.furtherStretches} more`]] : []),
  ]);
  const table = textTable(
    [['when', 'where', ...headings, 'more'], ...rows],
    ['left', 'left', ...headings.map(() => 'right' as const), 'right'],
    columns - 2,
  );
  return [
    `Cheapest places that it does not use (${plan.currency} per unit-hour):`,
    ...table.map((line) => `  ${line}`),
  ];
}

function bindingSection(fleet: Fleet, plan: Plan, explanation: JobExplanation, columns: number): string[] {
  const { binding, kind } = explanation;
  const hasPrices = kind === 'contiguous' ? explanation.hasPrices : explanation.pricePerUnitHour !== null;
  const looksCheaper = kind === 'contiguous' && explanation.alternatives.some(({ extra }) => extra < 0);
  if (!hasPrices || (binding.length === 0 && looksCheaper)) return [];
  if (binding.length === 0) return ['Nothing binds it: no place is cheaper than those it has.'];
  return [
    'What binds it, and what would free it:',
    ...binding.flatMap((one) => wrap(`- ${plain(bindingSentence(fleet, plan, one))}`, columns, '  ')),
  ];
}

function bindingSentence(fleet: Fleet, plan: Plan, binding: Binding): string {
  const { site, slot, savingPerUnitHour } = binding;
  const at = localDateTime(fleet.timeline.edges[slot], zoneOf(fleet, site));
  const saves = `${formatPrice(savingPerUnitHour)} ${plan.currency} per unit-hour`;
  switch (binding.kind) {
    case 'width':
      return `width: it is as wide as it may be at ${site} at ${at}; one unit more there would save ${saves}.`;
    case 'poolCapacity':
      return `pool: all units are taken at ${site} at ${at}; one unit more there would save ${saves}.`;
    case 'partSlot':
      return `part of a slot: its window holds only a part of the slot of ${at} at ${site}, and in that part it has the whole pool; one unit more there would save ${saves}.`;
    case 'linkCapacity': {
      const price = `${formatPrice(binding.pricePerGigabyte)} ${plan.currency} per GB`;
      return `link: the link from ${binding.from} to ${site} is full at ${at}; more of it would save ${price} there, and up to ${saves}.`;
    }
    case 'earliestStart':
      return `earliest start: work allowed as early as ${at} at ${site} would save up to ${saves}.`;
    case 'deadline':
      return `deadline: work allowed as late as ${at} at ${site} would save up to ${saves}.`;
    case 'sites':
      return `sites: ${site} has the pool too; work allowed there at ${at} would save up to ${saves}.`;
  }
}

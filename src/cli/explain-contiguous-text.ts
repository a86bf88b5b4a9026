import type { Fleet } from '../domain/fleet.ts';
import { formatPrice, localDateTime, localDayAndClock, zoneOf } from '../report/text.ts';
import type { ContiguousExplanation, OtherWay, RunCost, Way } from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { NO_PRICES } from './explain-text.ts';
import { plain, textTable, textWidth } from './text.ts';

/** Why a job that runs once starts where and when it does. */
export function contiguousSections(
  fleet: Fleet,
  plan: Plan,
  explanation: ContiguousExplanation,
  columns: number,
): string[][] {
  const { hasPrices, taken } = explanation;
  return [
    [
      ...wrap(plain(takenSentence(fleet, taken)), columns, ''),
      ...wrap(hasPrices ? costSentence(plan, explanation) : NO_PRICES, columns, ''),
    ],
    hasPrices ? waySection(fleet, plan, explanation, columns) : [],
  ];
}

function takenSentence(fleet: Fleet, taken: Way): string {
  if (taken.kind !== 'run') {
    return taken.kind === 'leftOver' ? 'It is left for after the horizon.' : 'It does not run.';
  }
  const { site, operatingPoint, startsAt, endsAt } = taken;
  const time = (at: number) => localDateTime(at, zoneOf(fleet, site));
  return `Starts at ${site} (${operatingPoint}) on ${time(startsAt)} and is done on ${time(endsAt)}.`;
}

function costSentence({ currency }: Plan, { job, taken }: ContiguousExplanation): string {
  const { total } = taken.cost;
  return `By the plan's prices that costs ${formatPrice(total)} ${currency}, ${formatPrice(total / job.work)} per unit-hour.`;
}

interface Part {
  readonly heading: string;
  amount(cost: RunCost): number;
  /** Shown also where it is nothing. */
  readonly always?: boolean;
}

const SUM: Part = { heading: 'sum', amount: ({ total }) => total, always: true };
const PARTS: readonly Part[] = [
  { heading: 'energy', amount: ({ energy }) => energy, always: true },
  { heading: 'cooling', amount: ({ cooling }) => cooling },
  { heading: 'pool', amount: ({ pool }) => pool, always: true },
  { heading: 'data', amount: ({ data }) => data },
  { heading: 'late', amount: ({ lateness }) => lateness },
  { heading: 'not done', amount: ({ notDone }) => notDone },
  SUM,
];

const LACKING: Readonly<Record<NonNullable<OtherWay['lacks']>, string>> = {
  machines: 'units',
  supply: 'power',
  cooling: 'cooling',
  link: 'link',
};

/** The way taken and the cheapest others, by part of the cost of the whole job. */
function waySection(
  fleet: Fleet,
  plan: Plan,
  { taken, alternatives }: ContiguousExplanation,
  columns: number,
): string[] {
  if (alternatives.length === 0) return ['There is no other way to run it.'];
  const ways = [taken, ...alternatives.map(({ way }) => way)];
  const parts = PARTS.filter(({ always, amount }) => always || ways.some(({ cost }) => amount(cost) !== 0));
  const byPart = wayTable(fleet, taken, alternatives, parts, columns - 2);
  const isWide = byPart.some((line) => textWidth(line) > columns - 2);
  const table = isWide ? wayTable(fleet, taken, alternatives, [SUM], columns - 2) : byPart;
  const someLack = alternatives.some(({ lacks }) => lacks !== null);
  const someCheaper = alternatives.some(({ extra, lacks }) => extra < 0 && lacks === null);
  return [
    `Its starts, cheapest first (${plan.currency} for the whole job${isWide ? '' : ', by part'}):`,
    ...table.map((line) => `  ${line}`),
    ...(someLack ? wrap('What a start lacks is taken by other work of this plan.', columns, '') : []),
    ...(someCheaper
      ? wrap('Prices hold for small changes: a start that looks cheaper may raise them.', columns, '')
      : []),
  ];
}

function wayTable(
  fleet: Fleet,
  taken: Way,
  alternatives: readonly OtherWay[],
  parts: readonly Part[],
  columns: number,
): string[] {
  const cells = (way: Way) => [...placeCells(fleet, way), ...parts.map(({ amount }) => formatPrice(amount(way.cost)))];
  const headings = ['start', 'where', ...parts.map(({ heading }) => heading), 'more', 'lacks'];
  const rows = alternatives.flatMap(({ way, extra, lacks, furtherStarts }) => [
    [...cells(way), signed(extra), lacks === null ? '' : LACKING[lacks]],
    ...(furtherStarts > 0 ? [[`and ${furtherStarts} more`]] : []),
  ]);
  const shown = alternatives.some(({ lacks }) => lacks !== null) ? headings : headings.slice(0, -1);
  return textTable(
    [shown, [...cells(taken), 'taken'], ...rows],
    shown.map((heading, k) => (k < 2 || heading === 'lacks' ? 'left' : 'right')),
    columns,
  );
}

function placeCells(fleet: Fleet, way: Way): string[] {
  if (way.kind !== 'run') return [way.kind === 'leftOver' ? 'later' : 'never', ''];
  const { startsAt, site, operatingPoint } = way;
  return [localDayAndClock(startsAt, zoneOf(fleet, site)), plain(`${site} ${operatingPoint}`)];
}

function signed(extra: number): string {
  // A difference of sums: without the last digits, which are rounding.
  const rounded = Number(extra.toPrecision(12));
  return rounded < 0 ? formatPrice(rounded) : `+${formatPrice(rounded)}`;
}

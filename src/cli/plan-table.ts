import type { Fleet, Site } from '../domain/fleet.ts';
import {
  asSentence,
  costLineWord,
  currencyDigits,
  doubtKindWord,
  emissionNotes,
  formatAmount,
  formatCount,
  formatEnergy,
  formatNumber,
  formatPower,
  formatPrice,
  hasCooling,
  indicatorNotes,
  jobFigures,
  jobNotes,
  levelAtStart,
  localDayAndClock,
  localOffset,
  localPeriod,
  type SiteFigures,
  type StoreFigures,
  savingsSplitSentence,
  seriesOf,
  siteFigures,
  totalSeries,
  verdict,
  zoneOfFleet,
} from '../report/text.ts';
import type { CostLineName, Plan, PlanCostLine } from '../scheduling/index.ts';
import { timelineEnd, timelineStart } from '../time/timeline.ts';
import { wrap } from './arguments.ts';
import { axisLine, blocks, resample } from './day-chart.ts';
import { padLeft, padRight, plain, shorten, textTable } from './text.ts';

const WIDEST = 120;
const NARROWEST = 72;
const LABEL_WIDTH = 14;
const RANGE_WIDTH = 22;
const MOST_SITES_DRAWN = 12;

/** A plan for people at a terminal: what it costs, against what, and the course of the day by site. */
export function planTable(fleet: Fleet, plan: Plan, terminalColumns: number): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, terminalColumns));
  const sections = [
    headerLines(fleet, plan, columns),
    costLines(plan, columns),
    siteLines(fleet, plan, columns),
    jobLines(fleet, plan, columns),
    ...fleet.sites.slice(0, MOST_SITES_DRAWN).map(({ id }) => dayLines(fleet, plan, id, columns)),
    omittedSites(fleet),
    dataQualityLines(plan, columns),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headerLines(fleet: Fleet, plan: Plan, columns: number): string[] {
  const { timeline } = fleet;
  const period = localPeriod(timelineStart(timeline), timelineEnd(timeline), zoneOfFleet(fleet));
  return [`${plan.name}: ${period}`, verdict(plan)].flatMap((line) => wrap(plain(line), columns, ''));
}

function costLines(plan: Plan, columns: number): string[] {
  const digits = currencyDigits(plan.currency);
  const money = (amount: number) => formatNumber(amount, digits);
  const { baselines } = plan;
  const others = baselines === null ? [] : [baselines.firstComeFirstServed, baselines.ruleBasedStorage];
  const all: readonly { costLines: readonly PlanCostLine[]; objective: number }[] = [plan, ...others];
  const names = [...new Set(all.flatMap((figures) => figures.costLines.map(({ name }) => name)))];
  const sum = (lines: readonly PlanCostLine[], name: CostLineName) =>
    lines.reduce((total, line) => (line.name === name ? total + line.amount : total), 0);
  const headings = ['this plan', 'first come', 'with rules'].slice(0, all.length);
  const rows = [
    [`Cost in ${plan.currency}`, ...headings],
    ...names.map((name) => [costLineWord(name), ...all.map((figures) => money(sum(figures.costLines, name)))]),
    ['Total', ...all.map(({ objective }) => money(objective))],
  ];
  if (plan.savings !== null && baselines !== null) {
    const { againstFirstComeFirstServed, againstRuleBasedStorage } = plan.savings;
    rows.push(['Saved by this plan', '', money(againstFirstComeFirstServed), money(againstRuleBasedStorage)]);
  }
  return [...textTable(rows, ['left', ...all.map(() => 'right' as const)], columns), ...savingNotes(plan, columns)];
}

function savingNotes(plan: Plan, columns: number): string[] {
  const split = savingsSplitSentence(plan);
  const notes = split === null ? [] : [split];
  const broken = plan.baselines?.firstComeFirstServed.brokenPromises.length ?? 0;
  if (broken > 0) notes.push(`First come, first served breaks ${formatCount(broken, 'promise')}.`);
  if (plan.baselines?.firstComeFirstServed.physicallySound === false) {
    notes.push('First come, first served breaks physical limits: its cost is understated.');
  }
  return notes.flatMap((note) => wrap(note, columns, ''));
}

function siteLines(fleet: Fleet, plan: Plan, columns: number): string[] {
  const figures = fleet.sites.map(({ id }) => siteFigures(fleet, plan, id));
  const digits = currencyDigits(plan.currency);
  const own = (site: SiteFigures) => (site.renewableUsedKwh > 0 ? formatEnergy(site.renewableUsedKwh) : '-');
  const rows = [
    ['Site', 'bought', 'sold', 'own', 'peak', 'at', `cost, ${plan.currency}`],
    ...figures.map((site) => [
      plain(site.id),
      formatEnergy(site.importedKwh),
      site.exportedKwh > 0 ? formatEnergy(site.exportedKwh) : '-',
      own(site),
      formatPower(site.peakImportKw),
      site.peakSlot < 0 ? '' : localDayAndClock(fleet.timeline.edges[site.peakSlot], site.timeZone),
      formatNumber(site.cost, digits),
    ]),
  ];
  return [
    ...textTable(rows, ['left', 'right', 'right', 'right', 'right', 'left', 'right'], columns),
    ...figures.flatMap((site) => deviceNotes(site)).flatMap((note) => wrap(plain(note), columns, '')),
    ...efficiencyLines(fleet, plan, columns),
  ];
}

/** Stores and generators of a site. */
function deviceNotes({ id, batteries, coldStores, hotStores, generatedKwh }: SiteFigures): string[] {
  const storeNote = (title: string) => (store: StoreFigures) =>
    `${title} ${store.id} at ${id}: ${formatNumber(store.equivalentCycles, 2)} cycles, ` +
    `${formatEnergy(store.dischargedKwh)} discharged, level ${formatEnergy(store.lowestKwh)} to ${formatEnergy(store.highestKwh)}`;
  return [
    ...batteries.map(storeNote('Battery')),
    ...coldStores.map(storeNote('Cold store')),
    ...hotStores.map(storeNote('Hot store')),
    ...(generatedKwh > 0 ? [`Generators at ${id}: ${formatEnergy(generatedKwh)}`] : []),
  ];
}

/** How well sites cool themselves, and what counts for carbon beside import; nothing where there is no such thing. */
function efficiencyLines(fleet: Fleet, plan: Plan, columns: number): string[] {
  const sites = plan.indicators
    .filter(({ site }) => hasCooling(fleet, site))
    .map((figures) => ({ site: figures.site, notes: indicatorNotes(figures) }))
    .filter(({ notes }) => notes.length > 0)
    .map(({ site, notes }) => `Efficiency at ${site}: ${notes.join(', ')}`);
  const carbon = emissionNotes(plan.emissions);
  const beside = carbon.length === 0 ? [] : [`Carbon beside that of import: ${carbon.join(', ')}`];
  return [...sites, ...beside].flatMap((note) => wrap(plain(note), columns, ''));
}

function jobLines(fleet: Fleet, plan: Plan, columns: number): string[] {
  const jobs = jobFigures(fleet, plan);
  const parts = [
    `${jobs.shiftedCount} moved to later`,
    `${jobs.lateCount} late`,
    `${jobs.leftoverCount} go on after the horizon`,
    `${jobs.unservedCount} not finished`,
  ];
  const done = `${formatAmount(jobs.doneUnitHours)} of ${formatAmount(jobs.workUnitHours)} unit-hours done`;
  const notes = jobNotes(jobs).map((note) => ` ${asSentence(note)}`);
  return wrap(`Jobs: ${jobs.count}, ${done}; ${parts.join(', ')}.${notes.join('')}`, columns, '');
}

/** Import, price and stores of one site through the horizon. */
function dayLines(fleet: Fleet, plan: Plan, siteId: string, columns: number): string[] {
  const site = fleet.sites.find(({ id }) => id === siteId);
  const planned = plan.sites.find(({ id }) => id === siteId);
  if (site === undefined || planned === undefined) return [];
  const { edges } = fleet.timeline;
  const width = columns - LABEL_WIDTH - RANGE_WIDTH - 4;
  const count = width - (width % Math.min(width, fleet.timeline.slotCount));
  const line = (label: string, values: ArrayLike<number>, floor: number | null, format: Format, start = values[0]) => {
    // Of the slots, not of the drawn means, so that the range is that of the figures above.
    const lowest = extreme(Math.min, values, start);
    const highest = extreme(Math.max, values, start);
    const drawn = blocks(resample(edges, values, count), Math.min(floor ?? lowest, lowest), highest);
    const range = `${format(lowest)} to ${format(highest)}`;
    return `  ${padRight(shorten(plain(label), LABEL_WIDTH - 1), LABEL_WIDTH)}${drawn}  ${range}`;
  };
  const data = totalSeries(planned, 'linkTransfer');
  const offset = localOffset(edges[0], site.timeZone);
  return [
    `${plain(site.id)} (${site.timeZone}, ${offset})`,
    line('import kW', totalSeries(planned, 'gridImport'), 0, formatNumber),
    ...(site.renewables.length === 0
      ? []
      : [line('own source kW', totalSeries(planned, 'renewableUsed'), 0, formatNumber)]),
    ...(site.plant.generators.length === 0
      ? []
      : [line('generator kW', totalSeries(planned, 'generatorPower'), 0, formatNumber)]),
    ...(data.some((rate) => rate > 0) ? [line('data in GB/h', data, 0, formatAmount)] : []),
    line(`price ${plan.currency}/kWh`, site.grid.importPricePerKwh, null, formatPrice),
    ...storesOf(site).map(({ store, series }) => {
      const levels = seriesOf(planned, series).find(({ component }) => component === store.id)?.values ?? [];
      return line(`${store.id} kWh`, levels, 0, formatNumber, levelAtStart(store, levels));
    }),
    padLeft('', LABEL_WIDTH + 2) + axisLine(edges, site.timeZone, count),
  ].map((text) => text.trimEnd());
}

function storesOf({ batteries, plant }: Site) {
  return [
    ...batteries.map((store) => ({ store, series: 'batteryStored' as const })),
    ...plant.coldStores.map((store) => ({ store, series: 'coldStoreStored' as const })),
    ...plant.hotStores.map((store) => ({ store, series: 'hotStoreStored' as const })),
  ];
}

type Format = (value: number) => string;

function extreme(pick: (a: number, b: number) => number, values: ArrayLike<number>, start: number): number {
  return Array.from(values).reduce((kept, value) => pick(kept, value), start);
}

function omittedSites(fleet: Fleet): string[] {
  const omitted = fleet.sites.length - MOST_SITES_DRAWN;
  return omitted > 0 ? [`${omitted} more sites are not drawn; --out DIR writes a report with all.`] : [];
}

function dataQualityLines(plan: Plan, columns: number): string[] {
  if (plan.dataQuality.length === 0) return [];
  const notes = plan.dataQuality.flatMap((note) =>
    wrap(plain(`${note.subject} (${doubtKindWord(note)}): ${note.message}`), columns, '  '),
  );
  return ['Doubts about the input:', ...notes];
}

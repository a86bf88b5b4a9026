import type { Fleet } from '../domain/fleet.ts';
import {
  asSentence,
  costLineWord,
  currencyDigits,
  doubtKindWord,
  formatAmount,
  formatCount,
  formatEnergy,
  formatNumber,
  formatPower,
  formatPrice,
  jobFigures,
  jobNotes,
  localDayAndClock,
  localOffset,
  localPeriod,
  type SiteFigures,
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
  const batteries = figures.flatMap(({ id, batteries: stores }) =>
    stores.flatMap((store) =>
      wrap(
        plain(
          `Battery ${store.id} at ${id}: ${formatNumber(store.equivalentCycles, 2)} cycles, ` +
            `${formatEnergy(store.dischargedKwh)} discharged, level ${formatEnergy(store.lowestKwh)} to ${formatEnergy(store.highestKwh)}`,
        ),
        columns,
        '',
      ),
    ),
  );
  return [
    ...textTable(rows, ['left', 'right', 'right', 'right', 'right', 'left', 'right'], columns),
    ...batteries,
    ...efficiencyLines(fleet, plan, columns),
  ];
}

/** What cooling and heat come to, for sites that have any. */
function efficiencyLines(fleet: Fleet, plan: Plan, columns: number): string[] {
  const withPlant = fleet.sites.filter(({ plant }) => plant.loops.length > 0 || plant.fixedCoolingFraction > 0);
  return withPlant.flatMap(({ id }) => {
    const figures = plan.indicators.find(({ site }) => site === id);
    if (figures === undefined || figures.pue === null) return [];
    const parts = [`PUE ${formatNumber(figures.pue, 3)}`, `${formatEnergy(figures.itKwh)} of IT`];
    if (figures.wueLitresPerKwh !== null && figures.waterLitres > 0) {
      parts.push(`${formatNumber(figures.wueLitresPerKwh, 2)} litres of water per kWh`);
    }
    if (figures.reusedHeatKwh > 0) {
      const share = formatNumber(100 * (figures.energyReuseFactor ?? 0), 1);
      parts.push(`${formatEnergy(figures.reusedHeatKwh)} of heat used again (${share} % of its energy)`);
    }
    return wrap(plain(`Efficiency at ${id}: ${parts.join(', ')}`), columns, '');
  });
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
    return `  ${padRight(shorten(plain(label), LABEL_WIDTH), LABEL_WIDTH)}${drawn}  ${range}`;
  };
  const data = totalSeries(planned, 'linkTransfer');
  const offset = localOffset(edges[0], site.timeZone);
  return [
    `${plain(site.id)} (${site.timeZone}, ${offset})`,
    line('import kW', totalSeries(planned, 'gridImport'), 0, formatNumber),
    ...(site.renewables.length === 0
      ? []
      : [line('own source kW', totalSeries(planned, 'renewableUsed'), 0, formatNumber)]),
    ...(data.some((rate) => rate > 0) ? [line('data in GB/h', data, 0, formatAmount)] : []),
    line(`price ${plan.currency}/kWh`, site.grid.importPricePerKwh, null, formatPrice),
    ...site.batteries.map((battery) => {
      const levels = seriesOf(planned, 'batteryStored').find(({ component }) => component === battery.id)?.values ?? [];
      return line(`${battery.id} kWh`, levels, 0, formatNumber, battery.initialEnergyKwh);
    }),
    padLeft('', LABEL_WIDTH + 2) + axisLine(edges, site.timeZone, count),
  ].map((text) => text.trimEnd());
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

import type { Fleet } from '../domain/fleet.ts';
import {
  formatAmount,
  formatEnergy,
  formatNumber,
  formatPower,
  formatPrice,
  localClock,
  localDateTime,
} from '../report/text.ts';
import type { LinkState, PriceReason, SiteSlot, SlotExplanation, StoreState } from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { wrap } from './arguments.ts';
import { plantSentences } from './explain-plant-text.ts';
import { MOST_COLUMNS, MOST_ROWS, NO_PRICES, startsHeldLines, textOf } from './explain-text.ts';
import { plain, textTable } from './text.ts';

export function slotText(fleet: Fleet, plan: Plan, explanation: SlotExplanation, terminalColumns: number): string {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  return textOf([
    ...explanation.sites.map((site) => siteSlotLines(fleet, explanation, site, columns)),
    startsHeldLines(fleet, plan).flatMap((line) => wrap(line, columns, '')),
  ]);
}

function siteSlotLines(fleet: Fleet, { slot, start, end }: SlotExplanation, site: SiteSlot, columns: number): string[] {
  const period = `${localDateTime(start, site.timeZone)} to ${localClock(end, site.timeZone)}`;
  const price =
    site.pricePerKwh === null ? NO_PRICES : `One kWh more costs ${formatPrice(site.pricePerKwh)} ${fleet.currency}:`;
  const flow = site.exportKw > 0 ? `exports ${formatPower(site.exportKw)}` : `imports ${formatPower(site.importKw)}`;
  const states = [
    ...site.stores.map((store) => storeSentence(store, fleet.currency)),
    ...site.renewables.map(({ id, usedKw, curtailedKw }) => {
      return `Source ${id} gives ${formatPower(usedKw)}, ${formatPower(curtailedKw)} curtailed.`;
    }),
    ...plantSentences(site.plant, fleet.currency),
    ...site.pools.map(({ id, busyUnits, heldUnits, availableUnits }) => {
      const held = heldUnits > 0 ? `, ${formatAmount(heldUnits)} held for jobs that run once` : '';
      return `Pool ${id}: ${formatAmount(busyUnits)} of ${formatAmount(availableUnits)} units busy${held}.`;
    }),
    ...site.links.map((link) => linkSentence(link, fleet.currency)),
  ];
  return [
    ...wrap(plain(`${site.site}, slot ${slot}, ${period}: ${flow}.`), columns, ''),
    price,
    ...reasonLines(site.reasons, columns),
    ...states.flatMap((line) => wrap(plain(line), columns, '')),
    ...runningLines(site, columns),
  ];
}

const STORE_WORDS: Readonly<Record<StoreState['kind'], string>> = {
  battery: 'Battery',
  coldStore: 'Cold store',
  hotStore: 'Hot store',
};

function storeSentence(store: StoreState, currency: string): string {
  const { kind, id, startKwh, endKwh, netChargeKw, worthPerKwh, reservePricePerKwh } = store;
  const action =
    netChargeKw > 0
      ? `charges ${formatPower(netChargeKw)}`
      : netChargeKw < 0
        ? `discharges ${formatPower(-netChargeKw)}`
        : 'rests';
  const worth = worthPerKwh === null ? '' : `; a kWh more in it is worth ${formatPrice(worthPerKwh)} ${currency}`;
  const kept =
    (reservePricePerKwh ?? 0) > 0
      ? `; it keeps its reserve, of which a kWh costs ${formatPrice(reservePricePerKwh ?? 0)} ${currency}`
      : '';
  return `${STORE_WORDS[kind]} ${id} ${action}, ${formatEnergy(startKwh)} to ${formatEnergy(endKwh)}${worth}${kept}.`;
}

function linkSentence(link: LinkState, currency: string): string {
  const { from, gigabytesPerHour, capacityGigabytesPerHour, pricePerGigabyte } = link;
  const carries = `${formatAmount(gigabytesPerHour)} of ${formatAmount(capacityGigabytesPerHour)} GB/h`;
  const worth =
    (pricePerGigabyte ?? 0) > 0 ? `; a GB more would save ${formatPrice(pricePerGigabyte ?? 0)} ${currency}` : '';
  return `Link from ${from} brings ${carries}${worth}.`;
}

function reasonLines(reasons: readonly PriceReason[], columns: number): string[] {
  const rows = reasons.map(({ kind, component, pricePerKwh }) => [
    plain(reasonWord(kind, component)),
    formatPrice(pricePerKwh),
  ]);
  return rows.length === 0 ? [] : textTable(rows, ['left', 'right'], columns - 2).map((line) => `  ${line}`);
}

export function reasonWord(kind: PriceReason['kind'], component: string | null): string {
  const named = component ?? '';
  switch (kind) {
    case 'tariff':
      return 'grid price';
    case 'carbon':
      return 'carbon of the grid';
    case 'coincidentPeak':
      return `expected peak charge ${named}`;
    case 'carbonBudget':
      return 'what the fleet pays to hold its carbon down';
    case 'renewableShare':
      return 'renewable share of the fleet';
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
    case 'generator':
      return `generator ${named} is the next kWh`;
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

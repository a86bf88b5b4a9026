import type { Fleet, Site } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { siteFigures } from './figures.ts';
import { formatAmount, formatEnergy, formatMoney, formatNumber, formatPower } from './format.ts';
import { type Html, html } from './html.ts';
import { localDayAndClock } from './local-time.ts';

/** What a site comes to, as cards: cost, energy, largest import, own sources, stores. */
export function siteCards(fleet: Fleet, plan: Plan, site: Site): Html {
  const figures = siteFigures(fleet, plan, site.id);
  const peakAt = figures.peakSlot < 0 ? '' : localDayAndClock(fleet.timeline.edges[figures.peakSlot], site.timeZone);
  const cards: Html[] = [
    card('Cost at this site', formatMoney(figures.cost, plan.currency), ''),
    card('Bought from the grid', formatEnergy(figures.importedKwh), soldText(figures.exportedKwh)),
    card('Largest import', formatPower(figures.peakImportKw), peakAt),
  ];
  if (site.renewables.length > 0) {
    const curtailed = `${formatEnergy(figures.renewableCurtailedKwh)} curtailed`;
    cards.push(card('Own renewables used', formatEnergy(figures.renewableUsedKwh), curtailed));
  }
  if (figures.receivedGigabytes > 0) {
    const drawn = figures.receivedDataKwh > 0 ? `${formatEnergy(figures.receivedDataKwh)} on the way` : '';
    cards.push(card('Data received', `${formatAmount(figures.receivedGigabytes)} GB`, drawn));
  }
  for (const battery of figures.batteries) {
    const through = `${formatEnergy(battery.dischargedKwh)} discharged`;
    cards.push(card(`Battery ${battery.id}`, `${formatNumber(battery.equivalentCycles, 2)} cycles`, through));
  }
  return html`<dl class="cards">${cards}</dl>`;
}

function soldText(exportedKwh: number): string {
  return exportedKwh > 0 ? `${formatEnergy(exportedKwh)} sold` : '';
}

function card(term: string, value: string, detail: string): Html {
  return html`<div class="card"><dt>${term}</dt><dd>${value}${detail === '' ? '' : html`<small>${detail}</small>`}</dd></div>`;
}

import type { Fleet, Site } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { type SiteFigures, siteFigures } from './figures.ts';
import { formatAmount, formatEnergy, formatMoney, formatNumber, formatPower } from './format.ts';
import { type Html, html } from './html.ts';
import { localDayAndClock } from './local-time.ts';
import { hasCooling } from './words.ts';

/** What a site comes to, as cards: cost, energy, largest import, own sources, stores, cooling and heat. */
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
  if (site.plant.generators.length > 0) cards.push(card('Generators gave', formatEnergy(figures.generatedKwh), ''));
  if (figures.receivedGigabytes > 0) {
    const drawn = figures.receivedDataKwh > 0 ? `${formatEnergy(figures.receivedDataKwh)} on the way` : '';
    cards.push(card('Data received', `${formatAmount(figures.receivedGigabytes)} GB`, drawn));
  }
  return html`<dl class="cards">${cards}${storeCards(figures)}${plantCards(fleet, plan, site, figures)}</dl>`;
}

function storeCards({ batteries, coldStores, hotStores }: SiteFigures): Html[] {
  const named = [
    ...batteries.map((store) => ({ title: 'Battery', store })),
    ...coldStores.map((store) => ({ title: 'Cold store', store })),
    ...hotStores.map((store) => ({ title: 'Hot store', store })),
  ];
  return named.map(({ title, store }) => {
    const through = `${formatEnergy(store.dischargedKwh)} discharged`;
    return card(`${title} ${store.id}`, `${formatNumber(store.equivalentCycles, 2)} cycles`, through);
  });
}

/** Efficiency of cooling (PUE, WUE), heat used again (ERF, ERE), and what customers of cold and heat get. */
function plantCards(fleet: Fleet, plan: Plan, { id, plant }: Site, figures: SiteFigures): Html[] {
  const cards: Html[] = [];
  const found = plan.indicators.find(({ site }) => site === id);
  if (found !== undefined && found.pue !== null && hasCooling(fleet, id)) {
    cards.push(card('PUE', formatNumber(found.pue, 3), `${formatEnergy(found.itKwh)} of IT`));
    if (found.waterLitres > 0) {
      const litres = `${formatNumber(found.waterLitres)} litres of water`;
      cards.push(card('WUE', `${formatNumber(found.wueLitresPerKwh ?? 0, 2)} l/kWh`, litres));
    }
    if (found.reusedHeatKwh > 0) {
      const { energyReuseFactor, energyReuseEffectiveness } = found;
      const ratios = `ERF ${formatNumber(energyReuseFactor ?? 0, 3)}, ERE ${formatNumber(energyReuseEffectiveness ?? 0, 3)}`;
      cards.push(card('Heat used again', formatEnergy(found.reusedHeatKwh), ratios));
    }
  }
  if (plant.coldNetworks.length > 0) cards.push(card('Cold delivered', formatEnergy(figures.coldDeliveredKwh), ''));
  if (plant.heatNetworks.length > 0) cards.push(card('Heat delivered', formatEnergy(figures.heatDeliveredKwh), ''));
  return cards;
}

function soldText(exportedKwh: number): string {
  return exportedKwh > 0 ? `${formatEnergy(exportedKwh)} sold` : '';
}

function card(term: string, value: string, detail: string): Html {
  return html`<div class="card"><dt>${term}</dt><dd>${value}${detail === '' ? '' : html`<small>${detail}</small>`}</dd></div>`;
}

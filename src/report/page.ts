import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { timelineEnd, timelineStart } from '../time/timeline.ts';
import { pageColor, renderSvg } from './charts/render.ts';
import { siteFigures } from './figures.ts';
import { formatCount, formatEnergy, formatMoney, formatNumber, formatPower } from './format.ts';
import { type Html, html, trusted } from './html.ts';
import { localDayAndClock, localPeriod, UTC } from './local-time.ts';
import {
  brokenPromiseSection,
  conflictSection,
  costSection,
  dataQualitySection,
  headline,
  jobTroubleTable,
  limitSection,
} from './sections.ts';
import { type Chart, jobChart, jobColors, siteCharts } from './site-charts.ts';
import { styleSheet } from './style.ts';
import { zoneOfFleet } from './zones.ts';

const WIDE_WIDTH = 960;
const NARROW_WIDTH = 380;

/**
 * A plan as one HTML page with its charts inside: no script, nothing loaded from elsewhere. The same plan
 * gives the same bytes. `problem` gives what the plan does not repeat: prices, capacities, job windows.
 */
export function renderReport(problem: { readonly fleet: Fleet }, plan: Plan): string {
  const { fleet } = problem;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${plan.name} - dispatch plan</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<header>
<h1>${plan.name}</h1>
<p class="quiet">${periodText(fleet)}. ${formatCount(fleet.timeline.slotCount, 'slot')}, ${formatCount(fleet.sites.length, 'site')}, ${formatCount(plan.jobs.length, 'job')}.</p>
</header>
<main>
${headline(fleet, plan)}
${conflictSection(fleet, plan)}
${brokenPromiseSection(fleet, plan)}
${costSection(plan)}
${fleet.sites.map((site, index) => siteSection(fleet, plan, site.id, index))}
${jobSection(fleet, plan)}
${limitSection(fleet, plan)}
${dataQualitySection(plan)}
</main>
<footer>
<h2>Where this comes from</h2>
<p class="quiet">Wattshift ${plan.engineVersion}, revision ${plan.revision}.<br>
Input <code>${plan.inputDigest}</code><br>Plan <code>${plan.planDigest}</code></p>
</footer>
</body>
</html>
`;
  return page.markup;
}

function periodText(fleet: Fleet): string {
  const zone = zoneOfFleet(fleet);
  const period = localPeriod(timelineStart(fleet.timeline), timelineEnd(fleet.timeline), zone);
  return zone === UTC ? period : `${period} (${zone})`;
}

function siteSection(fleet: Fleet, plan: Plan, siteId: string, index: number): Html {
  const site = fleet.sites.find((candidate) => candidate.id === siteId);
  const planSite = plan.sites.find((candidate) => candidate.id === siteId);
  if (site === undefined || planSite === undefined) return html``;
  const figures = siteFigures(fleet, plan, siteId);
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
  for (const battery of figures.batteries) {
    const through = `${formatEnergy(battery.dischargedKwh)} discharged`;
    cards.push(card(`Battery ${battery.id}`, `${formatNumber(battery.equivalentCycles, 2)} cycles`, through));
  }
  const charts = siteCharts(fleet, planSite, site);
  return html`<section>
<h2>Site ${site.id}</h2>
<p class="quiet">Times in ${site.timeZone}.</p>
<dl class="cards">${cards}</dl>
${charts.map((chart) => figure(chart, `site${index}`))}
</section>`;
}

function soldText(exportedKwh: number): string {
  return exportedKwh > 0 ? `${formatEnergy(exportedKwh)} sold` : '';
}

function card(term: string, value: string, detail: string): Html {
  return html`<div class="card"><dt>${term}</dt><dd>${value}${detail === '' ? '' : html`<small>${detail}</small>`}</dd></div>`;
}

/** Drawn twice, for a desk and for a phone: text scaled down with its drawing cannot be read. */
function figure(chart: Chart, idPrefix: string): Html {
  const drawing = (className: string, width: number) => {
    const size = { width, height: chart.height };
    const svg = renderSvg(chart.option(size), size, `${idPrefix}-${chart.key}-${className}`, chart.description);
    return html`<div class="${className}">${svg}</div>`;
  };
  return html`<figure><figcaption>${chart.title}</figcaption>
${drawing('wide', WIDE_WIDTH)}${drawing('narrow', NARROW_WIDTH)}</figure>`;
}

function jobSection(fleet: Fleet, plan: Plan): Html {
  const zone = zoneOfFleet(fleet);
  const jobs = jobChart(fleet, plan, zone);
  if (jobs === null) return html``;
  const keys = fleet.sites.map((site, index) => {
    const color = jobColors[index % jobColors.length];
    return html`<span class="together"><span class="key" style="background:${pageColor(color)}"></span>${site.id}</span> `;
  });
  const omitted =
    jobs.omittedCount > 0 ? html`<p class="quiet">The ${jobs.omittedCount} smallest jobs are not drawn.</p>` : html``;
  return html`<section>
<h2>Jobs</h2>
<p class="quiet">Pale: earliest start to deadline. Solid: running, darker where wider. Times in ${zone}. ${keys}</p>
${figure(jobs.chart, 'fleet')}
${omitted}
${jobTroubleTable(plan)}
</section>`;
}

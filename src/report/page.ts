import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../domain/plan.ts';
import { pageColor } from './charts/palette.ts';
import { renderSvg } from './charts/render.ts';
import { formatCount } from './format.ts';
import { type Html, html, trusted } from './html.ts';
import { jobColors } from './job-rows.ts';
import {
  brokenPromiseSection,
  conflictSection,
  costSection,
  dataQualitySection,
  headline,
  jobTroubleTable,
  limitSection,
} from './sections.ts';
import { siteCards } from './site-cards.ts';
import { type Chart, jobChart, siteCharts } from './site-charts.ts';
import { styleSheet } from './style.ts';
import { periodOfFleet, zoneOfFleet } from './zones.ts';

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
<p class="quiet">${periodOfFleet(fleet)}. ${formatCount(fleet.timeline.slotCount, 'slot')}, ${formatCount(fleet.sites.length, 'site')}, ${formatCount(plan.jobs.length, 'job')}.</p>
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

function siteSection(fleet: Fleet, plan: Plan, siteId: string, index: number): Html {
  const site = fleet.sites.find((candidate) => candidate.id === siteId);
  const planSite = plan.sites.find((candidate) => candidate.id === siteId);
  if (site === undefined || planSite === undefined) return html``;
  const charts = siteCharts(fleet, planSite, site);
  return html`<section>
<h2>Site ${site.id}</h2>
<p class="quiet">Times in ${site.timeZone}.</p>
${siteCards(fleet, plan, site)}
${charts.map((chart) => figure(chart, `site${index}`))}
</section>`;
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

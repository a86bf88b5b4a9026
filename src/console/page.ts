import {
  brokenPromiseSection,
  conflictSection,
  costSection,
  dataQualitySection,
  formatCount,
  type Html,
  hasOrders,
  headline,
  html,
  limitSection,
  localDateTime,
  periodOfFleet,
  siteCards,
  UTC,
} from '../report/pieces.ts';
import { chartsOf } from './charts.ts';
import { jobSection } from './job-table.ts';
import type { ConsolePlanning, ConsoleView, PublishedPlan } from './view.ts';

const MOST_REASONS = 20;

/**
 * The page as HTML: all its words and tables, and places for the charts. Without its script it still says everything
 * but the curves. No style and no script stands in it, so that the strictest content policy holds.
 */
export function renderConsole(view: ConsoleView, echartsPath: string): string {
  const { fleetId, published } = view;
  const charts = `/v1/fleets/${encodeURIComponent(fleetId)}/charts?revision=${published?.plan.revision ?? 0}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${fleetId} - Wattshift</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/report.css">
<link rel="stylesheet" href="/assets/console.css">
<script src="${echartsPath}" defer></script>
<script src="/assets/console.js" type="module"></script>
</head>
<body>
<a class="skip" href="#plan">To the plan</a>
<header class="top"><span class="brand">Wattshift</span>${fleetLinks(view)}</header>
<p id="connection" class="notice bad" role="alert" hidden></p>
<noscript><p class="notice">The charts need JavaScript. Figures, tables and jobs are here without it; reload the page to see a newer plan.</p></noscript>
<main id="plan" data-state="${view.stateTag}" data-watch="/v1/fleets/${encodeURIComponent(fleetId)}" data-charts="${charts}">
<h1>${fleetId}</h1>
${published === null ? html`` : subtitle(published)}
${planningNotice(view.planning, published)}
${published === null ? html`` : planSections(published)}
</main>
</body>
</html>
`;
  return page.markup;
}

function fleetLinks({ fleetIds, fleetId }: ConsoleView): Html {
  if (fleetIds.length < 2) return html``;
  const links = fleetIds.map((id) =>
    id === fleetId
      ? html`<a href="/?fleet=${encodeURIComponent(id)}" aria-current="page">${id}</a> `
      : html`<a href="/?fleet=${encodeURIComponent(id)}">${id}</a> `,
  );
  return html`<nav aria-label="Fleets">${links}</nav>`;
}

function subtitle({ plan, fleet, publishedAt }: PublishedPlan): Html {
  const counts = [formatCount(fleet.sites.length, 'site'), formatCount(fleet.jobs.length, 'job')];
  return html`<p class="quiet">${periodOfFleet(fleet)}. ${formatCount(fleet.timeline.slotCount, 'slot')}, ${counts.join(', ')}.
Plan ${plan.revision} of ${localDateTime(publishedAt.getTime(), UTC)}.</p>`;
}

const stageWords: Readonly<Record<string, string>> = {
  waiting: 'waiting for its turn',
  building: 'building the program',
  solving: 'solving',
  proving: 'proving how good the plan is',
  comparing: 'comparing with work as usual',
  verifying: 'checking the plan by arithmetic',
};

function planningNotice(planning: ConsolePlanning, published: PublishedPlan | null): Html {
  const older = published === null ? '' : ` Below is plan ${published.plan.revision}, made from an older input.`;
  switch (planning.kind) {
    case 'planned':
      return html``;
    case 'planning': {
      const stage = stageWords[planning.stage] ?? planning.stage;
      const what = published === null ? 'The first plan is being made' : 'A new plan is being made';
      return html`<p class="notice" role="status">${what}: ${stage}.${older} It is shown as soon as it has been checked.</p>`;
    }
    case 'failed': {
      const [first, ...rest] = planning.reasons;
      const shown = rest.slice(0, MOST_REASONS).map((reason) => html`<li>${reason}</li>`);
      return html`<div class="notice bad" role="status"><p>Planning failed. ${first ?? ''}${older}</p>
${shown.length === 0 ? html`` : html`<ul>${shown}</ul>`}</div>`;
    }
  }
}

function planSections({ plan, fleet }: PublishedPlan): Html {
  const parts = [headline(fleet, plan), conflictSection(fleet, plan), brokenPromiseSection(fleet, plan)];
  if (hasOrders(plan)) {
    parts.push(
      costSection(plan),
      ...fleet.sites.map((_, index) => siteSection({ plan, fleet }, index)),
      jobSection(fleet, plan),
      limitSection(fleet, plan),
    );
  }
  return html`${parts}
${dataQualitySection(plan)}
<footer><h2>Where this comes from</h2>
<p class="quiet">Wattshift ${plan.engineVersion}, plan ${plan.revision}.<br>Input <code>${plan.inputDigest}</code><br>Plan <code>${plan.planDigest}</code></p></footer>`;
}

function siteSection({ plan, fleet }: Pick<PublishedPlan, 'plan' | 'fleet'>, index: number): Html {
  const site = fleet.sites[index];
  const figures = chartsOf(fleet, plan, site.id).map(
    (chart) => html`<figure><figcaption>${chart.title}</figcaption>
<div class="chart needs-script" role="img" aria-label="${chart.description}" tabindex="0" data-site="${index}" data-key="${chart.key}" data-height="${chart.height}"></div>
<p class="readout" aria-live="polite"></p></figure>`,
  );
  return html`<section class="site">
<h2>Site ${site.id}</h2>
<p class="quiet">Times in ${site.timeZone}.</p>
${siteCards(fleet, plan, site)}
<div class="charts">${figures}</div>
</section>`;
}

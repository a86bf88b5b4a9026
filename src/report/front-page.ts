import type { Fleet } from '../domain/fleet.ts';
import { frontOption } from './charts/front.ts';
import { renderSvg } from './charts/render.ts';
import { currencyDigits, formatCount, formatMoney, formatNumber, formatPrice, formatShare } from './format.ts';
import { formatKg, frontSentence, type ShownPoint } from './front-words.ts';
import { type Html, html, trusted } from './html.ts';
import { styleSheet } from './style.ts';
import { statusTitles } from './words.ts';
import { periodOfFleet } from './zones.ts';

const HEIGHT = 340;
const WIDE_WIDTH = 960;
const NARROW_WIDTH = 380;

/** What less carbon costs, as one HTML page: no script, nothing loaded from elsewhere; the same front gives the same bytes. */
export function renderFront({ fleet }: { readonly fleet: Fleet }, points: readonly ShownPoint[]): string {
  const [{ plan }] = points;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${fleet.name} - cost and carbon</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<header>
<h1>${fleet.name}: cost and carbon</h1>
<p class="quiet">${periodOfFleet(fleet)}. ${formatCount(fleet.timeline.slotCount, 'slot')}, ${formatCount(fleet.sites.length, 'site')}, ${formatCount(plan.jobs.length, 'job')}.</p>
</header>
<main>
<p>${frontSentence(fleet, points)}</p>
${chart(fleet, points)}
${pointTable(fleet, points)}
</main>
<footer>
<h2>Where this comes from</h2>
<p class="quiet">Wattshift ${plan.engineVersion}.<br>Input <code>${plan.inputDigest}</code></p>
</footer>
</body>
</html>
`;
  return page.markup;
}

function chart({ currency }: Fleet, points: readonly ShownPoint[]): Html {
  const marks = points.map(({ kg, objective }) => ({ kg, cost: objective }));
  const title = 'Cost over carbon';
  const description = `${title}: ${points.map(({ kg, objective }) => `${formatKg(kg)} for ${formatMoney(objective, currency)}`).join('; ')}`;
  const drawing = (className: string, width: number) => {
    const size = { width, height: HEIGHT };
    const svg = renderSvg(frontOption(currency, marks, size), size, `front-${className}`, description);
    return html`<div class="${className}">${svg}</div>`;
  };
  return html`<figure><figcaption>${title}</figcaption>
${drawing('wide', WIDE_WIDTH)}${drawing('narrow', NARROW_WIDTH)}</figure>`;
}

function pointTable({ currency, objective }: Fleet, points: readonly ShownPoint[]): Html {
  const digits = currencyDigits(currency);
  const first = points[0];
  const rows = points.map((point, k) => {
    const { plan } = point;
    const gap = plan.certifiedGap === null ? '' : `, gap ${formatShare(plan.certifiedGap)}`;
    const broken = plan.brokenPromises.length;
    return html`<tr><td>${k + 1}</td>
<td class="number">${formatKg(point.kg)}</td>
<td class="number">${formatNumber(point.objective, digits)}</td>
<td class="number">${formatNumber(point.objective - first.objective, digits)}</td>
<td class="number">${formatPrice(point.abatementPricePerKg)}</td>
<td>${statusTitles[plan.status]}${gap}</td>
<td class="number">${broken === 0 ? 'none' : broken}</td></tr>`;
  });
  return html`<section><h2>Points</h2><div class="scroll"><table>
<thead><tr><th>Point</th><th class="number">CO\u2082e (${objective.carbonSignal})</th><th class="number">Cost, ${currency}</th><th class="number">dearer by</th><th class="number">${currency} for the last kg</th><th>Proof</th><th class="number">Broken promises</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="quiet">Each is the cheapest plan that emits no more than its kilograms, and breaks promises for no more money than the
first. A kilogram less costs the price of the last one at least.</p></section>`;
}

import type { Fleet } from '../domain/fleet.ts';
import type { BaselineFigures, CostLineName, Plan, PlanCostLine } from '../domain/plan.ts';
import { jobFigures } from './figures.ts';
import {
  currencyDigits,
  formatAmount,
  formatCount,
  formatMoney,
  formatNumber,
  formatPower,
  formatPrice,
} from './format.ts';
import { type Html, html } from './html.ts';
import { bindingLimits } from './limits.ts';
import { localDateTime, localDayAndClock, localPeriod } from './local-time.ts';
import {
  costLineWord,
  doubtKindWord,
  emissionNotes,
  hasOrders,
  jobNotes,
  perWord,
  promiseAmount,
  promiseSentence,
  savingsSplitSentence,
  shadowPriceWord,
  statusSentence,
  statusTitles,
} from './words.ts';
import { zoneOf } from './zones.ts';

/** The written parts of the report: verdict, tables, lists. */

const MOST_ROWS = 100;
const MOST_LIMITS = 15;

export function headline(fleet: Fleet, plan: Plan): Html {
  const status = html`<div class="status ${plan.status}"><strong>${statusTitles[plan.status]}:</strong> ${statusSentence(plan)}</div>`;
  // Without orders there is nothing to count: no cost and no broken promise would look like good news.
  return hasOrders(plan) ? html`${status}\n${headlineCards(fleet, plan)}` : status;
}

function headlineCards(fleet: Fleet, plan: Plan): Html {
  const jobs = jobFigures(fleet, plan);
  const promises = plan.brokenPromises.length;
  const emissions = plan.emissions[`${fleet.objective.carbonSignal}Kg`];
  return html`<dl class="cards">
<div class="card"><dt>Total cost</dt><dd>${formatMoney(plan.objective, plan.currency)}</dd></div>
${savingCard('Saved against first come, first served', plan.savings?.againstFirstComeFirstServed, plan)}
${savingCard('Saved against rule-based storage', plan.savings?.againstRuleBasedStorage, plan)}
${emissions === null ? html`` : html`<div class="card"><dt>CO\u2082e of grid import (${fleet.objective.carbonSignal})</dt><dd>${formatNumber(emissions)} kg${carbonSaving(plan)}${carbonNotes(plan)}</dd></div>`}
<div class="card"><dt>Jobs</dt><dd>${jobs.count}<small>${jobs.shiftedCount} moved to later, ${jobs.lateCount} late, ${jobs.unservedCount} not finished${jobNotes(jobs).map((note) => html`; ${note}`)}</small></dd></div>
<div class="card"><dt>Broken promises</dt><dd class="${promises > 0 ? 'worse' : 'better'}">${promises === 0 ? 'none' : promises}</dd></div>
</dl>`;
}

function savingCard(title: string, saved: number | undefined, plan: Plan): Html {
  if (saved === undefined || plan.savings === null) return html``;
  const words = formatMoney(saved, plan.currency);
  // What is shown as nothing, a rounding of the arithmetic, is neither good nor bad.
  const isNothing = words === formatMoney(0, plan.currency);
  const figure = isNothing
    ? html`<dd>${words}</dd>`
    : html`<dd class="${saved > 0 ? 'better' : 'worse'}">${words}</dd>`;
  return html`<div class="card"><dt>${title}</dt>${figure}</div>`;
}

function carbonSaving(plan: Plan): Html {
  const saved = plan.savings?.carbonKgAgainstFirstComeFirstServed ?? null;
  if (saved === null) return html``;
  return html`<small>${formatNumber(Math.abs(saved))} kg ${saved >= 0 ? 'less' : 'more'} than first come, first served</small>`;
}

/** Fuel, green power and offsets: they stand beside import, and change none of its figures. */
function carbonNotes({ emissions }: Plan): Html {
  const notes = emissionNotes(emissions);
  return notes.length === 0 ? html`` : html`<small>${notes.join('; ')}</small>`;
}

/** What a baseline broke, so that its lower cost is not taken for a better plan. */
function baselineNote(title: string, baseline: BaselineFigures): Html {
  const broken = baseline.brokenPromises.length;
  if (broken === 0 && baseline.physicallySound) return html``;
  const physics = baseline.physicallySound ? '' : ' It also breaks physical limits, so its cost is understated.';
  return html`<p class="quiet">${title} breaks ${formatCount(broken, 'promise')}.${physics}</p>`;
}

export function costSection(plan: Plan): Html {
  const baselines = plan.baselines;
  const columns: { title: string; lines: readonly PlanCostLine[]; total: number }[] = [
    { title: 'This plan', lines: plan.costLines, total: plan.objective },
  ];
  if (baselines !== null) {
    const { firstComeFirstServed: fcfs, ruleBasedStorage: rules } = baselines;
    columns.push({ title: 'First come, first served', lines: fcfs.costLines, total: fcfs.objective });
    columns.push({ title: 'With rule-based storage', lines: rules.costLines, total: rules.objective });
  }
  const names = [...new Set(columns.flatMap(({ lines }) => lines.map((line) => line.name)))];
  const rows = names
    .map((name) => ({ name, sums: columns.map(({ lines }) => sumOf(lines, name)) }))
    .filter(({ sums }) => sums.some((sum) => Math.abs(sum) > 1e-9));
  const digits = currencyDigits(plan.currency);
  const money = (amount: number) => html`<td class="number">${formatNumber(amount, digits)}</td>`;
  return html`<section><h2>Costs</h2><div class="scroll"><table>
<thead><tr><th>${plan.currency}</th>${columns.map(({ title }) => html`<th class="number">${title}</th>`)}</tr></thead>
<tbody>${rows.map(({ name, sums }) => html`<tr><td>${costLineWord(name)}</td>${sums.map(money)}</tr>`)}
<tr class="total"><td>Total</td>${columns.map(({ total }) => money(total))}</tr></tbody></table></div>
<p class="quiet">Positive is paid, negative is earned.</p>
${savingsSplit(plan)}
${baselines === null ? html`` : baselineNote('First come, first served', baselines.firstComeFirstServed)}
${baselines === null ? html`` : baselineNote('Rule-based storage', baselines.ruleBasedStorage)}
${demandChargeTable(plan)}</section>`;
}

function sumOf(lines: readonly PlanCostLine[], name: CostLineName): number {
  return lines.reduce((sum, line) => (line.name === name ? sum + line.amount : sum), 0);
}

function savingsSplit(plan: Plan): Html {
  const sentence = savingsSplitSentence(plan);
  return sentence === null ? html`` : html`<p>${sentence}</p>`;
}

function demandChargeTable(plan: Plan): Html {
  if (plan.demandCharges.length === 0) return html``;
  const rows = plan.demandCharges.map(
    (charge) => html`<tr><td>${charge.site}</td><td>${charge.id} ${charge.period}</td>
<td class="number">${formatPower(charge.peakKw)}</td><td class="number">${formatPower(charge.floorKw)}</td>
<td class="number">${formatMoney(charge.increment, plan.currency)}</td><td class="number">${formatMoney(charge.whole, plan.currency)}</td></tr>`,
  );
  return html`<h3>Demand charges</h3><div class="scroll"><table><thead><tr><th>Site</th><th>Charge</th>
<th class="number">Peak</th><th class="number">Paid anyway</th><th class="number">Added by this plan</th><th class="number">On the bill</th>
</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function brokenPromiseSection(fleet: Fleet, plan: Plan): Html {
  if (plan.brokenPromises.length === 0) return html``;
  const rows = plan.brokenPromises.slice(0, MOST_ROWS).map((promise) => {
    const when = periodOf(promise.from, promise.to, zoneOf(fleet, promise.site));
    return html`<tr><td>${promiseSentence(promise)}<br><span class="quiet">${when}</span></td>
<td class="number">${promiseAmount(promise)}</td>
<td class="number">${formatPrice(promise.pricePerUnit)}</td><td class="number">${formatMoney(promise.cost, plan.currency)}</td></tr>`;
  });
  return html`<section><h2>Broken promises</h2><p>Not everything could be met. The cheapest promises gave way:</p>
<div class="scroll"><table><thead><tr><th>What</th><th class="number">How much</th>
<th class="number">${plan.currency} per unit</th><th class="number">Cost</th></tr></thead><tbody>${rows}</tbody></table></div>
${omittedNote(plan.brokenPromises.length, MOST_ROWS)}</section>`;
}

function periodOf(from: string | null, to: string | null, zone: string): string {
  if (from !== null && to !== null) return localPeriod(Date.parse(from), Date.parse(to), zone);
  const at = from ?? to;
  return at === null ? '' : localDateTime(Date.parse(at), zone);
}

export function conflictSection(fleet: Fleet, plan: Plan): Html {
  if (plan.conflicts.length === 0) return html``;
  const rows = plan.conflicts.slice(0, MOST_ROWS).map((conflict) => {
    const when = periodOf(conflict.from, conflict.to, zoneOf(fleet, conflict.site));
    return html`<tr><td>${conflict.message}<br><span class="quiet">${when}</span></td><td>${conflict.site}</td>
<td class="number">${formatPower(conflict.shortfallKw)}</td></tr>`;
  });
  return html`<section><h2>Where physics cannot hold</h2><div class="scroll"><table><thead><tr><th>What</th><th>Site</th>
<th class="number">Missing</th></tr></thead><tbody>${rows}</tbody></table></div>
${omittedNote(plan.conflicts.length, MOST_ROWS)}</section>`;
}

function omittedNote(count: number, shown: number): Html {
  return count > shown ? html`<p class="quiet">${count - shown} more are in plan.json.</p>` : html``;
}

export function jobTroubleTable(plan: Plan): Html {
  const troubled = plan.jobs.filter(
    (job) => Math.max(job.lateUnitHours, job.leftoverUnitHours, job.unservedUnitHours) > 1e-6 * job.workUnitHours,
  );
  if (troubled.length === 0) return html``;
  const rows = troubled.slice(0, MOST_ROWS).map(
    (job) => html`<tr><td>${job.id}</td><td class="number">${formatAmount(job.workUnitHours)}</td>
<td class="number">${formatAmount(job.lateUnitHours)}</td><td class="number">${formatAmount(job.meanLatenessHours)}</td>
<td class="number">${formatAmount(job.leftoverUnitHours)}</td><td class="number">${formatAmount(job.unservedUnitHours)}</td></tr>`,
  );
  return html`<h3>Jobs that are late or unfinished (unit-hours)</h3><div class="scroll"><table><thead><tr><th>Job</th>
<th class="number">Work</th><th class="number">Done late</th><th class="number">Mean hours late</th>
<th class="number">Left for later</th><th class="number">Never done</th></tr></thead><tbody>${rows}</tbody></table></div>
${omittedNote(troubled.length, MOST_ROWS)}`;
}

export function limitSection(fleet: Fleet, plan: Plan): Html {
  const limits = bindingLimits(plan);
  if (limits.length === 0) return html``;
  const rows = limits.slice(0, MOST_LIMITS).map(
    (limit) => html`<tr><td>${shadowPriceWord(limit.name)}${limit.component === null ? '' : ` ${limit.component}`}</td>
<td>${limit.site ?? ''}</td><td class="number">${limit.bindingSlotCount}</td>
<td class="number">${formatPrice(Math.abs(limit.strongest))} per ${perWord(limit.per)}</td>
<td>${localDayAndClock(fleet.timeline.edges[limit.strongestSlot], zoneOf(fleet, limit.site))}</td>
<td class="number">${formatMoney(limit.worthOfOneMore, plan.currency)}</td></tr>`,
  );
  return html`<section><h2>What binds</h2><p class="quiet">Prices of the limits at this plan, in ${plan.currency}. They hold for small changes.</p>
<div class="scroll"><table><thead><tr><th>Limit</th><th>Site</th><th class="number">Slots</th><th class="number">Hardest</th><th>When</th>
<th class="number">Moved by one all through, it saves</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function dataQualitySection(plan: Plan): Html {
  if (plan.dataQuality.length === 0) return html``;
  const items = plan.dataQuality.slice(0, MOST_ROWS).map((note) => {
    return html`<tr><td><code>${note.subject}</code></td><td>${doubtKindWord(note)}</td><td>${note.message}</td></tr>`;
  });
  return html`<section><h2>Doubts about the input</h2><div class="scroll"><table><thead><tr><th>Where</th><th>What</th><th>Note</th></tr></thead>
<tbody>${items}</tbody></table></div>${omittedNote(plan.dataQuality.length, MOST_ROWS)}</section>`;
}

import type { CoincidentPeak, GreenPower } from '../domain/targets.ts';
import { MILLISECONDS_PER_MINUTE, type SlotSeries, type Timeline } from '../time/timeline.ts';
import { kwh } from '../units/index.ts';
import { checkUnique, child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { CoincidentPeakSource, GreenPowerSource, GridSource, OutageSource } from './schema/site.ts';
import { readSeries } from './series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { readInstant } from './timeline.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** An outage, and until when the site waits for others after it. */
interface Outage extends Span {
  readonly backAt: number;
}

/**
 * Slots without grid: 1 where there is none. It is back `delaysMinutes` after each outage, by its position. Null, and
 * faults, when an outage is wrong.
 */
export function readOutages(
  context: ReadContext,
  node: Node<GridSource>,
  delaysMinutes: readonly number[] = [],
): SlotSeries | null {
  const { timeline } = context;
  if (timeline === null) return null;
  const outages = items(child(node, 'outages')).map((outage, position): Outage | null => {
    const times = readOutage(context, outage);
    const delay = (delaysMinutes[position] ?? 0) * MILLISECONDS_PER_MINUTE;
    return times === null ? null : { ...times, backAt: times.to + delay };
  });
  const sound = outages.filter((outage) => outage !== null);
  if (sound.length < outages.length) return null;
  if (trustedValue(context, child(node, 'island')) === true) return new Float64Array(timeline.slotCount).fill(1);
  const without = new Float64Array(timeline.slotCount);
  const partly: number[] = [];
  const spans = joined(sound.map(({ from, backAt }) => ({ from, to: backAt })));
  for (let t = 0; t < timeline.slotCount; t += 1) {
    const [start, end] = [timeline.edges[t], timeline.edges[t + 1]];
    const touching = spans.filter(({ from, to }) => from < end && to > start);
    if (touching.length === 0) continue;
    without[t] = 1;
    if (!touching.some(({ from, to }) => from <= start && to >= end)) partly.push(t);
  }
  if (partly.length > 0) {
    const message = 'an outage touches part of the slot, and the whole slot is planned without grid';
    context.note({ subject: context.subject([...node.path, 'outages']), kind: 'assumed', slots: partly, message });
  }
  noteWaiting(context, node, timeline, sound);
  return without;
}

/** Says of which slots the grid could be used again, were it not for the sites that return first. */
function noteWaiting(
  context: ReadContext,
  node: Node<GridSource>,
  timeline: Timeline,
  outages: readonly Outage[],
): void {
  const dark = joined(outages);
  const slots = [...timeline.hours.keys()].filter((t) => {
    const [start, end] = [timeline.edges[t], timeline.edges[t + 1]];
    const waits = outages.some(({ to, backAt }) => to < end && backAt > start);
    return waits && !dark.some(({ from, to }) => from < end && to > start);
  });
  if (slots.length === 0) return;
  const message = 'the outage is over, and the site waits for others of its market zone that return before it';
  context.note({ subject: context.subject([...node.path, 'outages']), kind: 'assumed', slots, message });
}

/** Outages that meet or overlap as one, so that two halves of a slot are the whole of it. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last === undefined || span.from > last.to) whole.push(span);
    else whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return whole;
}

function readOutage(context: ReadContext, node: Node<OutageSource>): Span | null {
  const [fromNode, toNode] = [child(node, 'from'), child(node, 'to')];
  const [fromText, toText] = [trustedValue(context, fromNode), trustedValue(context, toNode)];
  if (fromText === null || toText === null) return null;
  const from = readInstant(context, fromText, fromNode.path);
  const to = readInstant(context, toText, toNode.path);
  if (from === null || to === null) return null;
  if (to > from) return { from, to };
  context.fault({
    path: toNode.path,
    found: `an outage that ends at ${toText}, not after its start`,
    expected: `a time after ${fromText}`,
  });
  return null;
}

/** Coincident-peak charges; null, and faults, when one is wrong. */
export function readCoincidentPeaks(
  context: ReadContext,
  node: Node<readonly CoincidentPeakSource[] | undefined>,
  power: SeriesDemand,
): CoincidentPeak[] | null {
  const nodes = items(node);
  checkUnique(context, nodes);
  const peaks = nodes.map((peak): CoincidentPeak | null => {
    const id = trustedValue(context, child(peak, 'id'));
    const price = trustedValue(context, child(peak, 'pricePerKw'));
    const probability = readSeries(context, child(peak, 'probability'), shareOf(power));
    if (id === null || price === null || probability === null || power.money === null) return null;
    return { id, pricePerKw: price * power.money.rate, probability };
  });
  const sound = peaks.filter((peak) => peak !== null);
  return sound.length === peaks.length ? sound : null;
}

/** A share, 0 to 1, of whatever the demand was about. */
export function shareOf(demand: SeriesDemand): SeriesDemand {
  return { ...demand, dimension: 'fraction', minimum: 0, maximum: 1 };
}

/** Green power bought beside the energy; null, and faults, when one purchase is wrong. */
export function readGreenPower(
  context: ReadContext,
  node: Node<readonly GreenPowerSource[] | undefined>,
  demands: { readonly power: SeriesDemand; readonly price: SeriesDemand },
  importLimitKw: SlotSeries | null,
): GreenPower[] | null {
  const nodes = items(node);
  checkUnique(context, nodes);
  const purchases = nodes.map((purchase): GreenPower | null => {
    const id = trustedValue(context, child(purchase, 'id'));
    const kind = trustedValue(context, child(purchase, 'kind'));
    const pricePerKwh = readSeries(context, child(purchase, 'pricePerKwh'), demands.price);
    const limitNode = child(purchase, 'limitKw');
    const limitKw = limitNode.value === undefined ? importLimitKw : readSeries(context, limitNode, demands.power);
    const total = trustedValue(context, child(purchase, 'limitKwh'));
    const { timeline } = context;
    if (id === null || kind === null || pricePerKwh === null || limitKw === null || timeline === null) return null;
    const most = limitKw.reduce((sum, kw, t) => sum + kw * timeline.hours[t], 0);
    return { id, kind, pricePerKwh, limitKw, limitKwh: kwh(Math.min(total ?? most, most)) };
  });
  const sound = purchases.filter((purchase) => purchase !== null);
  return sound.length === purchases.length ? sound : null;
}

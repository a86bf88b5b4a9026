import type { CoincidentPeak, GreenPower } from '../domain/targets.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { kwh } from '../units/index.ts';
import { checkUnique, child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { CoincidentPeakSource, GreenPowerSource, GridSource, OutageSource } from './schema/site.ts';
import { readSeries } from './series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { readInstant } from './timeline.ts';

/** Slots without grid: 1 where there is none. Null, and faults, when an outage is wrong. */
export function readOutages(context: ReadContext, node: Node<GridSource>, delaysMinutes = 0): SlotSeries | null {
  const { timeline } = context;
  if (timeline === null) return null;
  const without = new Float64Array(timeline.slotCount).fill(
    trustedValue(context, child(node, 'island')) === true ? 1 : 0,
  );
  const partly = new Set<number>();
  let sound = true;
  for (const outage of items(child(node, 'outages'))) {
    const times = readOutage(context, outage);
    if (times === null) {
      sound = false;
      continue;
    }
    const to = times.to + delaysMinutes * 60_000;
    for (let t = 0; t < timeline.slotCount; t += 1) {
      const [start, end] = [timeline.edges[t], timeline.edges[t + 1]];
      if (times.from >= end || to <= start) continue;
      without[t] = 1;
      if (times.from > start || to < end) partly.add(t);
    }
  }
  if (partly.size > 0) {
    const message = 'an outage touches part of the slot, and the whole slot is planned without grid';
    context.note({ subject: context.subject([...node.path, 'outages']), kind: 'assumed', slots: [...partly], message });
  }
  return sound ? without : null;
}

function readOutage(context: ReadContext, node: Node<OutageSource>): { from: number; to: number } | null {
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

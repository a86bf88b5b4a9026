import { constantSeries, type SlotSeries } from '../time/timeline.ts';
import { type Node, type ReadContext, trustedValue } from './context.ts';
import { numberText } from './problems.ts';
import type { SeriesSource } from './schema/series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { readFileSeries } from './series-file.ts';
import { readTariffSeries } from './tariff.ts';

/**
 * A series of the scenario as one value a slot, in kW, g/kWh, units, or plan money per kWh. Null when it is
 * wrong (and a fault is recorded), absent without a default, or the timeline is wrong.
 */
export function readSeries(
  context: ReadContext,
  node: Node<SeriesSource | undefined>,
  demand: SeriesDemand,
  fallback?: number,
): SlotSeries | null {
  const { timeline } = context;
  if (node.value === undefined) {
    return fallback === undefined || timeline === null ? null : constantSeries(timeline, fallback);
  }
  const source = trustedValue(context, node);
  if (source === null || timeline === null) return null;
  if (typeof source === 'object' && !Array.isArray(source)) {
    const values =
      'tariff' in source
        ? readTariffSeries(context, { ...node, value: source }, demand)
        : readFileSeries(context, { ...node, value: source }, demand);
    return values === null ? null : withinRange(context, node, values, demand);
  }
  if (Array.isArray(source) && source.length !== timeline.slotCount) {
    context.fault({
      path: node.path,
      found: `${source.length} values`,
      expected: `${timeline.slotCount} values, one for each slot of the timeline`,
    });
    return null;
  }
  const rate = demand.dimension === 'price' ? (demand.money?.rate ?? 1) : 1;
  const raw = Array.isArray(source) ? Float64Array.from(source) : constantSeries(timeline, source);
  const checked = withinRange(context, node, raw, demand);
  return checked === null || rate === 1 ? checked : checked.map((value) => value * rate);
}

function withinRange(
  context: ReadContext,
  node: Node<unknown>,
  values: SlotSeries,
  demand: SeriesDemand,
): SlotSeries | null {
  const slot = values.findIndex((value) => !(value >= demand.minimum && value <= demand.maximum));
  if (slot < 0) return values;
  context.fault({
    path: Array.isArray(node.value) ? [...node.path, slot] : node.path,
    found: `${values[slot]}${typeof node.value === 'number' ? '' : ` in slot ${slot}`}`,
    expected: `values from ${numberText(demand.minimum)} to ${numberText(demand.maximum)}`,
  });
  return null;
}

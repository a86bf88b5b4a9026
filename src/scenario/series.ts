import { constantSeries, type SlotSeries } from '../time/timeline.ts';
import { type Node, type ReadContext, trustedValue } from './context.ts';
import { numberText } from './problems.ts';
import type { FileSeriesSource, SeriesSource, TariffSource } from './schema/series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { readFileSeries } from './series-file.ts';
import { readTariffSeries } from './tariff.ts';
import { isRecord } from './validate.ts';

/**
 * A series of the scenario as one value a slot, in kW, g/kWh, Gbit/s, units, degrees Celsius, kPa, a ratio, or
 * plan money per kWh. Null when it is
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
  if (isForm(node.value)) {
    const values = readForm(context, { path: node.path, value: node.value }, demand);
    return values === null || timeline === null ? null : withinRange(context, node, values, demand);
  }
  const lengthSound = checkLength(context, node);
  const source = trustedValue<SeriesSource>(context, node);
  if (source === null || timeline === null || !lengthSound || isForm(source)) return null;
  const rate = demand.dimension === 'price' ? (demand.money?.rate ?? 1) : 1;
  const raw = Array.isArray(source) ? Float64Array.from(source) : constantSeries(timeline, source);
  const checked = withinRange(context, node, raw, demand);
  return checked === null || rate === 1 ? checked : checked.map((value) => value * rate);
}

const isForm = (value: SeriesSource): value is FileSeriesSource | TariffSource => isRecord(value);

/** A series from a file or a tariff: both are looked at even where some of their keys are wrong. */
function readForm(
  context: ReadContext,
  node: Node<FileSeriesSource | TariffSource>,
  demand: SeriesDemand,
): SlotSeries | null {
  // Told apart as the schema does it: an object with `file` in it is a file.
  if ('file' in node.value) return readFileSeries(context, { ...node, value: node.value }, demand);
  if (demand.dimension !== 'price' || !('tariff' in node.value)) return null;
  return readTariffSeries(context, { ...node, value: node.value }, demand);
}

/** Whether a list has a value for each slot, whatever its values are; an empty list is a fault of form. */
function checkLength({ fault, timeline }: ReadContext, { path, value }: Node<SeriesSource | undefined>): boolean {
  if (!Array.isArray(value) || timeline === null || value.length === 0 || value.length === timeline.slotCount) {
    return true;
  }
  const expected = `${timeline.slotCount} values, one for each slot of the timeline`;
  fault({ path, found: `${value.length} values`, expected });
  return false;
}

function withinRange(
  context: ReadContext,
  node: Node<unknown>,
  values: SlotSeries,
  demand: SeriesDemand,
): SlotSeries | null {
  const slot = values.findIndex((value) => !(value >= demand.minimum && value <= demand.maximum));
  if (slot < 0) return values;
  const hint = demand.hint?.(values[slot]) ?? null;
  context.fault({
    path: Array.isArray(node.value) ? [...node.path, slot] : node.path,
    found: `${values[slot]}${typeof node.value === 'number' ? '' : ` in slot ${slot}`}`,
    expected: `values from ${numberText(demand.minimum)} to ${numberText(demand.maximum)}`,
    ...(hint === null ? {} : { hint }),
  });
  return null;
}

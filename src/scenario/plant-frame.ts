import { closestWord, quote } from '../tables/index.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { SeriesSource } from './schema/series.ts';
import { readSeries } from './series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { kelvinHint, LARGEST_CELSIUS, SMALLEST_CELSIUS } from './temperature.ts';

/** What the readers of a site's cooling, heat and generation share. */
export interface PlantFrame {
  readonly context: ReadContext;
  readonly timeZone: string | null;
  readonly money: SiteMoney | null;
  readonly weather: Weather;
  /** Loops and networks by name, with their temperatures as far as these are sound. */
  readonly loops: ReadonlyMap<string, Temperatures | null>;
  readonly heatNetworks: ReadonlyMap<string, Temperatures | null>;
  readonly condenserWater: CondenserWater;
}

export interface Temperatures {
  readonly supplyCelsius: number;
  readonly returnCelsius: number;
}

/** A series, or the key that would give it; null where what is there is wrong, and told already. */
export type Given = SlotSeries | { readonly lacking: string | null };

export const isGiven = (given: Given): given is SlotSeries => given instanceof Float64Array;

export const WRONG: Given = { lacking: null };

export interface Weather {
  readonly dryBulb: Given;
  readonly wetBulb: Given;
}

/** Water that leaves the condensers: the warmest and the coldest of all towers and dry coolers in each slot. */
export interface CondenserWater {
  readonly warmest: Given;
  readonly coldest: Given;
  /** Outside temperature that heat is rejected to. */
  readonly outside: 'dryBulb' | 'wetBulb';
}

type Sound<Draft> = { readonly [Key in keyof Draft]: Exclude<Draft[Key], null> };

/** The draft where none of its values is null, which stands for what is wrong. */
export function sound<Draft extends object>(draft: Draft): Sound<Draft> | null {
  return Object.values(draft).includes(null) ? null : (draft as Sound<Draft>);
}

/** The list where none of its items is null. */
export function allSound<Item>(drafts: readonly (Item | null)[]): Item[] | null {
  const found = drafts.filter((draft) => draft !== null);
  return found.length === drafts.length ? found : null;
}

type SeriesNode = Node<SeriesSource | undefined>;

const demandOf = (
  { timeZone, money }: Pick<PlantFrame, 'timeZone' | 'money'>,
  dimension: SeriesDemand['dimension'],
  minimum: number,
  maximum: number,
  hint?: SeriesDemand['hint'],
): SeriesDemand => ({ dimension, minimum, maximum, timeZone, money, ...(hint === undefined ? {} : { hint }) });

/** A power or limit, kW. */
export function readPower(frame: PlantFrame, node: SeriesNode, fallback?: number): SlotSeries | null {
  return readSeries(frame.context, node, demandOf(frame, 'power', 0, LARGEST_NUMBER), fallback);
}

/** A price, plan money per kWh; negative where `minimum` allows it. */
export function readPrice(frame: PlantFrame, node: SeriesNode, fallback?: number): SlotSeries | null {
  return readSeries(frame.context, node, demandOf(frame, 'price', -LARGEST_NUMBER, LARGEST_NUMBER), fallback);
}

export function readCelsius(frame: Pick<PlantFrame, 'context' | 'timeZone'>, node: SeriesNode): SlotSeries | null {
  const demand = demandOf({ ...frame, money: null }, 'temperature', SMALLEST_CELSIUS, LARGEST_CELSIUS, kelvinHint);
  return readSeries(frame.context, node, demand);
}

const percentHint = (value: number): string | null =>
  value > 1 && value <= 100 ? `a fraction is 0 to 1, never percent: ${value} % is ${value / 100}` : null;

/** A share, 0 to 1. */
export function readFraction(
  frame: Pick<PlantFrame, 'context' | 'timeZone'>,
  node: SeriesNode,
  fallback?: number,
): SlotSeries | null {
  return readSeries(frame.context, node, demandOf({ ...frame, money: null }, 'fraction', 0, 1, percentHint), fallback);
}

/** A ratio between bounds, which is no share. */
export function readRatio(
  frame: PlantFrame,
  node: SeriesNode,
  bounds: { readonly minimum: number; readonly maximum: number; readonly hint?: SeriesDemand['hint'] },
  fallback?: number,
): SlotSeries | null {
  const demand = demandOf(frame, 'fraction', bounds.minimum, bounds.maximum, bounds.hint);
  return readSeries(frame.context, node, demand, fallback);
}

/** A price that holds for the whole timeline, plan money; null when it is wrong. */
export function readMoney(frame: PlantFrame, node: Node<number | undefined>, fallback = 0): number | null {
  const price = soundOr(frame.context, node, fallback);
  return price === null || frame.money === null ? null : price * frame.money.rate;
}

/** A price that may be a default of the fleet: `{ price: null }` where the scenario does not say, null where it is wrong. */
export function readOpenMoney(
  frame: PlantFrame,
  node: Node<number | undefined>,
): { readonly price: number | null } | null {
  if (node.value === undefined && frame.context.trusted(node.path)) return { price: null };
  const price = trustedValue(frame.context, node);
  return price === null || frame.money === null ? null : { price: price * frame.money.rate };
}

/** A name of the site, or its only one where the key is left out; null, and a fault, when there is none such. */
export function readName(
  { context }: PlantFrame,
  node: Node<string | undefined>,
  known: ReadonlyMap<string, unknown>,
  what: 'loop' | 'heat network',
): string | null {
  const names = [...known.keys()];
  const wanted = soundOr(context, node, undefined);
  if (wanted === null) return null;
  if (wanted === undefined ? names.length === 1 : known.has(wanted)) return wanted ?? names[0];
  const shown = `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}`;
  const meant = wanted === undefined ? null : closestWord(wanted, names);
  const none =
    what === 'loop'
      ? 'a loop under cooling.loops, but the site has none'
      : 'a network under heatNetworks, but the site has none';
  context.fault({
    path: node.path,
    found: wanted === undefined ? 'nothing' : `the ${what} ${quote(wanted)}`,
    expected: names.length === 0 ? none : `a ${what} of the site: ${shown}`,
    ...(meant === null ? {} : { hint: `did you mean ${meant}?` }),
  });
  return null;
}

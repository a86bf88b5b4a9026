import { ZERO_CELSIUS_IN_KELVIN } from '../physics/index.ts';
import { closestWord, quote } from '../tables/index.ts';
import { GRAMS_PER_KWH_OF, priceUnit } from '../units/series-units.ts';
import type { Node, ReadContext } from './context.ts';
import { rateOf, type SiteMoney } from './money.ts';
import type { SeriesDemand, SeriesDimension } from './series-demand.ts';

/** What one of a unit is in kW, g/kWh, Gbit/s, units, kelvin, 1 or kPa. */
const UNITS: Readonly<Record<Exclude<SeriesDimension, 'price'>, Readonly<Record<string, number>>>> = {
  power: { W: 0.001, kW: 1, MW: 1000 },
  carbon: GRAMS_PER_KWH_OF,
  bandwidth: { 'Gbit/s': 1, 'Mbit/s': 0.001 },
  units: { units: 1 },
  temperature: { C: 1, K: 1 },
  fraction: { '1': 1, '%': 0.01 },
  pressure: { kPa: 1, hPa: 0.1, Pa: 0.001 },
};

/** What is added to a value in the unit: temperatures count from different points. */
const OFFSETS: Readonly<Record<string, number>> = { K: -ZERO_CELSIUS_IN_KELVIN };

/** value x factor + offset is the value in what the domain counts in. */
export interface UnitConversion {
  readonly factor: number;
  readonly offset: number;
}

/** From the unit to kW, g/kWh, Gbit/s, units, degrees Celsius, 1, kPa or plan money per kWh; null, and a fault, when there is no way. */
export function unitConversion(context: ReadContext, node: Node<string>, demand: SeriesDemand): UnitConversion | null {
  const factor = unitFactor(context, node, demand);
  if (factor === null) return null;
  return { factor, offset: demand.dimension === 'temperature' ? (OFFSETS[node.value] ?? 0) : 0 };
}

function unitFactor(context: ReadContext, node: Node<string>, demand: SeriesDemand): number | null {
  if (demand.dimension === 'price') return demand.money === null ? null : priceFactor(context, node, demand.money);
  const units = UNITS[demand.dimension];
  if (Object.hasOwn(units, node.value)) return units[node.value];
  const meant = closestWord(node.value, Object.keys(units));
  context.fault({
    path: node.path,
    found: quote(node.value),
    expected: `a unit of ${demand.dimension}: ${Object.keys(units).join(', ')}`,
    ...(meant === null ? {} : { hint: `did you mean ${meant}?` }),
  });
  return null;
}

function priceFactor(context: ReadContext, node: Node<string>, money: SiteMoney): number | null {
  const unit = priceUnit(node.value);
  if (unit === null) {
    context.fault({
      path: node.path,
      found: quote(node.value),
      expected: `a unit of price: ${money.currency}/kWh, ${money.currency}/MWh or ${money.currency}/GWh`,
    });
    return null;
  }
  const { currency, energy, kwh } = unit;
  const rate = currency === money.currency ? money.rate : rateOf(context, currency);
  if (rate === null) {
    context.fault({
      path: node.path,
      found: `prices in ${currency}, at a site in ${money.currency}`,
      expected: `${money.currency}/${energy}, or a rate for ${currency} under exchangeRates`,
    });
    return null;
  }
  if (currency !== money.currency) {
    const message = `prices in ${currency} converted at ${rate} ${context.currency}`;
    context.note({ subject: context.subject(node.path), kind: 'converted', slots: [], message });
  }
  return rate / kwh;
}

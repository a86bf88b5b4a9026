import { closestWord, quote } from '../tables/index.ts';
import { GRAMS_PER_KWH_OF, priceUnit } from '../units/series-units.ts';
import type { Node, ReadContext } from './context.ts';
import { rateOf, type SiteMoney } from './money.ts';
import type { SeriesDemand, SeriesDimension } from './series-demand.ts';

/** What one of a unit is in kW, g/kWh, Gbit/s or units. */
const UNITS: Readonly<Record<Exclude<SeriesDimension, 'price'>, Readonly<Record<string, number>>>> = {
  power: { W: 0.001, kW: 1, MW: 1000 },
  carbon: GRAMS_PER_KWH_OF,
  bandwidth: { 'Gbit/s': 1, 'Mbit/s': 0.001 },
  units: { units: 1 },
};

/** What a value in the unit is multiplied by to be kW, g/kWh, Gbit/s, units or plan money per kWh; null, and a fault, when it cannot be. */
export function unitFactor(context: ReadContext, node: Node<string>, demand: SeriesDemand): number | null {
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

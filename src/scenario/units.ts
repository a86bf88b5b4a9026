import type { Node, ReadContext } from './context.ts';
import { rateOf, type SiteMoney } from './money.ts';
import { quote } from './problems.ts';
import type { SeriesDemand, SeriesDimension } from './series-demand.ts';
import { closestWord } from './suggest.ts';

const KILOGRAMS_PER_POUND = 0.45359237;

/** What one of a unit is in kW, g/kWh, Gbit/s or units. */
const UNITS: Readonly<Record<Exclude<SeriesDimension, 'price'>, Readonly<Record<string, number>>>> = {
  power: { W: 0.001, kW: 1, MW: 1000 },
  carbon: { 'g/kWh': 1, 'kg/kWh': 1000, 'kg/MWh': 1, 't/MWh': 1000, 'lb/MWh': KILOGRAMS_PER_POUND },
  bandwidth: { 'Gbit/s': 1, 'Mbit/s': 0.001 },
  units: { units: 1 },
};

const KWH_PER_PRICE_UNIT: Readonly<Record<string, number>> = { kWh: 1, MWh: 1000, GWh: 1_000_000 };

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
  const match = /^([A-Z]{3})\/(kWh|MWh|GWh)$/.exec(node.value);
  if (match === null) {
    context.fault({
      path: node.path,
      found: quote(node.value),
      expected: `a unit of price: ${money.currency}/kWh, ${money.currency}/MWh or ${money.currency}/GWh`,
    });
    return null;
  }
  const [, currency, per] = match;
  const rate = currency === money.currency ? money.rate : rateOf(context, currency);
  if (rate === null) {
    context.fault({
      path: node.path,
      found: `prices in ${currency}, at a site in ${money.currency}`,
      expected: `${money.currency}/${per}, or a rate for ${currency} under exchangeRates`,
    });
    return null;
  }
  if (currency !== money.currency) {
    const message = `prices in ${currency} converted at ${rate} ${context.currency}`;
    context.note({ subject: context.subject(node.path), kind: 'converted', slots: [], message });
  }
  return rate / KWH_PER_PRICE_UNIT[per];
}

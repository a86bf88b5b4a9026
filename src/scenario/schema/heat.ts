import Type, { type Static } from 'typebox';
import { celsius, closed, efficiency, identifier, nonNegative, oneOf, word } from './common.ts';
import { loopName, networkName } from './cooling.ts';
import { copForms } from './cop.ts';
import { fuel } from './generator.ts';
import { priceSeries, series } from './series.ts';

export const heatNetwork = closed({
  id: identifier('Name of the network.'),
  supplyCelsius: celsius('Water to the customers.'),
  returnCelsius: celsius('Water on its way back; colder.'),
  demandKw: Type.Optional(series('Heat that customers ask for, kW thermal. Default 0.')),
  lossFraction: Type.Optional(
    Type.Number({ minimum: 0, maximum: 0.9, description: 'Share of the heat sent out that pipes lose. Default 0.' }),
  ),
  pricePerKwh: Type.Optional(priceSeries('What a kWh delivered earns. Default 0.')),
  unservedPricePerKwh: Type.Optional(nonNegative('Money per kWh of demand not served.')),
  spillLimitKw: Type.Optional(nonNegative('Heat that may be thrown away at the plant, kW. Default 0.')),
  spillPricePerKwh: Type.Optional(nonNegative('Money per kWh thrown away. Default 0.')),
});

const loopTap = closed({ loop: identifier('Loop that heat is taken from.') }, { title: '{ loop }' });

const tap = oneOf(
  [loopTap, word(['condenserWater', 'ambient'])],
  '{ loop: ... }, condenserWater or ambient',
  'Where heat comes from: a loop, which it cools; the condenser water; or the surroundings.',
);

const warmTap = oneOf(
  [loopTap, word(['condenserWater'])],
  '{ loop: ... } or condenserWater',
  'Where heat comes from: a loop, which it cools; or the condenser water.',
);

export const heatPump = closed({
  id: identifier('Name of the heat pump.'),
  tap,
  network: networkName,
  heatLimitKw: series('Largest heat given, kW thermal.'),
  cop: Type.Optional(copForms('Heat per electricity. Default: from temperatures.')),
  operatingPricePerKwh: Type.Optional(nonNegative('Money per kWh of heat, beside energy. Default 0.')),
});

export const heatExchanger = closed({
  id: identifier('Name of the exchanger.'),
  tap: warmTap,
  network: networkName,
  heatLimitKw: series('Largest heat moved, kW thermal.'),
  sourceCelsius: Type.Optional(
    series('Temperature of the source, degrees Celsius. Default: return of the loop, or the condenser water.'),
  ),
  electricityKwPerKw: Type.Optional(
    Type.Number({ minimum: 0, maximum: 10, description: 'Electricity of pumps per kW of heat. Default 0.' }),
  ),
});

export const boiler = closed({
  id: identifier('Name of the boiler.'),
  network: networkName,
  heatLimitKw: series('Largest heat given, kW thermal.'),
  efficiency: efficiency('Heat per energy taken in.'),
  fuel: oneOf([fuel, word(['electricity'])], 'electricity or { pricePerKwh, emissionGramsPerKwh }', 'What it runs on.'),
  operatingPricePerKwh: Type.Optional(nonNegative('Money per kWh of heat, beside energy. Default 0.')),
});

export const heatContract = closed({
  id: identifier('Name of the contract.'),
  network: networkName,
  direction: word(['buy', 'sell'], 'buy: heat comes to the network; sell: it leaves it.'),
  minimumKw: Type.Optional(series('Heat that must be taken or given, kW thermal. Default 0.')),
  limitKw: series('Heat that may be taken or given, kW thermal.'),
  pricePerKwh: priceSeries('Money per kWh.'),
});

const seasonDay = (description: string) =>
  Type.String({
    pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
    title: 'a day of the year in quotes, like "11-15"',
    description,
  });

export const dualModePlant = closed({
  id: identifier('Name of the plant; its two sides are called like it, with -heat and -cold.'),
  tap,
  network: networkName,
  loop: loopName,
  heatLimitKw: series('Largest heat given in a heating season, kW thermal.'),
  coolingLimitKw: series('Largest cooling power outside of the heating seasons, kW thermal.'),
  heatingCop: Type.Optional(copForms('Heat per electricity. Default: from temperatures.')),
  coolingCop: Type.Optional(copForms('Cold per electricity. Default: from temperatures.')),
  heatingSeasons: Type.Array(
    closed({ from: seasonDay('First day, by the calendar of the site.'), to: seasonDay('Last day.') }),
    { minItems: 1, maxItems: 20, description: 'When it gives heat; at all other times it may cool.' },
  ),
  operatingPricePerKwh: Type.Optional(nonNegative('Money per kWh of heat or cold, beside energy. Default 0.')),
});

export type TapSource = Static<typeof tap>;
export type HeatNetworkSource = Static<typeof heatNetwork>;
export type HeatPumpSource = Static<typeof heatPump>;
export type HeatExchangerSource = Static<typeof heatExchanger>;
export type BoilerSource = Static<typeof boiler>;
export type HeatContractSource = Static<typeof heatContract>;
export type DualModePlantSource = Static<typeof dualModePlant>;

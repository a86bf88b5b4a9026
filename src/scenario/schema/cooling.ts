import Type, { type Static } from 'typebox';
import { celsius, closed, fractionOf, identifier, NAME_PATTERN, nonNegative, oneOf, word } from './common.ts';
import { copForms } from './cop.ts';
import { priceSeries, series } from './series.ts';

export const loopName = Type.Optional(identifier('Cooling loop. Default: the loop, where there is only one.'));
export const networkName = Type.Optional(identifier('Heat network. Default: the network, where there is only one.'));
const fanPower = (description: string) => Type.Number({ minimum: 0, maximum: 10, description });

const loop = closed({
  id: identifier('Name of the loop.'),
  medium: word(['air', 'liquid'], 'What reaches the machines.'),
  supplyCelsius: celsius('Coolant on its way to the machines.'),
  returnCelsius: celsius('Coolant on its way back; warmer.'),
  circulationKwPerKw: Type.Optional(fanPower('Electricity of fans or pumps per kW of IT heat carried. Default 0.')),
});

const NAMES = { additionalProperties: false, propertyNames: { title: 'keys that are names' } } as const;

const heatShares = (description: string) =>
  Type.Record(Type.String({ pattern: NAME_PATTERN }), fractionOf('Share of the heat that the loop takes.'), {
    ...NAMES,
    title: '{ loop: fraction, ... }',
    description,
  });

const heat = closed(
  {
    baseLoad: Type.Optional(
      heatShares('Loops that take the heat of the base load. Default: the first loop, all of it.'),
    ),
    distribution: Type.Optional(
      heatShares('Loops that take the losses of power distribution; {}: they stay outside. Default: the first loop.'),
    ),
    pools: Type.Optional(
      Type.Record(
        Type.String({ pattern: NAME_PATTERN }),
        heatShares('Loops that take the heat of the pool. Default: the first loop, all of it.'),
        { ...NAMES, title: '{ pool: { loop: fraction, ... }, ... }', description: 'Loops that take heat, by pool.' },
      ),
    ),
  },
  { description: 'Which loops take the heat of what draws IT power.' },
);

const chiller = closed({
  id: identifier('Name of the chiller.'),
  loop: loopName,
  coolingLimitKw: series('Largest cooling power, kW thermal.'),
  cop: Type.Optional(copForms('Cold per electricity. Default: from temperatures.')),
  operatingPricePerKwh: Type.Optional(nonNegative('Money per kWh of cooling, beside energy. Default 0.')),
});

const absorptionChiller = closed({
  id: identifier('Name of the chiller.'),
  loop: loopName,
  heatNetwork: Type.Optional(identifier('Network that drives it. Default: the network, where there is only one.')),
  coolingLimitKw: series('Largest cooling power, kW thermal.'),
  cop: Type.Optional(series('Cold per heat taken. Default 0.7.')),
  electricityKwPerKw: Type.Optional(fanPower('Electricity of pumps per kW of cooling. Default 0.')),
});

const freeCooler = closed({
  id: identifier('Name of the cooler.'),
  loop: loopName,
  coolingLimitKw: series('Largest cooling power, kW thermal, when it is cold enough outside.'),
  outside: Type.Optional(word(['dryBulb', 'wetBulb'], 'Temperature that it works against. Default dryBulb.')),
  approachKelvin: Type.Optional(nonNegative('How near the coolant comes to the outside temperature. Default 5.')),
  availableFraction: Type.Optional(
    series('Share of coolingLimitKw that can be had, 0 to 1; instead of what the temperatures say.'),
  ),
  electricityKwPerKw: fanPower('Electricity of fans and pumps per kW of heat.'),
  waterLitresPerKwh: Type.Optional(nonNegative('Water per kWh of heat, litres. Default 0.')),
});

const rejection = closed({
  id: identifier('Name of the tower or dry cooler.'),
  kind: word(['tower', 'dryCooler'], 'tower: works against the wet-bulb temperature, with water; dryCooler: dry-bulb.'),
  heatLimitKw: series('Largest heat removed, kW thermal.'),
  approachKelvin: Type.Optional(
    nonNegative('Condenser water that leaves the chillers less outside temperature. Default: tower 8, dryCooler 12.'),
  ),
  electricityKwPerKw: fanPower('Electricity of fans and pumps per kW of heat.'),
  waterLitresPerKwh: Type.Optional(nonNegative('Water per kWh of heat, litres. Default: tower 1.8, dryCooler 0.')),
});

const modelled = closed(
  {
    waterPricePerCubicMetre: Type.Optional(nonNegative('Money per cubic metre of water. Default 0.')),
    loops: Type.Array(loop, { minItems: 1, maxItems: 100 }),
    heat: Type.Optional(heat),
    chillers: Type.Optional(Type.Array(chiller, { maxItems: 1000 })),
    absorptionChillers: Type.Optional(Type.Array(absorptionChiller, { maxItems: 1000 })),
    freeCoolers: Type.Optional(Type.Array(freeCooler, { maxItems: 1000 })),
    heatRejection: Type.Optional(Type.Array(rejection, { maxItems: 1000 })),
  },
  { title: '{ loops, chillers, ... }' },
);

const fixed = closed(
  {
    fixedPue: Type.Number({
      minimum: 1,
      maximum: 10,
      description: 'Power of the site per IT power: cooling draws what power distribution leaves of it.',
    }),
  },
  { title: '{ fixedPue }' },
);

export const cooling = oneOf([fixed, modelled], '{ fixedPue } or { loops, chillers, ... }', 'How heat is removed.');

export const coldNetwork = closed({
  id: identifier('Name of the network.'),
  loop: loopName,
  demandKw: series('Cold that customers ask for, kW thermal.'),
  lossFraction: Type.Optional(
    Type.Number({ minimum: 0, maximum: 0.9, description: 'Share of the cold sent out that pipes lose. Default 0.' }),
  ),
  pricePerKwh: Type.Optional(priceSeries('What a kWh delivered earns. Default 0.')),
  unservedPricePerKwh: Type.Optional(nonNegative('Money per kWh of demand not served.')),
});

export type CoolingSource = Static<typeof cooling>;
export type ModelledCoolingSource = Static<typeof modelled>;
export type LoopSource = Static<typeof loop>;
export type HeatSource = Static<typeof heat>;
export type HeatSharesSource = Static<ReturnType<typeof heatShares>>;
export type ChillerSource = Static<typeof chiller>;
export type AbsorptionChillerSource = Static<typeof absorptionChiller>;
export type FreeCoolerSource = Static<typeof freeCooler>;
export type HeatRejectionSource = Static<typeof rejection>;
export type ColdNetworkSource = Static<typeof coldNetwork>;

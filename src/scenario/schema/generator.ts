import Type, { type Static } from 'typebox';
import { closed, efficiency, identifier, nonNegative, positive, word } from './common.ts';
import { networkName } from './cooling.ts';
import { priceSeries, series } from './series.ts';

export const fuel = closed(
  {
    pricePerKwh: priceSeries('Money per kWh of fuel, lower heating value.'),
    emissionGramsPerKwh: nonNegative('Grams of CO2 equivalent per kWh of fuel burnt on site.'),
  },
  { title: '{ pricePerKwh, emissionGramsPerKwh }' },
);

export const generator = closed({
  id: identifier('Name of the generator.'),
  kind: word(['diesel', 'gas', 'fuelCell']),
  electricityLimitKw: series('Largest electric power, kW.'),
  minimumLoadKw: Type.Optional(
    nonNegative('Runs at no less than this in a slot, or not at all. Default 0: at any load.'),
  ),
  efficiency: efficiency('Electricity per energy of fuel.'),
  fuel,
  operatingPricePerKwh: Type.Optional(nonNegative('Money per kWh of electricity, beside fuel. Default 0.')),
  energyBudgetKwh: Type.Optional(nonNegative('Electricity within the timeline, at most. Default: any.')),
  runHoursBudget: Type.Optional(nonNegative('Hours of running within the timeline, at most. Default: any.')),
  heatRecovery: Type.Optional(
    closed(
      { network: networkName, heatKwPerKw: positive('Heat that may be used with each kW of electricity.') },
      { description: 'Combined heat and power. Default: no heat is used.' },
    ),
  ),
});

export type FuelSource = Static<typeof fuel>;
export type GeneratorSource = Static<typeof generator>;

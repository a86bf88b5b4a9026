import Type, { type Static } from 'typebox';
import { closed, efficiency, fractionOf, identifier, nonNegative, positive, word } from './common.ts';

/** Keys that stores of cold and of heat share; energies and powers are thermal. */
const storeKeys = {
  id: identifier('Name of the store.'),
  energyCapacityKwh: nonNegative('Largest stored energy, kWh thermal.'),
  minimumEnergyKwh: Type.Optional(nonNegative('Smallest stored energy. Default 0.')),
  initialEnergyKwh: nonNegative('Stored energy at the start of the timeline: measured, never assumed.'),
  startsWhereItEnds: Type.Optional(
    Type.Boolean({
      description:
        'Whether the level at the start is free and the same as at the end: a steady day or year. Default false.',
    }),
  ),
  endEnergyKwh: Type.Optional(nonNegative('Stored energy promised at the end. Default: as at the start.')),
  endEnergyMaximumKwh: Type.Optional(nonNegative('Most that may be stored at the end. Default: the capacity.')),
  endShortfallPricePerKwh: Type.Optional(nonNegative('Money per kWh short of the promise.')),
  endValue: Type.Optional(
    Type.Array(
      closed({ energyKwh: positive('Width of the segment.'), pricePerKwh: nonNegative('Worth of each of its kWh.') }),
      { maxItems: 100, description: 'Worth of energy left beyond the promise, dearest first.' },
    ),
  ),
  chargeLimitKw: nonNegative('Largest charging power, kW thermal.'),
  dischargeLimitKw: nonNegative('Largest discharging power, kW thermal.'),
  chargeEfficiency: Type.Optional(efficiency('Energy stored per energy taken. Default 1.')),
  dischargeEfficiency: Type.Optional(efficiency('Energy given per energy taken from the store. Default 1.')),
  selfDischargePerHour: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 10,
      description: 'Standing loss, a continuous rate: exp(-rate x hours) of the energy is left. Default 0.',
    }),
  ),
  chargePricePerKwh: Type.Optional(nonNegative('Money per kWh charged, like pumping. Default 0.')),
  wearPricePerKwh: Type.Optional(nonNegative('Money per kWh discharged. Default 0.')),
  cycleBudget: Type.Optional(
    nonNegative('Full discharges of the capacity within the timeline, at most. Default: any.'),
  ),
};

export const coldStore = closed({
  ...storeKeys,
  kind: Type.Optional(word(['chilledWater', 'ice', 'seasonal'], 'Default chilledWater.')),
  chargesFrom: Type.Optional(identifier('Loop that cools it. Default: the loop that it discharges to.')),
  dischargesTo: Type.Optional(identifier('Loop that it cools. Default: the loop, where there is only one.')),
  reserve: Type.Optional(
    closed(
      {
        hours: positive('Hours of the heat of its loop that it holds at any time.'),
        loadFraction: Type.Optional(fractionOf('Share of that heat that stands behind this store. Default 1.')),
      },
      { description: 'Cold kept for an emergency: a floor that follows the IT heat of the loop that it cools.' },
    ),
  ),
});

export const hotStore = closed({
  ...storeKeys,
  kind: Type.Optional(word(['hotWater', 'seasonal'], 'Default hotWater.')),
  network: Type.Optional(identifier('Heat network. Default: the network, where there is only one.')),
});

export type ColdStoreSource = Static<typeof coldStore>;
export type HotStoreSource = Static<typeof hotStore>;

import Type, { type Static } from 'typebox';
import { closed, efficiency, fractionOf, identifier, nonNegative, positive, word } from './common.ts';

const reserve = closed(
  {
    hours: positive('Hours of the IT power of the site that it holds at any time.'),
    loadFraction: Type.Optional(fractionOf('Share of that power that stands behind this store. Default 1.')),
  },
  { description: 'Energy kept for an emergency: a floor that follows the IT power of every slot.' },
);

/** What may be said of any store of electricity, by whatever names its powers and energies go. */
const terms = {
  startsWhereItEnds: Type.Optional(
    Type.Boolean({
      description:
        'Whether the level at the start is free and the same as at the end: a steady day or year. Default false.',
    }),
  ),
  chargePricePerKwh: Type.Optional(nonNegative('Money per kWh charged at the bus. Default 0.')),
  cycleBudget: Type.Optional(
    nonNegative('Full discharges of the capacity within the timeline, at most. Default: any.'),
  ),
  reserve: Type.Optional(reserve),
  minimumEnergyKwh: Type.Optional(nonNegative('Smallest stored energy. Default 0.')),
  endEnergyKwh: Type.Optional(nonNegative('Stored energy promised at the end. Default: as at the start.')),
  endEnergyMaximumKwh: Type.Optional(nonNegative('Most that may be stored at the end. Default: the capacity.')),
  endShortfallPricePerKwh: Type.Optional(nonNegative('Money per kWh short of the promise.')),
  endValue: Type.Optional(
    Type.Array(
      closed({ energyKwh: positive('Width of the segment.'), pricePerKwh: nonNegative('Worth of each of its kWh.') }),
      { maxItems: 100, description: 'Worth of energy left beyond the promise, dearest first.' },
    ),
  ),
  selfDischargePerHour: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 10,
      description: 'Continuous rate: exp(-rate x hours) of the energy is left. Default 0.',
    }),
  ),
  wearPricePerKwh: Type.Optional(nonNegative('Money per kWh discharged at the bus. Default 0.')),
};

export const battery = closed({
  id: identifier('Name of the battery.'),
  kind: Type.Optional(
    word(['lithium', 'flow', 'leadAcid', 'gravity', 'hydrogen', 'ups', 'other'], 'What it is made of. Default other.'),
  ),
  energyCapacityKwh: nonNegative('Largest stored energy.'),
  initialEnergyKwh: nonNegative('Stored energy at the start of the timeline: measured, never assumed.'),
  chargeLimitKw: nonNegative('Largest charging power at the bus.'),
  dischargeLimitKw: nonNegative('Largest discharging power at the bus.'),
  chargeEfficiency: efficiency('Energy stored per energy taken from the bus.'),
  dischargeEfficiency: efficiency('Energy given to the bus per energy taken from the store.'),
  ...terms,
});

export const hydrogenChain = closed({
  id: identifier('Name of the chain; no battery has it.'),
  electrolyserKw: nonNegative('Largest power of the electrolyser at the bus.'),
  electrolyserEfficiency: efficiency('Energy of hydrogen, lower heating value, per electricity taken.'),
  tankKwh: nonNegative('Most energy of hydrogen in the tank, kWh of lower heating value.'),
  initialKwh: nonNegative('Energy in the tank at the start of the timeline: measured, never assumed.'),
  fuelCellKw: nonNegative('Largest power of the fuel cell at the bus.'),
  fuelCellEfficiency: efficiency('Electricity given per energy of hydrogen, lower heating value.'),
  ...terms,
});

export type BatterySource = Static<typeof battery>;
export type HydrogenChainSource = Static<typeof hydrogenChain>;

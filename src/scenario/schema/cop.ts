import Type, { type Static } from 'typebox';
import { celsius, closed, efficiency, nonNegative, number, oneOf, word } from './common.ts';
import { fileSeries, series } from './series.ts';

const temperatures = {
  sourceCelsius: Type.Optional(
    series('Water that leaves the cold side, degrees Celsius. Default: supply of the loop, or what the tap has.'),
  ),
  sinkCelsius: Type.Optional(
    series('Water that leaves the warm side, degrees Celsius. Default: condenser water, or supply of the network.'),
  ),
};

const cop = Type.Number({ minimum: 1, maximum: 100, description: 'Coefficient of performance.' });
const maximumCop = (description: string) => Type.Optional(Type.Number({ minimum: 1, maximum: 100, description }));

const fromTemperatures = closed(
  {
    ...temperatures,
    carnotFraction: Type.Optional(
      efficiency('Share of the ideal (Carnot) coefficient that the machine reaches. Default 0.5.'),
    ),
    approachKelvin: Type.Optional(
      nonNegative('By how much evaporation is colder, and condensation warmer, than the water that leaves. Default 5.'),
    ),
    maximumCop: maximumCop('Never more than this. Default 10.'),
  },
  { title: '{ carnotFraction, approachKelvin, ... }' },
);

const table = { minItems: 1, maxItems: 200 };

const fromLift = closed(
  {
    ...temperatures,
    liftTable: Type.Array(
      closed({ liftKelvin: number('Water leaving the warm side less water leaving the cold side, kelvin.'), cop }),
      { ...table, description: "The maker's figures, lift ascending; straight lines between." },
    ),
    maximumCop: maximumCop('Never more than this. Default: as the table says.'),
  },
  { title: '{ liftTable: [{ liftKelvin, cop }, ...] }' },
);

const fromOutside = closed(
  {
    outsideTable: Type.Array(closed({ outsideCelsius: celsius('Outside temperature.'), cop }), {
      ...table,
      description: "The maker's figures, temperature ascending; straight lines between.",
    }),
    outside: Type.Optional(
      word(
        ['dryBulb', 'wetBulb'],
        'Which outside temperature the table means. Default: wetBulb where all heat rejection is by towers, else dryBulb.',
      ),
    ),
    maximumCop: maximumCop('Never more than this. Default: as the table says.'),
  },
  { title: '{ outsideTable: [{ outsideCelsius, cop }, ...] }' },
);

/** How a compressor machine's coefficient of performance is given. */
export const copForms = (description: string) =>
  oneOf(
    [
      number('The same in every slot.'),
      Type.Array(Type.Number(), { minItems: 1 }),
      fileSeries,
      fromTemperatures,
      fromLift,
      fromOutside,
    ],
    'a number, a list with one number a slot, { file, ... }, { carnotFraction, ... }, { liftTable } or { outsideTable }',
    description,
  );

export type CopFromTemperatures = Static<typeof fromTemperatures>;
export type CopFromLift = Static<typeof fromLift>;
export type CopFromOutside = Static<typeof fromOutside>;
export type CopSource = Static<ReturnType<typeof copForms>>;

import Type, { type Static } from 'typebox';
import { closed, fractionOf, identifier, nonNegative, positive } from './common.ts';

const offset = closed({
  id: identifier('Name of the offset.'),
  pricePerTonne: nonNegative('Money per tonne of CO2 equivalent.'),
  limitKg: nonNegative('Kilograms that may be bought within the timeline.'),
});

const zoneRamp = closed({
  marketZone: identifier('Market zone of the sites that count together.'),
  limitKwPerMinute: positive('Largest change of their net import, kW per minute.'),
  transitionMinutes: Type.Optional(positive('Minutes that a change at a slot boundary may take. Default 5.')),
  breachPricePerKw: Type.Optional(nonNegative('Money per kW of step beyond the limit.')),
});

/** What holds for all sites together. */
export const targets = closed({
  carbonBudgetKg: Type.Optional(
    nonNegative('Import at the objective’s carbon signal and fuel burnt, less offsets: kg of CO2 equivalent at most.'),
  ),
  carbonBudgetBreachPricePerKg: Type.Optional(nonNegative('Money per kg beyond the budget.')),
  renewableShareMinimum: Type.Optional(fractionOf('Least share of renewables in what the fleet consumes.')),
  renewableShareBreachPricePerKwh: Type.Optional(nonNegative('Money per kWh short of it.')),
  offsets: Type.Optional(Type.Array(offset, { maxItems: 100 })),
  zoneRamps: Type.Optional(Type.Array(zoneRamp, { maxItems: 100 })),
  returnAfterOutage: Type.Optional(
    closed(
      { minutesBetweenSites: positive('Minutes from the return of one site to that of the next.') },
      {
        description:
          'Sites of one zone whose outages end together return one after the other, in the order of the file.',
      },
    ),
  ),
});

export type TargetsSource = Static<typeof targets>;

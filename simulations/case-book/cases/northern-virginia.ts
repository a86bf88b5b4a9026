import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans } from '../case.ts';
import { energyKwh, importKw } from '../read-plan.ts';

const CENTRES = 60;
const LOST_MW = 1_500;
const CENTRE_KW = (1000 * LOST_MW) / CENTRES;
const SLOT_MINUTES = 5;
const clock = clockFrom('2024-07-10', -4, 3, SLOT_MINUTES);
/** Hours after the start: ten minutes of a fault that every centre answers by going to its own supply. */
const FAULT = { from: 0.5, to: 0.5 + 10 / 60 };
const FAULT_SLOTS = { first: 6, last: 7 };

const RAMP_KW_PER_MINUTE = 25_000;
const MINUTES_BETWEEN_SITES = 1;

type Way = 'at-once' | 'ramp' | 'staggered';

function scenario(way: Way): ScenarioSource {
  return {
    wattshift: 1,
    name: `northern-virginia ${way}`,
    timeline: clock.timeline,
    currency: 'USD',
    ...(way === 'ramp'
      ? { fleet: { zoneRamps: [{ marketZone: 'dominion', limitKwPerMinute: RAMP_KW_PER_MINUTE }] } }
      : way === 'staggered'
        ? { fleet: { returnAfterOutage: { minutesBetweenSites: MINUTES_BETWEEN_SITES } } }
        : {}),
    sites: Array.from({ length: CENTRES }, (_, index) => ({
      id: `centre-${String(index + 1).padStart(2, '0')}`,
      timeZone: 'America/New_York',
      grid: {
        marketZone: 'dominion',
        importLimitKw: 40_000,
        importPrice: 0.06,
        outages: [{ from: clock.at(FAULT.from), to: clock.at(FAULT.to) }],
      },
      compute: { baseLoadKw: CENTRE_KW },
      generators: [
        {
          id: 'backup',
          kind: 'diesel' as const,
          electricityLimitKw: 1.2 * CENTRE_KW,
          efficiency: 0.4,
          fuel: { pricePerKwh: 0.1, emissionGramsPerKwh: 267 },
        },
      ],
    })),
  };
}

const steps = (plans: CasePlans, way: Way): number[] => {
  const power = importKw(plans.of(way)).map((kw) => kw / 1000);
  return power.map((mw, slot) => (slot === 0 ? 0 : mw - power[slot - 1]));
};

const largestRise = (plans: CasePlans, way: Way) => Math.max(...steps(plans, way));

/** From the end of the fault until the zone draws all of its load again. */
function minutesUntilBack(plans: CasePlans, way: Way): number {
  const power = importKw(plans.of(way));
  const back = power.findIndex((kw, slot) => slot > FAULT_SLOTS.last && kw >= 0.999 * 1000 * LOST_MW);
  return (back - FAULT_SLOTS.last - 1) * SLOT_MINUTES;
}

export const northernVirginia: Case = {
  name: 'northern-virginia',
  title: 'Northern Virginia disturbance',
  source:
    'Reports on the disturbance of July 2024 in Northern Virginia: some 60 data centres went to their own supply together, and 1,500 MW were gone at once.',
  assumptions: [
    'Sixty equal centres of 25 MW in one zone, with engines that carry all of the load; three hours in slots of five minutes, ten minutes of them without grid.',
    'Three ways back: all at once; under a limit of 25 MW a minute on the import of the zone; and one site a minute.',
    'Engines cost more than the grid, so that each centre by itself would come back at once.',
  ],
  limits: [
    'Nothing is published about the return but that it was by hand and slow: the side of each figure is all that can be tested.',
    'The fall itself is a fault of the grid and no decision: ramp limits do not look at it.',
    'Seconds and voltage are outside of a plan in slots of minutes.',
  ],
  scenarios: [
    { name: 'at-once', make: () => scenario('at-once') },
    { name: 'ramp', make: () => scenario('ramp') },
    { name: 'staggered', make: () => scenario('staggered') },
  ],
  figures: [
    {
      what: 'Power that is gone at once',
      kind: 'identity',
      unit: 'MW',
      published: LOST_MW,
      compute: (plans) => -Math.min(...steps(plans, 'at-once')),
      note: '60 centres x 25 MW.',
    },
    {
      what: 'Largest rise of the zone in five minutes, all at once',
      kind: 'identity',
      unit: 'MW',
      published: LOST_MW,
      compute: (plans) => largestRise(plans, 'at-once'),
      note: 'Without a rule, cost alone brings all back in one step.',
    },
    {
      what: 'Largest rise in five minutes, under the ramp limit',
      kind: 'outcome',
      unit: 'MW',
      published: { direction: 'below', of: LOST_MW },
      compute: (plans) => largestRise(plans, 'ramp'),
      note: 'The limit allows 125 MW in five minutes. Engines carry what waits.',
    },
    {
      what: 'Largest rise in five minutes, one site a minute',
      kind: 'outcome',
      unit: 'MW',
      published: { direction: 'below', of: LOST_MW },
      compute: (plans) => largestRise(plans, 'staggered'),
      note: 'Five sites return in a slot.',
    },
    {
      what: 'Minutes from the end of the fault until all load is back, one site a minute',
      kind: 'outcome',
      unit: 'min',
      published: { direction: 'above', of: 0 },
      compute: (plans) => minutesUntilBack(plans, 'staggered'),
      note: 'All at once it is 0.',
    },
    {
      what: 'Energy of the engines, one site a minute against all at once',
      kind: 'outcome',
      unit: 'MWh more',
      published: { direction: 'above', of: 0 },
      compute: (plans) =>
        (energyKwh(plans.of('staggered'), 'generatorPower') - energyKwh(plans.of('at-once'), 'generatorPower')) / 1000,
      note: 'What an orderly return costs.',
    },
  ],
};

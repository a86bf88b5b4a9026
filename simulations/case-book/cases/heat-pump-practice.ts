import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import type { SiteSource } from '../../../src/scenario/schema/site.ts';
import { DAYS_PER_YEAR, makeRandom, memoryNoise, rounded } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans, Figure } from '../case.ts';
import { energyKwh, seriesOf } from '../read-plan.ts';

const IT_KW = 1_000;
const SOURCES_CELSIUS = [25, 40] as const;
const SINKS_CELSIUS = [60, 90, 120] as const;
/** In the middle of both ranges, for the homes. */
const MIDDLE = { sourceCelsius: 32.5, sinkCelsius: 75 };
const USD_PER_KW = 1_000;

/** A British home: heat of a year, and the part of it that is hot water, alike all year. */
const HOME_KWH = 11_500 * 0.85;
const HOT_WATER_SHARE = 0.2;
const HEATING_BELOW_CELSIUS = 15.5;

/** 1 MW of IT on a liquid loop; what no heat pump takes goes to dry coolers. */
const centre = (sourceCelsius: number): Pick<SiteSource, 'timeZone' | 'grid' | 'compute' | 'cooling'> => ({
  timeZone: 'Europe/London',
  grid: { marketZone: 'gb', importLimitKw: 5_000, importPrice: 0.12 },
  compute: { baseLoadKw: IT_KW },
  cooling: {
    loops: [{ id: 'liquid', medium: 'liquid', supplyCelsius: sourceCelsius, returnCelsius: sourceCelsius + 10 }],
    freeCoolers: [{ id: 'dry coolers', coolingLimitKw: IT_KW, availableFraction: 1, electricityKwPerKw: 0.02 }],
  },
});

const pumpTo = (sink: number) => `to ${sink}`;

/** A day on which customers at each temperature take heat from one source. */
function lifts(sourceCelsius: number): ScenarioSource {
  return {
    wattshift: 1,
    name: `heat-pump-practice source ${sourceCelsius}`,
    timeline: clockFrom('2025-01-15', 0, 24, 60).timeline,
    currency: 'USD',
    sites: [
      {
        id: 'centre',
        ...centre(sourceCelsius),
        heatNetworks: SINKS_CELSIUS.map((sink) => ({
          id: `customers at ${sink}`,
          supplyCelsius: sink,
          returnCelsius: sink - 20,
          demandKw: 300,
        })),
        heatPumps: SINKS_CELSIUS.map((sink) => ({
          id: pumpTo(sink),
          tap: { loop: 'liquid' },
          network: `customers at ${sink}`,
          heatLimitKw: 400,
        })),
      },
    ],
  };
}

/** Central England: a cosine through the year, and spells of cold and mild days on it. */
function dailyCelsius(): number[] {
  const spells = memoryNoise(makeRandom(1), DAYS_PER_YEAR, 0.75);
  return Array.from({ length: DAYS_PER_YEAR }, (_, day) => {
    return 10.2 + 6.1 * Math.cos((2 * Math.PI * (day + 0.5 - 200)) / DAYS_PER_YEAR) + 3 * spells[day];
  });
}

/** kW of heat of one home, day by day: hot water, and the rest by degree days. */
function homeKw(): number[] {
  const degrees = dailyCelsius().map((celsius) => Math.max(0, HEATING_BELOW_CELSIUS - celsius));
  const degreeDays = degrees.reduce((sum, kelvin) => sum + kelvin, 0);
  const hotWaterKw = (HOT_WATER_SHARE * HOME_KWH) / (24 * DAYS_PER_YEAR);
  return degrees.map((kelvin) => hotWaterKw + ((1 - HOT_WATER_SHARE) * HOME_KWH * kelvin) / degreeDays / 24);
}

/** A year in days: homes on a network, heat pump first, gas boilers for what it cannot give. */
function year(homes: number): ScenarioSource {
  return {
    wattshift: 1,
    name: `heat-pump-practice ${homes} homes`,
    timeline: { start: '2025-01-01T00:00Z', end: '2026-01-01T00:00Z', slotMinutes: 1440 },
    currency: 'USD',
    sites: [
      {
        id: 'centre',
        ...centre(MIDDLE.sourceCelsius),
        heatNetworks: [
          {
            id: 'homes',
            supplyCelsius: MIDDLE.sinkCelsius,
            returnCelsius: MIDDLE.sinkCelsius - 30,
            demandKw: rounded(
              homeKw().map((kw) => homes * kw),
              1,
            ),
            lossFraction: 0.1,
          },
        ],
        heatPumps: [{ id: 'heat pump', tap: { loop: 'liquid' }, heatLimitKw: 3 * IT_KW }],
        boilers: [
          {
            id: 'boilers',
            heatLimitKw: 10 * homes,
            efficiency: 0.9,
            fuel: { pricePerKwh: 0.06, emissionGramsPerKwh: 202 },
          },
        ],
      },
    ],
  };
}

const coefficient = (plans: CasePlans, source: number, sink: number): number => {
  const planned = plans.of(`source-${sourceWord(source)}`);
  const component = pumpTo(sink);
  return energyKwh(planned, 'heatPumpHeat', { component }) / energyKwh(planned, 'heatPumpPower', { component });
};

const sourceWord = (source: number) => (source === SOURCES_CELSIUS[0] ? 'low' : 'high');

const corner = (source: number, sink: number, note: string, cause?: string): Figure => ({
  what: `COP from ${source} to ${sink} degrees C`,
  kind: 'outcome',
  unit: 'kW heat per kW electric',
  published: { from: 3, to: 5 },
  compute: (plans) => coefficient(plans, source, sink),
  note,
  ...(cause === undefined ? {} : { cause }),
});

/** Percent of the heat sent out to the homes that does not come from boilers. */
function sharePercent(plans: CasePlans, scenario: string): number {
  const pumped = energyKwh(plans.of(scenario), 'heatPumpHeat');
  return (100 * pumped) / (pumped + energyKwh(plans.of(scenario), 'boilerHeat'));
}

/** Homes whose coldest day takes what the heat pump gives at most. */
function homesWithoutBoilers(plans: CasePlans): number {
  const { plan } = plans.of('thousand');
  const pumped = seriesOf(plan, 'centre', 'heatPumpHeat');
  const boiled = seriesOf(plan, 'centre', 'boilerHeat');
  const largest = Math.max(...pumped.map((kw, day) => kw + boiled[day]));
  return (1000 * Math.max(...pumped)) / largest;
}

const input = (what: string, unit: string, published: Figure['published'], value: number, note: string): Figure => ({
  what,
  kind: 'input',
  unit,
  published,
  compute: () => value,
  note,
});

export const heatPumpPractice: Case = {
  name: 'heat-pump-practice',
  title: 'Heat pumps at data centres, in practice',
  source:
    'HVAC.best on heat pumps for the heat of data centres: source 25 to 40 degrees C, sink 60 to 90 (up to 120), COP 3 to 5; 1 MW of IT heats 500 to 1,000 homes; 500 to 1,500 USD per kW of heat.',
  assumptions: [
    'COP is half of that of Carnot between 5 K below the water that leaves the source and 5 K above that to the customers: what this project takes where a maker states nothing. A day of 300 kW at each temperature from 1 MW of IT.',
    'Published temperatures of the source are those of the water that leaves it. Were they those of the water that enters, 10 K above it, the four COPs would be 3.07, 2.17, 4.23 and 2.63, in their order here.',
    'Homes: in the middle of both ranges, 32.5 to 75 degrees C. All of the IT heat can be had, pipes lose 10 %, and a tank evens out each day.',
    'A home takes 9,775 kWh of heat a year: the 11,500 kWh of gas that Ofgem took as typical of a British home in 2023, in a boiler of 85 %. A fifth is hot water; the rest goes by degree days below 15.5 degrees C.',
    'Days of Central England: 10.2 degrees C mean, 6.1 K from it to the coldest month, and spells of 3 K (a standard deviation) that last some days, by the generator of this project. London in 2023 had the same spells. The coldest day is at -0.6 degrees C.',
  ],
  limits: [
    'The source does not say which lift has which COP, nor how cold the homes’ winters are.',
    'The coldest day decides how many homes need no boiler: eight seeds of the generator give 398 to 497 homes, two of them outside the tolerance.',
    'The price per kW goes in and decides nothing: plans run plant that is there. No pay-back is published.',
  ],
  scenarios: [
    { name: 'source-low', make: () => lifts(SOURCES_CELSIUS[0]) },
    { name: 'source-high', make: () => lifts(SOURCES_CELSIUS[1]) },
    { name: 'five-hundred', make: () => year(500) },
    { name: 'thousand', make: () => year(1_000) },
  ],
  figures: [
    corner(25, 60, 'The lowest lift of the colder source.'),
    corner(
      25,
      90,
      'The highest lift of all.',
      'Half of Carnot over 75 K is 2.45: a COP of 3 would take 61 % of Carnot. The ends of the published ranges do not belong together.',
    ),
    corner(40, 60, 'The lowest lift of all: above the range, by less than the tolerance.'),
    corner(40, 90, 'The highest lift of the warmer source.'),
    {
      what: 'Homes heated by 1 MW of IT, without boilers',
      kind: 'outcome',
      unit: 'homes',
      published: { from: 500, to: 1_000 },
      compute: homesWithoutBoilers,
      note: 'What the heat pump gives at most, over what a home takes on the coldest day (2.7 kW, and pipe losses).',
    },
    {
      what: 'Share of the heat of 500 homes that 1 MW of IT gives',
      kind: 'outcome',
      unit: '%',
      published: 100,
      compute: (plans) => sharePercent(plans, 'five-hundred'),
      note: 'Over a year, at the lower end of what was published; boilers give the rest on six cold days.',
    },
    {
      what: 'Share of the heat of 1,000 homes that 1 MW of IT gives',
      kind: 'outcome',
      unit: '%',
      published: 100,
      compute: (plans) => sharePercent(plans, 'thousand'),
      note: 'As above, at the upper end of what was published.',
      cause:
        'On 143 days 1,000 homes ask for more than 1 MW of IT gives, on the coldest for twice as much, while heat of summer finds no taker. Only a store for the seasons would make it enough for 1,000 such homes.',
    },
    input('Source, coldest', 'degrees C', 25, SOURCES_CELSIUS[0], 'Supply of the liquid loop.'),
    input('Source, warmest', 'degrees C', 40, SOURCES_CELSIUS[1], 'Supply of the liquid loop.'),
    input('Sink, coldest', 'degrees C', 60, SINKS_CELSIUS[0], 'Supply of the customers.'),
    input('Sink, warmest', 'degrees C', 90, SINKS_CELSIUS[1], 'Supply of the customers.'),
    input(
      'Sink, at most',
      'degrees C',
      120,
      SINKS_CELSIUS[2],
      'The plans serve it at a COP of 1.90 from 25 degrees C and 2.21 from 40; no COP was published for it.',
    ),
    input(
      'Price of the heat pump',
      'USD per kW of heat',
      { from: 500, to: 1_500 },
      USD_PER_KW,
      'Its middle; decides nothing.',
    ),
  ],
};

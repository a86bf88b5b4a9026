import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { dayShape, hoursFrom, pvYear, rounded, windYear } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans } from '../case.ts';
import { changePercent } from '../read-plan.ts';

/** One week of each season; figures of a year are the sum of the four. */
const SEASONS = [
  { name: 'winter', firstDay: 14, date: '2030-01-15', level: 1.02, evening: 0.25 },
  { name: 'spring', firstDay: 104, date: '2030-04-15', level: 0.86, evening: 0.2 },
  { name: 'summer', firstDay: 195, date: '2030-07-15', level: 1.22, evening: 0.4 },
  { name: 'autumn', firstDay: 287, date: '2030-10-15', level: 0.9, evening: 0.2 },
] as const;
type Season = (typeof SEASONS)[number];
const DAYS = 7;
const HOURS = 24 * DAYS;

/** Gigawatts of a region, written as MW: everything is a thousandth of the real size. */
interface Region {
  readonly id: string;
  readonly latitudeDegrees: number;
  readonly longitudeDegrees: number;
  readonly utcOffsetHours: number;
  readonly globalHorizontalKwh: number;
  readonly meanLoad: number;
  readonly dataCentres: number;
  /** Nuclear and water power, which run all the time. */
  readonly steady: number;
  readonly wind: number;
  readonly windCapacityFactor: number;
  readonly sun: number;
  readonly coal: number;
  readonly combinedCycle: number;
  readonly peakers: number;
}

const REGIONS: readonly Region[] = [
  {
    id: 'mid-atlantic',
    latitudeDegrees: 40,
    longitudeDegrees: -77,
    utcOffsetHours: -5,
    globalHorizontalKwh: 1_450,
    meanLoad: 92,
    dataCentres: 20,
    steady: 34,
    wind: 12,
    windCapacityFactor: 0.3,
    sun: 25,
    coal: 35,
    combinedCycle: 60,
    peakers: 45,
  },
  {
    id: 'texas',
    latitudeDegrees: 31,
    longitudeDegrees: -98,
    utcOffsetHours: -6,
    globalHorizontalKwh: 1_850,
    meanLoad: 55,
    dataCentres: 12,
    steady: 5,
    wind: 48,
    windCapacityFactor: 0.35,
    sun: 45,
    coal: 12,
    combinedCycle: 38,
    peakers: 30,
  },
  {
    id: 'west',
    latitudeDegrees: 37,
    longitudeDegrees: -114,
    utcOffsetHours: -7,
    globalHorizontalKwh: 1_900,
    meanLoad: 92,
    dataCentres: 12,
    steady: 33,
    wind: 35,
    windCapacityFactor: 0.32,
    sun: 55,
    coal: 15,
    combinedCycle: 50,
    peakers: 40,
  },
];

/** Share of the centres' load that may move within its day, and how far above its mean it may run. */
const FLEXIBLE_FRACTION = 0.5;
const WIDTH = 2;

const MMBTU_KWH = 293.07;
const fuel = (usdPerMmbtu: number, emissionGramsPerKwh: number) => ({
  pricePerKwh: Number((usdPerMmbtu / MMBTU_KWH).toFixed(6)),
  emissionGramsPerKwh,
});
const GAS = fuel(4, 202);
const COAL = fuel(2.4, 341);

function scenario(season: Season, flexible: boolean): ScenarioSource {
  const clock = clockFrom(season.date, 0, HOURS, 60);
  return {
    wattshift: 1,
    name: `flexible-data-centres-us ${season.name} ${flexible ? 'flexible' : 'firm'}`,
    timeline: clock.timeline,
    currency: 'USD',
    sites: REGIONS.map((region, index) => regionOf(region, season, flexible, index)),
    jobs: flexible ? REGIONS.flatMap((region) => dailyWork(region, clock.at)) : [],
  };
}

/** One job a day and region, of the day's flexible energy. */
function dailyWork({ id, dataCentres }: Region, at: (hours: number) => string): JobSource[] {
  const units = Math.round(1000 * FLEXIBLE_FRACTION * dataCentres * WIDTH);
  return Array.from({ length: DAYS }, (_, day) => ({
    id: `${id}-${day + 1}`,
    pool: 'work',
    units,
    hours: 24 / WIDTH,
    shape: 'divisible' as const,
    earliestStart: at(24 * day),
    deadline: at(24 * day + 24),
    sites: [id],
  }));
}

function regionOf(region: Region, season: Season, flexible: boolean, index: number) {
  const { id, dataCentres, utcOffsetHours } = region;
  const firm = flexible ? (1 - FLEXIBLE_FRACTION) * dataCentres : dataCentres;
  // Series are made by the clock of the region and begin at its midnight; the scenario calls that midnight UTC.
  const load = dayShape(
    { mean: region.meanLoad * season.level, humps: [{ hour: 18.5, width: 4, height: season.evening }] },
    HOURS,
  );
  const wind = windYear({ peakKw: region.wind, capacityFactor: region.windCapacityFactor, seed: 31 + index });
  const sun = pvYear({
    place: { ...region, altitudeMetres: 300, utcOffsetHours },
    peakKw: region.sun,
    tiltDegrees: 25,
    performanceRatio: 0.85,
    inverterRatio: 0.8,
    globalHorizontalKwh: region.globalHorizontalKwh,
    seed: 41 + index,
  });
  const kw = (values: readonly number[]) =>
    rounded(
      values.map((gigawatts) => 1000 * gigawatts),
      0,
    );
  const plant = (name: string, limit: number, efficiency: number, from: typeof GAS, operatingPricePerKwh: number) => ({
    id: name,
    kind: 'gas' as const,
    electricityLimitKw: 1000 * limit,
    efficiency,
    fuel: from,
    operatingPricePerKwh,
  });
  return {
    id,
    timeZone: 'UTC',
    grid: { marketZone: id, importLimitKw: 100_000, importPrice: 1, carbon: 0 },
    compute: {
      baseLoadKw: kw(load.map((value) => Math.max(0, value + firm - region.steady))),
      pools: [{ id: 'work', unitCount: Math.round(1000 * FLEXIBLE_FRACTION * dataCentres * WIDTH), busyKwPerUnit: 1 }],
    },
    renewables: [
      { id: 'wind', kind: 'wind' as const, availableKw: kw(hoursFrom(wind, season.firstDay, HOURS)) },
      { id: 'sun', kind: 'pv' as const, availableKw: kw(hoursFrom(sun, season.firstDay, HOURS)) },
    ],
    generators: [
      plant('coal', region.coal, 0.33, COAL, 0.004),
      plant('combined cycle', region.combinedCycle, 0.52, GAS, 0.003),
      plant('peakers', region.peakers, 0.33, GAS, 0.006),
    ],
  };
}

/** Over the four weeks: operating cost, and carbon dioxide of what was burnt, of one region. */
function costOfRegion(plans: CasePlans, region: string, way: string): number {
  return SEASONS.reduce(
    (sum, { name }) =>
      sum +
      plans
        .of(`${name}-${way}`)
        .plan.costLines.filter(({ site }) => site === region)
        .reduce((total, { amount }) => total + amount, 0),
    0,
  );
}

const plantsOf: readonly (readonly [name: string, gramsPerKwh: number])[] = [
  ['coal', 341],
  ['combined cycle', 202],
  ['peakers', 202],
];

function emissionsOfRegion(plans: CasePlans, region: string, way: string): number {
  return SEASONS.reduce((sum, { name }) => {
    const { plan } = plans.of(`${name}-${way}`);
    const series = plan.sites.find(({ id }) => id === region)?.series ?? [];
    const burnt = plantsOf.reduce((kilograms, [component, gramsPerKwh]) => {
      const input = series.find((one) => one.name === 'generatorInput' && one.component === component);
      if (input === undefined) throw new Error(`the plan has no fuel of ${component} in ${region}`);
      return kilograms + input.values.reduce((total, kw) => total + (kw * gramsPerKwh) / 1000, 0);
    }, 0);
    return sum + burnt;
  }, 0);
}

type Measure = (plans: CasePlans, region: string, way: string) => number;
const change = (plans: CasePlans, region: string, measure: Measure) =>
  changePercent(measure(plans, region, 'flexible'), measure(plans, region, 'firm'));

const COST_NOTE = 'Fuel and operation of four weeks, and what is short at 1 USD/kWh. Published: up to';

export const flexibleDataCentresUs: Case = {
  name: 'flexible-data-centres-us',
  title: 'Flexible data centres in three US regions',
  source:
    'Senga, Wang and Knittel, Flexible data centers reduce power system costs but can increase emissions (MIT, iScience 2026): capacity expansion of Mid-Atlantic, Texas and West with data centres that shift load within hours. System cost up to 5 % lower (Texas; 4 % Mid-Atlantic, 2 % West), emissions up to 40 % lower (Texas), 3 % higher in the Mid-Atlantic.',
  assumptions: [
    'Each region is one bus at a thousandth of its size, with plants as they stand about 2030 in round figures: coal (33 %), combined cycles (52 %) and peakers (33 %) at 2.4 and 4 USD/MMBtu, wind, sun, and nuclear and water power that always run.',
    'Four weeks, one of each season, hour by hour; loads, wind and sun by the generators of this project.',
    'A half of the data centres’ load may move within its day, up to twice its mean.',
  ],
  limits: [
    'The study invests and retires plants for decades; here given plants are run for four weeks. Most of its savings are plants that need not be built, so only directions can be compared.',
    'Start-up of plants and networks within a region are left out.',
  ],
  scenarios: SEASONS.flatMap((season) => [
    { name: `${season.name}-firm`, make: () => scenario(season, false) },
    { name: `${season.name}-flexible`, make: () => scenario(season, true) },
  ]),
  figures: [
    {
      what: 'System cost in Texas, change by flexibility',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change(plans, 'texas', costOfRegion),
      note: `${COST_NOTE} 5 %.`,
    },
    {
      what: 'System cost in the Mid-Atlantic, change by flexibility',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change(plans, 'mid-atlantic', costOfRegion),
      note: `${COST_NOTE} 4 %.`,
    },
    {
      what: 'System cost in the West, change by flexibility',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change(plans, 'west', costOfRegion),
      note: `${COST_NOTE} 2 %.`,
    },
    {
      what: 'Emissions in Texas, change by flexibility',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change(plans, 'texas', emissionsOfRegion),
      note: 'Of what is burnt. Published: up to 40 % lower.',
    },
    {
      what: 'Emissions in the Mid-Atlantic, change by flexibility',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'above', of: 0 },
      compute: (plans) => change(plans, 'mid-atlantic', emissionsOfRegion),
      note: 'Published: 3 % higher, since coal runs more and stays.',
      cause:
        'The rise comes of coal plants that flexibility keeps in service. Here the plants are given, coal is the cheapest fuel burnt and runs at full power with and without flexibility, and what changes is gas: fewer peakers.',
    },
  ],
};

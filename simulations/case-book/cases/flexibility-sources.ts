import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import type { SiteSource } from '../../../src/scenario/schema/site.ts';
import { rounded, runOfHours, temperatureYear, timeOfUsePrices } from '../../generators/index.ts';
import { bySlot, clockFrom, within } from '../calendar.ts';
import type { Case, CasePlans, Figure } from '../case.ts';
import { changePercent, energyKwh } from '../read-plan.ts';

const HOURS = 48;
const clock = clockFrom('2025-07-15', 2, HOURS, 60);
const FIRM_KW = 6_000;
const SERVERS = 10_000;
const SERVER = { id: 'server', idleKwPerUnit: 0.1, busyKwPerUnit: 0.4 };
/** Machines that work comes in for, every hour. */
const COMING_UNITS = 6_000;

const SOURCES = ['elsewhere', 'later', 'generation', 'battery', 'cold'] as const;
type Source = (typeof SOURCES)[number];

/** Work comes in every hour. It runs at once, or within the same hours of the clock if it may wait. */
const batches = (uses: ReadonlySet<Source>): JobSource[] =>
  Array.from({ length: HOURS - 1 }, (_, hour) => ({
    id: `batch-${String(hour).padStart(2, '0')}`,
    pool: SERVER.id,
    units: uses.has('later') ? SERVERS : COMING_UNITS,
    hours: uses.has('later') ? COMING_UNITS / SERVERS : 1,
    shape: 'divisible' as const,
    earliestStart: clock.at(hour),
    deadline: clock.at(uses.has('later') ? Math.min(HOURS, hour + 10) : hour + 1),
    dataSite: 'home',
    dataGigabytes: 500,
    sites: uses.has('elsewhere') ? ['home', 'away'] : ['home'],
  }));

const HOME_PRICES = rounded(
  timeOfUsePrices(
    { flatPerKwh: 0.12, spread: 0.6, peakHours: runOfHours(16, 21), valleyHours: runOfHours(0, 6) },
    HOURS,
  ),
  4,
);

function coolingOf(coldLimitKw: number): Pick<SiteSource, 'cooling'> {
  return {
    cooling: {
      loops: [{ id: 'liquid', medium: 'liquid', supplyCelsius: 20, returnCelsius: 30, circulationKwPerKw: 0.03 }],
      chillers: [{ id: 'chillers', coolingLimitKw: coldLimitKw, cop: 4.5 }],
      heatRejection: [{ id: 'towers', kind: 'tower', heatLimitKw: 2 * coldLimitKw, electricityKwPerKw: 0.02 }],
    },
  };
}

const generation = (): Pick<SiteSource, 'generators'> => ({
  generators: [
    {
      id: 'gas engine',
      kind: 'gas',
      electricityLimitKw: 2_000,
      minimumLoadKw: 0,
      efficiency: 0.42,
      fuel: { pricePerKwh: 0.04, emissionGramsPerKwh: 202 },
    },
    {
      id: 'diesel',
      kind: 'diesel',
      electricityLimitKw: 2_000,
      efficiency: 0.4,
      fuel: { pricePerKwh: 0.11, emissionGramsPerKwh: 267 },
      runHoursBudget: 4,
    },
    {
      id: 'fuel cell',
      kind: 'fuelCell',
      electricityLimitKw: 1_000,
      efficiency: 0.5,
      fuel: { pricePerKwh: 0.08, emissionGramsPerKwh: 0 },
    },
  ],
});

const battery = (): Pick<SiteSource, 'batteries'> => ({
  batteries: [
    {
      id: 'battery',
      kind: 'lithium',
      energyCapacityKwh: 4_000,
      initialEnergyKwh: 2_000,
      startsWhereItEnds: true,
      chargeLimitKw: 2_000,
      dischargeLimitKw: 2_000,
      chargeEfficiency: 0.94,
      dischargeEfficiency: 0.94,
    },
  ],
});

const coldTank = (): Pick<SiteSource, 'coldStores'> => ({
  coldStores: [
    {
      id: 'tank',
      energyCapacityKwh: 30_000,
      initialEnergyKwh: 15_000,
      startsWhereItEnds: true,
      chargeLimitKw: 6_000,
      dischargeLimitKw: 6_000,
      selfDischargePerHour: 0.002,
      reserve: { hours: 0.25 },
    },
  ],
});

/** Two days of a grid that charges power and names a tight evening. */
function days(...used: readonly Source[]): ScenarioSource {
  const uses = new Set(used);
  const home: SiteSource = {
    id: 'home',
    timeZone: 'Etc/GMT-2',
    grid: {
      marketZone: 'north',
      importLimitKw: 30_000,
      importPrice: HOME_PRICES,
      contractedLimits: [
        {
          id: 'evening',
          direction: 'import',
          limitKw: bySlot(clock, (hours) => (within(hours % 24, 17, 20) ? 10_000 : 30_000)),
          breachPricePerKwh: 0.5,
        },
      ],
    },
    compute: { baseLoadKw: FIRM_KW, overheadFraction: 0.05, pools: [{ ...SERVER, unitCount: SERVERS }] },
    ...coolingOf(16_000),
    ...(uses.has('generation') ? generation() : {}),
    ...(uses.has('battery') ? battery() : {}),
    ...(uses.has('cold') ? coldTank() : {}),
  };
  const away: SiteSource = {
    id: 'away',
    timeZone: 'Etc/GMT-2',
    grid: { marketZone: 'south', importLimitKw: 30_000, importPrice: 0.1 },
    compute: { baseLoadKw: FIRM_KW, overheadFraction: 0.05, pools: [{ ...SERVER, unitCount: SERVERS }] },
    ...coolingOf(16_000),
  };
  return {
    wattshift: 1,
    name: `flexibility-sources ${used.join(' ') || 'none'}`,
    timeline: clock.timeline,
    currency: 'EUR',
    sites: [home, away],
    links: [{ from: 'home', to: 'away', gigabitsPerSecond: 20, latencyMs: 10, pricePerGigabyte: 0.005 }],
    jobs: batches(uses),
  };
}

/** A year in days: winter's free cold kept for summer, or not. */
function seasons(kept: boolean): ScenarioSource {
  const hourly = temperatureYear({ meanCelsius: 9, yearlyAmplitude: 14, dailyAmplitude: 5 });
  const daily = Array.from({ length: 365 }, (_, day) => {
    const ofDay = hourly.subarray(24 * day, 24 * day + 24);
    return ofDay.reduce((sum, celsius) => sum + celsius, 0) / 24;
  });
  return {
    wattshift: 1,
    name: kept ? 'flexibility-sources seasonal cold' : 'flexibility-sources without seasonal cold',
    timeline: { start: '2025-01-01T00:00Z', end: '2026-01-01T00:00Z', slotMinutes: 1440 },
    currency: 'EUR',
    sites: [
      {
        id: 'home',
        timeZone: 'UTC',
        grid: { marketZone: 'north', importLimitKw: 5_000, importPrice: 0.12 },
        compute: { baseLoadKw: 1_000 },
        weather: { dryBulbCelsius: rounded(daily, 2) },
        cooling: {
          loops: [{ id: 'liquid', medium: 'liquid', supplyCelsius: 12, returnCelsius: 20, circulationKwPerKw: 0.03 }],
          freeCoolers: [{ id: 'dry', coolingLimitKw: 2_500, electricityKwPerKw: 0.025 }],
          chillers: [{ id: 'chillers', coolingLimitKw: 1_500 }],
          heatRejection: [{ id: 'coolers', kind: 'dryCooler', heatLimitKw: 2_500, electricityKwPerKw: 0.03 }],
        },
        ...(kept
          ? {
              coldStores: [
                {
                  id: 'aquifer',
                  kind: 'seasonal' as const,
                  energyCapacityKwh: 2_000_000,
                  initialEnergyKwh: 1_000_000,
                  startsWhereItEnds: true,
                  chargeLimitKw: 1_000,
                  dischargeLimitKw: 1_000,
                  chargeEfficiency: 0.85,
                  chargePricePerKwh: 0.001,
                  selfDischargePerHour: 0.00003,
                },
              ],
            }
          : {}),
      },
    ],
  };
}

const saving = (what: string, scenario: string, note: string, against = 'none'): Figure => ({
  what: `Cost, change by ${what}`,
  kind: 'outcome',
  unit: '%',
  published: { direction: 'below', of: 0 },
  compute: (plans) => changePercent(plans.of(scenario).plan.objective, plans.of(against).plan.objective),
  note,
});

/** What the five save together, over the sum of what each saves alone, percent. */
function overlap(plans: CasePlans): number {
  const cost = (name: string) => plans.of(name).plan.objective;
  const alone = SOURCES.reduce((sum, source) => sum + cost('none') - cost(source), 0);
  return (100 * (cost('none') - cost('all'))) / alone;
}

export const flexibilitySources: Case = {
  name: 'flexibility-sources',
  title: 'Sources of flexibility',
  source:
    'Danfoss on where data centres can find flexibility: moving work between regions; moving it in time; generation on site (gas, diesel, hydrogen fuel cells); batteries; cold stores of liquid cooling, even across seasons. The source lists them without figures.',
  assumptions: [
    'Two sites of 10,000 servers and 6 MW of fixed load for two days; work comes in every hour for 6,000 servers of one of them, whose grid has a tariff of 0.05 to 0.19 EUR/kWh and agrees to 10 MW from 17:00 to 20:00 (0.50 EUR for each kWh beyond).',
    'Each source alone against none: a second site at 0.10 EUR/kWh; ten hours of waiting; 5 MW of engines and a fuel cell; a battery of 2 MW / 4 MWh; a tank of 30 MWh of cold of which a quarter of an hour stays for emergencies. Then all together.',
    'The seasonal store is a year of 365 days beside 1 MW of IT: 2 GWh of cold in an aquifer, which loses 15 % on the way in and 2 % a month, filled by free cooling in a climate of 9 degrees mean.',
  ],
  limits: ['The source names sources and no amounts: the side of each figure is all that can be tested.'],
  scenarios: [
    { name: 'none', make: () => days() },
    ...SOURCES.map((source) => ({ name: source, make: () => days(source) })),
    { name: 'all', make: () => days(...SOURCES) },
    { name: 'year', make: () => seasons(false) },
    { name: 'seasonal', make: () => seasons(true) },
  ],
  figures: [
    saving('moving work elsewhere', 'elsewhere', 'With its data, at 0.005 EUR a gigabyte.'),
    saving('moving work in time', 'later', 'Up to ten hours.'),
    saving('generation on site', 'generation', 'Gas, diesel for four hours at most, and a hydrogen fuel cell.'),
    saving('a battery', 'battery', 'Two hours of its full power.'),
    saving('a cold store', 'cold', 'Chillers rest in the evening.'),
    saving('all of them', 'all', 'Against none of them.'),
    {
      what: 'Saving of all together, of the sum of each alone',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 100 },
      compute: overlap,
      note: 'They compete for the same dear hours.',
    },
    saving('a seasonal cold store', 'seasonal', 'Over the year, pumping counted.', 'year'),
    {
      what: 'Cold of winter used in summer',
      kind: 'outcome',
      unit: 'MWh',
      published: { direction: 'above', of: 0 },
      compute: (plans) => energyKwh(plans.of('seasonal'), 'coldStoreDischarge') / 1000,
      note: 'What the seasonal store gives.',
    },
  ],
};

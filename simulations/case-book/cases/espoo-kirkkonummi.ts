import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import type { SiteSource } from '../../../src/scenario/schema/site.ts';
import {
  HOURS_PER_YEAR,
  makeRandom,
  meanOf,
  memoryNoise,
  rounded,
  runOfHours,
  sumOf,
  temperatureYear,
  timeOfUsePrices,
} from '../../generators/index.ts';
import type { Case, CasePlans, PlannedScenario } from '../case.ts';
import { energyKwh } from '../read-plan.ts';

const PUMPS = 'data centre';
const CENTRES = ['espoo', 'kirkkonummi'] as const;

/** kWh a year of the whole network, and the share of it that does not follow the weather: hot water and losses. */
const DEMAND_KWH = 2.5e9;
const STEADY_SHARE = 0.25;
/** kW of both centres together. */
const CENTRES_KW = 100_000;
/** Heat per electricity, so that heat and cold together are 6.6. */
const COP = 3.8;

/** Short beside a tank that gives its full power for 13 hours. */
const SLOT_HOURS = 3;
const inSlots = (hourly: readonly number[], decimals: number) =>
  rounded(
    Array.from({ length: HOURS_PER_YEAR / SLOT_HOURS }, (_, slot) =>
      meanOf(hourly.slice(slot * SLOT_HOURS, (slot + 1) * SLOT_HOURS)),
    ),
    decimals,
  );

const CELSIUS = (() => {
  const mean = temperatureYear({ meanCelsius: 6, yearlyAmplitude: 11.5, dailyAmplitude: 3 });
  const spells = memoryNoise(makeRandom(7), HOURS_PER_YEAR, 0.98);
  return inSlots(
    Array.from(mean, (celsius, hour) => celsius + 4 * spells[hour]),
    2,
  );
})();

/** kW that a half of the network asks for. */
const DEMAND_KW = (() => {
  const degrees = CELSIUS.map((celsius) => Math.max(0, 17 - celsius));
  const steady = (DEMAND_KWH * STEADY_SHARE) / HOURS_PER_YEAR;
  const perDegree = (DEMAND_KWH * (1 - STEADY_SHARE)) / SLOT_HOURS / sumOf(degrees);
  return rounded(
    degrees.map((degree) => (steady + perDegree * degree) / CENTRES.length),
    0,
  );
})();

const PRICES = inSlots(
  timeOfUsePrices(
    { flatPerKwh: 0.07, spread: 0.4, peakHours: runOfHours(6, 21), valleyHours: runOfHours(0, 6) },
    HOURS_PER_YEAR,
  ),
  4,
);

type Way = 'before' | 'after';

const year = (way: Way): ScenarioSource => ({
  wattshift: 1,
  name: `espoo-kirkkonummi ${way}`,
  timeline: { start: '2025-01-01T00:00+02:00', end: '2026-01-01T00:00+02:00', slotMinutes: 60 * SLOT_HOURS },
  currency: 'EUR',
  objective: { carbonPricePerTonne: 75 },
  sites: CENTRES.map((id) => siteOf(id, way)),
});

/** A centre beside its half of the network, and a half of all else that heats it. */
function siteOf(id: string, way: Way): SiteSource {
  const half = (kw: number) => kw / CENTRES.length;
  return {
    id,
    timeZone: 'Etc/GMT-2',
    grid: { marketZone: 'FI', importLimitKw: 300_000, importPrice: PRICES, carbon: 0 },
    compute: { baseLoadKw: half(CENTRES_KW) },
    weather: { dryBulbCelsius: CELSIUS },
    cooling: {
      loops: [{ id: 'hall', medium: 'air', supplyCelsius: 22, returnCelsius: 34, circulationKwPerKw: 0.03 }],
      freeCoolers: [{ id: 'outside air', coolingLimitKw: 60_000, electricityKwPerKw: 0.02 }],
      chillers: [{ id: 'chillers', coolingLimitKw: 60_000, cop: 4 }],
      heatRejection: [{ id: 'dry coolers', kind: 'dryCooler', heatLimitKw: 80_000, electricityKwPerKw: 0.02 }],
    },
    heatNetworks: [{ id: 'district', supplyCelsius: 85, returnCelsius: 45, demandKw: DEMAND_KW }],
    heatPumps: [
      { id: 'waste water', tap: 'ambient', heatLimitKw: half(65_000), cop: 3 },
      ...(way === 'after'
        ? [{ id: PUMPS, tap: { loop: 'hall' }, heatLimitKw: half((CENTRES_KW * COP) / (COP - 1)), cop: COP }]
        : []),
    ],
    boilers: [
      {
        id: 'coal',
        heatLimitKw: half(240_000),
        efficiency: 0.88,
        fuel: { pricePerKwh: 0.012, emissionGramsPerKwh: 341 },
      },
      {
        id: 'gas',
        heatLimitKw: half(800_000),
        efficiency: 0.92,
        fuel: { pricePerKwh: 0.035, emissionGramsPerKwh: 202 },
      },
    ],
    hotStores: [
      {
        id: 'tank',
        energyCapacityKwh: half(1_600_000),
        initialEnergyKwh: 0,
        startsWhereItEnds: true,
        chargeLimitKw: half(120_000),
        dischargeLimitKw: half(120_000),
        selfDischargePerHour: 0.0005,
      },
    ],
  };
}

const CENTRE_PUMPS = { component: PUMPS };

/** Percent of the heat delivered. */
function sharePercent(plans: CasePlans): number {
  const after = plans.of('after');
  return (100 * energyKwh(after, 'heatPumpHeat', CENTRE_PUMPS)) / energyKwh(after, 'heatDelivered');
}

/** Percent of the centres' heat: what their pumps give, less their electricity. */
function usedPercent(plans: CasePlans): number {
  const after = plans.of('after');
  const used = energyKwh(after, 'heatPumpHeat', CENTRE_PUMPS) - energyKwh(after, 'heatPumpPower', CENTRE_PUMPS);
  return (100 * used) / energyKwh(after, 'loopHeat');
}

const burntTonnes = ({ plan }: PlannedScenario) => plan.emissions.fuelKg / 1000;

export const espooKirkkonummi: Case = {
  name: 'espoo-kirkkonummi',
  title: 'Espoo and Kirkkonummi',
  source:
    'Microsoft and Fortum on two data centres at Espoo and Kirkkonummi whose heat goes through heat pumps and thermal storage into the district heat of Espoo, Kauniainen and Kirkkonummi: about 40 % of the heat, about 400,000 t of carbon dioxide a year; Fortum also names about 75 % of the centres’ heat as used.',
  assumptions: [
    'A whole year in slots of three hours. Temperatures by the generator (6 degrees mean, 11.5 of yearly and 3 of daily amplitude) with seeded spells of 4 K; a quarter of the demand is steady (hot water, losses), the rest follows the degrees below 17.',
    'The network takes 2.5 TWh a year and the centres give 100 MW of heat all year: a statement of Fortum of 2019, that a centre of about 100 MW would cover up to 35 %, means just that. These two decide the share: 80 MW would give 36 %, 120 MW 50 %; 2.1 TWh, which follows from another statement (100 MW are nearly a third of what the network takes at 0 degrees), would give 49 %.',
    'The maker of the heat pumps names a coefficient of 6.6, read here as heat and cold together, so 3.8 for heat; read as heat alone it would give 40 %. The pumps can take all heat of the centres.',
    'A network belongs to one site of a scenario. Each centre has a half of the network’s demand and of all else that heats it, so that neither half lacks what the other has, and the two plan as one network would.',
    'Before and after, the network has heat pumps of 65 MW on waste water (coefficient 3), 240 MW of coal (88 %), gas boilers (92 %) for the rest, and two tanks of 800 MWh. Coal costs 12, gas 35 EUR/MWh, carbon 75 EUR/t, electricity 0.04 to 0.10 EUR/kWh.',
    'Fuels emit 341 g/kWh (coal) and 202 (gas). Electricity counts as free of carbon, as the source has it; 40 g/kWh would take about 10,000 t off.',
  ],
  limits: [
    'Neither the power of the centres nor the demand is published with the 40 %, and what stands for them is an estimate of the same company. The outcome says what heat pumps add and summer takes away, not how large the centres are.',
    'What the 400,000 t replace, and whether power of the coal plant that is no longer made counts, is not published.',
  ],
  scenarios: [
    { name: 'before', make: () => year('before') },
    { name: 'after', make: () => year('after') },
  ],
  figures: [
    {
      what: 'District heat from the data centres',
      kind: 'outcome',
      unit: '%',
      published: 40,
      compute: sharePercent,
      note: 'Of the heat delivered in a year; it rests on the power and the demand taken.',
    },
    {
      what: 'Heat of the data centres that is used',
      kind: 'outcome',
      unit: '%',
      published: 75,
      compute: usedPercent,
      note: 'By the heat pumps, of all heat of the halls.',
      cause:
        'In summer the centres’ pumps come before those on waste water, which need more electricity, and they are sized for all heat. How large the real ones are, and which gives way in summer, is not published. With 40 % of 2.5 TWh, 75 % would mean centres of 112 MW.',
    },
    {
      what: 'Carbon dioxide saved',
      kind: 'outcome',
      unit: 't a year',
      published: 400_000,
      compute: (plans) => burntTonnes(plans.of('before')) - burntTonnes(plans.of('after')),
      note: 'Of fuel burnt without and with the centres’ heat; what is replaced is for the plan to choose.',
      cause:
        'The source’s figure would be 0.37 kg for each kWh from the centres, as if all of it stood for coal (0.39). In the plan a good third replaces gas (0.22), which is dearer, and a ninth heat from waste water, which emits nothing.',
    },
    {
      what: 'Heat through the tanks',
      kind: 'outcome',
      unit: 'GWh a year',
      published: { direction: 'above', of: 0 },
      compute: (plans) => energyKwh(plans.of('after'), 'hotStoreDischarge') / 1e6,
      note: 'Storage is published without an amount.',
    },
    {
      what: 'Data centres',
      kind: 'input',
      unit: '',
      published: 2,
      compute: (plans) => plans.of('after').plan.sites.length,
      note: 'Each with heat pumps and a share of the tanks.',
    },
  ],
};

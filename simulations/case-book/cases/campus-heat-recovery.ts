import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import type { SiteSource } from '../../../src/scenario/schema/site.ts';
import { dayOfYear, hoursFrom, rounded, temperatureYear } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, CasePlans, Figure, PlannedScenario } from '../case.ts';
import { energyKwh, seriesOf } from '../read-plan.ts';

const SITE = 'campus';
const HOURS = 120 * 24;
const clock = clockFrom('2024-11-15', 8, HOURS, 60);

/** What was published of the campus. */
const CENTRE_M2 = 30_000;
const CENTRE_HEAT_KW = 3_000;
const LOAD_SHARE = 0.32;
const CHILLED_WATER = { supplyCelsius: 10, returnCelsius: 15 };
const CONDENSER = { supplyCelsius: 50, returnCelsius: 40 };
const HEAT_PUMP_KW = 3_018;
const OFFICE_M2 = 60_000;
const OFFICE_KW = 3_000;
const OFFICE_WATER = { supplyCelsius: 45, returnCelsius: 35 };
const GAS_SAVED_CUBIC_METRES = 660_000;
const TOWER_SAVED_KWH = 120_000;
const BOILER_PUMP_KWH = 60_000;

/** Gas by its lower heating value, kWh a cubic metre, and what boilers make of it. */
const GAS_KWH = 9.7;
const BOILER_EFFICIENCY = 0.9;

const DESIGN_KW = CENTRE_HEAT_KW / LOAD_SHARE;
const INDOOR_CELSIUS = 18;
const DESIGN_CELSIUS = -7.6;

/** Fans of 38.2 gpm/hp and pumps, by the heat of a water range of 10 degrees Fahrenheit (1.465 kW a gpm). */
const towerKwPerKw = (pumpKwPerGpm: number) => Number(((0.7457 / 38.2 + pumpKwPerGpm) / 1.465).toFixed(4));
const FREE_COOLING_KW_PER_KW = towerKwPerKw(0.022);
const REJECTION_KW_PER_KW = towerKwPerKw(0.019);
const TOWER_LITRES_PER_KWH = 1.8;

const outsideCelsius = () =>
  hoursFrom(temperatureYear({ meanCelsius: 12.3, yearlyAmplitude: 15, dailyAmplitude: 5 }), dayOfYear(11, 15), HOURS);

/** Offices ask for heat by how cold it is outside, all of it at the design temperature. */
const officeKw = (celsius: number): number =>
  OFFICE_KW * Math.min(1, Math.max(0, (INDOOR_CELSIUS - celsius) / (INDOOR_CELSIUS - DESIGN_CELSIUS)));

const heatPump = (): Pick<SiteSource, 'heatPumps'> => ({
  heatPumps: [
    {
      id: 'heat pump',
      tap: { loop: 'chilled water' },
      heatLimitKw: HEAT_PUMP_KW,
      cop: { sourceCelsius: CHILLED_WATER.supplyCelsius, sinkCelsius: CONDENSER.supplyCelsius },
    },
  ],
});

const cooling = (): Pick<SiteSource, 'cooling'> => ({
  cooling: {
    loops: [{ id: 'chilled water', medium: 'air', ...CHILLED_WATER, circulationKwPerKw: 0.05 }],
    freeCoolers: [
      {
        id: 'towers and plate exchangers',
        outside: 'wetBulb',
        approachKelvin: 7,
        coolingLimitKw: DESIGN_KW,
        electricityKwPerKw: FREE_COOLING_KW_PER_KW,
        waterLitresPerKwh: TOWER_LITRES_PER_KWH,
      },
    ],
    chillers: [{ id: 'chillers', coolingLimitKw: DESIGN_KW }],
    heatRejection: [
      {
        id: 'towers',
        kind: 'tower',
        heatLimitKw: 1.3 * DESIGN_KW,
        electricityKwPerKw: REJECTION_KW_PER_KW,
        waterLitresPerKwh: TOWER_LITRES_PER_KWH,
      },
    ],
  },
});

function season(hasHeatPump: boolean): ScenarioSource {
  const outside = outsideCelsius();
  return {
    wattshift: 1,
    name: `campus-heat-recovery ${hasHeatPump ? 'with' : 'without'} heat pump`,
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [
      {
        id: SITE,
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'north-china', importLimitKw: 8_000, importPrice: 0.65 },
        compute: { baseLoadKw: CENTRE_HEAT_KW },
        weather: { dryBulbCelsius: rounded(outside, 2), relativeHumidityFraction: 0.45 },
        ...cooling(),
        heatNetworks: [{ id: 'offices', ...OFFICE_WATER, demandKw: rounded(outside.map(officeKw), 1) }],
        boilers: [
          {
            id: 'gas boilers',
            heatLimitKw: 3_300,
            efficiency: BOILER_EFFICIENCY,
            fuel: { pricePerKwh: Number((3 / GAS_KWH).toFixed(4)), emissionGramsPerKwh: 202 },
          },
        ],
        ...(hasHeatPump ? heatPump() : {}),
      },
    ],
  };
}

const gasCubicMetres = (planned: PlannedScenario) => energyKwh(planned, 'boilerInput') / GAS_KWH;
const gasSaved = (plans: CasePlans) => gasCubicMetres(plans.of('without')) - gasCubicMetres(plans.of('with'));

/** Fans and pumps of towers, whether they cool the loop or condensers; compressors are not among them. */
const towerKwh = (planned: PlannedScenario) =>
  energyKwh(planned, 'freeCoolingPower') + energyKwh(planned, 'heatRejectionPower');
const towerSavedKwh = (plans: CasePlans) => towerKwh(plans.of('without')) - towerKwh(plans.of('with'));

const sourceKwh = (plans: CasePlans) =>
  energyKwh(plans.of('with'), 'heatPumpHeat') - energyKwh(plans.of('with'), 'heatPumpPower');

const input = (what: string, unit: string, published: number, note: string, compute: Figure['compute']): Figure => ({
  what,
  kind: 'input',
  unit,
  published,
  compute,
  note,
});

const INPUTS: readonly Figure[] = [
  input('Heat of the data centre', 'kW', CENTRE_HEAT_KW, 'All power of the IT becomes heat.', (plans) => {
    return energyKwh(plans.of('with'), 'loopHeat') / HOURS;
  }),
  input('Load of the data centre', '%', 32, 'Sizes chillers, towers and exchangers.', () => 100 * LOAD_SHARE),
  input('Area of the data centre', 'm2', CENTRE_M2, 'Takes no part: heat and load say it all.', () => CENTRE_M2),
  input(
    'Chilled water to the centre',
    'degrees C',
    10,
    'Also what leaves the evaporator (15/10 degrees C).',
    () => CHILLED_WATER.supplyCelsius,
  ),
  input(
    'Chilled water from the centre',
    'degrees C',
    15,
    'Also what enters the evaporator.',
    () => CHILLED_WATER.returnCelsius,
  ),
  input('Heat of the heat pump', 'kW', HEAT_PUMP_KW, 'Its limit in the plan.', () => HEAT_PUMP_KW),
  input(
    'Water into the condenser',
    'degrees C',
    40,
    'Takes no part: the lift is from 10 to 50 degrees C.',
    () => CONDENSER.returnCelsius,
  ),
  input(
    'Water out of the condenser',
    'degrees C',
    50,
    'With the evaporator at 10 degrees C the COP is 3.28 by the formula of this project.',
    () => CONDENSER.supplyCelsius,
  ),
  input('Area of the offices', 'm2', OFFICE_M2, '50 W of heat for each, at most.', () => OFFICE_M2),
  input('Heat of the offices, at most', 'kW', OFFICE_KW, 'In the coldest hour of the plan.', (plans) => {
    return Math.max(...seriesOf(plans.of('with').plan, SITE, 'heatDelivered'));
  }),
  input(
    'Water to the offices',
    'degrees C',
    45,
    'Behind an exchanger of 5 K, fed from the condenser.',
    () => OFFICE_WATER.supplyCelsius,
  ),
  input('Water from the offices', 'degrees C', 35, 'As above.', () => OFFICE_WATER.returnCelsius),
  input(
    'Power of boiler pumps saved',
    'MWh a season',
    BOILER_PUMP_KWH / 1000,
    'Taken over and in no plan, since boilers have no pumps here: 21 kW all season, 1 % of the heat.',
    () => BOILER_PUMP_KWH / 1000,
  ),
];

export const campusHeatRecovery: Case = {
  name: 'campus-heat-recovery',
  title: 'Campus heat recovery, North China',
  source:
    'China Mobile on a campus in North China: a data centre of 30,000 m2 at 32 % load gives off about 3,000 kW. A heat pump of 3,018 kW (evaporator 15/10 degrees C, condenser 40/50) takes heat from its chilled water (10/15) and heats offices of 60,000 m2 (3,000 kW, 45/35). A season saves about 660,000 m3 of gas, 120 MWh of tower and pump power against free cooling (about 0.028 kWh for each kWh of source heat), and 60 MWh of boiler pumps.',
  assumptions: [
    'The heating season of Beijing, 15 November to 15 March: 120 days, hour by hour. Temperatures by the generator of this project: 12.3 degrees C mean of the year, 15 K between it and the coldest month, 5 K between it and the coldest hour of the day; relative humidity 45 %.',
    'Offices ask for heat in proportion to 18 degrees C less the temperature outside, and for all 3,000 kW at -7.6 degrees C, the design temperature of Beijing (GB 50736), day and night. At 20 degrees C indoors the gas would be 3 % more.',
    'Gas has 9.7 kWh/m3, boilers make 90 % of it heat. Gas costs 3 CNY/m3, power 0.65 CNY/kWh: at a COP of 3.28 the heat pump is cheaper in every hour.',
    'Without the heat pump towers carry the heat away through plate exchangers (7 K from wet bulb to chilled water). Chillers stand by: no hour is too warm.',
    `Tower fans and condenser pumps draw ${FREE_COOLING_KW_PER_KW} kW per kW of heat: the baseline of ASHRAE 90.1-2019 appendix G for computer rooms with a fluid economiser, 38.2 gpm/hp of fans, 19 W/gpm of pumps and 3 more for the economiser, by a range of 10 degrees F.`,
    `The tower and pump power saved is in proportion to that: without the 3 W/gpm it would be ${REJECTION_KW_PER_KW} and the saving 112 MWh; by Chinese practice (0.035 kWh of fans per m3, GB/T 7190.1; pumps of 25 m at 70 %; a range of 5 K) 0.0227 and 97 MWh, which would be a miss.`,
  ],
  limits: [
    'What a kWh of source heat saves is the power of fans and pumps that goes in, so it is an identity. The source heat of the season is the answer of the plans; the 120 MWh are the product of the two, and as sure as that power.',
    'Boilers have no pump power in the model: the 60 MWh cannot be tested. The pumps of the heat pump are not counted either.',
    'The source names only savings. The power of the heat pump, 1.87 GWh in the plan, is not among them.',
    'How fans slow down in cold air is not modelled, so that the power per kW of heat is the same all season.',
  ],
  scenarios: [
    { name: 'without', make: () => season(false) },
    { name: 'with', make: () => season(true) },
  ],
  figures: [
    {
      what: 'Tower and pump power saved',
      kind: 'outcome',
      unit: 'MWh a season',
      published: TOWER_SAVED_KWH / 1000,
      compute: (plans) => towerSavedKwh(plans) / 1000,
      note: 'Fans and pumps of towers, without the heat pump less with it. The source heat is an answer, the power per kW of it is practice that went in: by others the figure would be 97 to 112.',
    },
    {
      what: 'Gas saved',
      kind: 'outcome',
      unit: 'm3 a season',
      published: GAS_SAVED_CUBIC_METRES,
      compute: gasSaved,
      note: 'The heat of the season follows from 3,000 kW, the design temperature and the climate, not from the gas; the plan answers that the heat pump carries all of it.',
    },
    {
      what: 'Tower and pump power saved per source heat',
      kind: 'identity',
      unit: 'kWh/kWh',
      published: 0.028,
      compute: (plans) => towerSavedKwh(plans) / sourceKwh(plans),
      note: 'What went in for fans and pumps, since all the heat that the pump takes would have gone to the towers.',
    },
    {
      what: 'Heat of the season',
      kind: 'identity',
      unit: 'GWh',
      published: Number(((GAS_SAVED_CUBIC_METRES * GAS_KWH * BOILER_EFFICIENCY) / 1e6).toFixed(2)),
      compute: (plans) => energyKwh(plans.of('with'), 'heatDelivered') / 1e6,
      note: 'Published gas x 9.7 kWh/m3 x 0.9, a mean of 2 MW; the same departure as that of the gas.',
    },
    ...INPUTS,
  ],
};

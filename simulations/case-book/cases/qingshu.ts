import { COOLING_POWER_SERIES } from '../../../src/domain/plan.ts';
import type { ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import {
  dayOfYear,
  HOURS_PER_YEAR,
  rounded,
  runOfHours,
  sumOf,
  temperatureYear,
  timeOfUsePrices,
} from '../../generators/index.ts';
import type { Case, CasePlans, Figure, PlannedScenario } from '../case.ts';
import { changePercent, energyKwh, seriesOf } from '../read-plan.ts';

const AREA = 103_000;
const PIPE_METRES = 400;
const CLUSTER_KW = 230_000;

/** kWh per m2 and year. */
const SPACE_HEAT = 70;
const HOT_WATER = 5;
const COLD = 40;

/** CNY per m2 and season, of local district heat to other than homes. */
const DISTRICT_HEAT_PRICE = 40;
/** kg CO2 per kWh: Chinese default of heat bought (0.11 t/GJ), and Tianjin's power of 2022. */
const DISTRICT_HEAT_CARBON = 0.11 * 3.6;
const GRID_CARBON = 0.7041;
/** CNY per kW of heat (500 USD), and W per m2. */
const INVESTMENT_PER_KW = 500 * 7.2;
const DESIGN_LOAD = 60;

const FLAT_PRICE = 0.72;
const TARIFF = {
  flatPerKwh: FLAT_PRICE,
  spread: 0.5,
  peakHours: [8, 9, ...runOfHours(16, 22)],
  valleyHours: [...runOfHours(0, 6), 12, 13],
};
/** All hours of the tariff are even, so that slots of two hours lose nothing of it. */
const SLOT_HOURS = 2;
const inSlots = (hourly: ArrayLike<number>, decimals: number) =>
  rounded(
    Array.from({ length: HOURS_PER_YEAR / SLOT_HOURS }, (_, slot) => (hourly[2 * slot] + hourly[2 * slot + 1]) / 2),
    decimals,
  );

const PRICES = inSlots(timeOfUsePrices(TARIFF, HOURS_PER_YEAR), 4);
const CELSIUS = inSlots(temperatureYear({ meanCelsius: 13, yearlyAmplitude: 15, dailyAmplitude: 5 }), 2);
const dayOf = (slot: number) => Math.floor((slot * SLOT_HOURS) / 24);
const isHeating = (slot: number) => dayOf(slot) >= dayOfYear(11, 15) || dayOf(slot) <= dayOfYear(3, 15);
const isCooling = (slot: number) => dayOf(slot) >= dayOfYear(5, 15) && dayOf(slot) <= dayOfYear(9, 15);

/** kW that follow the degrees and add up to so many kWh per m2. */
function byDegrees(kwhPerSquareMetre: number, degrees: (celsius: number, slot: number) => number): number[] {
  const weights = CELSIUS.map((celsius, slot) => Math.max(0, degrees(celsius, slot)));
  const perDegree = (AREA * kwhPerSquareMetre) / (SLOT_HOURS * sumOf(weights));
  for (const slot of weights.keys()) weights[slot] *= perDegree;
  return rounded(weights, 3);
}

const SPACE_HEAT_KW = byDegrees(SPACE_HEAT, (celsius, slot) => (isHeating(slot) ? 18 - celsius : 0));
const COLD_KW = byDegrees(COLD, (celsius, slot) => (isCooling(slot) ? celsius - 22 : 0));

/** CNY per kWh of heat: 180 kPa there and back with water that cools by 5 K, pumps of 70 %, at the mean price. */
const PUMPING_PRICE = (() => {
  const pascals = 2 * PIPE_METRES * 100 + 100_000;
  const kwPerSourceKw = pascals / 0.7 / (4_186_000 * 5);
  return Number((0.75 * kwPerSourceKw * FLAT_PRICE).toFixed(5));
})();

type Source = 'cooling-water' | 'air-source';

/** Heat comes from the data centre's water, or from air that leaves the coil 5 K colder, as the water does. */
function heatFrom(source: Source) {
  return source === 'cooling-water'
    ? { tap: { loop: 'hall' }, cop: { carnotFraction: 0.5 }, operatingPricePerKwh: PUMPING_PRICE }
    : {
        tap: 'ambient' as const,
        cop: {
          carnotFraction: 0.5,
          sourceCelsius: rounded(
            CELSIUS.map((celsius) => celsius - 5),
            2,
          ),
        },
        operatingPricePerKwh: 0,
      };
}

function year(source: Source): ScenarioSource {
  const { tap, cop, operatingPricePerKwh } = heatFrom(source);
  return {
    wattshift: 1,
    name: `qingshu ${source}`,
    timeline: { start: '2025-01-01T00:00+08:00', end: '2026-01-01T00:00+08:00', slotMinutes: 60 * SLOT_HOURS },
    currency: 'CNY',
    sites: [
      {
        id: 'wuqing',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'tianjin', importLimitKw: 40_000, importPrice: PRICES },
        compute: { baseLoadKw: 10_000 },
        weather: { dryBulbCelsius: CELSIUS, relativeHumidityFraction: 0.6 },
        cooling: {
          loops: [
            { id: 'hall', medium: 'liquid', supplyCelsius: 15, returnCelsius: 20, circulationKwPerKw: 0.03 },
            { id: 'park', medium: 'liquid', supplyCelsius: 7, returnCelsius: 12 },
          ],
          heat: { baseLoad: { hall: 1 } },
          chillers: [{ id: 'hall chillers', loop: 'hall', coolingLimitKw: 12_000, cop: 5 }],
          freeCoolers: [
            { id: 'plates', loop: 'hall', coolingLimitKw: 12_000, outside: 'wetBulb', electricityKwPerKw: 0.03 },
          ],
          heatRejection: [{ id: 'towers', kind: 'tower', heatLimitKw: 30_000, electricityKwPerKw: 0.03 }],
        },
        heatNetworks: [
          { id: 'rooms', supplyCelsius: 45, returnCelsius: 40, demandKw: SPACE_HEAT_KW },
          { id: 'taps', supplyCelsius: 55, returnCelsius: 45, demandKw: (AREA * HOT_WATER) / HOURS_PER_YEAR },
        ],
        coldNetworks: [{ id: 'rooms-cold', loop: 'park', demandKw: COLD_KW }],
        dualModePlants: [
          {
            id: 'plant',
            network: 'rooms',
            loop: 'park',
            heatLimitKw: 5_000,
            coolingLimitKw: 5_000,
            coolingCop: 6,
            heatingSeasons: [{ from: '11-15', to: '03-15' }],
            tap,
            heatingCop: cop,
            operatingPricePerKwh,
          },
        ],
        heatPumps: [{ id: 'hot water', network: 'taps', heatLimitKw: 200, tap, cop, operatingPricePerKwh }],
      },
    ],
  };
}

/** CNY per m2 and season for space heat: power at the price of its hour, and pumping. */
function heatCost({ plan }: PlannedScenario, pumpingPrice: number): number {
  const power = seriesOf(plan, 'wuqing', 'heatPumpPower', 'plant-heat');
  const heat = seriesOf(plan, 'wuqing', 'heatPumpHeat', 'plant-heat');
  return (SLOT_HOURS * sumOf(power.map((kw, slot) => kw * PRICES[slot] + heat[slot] * pumpingPrice))) / AREA;
}

const waterCost = (plans: CasePlans) => heatCost(plans.of('cooling-water'), PUMPING_PRICE);

/** kWh a year of cooling that heat pumps on the hall's water spare, against heat pumps on air. */
const sparedKwh = (plans: CasePlans) =>
  COOLING_POWER_SERIES.reduce(
    (sum, name) => sum + energyKwh(plans.of('air-source'), name) - energyKwh(plans.of('cooling-water'), name),
    0,
  );

/** kWh that the cooling water gives: heat less the electricity of the heat pumps. */
const sourceHeatKwh = (scenario: PlannedScenario) =>
  energyKwh(scenario, 'heatPumpHeat') - energyKwh(scenario, 'heatPumpPower');

/** Tonnes a year: district heat not bought and cooling spared, less the power of the heat pumps. */
function carbonSaved(plans: CasePlans): number {
  const scenario = plans.of('cooling-water');
  const powerKwh = energyKwh(scenario, 'heatPumpPower') - sparedKwh(plans);
  return (energyKwh(scenario, 'heatDelivered') * DISTRICT_HEAT_CARBON - powerKwh * GRID_CARBON) / 1000;
}

const peakHeatKw = ({ plan }: PlannedScenario) => Math.max(...seriesOf(plan, 'wuqing', 'heatPumpHeat', 'plant-heat'));

function payBackYears(plans: CasePlans): number {
  const saving = AREA * (DISTRICT_HEAT_PRICE - waterCost(plans));
  return (INVESTMENT_PER_KW * peakHeatKw(plans.of('cooling-water'))) / saving;
}

/** Million m2: source heat and the electricity that lifts it, over the design load. */
function clusterArea(plans: CasePlans): number {
  const scenario = plans.of('cooling-water');
  const heatPerSourceHeat = energyKwh(scenario, 'heatPumpHeat') / sourceHeatKwh(scenario);
  return (CLUSTER_KW * heatPerSourceHeat) / (DESIGN_LOAD * 1000);
}

const heatedArea = (plans: CasePlans) =>
  energyKwh(plans.of('cooling-water'), 'heatDelivered') / (SPACE_HEAT + HOT_WATER);

const taken = (what: string, unit: string, published: number, compute: Figure['compute'], note: string): Figure => {
  return { what, kind: 'input', unit, published, compute, note };
};

export const qingshu: Case = {
  name: 'qingshu',
  title: 'Qingshu park, Tianjin Wuqing',
  source:
    'Danfoss on the Qingshu park in Wuqing, Tianjin: dual-mode magnetic-levitation heat pumps heat 103,000 m2 and its tap water from the cooling water of data centres 400 m away, and cool it in summer. Heat costs 60 % less than local commercial heat and 30 to 40 % less than from air-source heat pumps; at design occupancy the data centres save 1.1 GWh a year, and 1,659 t of carbon dioxide are saved; pay-back within 3 years. The full cluster has more than 230 MW to recover, for 4 to 5 million m2.',
  assumptions: [
    'A whole year in slots of two hours, by the generator of temperatures: 13 degrees mean, 15 of yearly and 5 of daily amplitude, so that the coldest hour has the -7 degrees for which heating is designed in Tianjin; 60 % humidity.',
    'Space heat of 70 kWh/m2 from 15 November to 15 March in proportion to the degrees below 18, hot water of 5 kWh/m2 all year, cold of 40 kWh/m2 from 15 May to 15 September. Rooms get water of 45 degrees, taps of 55.',
    'Heat pumps reach a half of the ideal coefficient between evaporation 5 K below and condensation 5 K above the water that leaves them, from water and from air alike. Water comes with 20 degrees and leaves with 15; air leaves the coil 5 K colder than outside.',
    'Local commercial heat costs 40 CNY/m2 and season, the tariff by area of Tianjin for all but homes. Electricity costs 0.72 CNY/kWh, half more at the peak and half less in the valley, by Tianjin’s hours.',
    'Heat costs its electricity and pumping over 400 m (100 Pa/m, 100 kPa for exchangers); 1 CNY/m2 for people and upkeep would make the advantage over the tariff 2.5 points smaller. The tariff is by area, so 10 kWh/m2 of heat more or less move it by 4.5 points.',
    'One data centre of 10 MW of IT stands for the neighbours. Cooling water cools its hall through plates where the weather allows (0.03 kWh/kWh for fans and pumps), else chillers do (COP 5). Heat pumps on the cooling water spare both.',
    'District heat carries 0.11 t/GJ, the Chinese default for heat bought; electricity 0.7041 kg/kWh, Tianjin’s factor of 2022.',
  ],
  limits: [
    'No demand, coefficient or price is published: that heat from water is cheaper than heat from air follows from 15 degrees against -7 to 15, the amount from the temperatures taken.',
    'No investment is published, so pay-back cannot be tested. It is shown for 500 USD per kW of heat, the low end of a rule of thumb; neither the summer’s cold nor a spared connection fee is counted.',
    'Which saving and which replaced heat make the 1,659 t is not said: against gas boilers (0.22 kg/kWh) about 500 t would be left of the outcome.',
    'The area of the full cluster rests on a design load of 60 W/m2, usual for offices; the plan’s coldest hour takes 35 W/m2, with which the area would be 1.7 times as large.',
  ],
  scenarios: [
    { name: 'cooling-water', make: () => year('cooling-water') },
    { name: 'air-source', make: () => year('air-source') },
  ],
  figures: [
    {
      what: 'Cost of heat, against local commercial heat',
      kind: 'outcome',
      unit: '%',
      published: -60,
      compute: (plans) => changePercent(waterCost(plans), DISTRICT_HEAT_PRICE),
      note: 'Space heat per m2 and season: power at the price of its hour, and pumping. It is near the edge of what counts as reproduced.',
    },
    {
      what: 'Cost of heat, against air-source heat pumps',
      kind: 'outcome',
      unit: '%',
      published: { from: -40, to: -30 },
      compute: (plans) => changePercent(waterCost(plans), heatCost(plans.of('air-source'), 0)),
      note: 'The same machines in a second plan, with the air of each hour as their source; without defrosting.',
    },
    {
      what: 'Power saved at the data centres',
      kind: 'outcome',
      unit: 'GWh a year',
      published: 1.1,
      compute: (plans) => sparedKwh(plans) / 1e6,
      note: 'Cooling power of the two plans.',
      cause:
        'The heat pumps take 5.8 GWh from the cooling water, so the source’s figure is 0.19 kWh for each kWh. Fans and pumps of free cooling are 0.03. So much is spared only where chillers would have run for most of the winter (0.24 with COP 5 and towers, 1.4 GWh in all); the source does not say that they would.',
    },
    {
      what: 'Carbon dioxide saved',
      kind: 'outcome',
      unit: 't a year',
      published: 1_659,
      compute: carbonSaved,
      note: 'District heat not bought and cooling spared, less the power of the heat pumps, at the factors taken.',
    },
    {
      what: 'Cold in summer from the plants that heat in winter',
      kind: 'outcome',
      unit: 'GWh',
      published: { direction: 'above', of: 0 },
      compute: (plans) => energyKwh(plans.of('cooling-water'), 'chillerCooling', { component: 'plant-cold' }) / 1e6,
      note: 'No amount is published.',
    },
    {
      what: 'Pay-back',
      kind: 'identity',
      unit: 'years',
      published: { direction: 'below', of: 3 },
      compute: payBackYears,
      note: '500 USD per kW of the largest heat, over what the tariff costs more. Three years of it would pay for about 2,400 CNY per kW.',
    },
    taken('Heated area', 'm2', 103_000, heatedArea, 'Heat delivered over what a square metre takes: all is served.'),
    taken('Distance to the data centre', 'm', 400, () => PIPE_METRES, 'It sets the price of pumping.'),
    taken('Heat to recover in the full cluster', 'MW', 230, () => CLUSTER_KW / 1000, 'Published as more than that.'),
    {
      what: 'Area that the full cluster could heat',
      kind: 'identity',
      unit: 'million m2',
      published: { from: 4, to: 5 },
      compute: clusterArea,
      note: '230 MW and the electricity that lifts them, over 60 W/m2.',
    },
  ],
};

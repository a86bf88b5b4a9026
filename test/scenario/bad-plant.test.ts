import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/index.ts';
import { type BadCase, itRefusesOf } from './bad-cases.ts';
import { folderWith } from './folder.ts';
import { type PlantScenario, type PlantSite, plantScenario } from './plant-scenario.ts';
import { type Loose, onlyProblem, problemsOf, smallScenario } from './small-scenario.ts';

type Change = (site: PlantSite) => void;
const at = (change: Change) => (scenario: PlantScenario) => change(scenario.sites[0]);
const set = (target: (site: PlantSite) => Loose | undefined, values: object) =>
  at((site) => void Object.assign(target(site) ?? {}, values));

const S = 'sites[0]';

const temperatures: BadCase<PlantScenario>[] = [
  [
    'a loop in kelvin',
    set((s) => s.cooling.loops[0], { supplyCelsius: 291.15 }),
    `${S}.cooling.loops[0].supplyCelsius: found 291.15, expected degrees Celsius, from -100 to 150 (looks like kelvin: 291.15 K is 18 C)`,
  ],
  [
    'weather in kelvin',
    set((s) => s.weather, { dryBulbCelsius: [12, 14, 298.15, 20] }),
    `${S}.weather.dryBulbCelsius[2]: found 298.15 in slot 2, expected values from -100 to 150 (looks like kelvin: 298.15 K is 25 C)`,
  ],
  [
    'humidity in percent',
    set((s) => s.weather, { relativeHumidityFraction: 60 }),
    `${S}.weather.relativeHumidityFraction: found 60, expected values from 0 to 1 (a fraction is 0 to 1, never percent: 60 % is 0.6)`,
  ],
  [
    'a pressure in hPa',
    set((s) => s.weather, { pressureKpa: 900 }),
    `${S}.weather.pressureKpa: found 900, expected values from 40 to 120 (looks like hPa: 900 hPa is 90 kPa)`,
  ],
  [
    'two ways to the wet-bulb temperature',
    set((s) => s.weather, { wetBulbCelsius: 10 }),
    `${S}.weather.relativeHumidityFraction: found relativeHumidityFraction beside wetBulbCelsius, expected one of the two`,
  ],
  [
    'a wet-bulb temperature above the dry-bulb temperature',
    at((s) => {
      s.weather = { dryBulbCelsius: [12, 14, 17.5, 20], wetBulbCelsius: [11, 12, 18, 14] };
    }),
    `${S}.weather.wetBulbCelsius: found 18 C in slot 2, where dryBulbCelsius is 17.5 C, expected a wet-bulb temperature that is at most`,
  ],
  [
    'a loop that returns no warmer',
    set((s) => s.cooling.loops[1], { returnCelsius: 40 }),
    `${S}.cooling.loops[1].returnCelsius: found 40 C, expected more than the 40 C of supplyCelsius`,
  ],
  [
    'a network that is supplied no warmer than it returns',
    set((s) => s.heatNetworks[1], { returnCelsius: 36 }),
    `${S}.heatNetworks[1].supplyCelsius: found 35 C, expected more than the 36 C of returnCelsius`,
  ],
  [
    'a heat pump whose source is warmer than its sink',
    at((s) => void s.heatPumps.push({ id: 'downhill', tap: { loop: 'liquid' }, network: 'pool', heatLimitKw: 10 })),
    `${S}.heatPumps[3]: found a source of 40 C, warmer than the sink of 35 C by the approach of 5 K, expected a sink that is warmer: there is nothing to lift (heat that flows by itself is moved by a heatExchanger`,
  ],
  [
    'a heat pump whose source is warmer than its sink, with a COP of its own',
    at((s) => void s.heatPumps.push({ id: 'd', tap: { loop: 'liquid' }, network: 'pool', heatLimitKw: 10, cop: 8 })),
    `${S}.heatPumps[3]: found a source of 40 C, warmer than the sink of 35 C`,
  ],
  [
    'an exchanger whose source is no warmer',
    set((s) => s.heatExchangers[0], { tap: { loop: 'air' } }),
    `${S}.heatExchangers[0]: found a source of 28 C for a network of 35 C, expected a source that is warmer than the supply of the network (colder heat has to be lifted, by one of heatPumps)`,
  ],
  [
    'free cooling without weather',
    at((s) => {
      s.weather = { wetBulbCelsius: 12 };
      s.cooling.heatRejection.splice(1, 1);
      s.cooling.freeCoolers = [s.cooling.freeCoolers[0], { ...s.cooling.freeCoolers[1], availableFraction: 1 }];
      s.heatPumps[2].cop = 4;
      s.dualModePlants[0].heatingCop = 4;
    }),
    `${S}.cooling.freeCoolers[0]: found no outside temperature for a free cooler, expected weather.dryBulbCelsius, or its availableFraction`,
  ],
];

const coefficients: BadCase<PlantScenario>[] = [
  [
    'a COP below 1',
    set((s) => s.cooling.chillers[0], { cop: [4, 4, 0.8, 4] }),
    `${S}.cooling.chillers[0].cop[2]: found 0.8 in slot 2, expected values from 1 to 100 (a COP is what a machine gives per electricity`,
  ],
  [
    'a COP below 1 by its temperatures',
    set((s) => s.heatPumps[0], { cop: { sinkCelsius: 140, carnotFraction: 0.2 } }),
    `${S}.heatPumps[0].cop: found a COP of 0.63 in slot 0, from 18 to 140 C, expected a COP of at least 1`,
  ],
  [
    'a COP of nothing known',
    at((s) => {
      s.weather = { dryBulbCelsius: 20 };
      s.dualModePlants[0].coolingCop = 4;
    }),
    `${S}.cooling.chillers[0].cop: found no sinkCelsius, and nothing to make it from, expected a cop, its sinkCelsius, or weather with wetBulbCelsius, or with dryBulbCelsius and relativeHumidityFraction`,
  ],
  [
    'a table that does not ascend',
    set((s) => s.heatPumps[0], {
      cop: {
        liftTable: [
          { liftKelvin: 50, cop: 3 },
          { liftKelvin: 40, cop: 4 },
        ],
      },
    }),
    `${S}.heatPumps[0].cop.liftTable[1].liftKelvin: found 40 after 50, expected rows that ascend`,
  ],
  [
    'a table that does not reach as far',
    set((s) => s.heatPumps[0], {
      cop: {
        liftTable: [
          { liftKelvin: 20, cop: 6 },
          { liftKelvin: 40, cop: 4 },
        ],
      },
    }),
    `${S}.heatPumps[0].cop: found a lift of 42 K in slot 0, expected a table that reaches so far: its last row is for 40`,
  ],
  [
    'an efficiency above 1',
    set((s) => s.boilers[0], { efficiency: 1.05 }),
    `${S}.boilers[0].efficiency: found 1.05, expected a number above 0, at most 1`,
  ],
  [
    'more out of a generator than its fuel holds',
    set((s) => s.generators[0].heatRecovery as Loose, { heatKwPerKw: 1.6 }),
    `${S}.generators[0].heatRecovery.heatKwPerKw: found 1.6 kW of heat with each kW of electricity at an efficiency of 0.4, expected at most 1.5`,
  ],
];

const places: BadCase<PlantScenario>[] = [
  [
    'an unknown loop',
    set((s) => s.cooling.chillers[0], { loop: 'aire' }),
    `${S}.cooling.chillers[0].loop: found the loop "aire", expected a loop of the site: air, liquid (did you mean air?)`,
  ],
  [
    'an unknown loop of a tap',
    set((s) => s.heatPumps[0], { tap: { loop: 'liqid' } }),
    `${S}.heatPumps[0].tap.loop: found the loop "liqid", expected a loop of the site: air, liquid (did you mean liquid?)`,
  ],
  [
    'an unknown network',
    set((s) => s.boilers[1], { network: 'towns' }),
    `${S}.boilers[1].network: found the heat network "towns", expected a heat network of the site: town, pool (did you mean town?)`,
  ],
  [
    'a choice of networks that is not made',
    at((s) => void delete s.hotStores[0].network),
    `${S}.hotStores[0].network: found nothing, expected a heat network of the site: town, pool`,
  ],
  [
    'an unknown pool of machines',
    at((s) => {
      s.cooling.heat = { pools: { gpus: { air: 1 } } };
    }),
    `${S}.cooling.heat.pools.gpus: found the pool "gpus", expected a pool of the scenario: gpu (did you mean gpu?)`,
  ],
  [
    'shares of heat that do not add up',
    set((s) => s.cooling.heat, { pools: { gpu: { air: 0.3, liquid: 0.6 } } }),
    `${S}.cooling.heat.pools.gpu: found shares that add up to 0.9, expected shares that add up to 1`,
  ],
  [
    'a base load of which no loop takes the heat',
    set((s) => s.cooling.heat, { baseLoad: {} }),
    `${S}.cooling.heat.baseLoad: found no shares, expected shares that add up to 1`,
  ],
  [
    'heat on a loop that nothing cools',
    at((s) => {
      s.cooling.freeCoolers.splice(1, 1);
      Object.assign(s.heatExchangers[0], { tap: 'condenserWater', sourceCelsius: 36 });
    }),
    `${S}.cooling.loops: found the loop "liquid", which takes heat of pool "gpu" and which nothing cools, expected a chiller, a free cooler or a heat pump on it`,
  ],
  [
    'condenser heat that nothing removes',
    at((s) => void s.cooling.heatRejection.splice(0, 2)),
    `${S}.cooling.heatRejection: found condenser heat, of "chiller" and 3 more, and nothing that removes it, expected at least one tower or dryCooler (an air-cooled chiller is a chiller and a dryCooler)`,
  ],
  [
    'two devices of a name',
    set((s) => s.boilers[0], { id: 'engine' }),
    `${S}.generators[0].id: found the id "engine" a second time, expected an id of its own (sites[0].boilers[0].id has it already)`,
  ],
  [
    'a device and a battery of a name',
    set((s) => s.coldStores[0], { id: 'container' }),
    `${S}.coldStores[0].id: found the id "container" a second time, expected an id of its own (sites[0].batteries[0].id has it already)`,
  ],
  [
    'a device that is called like a side of a dual-mode plant',
    set((s) => s.heatPumps[2], { id: 'twin-heat' }),
    `${S}.dualModePlants[0].id: found the id "twin-heat" a second time`,
  ],
];

const limits: BadCase<PlantScenario>[] = [
  [
    'a store with more at the end than may be there',
    set((s) => s.coldStores[0], { endEnergyKwh: 300, endEnergyMaximumKwh: 250 }),
    `${S}.coldStores[0].endEnergyMaximumKwh: found 250 kWh, expected an energy from 300 to 400 kWh`,
  ],
  [
    'a store that is promised more than it holds',
    set((s) => s.coldStores[0], { endEnergyKwh: 401 }),
    `${S}.coldStores[0].endEnergyKwh: found 401 kWh, expected an energy from 0 to 400 kWh`,
  ],
  [
    'a promise of a store that starts where it ends',
    set((s) => s.hotStores[0], { endEnergyKwh: 10 }),
    `${S}.hotStores[0].endEnergyKwh: found a promise for the end beside startsWhereItEnds, expected one of the two`,
  ],
  [
    'a minimum load above the limit',
    set((s) => s.generators[0], { minimumLoadKw: 120 }),
    `${S}.generators[0].minimumLoadKw: found 120 kW, above electricityLimitKw, which is 100 kW at most, expected a minimum load up to`,
  ],
  [
    'a contract with a minimum above its limit',
    set((s) => s.heatContracts[0], { minimumKw: [5, 25, 5, 5] }),
    `${S}.heatContracts[0].minimumKw: found 25 kW in slot 1, where limitKw is 20 kW, expected a minimum up to limitKw`,
  ],
  [
    'a season that begins on no day',
    set((s) => s.dualModePlants[0], { heatingSeasons: [{ from: '02-30', to: '03-15' }] }),
    `${S}.dualModePlants[0].heatingSeasons[0].from: found the text "02-30", expected a day that the calendar has`,
  ],
  [
    'a season in words',
    set((s) => s.dualModePlants[0], { heatingSeasons: [{ from: '11-15', to: 'March' }] }),
    `${S}.dualModePlants[0].heatingSeasons[0].to: found the text "March", expected a day of the year in quotes, like "11-15"`,
  ],
];

const every = [...temperatures, ...coefficients, ...places, ...limits];

describe('temperatures that cannot be', () => itRefusesOf(plantScenario, temperatures));
describe('coefficients that cannot be', () => itRefusesOf(plantScenario, coefficients));
describe('names and heat that lead nowhere', () => itRefusesOf(plantScenario, places));
describe('limits that contradict each other', () => itRefusesOf(plantScenario, limits));

describe('a site with a fixed PUE', () => {
  const withPue = (cooling: unknown, more: object = {}) =>
    smallScenario((s) => {
      s.sites[0].compute.overheadFraction = 0.08;
      Object.assign(s.sites[0], { cooling }, more);
    });

  it('has one that leaves room for the losses of power distribution', () => {
    expect(onlyProblem(withPue({ fixedPue: 1.05 }))).toBe(
      'sites[0].cooling.fixedPue: found 1.05, below what power distribution alone makes of it, expected at least 1.08, since overheadFraction is 0.08',
    );
  });

  it('has no loops for anything else', () => {
    const coldNetworks = [{ id: 'offices', demandKw: 5 }];
    expect(onlyProblem(withPue({ fixedPue: 1.2 }, { coldNetworks }))).toBe(
      'sites[0].coldNetworks[0].loop: found nothing, expected a loop under cooling.loops, but the site has none',
    );
  });

  it('has no loops beside it', () => {
    const loops = [{ id: 'air', medium: 'air', supplyCelsius: 18, returnCelsius: 28 }];
    const chillers = [{ id: 'c', coolingLimitKw: 500, cop: 4 }];
    const heatRejection = [{ id: 't', kind: 'tower', heatLimitKw: 900, electricityKwPerKw: 0.02 }];
    expect(onlyProblem(withPue({ fixedPue: 1.2, loops, chillers, heatRejection }))).toContain(
      'sites[0].cooling.fixedPue: found an unknown key, expected only',
    );
  });
});

it('mistakes that have nothing to do with each other are all told, each once', () => {
  const scenario = plantScenario((s) => {
    const [site] = s.sites;
    site.cooling.chillers[0].loop = 'aire';
    site.heatPumps[1].cop = 0.5;
    site.boilers[0].efficiency = 2;
    site.generators[0].minimumLoadKw = 500;
    site.coldStores[0].initialEnergyKwh = 500;
    site.heatNetworks[0].supplyCelsius = 333.15;
  });
  const lines = problemsOf(scenario).map((problem) =>
    formatProblems([problem]).replace(/^small\.yaml: sites\[0\]\./, ''),
  );
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
    'boilers[0].efficiency',
    'coldStores[0].initialEnergyKwh',
    'cooling.chillers[0].loop',
    'generators[0].minimumLoadKw',
    'heatNetworks[0].supplyCelsius',
    'heatPumps[1].cop',
  ]);
});

it('a file of temperatures in a unit that is none is refused with those there are', () => {
  const directory = folderWith({ 'weather.csv': 'time,t\n2026-06-01T00:00+08:00,12' });
  const scenario = plantScenario((s) => {
    s.sites[0].weather.dryBulbCelsius = { file: 'weather.csv', column: 't', unit: 'F', stamp: 'intervalStart' };
  });
  expect(problemsOf(scenario, { directory }).map((problem) => formatProblems([problem]))).toContainEqual(
    expect.stringContaining('weather.dryBulbCelsius.unit: found "F", expected a unit of temperature: C, K'),
  );
});

it('every mistake has a message of its own', () => {
  const messages = every.map(([, , message]) => message);
  expect(new Set(messages).size).toBe(messages.length);
});

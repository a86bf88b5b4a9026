import { type Loose, type SmallScenario, type SmallSite, smallScenario } from './small-scenario.ts';

/** The small scenario with cooling, heat and generation of every kind at its site. */
export interface PlantScenario extends SmallScenario {
  sites: [PlantSite, ...PlantSite[]];
}

export interface PlantSite extends SmallSite {
  weather: Loose;
  cooling: Loose & {
    loops: [Loose, Loose, ...Loose[]];
    heat: Loose;
    chillers: [Loose, ...Loose[]];
    absorptionChillers: [Loose, ...Loose[]];
    freeCoolers: [Loose, ...Loose[]];
    heatRejection: Loose[];
  };
  coldStores: [Loose, ...Loose[]];
  coldNetworks: [Loose, ...Loose[]];
  heatNetworks: [Loose, ...Loose[]];
  heatPumps: [Loose, Loose, Loose, ...Loose[]];
  heatExchangers: [Loose, ...Loose[]];
  boilers: [Loose, Loose, ...Loose[]];
  heatContracts: [Loose, ...Loose[]];
  hotStores: [Loose, ...Loose[]];
  generators: [Loose, ...Loose[]];
  dualModePlants: [Loose, ...Loose[]];
}

const GAS = { pricePerKwh: 0.05, emissionGramsPerKwh: 202 };

/**
 * Loops `air` (18 to 28 C) and `liquid` (40 to 55 C); networks `town` (60 to 40 C) and `pool` (35 to 28 C). It is 1 June:
 * the dual-mode plant, which heats in winter, cools.
 */
export function plantScenario(change: (scenario: PlantScenario) => void = () => {}): PlantScenario {
  const small = smallScenario();
  const [hohhot] = small.sites;
  hohhot.compute.overheadFraction = 0.1;
  hohhot.grid.importLimitKw = 5000;
  const site: PlantSite = {
    ...hohhot,
    weather: { dryBulbCelsius: [12, 14, 17.5, 20], relativeHumidityFraction: 0.5, pressureKpa: 90 },
    cooling: {
      waterPricePerCubicMetre: 4,
      loops: [
        { id: 'air', medium: 'air', supplyCelsius: 18, returnCelsius: 28, circulationKwPerKw: 0.04 },
        { id: 'liquid', medium: 'liquid', supplyCelsius: 40, returnCelsius: 55 },
      ],
      heat: { pools: { gpu: { air: 0.25, liquid: 0.75 } } },
      chillers: [{ id: 'chiller', loop: 'air', coolingLimitKw: 200 }],
      absorptionChillers: [{ id: 'absorber', loop: 'air', heatNetwork: 'town', coolingLimitKw: 30 }],
      freeCoolers: [
        { id: 'economiser', loop: 'air', coolingLimitKw: 100, electricityKwPerKw: 0.03 },
        { id: 'radiator', loop: 'liquid', coolingLimitKw: 200, electricityKwPerKw: 0.01, waterLitresPerKwh: 0.1 },
      ],
      heatRejection: [
        { id: 'tower', kind: 'tower', heatLimitKw: 600, electricityKwPerKw: 0.02 },
        { id: 'dry', kind: 'dryCooler', heatLimitKw: 100, electricityKwPerKw: 0.04 },
      ],
    },
    coldStores: [
      {
        id: 'tank',
        energyCapacityKwh: 400,
        initialEnergyKwh: 100,
        chargeLimitKw: 50,
        dischargeLimitKw: 80,
        dischargesTo: 'air',
        reserve: { hours: 0.1 },
      },
    ],
    coldNetworks: [{ id: 'offices', loop: 'air', demandKw: 20, lossFraction: 0.05, pricePerKwh: 0.1 }],
    heatNetworks: [
      { id: 'town', supplyCelsius: 60, returnCelsius: 40, demandKw: [80, 90, 60, 40], pricePerKwh: 0.3 },
      { id: 'pool', supplyCelsius: 35, returnCelsius: 28, demandKw: 10, spillLimitKw: 5 },
    ],
    heatPumps: [
      { id: 'recovery', tap: { loop: 'air' }, network: 'town', heatLimitKw: 60 },
      { id: 'booster', tap: 'condenserWater', network: 'town', heatLimitKw: 30, cop: 3.5 },
      { id: 'airsource', tap: 'ambient', network: 'pool', heatLimitKw: 20, cop: { carnotFraction: 0.4 } },
    ],
    heatExchangers: [
      { id: 'plate', tap: { loop: 'liquid' }, network: 'pool', heatLimitKw: 15, electricityKwPerKw: 0.02 },
    ],
    boilers: [
      { id: 'gas-boiler', network: 'town', heatLimitKw: 200, efficiency: 0.9, fuel: GAS },
      { id: 'element', network: 'town', heatLimitKw: 20, efficiency: 0.99, fuel: 'electricity' },
    ],
    heatContracts: [
      { id: 'waste-plant', network: 'town', direction: 'buy', minimumKw: 5, limitKw: 20, pricePerKwh: 0.02 },
    ],
    hotStores: [
      {
        id: 'accumulator',
        network: 'town',
        energyCapacityKwh: 100,
        initialEnergyKwh: 0,
        startsWhereItEnds: true,
        chargeLimitKw: 40,
        dischargeLimitKw: 40,
      },
    ],
    generators: [
      {
        id: 'engine',
        kind: 'gas',
        electricityLimitKw: 100,
        minimumLoadKw: 40,
        efficiency: 0.4,
        fuel: GAS,
        runHoursBudget: 3,
        heatRecovery: { network: 'town', heatKwPerKw: 1.1 },
      },
    ],
    dualModePlants: [
      {
        id: 'twin',
        tap: 'ambient',
        network: 'pool',
        loop: 'air',
        heatLimitKw: 50,
        coolingLimitKw: 40,
        heatingSeasons: [{ from: '11-15', to: '03-15' }],
      },
    ],
  };
  const scenario: PlantScenario = { ...small, sites: [site] };
  change(scenario);
  return scenario;
}

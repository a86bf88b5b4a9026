import type { Fleet } from '../../src/domain/fleet.ts';
import type { Plant } from '../../src/domain/plant.ts';
import type { ColdStore, HotStore } from '../../src/domain/store.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import {
  at,
  type BatteryInput,
  hourly,
  type JobInput,
  makeBattery,
  makeDemandCharge,
  makeFleet,
  type SiteInput,
  series,
} from './fleets.ts';

/** A fleet with one of every thing that a program can be made of. Two sites, six hours. */
export function everythingFleet(timeline: Timeline = hourly(6)): Fleet {
  const gpu = { id: 'gpu', idleKwPerUnit: 0.1, unitsAvailable: 40 };
  const site = (id: string): SiteInput => ({
    id,
    grid: {
      importLimitKw: 2000,
      exportLimitKw: 500,
      importPricePerKwh: Array.from(timeline.hours, (_, t) => 0.1 + 0.05 * (t % 4)),
      exportPricePerKwh: 0.02,
      carbonGramsPerKwh: {
        average: series(timeline, 400),
        marginal: series(timeline, 500),
        market: series(timeline, 300),
      },
      demandCharges: [makeDemandCharge(timeline, { pricePerKw: 0.5 })],
      contractedLimits: [{ id: 'agreed', direction: 'import', limitKw: series(timeline, 600), breachPricePerKwh: 5 }],
      ramp: { limitKwPerMinute: 20, transitionMinutes: 5, measuredNetImportKw: 100, breachPricePerKw: 3 } as never,
      coincidentPeaks: [{ id: 'system', pricePerKw: 2, probability: series(timeline, 0.02) }],
      renewableFraction: series(timeline, 0.3),
      greenPower: [
        {
          id: 'wind-contract',
          kind: 'contract',
          pricePerKwh: series(timeline, 0.01),
          limitKw: series(timeline, 300),
          limitKwh: 900 as never,
        },
      ],
    },
    compute: {
      baseLoadKw: 60,
      baseLoadShedPricePerKwh: 50,
      overheadFraction: 0.05,
      pools: [
        { ...gpu, operatingPoints: [{ id: 'full', kwPerUnit: 1, speed: 1 }].map((point) => point as never) },
        {
          id: 'cpu',
          idleKwPerUnit: 0.1,
          unitsAvailable: 20,
          operatingPoints: [
            { id: 'eco', kwPerUnit: 0.5, speed: 0.6 },
            { id: 'full', kwPerUnit: 1, speed: 1 },
          ],
        },
      ],
    },
    batteries: [{ ...battery, id: 'ups', kind: 'ups', reserve: { hours: 0.25, loadFraction: 1 }, cycleBudget: 1 }],
    renewables: [{ id: 'roof', availableKw: 30 }],
    plant: everyPlant(timeline),
  });
  const jobs: JobInput[] = [
    { id: 'piece', shape: 'contiguous', work: 12, maximumUnits: 4, unservedPricePerUnitHour: 50 },
    {
      id: 'points',
      pool: 'cpu',
      work: 8,
      maximumUnits: 4,
      shape: 'preemptible',
      restartPricePerUnit: 0.1,
      earliestStart: at(0.5),
      deadline: at(5.5),
    },
    { id: 'wide', pool: 'cpu', work: 8, maximumUnits: 40, earliestStart: at(0.9), deadline: at(5.5) },
    ...[1, 2, 3, 4, 5, 6].map(
      (n): JobInput => ({
        id: `alike-${n}`,
        work: 10,
        maximumUnits: 5,
        data: { site: 'north', gigabytesPerUnitHour: 1 } as never,
      }),
    ),
  ];
  return makeFleet({
    timeline,
    objective: { carbonPricePerTonne: 30 },
    targets: {
      carbonBudget: { limitKg: 700, breachPricePerKg: 20 },
      renewableShare: { minimum: 0.35 as never, breachPricePerKwh: 4 },
      offsets: [{ id: 'forest', pricePerTonne: 200, limitKg: 100 }],
      zoneRamps: [{ marketZone: 'zone', limitKwPerMinute: 40, transitionMinutes: 5, breachPricePerKw: 3 }],
    },
    sites: [site('north'), site('south')],
    links: [
      { from: 'north', to: 'south' },
      { from: 'south', to: 'north' },
    ],
    jobs,
  });
}

const battery: BatteryInput = {
  energyCapacityKwh: 200,
  initialEnergyKwh: 120,
  endEnergyKwh: 100,
  endEnergyMaximumKwh: 200,
  chargeEfficiency: 0.95,
  dischargeEfficiency: 0.95,
};

/** Two loops, every device that cools them, a heat network with every source, a generator with every budget. */
export function everyPlant(timeline: Timeline): Plant {
  const all = (value: number) => series(timeline, value);
  const share = (loop: string, fraction: number) => ({ loop, fraction: fraction as never });
  const store = (id: string) =>
    makeBattery({
      ...battery,
      id,
      cycleBudget: 2,
      selfDischargePerHour: 0.01,
      chargeEfficiency: 1,
      dischargeEfficiency: 1,
    });
  const cold = (id: string, kind: ColdStore['kind'], chargesFrom: string): ColdStore => ({
    ...store(id),
    kind,
    chargesFrom,
    dischargesTo: 'room',
    reserve: kind === 'chilledWater' ? { hours: 0.1, loadFraction: 1 as never } : null,
  });
  const hot: HotStore = { ...store('tank'), kind: 'hotWater', network: 'town' };
  const fuel = { pricePerKwh: all(0.05), emissionGramsPerKwh: 200 };
  const heat = { heatLimitKw: all(40), network: 'town' };
  return {
    fixedCoolingFraction: 0,
    waterPricePerLitre: 0.002,
    loops: [
      { id: 'room', medium: 'air', supplyCelsius: 20, returnCelsius: 32, circulationKwPerKw: 0.03 },
      { id: 'cold-plate', medium: 'liquid', supplyCelsius: 40, returnCelsius: 50, circulationKwPerKw: 0.01 },
      { id: 'brine', medium: 'liquid', supplyCelsius: -6, returnCelsius: -2, circulationKwPerKw: 0 },
    ],
    heatOf: {
      baseLoad: [share('room', 1)],
      distribution: [share('room', 1)],
      pools: { gpu: [share('room', 0.3), share('cold-plate', 0.7)], cpu: [share('room', 1)] },
    },
    chillers: [
      { id: 'chiller', loop: 'room', coolingLimitKw: all(200), cop: all(5), operatingPricePerKwh: 0.001 },
      { id: 'ice-chiller', loop: 'brine', coolingLimitKw: all(50), cop: all(3), operatingPricePerKwh: 0 },
    ],
    absorptionChillers: [
      {
        id: 'absorption',
        loop: 'room',
        heatNetwork: 'town',
        coolingLimitKw: all(20),
        cop: all(0.7),
        electricityKwPerKw: 0.02,
      },
    ],
    freeCoolers: [
      {
        id: 'economiser',
        loop: 'cold-plate',
        coolingLimitKw: all(100),
        electricityKwPerKw: 0.03,
        waterLitresPerKwh: 0.5,
      },
    ],
    heatRejection: [
      { id: 'tower', kind: 'tower', heatLimitKw: all(400), electricityKwPerKw: 0.02, waterLitresPerKwh: 1.8 },
    ],
    coldStores: [cold('chilled-water', 'chilledWater', 'room'), cold('ice', 'ice', 'brine')],
    coldNetworks: [
      {
        id: 'offices',
        loop: 'room',
        demandKw: all(15),
        lossFraction: 0.05 as never,
        pricePerKwh: all(0.03),
        unservedPricePerKwh: 5,
      },
    ],
    heatNetworks: [
      {
        id: 'town',
        supplyCelsius: 60,
        returnCelsius: 45,
        demandKw: Float64Array.from(timeline.hours, (_, t) => 50 + 30 * (t % 3)),
        lossFraction: 0.1 as never,
        pricePerKwh: all(0.04),
        unservedPricePerKwh: 5,
        spillLimitKw: 20 as never,
        spillPricePerKwh: 0.001,
      },
    ],
    heatPumps: [
      { ...heat, id: 'pump', tap: { kind: 'loop', loop: 'room' }, cop: all(3.5), operatingPricePerKwh: 0.001 },
      { ...heat, id: 'condenser-pump', tap: { kind: 'condenserWater' }, cop: all(4), operatingPricePerKwh: 0 },
      { ...heat, id: 'air-pump', tap: { kind: 'ambient' }, cop: all(2.5), operatingPricePerKwh: 0 },
    ],
    heatExchangers: [{ ...heat, id: 'exchanger', tap: { kind: 'loop', loop: 'cold-plate' }, electricityKwPerKw: 0.01 }],
    boilers: [
      { ...heat, id: 'gas-boiler', efficiency: 0.9 as never, fuel, operatingPricePerKwh: 0.001 },
      { ...heat, id: 'electric-boiler', efficiency: 0.98 as never, fuel: null, operatingPricePerKwh: 0 },
    ],
    heatContracts: [
      {
        id: 'must-take',
        network: 'town',
        direction: 'buy',
        minimumKw: all(5),
        limitKw: all(30),
        pricePerKwh: all(0.03),
      },
      {
        id: 'greenhouse',
        network: 'town',
        direction: 'sell',
        minimumKw: all(0),
        limitKw: all(10),
        pricePerKwh: all(0.035),
      },
    ],
    hotStores: [hot],
    generators: [
      {
        id: 'engine',
        kind: 'gas',
        electricityLimitKw: all(100),
        minimumLoadKw: 40 as never,
        efficiency: 0.4 as never,
        fuel,
        operatingPricePerKwh: 0.01,
        energyBudgetKwh: 300 as never,
        runHoursBudget: 4,
        heatRecovery: { network: 'town', heatKwPerKw: 0.8 },
      },
    ],
  };
}

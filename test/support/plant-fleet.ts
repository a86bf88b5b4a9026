import type { Fleet } from '../../src/domain/fleet.ts';
import type { Plant } from '../../src/domain/plant.ts';
import type { ColdStore, HotStore } from '../../src/domain/store.ts';
import { fraction, kw, kwh } from '../../src/units/index.ts';
import { type BatteryInput, type GridInput, makeBattery, makeFleet, series, slotsOf } from './fleets.ts';

/**
 * Two sites in one market zone: north cools, heats and generates with one of every device, south cools by a fixed
 * ratio. Slots of 30, 30, 60 and 60 minutes, cheap and dear by turns; every device is used, and every target and
 * promise of the plant is broken. The hot store loses nothing on its way in and out.
 */
const timeline = slotsOf(0.5, 0.5, 1, 1);
const all = (value: number) => series(timeline, value);
const slots = (...values: readonly number[]) => series(timeline, values);
const share = (loop: string, part: number) => ({ loop, fraction: fraction(part) });

const store: BatteryInput = {
  energyCapacityKwh: 40,
  initialEnergyKwh: 15,
  endEnergyKwh: 0,
  endEnergyMaximumKwh: 40,
  chargeLimitKw: 12,
  dischargeLimitKw: 12,
  chargeEfficiency: 0.95,
  dischargeEfficiency: 0.9,
  selfDischargePerHour: 0.02,
};

const chilledWater: ColdStore = {
  ...makeBattery({ ...store, reserve: { hours: 0.05, loadFraction: 0.8 } }),
  id: 'chilled-water',
  kind: 'chilledWater',
  chargesFrom: 'room',
  dischargesTo: 'room',
};

/** Charged from brine, and back at the end where it was at the start. */
const ice: ColdStore = {
  ...makeBattery({ ...store, startsWhereItEnds: true, cycleBudget: 0.3 }),
  id: 'ice',
  kind: 'ice',
  chargesFrom: 'brine',
  dischargesTo: 'room',
};

const tank: HotStore = {
  ...makeBattery({
    ...store,
    endEnergyKwh: 38,
    chargeEfficiency: 1,
    dischargeEfficiency: 1,
    endShortfallPricePerKwh: 0.001,
    wearPricePerKwh: 0.002,
  }),
  id: 'tank',
  kind: 'hotWater',
  network: 'town',
};

const gas = { pricePerKwh: all(0.06), emissionGramsPerKwh: 200 };
const town = { network: 'town' };

const plant: Plant = {
  fixedCoolingFraction: 0,
  waterPricePerLitre: 0.003,
  loops: [
    { id: 'room', medium: 'air', supplyCelsius: 20, returnCelsius: 32, circulationKwPerKw: 0.04 },
    { id: 'plate', medium: 'liquid', supplyCelsius: 40, returnCelsius: 50, circulationKwPerKw: 0.01 },
    { id: 'brine', medium: 'liquid', supplyCelsius: -6, returnCelsius: -2, circulationKwPerKw: 0 },
  ],
  heatOf: {
    baseLoad: [share('room', 0.75), share('plate', 0.25)],
    distribution: [share('room', 1)],
    pools: { gpu: [share('room', 0.2), share('plate', 0.8)] },
  },
  chillers: [
    {
      id: 'chiller',
      loop: 'room',
      coolingLimitKw: slots(40, 45, 25, 8),
      cop: slots(5, 5, 4, 4),
      operatingPricePerKwh: 0.001,
    },
    { id: 'ice-chiller', loop: 'brine', coolingLimitKw: all(20), cop: all(3), operatingPricePerKwh: 0 },
  ],
  absorptionChillers: [
    {
      id: 'absorption',
      loop: 'room',
      heatNetwork: 'town',
      coolingLimitKw: all(8),
      cop: all(0.7),
      electricityKwPerKw: 0.02,
    },
  ],
  freeCoolers: [
    { id: 'economiser', loop: 'plate', coolingLimitKw: all(40), electricityKwPerKw: 0.03, waterLitresPerKwh: 0.5 },
  ],
  heatRejection: [
    { id: 'tower', kind: 'tower', heatLimitKw: all(90), electricityKwPerKw: 0.025, waterLitresPerKwh: 1.8 },
  ],
  coldStores: [chilledWater, ice],
  coldNetworks: [
    {
      id: 'offices',
      loop: 'room',
      demandKw: all(9),
      lossFraction: fraction(0.1),
      pricePerKwh: all(0.03),
      unservedPricePerKwh: 0.13,
    },
  ],
  heatNetworks: [
    {
      id: 'town',
      supplyCelsius: 60,
      returnCelsius: 45,
      demandKw: slots(4, 40, 60, 120),
      lossFraction: fraction(0.2),
      pricePerKwh: all(0.09),
      unservedPricePerKwh: 0.4,
      spillLimitKw: kw(20),
      spillPricePerKwh: 0.001,
    },
  ],
  heatPumps: [
    {
      ...town,
      id: 'loop-pump',
      tap: { kind: 'loop', loop: 'room' },
      heatLimitKw: all(12),
      cop: all(3),
      operatingPricePerKwh: 0.001,
    },
    {
      ...town,
      id: 'condenser-pump',
      tap: { kind: 'condenserWater' },
      heatLimitKw: all(10),
      cop: all(4),
      operatingPricePerKwh: 0,
    },
    { ...town, id: 'air-pump', tap: { kind: 'ambient' }, heatLimitKw: all(8), cop: all(2.5), operatingPricePerKwh: 0 },
  ],
  heatExchangers: [
    { ...town, id: 'exchanger', tap: { kind: 'loop', loop: 'plate' }, heatLimitKw: all(6), electricityKwPerKw: 0.02 },
  ],
  boilers: [
    {
      ...town,
      id: 'gas-boiler',
      heatLimitKw: all(15),
      efficiency: fraction(0.9),
      fuel: gas,
      operatingPricePerKwh: 0.001,
    },
    {
      ...town,
      id: 'electric-boiler',
      heatLimitKw: all(10),
      efficiency: fraction(0.98),
      fuel: null,
      operatingPricePerKwh: 0,
    },
  ],
  heatContracts: [
    {
      ...town,
      id: 'waste',
      direction: 'buy',
      minimumKw: all(5),
      limitKw: slots(40, 9, 9, 9),
      pricePerKwh: slots(-0.02, 0.05, 0.05, 0.05),
    },
    { ...town, id: 'greenhouse', direction: 'sell', minimumKw: all(2), limitKw: all(7), pricePerKwh: all(0.04) },
  ],
  hotStores: [tank],
  generators: [
    {
      id: 'engine',
      kind: 'gas',
      electricityLimitKw: all(30),
      minimumLoadKw: kw(12),
      efficiency: fraction(0.4),
      fuel: gas,
      operatingPricePerKwh: 0.01,
      energyBudgetKwh: kwh(50),
      runHoursBudget: 2,
      heatRecovery: { network: 'town', heatKwPerKw: 0.8 },
    },
    {
      id: 'cell',
      kind: 'fuelCell',
      electricityLimitKw: all(10),
      minimumLoadKw: kw(0),
      efficiency: fraction(0.5),
      fuel: { pricePerKwh: all(0.06), emissionGramsPerKwh: 10 },
      operatingPricePerKwh: 0.02,
      energyBudgetKwh: null,
      runHoursBudget: 1,
      heatRecovery: null,
    },
  ],
};

const grid: GridInput = {
  importPricePerKwh: [0.08, 0.1, 0.2, 0.6],
  exportLimitKw: 20,
  exportPricePerKwh: 0.15,
  carbonGramsPerKwh: { average: slots(300, 300, 400, 500), market: slots(250, 260, 420, 430) },
};

const north = {
  ...grid,
  coincidentPeaks: [{ id: 'system', pricePerKw: 2, probability: slots(0, 0, 0.01, 0.02) }],
  renewableFraction: all(0.3),
  greenPower: [
    { id: 'wind', kind: 'contract' as const, pricePerKwh: all(0.001), limitKw: slots(20, 20, 30, 30), limitKwh: 30 },
    { id: 'papers', kind: 'certificate' as const, pricePerKwh: all(0.003), limitKw: all(80), limitKwh: 25 },
  ],
};

export const plantFleet: Fleet = makeFleet({
  timeline,
  objective: { carbonPricePerTonne: 40, carbonSignal: 'market' },
  targets: {
    carbonBudget: { limitKg: 20, breachPricePerKg: 0.3 },
    renewableShare: { minimum: fraction(0.9), breachPricePerKwh: 0.05 },
    offsets: [
      { id: 'forest', pricePerTonne: 100, limitKg: 5 },
      { id: 'storage', pricePerTonne: 280, limitKg: 20 },
    ],
    zoneRamps: [{ marketZone: 'zone', limitKwPerMinute: 2, transitionMinutes: 5, breachPricePerKw: 0.02 }],
  },
  sites: [
    {
      id: 'north',
      grid: north,
      compute: { baseLoadKw: [50, 55, 60, 65], baseLoadShedPricePerKwh: 0.5, overheadFraction: 0.06 },
      batteries: [{ ...store, id: 'ups', kind: 'ups', reserve: { hours: 0.1, loadFraction: 1 }, cycleBudget: 0.4 }],
      renewables: [{ id: 'roof', availableKw: [0, 180, 15, 10] }],
      plant,
    },
    {
      id: 'south',
      grid,
      compute: { baseLoadKw: 20, overheadFraction: 0.05 },
      plant: { fixedCoolingFraction: 0.25 },
    },
  ],
  jobs: [{ id: 'batch', work: 12, maximumUnits: 10, sites: ['north'] }],
});

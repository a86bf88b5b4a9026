import { describe, expect, test } from 'vitest';
import { type Bill, type BilledLine, billFlows, type FleetFlows, type SiteFlows } from '../../src/billing/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { CostLineName, PlantSeriesName } from '../../src/domain/plan.ts';
import type { Fuel, Plant } from '../../src/domain/plant.ts';
import type { FleetTargets } from '../../src/domain/targets.ts';
import { fraction, kw, kwh } from '../../src/units/index.ts';
import { type GridInput, makeBattery, makeFleet, series, slotsOf } from '../support/fleets.ts';

/** Two slots, of 30 and 60 minutes, so that a flow of [a, b] kW is a / 2 + b kWh. */
const timeline = slotsOf(0.5, 1);
const all = (value: number) => series(timeline, value);
const pair = (first: number, second: number) => series(timeline, [first, second]);

const gas: Fuel = { pricePerKwh: pair(0.04, 0.06), emissionGramsPerKwh: 200 };

/** Only what has a price matters here. */
const plant: Partial<Plant> = {
  waterPricePerLitre: 0.01,
  chillers: [{ id: 'chiller', loop: 'room', coolingLimitKw: all(99), cop: all(4), operatingPricePerKwh: 0.002 }],
  freeCoolers: [
    { id: 'economiser', loop: 'room', coolingLimitKw: all(99), electricityKwPerKw: 0.03, waterLitresPerKwh: 0.5 },
  ],
  heatRejection: [
    { id: 'tower', kind: 'tower', heatLimitKw: all(99), electricityKwPerKw: 0.03, waterLitresPerKwh: 2 },
    { id: 'dry', kind: 'dryCooler', heatLimitKw: all(99), electricityKwPerKw: 0.05, waterLitresPerKwh: 0 },
  ],
  heatNetworks: [
    {
      id: 'town',
      supplyCelsius: 60,
      returnCelsius: 40,
      demandKw: all(50),
      lossFraction: fraction(0.1),
      pricePerKwh: pair(0.05, 0.08),
      unservedPricePerKwh: 0.5,
      spillLimitKw: kw(9),
      spillPricePerKwh: 0.02,
    },
  ],
  coldNetworks: [
    {
      id: 'offices',
      loop: 'room',
      demandKw: all(10),
      lossFraction: fraction(0),
      pricePerKwh: pair(0.03, 0.04),
      unservedPricePerKwh: 0.3,
    },
  ],
  heatPumps: [
    {
      id: 'pump',
      tap: { kind: 'ambient' },
      network: 'town',
      heatLimitKw: all(99),
      cop: all(3),
      operatingPricePerKwh: 0.005,
    },
  ],
  boilers: [
    {
      id: 'gas-boiler',
      network: 'town',
      heatLimitKw: all(99),
      efficiency: fraction(0.8),
      fuel: gas,
      operatingPricePerKwh: 0.001,
    },
    {
      id: 'electric',
      network: 'town',
      heatLimitKw: all(99),
      efficiency: fraction(1),
      fuel: null,
      operatingPricePerKwh: 0.003,
    },
  ],
  heatContracts: [
    {
      id: 'waste',
      network: 'town',
      direction: 'buy',
      minimumKw: all(0),
      limitKw: all(99),
      pricePerKwh: pair(0.02, 0.03),
    },
    {
      id: 'greenhouse',
      network: 'town',
      direction: 'sell',
      minimumKw: all(0),
      limitKw: all(99),
      pricePerKwh: pair(0.04, 0.05),
    },
  ],
  hotStores: [
    {
      ...makeBattery({
        energyCapacityKwh: 100,
        endEnergyKwh: 20,
        endShortfallPricePerKwh: 0.4,
        chargePricePerKwh: 0.01,
        wearPricePerKwh: 0.02,
        endValue: [
          { energyKwh: 5, pricePerKwh: 0.2 },
          { energyKwh: 50, pricePerKwh: 0.1 },
        ],
      }),
      id: 'tank',
      kind: 'hotWater',
      network: 'town',
    },
  ],
  generators: [
    {
      id: 'engine',
      kind: 'gas',
      electricityLimitKw: all(99),
      minimumLoadKw: kw(0),
      efficiency: fraction(0.4),
      fuel: gas,
      operatingPricePerKwh: 0.01,
      energyBudgetKwh: null,
      runHoursBudget: null,
      heatRecovery: null,
    },
  ],
};

const flows: Record<string, readonly [number, number]> = {
  'chillerCooling chiller': [20, 30], // 40 kWh
  'freeCooling economiser': [8, 6], // 10
  'heatRejected tower': [24, 38], // 50
  'heatRejected dry': [4, 4],
  'heatDelivered town': [50, 40], // 25 and 40
  'heatUnserved town': [0, 10],
  'heatSpilled town': [6, 2], // 5
  'coldDelivered offices': [10, 4], // 5 and 4
  'coldUnserved offices': [0, 6],
  'heatPumpHeat pump': [10, 15], // 20
  'boilerHeat gas-boiler': [8, 16], // 20
  'boilerInput gas-boiler': [10, 20], // 5 and 20
  'boilerHeat electric': [0, 10],
  'boilerInput electric': [0, 10],
  'contractHeat waste': [12, 8], // 6 and 8
  'contractHeat greenhouse': [2, 4], // 1 and 4
  'hotStoreCharge tank': [10, 3], // 8
  'hotStoreDischarge tank': [0, 5], // 5
  'hotStoreStored tank': [5, 8],
  'generatorPower engine': [4, 8], // 10
  'generatorInput engine': [10, 20], // 5 and 20
};

const seriesFrom = (values: Record<string, readonly number[]>) => (name: PlantSeriesName, component: string | null) =>
  values[`${name} ${component}`];

interface Billed {
  readonly plant?: Partial<Plant>;
  readonly grid?: GridInput;
  readonly objective?: Partial<Fleet['objective']>;
  readonly targets?: Partial<FleetTargets>;
  readonly flows?: Partial<SiteFlows>;
  readonly values?: Record<string, readonly number[]>;
  readonly offsets?: FleetFlows['offsets'];
}

function bill({ plant: devices = {}, grid = {}, objective, targets, values = {}, offsets, ...rest }: Billed): Bill {
  const fleet = makeFleet({
    timeline,
    ...(objective === undefined ? {} : { objective }),
    ...(targets === undefined ? {} : { targets }),
    sites: [{ grid: { importPricePerKwh: 0, ...grid }, plant: devices }],
  });
  const idle = { site: 'north', importKw: [0, 0], exportKw: [0, 0], baseLoadShedKw: [0, 0], batteries: [] };
  const site: SiteFlows = { ...idle, plant: seriesFrom(values), ...rest.flows };
  return billFlows(fleet, { sites: [site], links: [], jobs: [], ...(offsets === undefined ? {} : { offsets }) });
}

/** What the lines of one name come to, by component. */
function amounts({ lines }: Bill, name: CostLineName): Record<string, number> {
  const ofName = lines.filter((line: BilledLine) => line.name === name);
  return Object.fromEntries(ofName.map(({ component, amount }) => [component ?? '', Number(amount.toFixed(9))]));
}

describe('cooling, heat and generation', () => {
  const billed = bill({ plant, values: flows, objective: { carbonPricePerTonne: 50 } });

  test.each<[CostLineName, Record<string, number>]>([
    // 40 kWh of cooling x 0.002, 20 of heat x 0.005, 20 x 0.001, 10 x 0.003, and 10 kWh of power x 0.01.
    ['operation', { chiller: 0.08, pump: 0.1, 'gas-boiler': 0.02, electric: 0.03, engine: 0.1 }],
    // 10 kWh x 0.5 l x 0.01 and 50 x 2 x 0.01; a dry cooler takes none.
    ['water', { economiser: 0.05, tower: 1, dry: 0 }],
    // 5 kWh of gas x 0.04 + 20 x 0.06, for each; the electric boiler burns nothing.
    ['fuel', { 'gas-boiler': 1.4, engine: 1.4 }],
    // 25 kWh x 200 g = 5 kg, at 50 a tonne.
    ['fuelCarbon', { 'gas-boiler': 0.25, engine: 0.25 }],
    // 25 kWh x 0.05 + 40 x 0.08 from customers, 1 x 0.04 + 4 x 0.05 by contract.
    ['heatSold', { town: -4.45, greenhouse: -0.24 }],
    ['heatBought', { waste: 0.36 }], // 6 x 0.02 + 8 x 0.03
    ['heatSpill', { town: 0.1 }], // 5 x 0.02
    ['unservedHeat', { town: 5 }], // 10 x 0.5
    ['coldSold', { offices: -0.31 }], // 5 x 0.03 + 4 x 0.04
    ['unservedCold', { offices: 1.8 }], // 6 x 0.3
    ['wear', { tank: 0.18 }], // 5 kWh out x 0.02 + 8 in x 0.01
    ['endEnergyShortfall', { tank: 4.8 }], // (20 - 8) x 0.4
    ['storedEnergyValue', { tank: 0 }],
  ])('%s', (name, expected) => {
    expect(amounts(billed, name)).toEqual(expected);
  });

  test('fuel is burnt once: 25 kWh of the boiler and 25 of the engine at 200 g are 10 kg', () => {
    expect(billed.emissions).toMatchObject({ fuelKg: 10, coveredKg: 0, offsetKg: 0, averageKg: 0, marketKg: null });
  });

  test('a store that ends above its promise: 5 kWh at 0.2 and 7 at 0.1', () => {
    const full = bill({ plant, values: { ...flows, 'hotStoreStored tank': [5, 32] } });
    expect(amounts(full, 'storedEnergyValue')).toEqual({ tank: -1.7 });
    expect(amounts(full, 'endEnergyShortfall')).toEqual({ tank: 0 });
  });

  test('where energy prices hold the carbon price, fuel is not charged again', () => {
    const objective = { carbonPricePerTonne: 50, priceIncludesCarbon: true };
    expect(amounts(bill({ plant, values: flows, objective }), 'fuelCarbon')).toEqual({ 'gas-boiler': 0, engine: 0 });
  });

  test('how far a line can move: its price times all hours', () => {
    const tower = billed.lines.find(({ component }) => component === 'tower');
    expect(tower?.moneyPerUnit).toBeCloseTo(0.01 * 2 * 1.5, 12);
  });

  test('a series that is missing is named', () => {
    const { 'boilerInput gas-boiler': _, ...rest } = flows;
    expect(() => bill({ plant, values: rest })).toThrow('boilerInput of gas-boiler at site north');
  });
});

describe('green power and coincident peaks', () => {
  const grid: GridInput = {
    carbonGramsPerKwh: { average: all(300), market: pair(400, 500) },
    greenPower: [
      { id: 'wind', kind: 'contract', pricePerKwh: pair(0.01, 0.02), limitKw: all(99), limitKwh: kwh(99) },
      { id: 'papers', kind: 'certificate', pricePerKwh: all(0.003), limitKw: all(99), limitKwh: kwh(99) },
    ],
    coincidentPeaks: [{ id: 'system', pricePerKw: 30, probability: pair(0.01, 0.02) }],
  };
  const values = { 'greenPower wind': [10, 20], 'greenPower papers': [0, 5] };
  const imported: Billed = { grid, values, flows: { importKw: [40, 60] } };

  test('is paid by the kWh, and by the kW: 5 x 0.01 + 20 x 0.02, 5 x 0.003, 30 x (0.4 + 1.2)', () => {
    const billed = bill(imported);
    expect(amounts(billed, 'greenPower')).toEqual({ wind: 0.45, papers: 0.015 });
    expect(amounts(billed, 'coincidentPeak')).toEqual({ system: 48 });
  });

  test('covers 5 kWh at 400 g and 25 at 500 g: 14.5 kg of 38, and none of the average signal', () => {
    const { emissions } = bill(imported);
    expect(emissions).toMatchObject({ averageKg: 24, marketKg: 38, marginalKg: null });
    expect(emissions.coveredKg).toBeCloseTo(14.5, 12);
  });

  test('spares the carbon price where the signal is the market’s: 100 x 0.0235 = 2.35, else 100 x 0.024', () => {
    const at = (carbonSignal: 'market' | 'average') =>
      amounts(bill({ ...imported, objective: { carbonPricePerTonne: 100, carbonSignal } }), 'carbon');
    expect(at('market')).toEqual({ '': 2.35 });
    expect(at('average')).toEqual({ '': 2.4 });
  });
});

describe('targets of the fleet', () => {
  const grid: GridInput = { carbonGramsPerKwh: { average: pair(400, 500) }, renewableFraction: pair(0.2, 0.4) };
  const { generators } = plant;
  const values = { 'generatorPower engine': [4, 8], 'generatorInput engine': [10, 20] };
  const base: Billed = {
    grid,
    plant: generators === undefined ? {} : { generators },
    values,
    flows: { importKw: [40, 60] },
  };

  test('a carbon budget: 8 + 30 kg of import and 5 of fuel, 6 offset, are 7 beyond 30, at 2 each', () => {
    const targets = {
      carbonBudget: { limitKg: 30, breachPricePerKg: 2 },
      offsets: [
        { id: 'forest', pricePerTonne: 150, limitKg: 9 },
        { id: 'storage', pricePerTonne: 900, limitKg: 9 },
      ],
    };
    const billed = bill({ ...base, targets, offsets: [{ id: 'forest', kg: 6 }] });
    expect(amounts(billed, 'carbonBudgetBreach')).toEqual({ '': 14 });
    expect(amounts(billed, 'offsets')).toEqual({ forest: 0.9, storage: 0 });
    expect(billed.emissions).toMatchObject({ averageKg: 38, fuelKg: 5, offsetKg: 6 });
    expect(
      amounts(bill({ ...base, targets: { carbonBudget: { limitKg: 50, breachPricePerKg: 2 } } }), 'carbonBudgetBreach'),
    ).toEqual({ '': 0 });
  });

  test('a budget without a price has no line', () => {
    const targets = { carbonBudget: { limitKg: 1, breachPricePerKg: null } };
    expect(amounts(bill({ ...base, targets }), 'carbonBudgetBreach')).toEqual({});
  });

  test('a budget of a signal that nobody knows is refused', () => {
    const targets = { carbonBudget: { limitKg: 1, breachPricePerKg: 1 } };
    expect(() => bill({ ...base, targets, objective: { carbonSignal: 'marginal' } })).toThrow(
      "'marginal' carbon signal",
    );
  });

  test('a renewable share', () => {
    const sunny = {
      importKw: [40, 60],
      exportKw: [0, 2],
      renewables: [{ renewable: 'roof', usedKw: [10, 6] }],
    };
    const fleet = makeFleet({
      timeline,
      targets: { renewableShare: { minimum: fraction(0.5), breachPricePerKwh: 0.3 } },
      sites: [
        {
          grid: {
            ...grid,
            importPricePerKwh: 0,
            greenPower: [{ id: 'wind', kind: 'contract', pricePerKwh: all(0), limitKw: all(9), limitKwh: kwh(9) }],
          },
          plant: base.plant ?? {},
          renewables: [{ id: 'roof', availableKw: 20 }],
        },
      ],
    });
    const site = { site: 'north', baseLoadShedKw: [0, 0], batteries: [], ...sunny };
    const billed = billFlows(fleet, {
      sites: [{ ...site, plant: seriesFrom({ ...values, 'greenPower wind': [2, 3] }) }],
      links: [],
      jobs: [],
    });
    // Renewable: (10 + 0.2 x 40 + 2) / 2 + 6 - 2 + 0.4 x 60 + 3 = 10 + 31 = 41.
    // Consumed: (40 + 10 + 4) / 2 + 60 + 6 + 8 - 2 = 27 + 72 = 99; half of it is 49.5, so 8.5 kWh are missing.
    expect(amounts(billed, 'renewableShareBreach')).toEqual({ '': 2.55 });
  });

  test('steps of a market zone are those of all its sites together', () => {
    const site = (id: string, marketZone: string, measuredNetImportKw: number | null) => ({
      id,
      grid: {
        marketZone,
        importPricePerKwh: 0,
        ramp: { limitKwPerMinute: 1e6, transitionMinutes: 1, measuredNetImportKw, breachPricePerKw: 0 },
      },
    });
    const cost = (measured: number | null) => {
      const fleet = makeFleet({
        timeline,
        targets: {
          zoneRamps: [{ marketZone: 'A', limitKwPerMinute: 2, transitionMinutes: 5, breachPricePerKw: 0.5 }],
        },
        sites: [site('one', 'A', 10), site('two', 'A', measured), site('three', 'B', 0)],
      });
      const at = (id: string, importKw: number[], exportKw: number[]) => {
        return { site: id, importKw, exportKw, baseLoadShedKw: [0, 0], batteries: [] };
      };
      const sites = [at('one', [30, 0], [0, 20]), at('two', [10, 35], [0, 0]), at('three', [900, 0], [0, 0])];
      return amounts(billFlows(fleet, { sites, links: [], jobs: [] }), 'zoneRampBreach');
    };
    // 40 kW, then 15: a step of 25, 15 beyond the 10 allowed. From 15 kW measured the first is 25 too.
    expect(cost(null)).toEqual({ A: 7.5 });
    expect(cost(5)).toEqual({ A: 15 });
  });
});

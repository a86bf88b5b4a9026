import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  type FleetInput,
  hourly,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
  shadowPrice,
} from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant, type PlantInput } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;

/** One site with this plant, hour by hour. */
const plan = (
  hours: number,
  plant: PlantInput,
  site: SiteInput = {},
  rest: Partial<FleetInput> = {},
): Promise<Plan> => {
  const timeline = hourly(hours);
  return planOf({ timeline, ...rest, sites: [{ ...site, plant: makePlant(timeline, plant) }] });
};
const close = (values: readonly number[], digits = 5) => values.map((value) => expect.closeTo(value, digits));

describe.each(SLOT_MINUTES)('chiller and tower, slots of %i minutes', (slotMinutes) => {
  /**
   * 80 kW. COP 4: 20 kW of power, 100 kW to the tower, 2 kW of fans. COP 2: 40, 120 and 2.4. Water 1.8 litres a kWh at
   * 0.002: 0.0036 a kWh rejected. Running the chiller 0.001 a kWh of cold.
   */
  const { timeline, held } = hoursOf(2, slotMinutes);
  const fleet: FleetInput = {
    timeline,
    sites: [
      {
        grid: { importPricePerKwh: held([0.1, 0.2]) },
        compute: { baseLoadKw: 80 },
        plant: makePlant(timeline, {
          loops: [{}],
          chillers: [{ cop: held([4, 2]), operatingPricePerKwh: 0.001 }],
          heatRejection: [{ electricityKwPerKw: 0.02, waterLitresPerKwh: 1.8 }],
          waterPricePerLitre: 0.002,
        }),
      },
    ],
  };

  test('102 kW at 0.1, 122.4 at 0.2, 220 kWh of tower water, 160 kWh of cold', async () => {
    const made = await planOf(fleet);
    expect(made.objective).toBeCloseTo(10.2 + 24.48 + 0.792 + 0.16, 9);
    expect(moneyOf(made, 'water')).toBeCloseTo(0.792, 9);
    expect(moneyOf(made, 'operation')).toBeCloseTo(0.16, 9);
    expect(energyPerHour(seriesOf(made, 'gridImport'), slotMinutes)).toEqual(close([102, 122.4]));
    expect(energyPerHour(seriesOf(made, 'chillerPower', 'north', 'chiller'), slotMinutes)).toEqual(close([20, 40]));
    expect(energyPerHour(seriesOf(made, 'heatRejected', 'north', 'tower'), slotMinutes)).toEqual(close([100, 120]));
    expect(energyPerHour(seriesOf(made, 'heatRejectionPower', 'north', 'tower'), slotMinutes)).toEqual(close([2, 2.4]));
  });

  test('one kWh of heat more costs 0.25 kWh at 0.1, 1.25 kWh rejected and the running of the chiller: 0.033', async () => {
    const made = await planOf(fleet);
    // Hour 1: 0.5 x 0.2 + 1.5 x (0.02 x 0.2 + 0.0036) + 0.001.
    const expected = held([-0.033, -0.1124]);
    expect(shadowPrice(made, 'heatToRejectBalance', 'room').values).toEqual(close(expected, 8));
    expect(shadowPrice(made, 'condenserHeatBalance').values).toEqual(close(held([-0.0056, -0.0076]), 8));
  });

  test('PUE (160 + 60 + 4.4) / 160, water 220 x 1.8 / 160 litres a kWh', async () => {
    const [figures] = (await planOf(fleet)).indicators;
    expect(figures).toMatchObject({
      itKwh: expect.closeTo(160, 4),
      facilityKwh: expect.closeTo(224.4, 4),
      pue: expect.closeTo(1.4025, 6),
      waterLitres: expect.closeTo(396, 4),
      wueLitresPerKwh: expect.closeTo(2.475, 6),
    });
  });
});

describe.each(SLOT_MINUTES)('free cooling, slots of %i minutes', (slotMinutes) => {
  test('80, 30 and no kW free at 5 % of fans, the rest by chiller at COP 4', async () => {
    // 80 + 4; 80 + 1.5 + 50 / 4; 80 + 80 / 4: 278 kWh at 0.1. Water: 110 kWh x 0.5 litres x 0.01.
    const { timeline, held } = hoursOf(3, slotMinutes);
    const plant = makePlant(timeline, {
      waterPricePerLitre: 0.01,
      loops: [{}],
      freeCoolers: [{ coolingLimitKw: held([100, 30, 0]), electricityKwPerKw: 0.05, waterLitresPerKwh: 0.5 }],
      chillers: [{}],
      heatRejection: [{}],
    });
    const made = await planOf({ timeline, sites: [{ compute: { baseLoadKw: 80 }, plant }] });
    expect(made.objective).toBeCloseTo(27.8 + 0.55, 9);
    expect(energyPerHour(seriesOf(made, 'freeCooling', 'north', 'economiser'), slotMinutes)).toEqual(
      close([80, 30, 0]),
    );
    expect(energyPerHour(seriesOf(made, 'freeCoolingPower', 'north', 'economiser'), slotMinutes)).toEqual(
      close([4, 1.5, 0]),
    );
    expect(energyPerHour(seriesOf(made, 'chillerCooling', 'north', 'chiller'), slotMinutes)).toEqual(
      close([0, 50, 80]),
    );
    // A kW more of free cooling spares 0.25 - 0.05 kWh, and costs 0.005 of water.
    expect(shadowPrice(made, 'freeCoolingLimit', 'economiser').values[60 / slotMinutes]).toBeCloseTo(-0.015, 8);
  });
});

describe('heat finds its loop', () => {
  const loops = [
    { id: 'room', circulationKwPerKw: 0.05 },
    { id: 'cold-plate', medium: 'liquid', supplyCelsius: 40, returnCelsius: 50, circulationKwPerKw: 0.01 },
  ] as const;
  const split: PlantInput = {
    loops,
    heatOf: {
      pools: {
        gpu: [
          { loop: 'cold-plate', fraction: 0.7 },
          { loop: 'room', fraction: 0.3 },
        ],
      },
    },
    freeCoolers: [{ loop: 'cold-plate' }],
    heatRejection: [{}],
  };

  test('70 % of the work to liquid, the rest and the base load to air: 7 and 3 + 20 kW', async () => {
    // Air: 23 / 4.6 = 5 kW of chiller and 1.15 of fans; liquid: free, 0.07 of pumps. 30 + 6.22 at 0.1.
    const made = await plan(1, { ...split, chillers: [{ cop: 4.6 }] }, { compute: { baseLoadKw: 20 } }, { jobs: [{}] });
    expect(made.objective).toBeCloseTo(3.622, 9);
    expect(seriesOf(made, 'loopHeat', 'north', 'room')).toEqual(close([23]));
    expect(seriesOf(made, 'loopHeat', 'north', 'cold-plate')).toEqual(close([7]));
    expect(seriesOf(made, 'loopPower', 'north', 'room')).toEqual(close([1.15]));
    expect(seriesOf(made, 'loopPower', 'north', 'cold-plate')).toEqual(close([0.07]));
  });

  test('work goes where its heat is cheap: into the hour of COP 6, though power costs 5 % more there', async () => {
    // All on air. Hour 0: 0.1 x (1 + 1 / 2); hour 1: 0.105 x (1 + 1 / 6) = 0.1225 a unit-hour.
    const made = await plan(
      2,
      { loops: [{}], chillers: [{ cop: [2, 6] }], heatRejection: [{}] },
      { grid: { importPricePerKwh: [0.1, 0.105] } },
      { jobs: [{}] },
    );
    expect(made.objective).toBeCloseTo(1.225, 9);
    expect(seriesOf(made, 'poolBusyUnits', 'north', 'gpu')).toEqual(close([0, 10]));
  });

  test('idle machines heat too: 10 x 0.2 kW though no job runs', async () => {
    const site = { compute: { pools: [{ idleKwPerUnit: 0.2 }] } };
    const made = await plan(1, { loops: [{}], chillers: [{ cop: 4 }], heatRejection: [{}] }, site);
    expect(seriesOf(made, 'loopHeat', 'north', 'room')).toEqual(close([2]));
    expect(made.objective).toBeCloseTo(0.25, 9);
  });

  test.each([
    ['cooled with the machines', [{ loop: 'room', fraction: 1 }], 110, 110 + 27.5],
    ['half of them in the room', [{ loop: 'room', fraction: 0.5 }], 105, 110 + 26.25],
    ['outside', [], 100, 110 + 25],
  ])('losses of power distribution, %s', async (_, distribution, heatKw, importKw) => {
    const made = await plan(
      1,
      { loops: [{}], heatOf: { distribution }, chillers: [{ cop: 4 }], heatRejection: [{}] },
      { compute: { baseLoadKw: 100, overheadFraction: 0.1 } },
    );
    expect(seriesOf(made, 'loopHeat', 'north', 'room')).toEqual(close([heatKw]));
    expect(seriesOf(made, 'gridImport')).toEqual(close([importKw]));
    expect(made.objective).toBeCloseTo(importKw / 10, 9);
  });

  test('base load that is shed heats no longer: the grid gives 62.5 kW, which is 50 and their chiller', async () => {
    const made = await plan(
      1,
      { loops: [{}], chillers: [{ cop: 4 }], heatRejection: [{}] },
      { grid: { importLimitKw: 62.5 }, compute: { baseLoadKw: 60, baseLoadShedPricePerKwh: 3 } },
    );
    expect(seriesOf(made, 'baseLoadShed')).toEqual(close([10]));
    expect(seriesOf(made, 'loopHeat', 'north', 'room')).toEqual(close([50]));
    expect(made.objective).toBeCloseTo(6.25 + 30, 8);
  });

  test('a fixed ratio instead of devices: 100 x (1 + 0.1 + 0.3), a PUE of 1.4', async () => {
    const made = await plan(1, { fixedCoolingFraction: 0.3 }, { compute: { baseLoadKw: 100, overheadFraction: 0.1 } });
    expect(made.objective).toBeCloseTo(14, 9);
    expect(seriesOf(made, 'fixedCoolingPower', 'north', null)).toEqual(close([30]));
    expect(made.indicators[0].pue).toBeCloseTo(1.4, 8);
  });

  test('heat that nothing can take is no plan: a loop of 80 kW with a chiller of 60', async () => {
    const timeline = hourly(1);
    const chillers = [{ coolingLimitKw: 60 }];
    const sites = [
      { compute: { baseLoadKw: 80 }, plant: makePlant(timeline, { loops: [{}], chillers, heatRejection: [{}] }) },
    ];
    const { plan: made } = await planned(solver, makeFleet({ timeline, sites }), { status: ['infeasible'] });
    expect(made.conflicts[0]).toMatchObject({ site: 'north', from: '2026-06-01T00:00:00Z' });
    expect(Math.abs(made.conflicts[0].shortfallKw)).toBeCloseTo(20, 5);
  });
});

describe.each(SLOT_MINUTES)('cold kept for later, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  const site = { grid: { importPricePerKwh: held([0.1, 0.3]) } };
  const perHour = (made: Plan, name: Parameters<typeof seriesOf>[1], component: string) =>
    energyPerHour(seriesOf(made, name, 'north', component), slotMinutes);

  test('charged in the cold cheap hour: 50 kW at COP 5 and 0.1 spare 50 at COP 2.5 and 0.3', async () => {
    // 50 kW of load: 5 + 15; chiller 100 / 5 x 0.1 = 2 in hour 0 and nothing in hour 1, instead of 1 + 6.
    const plant = makePlant(timeline, {
      loops: [{}],
      chillers: [{ cop: held([5, 2.5]) }],
      heatRejection: [{}],
      coldStores: [{}],
    });
    const made = await planOf({ timeline, sites: [{ ...site, compute: { baseLoadKw: 50 }, plant }] });
    expect(made.objective).toBeCloseTo(22, 9);
    expect(perHour(made, 'coldStoreCharge', 'cold-tank')).toEqual(close([50, 0]));
    expect(perHour(made, 'coldStoreDischarge', 'cold-tank')).toEqual(close([0, 50]));
    expect(perHour(made, 'chillerCooling', 'chiller')).toEqual(close([100, 0]));
  });

  test('moving it costs 0.01 in and 0.02 out, a tenth is lost on each way', async () => {
    // 50 kWh in hold 45, give 40.5: 24 kW as they are; 100 / 5 x 0.1; 9.5 / 2.5 x 0.3; 0.5 + 0.81.
    const plant = makePlant(timeline, {
      loops: [{}],
      chillers: [{ cop: held([5, 2.5]) }],
      heatRejection: [{}],
      coldStores: [{ chargeEfficiency: 0.9, dischargeEfficiency: 0.9, chargePricePerKwh: 0.01, wearPricePerKwh: 0.02 }],
    });
    const made = await planOf({ timeline, sites: [{ ...site, compute: { baseLoadKw: 50 }, plant }] });
    expect(made.objective).toBeCloseTo(20 + 2 + 1.14 + 1.31, 8);
    expect(moneyOf(made, 'wear')).toBeCloseTo(1.31, 8);
  });

  test('ice: frozen on a colder loop at COP 3, melted in the room', async () => {
    // Hour 0: 40 kW of ice / 3 and 40 of room / 4 at 0.1; hour 1: the ice alone. 40 kW of load: 4 + 12.
    const plant = makePlant(timeline, {
      loops: [{}, { id: 'brine', medium: 'liquid', supplyCelsius: -6, returnCelsius: -2 }],
      chillers: [{ cop: 4 }, { id: 'ice-chiller', loop: 'brine', cop: 3 }],
      heatRejection: [{}],
      coldStores: [{ id: 'ice', kind: 'ice', chargesFrom: 'brine', dischargesTo: 'room' }],
    });
    const made = await planOf({ timeline, sites: [{ ...site, compute: { baseLoadKw: 40 }, plant }] });
    expect(made.objective).toBeCloseTo(16 + 4 / 3 + 1, 8);
    expect(perHour(made, 'chillerCooling', 'ice-chiller')).toEqual(close([40, 0]));
    expect(perHour(made, 'chillerCooling', 'chiller')).toEqual(close([40, 0]));
    expect(perHour(made, 'coldStoreDischarge', 'ice')).toEqual(close([0, 40]));
    expect(perHour(made, 'heatRejected', 'tower')).toEqual(close([(40 * 4) / 3 + 50, 0]));
  });
});

describe('cold from heat', () => {
  test('70 kW of cheap heat make 49 of cold at COP 0.7, the chiller the last 11', async () => {
    // Heat: 30 to customers and 70 at 0.005: 0.5. Pumps 49 x 0.02 and chiller 11 / 3, with 60 kW of load at 0.3.
    const made = await plan(
      1,
      {
        loops: [{}],
        chillers: [{ cop: 3 }],
        absorptionChillers: [{ cop: 0.7, electricityKwPerKw: 0.02 }],
        heatRejection: [{}],
        heatNetworks: [{ demandKw: 30 }],
        heatContracts: [{ limitKw: 100, pricePerKwh: 0.005 }],
      },
      { grid: { importPricePerKwh: 0.3 }, compute: { baseLoadKw: 60 } },
    );
    expect(made.objective).toBeCloseTo(18 + 1.1 + 0.294 + 0.5, 8);
    expect(seriesOf(made, 'absorptionCooling', 'north', 'absorption')).toEqual(close([49]));
    expect(seriesOf(made, 'absorptionHeat', 'north', 'absorption')).toEqual(close([70]));
    expect(seriesOf(made, 'absorptionPower', 'north', 'absorption')).toEqual(close([0.98]));
    // All that it takes in goes to the tower: 49 + 70, and 11 + 11 / 3 of the chiller.
    expect(seriesOf(made, 'heatRejected', 'north', 'tower')).toEqual(close([119 + 44 / 3]));
  });
});

describe('customers of cold', () => {
  const network = { demandKw: 20, lossFraction: 0.2, pricePerKwh: 0.1, unservedPricePerKwh: 2 };
  const site = { compute: { baseLoadKw: 50 } };

  test('20 kW sold are 25 sent: (50 + 25) / 5 of chiller, 2 earned', async () => {
    const plant = { loops: [{}], chillers: [{ cop: 5 }], heatRejection: [{}], coldNetworks: [network] };
    const made = await plan(1, plant, site);
    expect(made.objective).toBeCloseTo(6.5 - 2, 9);
    expect(moneyOf(made, 'coldSold')).toBeCloseTo(-2, 9);
    expect(seriesOf(made, 'chillerCooling', 'north', 'chiller')).toEqual(close([75]));
    expect(made.brokenPromises).toEqual([]);
  });

  test('a chiller of 60 kW leaves 8 for them; 12 are a promise broken, at 2 a kWh', async () => {
    const chillers = [{ cop: 5, coolingLimitKw: 60 }];
    const made = await plan(1, { loops: [{}], chillers, heatRejection: [{}], coldNetworks: [network] }, site);
    expect(made.objective).toBeCloseTo(6.2 - 0.8 + 24, 8);
    expect(seriesOf(made, 'coldDelivered', 'north', 'offices')).toEqual(close([8]));
    expect(seriesOf(made, 'coldUnserved', 'north', 'offices')).toEqual(close([12]));
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'coldServed',
        site: 'north',
        subject: 'offices',
        amount: expect.closeTo(12, 5),
        unit: 'kWh',
        pricePerUnit: 2,
        cost: expect.closeTo(24, 5),
      }),
    ]);
    // One kW more of chiller: 0.8 delivered that earn 0.1 and spare 2, at 0.02 of power.
    expect(shadowPrice(made, 'chillerCoolingLimit', 'chiller').values[0]).toBeCloseTo(-1.66, 8);
  });
});

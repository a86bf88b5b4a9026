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

describe('a heat pump and its tap', () => {
  /**
   * 50 kW of machines, chiller COP 5, tower fans 0.04 a kW and a litre a kWh at 0.001; 40 kW of heat wanted, COP 4:
   * 10 kW of power and 30 of heat from the tap. Power costs 0.2.
   */
  const withTap = (tap: NonNullable<PlantInput['heatPumps']>[number]['tap']) =>
    plan(
      1,
      {
        waterPricePerLitre: 0.001,
        loops: [{}],
        chillers: [{ cop: 5 }],
        heatRejection: [{ electricityKwPerKw: 0.04, waterLitresPerKwh: 1 }],
        heatNetworks: [{ demandKw: 40 }],
        heatPumps: [{ tap, operatingPricePerKwh: 0.002 }],
      },
      { grid: { importPricePerKwh: 0.2 }, compute: { baseLoadKw: 50 } },
    );
  const OPERATION = 0.08;

  test('the surroundings: the chiller (10) and the tower (60 x 0.04) work on: 72.4 kW', async () => {
    const made = await withTap({ kind: 'ambient' });
    expect(made.objective).toBeCloseTo(14.48 + 0.06 + OPERATION, 9);
    expect(seriesOf(made, 'heatRejected', 'north', 'tower')).toEqual(close([60]));
    expect(made.indicators[0]).toMatchObject({ reusedHeatKwh: 0, pue: expect.closeTo(62.4 / 50, 8) });
  });

  test('condenser water: 30 kW less for the tower, nothing less for the chiller: 71.2 kW', async () => {
    const made = await withTap({ kind: 'condenserWater' });
    expect(made.objective).toBeCloseTo(14.24 + 0.03 + OPERATION, 9);
    expect(seriesOf(made, 'chillerCooling', 'north', 'chiller')).toEqual(close([50]));
    expect(seriesOf(made, 'heatRejected', 'north', 'tower')).toEqual(close([30]));
    expect(made.indicators[0].reusedHeatKwh).toBeCloseTo(30, 5);
    expect(made.indicators[0].pue).toBeCloseTo(61.2 / 50, 8);
  });

  test('chilled water: 20 kW are left for the chiller, 24 for the tower: 64.96 kW', async () => {
    const made = await withTap({ kind: 'loop', loop: 'room' });
    expect(made.objective).toBeCloseTo(12.992 + 0.024 + OPERATION, 9);
    expect(seriesOf(made, 'chillerCooling', 'north', 'chiller')).toEqual(close([20]));
    expect(seriesOf(made, 'heatRejected', 'north', 'tower')).toEqual(close([24]));
    expect(seriesOf(made, 'heatPumpPower', 'north', 'heat-pump')).toEqual(close([10]));
    // It cools the site, so its 10 kW count: 50 + 4 + 0.96 + 10; 30 of them come back as heat.
    expect(made.indicators[0]).toMatchObject({
      pue: expect.closeTo(64.96 / 50, 8),
      energyReuseFactor: expect.closeTo(30 / 64.96, 8),
      energyReuseEffectiveness: expect.closeTo(34.96 / 50, 8),
    });
  });

  test('a loop gives no more than it carries: 15 kW of machines make 20 of heat, 20 are not served', async () => {
    const made = await plan(
      1,
      {
        loops: [{}],
        heatNetworks: [{ demandKw: 40, unservedPricePerKwh: 3 }],
        heatPumps: [{ tap: { kind: 'loop', loop: 'room' } }],
      },
      { compute: { baseLoadKw: 15 } },
    );
    expect(made.objective).toBeCloseTo(2 + 60, 8);
    expect(seriesOf(made, 'heatDelivered', 'north', 'town')).toEqual(close([20]));
  });
});

describe('a direct exchanger', () => {
  test('a warm loop gives 20 of its 30 kW, with pumps of 1 %; the cooler takes the last 10 at 5 %', async () => {
    const made = await plan(
      1,
      {
        loops: [{ id: 'cold-plate', medium: 'liquid', supplyCelsius: 55, returnCelsius: 65 }],
        freeCoolers: [{ loop: 'cold-plate', electricityKwPerKw: 0.05 }],
        heatNetworks: [{ demandKw: 20 }],
        heatExchangers: [{ tap: { kind: 'loop', loop: 'cold-plate' }, electricityKwPerKw: 0.01 }],
        boilers: [{ efficiency: 0.98 }],
      },
      { compute: { baseLoadKw: 30 } },
    );
    expect(made.objective).toBeCloseTo(3.07, 9);
    expect(seriesOf(made, 'exchangerHeat', 'north', 'exchanger')).toEqual(close([20]));
    expect(seriesOf(made, 'exchangerPower', 'north', 'exchanger')).toEqual(close([0.2]));
    expect(made.indicators[0].reusedHeatKwh).toBeCloseTo(20, 5);
  });

  test('condenser water warm enough: 25 of its 50 kW, so that the tower takes 25', async () => {
    // 40 kW of machines, COP 4: 10 kW of chiller.
    const made = await plan(
      1,
      {
        loops: [{}],
        chillers: [{ cop: 4 }],
        heatRejection: [{ electricityKwPerKw: 0.1 }],
        heatNetworks: [{ demandKw: 25 }],
        heatExchangers: [{ tap: { kind: 'condenserWater' } }],
      },
      { compute: { baseLoadKw: 40 } },
    );
    expect(seriesOf(made, 'heatRejected', 'north', 'tower')).toEqual(close([25]));
    expect(made.objective).toBeCloseTo(5.25, 9);
  });
});

describe('customers of heat', () => {
  const network = { demandKw: 40, lossFraction: 0.2, pricePerKwh: 0.1, unservedPricePerKwh: 3 };
  const gas = { pricePerKwh: 0.045, emissionGramsPerKwh: 200 };

  test('40 kW sold are 50 sent, 50 / 0.9 of gas at 0.045: 2.5 less 4 earned', async () => {
    const made = await plan(1, { heatNetworks: [network], boilers: [{ efficiency: 0.9, fuel: gas }] });
    expect(made.objective).toBeCloseTo(2.5 - 4, 9);
    expect(moneyOf(made, 'fuel')).toBeCloseTo(2.5, 9);
    expect(moneyOf(made, 'heatSold')).toBeCloseTo(-4, 9);
    expect(made.emissions.fuelKg).toBeCloseTo(10 / 0.9, 5);
    // One kWh more at the plant costs 0.05.
    expect(shadowPrice(made, 'heatBalance', 'town').values).toEqual(close([0.05], 8));
  });

  test('a boiler of 30 kW delivers 24; 16 are a promise broken, at 3 a kWh', async () => {
    const boilers = [{ efficiency: 0.9, fuel: gas, heatLimitKw: 30 }];
    const made = await plan(1, { heatNetworks: [network], boilers });
    expect(made.objective).toBeCloseTo(1.5 - 2.4 + 48, 8);
    expect(seriesOf(made, 'heatUnserved', 'north', 'town')).toEqual(close([16]));
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'heatServed',
        subject: 'town',
        amount: expect.closeTo(16, 5),
        cost: expect.closeTo(48, 5),
      }),
    ]);
  });

  test('heat that must be taken and nobody wants is thrown away at its price: 60 - 40 at 0.01', async () => {
    const made = await plan(1, {
      heatNetworks: [{ demandKw: 40, spillLimitKw: 30, spillPricePerKwh: 0.01 }],
      heatContracts: [{ minimumKw: 60, limitKw: 90, pricePerKwh: 0.02 }],
    });
    expect(made.objective).toBeCloseTo(1.2 + 0.2, 9);
    expect(moneyOf(made, 'heatBought')).toBeCloseTo(1.2, 9);
    expect(moneyOf(made, 'heatSpill')).toBeCloseTo(0.2, 9);
    expect(seriesOf(made, 'heatSpilled', 'north', 'town')).toEqual(close([20]));
    expect(seriesOf(made, 'contractHeat', 'north', 'contract')).toEqual(close([60]));
  });

  test('heat that must be taken and cannot be thrown away is no plan', async () => {
    const timeline = hourly(1);
    const plant = makePlant(timeline, { heatNetworks: [{ demandKw: 40 }], heatContracts: [{ minimumKw: 60 }] });
    const { plan: made } = await planned(solver, makeFleet({ timeline, sites: [{ plant }] }), {
      status: ['infeasible'],
    });
    expect(Math.abs(made.conflicts[0].shortfallKw)).toBeCloseTo(20, 5);
  });
});

describe.each(SLOT_MINUTES)('sources of heat, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(2, slotMinutes);
  const perHour = (made: Plan, name: Parameters<typeof seriesOf>[1], component: string) =>
    energyPerHour(seriesOf(made, name, 'north', component), slotMinutes);

  test('electricity at 0.04 in hour 0, gas at 0.05 / 0.8 in hour 1', async () => {
    const plant = makePlant(timeline, {
      heatNetworks: [{ demandKw: 40 }],
      boilers: [
        { id: 'electric', operatingPricePerKwh: 0.001 },
        { id: 'gas', efficiency: 0.8, fuel: { pricePerKwh: 0.05, emissionGramsPerKwh: 200 } },
      ],
    });
    const sites = [{ grid: { importPricePerKwh: held([0.04, 0.1]) }, plant }];
    const made = await planOf({ timeline, sites, objective: { carbonPricePerTonne: 100 } });
    // Carbon of 50 kWh of gas: 10 kg at 0.1. Gas with its carbon: 0.0875 a kWh of heat.
    expect(made.objective).toBeCloseTo(1.6 + 0.04 + 2.5 + 1, 9);
    expect(moneyOf(made, 'fuelCarbon')).toBeCloseTo(1, 9);
    expect(perHour(made, 'boilerHeat', 'electric')).toEqual(close([40, 0]));
    expect(perHour(made, 'boilerInput', 'gas')).toEqual(close([0, 50]));
    expect(made.emissions.fuelKg).toBeCloseTo(10, 5);
  });

  test('a neighbour buys 10 to 30 kW at 0.09: the least when power is dear, the most when it is cheap', async () => {
    // COP 2: 0.05 and 0.1 a kWh of heat. (20 + 30) x 0.05 and (20 + 10) x 0.1, less 40 x 0.09.
    const plant = makePlant(timeline, {
      heatNetworks: [{ demandKw: 20 }],
      heatPumps: [{ cop: 2 }],
      heatContracts: [{ direction: 'sell', minimumKw: 10, limitKw: 30, pricePerKwh: 0.09 }],
    });
    const made = await planOf({ timeline, sites: [{ grid: { importPricePerKwh: held([0.1, 0.2]) }, plant }] });
    expect(made.objective).toBeCloseTo(2.5 + 3 - 3.6, 9);
    expect(perHour(made, 'contractHeat', 'contract')).toEqual(close([30, 10]));
  });

  test('a hot store moves 40 kWh from 0.1 to 0.3, a tenth of it lost on the way', async () => {
    // 40 / 0.9 more in hour 0.
    const plant = makePlant(timeline, {
      heatNetworks: [{ demandKw: 40 }],
      boilers: [{}],
      hotStores: [{ chargeEfficiency: 0.9 }],
    });
    const made = await planOf({ timeline, sites: [{ grid: { importPricePerKwh: held([0.1, 0.3]) }, plant }] });
    expect(made.objective).toBeCloseTo(4 + 4 / 0.9, 8);
    expect(perHour(made, 'hotStoreDischarge', 'hot-tank')).toEqual(close([0, 40]));
    expect(made.setpoints.find(({ quantity }) => quantity === 'hotStoreNetCharge')?.values[0]).toBeCloseTo(40 / 0.9, 5);
  });
});

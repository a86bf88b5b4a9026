import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  type BatteryInput,
  type FleetInput,
  hourly,
  makeFleet,
  type SiteInput,
  seriesOf,
  shadowPrice,
} from '../support/fleets.ts';
import { SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant } from '../support/plants.ts';

/** Electric stores among cooling and heat: never in and out in one slot, wherever the price of the bus turns negative. */

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput, largestGap = 1e-6): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap, twice: false, savingsSplit: false })).plan;
const BOTH_WAYS_KW = 1e-3;

function expectOneWay(plan: Plan, store = 'store'): void {
  const charge = seriesOf(plan, 'batteryCharge', 'north', store);
  const discharge = seriesOf(plan, 'batteryDischarge', 'north', store);
  expect(Math.max(...charge.map((kw, t) => Math.min(kw, discharge[t])))).toBeLessThanOrEqual(BOTH_WAYS_KW);
}

describe.each(SLOT_MINUTES)('a day with negative prices, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(24, slotMinutes);
  const prices = Array.from({ length: 24 }, (_, hour) => (hour >= 11 && hour < 15 ? -0.05 : 0.08 + 0.01 * (hour % 6)));
  const site = (battery: BatteryInput): SiteInput => ({
    grid: { importPricePerKwh: held(prices), importLimitKw: 400 },
    compute: { baseLoadKw: 100 },
    batteries: [battery],
    plant: makePlant(timeline, {
      loops: [{}],
      chillers: [{ cop: 4 }],
      heatRejection: [{}],
      coldStores: [{ chargeEfficiency: 0.9 }],
      heatNetworks: [{ demandKw: 40 }],
      boilers: [{}],
      heatPumps: [{ cop: 3 }],
      hotStores: [{ chargeEfficiency: 0.9, selfDischargePerHour: 0.01 }],
    }),
  });

  test('batteries and grid take one way; without losses to burn the day can only be dearer', async () => {
    const lossy = await planOf({ timeline, sites: [site({ chargeEfficiency: 0.8, startsWhereItEnds: true })] });
    expectOneWay(lossy);
    // The price of the bus is that of import, which is what tempts a linear program.
    expect(shadowPrice(lossy, 'electricityBalance').values[(12 * 60) / slotMinutes]).toBeCloseTo(-0.05, 8);
    expect(lossy.status).toBe('optimal');
    const none = await planOf({ timeline, sites: [site({ chargeLimitKw: 0, dischargeLimitKw: 0 })] });
    expect(lossy.objective).toBeLessThan(none.objective);
  });
});

describe('a day of positive prices on which a kWh less would be worth paying for', () => {
  /**
   * Heat makes the price of electricity negative: 60 kW of it are wanted and only the generator brings heat, 1.2 kW
   * with each kW of electricity. So it wants to run at 50 kW; the machines take 40, nothing may be exported. Each kWh
   * that somebody burns lets it make one more, for 0.1 of fuel, and serves 1.2 kWh of heat that are worth 3 each:
   * the bus pays 3.5 for it, though all prices of energy are positive. A full battery with half lost on the way in
   * would burn 10 kW by charging 20 and discharging 10 at once.
   */
  const full: BatteryInput = { initialEnergyKwh: 100, endEnergyKwh: 100, chargeEfficiency: 0.5 };
  const plan = (hours: number, battery: BatteryInput, heatKw = (_hour: number) => 60, largestGap = 1e-6) => {
    const timeline = hourly(hours);
    const plant = makePlant(timeline, {
      heatNetworks: [{ demandKw: Array.from({ length: hours }, (_, hour) => heatKw(hour)), unservedPricePerKwh: 3 }],
      generators: [{ heatRecovery: { network: 'town', heatKwPerKw: 1.2 } }],
    });
    return planOf({ timeline, sites: [{ compute: { baseLoadKw: 40 }, batteries: [battery], plant }] }, largestGap);
  };

  test('one hour: the full battery stands still, 12 kW of heat are not served', async () => {
    const made = await plan(1, full);
    expect(made.objective).toBeCloseTo(4 + 36, 8);
    expect(shadowPrice(made, 'electricityBalance').values[0]).toBeCloseTo(0.1 - 1.2 * 3, 8);
    expect(made.certificate?.method).toBe('branching');
    expectOneWay(made);
  });

  test('one hour with room for 5 kWh: it charges 10 kW, and all heat is served', async () => {
    const made = await plan(1, { ...full, initialEnergyKwh: 95 });
    expect(made.objective).toBeCloseTo(5, 8);
    expectOneWay(made);
  });

  test('two hours: it gives in one what it takes in the other, and burns no more than that', async () => {
    // Full at both ends: hour 0 may only discharge x, which keeps the generator at 40 - x and the heat at 48 - 1.2 x;
    // hour 1 then charges 2 x, worth 12 kW of heat at x = 5. Each x costs 1.2 and brings 2.4: x = 5.
    // Fuel 35 and 50 kWh at 0.1; 18 kWh of heat not served.
    const made = await plan(2, full);
    expect(made.objective).toBeCloseTo(8.5 + 54, 8);
    expectOneWay(made);
    expect(seriesOf(made, 'batteryDischarge', 'north', 'store')[0]).toBeCloseTo(5, 5);
    expect(seriesOf(made, 'batteryCharge', 'north', 'store')[1]).toBeCloseTo(10, 5);
  });

  test('a day that begins so: one hour makes room for the next three', async () => {
    // Heat of 60 kW in the hours 0 to 3 alone, then 40, for which 33 kW of generator are enough. Each hour that charges
    // needs 5 kWh of room; hour 0 makes 15, at 18 kWh of heat: fuel 25 + 3 x 50, heat not served 12 + 18 kWh. Taking
    // turns (as above) would leave 36 not served. The other 20 hours: 40 kWh at 0.1 each.
    const made = await plan(24, full, (hour) => (hour < 4 ? 60 : 40));
    expect(made.objective).toBeCloseTo(17.5 + 90 + 80, 6);
    expect(made.status).toBe('optimal');
    expectOneWay(made);
  });

  test.each([
    // One hour makes room for seven: 35 of fuel saved there and 42 kWh of heat lost, beside the 12 that it cannot make.
    [8, 35.5 + 162, 1e-6],
    // 21 of 24 hours charge, 105 kWh of room in three (at most 40 in each). The optimum is found, but among so many ways
    // that cost the same the proof is left open, and the plan says so.
    [24, 106.5 + 486, Number.POSITIVE_INFINITY],
  ])('%i hours alike: %f', async (hours, optimum, largestGap) => {
    const made = await plan(hours, full, () => 60, largestGap);
    expectOneWay(made);
    expect(made.objective).toBeCloseTo(optimum, 6);
  });
});

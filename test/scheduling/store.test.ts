import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  type BatteryInput,
  type FleetInput,
  hourly,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
} from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant, type PlantInput } from '../support/plants.ts';

/** What stores of any kind have in common beyond arbitrage, which battery.test.ts looks at. */

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;
const close = (values: readonly number[], digits = 5) => values.map((value) => expect.closeTo(value, digits));

/** 60 kW of load at these prices, hour by hour. */
describe.each(SLOT_MINUTES)('an electric store, slots of %i minutes', (slotMinutes) => {
  const plan = (battery: BatteryInput, prices: readonly number[], site: SiteInput = {}) => {
    const { timeline, held } = hoursOf(prices.length, slotMinutes);
    const grid = { importPricePerKwh: held(prices), ...site.grid };
    return planOf({ timeline, sites: [{ compute: { baseLoadKw: 60 }, ...site, grid, batteries: [battery] }] });
  };
  const perHour = (made: Plan, name: 'batteryCharge' | 'batteryDischarge') =>
    energyPerHour(seriesOf(made, name, 'north', 'store'), slotMinutes);

  test('a budget of one and a half cycles: 60 of 40 + 40 kWh, the dearer evening first', async () => {
    // 60 x (0.1 + 0.3 + 0.1 + 0.4) = 54. 40 kWh save 0.3, 20 save 0.2.
    const made = await plan({ energyCapacityKwh: 40, cycleBudget: 1.5 }, [0.1, 0.3, 0.1, 0.4]);
    expect(made.objective).toBeCloseTo(54 - 12 - 4, 9);
    expect(perHour(made, 'batteryDischarge')).toEqual(close([0, 20, 0, 40]));
    expect((await plan({ energyCapacityKwh: 40, cycleBudget: 2 }, [0.1, 0.3, 0.1, 0.4])).objective).toBeCloseTo(34, 9);
    expect((await plan({ energyCapacityKwh: 40, cycleBudget: 0 }, [0.1, 0.3, 0.1, 0.4])).objective).toBeCloseTo(54, 9);
  });

  test('a cycle counts what leaves at the bus: 40 kWh in, 32 out at 0.8 are 0.8 of a cycle', async () => {
    // 20 kWh at the bus are 25 of the store: 54 less 20 x 0.4 more 25 x 0.1.
    const made = await plan(
      { energyCapacityKwh: 40, cycleBudget: 0.5, dischargeEfficiency: 0.8 },
      [0.1, 0.3, 0.1, 0.4],
    );
    expect(made.objective).toBeCloseTo(54 - 8 + 2.5, 9);
  });

  test('both ways cost: 0.03 a kWh in, 0.05 out leave 0.12 of a spread of 0.2', async () => {
    const made = await plan({ chargePricePerKwh: 0.03, wearPricePerKwh: 0.05 }, [0.1, 0.3]);
    expect(made.objective).toBeCloseTo(24 - 6, 9);
    expect(moneyOf(made, 'wear')).toBeCloseTo(4, 9);
  });

  test.each([
    // 50 kW in; what comes out of it after losses saves 0.5 a kWh. 60 x 0.6 = 36 without.
    [
      'hydrogen: electrolyser 0.7, fuel cell 0.5',
      { kind: 'hydrogen', chargeEfficiency: 0.7, dischargeEfficiency: 0.5 },
      17.5,
    ],
    [
      'flow battery of 30 kWh: 0.85 and 0.9',
      { kind: 'flow', energyCapacityKwh: 30, chargeEfficiency: 0.85, dischargeEfficiency: 0.9 },
      27,
    ],
    [
      'gravity of 20 kW: 0.9 and 0.9',
      { kind: 'gravity', chargeLimitKw: 20, dischargeLimitKw: 20, chargeEfficiency: 0.9, dischargeEfficiency: 0.9 },
      16.2,
    ],
  ] as const)('%s', async (_, battery, outKwh) => {
    const made = await plan(battery, [0.1, 0.5]);
    const inKwh = outKwh / (battery.chargeEfficiency * battery.dischargeEfficiency);
    expect(made.objective).toBeCloseTo(36 + inKwh * 0.1 - outKwh * 0.5, 8);
    expect(perHour(made, 'batteryCharge')).toEqual(close([inKwh, 0]));
    expect(perHour(made, 'batteryDischarge')).toEqual(close([0, outKwh]));
  });

  test('a level at the start as at the end: full at midnight, empty after the dear hour, full again', async () => {
    // Dear first: 50 kWh come from the hour after. 24 - 50 x 0.2.
    const made = await plan({ startsWhereItEnds: true }, [0.3, 0.1]);
    expect(made.objective).toBeCloseTo(14, 9);
    expect(perHour(made, 'batteryDischarge')).toEqual(close([50, 0]));
    expect(perHour(made, 'batteryCharge')).toEqual(close([0, 50]));
    // Starting empty instead there is nothing to give.
    expect((await plan({}, [0.3, 0.1])).objective).toBeCloseTo(24, 9);
  });
});

describe('a level at the start as at the end', () => {
  const prices = { importPricePerKwh: [0.3, 0.1] };

  test('whatever it starts with costs something to keep: what decays is bought again', async () => {
    // Discharge 50 in hour 0, charge c in hour 1 at a decay d an hour, both held for the hour. With k = e^-d and
    // w = (1 - k) / d: stored[1] k - 50 w = stored[0]; stored[0] k + c w = stored[1]. Empty after hour 0 is cheapest:
    // stored[1] = 50 w / k = c w, so c = 50 / k; 50 kW bound the charge, so 50 k are discharged.
    const d = 0.1;
    const made = await planOf({
      timeline: hourly(2),
      sites: [
        {
          grid: prices,
          compute: { baseLoadKw: 60 },
          batteries: [{ startsWhereItEnds: true, selfDischargePerHour: d, chargeLimitKw: 50 }],
        },
      ],
    });
    expect(made.objective).toBeCloseTo(24 - 50 * Math.exp(-d) * 0.3 + 50 * 0.1, 6);
    expect(seriesOf(made, 'batteryStored', 'north', 'store')).toEqual(close([0, (50 * -Math.expm1(-d)) / d]));
  });

  test('in a single slot it can only stand still, at the least it may hold', async () => {
    const made = await planOf({
      timeline: hourly(1),
      sites: [{ compute: { baseLoadKw: 60 }, batteries: [{ startsWhereItEnds: true, selfDischargePerHour: 0.1 }] }],
    });
    expect(made.objective).toBeCloseTo(6, 9);
    expect(seriesOf(made, 'batteryStored', 'north', 'store')).toEqual(close([0]));
  });

  test.each([
    [
      'a cold store',
      { loops: [{}], chillers: [{ cop: 2 }], heatRejection: [{}], coldStores: [{ startsWhereItEnds: true }] },
    ],
    [
      'a hot store',
      { heatNetworks: [{ demandKw: 40 }], heatPumps: [{ cop: 2 }], hotStores: [{ startsWhereItEnds: true }] },
    ],
  ] as [string, PlantInput][])('%s alike: 40 kWh of 0.3 come from 0.1, at COP 2', async (_, plant) => {
    const timeline = hourly(2);
    const made = await planOf({
      timeline,
      sites: [{ grid: prices, compute: { baseLoadKw: 40 }, plant: makePlant(timeline, plant) }],
    });
    // 16 of base load; 80 kWh / 2 x 0.1 of cooling or heat.
    expect(made.objective).toBeCloseTo(16 + 4, 9);
  });
});

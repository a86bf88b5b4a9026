import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import {
  type BatteryInput,
  hourly,
  makeFleet,
  moneyOf,
  type SiteInput,
  seriesOf,
  shadowPrice,
  slotsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** A constant load of 60 kW at 0.1 and then 0.3: 6 + 18 = 24 without a store. */
const plan = async (battery: BatteryInput, prices = [0.1, 0.3], site: SiteInput = {}, timeline?: Timeline) => {
  const grid = { importPricePerKwh: prices, ...site.grid };
  const sites = [{ compute: { baseLoadKw: 60 }, ...site, grid, batteries: [battery] }];
  return (await planned(solver, makeFleet({ timeline: timeline ?? hourly(prices.length), sites }))).plan;
};
const stored = (made: Awaited<ReturnType<typeof plan>>) => seriesOf(made, 'batteryStored', 'north', 'store');

describe('arbitrage', () => {
  test('without losses 50 kWh move from 0.3 to 0.1: 24 - 50 x 0.2 = 14', async () => {
    const made = await plan({});
    expect(made.objective).toBeCloseTo(14, 9);
    expect(stored(made)).toEqual([50, 0]);
    expect(made.setpoints).toContainEqual({
      site: 'north',
      component: 'store',
      quantity: 'batteryNetCharge',
      unit: 'kW',
      values: [50, -50],
    });
  });

  test('losses: 50 kW in x 0.9 = 45 kWh, 45 x 0.8 = 36 kW out: 24 + 50 x 0.1 - 36 x 0.3 = 18.2', async () => {
    const made = await plan({ chargeEfficiency: 0.9, dischargeEfficiency: 0.8 });
    expect(made.objective).toBeCloseTo(18.2, 9);
    expect(stored(made)).toEqual([45, 0]);
    // A kWh put into the store by magic leaves it as 0.8 kWh at 0.3.
    expect(shadowPrice(made, 'storedEnergy', 'store').values[1]).toBeCloseTo(-0.24, 9);
  });

  test('losses above the spread keep it idle: 0.3 x 0.72 < 0.25', async () => {
    const made = await plan({ chargeEfficiency: 0.9, dischargeEfficiency: 0.8 }, [0.25, 0.3]);
    expect(stored(made)).toEqual([0, 0]);
    expect(made.objective).toBeCloseTo(60 * 0.55, 9);
  });

  test('wear above the spread keeps it idle, wear below it is paid by kWh discharged', async () => {
    const idle = await plan({ wearPricePerKwh: 0.21 });
    expect(idle.objective).toBeCloseTo(24, 9);
    expect(stored(idle)).toEqual([0, 0]);
    const worn = await plan({ wearPricePerKwh: 0.05 });
    expect(worn.objective).toBeCloseTo(14 + 2.5, 9);
    expect(moneyOf(worn, 'wear')).toBeCloseTo(2.5, 9);
  });

  test('energy and power bound it: 20 kWh, or 10 kW', async () => {
    expect((await plan({ energyCapacityKwh: 20 })).objective).toBeCloseTo(24 - 20 * 0.2, 9);
    expect((await plan({ chargeLimitKw: 10 })).objective).toBeCloseTo(24 - 10 * 0.2, 9);
    expect((await plan({ dischargeLimitKw: 10 })).objective).toBeCloseTo(24 - 10 * 0.2, 9);
  });

  test('what was stored at the start is used down to the minimum: (30 - 10) x 0.3', async () => {
    const made = await plan({ initialEnergyKwh: 30, minimumEnergyKwh: 10, chargeLimitKw: 0 });
    expect(made.objective).toBeCloseTo(24 - 20 * 0.3, 9);
    expect(stored(made)).toEqual([30, 10]);
  });

  test('nothing is exported where that is shut: at most the load is covered', async () => {
    const made = await plan({ initialEnergyKwh: 100, dischargeLimitKw: 100 });
    expect(seriesOf(made, 'gridExport')).toEqual([0, 0]);
    // 60 kWh in the dear hour, 40 in the cheap one: 20 x 0.1.
    expect(made.objective).toBeCloseTo(2, 9);
  });
});

describe('self-discharge', () => {
  /** Charge c kW for an hour at rate d, hold an hour: the exact integrals. */
  const rate = 0.2;
  const lossy = { selfDischargePerHour: rate, chargeLimitKw: 20, energyCapacityKwh: 100 };

  test('what is charged evenly over an hour and kept for another follows the exponential', async () => {
    // Stored after hour 0: 20 x (1 - e^-0.2) / 0.2; after hour 1, without load: x e^-0.2; all of it out over hour 2
    // at constant power: out = stored x e^-0.2 x 0.2 / (1 - e^-0.2) = 20 e^-0.4.
    const made = await plan(lossy, [0.1, 0.9, 1], { compute: { baseLoadKw: [60, 0, 60] } });
    const full = (20 * -Math.expm1(-rate)) / rate;
    expect(stored(made)).toEqual([
      expect.closeTo(full, 5),
      expect.closeTo(full * Math.exp(-rate), 5),
      expect.closeTo(0, 5),
    ]);
    expect(made.objective).toBeCloseTo(60 * 1.1 + 20 * 0.1 - 20 * Math.exp(-2 * rate) * 1, 6);
  });

  test('splitting every slot in two changes nothing where power is constant: 20 in, none, 3 out', async () => {
    // What is left is worth 1 a kWh, so that charging stands at its limit and discharging at the load.
    const kept = { ...lossy, endValue: [{ energyKwh: 100, pricePerKwh: 1 }] };
    const whole = await plan(kept, [0.1, 0.9, 2], { compute: { baseLoadKw: [60, 0, 3] } });
    const half = slotsOf(0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    const load = { compute: { baseLoadKw: [60, 60, 0, 0, 3, 3] } };
    const halves = await plan(kept, [0.1, 0.1, 0.9, 0.9, 2, 2], load, half);
    expect([1, 3, 5].map((t) => stored(halves)[t])).toEqual(stored(whole).map((level) => expect.closeTo(level, 5)));
    expect(halves.objective).toBeCloseTo(whole.objective, 9);
    expect(seriesOf(halves, 'batteryDischarge', 'north', 'store')).toEqual([0, 0, 0, 0, 3, 3]);
  });

  test('an idle store decays the same in one slot or in many', async () => {
    const idle = { ...lossy, initialEnergyKwh: 80, chargeLimitKw: 0, dischargeLimitKw: 0 };
    const one = await plan(idle, [0.1], {}, slotsOf(4));
    const many = await plan(idle, [0.1, 0.1, 0.1, 0.1], {}, slotsOf(0.25, 0.75, 1, 2));
    const left = 80 * Math.exp(-0.8);
    expect(stored(one)[0]).toBeCloseTo(left, 5);
    expect(stored(many)[3]).toBeCloseTo(left, 5);
    expect(many.objective).toBeCloseTo(one.objective, 9);
  });
});

describe('the end of the horizon', () => {
  test('the promised level is kept: 30 kWh bought at 0.1 for the end, 20 more for the dear hour', async () => {
    const made = await plan({ endEnergyKwh: 30 });
    // 50 kW charged at most in hour 0. Hour 1 at 0.3 either discharges 20 or recharges: 50 - 20 = 30 left.
    expect(made.objective).toBeCloseTo(24 + 5 - 6, 9);
    expect(stored(made)).toEqual([50, 30]);
    expect(made.brokenPromises).toEqual([]);
  });

  test('a level that cannot be reached is a shortfall at its price: 80 - 50 - 10 = 20 x 10', async () => {
    const made = await plan({ endEnergyKwh: 80, chargeLimitKw: 30, initialEnergyKwh: 0 });
    expect(stored(made)[1]).toBeCloseTo(60, 6);
    expect(made.objective).toBeCloseTo(24 + 3 + 9 + 200, 8);
    expect(made.brokenPromises).toEqual([
      expect.objectContaining({
        kind: 'endEnergy',
        site: 'north',
        subject: 'store',
        amount: expect.closeTo(20, 6),
        unit: 'kWh',
        pricePerUnit: 10,
        cost: expect.closeTo(200, 6),
      }),
    ]);
  });

  test('when the grid is away the store serves the load and ends short: 20 of 40 kWh', async () => {
    const made = await plan(
      { initialEnergyKwh: 80, endEnergyKwh: 40, dischargeLimitKw: 60, chargeLimitKw: 0 },
      [0.1, 0.1],
      { grid: { importLimitKw: [0, 100] } },
    );
    expect(stored(made)).toEqual([20, 20]);
    expect(made.brokenPromises.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['endEnergy', expect.closeTo(20, 6)],
    ]);
    expect(made.objective).toBeCloseTo(6 + 200, 8);
  });

  test('no more than the stated maximum is left, even where energy is free', async () => {
    const made = await plan({ endEnergyMaximumKwh: 15, endValue: [{ energyKwh: 100, pricePerKwh: 1 }] }, [0, 0]);
    expect(stored(made)[1]).toBeCloseTo(15, 6);
    expect(made.objective).toBeCloseTo(-15, 9);
  });

  test('worth beyond the promise counts by segment: 10 kWh at 0.5, 20 at 0.2, the rest at nothing', async () => {
    // At 0.3: only the first segment is worth filling; at 0.1 both. 10 promised on top.
    const segments = [
      { energyKwh: 10, pricePerKwh: 0.5 },
      { energyKwh: 20, pricePerKwh: 0.2 },
    ];
    const dear = await plan({ endEnergyKwh: 10, endValue: segments }, [0.3]);
    expect(stored(dear)[0]).toBeCloseTo(20, 6);
    expect(dear.objective).toBeCloseTo(18 + 20 * 0.3 - 5, 9);
    const cheap = await plan({ endEnergyKwh: 10, endValue: segments }, [0.1]);
    expect(stored(cheap)[0]).toBeCloseTo(40, 6);
    expect(moneyOf(cheap, 'storedEnergyValue')).toBeCloseTo(-5 - 4, 9);
    expect(cheap.objective).toBeCloseTo(6 + 4 - 9, 9);
  });
});

describe('stores beside other things', () => {
  test('own surplus is kept for the evening: 40 kWh of sun replace 40 at 0.3', async () => {
    const made = await plan({}, [0.3, 0.3], { renewables: [{ availableKw: [100, 0] }] });
    expect(made.objective).toBeCloseTo((60 - 40) * 0.3, 9);
    expect(seriesOf(made, 'renewableCurtailed', 'north', 'roof')).toEqual([0, 0]);
  });

  test('two stores: the better one works first', async () => {
    const sites = [
      {
        compute: { baseLoadKw: [0, 60] },
        grid: { importPricePerKwh: [0.1, 0.3] },
        batteries: [
          { id: 'a', chargeEfficiency: 0.5 },
          { id: 'b', energyCapacityKwh: 40 },
        ],
      },
    ];
    const made = (await planned(solver, makeFleet({ timeline: hourly(2), sites }))).plan;
    // b: 40 kWh at 0.1; a: 20 kWh of 40 kW at 0.1 = 0.2 a kWh, still below 0.3.
    expect(made.objective).toBeCloseTo(4 + 4, 9);
    expect(seriesOf(made, 'batteryStored', 'north', 'b')).toEqual([40, 0]);
    expect(seriesOf(made, 'batteryStored', 'north', 'a')).toEqual([20, 0]);
  });

  test('a demand charge is shaved: 90 and 30 kW with 30 kWh between them', async () => {
    const made = await plan({ initialEnergyKwh: 30, endEnergyKwh: 30 }, [0.1, 0.1], {
      compute: { baseLoadKw: [90, 30] },
      grid: {
        demandCharges: [
          {
            id: 'peak',
            direction: 'import',
            pricePerKw: 2,
            periods: [
              {
                label: '2026-06',
                floorKw: 0,
                meteringIntervals: [
                  { slots: Int32Array.of(0), hours: Float64Array.of(1) },
                  { slots: Int32Array.of(1), hours: Float64Array.of(1) },
                ],
              },
            ],
          },
        ],
      },
    });
    expect(made.objective).toBeCloseTo(12 + 120, 8);
    expect(seriesOf(made, 'gridImport')).toEqual([60, 60]);
  });
});

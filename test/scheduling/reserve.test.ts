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
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { planned } from '../support/planned.ts';
import { hoursOf, makePlant, type PlantInput } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> =>
  (await planned(solver, makeFleet(input), { largestGap: 1e-6 })).plan;
const close = (values: readonly number[], digits = 5) => values.map((value) => expect.closeTo(value, digits));
const reserveOf = (hours: number, loadFraction = 1): BatteryInput['reserve'] => ({
  hours,
  loadFraction: loadFraction as never,
});
const stored = (plan: Plan) => seriesOf(plan, 'batteryStored', 'north', 'ups');

/** Full at first, 60 kW of load that must be served; by the hour. */
describe.each(SLOT_MINUTES)('a UPS that also works, slots of %i minutes', (slotMinutes) => {
  const plan = (battery: BatteryInput, prices: readonly number[], limits: readonly number[], site: SiteInput = {}) => {
    const { timeline, held } = hoursOf(prices.length, slotMinutes);
    const grid = { importPricePerKwh: held(prices), importLimitKw: held(limits) };
    const ups = { id: 'ups', kind: 'ups', initialEnergyKwh: 100, ...battery } as const;
    return planOf({ timeline, sites: [{ compute: { baseLoadKw: 60 }, ...site, grid, batteries: [ups] }] });
  };
  const discharge = (made: Plan) => energyPerHour(seriesOf(made, 'batteryDischarge', 'north', 'ups'), slotMinutes);

  test('one hour of 60 kW is kept: 40 of 100 kWh work', async () => {
    const made = await plan({ reserve: reserveOf(1) }, [0.1, 0.5, 0.2], [100, 100, 100]);
    expect(made.objective).toBeCloseTo(6 + 20 * 0.5 + 12, 9);
    expect(Math.min(...stored(made))).toBeCloseTo(60, 5);
  });

  test('a share of the load behind it, and losses on the way out: 60 x 0.5 x 0.6 / 0.9 = 20 kWh', async () => {
    // 80 kWh give 72 at the bus: 50 kW for an hour in the dearest, 22 in the next.
    const battery = { reserve: reserveOf(0.5, 0.6), dischargeEfficiency: 0.9 };
    const made = await plan(battery, [0.1, 0.5, 0.2], [100, 100, 100]);
    expect(made.objective).toBeCloseTo(6 + 5 + 38 * 0.2, 8);
    expect(Math.min(...stored(made))).toBeCloseTo(20, 5);
  });

  test('the grid falls to 40 kW below 60 of load: the UPS gives 20, and never falls below its reserve', async () => {
    // Reserve 0.75 h: 45 kWh. Without the limit 50 of 55 kWh would go at 0.5 and 5 at 0.4; 20 of them are bound to
    // the cheap hour with the limit, so that 35 are left for 0.5.
    const made = await plan({ reserve: reserveOf(0.75) }, [0.1, 0.5, 0.4], [40, 100, 100]);
    expect(discharge(made)).toEqual(close([20, 35, 0]));
    expect(Math.min(...stored(made))).toBeCloseTo(45, 5);
    expect(made.objective).toBeCloseTo(4 + 12.5 + 24, 9);
  });
});

describe('the floor follows the load', () => {
  /** The grid gives 40 of 60 kW, the UPS (100 kWh) the rest; 1.5 h of the load are kept, and 10 a kWh is paid for what is shed. */
  test.each([
    // 100 - (20 - s) >= 1.5 (60 - s), so s = 4 kW.
    [60, [4], 84],
    // It is each slot's own load that counts: the first half hour needs nothing shed (90 of 100 kWh left, 90 wanted), the
    // second 90 - (10 - s / 2) >= 1.5 (60 - s), so s = 5 kW.
    [30, [0, 5], 82.5],
  ])('slots of %i minutes: %j kW shed', async (slotMinutes, shedKw, leftKwh) => {
    const { timeline } = hoursOf(1, slotMinutes);
    const made = await planOf({
      timeline,
      sites: [
        {
          grid: { importLimitKw: 40 },
          compute: { baseLoadKw: 60, baseLoadShedPricePerKwh: 10 },
          batteries: [{ id: 'ups', kind: 'ups', initialEnergyKwh: 100, reserve: reserveOf(1.5) }],
        },
      ],
    });
    const shedKwh = shedKw.reduce((sum, kw, t) => sum + kw * timeline.hours[t], 0);
    expect(seriesOf(made, 'baseLoadShed')).toEqual(close(shedKw));
    expect(stored(made).at(-1)).toBeCloseTo(leftKwh, 5);
    expect(made.objective).toBeCloseTo(4 + shedKwh * 10, 8);
  });
});

describe('a reserve', () => {
  test('stands at the start of a slot too: 10 kWh let 10 kW work, and a charge helps the hour after it', async () => {
    // Jobs of 25 unit-hours, one hour of the load kept. Hour 0 runs at the 10 kW that are there at its start and takes
    // 5 kWh in; hour 1 runs at 15. Without the start of the slot, hour 0 would run at 15 too. 15 x 0.1 + 15 x 0.2.
    const made = await planOf({
      timeline: hourly(3),
      sites: [
        {
          compute: { pools: [{ unitsAvailable: 20 }] },
          batteries: [
            { id: 'ups', initialEnergyKwh: 10, chargeLimitKw: 5, dischargeLimitKw: 0, reserve: reserveOf(1) },
          ],
          grid: { importPricePerKwh: [0.1, 0.2, 0.9] },
        },
      ],
      jobs: [{ work: 25, maximumUnits: 20, unservedPricePerUnitHour: 5 }],
    });
    expect(seriesOf(made, 'poolPower', 'north', 'gpu')).toEqual(close([10, 15, 0]));
    expect(stored(made)).toEqual(close([15, 15, 15]));
    expect(made.objective).toBeCloseTo(1.5 + 3, 8);
    // A kWh less to be kept for hour 0 moves a unit-hour there from hour 1 (0.2 to 0.1), which then wants a kWh less
    // charged at 0.1.
    expect(shadowPrice(made, 'storeReserve', 'ups').values[0]).toBeCloseTo(0.2, 8);
  });

  test('that cannot be kept is no plan: 1.5 h of 60 kW with 80 kWh', async () => {
    const sites = [
      {
        compute: { baseLoadKw: 60 },
        batteries: [{ id: 'ups', initialEnergyKwh: 80, reserve: reserveOf(1.5) }],
      },
    ];
    const fleet = makeFleet({ timeline: hourly(1), sites });
    const { plan } = await planned(solver, fleet, { status: ['infeasible'] });
    expect(plan.statusReason).toMatch(/\w/);
  });

  test('holds too where the level at the start is free', async () => {
    // 60 kWh at least, so 40 of 100 move: 60 x 0.4 less 40 x 0.2.
    const made = await planOf({
      timeline: hourly(2),
      sites: [
        {
          grid: { importPricePerKwh: [0.3, 0.1] },
          compute: { baseLoadKw: 60 },
          batteries: [{ id: 'ups', startsWhereItEnds: true, reserve: reserveOf(1) }],
        },
      ],
    });
    expect(made.objective).toBeCloseTo(24 - 8, 9);
    expect(stored(made)).toEqual(close([60, 100]));
  });
});

describe('emergency cold', () => {
  const plan = (plant: PlantInput) => {
    const timeline = hourly(2);
    const site = { grid: { importPricePerKwh: [0.1, 0.3] }, compute: { baseLoadKw: 40 } };
    return planOf({ timeline, sites: [{ ...site, plant: makePlant(timeline, plant) }] });
  };
  const plant = { loops: [{}], chillers: [{ cop: 2 }], heatRejection: [{}] };

  test('half an hour of 40 kW is kept: 20 of 60 kWh, so 40 work in the dear hour', async () => {
    // 4 + 12 of load, 20 kW of chiller in hour 0 alone: 2.
    const made = await plan({
      ...plant,
      coldStores: [{ initialEnergyKwh: 60, chargeLimitKw: 0, reserve: reserveOf(0.5) }],
    });
    expect(made.objective).toBeCloseTo(18, 9);
    expect(seriesOf(made, 'coldStoreStored', 'north', 'cold-tank')).toEqual(close([60, 20]));
  });

  test('it is the loop that it serves whose heat counts, not the one that charges it', async () => {
    // Ice charged from the brine, which carries no machines; 20 kWh are kept for the room: of 30 only 10 work.
    // Load 16; room 40 / 2 x 0.1 and 30 / 2 x 0.3.
    const made = await plan({
      ...plant,
      loops: [{}, { id: 'brine' }],
      coldStores: [
        { kind: 'ice', chargesFrom: 'brine', initialEnergyKwh: 30, chargeLimitKw: 0, reserve: reserveOf(0.5) },
      ],
    });
    expect(made.objective).toBeCloseTo(16 + 2 + 4.5, 9);
  });
});

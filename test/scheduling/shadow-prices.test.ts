import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import {
  type FleetInput,
  hourly,
  makeDemandCharge,
  makeFleet,
  series,
  shadowPrice,
  slotsOf,
} from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const planOf = async (input: FleetInput): Promise<Plan> => (await planned(solver, makeFleet(input))).plan;

describe('a limit carries its own price', () => {
  const timeline = hourly(2);

  test('full machines: the balance behind the losses costs 1.1 times the one before them', async () => {
    // 12 unit-hours on 10 units: full at 0.1, 2 at 0.3. Overhead a tenth: a unit more saves 1.1 x 0.2.
    const plan = await planOf({
      timeline,
      sites: [{ grid: { importPricePerKwh: [0.1, 0.3] }, compute: { overheadFraction: 0.1 } }],
      jobs: [{ work: 12, maximumUnits: 30 }],
    });
    expect(plan.objective).toBeCloseTo(1.1 * (1 + 0.6), 9);
    expect(shadowPrice(plan, 'itBalance').values).toEqual([expect.closeTo(0.11, 9), expect.closeTo(0.33, 9)]);
    expect(shadowPrice(plan, 'poolCapacity', 'gpu').values[0]).toBeCloseTo(-0.22, 9);
  });

  test('a peak at the import limit: the peak is worth its price, the limit the rest', async () => {
    // Hour 0 at 0.1 holds 8 kW, 2 go to hour 1 at 50. A kW more of hour 0: 50 - 0.1 less 10 for the peak.
    const plan = await planOf({
      timeline,
      sites: [
        {
          grid: {
            importLimitKw: 8,
            importPricePerKwh: [0.1, 50],
            demandCharges: [makeDemandCharge(timeline)],
          },
        },
      ],
      jobs: [{ work: 10 }],
    });
    expect(plan.objective).toBeCloseTo(0.8 + 100 + 80, 8);
    expect(shadowPrice(plan, 'peak', 'peak 2026-06').values).toEqual([expect.closeTo(-10, 8), expect.closeTo(0, 8)]);
    expect(shadowPrice(plan, 'importLimit').values[0]).toBeCloseTo(-39.9, 8);
  });

  test('a breach up to the physical limit: the agreed limit is worth its breach price, the physical one the rest', async () => {
    const limit = { id: 'agreed', direction: 'import', limitKw: series(timeline, 6), breachPricePerKwh: 2 } as const;
    const plan = await planOf({
      timeline,
      sites: [{ grid: { importLimitKw: 8, importPricePerKwh: [0.1, 50], contractedLimits: [limit] } }],
      jobs: [{ work: 10 }],
    });
    expect(plan.objective).toBeCloseTo(0.8 + 2 * 2 + 100, 8);
    expect(shadowPrice(plan, 'contractedLimit', 'agreed').values).toEqual([
      expect.closeTo(-2, 8),
      expect.closeTo(0, 8),
    ]);
    expect(shadowPrice(plan, 'importLimit').values[0]).toBeCloseTo(-47.9, 8);
  });
});

describe('prices equal what a re-solve says', () => {
  /** Figures in general position: two sites, unequal slots, sun, a lossy battery, two jobs, a peak and a contract. */
  const timeline = slotsOf(0.5, 0.5, 1, 1, 2);
  const base = {
    baseLoadKw: [31, 29, 37, 33, 41],
    unitsAvailable: [13, 13, 17, 11, 19],
    availableKw: [0, 3, 17, 9, 0],
  };
  const input = (change: Partial<typeof base> & { work?: number; importLimitKw?: number } = {}): FleetInput => {
    const { baseLoadKw, unitsAvailable, availableKw, work = 37.3, importLimitKw = 61 } = { ...base, ...change };
    const pools = [
      { unitsAvailable, idleKwPerUnit: 0.13, operatingPoints: [{ id: 'full', kwPerUnit: 1.7, speed: 1 }] },
    ];
    return {
      timeline,
      sites: [
        {
          id: 'north',
          grid: {
            importLimitKw,
            exportLimitKw: 20,
            importPricePerKwh: [0.21, 0.34, 0.11, 0.47, 0.29],
            exportPricePerKwh: [0.05, 0.07, 0.03, 0.09, 0.02],
            demandCharges: [makeDemandCharge(timeline, { pricePerKw: 0.19 })],
          },
          compute: { baseLoadKw, overheadFraction: 0.07, pools },
          batteries: [
            {
              energyCapacityKwh: 23,
              initialEnergyKwh: 7,
              endEnergyKwh: 9,
              chargeLimitKw: 11,
              dischargeLimitKw: 13,
              chargeEfficiency: 0.93,
              dischargeEfficiency: 0.95,
              selfDischargePerHour: 0.01,
              wearPricePerKwh: 0.02,
            },
          ],
          renewables: [{ availableKw }],
        },
        {
          id: 'south',
          grid: { importPricePerKwh: [0.36, 0.27, 0.31, 0.26, 0.38] },
          compute: { pools: [{ unitsAvailable: 7 }] },
        },
      ],
      jobs: [
        { id: 'a', work, maximumUnits: 29 },
        { id: 'b', work: 23, maximumUnits: 15, sites: ['north'] },
      ],
    };
  };
  const STEP = 0.01;
  const objective = async (change: Parameters<typeof input>[0]) =>
    (await planned(solver, makeFleet(input(change)), { twice: false, savingsSplit: false })).plan.objective;
  const bumped = (values: readonly number[], slot: number, by: number) =>
    values.map((value, t) => (t === slot ? value + by : value));

  test.each([0, 1, 2, 3, 4])('1 kW more base load in slot %i costs the price of power there', async (slot) => {
    const plan = await planOf(input());
    const hours = timeline.hours[slot];
    const up = await objective({ baseLoadKw: bumped(base.baseLoadKw, slot, STEP) });
    const down = await objective({ baseLoadKw: bumped(base.baseLoadKw, slot, -STEP) });
    const perKwh = (up - down) / (2 * STEP * hours);
    expect(shadowPrice(plan, 'itBalance', null, 'north').values[slot]).toBeCloseTo(perKwh, 6);
    expect(shadowPrice(plan, 'electricityBalance', null, 'north').values[slot]).toBeCloseTo(perKwh / 1.07, 6);
  });

  test.each([0, 1, 2, 3, 4])('1 kW more sun in slot %i saves its price', async (slot) => {
    const plan = await planOf(input());
    const up = await objective({ availableKw: bumped(base.availableKw, slot, STEP) });
    const perKwh = (up - plan.objective) / (STEP * timeline.hours[slot]);
    expect(shadowPrice(plan, 'renewableAvailable', 'roof').values[slot]).toBeCloseTo(perKwh, 6);
  });

  test.each([0, 1, 2, 3, 4])('one unit more in slot %i saves its price, less what it idles for', async (slot) => {
    const plan = await planOf(input());
    const up = await objective({ unitsAvailable: bumped(base.unitsAvailable, slot, STEP) });
    const idle = 0.13 * (shadowPrice(plan, 'itBalance', null, 'north').values[slot] ?? 0);
    const perUnitHour = (up - plan.objective) / (STEP * timeline.hours[slot]);
    expect((plan.quotaCurves[0].shadowPrice[slot] ?? 0) + idle).toBeCloseTo(perUnitHour, 6);
  });

  test('one unit-hour more of a job, and one kW more of import all day long', async () => {
    const plan = await planOf(input());
    const more = await objective({ work: 37.3 + STEP });
    expect(shadowPrice(plan, 'jobWork', 'a').values[0]).toBeCloseTo((more - plan.objective) / STEP, 6);
    const wider = await objective({ importLimitKw: 61 + STEP });
    const hourly = shadowPrice(plan, 'importLimit', null, 'north').values;
    const perKw = hourly.reduce<number>((sum, price, t) => sum + (price ?? 0) * timeline.hours[t], 0);
    expect(perKw).toBeCloseTo((wider - plan.objective) / STEP, 6);
    expect(perKw).toBeLessThan(0);
  });
});

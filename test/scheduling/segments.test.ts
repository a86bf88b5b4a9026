import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { makeRandom } from '../../src/scenario/sample-series.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { slotStart, type Timeline } from '../../src/time/timeline.ts';
import { expectNoCheaper, expectSameMoney, moneyScale, planOnce } from '../property/support.ts';
import { fleetOf, type Loose, smallScenario } from '../scenario/small-scenario.ts';
import {
  at,
  type BatteryInput,
  hourly,
  type JobInput,
  makeDemandCharge,
  makeFleet,
  metering,
  seriesOf,
  slotsOf,
} from '../support/fleets.ts';
import { makePlant } from '../support/plants.ts';

/**
 * Slots of 5 minutes for the first two hours and of an hour after them, against hours throughout. Every series is
 * constant within each hour and peaks are metered by the hour.
 *
 * A plan by the hour, held through the twelve slots of an hour, is a plan of the fine timeline at the same cost: no step
 * inside an hour, the same mean power, and between the ends of an hour a level that lies between its values there. So
 * the fine optimum is at most the coarse one. Where levels do not decay and steps are free, the mean of a fine plan over
 * each hour is a plan by the hour at no more than its cost, and the two optima are equal.
 */
const HOURS = 5;
const NEAR_HOURS = 2;
const SLOTS_AN_HOUR = 12;

const solver = makeSolverPool();
afterAll(() => solver.close());

interface Steps {
  readonly timeline: Timeline;
  /** A series by the hour on these slots. */
  readonly held: (byHour: readonly number[]) => number[];
  /** Hours as a meter records them. */
  readonly meteringIntervals: ReturnType<typeof metering>[];
}

function steps(timeline: Timeline): Steps {
  const hourOf = Array.from({ length: timeline.slotCount }, (_, t) =>
    Math.floor((slotStart(timeline, t) - at(0)) / 3_600_000 + 1e-9),
  );
  const hours = [...new Set(hourOf)];
  return {
    timeline,
    held: (byHour) => hourOf.map((hour) => byHour[hour]),
    meteringIntervals: hours.map((hour) =>
      metering(timeline, ...hourOf.flatMap((each, slot) => (each === hour ? [slot] : []))),
    ),
  };
}

const nearAndFar = (near: number, hours: number): Timeline =>
  slotsOf(
    ...new Array<number>(near * SLOTS_AN_HOUR).fill(1 / SLOTS_AN_HOUR),
    ...new Array<number>(hours - near).fill(1),
  );

const COARSE = steps(hourly(HOURS));
const FINE = steps(nearAndFar(NEAR_HOURS, HOURS));

/** What the fine timeline can gain by: stores that decay, a floor that follows the load, and steps that are limited. */
interface Gains {
  readonly decays: boolean;
  readonly ramps: boolean;
}

/** A site with everything that is metered, limited or stored, in figures that the seed decides. */
function fleetOn({ timeline, held, meteringIntervals }: Steps, seed: number, { decays, ramps }: Gains): Fleet {
  const random = makeRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const byHour = (low: number, high: number) => Array.from({ length: HOURS }, () => between(low, high));
  const store = (most: number): BatteryInput => ({
    energyCapacityKwh: between(30, 60),
    initialEnergyKwh: 15,
    endEnergyKwh: 10,
    endEnergyMaximumKwh: 30,
    endValue: [{ energyKwh: 5, pricePerKwh: between(0.05, 0.2) }],
    chargeLimitKw: between(10, most),
    dischargeLimitKw: between(10, most),
    chargeEfficiency: 0.95,
    dischargeEfficiency: 0.9,
    wearPricePerKwh: 0.01,
    selfDischargePerHour: decays ? between(0.02, 0.2) : 0,
  });
  const importPrice = byHour(0.05, 0.5);
  const battery = { ...store(30), ...(decays ? { reserve: { hours: 0.1, loadFraction: 1 } } : {}) };
  const ramp = {
    limitKwPerMinute: between(0.5, 2),
    transitionMinutes: 5,
    measuredNetImportKw: between(30, 60),
    breachPricePerKw: between(0.05, 0.3),
  };
  const site = {
    grid: {
      importPricePerKwh: held(importPrice),
      exportPricePerKwh: held(importPrice.map((price) => 0.6 * price)),
      exportLimitKw: 20,
      demandCharges: [
        makeDemandCharge(timeline, {
          pricePerKw: between(0.1, 1),
          periods: [{ floorKw: between(20, 40), meteringIntervals }],
        }),
      ],
      ramp: ramps ? ramp : null,
    },
    compute: {
      baseLoadKw: held(byHour(10, 40)),
      overheadFraction: 0.05,
      pools: [{ unitsAvailable: 20, idleKwPerUnit: 0.2 }],
    },
    batteries: [battery],
    renewables: [{ availableKw: held(byHour(0, 30)) }],
    plant: makePlant(timeline, {
      loops: [{ circulationKwPerKw: 0.02 }],
      chillers: [{ cop: held(byHour(2, 6)) }],
      heatRejection: [{ electricityKwPerKw: 0.03 }],
      coldStores: [store(40) as object],
    }),
  };
  const jobs = Array.from({ length: 4 }, (_, k): JobInput => {
    const [from, length] = [Math.floor(between(0, 3)), Math.ceil(between(1, 3))];
    const units = between(2, 12);
    return {
      id: `job-${k}`,
      maximumUnits: units,
      work: units * length * between(0.2, 0.8),
      earliestStart: at(from),
      deadline: at(Math.min(HOURS, from + length)),
      deadlinePolicy: { kind: k === 0 ? 'bestEffort' : 'hard' },
      ...(k % 2 === 0 ? {} : { shape: 'preemptible', restartPricePerUnit: between(0, 0.2) }),
    };
  });
  return makeFleet({ timeline, sites: [site], jobs });
}

const SEEDS = [1, 2, 3, 4, 5, 6];

async function both(seed: number, gains: Gains): Promise<{ coarse: Plan; fine: Plan }> {
  const coarse = await planOnce(solver, fleetOn(COARSE, seed, gains));
  const fine = await planOnce(solver, fleetOn(FINE, seed, gains));
  return { coarse, fine };
}

/** What a plan does that a timeline without its parts would not show. */
const touched = (plan: Plan) => ({
  battery: Math.max(...seriesOf(plan, 'batteryCharge', 'north', 'store')) > 1,
  coldStore: Math.max(...seriesOf(plan, 'coldStoreCharge', 'north', 'cold-tank')) > 1,
  peak: plan.demandCharges[0].peakKw > plan.demandCharges[0].floorKw,
});

describe('5 minutes near and an hour far, against hours', () => {
  test.each([
    ['steps are limited', { decays: false, ramps: true }],
    ['stores decay and keep a reserve', { decays: true, ramps: false }],
    ['both', { decays: true, ramps: true }],
  ])('where %s the fine optimum is at most the coarse one', async (_, gains) => {
    let cheaper = 0;
    for (const seed of SEEDS) {
      const { coarse, fine } = await both(seed, gains);
      expectNoCheaper(coarse, fine);
      if (coarse.objective - fine.objective > 1e-4 * moneyScale(coarse)) cheaper += 1;
    }
    expect(cheaper).toBeGreaterThan(SEEDS.length / 2);
  });

  test('where nothing inside an hour can gain the two are equal', async () => {
    const seen = { battery: 0, coldStore: 0, peak: 0 };
    for (const seed of SEEDS) {
      const { coarse, fine } = await both(seed, { decays: false, ramps: false });
      expectSameMoney(fine.objective, coarse.objective, fine, coarse, 1);
      const { battery, coldStore, peak } = touched(coarse);
      seen.battery += Number(battery);
      seen.coldStore += Number(coldStore);
      seen.peak += Number(peak);
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1);
  });
});

describe('what an hour in slots of 5 minutes gains', () => {
  const fineHour = nearAndFar(1, 2);

  test.each([
    // 15 kWh, at 0.3 in hour 0 and 0.1 in hour 1; a step of 5 kW at most. Hours: 5 and 10 kW, 1.5 + 1.
    ['hours', hourly(2), 2.5],
    // Only the last slots of hour 0 rise: x - 5, x, then x + 5 for hour 1. (2x - 5) / 12 + x + 5 = 15 at x = 125 / 14,
    // so 15 / 14 kWh at 0.3 and 195 / 14 at 0.1: 24 / 14.
    ['5 minutes', fineHour, 24 / 14],
  ] as const)('a ramp: the rise comes late in the dear hour (%s)', async (_, timeline, cost) => {
    const { held } = steps(timeline);
    const ramp = { limitKwPerMinute: 1, transitionMinutes: 5, measuredNetImportKw: null, breachPricePerKw: 10 };
    const plan = await planOnce(
      solver,
      makeFleet({
        timeline,
        sites: [{ grid: { importPricePerKwh: held([0.3, 0.1]), ramp }, compute: { pools: [{ unitsAvailable: 20 }] } }],
        jobs: [{ work: 15, maximumUnits: 20 }],
      }),
    );
    expect(plan.objective).toBeCloseTo(cost, 6);
  });

  // 30 kW in hour 1 at 0.4, from a battery that loses e^-t and is charged at 0.1. Over a slot of h hours a constant power
  // p adds p (1 - e^-h), so hour 1 needs e^-1 stored = 30 (1 - e^-1): stored = 30 (e - 1). It is charged as late as can
  // be: stored / (1 - e^-h) kW for h hours.
  const stored = 30 * (Math.E - 1);
  const chargedLast = (h: number) => 0.1 * ((stored * h) / -Math.expm1(-h));
  test.each([
    ['hours: 81.55 kWh', hourly(2), chargedLast(1)],
    ['5 minutes: 53.72 kWh', fineHour, chargedLast(1 / SLOTS_AN_HOUR)],
  ] as const)('decay: what is stored is charged late (%s)', async (_, timeline, cost) => {
    const { held } = steps(timeline);
    const plan = await planOnce(
      solver,
      makeFleet({
        timeline,
        sites: [
          {
            grid: { importPricePerKwh: held([0.1, 0.4]) },
            compute: { baseLoadKw: held([0, 30]) },
            batteries: [{ selfDischargePerHour: 1, chargeLimitKw: 1000 }],
          },
        ],
      }),
    );
    expect(plan.objective).toBeCloseTo(cost, 6);
  });
});

describe('segments of a scenario', () => {
  const CLOCK = (hour: number) => `2026-06-01T0${hour}:00+08:00`;
  const priced = (timeline: Loose) =>
    fleetOf(
      smallScenario((scenario) => {
        scenario.timeline = timeline;
        const [site] = scenario.sites;
        const prices = [0.2, 0.5, 0.3, 0.6];
        const tariff = prices.map((pricePerKwh, hour) => ({ from: `0${hour}:00`, to: `0${hour + 1}:00`, pricePerKwh }));
        tariff.push({ from: '04:00', to: '00:00', pricePerKwh: 1 });
        Object.assign(site.grid, {
          importPrice: { tariff },
          demandCharge: { pricePerKwMonth: 2, meteringMinutes: 60 },
        });
        site.renewables[0].availableKw = 5;
      }),
    );

  test('hours of which the first two are cut in twelve are planned for the same money, metered by the hour', async () => {
    const hours = priced({ start: CLOCK(0), end: CLOCK(4), slotMinutes: 60 });
    const cut = priced({
      start: CLOCK(0),
      segments: [
        { until: CLOCK(2), slotMinutes: 5 },
        { until: CLOCK(4), slotMinutes: 60 },
      ],
    });
    expect(cut.timeline.slotCount).toBe(26);
    const [{ periods }] = cut.sites[0].grid.demandCharges;
    expect(periods[0].meteringIntervals.map(({ slots }) => slots.length)).toEqual([12, 12, 1, 1]);
    const [coarse, fine] = [await planOnce(solver, hours), await planOnce(solver, cut)];
    expectSameMoney(fine.objective, coarse.objective, fine, coarse, 1);
    expect(fine.demandCharges[0].peakKw).toBeCloseTo(coarse.demandCharges[0].peakKw, 5);
  });
});

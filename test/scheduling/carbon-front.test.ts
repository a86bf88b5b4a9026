import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { type CarbonFront, carbonFront, inputDigest, makeProblem } from '../../src/scheduling/index.ts';
import { at, hourly, makeFleet, moneyOf, type SiteInput, seriesOf } from '../support/fleets.ts';
import { energyPerHour, SLOT_MINUTES } from '../support/oracles.ts';
import { expectLinesToAddUp, expectVerified, planned } from '../support/planned.ts';
import { hoursOf } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const close = (values: readonly number[], digits = 5) => values.map((value) => expect.closeTo(value, digits));

/** Every plan of a front is verified against the problem, adds up, and is proven. */
async function frontOf(fleet: Fleet, pointCount: number, largestGap = 1e-6): Promise<CarbonFront> {
  const problem = makeProblem(fleet);
  const front = await carbonFront(problem, pointCount, { solver });
  expect(front.withoutOptimum).toBeNull();
  for (const { plan, kg, objective, limitKg } of front.points) {
    expectVerified(problem, plan);
    expectLinesToAddUp(plan);
    expect(plan.certifiedGap).toBeLessThanOrEqual(largestGap);
    expect(plan.inputDigest).toBe(inputDigest(problem));
    expect(plan.objective).toBe(objective);
    expect(plan.carbonHold?.limitKg).toBe(limitKg);
    expect(kg).toBeLessThanOrEqual(limitKg + 1e-4);
    expect(plan.emissions[`${front.carbonSignal}Kg`]).toBeCloseTo(kg - plan.emissions.fuelKg, 4);
  }
  return front;
}

/**
 * 10 kWh of work on machines for 6: at 0.1 with 600 g, at 0.12 with 400 g, at 0.3 with 100 g, never more than 6 kWh an hour.
 * Cheapest: 6 and 4 kWh, 5.2 kg for 1.08. Least: 6 in the clean hour, 4 at 400 g: 2.2 kg for 2.28.
 */
describe.each(SLOT_MINUTES)('the front between cost and carbon, slots of %i minutes', (slotMinutes) => {
  const { timeline, held } = hoursOf(3, slotMinutes);
  const slots = (values: readonly number[]) => Float64Array.from(held(values));
  const site: SiteInput = {
    grid: { importPricePerKwh: held([0.1, 0.12, 0.3]), carbonGramsPerKwh: { average: slots([600, 400, 100]) } },
    compute: { pools: [{ unitsAvailable: 6 }] },
  };
  const fleet = makeFleet({ timeline, sites: [site], jobs: [{ work: 10 }] });

  test('limits equally far apart, each an optimum: first 400 g for 600 g at 0.1 a kg, then 100 g', async () => {
    // 2 kWh from 600 to 400 g: 0.4 kg at 0.02 / 0.2 kg = 0.1. Then 4 from 600 to 100 g: 2 kg at 0.2 / 0.5 = 0.4. Then 2 from 400
    // to 100 g: 0.6 kg at 0.18 / 0.3 = 0.6. So 5.2, 4.8, 2.8, 2.2 kg for 1.08, 1.12, 1.92, 2.28.
    const { points, currency, carbonSignal } = await frontOf(fleet, 6);
    expect([currency, carbonSignal]).toEqual(['EUR', 'average']);
    expect(points.map(({ share }) => share)).toEqual(close([0, 0.2, 0.4, 0.6, 0.8, 1]));
    expect(points.map(({ kg }) => kg)).toEqual(close([5.2, 4.6, 4, 3.4, 2.8, 2.2]));
    expect(points.map(({ objective }) => objective)).toEqual(close([1.08, 1.2, 1.44, 1.68, 1.92, 2.28]));
    const prices = points.map(({ abatementPricePerKg }) => abatementPricePerKg);
    expect(prices.slice(0, 4)).toEqual(close([0, 0.4, 0.4, 0.4]));
    // At 2.8 kg one price ends and the other begins.
    expect(prices[4]).toBeGreaterThanOrEqual(0.4 - 1e-6);
    expect(prices.slice(4)).toEqual([expect.any(Number), expect.closeTo(0.6, 6)]);
    const [first, last] = [points[0], points[5]].map(({ plan }) =>
      energyPerHour(seriesOf(plan, 'gridImport'), slotMinutes),
    );
    expect(first).toEqual(close([6, 4, 0], 5));
    expect(last).toEqual(close([0, 4, 6], 4));
    expect(points.map(({ plan }) => plan.status)).toEqual(new Array(6).fill('optimal'));
  });

  test('its ends are the plan for money and the plan for carbon', async () => {
    const { points } = await frontOf(fleet, 2);
    const { plan: cheapest } = await planned(solver, fleet);
    const { plan: least } = await planned(solver, { ...fleet, objective: { ...fleet.objective, minimise: 'carbon' } });
    expect(points.map(({ objective }) => objective)).toEqual(close([cheapest.objective, least.objective]));
    expect(points.map(({ kg }) => kg)).toEqual(
      close(
        [cheapest, least].map(({ emissions }) => emissions.averageKg ?? 0),
        5,
      ),
    );
    expect(points[1].plan.carbonHold?.leastKgBound).toBeCloseTo(2.2, 7);
    expect(points[0].plan.carbonHold?.leastKgBound).toBeNull();
  });

  test('a point is what the fleet would cost under a carbon budget of as many kilograms, at the same price', async () => {
    const { points } = await frontOf(fleet, 4);
    for (const { limitKg, objective, abatementPricePerKg } of points.slice(1, 3)) {
      const targets = { ...fleet.targets, carbonBudget: { limitKg, breachPricePerKg: null } };
      const { plan } = await planned(solver, { ...fleet, targets });
      expect(objective).toBeCloseTo(plan.objective, 7);
      const dual = plan.shadowPrices.find(({ name }) => name === 'carbonBudget')?.values[0] ?? 0;
      expect(abatementPricePerKg).toBeCloseTo(-dual, 7);
    }
  });
});

test('of the cheapest plans the first point is the one with the least carbon', async () => {
  // The first two hours cost the same: 600 or 300 g. Then 0.2 with 100 g.
  const grid = { importPricePerKwh: [0.1, 0.1, 0.2], carbonGramsPerKwh: { average: Float64Array.of(600, 300, 100) } };
  const fleet = makeFleet({ timeline: hourly(3), sites: [{ grid }], jobs: [{ work: 10 }] });
  const { points } = await frontOf(fleet, 3);
  expect(points.map(({ kg }) => kg)).toEqual(close([3, 2, 1], 5));
  expect(points.map(({ objective }) => objective)).toEqual(close([1, 1.5, 2], 5));
  expect(points[0].abatementPricePerKg).toBe(0);
});

test('where the cheapest plan emits no more than it must there is one point', async () => {
  const grid = { importPricePerKwh: [0.1, 0.2], carbonGramsPerKwh: { average: Float64Array.of(100, 600) } };
  const fleet = makeFleet({ timeline: hourly(2), sites: [{ grid }], jobs: [{ work: 10 }] });
  const { points } = await frontOf(fleet, 5);
  expect(points).toMatchObject([{ share: 0, abatementPricePerKg: 0 }]);
  expect(points[0].plan.carbonHold?.leastKgBound).toBeCloseTo(1, 7);
});

test('promises are broken for no more money than the cheapest plan does: 0.15, for work that waits for a cheap hour', async () => {
  // Due at the end of the second hour, 0.01 a unit-hour for each hour late: all in the fourth, 0.5 + 10 x 1.5 x 0.01.
  const grid = {
    importPricePerKwh: [0.2, 0.25, 0.3, 0.05],
    carbonGramsPerKwh: { average: Float64Array.of(300, 100, 50, 400) },
  };
  const deadlinePolicy = { kind: 'priced', pricePerHourLate: 0.1 } as const;
  const job = { work: 10, deadline: at(2), deadlinePolicy, unservedPricePerUnitHour: 0.5 };
  const fleet = makeFleet({ timeline: hourly(4), sites: [{ grid }], jobs: [job] });
  const { points } = await frontOf(fleet, 4);
  const paid = points.map(({ plan }) => moneyOf(plan, 'lateness') + moneyOf(plan, 'unservedWork'));
  expect(points[0].objective).toBeCloseTo(0.65, 6);
  expect(paid[0]).toBeCloseTo(0.15, 6);
  for (const money of paid) expect(money).toBeLessThanOrEqual(0.15 + 1e-6);
  // In the third hour 0.005 a unit-hour, which leaves u of 10 undone: 0.5 u + 0.005 (10 - u) = 0.15, u = 0.1 / 0.495. Without
  // that promise held, nothing would be done at all.
  const undone = 0.1 / 0.495;
  expect(points.at(-1)?.plan.jobs[0].unservedUnitHours).toBeCloseTo(undone, 3);
  expect(points.at(-1)?.kg).toBeCloseTo((10 - undone) * 0.05, 4);
});

/** Batteries, sun, a demand for work and two sites: no integers, for nothing may be sold and losses never pay. */
describe.each([1, 2, 3, 4])('a made-up fleet, number %i', (seed) => {
  const numbers = random(seed);
  const hours = (least: number, most: number) => Array.from({ length: 8 }, () => least + (most - least) * numbers());
  const made = (id: string): SiteInput => ({
    id,
    grid: {
      importLimitKw: 60,
      importPricePerKwh: hours(0.05, 0.4),
      carbonGramsPerKwh: { average: Float64Array.from(hours(50, 800)) },
    },
    compute: { baseLoadKw: hours(5, 20), pools: [{ unitsAvailable: 12 }] },
    batteries: [
      { initialEnergyKwh: 20, endEnergyKwh: 20, chargeEfficiency: 0.9, wearPricePerKwh: 0.01, chargeLimitKw: 20 },
    ],
    renewables: [{ availableKw: hours(0, 10) }],
  });
  const fleet = makeFleet({
    timeline: hourly(8),
    sites: [made('north'), made('south')],
    jobs: [
      { id: 'a', work: 30 },
      { id: 'b', work: 40, deadline: at(5) },
      { id: 'c', work: 25, earliestStart: at(3) },
    ],
  });

  test('falls in carbon, rises in cost, and every kilogram costs at least as much as the one before', async () => {
    const { points } = await frontOf(fleet, 7);
    expect(points).toHaveLength(7);
    const steps = points.slice(1).map((point, k) => {
      const before = points[k];
      expect(point.kg).toBeLessThan(before.kg);
      expect(point.objective).toBeGreaterThan(before.objective - 1e-7);
      const price = (point.objective - before.objective) / (before.kg - point.kg);
      // The dual before a stretch is no more, that after it no less than what its kilograms cost.
      expect(before.abatementPricePerKg).toBeLessThanOrEqual(price + 1e-4);
      expect(point.abatementPricePerKg).toBeGreaterThanOrEqual(price - 1e-4);
      return price;
    });
    for (let k = 1; k < steps.length; k += 1) expect(steps[k]).toBeGreaterThanOrEqual(steps[k - 1] - 1e-5);
    const distances = points.slice(1).map(({ limitKg }, k) => points[k].limitKg - limitKg);
    for (const distance of distances) expect(distance).toBeCloseTo(distances[0], 5);
    expect(points.map(({ plan }) => plan.certificate?.method)).toEqual(new Array(7).fill('linear'));
  });
});

test('jobs in one piece: each limit is kept, by choices that the ends have where rounding finds none', async () => {
  const carbonGramsPerKwh = { average: Float64Array.of(100, 300, 200, 100, 500, 100, 200, 50) };
  const grid = { importPricePerKwh: [0.5, 0.1, 0.1, 0.5, 0.05, 0.5, 0.1, 0.6], carbonGramsPerKwh };
  const jobs = ['a', 'b', 'c'].map((id) => ({ id, work: 8, maximumUnits: 4, shape: 'contiguous' as const }));
  const compute = { pools: [{ unitsAvailable: 4 }] };
  const { points } = await frontOf(makeFleet({ timeline: hourly(8), sites: [{ grid, compute }], jobs }), 5, 0.6);
  expect(points.length).toBeGreaterThan(1);
  for (const { plan } of points) expect(plan.brokenPromises).toEqual([]);
  expect(points.at(-1)?.kg).toBeLessThan(points[0].kg);
});

test('the same front twice, point by point', async () => {
  const grid = { importPricePerKwh: [0.1, 0.2, 0.3], carbonGramsPerKwh: { average: Float64Array.of(600, 300, 100) } };
  const fleet = makeFleet({ timeline: hourly(3), sites: [{ grid }], jobs: [{ work: 20 }] });
  const digests = async () => (await frontOf(fleet, 4)).points.map(({ plan }) => plan.planDigest);
  const first = await digests();
  expect(new Set(first).size).toBe(4);
  expect(await digests()).toEqual(first);
});

describe('where there is no front', () => {
  const impossible = makeFleet({
    timeline: hourly(2),
    sites: [{ grid: { importLimitKw: 5 }, compute: { baseLoadKw: 10 } }],
  });

  test('physics that cannot hold: no points, and why', async () => {
    const front = await carbonFront(makeProblem(impossible), 3, { solver });
    expect(front.points).toEqual([]);
    expect(front.withoutOptimum).toMatchObject({ status: 'infeasible', conflicts: [{ site: 'north' }] });
  });

  test('a solver that is stopped: no points, and why', async () => {
    const fleet = makeFleet({ timeline: hourly(2), sites: [{ batteries: [{}] }], jobs: [{ work: 10 }] });
    const front = await carbonFront(makeProblem(fleet), 3, { solver, limits: { iterationLimit: 1 } });
    expect(front.points).toEqual([]);
    expect(front.withoutOptimum).toMatchObject({ status: 'fallback', statusReason: /^the iteration limit/ });
  });

  test.each([1, 0, 2.5, Number.NaN])('%d points are a mistake of the caller', async (count) => {
    await expect(carbonFront(makeProblem(impossible), count, { solver })).rejects.toThrow(RangeError);
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

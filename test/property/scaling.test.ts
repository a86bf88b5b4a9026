import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { type Instant, makeTimeline, type SlotSeries } from '../../src/time/timeline.ts';
import { kw, kwh, unitHours } from '../../src/units/index.ts';
import type { FleetShape } from './arbitrary-fleet.ts';
import { expectNoCheaper, expectSameMoney, forFleets, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const times = (values: SlotSeries, factor: number) => values.map((value) => value * factor);

/** Every price times a factor. */
function inOtherMoney({ objective, sites, links, jobs, ...rest }: Fleet, k: number): Fleet {
  return {
    ...rest,
    links: links.map((link) => ({ ...link, pricePerGigabyte: link.pricePerGigabyte * k })),
    objective: { ...objective, carbonPricePerTonne: objective.carbonPricePerTonne * k },
    sites: sites.map(({ grid, compute, batteries, ...site }) => ({
      ...site,
      grid: {
        ...grid,
        importPricePerKwh: times(grid.importPricePerKwh, k),
        exportPricePerKwh: times(grid.exportPricePerKwh, k),
        contractedLimits: grid.contractedLimits.map((x) => ({ ...x, breachPricePerKwh: x.breachPricePerKwh * k })),
        demandCharges: grid.demandCharges.map((x) => ({ ...x, pricePerKw: x.pricePerKw * k })),
        ramp: grid.ramp && { ...grid.ramp, breachPricePerKw: grid.ramp.breachPricePerKw * k },
      },
      compute: {
        ...compute,
        baseLoadShedPricePerKwh: compute.baseLoadShedPricePerKwh && compute.baseLoadShedPricePerKwh * k,
      },
      batteries: batteries.map((battery) => ({
        ...battery,
        endShortfallPricePerKwh: battery.endShortfallPricePerKwh * k,
        endValue: battery.endValue.map((x) => ({ ...x, pricePerKwh: x.pricePerKwh * k })),
        wearPricePerKwh: battery.wearPricePerKwh * k,
      })),
    })),
    jobs: jobs.map((job) => ({
      ...job,
      restartPricePerUnit: job.restartPricePerUnit * k,
      unservedPricePerUnitHour: job.unservedPricePerUnitHour * k,
      leftoverPricePerUnitHour: job.leftoverPricePerUnitHour * k,
      deadlinePolicy:
        job.deadlinePolicy.kind === 'priced'
          ? { ...job.deadlinePolicy, pricePerHourLate: job.deadlinePolicy.pricePerHourLate * k }
          : job.deadlinePolicy,
    })),
  };
}

/** Every kW, kWh, GB and unit times a factor at the same prices; a job's lateness is priced as a whole. */
function inOtherSize({ sites, links, jobs, ...rest }: Fleet, k: number): Fleet {
  return {
    ...rest,
    links: links.map((link) => ({ ...link, capacityGigabytesPerHour: times(link.capacityGigabytesPerHour, k) })),
    sites: sites.map(({ grid, compute, batteries, renewables, ...site }) => ({
      ...site,
      grid: {
        ...grid,
        importLimitKw: times(grid.importLimitKw, k),
        exportLimitKw: times(grid.exportLimitKw, k),
        contractedLimits: grid.contractedLimits.map((x) => ({ ...x, limitKw: times(x.limitKw, k) })),
        demandCharges: grid.demandCharges.map((x) => ({
          ...x,
          periods: x.periods.map((period) => ({ ...period, floorKw: kw(period.floorKw * k) })),
        })),
        ramp: grid.ramp && {
          ...grid.ramp,
          limitKwPerMinute: grid.ramp.limitKwPerMinute * k,
          measuredNetImportKw: grid.ramp.measuredNetImportKw === null ? null : kw(grid.ramp.measuredNetImportKw * k),
        },
      },
      compute: {
        ...compute,
        baseLoadKw: times(compute.baseLoadKw, k),
        pools: compute.pools.map((pool) => ({ ...pool, unitsAvailable: times(pool.unitsAvailable, k) })),
      },
      batteries: batteries.map((battery) => ({
        ...battery,
        energyCapacityKwh: kwh(battery.energyCapacityKwh * k),
        minimumEnergyKwh: kwh(battery.minimumEnergyKwh * k),
        initialEnergyKwh: kwh(battery.initialEnergyKwh * k),
        endEnergyKwh: kwh(battery.endEnergyKwh * k),
        endEnergyMaximumKwh: kwh(battery.endEnergyMaximumKwh * k),
        endValue: battery.endValue.map((x) => ({ ...x, energyKwh: kwh(x.energyKwh * k) })),
        chargeLimitKw: kw(battery.chargeLimitKw * k),
        dischargeLimitKw: kw(battery.dischargeLimitKw * k),
      })),
      renewables: renewables.map((source) => ({ ...source, availableKw: times(source.availableKw, k) })),
    })),
    jobs: jobs.map((job) => ({
      ...job,
      work: unitHours(job.work * k),
      maximumUnits: job.maximumUnits * k,
      deadlinePolicy:
        job.deadlinePolicy.kind === 'priced'
          ? { ...job.deadlinePolicy, pricePerHourLate: job.deadlinePolicy.pricePerHourLate * k }
          : job.deadlinePolicy,
    })),
  };
}

/** Every slot as two halves with the same data. */
function inHalves({ timeline, sites, links, ...rest }: Fleet): Fleet {
  const edges = Array.from(timeline.edges).flatMap((edge, t, all) =>
    t + 1 < all.length ? [edge, (edge + all[t + 1]) / 2] : [edge],
  );
  const twice = (values: SlotSeries) => Float64Array.from({ length: values.length * 2 }, (_, t) => values[t >> 1]);
  const signals = (grams: Fleet['sites'][number]['grid']['carbonGramsPerKwh']) =>
    Object.fromEntries(Object.entries(grams).map(([name, values]) => [name, twice(values)]));
  return {
    ...rest,
    timeline: makeTimeline(edges),
    links: links.map((link) => ({ ...link, capacityGigabytesPerHour: twice(link.capacityGigabytesPerHour) })),
    sites: sites.map(({ grid, compute, renewables, ...site }) => ({
      ...site,
      grid: {
        ...grid,
        importLimitKw: twice(grid.importLimitKw),
        exportLimitKw: twice(grid.exportLimitKw),
        importPricePerKwh: twice(grid.importPricePerKwh),
        exportPricePerKwh: twice(grid.exportPricePerKwh),
        carbonGramsPerKwh: signals(grid.carbonGramsPerKwh),
        contractedLimits: grid.contractedLimits.map((x) => ({ ...x, limitKw: twice(x.limitKw) })),
        demandCharges: grid.demandCharges.map((charge) => ({
          ...charge,
          periods: charge.periods.map((period) => ({
            ...period,
            meteringIntervals: period.meteringIntervals.map(({ slots, hours }) => ({
              slots: Int32Array.from(Array.from(slots).flatMap((slot) => [2 * slot, 2 * slot + 1])),
              hours: Float64Array.from(Array.from(hours).flatMap((h) => [h / 2, h / 2])),
            })),
          })),
        })),
      },
      compute: {
        ...compute,
        baseLoadKw: twice(compute.baseLoadKw),
        pools: compute.pools.map((pool) => ({ ...pool, unitsAvailable: twice(pool.unitsAvailable) })),
      },
      renewables: renewables.map((source) => ({ ...source, availableKw: twice(source.availableKw) })),
    })),
  };
}

test(`prices times a factor: the same plan at that factor of the cost (seed ${SEED})`, async () => {
  await forFleets(30, {}, async (fleet) => {
    const plan = await planOnce(solver, fleet);
    for (const k of [7.3, 1000]) {
      const dear = await planOnce(solver, inOtherMoney(fleet, k));
      expectSameMoney(dear.objective / k, plan.objective, plan, dear, k);
    }
  });
});

test('power, energy, data and machines times a factor: the cost times that factor', async () => {
  await forFleets(30, {}, async (fleet) => {
    const plan = await planOnce(solver, fleet);
    for (const k of [0.5, 100]) {
      const other = await planOnce(solver, inOtherSize(fleet, k));
      expectSameMoney(other.objective / k, plan.objective, plan, other, k);
    }
  });
});

const ALIGNED: FleetShape = { alignedWindows: true };

test('every slot in two halves: never dearer', async () => {
  let cheaper = 0;
  await forFleets(30, ALIGNED, async (fleet) => {
    const whole = await planOnce(solver, fleet);
    const halves = await planOnce(solver, inHalves(fleet));
    expectNoCheaper(whole, halves);
    if (whole.objective - halves.objective > 1e-3) cheaper += 1;
  });
  // Where a store may shape its power or work may come earlier inside an hour, halves are worth something.
  expect(cheaper).toBeGreaterThan(0);
});

test('every slot in two halves: the same cost where nothing can be shaped inside a slot', async () => {
  const plain: FleetShape = {
    ...ALIGNED,
    batteries: false,
    ramps: false,
    exports: false,
    restarts: false,
    pricedLateness: false,
    contiguous: false,
  };
  await forFleets(40, plain, async (fleet) => {
    const whole = await planOnce(solver, fleet);
    const halves = await planOnce(solver, inHalves(fleet));
    expectSameMoney(halves.objective, whole.objective, whole, halves, 1);
  });
});

test('shifting everything in time changes the clock and nothing else', async () => {
  const WEEK = 7 * 24 * 3_600_000;
  await forFleets(15, {}, async (fleet) => {
    const later = (at: Instant) => (at + WEEK) as Instant;
    const shifted: Fleet = {
      ...fleet,
      timeline: makeTimeline(fleet.timeline.edges.map((edge) => edge + WEEK)),
      jobs: fleet.jobs.map((job) => ({
        ...job,
        earliestStart: later(job.earliestStart),
        deadline: later(job.deadline),
      })),
    };
    const plan = await planOnce(solver, fleet);
    const moved = await planOnce(solver, shifted);
    expect(moved.costLines).toEqual(plan.costLines);
    expect(moved.setpoints).toEqual(plan.setpoints);
  });
});

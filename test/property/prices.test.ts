import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet, Site } from '../../src/domain/fleet.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { unitHours } from '../../src/units/index.ts';
import { shadowPrice } from '../support/fleets.ts';
import type { FleetShape } from './arbitrary-fleet.ts';
import { barelyEnough, forFleets, moneyScale, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/**
 * The cost of a linear program is convex in its right-hand sides, so a shadow price is the slope of a line that
 * lies below it: cost(changed) >= cost + price x change, up and down, also at a kink where slopes differ. Plans
 * with binaries, and those of whole jobs that were mixed, have prices of the choice made and are left out, and counted.
 */
async function expectSlopes(
  prepare: (fleet: Fleet) => Fleet,
  change: (fleet: Fleet, slot: number, by: number) => Fleet,
  price: (plan: Plan, fleet: Fleet, slot: number) => number,
  shape: FleetShape = {},
): Promise<void> {
  let linear = 0;
  let moved = 0;
  await forFleets(30, shape, async (random) => {
    const fleet = prepare(random);
    const plan = await planOnce(solver, fleet);
    if (plan.certificate?.method !== 'linear') return;
    for (const by of [0.7, -0.7]) {
      for (let slot = 0; slot < fleet.timeline.slotCount; slot += 1) {
        const other = await planOnce(solver, change(fleet, slot, by));
        if (other.certificate?.method !== 'linear') continue;
        linear += 1;
        if (Math.abs(other.objective - plan.objective) > 1e-4) moved += 1;
        const line = plan.objective + price(plan, fleet, slot) * by;
        expect(other.objective).toBeGreaterThanOrEqual(line - 2e-6 * moneyScale(plan));
      }
    }
  });
  expect(linear).toBeGreaterThan(20);
  expect(moved).toBeGreaterThan(0);
}

const firstSite = (fleet: Fleet, change: (site: Site) => Site): Fleet => ({
  ...fleet,
  sites: fleet.sites.map((site, k) => (k === 0 ? change(site) : site)),
});
const bumped = (values: Float64Array, slot: number, by: number) =>
  values.map((value, t) => (t === slot ? Math.max(0, value + by) : value));
/** Room below and above every figure that is moved. */
const raised = (values: Float64Array, by: number) => values.map((value) => value + by);

test(`price of power: base load up or down (seed ${SEED})`, async () => {
  await expectSlopes(
    (fleet) =>
      firstSite(fleet, (site) => ({
        ...site,
        compute: { ...site.compute, baseLoadShedPricePerKwh: null, baseLoadKw: raised(site.compute.baseLoadKw, 1) },
        grid: { ...site.grid, importLimitKw: raised(site.grid.importLimitKw, 4) },
      })),
    (fleet, slot, by) =>
      firstSite(fleet, (site) => ({
        ...site,
        compute: { ...site.compute, baseLoadKw: bumped(site.compute.baseLoadKw, slot, by) },
      })),
    (plan, { timeline, sites }, slot) =>
      (shadowPrice(plan, 'electricityBalance', null, sites[0].id).values[slot] ?? 0) *
      (1 + sites[0].compute.overheadFraction) *
      timeline.hours[slot],
  );
});

test('price of the import limit', async () => {
  await expectSlopes(
    (fleet) => firstSite(fleet, (site) => ({ ...site, grid: { ...site.grid, importLimitKw: barelyEnough(site, 3) } })),
    (fleet, slot, by) =>
      firstSite(fleet, (site) => ({
        ...site,
        grid: { ...site.grid, importLimitKw: bumped(site.grid.importLimitKw, slot, by) },
      })),
    (plan, { timeline, sites }, slot) =>
      (shadowPrice(plan, 'importLimit', null, sites[0].id).values[slot] ?? 0) * timeline.hours[slot],
  );
});

test('price of machines, less the power that they idle with', async () => {
  await expectSlopes(
    (fleet) =>
      firstSite(fleet, (site) => ({
        ...site,
        compute: {
          ...site.compute,
          pools: site.compute.pools.map((pool) => ({ ...pool, unitsAvailable: raised(pool.unitsAvailable, 1) })),
        },
      })),
    (fleet, slot, by) =>
      firstSite(fleet, (site) => ({
        ...site,
        compute: {
          ...site.compute,
          pools: site.compute.pools.map((pool) => ({
            ...pool,
            unitsAvailable: bumped(pool.unitsAvailable, slot, by),
          })),
        },
      })),
    (plan, { timeline, sites }, slot) => {
      const power = shadowPrice(plan, 'itBalance', null, sites[0].id).values[slot] ?? 0;
      const prices = sites[0].compute.pools.map(({ id, idleKwPerUnit }) => {
        const machine = shadowPrice(plan, 'poolCapacity', id, sites[0].id).values[slot] ?? 0;
        return machine + idleKwPerUnit * power;
      });
      return prices.reduce((sum, each) => sum + each, 0) * timeline.hours[slot];
    },
    // A unit more may be what a whole run lacked: a step in its cost, which no price foretells. Nor does the pool's price
    // hold what a job that is wider than the pool has of one in a part of a slot: others do not pay it.
    { contiguous: false, alignedWindows: true },
  );
});

test('price of a link', async () => {
  await expectSlopes(
    // Narrow, so that most of them are full, and work undone is dear.
    (fleet) => ({
      ...fleet,
      links: fleet.links.map((link) => ({
        ...link,
        capacityGigabytesPerHour: link.capacityGigabytesPerHour.map((capacity) => Math.min(capacity, 4) + 1),
      })),
    }),
    (fleet, slot, by) => ({
      ...fleet,
      links: fleet.links.map((link) => ({
        ...link,
        capacityGigabytesPerHour: bumped(link.capacityGigabytesPerHour, slot, by),
      })),
    }),
    (plan, { timeline, links }, slot) =>
      links.reduce((sum, { from, to }) => {
        // One that no data may take has no price.
        const found = plan.shadowPrices.find(
          ({ name, site, component }) => name === 'linkCapacity' && site === to && component === from,
        );
        return sum + (found?.values[slot] ?? 0) * timeline.hours[slot];
      }, 0),
    { linked: true },
  );
});

test('price of work', async () => {
  await expectSlopes(
    (fleet) => ({
      ...fleet,
      jobs: fleet.jobs.map((job) => ({
        ...job,
        work: unitHours(job.work + 1),
        // Lateness is priced by share of the work, so that more work makes each share cheaper.
        deadlinePolicy: { kind: 'hard' },
      })),
    }),
    (fleet, slot, by) => ({
      ...fleet,
      jobs: fleet.jobs.map((job, k) => (k === slot ? { ...job, work: unitHours(job.work + by) } : job)),
    }),
    (plan, { jobs }, slot) => (slot < jobs.length ? (shadowPrice(plan, 'jobWork', jobs[slot].id).values[0] ?? 0) : 0),
    // More work of a whole run is a longer run, not more of the same.
    { contiguous: false },
  );
});

import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet, GridConnection, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import { instant } from '../../src/time/timeline.ts';
import { kw, kwh } from '../../src/units/index.ts';
import { makeDemandCharge, series } from '../support/fleets.ts';
import { barelyEnough, expectNoCheaper, forFleets, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const RUNS = 30;
const HOUR = 3_600_000;

const withGrid = (fleet: Fleet, change: (site: Site) => Partial<GridConnection>): Fleet => ({
  ...fleet,
  sites: fleet.sites.map((site) => ({ ...site, grid: { ...site.grid, ...change(site) } })),
});
const withJobs = (fleet: Fleet, change: (job: ComputeJob) => Partial<ComputeJob>): Fleet => ({
  ...fleet,
  jobs: fleet.jobs.map((job) => ({ ...job, ...change(job) })),
});

/** Counts where the change really changed the cost, so that a rule that never bites would show. */
async function compare(change: (fleet: Fleet) => Fleet, direction: 'never cheaper' | 'never dearer'): Promise<void> {
  let changed = 0;
  await forFleets(RUNS, {}, async (fleet) => {
    const before = await planOnce(solver, fleet);
    const after = await planOnce(solver, change(fleet));
    if (direction === 'never cheaper') expectNoCheaper(after, before);
    else expectNoCheaper(before, after);
    if (Math.abs(after.objective - before.objective) > 1e-3) changed += 1;
  });
  expect(changed).toBeGreaterThan(0);
}

describe(`a rule more never makes a plan cheaper (seed ${SEED})`, () => {
  test('import limit lowered', async () => {
    await compare((fleet) => withGrid(fleet, (site) => ({ importLimitKw: barelyEnough(site, 4) })), 'never cheaper');
  });

  test('export shut', async () => {
    await compare((fleet) => withGrid(fleet, () => ({ exportLimitKw: series(fleet.timeline, 0) })), 'never cheaper');
  });

  test('a contracted limit', async () => {
    const limit = { id: 'new', direction: 'import', breachPricePerKwh: 0.7 } as const;
    await compare(
      (fleet) =>
        withGrid(fleet, ({ grid }) => ({
          contractedLimits: [...grid.contractedLimits, { ...limit, limitKw: series(fleet.timeline, 25) }],
        })),
      'never cheaper',
    );
  });

  test('a ramp limit, or a tighter one', async () => {
    await compare(
      (fleet) =>
        withGrid(fleet, ({ grid }) => ({
          ramp:
            grid.ramp === null
              ? { limitKwPerMinute: 1, transitionMinutes: 5, measuredNetImportKw: kw(20), breachPricePerKw: 0.5 }
              : { ...grid.ramp, limitKwPerMinute: grid.ramp.limitKwPerMinute / 3 },
        })),
      'never cheaper',
    );
  });

  test('a demand charge', async () => {
    await compare(
      (fleet) =>
        withGrid(fleet, ({ grid }) => ({
          demandCharges: [...grid.demandCharges, makeDemandCharge(fleet.timeline, { id: 'new', pricePerKw: 0.5 })],
        })),
      'never cheaper',
    );
  });

  test('restarts that cost', async () => {
    await compare(
      (fleet) => withJobs(fleet, () => ({ shape: 'preemptible', restartPricePerUnit: 0.4 })),
      'never cheaper',
    );
  });
});

describe(`more flexibility never makes a plan dearer (seed ${SEED})`, () => {
  test('a wider window', async () => {
    await compare(
      (fleet) =>
        withJobs(fleet, ({ earliestStart, deadline }) => ({
          earliestStart: instant(earliestStart - HOUR),
          deadline: instant(deadline + HOUR),
        })),
      'never dearer',
    );
  });

  test('every site allowed', async () => {
    await compare((fleet) => withJobs(fleet, () => ({ sites: fleet.sites.map(({ id }) => id) })), 'never dearer');
  });

  test('more units at a time', async () => {
    await compare(
      (fleet) => withJobs(fleet, ({ maximumUnits }) => ({ maximumUnits: maximumUnits * 2 })),
      'never dearer',
    );
  });

  test('a larger battery', async () => {
    await compare(
      (fleet) => ({
        ...fleet,
        sites: fleet.sites.map((site) => ({
          ...site,
          batteries: site.batteries.map((battery) => ({
            ...battery,
            energyCapacityKwh: kwh(battery.energyCapacityKwh * 1.5),
            endEnergyMaximumKwh: kwh(battery.endEnergyMaximumKwh * 1.5),
            chargeLimitKw: kw(battery.chargeLimitKw + 10),
            dischargeLimitKw: kw(battery.dischargeLimitKw + 10),
          })),
        })),
      }),
      'never dearer',
    );
  });

  test('more machines that idle at nothing', async () => {
    const idleless = (fleet: Fleet, factor: number): Fleet => ({
      ...fleet,
      sites: fleet.sites.map((site) => ({
        ...site,
        compute: {
          ...site.compute,
          pools: site.compute.pools.map((pool) => ({
            ...pool,
            idleKwPerUnit: kw(0),
            unitsAvailable: pool.unitsAvailable.map((units) => units * factor),
          })),
        },
      })),
    });
    let changed = 0;
    await forFleets(RUNS, {}, async (fleet) => {
      const few = await planOnce(solver, idleless(fleet, 0.5));
      const many = await planOnce(solver, idleless(fleet, 1));
      expectNoCheaper(few, many);
      if (few.objective - many.objective > 1e-3) changed += 1;
    });
    expect(changed).toBeGreaterThan(0);
  });

  test('more sun', async () => {
    await compare(
      (fleet) => ({
        ...fleet,
        sites: fleet.sites.map((site) => ({
          ...site,
          renewables: site.renewables.map((source) => ({
            ...source,
            availableKw: source.availableKw.map((x) => x + 5),
          })),
        })),
      }),
      'never dearer',
    );
  });
});

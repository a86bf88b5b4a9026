import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet, GridConnection, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import { instant } from '../../src/time/timeline.ts';
import { kw, kwh } from '../../src/units/index.ts';
import { makeDemandCharge, series } from '../support/fleets.ts';
import type { FleetShape } from './arbitrary-fleet.ts';
import { barelyEnough, expectNoCheaper, forFleets, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const RUNS = 30;
const HOUR = 3_600_000;

const withGrid = (fleet: Fleet, change: (site: Site) => Partial<GridConnection>): Fleet => ({
  ...fleet,
  sites: fleet.sites.map((site) => ({ ...site, grid: { ...site.grid, ...change(site) } })),
});
const isWhole = ({ shape }: ComputeJob): boolean => shape === 'contiguous';
const withJobs = (fleet: Fleet, change: (job: ComputeJob) => Partial<ComputeJob>): Fleet => ({
  ...fleet,
  jobs: fleet.jobs.map((job) => ({ ...job, ...change(job) })),
});

/** Sites that have the pool of a job and that its data can reach. */
function sitesFor({ sites, links }: Fleet, { pool, data }: ComputeJob): string[] {
  const reached = (id: string) =>
    data === null || id === data.site || links.some(({ from, to }) => from === data.site && to === id);
  const ids = sites.filter(({ compute }) => compute.pools.some((each) => each.id === pool)).map(({ id }) => id);
  return ids.filter(reached);
}

/** Counts where the change really changed the cost, so that a rule that never bites would show. */
async function compare(
  change: (fleet: Fleet) => Fleet,
  direction: 'never cheaper' | 'never dearer',
  shape: FleetShape = {},
): Promise<void> {
  let changed = 0;
  await forFleets(RUNS, shape, async (fleet) => {
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
    const costly = { shape: 'preemptible', restartPricePerUnit: 0.4 } as const;
    await compare((fleet) => withJobs(fleet, (job) => (isWhole(job) ? {} : costly)), 'never cheaper');
  });

  test('work that must run in one piece', async () => {
    // A run that is late is late as a whole, and may end after the horizon: other rules, so hard deadlines alone.
    const inOnePiece = { shape: 'contiguous', restartPricePerUnit: 0 } as const;
    await compare(
      (fleet) => withJobs(fleet, ({ deadlinePolicy }) => (deadlinePolicy.kind === 'hard' ? inOnePiece : {})),
      'never cheaper',
    );
  });

  test('links that carry less', async () => {
    await compare(
      (fleet) => ({
        ...fleet,
        links: fleet.links.map((link) => ({
          ...link,
          capacityGigabytesPerHour: link.capacityGigabytesPerHour.map((capacity) => capacity / 4),
        })),
      }),
      'never cheaper',
      { linked: true },
    );
  });

  test('data that lie elsewhere', async () => {
    await compare(
      (fleet) =>
        withJobs(fleet, ({ data }) => ({
          data: data && { ...data, gigabytesPerUnitHour: data.gigabytesPerUnitHour * 3 },
        })),
      'never cheaper',
      { linked: true },
    );
  });
});

describe(`more flexibility never makes a plan dearer (seed ${SEED})`, () => {
  test('a wider window', async () => {
    await compare(
      (fleet) =>
        withJobs(fleet, (job) => ({
          // A run in one piece may start inside a slot at its earliest start alone: an earlier one takes that start away.
          earliestStart: isWhole(job) ? job.earliestStart : instant(job.earliestStart - HOUR),
          deadline: instant(job.deadline + HOUR),
        })),
      'never dearer',
    );
  });

  test('every site allowed', async () => {
    await compare((fleet) => withJobs(fleet, (job) => ({ sites: sitesFor(fleet, job) })), 'never dearer');
  });

  test('more units at a time', async () => {
    await compare(
      // In one piece it is wider and shorter then, which may fit nowhere.
      (fleet) => withJobs(fleet, (job) => (isWhole(job) ? {} : { maximumUnits: job.maximumUnits * 2 })),
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

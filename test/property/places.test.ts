import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import { type Assembled, assemble, assembleFleet } from '../../src/scheduling/assemble.ts';
import { couplingsOf } from '../../src/scheduling/couplings/index.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import type { Part } from '../../src/scheduling/part.ts';
import { baseLoad } from '../../src/scheduling/parts/base-load.ts';
import { battery } from '../../src/scheduling/parts/battery.ts';
import { computePool } from '../../src/scheduling/parts/compute-pool.ts';
import { dataLink } from '../../src/scheduling/parts/data-link.ts';
import { deferrableLoad } from '../../src/scheduling/parts/deferrable-load.ts';
import { gridConnection } from '../../src/scheduling/parts/grid-connection.ts';
import { placedLoad } from '../../src/scheduling/parts/placed-load.ts';
import { powerDistribution } from '../../src/scheduling/parts/power-distribution.ts';
import { renewable } from '../../src/scheduling/parts/renewable.ts';
import { isWideInPartOfSlot, placeClasses } from '../../src/scheduling/place-classes.ts';
import { readCostLines, readParts } from '../../src/scheduling/read-solution.ts';
import type { FleetShape } from './arbitrary-fleet.ts';
import { forFleets, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Many jobs of one class each, as classes want them; whole programs are linear, before any binary. */
const CROWDS: FleetShape = { crowds: true, restarts: false, contiguous: false };

/** Every thing of a fleet but its jobs, and the jobs as these parts have them. */
function assembledWith(fleet: Fleet, jobParts: readonly Part[]): Assembled {
  const sites = fleet.sites.flatMap((site) => [
    gridConnection(site),
    powerDistribution(site),
    baseLoad(site),
    ...site.compute.pools.map((pool) => computePool(site.id, pool)),
    ...site.batteries.map((store) => battery(site.id, store)),
    ...site.renewables.map((source) => renewable(site.id, source)),
  ]);
  return assemble([...sites, ...fleet.links.map(dataLink), ...jobParts], couplingsOf(fleet), fleet.timeline);
}

/** Jobs that name their places alike, whether it pays to place them together or not; apart where it would be wrong. */
function largestClasses({ jobs, sites, timeline }: Fleet): ComputeJob[][] {
  const key = ({ id, pool, sites: at, data }: ComputeJob, alone: boolean) =>
    JSON.stringify([pool, at, data, alone ? id : '']);
  return [...Map.groupBy(jobs, (job) => key(job, isWideInPartOfSlot(job, sites, timeline))).values()];
}

interface Optimum {
  readonly objective: number;
  /** Sum of the absolute cost lines. */
  readonly magnitude: number;
  readonly jobs: ReturnType<typeof readParts>['jobs'];
}

async function optimumOf(assembled: Assembled): Promise<Optimum> {
  const { point, stop } = await solver.solve(assembled.lp.build());
  if (point.kind !== 'feasible') throw new Error(`no optimum: ${stop.kind}`);
  const solution = { value: (column: number) => point.columnValues[column], dual: () => 0, reducedCost: () => 0 };
  const lines = readCostLines(assembled.parts, solution);
  return {
    objective: point.objective,
    magnitude: lines.reduce((sum, { amount }) => sum + Math.abs(amount), 1),
    jobs: readParts(assembled.parts, solution).jobs,
  };
}

test(`jobs of a class cost the same together as one by one, to 1e-9 (seed ${SEED})`, async () => {
  let together = 0;
  let smaller = 0;
  await forFleets(80, CROWDS, async (random) => {
    const { fleet } = makeProblem(random);
    const classes = largestClasses(fleet);
    const oneByOne = await optimumOf(
      assembledWith(
        fleet,
        fleet.jobs.map((job) => deferrableLoad(job, fleet.sites)),
      ),
    );
    const byClass = await optimumOf(
      assembledWith(
        fleet,
        classes.map((jobs) =>
          isWideInPartOfSlot(jobs[0], fleet.sites, fleet.timeline)
            ? deferrableLoad(jobs[0], fleet.sites)
            : placedLoad(jobs, fleet.sites),
        ),
      ),
    );
    const chosen = await optimumOf(assembleFleet(fleet));
    const allowed = 1e-9 * oneByOne.magnitude;
    expect(Math.abs(byClass.objective - oneByOne.objective)).toBeLessThanOrEqual(allowed);
    expect(Math.abs(chosen.objective - oneByOne.objective)).toBeLessThanOrEqual(allowed);
    for (const job of byClass.jobs) {
      const accounted = job.doneUnitHours + job.leftoverUnitHours + job.unservedUnitHours;
      expect(accounted).toBeCloseTo(job.workUnitHours, 6);
    }
    if (classes.some((jobs) => jobs.length > 1)) together += 1;
    if (placeClasses(fleet.jobs, fleet.sites, fleet.timeline).some((jobs) => jobs.length > 1)) smaller += 1;
  });
  // Both forms were met, also where the program chooses by itself.
  expect(together).toBeGreaterThan(30);
  expect(smaller).toBeGreaterThan(10);
});

test('plans of crowds are sound, with every job within its width and the sites within theirs', async () => {
  let classes = 0;
  await forFleets(50, { ...CROWDS, linked: true }, async (fleet) => {
    const plan = await planOnce(solver, fleet);
    expect(['optimal', 'feasible']).toContain(plan.status);
    const { fleet: canonical } = makeProblem(fleet);
    classes += placeClasses(canonical.jobs, canonical.sites, canonical.timeline).filter(
      (jobs) => jobs.length > 1,
    ).length;
  });
  expect(classes).toBeGreaterThan(5);
});

import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type LpOutcome, makeSolverPool, objectiveAt } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { DeadlinePolicy } from '../../src/domain/job.ts';
import { type Assembled, assembleFleet } from '../../src/scheduling/assemble.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import { lpSolution, readParts } from '../../src/scheduling/read-solution.ts';
import { areWhole, improveWholeJobs, roundWholeJobs, type WholeChoice } from '../../src/scheduling/rounding.ts';
import { holdChoice, isSolved, type SolvedOutcome } from '../../src/scheduling/whole-jobs.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import { at, makeFleet, slotsOf } from '../support/fleets.ts';
import { bruteForce } from './brute-force.ts';
import { forFleets, lowerBound, moneyScale, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Up to `most` jobs, all of them in one piece, with everything else that a fleet may have. */
async function forWholeFleets(
  runs: number,
  { least, most }: { readonly least: number; readonly most: number },
  property: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  let met = 0;
  await forFleets(runs, { crowds: true, restarts: false }, async (random) => {
    const jobs = random.jobs.slice(0, most).map((job) => ({ ...job, shape: 'contiguous' as const }));
    if (jobs.length < least) return;
    met += 1;
    await property({ ...random, jobs });
  });
  expect(met).toBeGreaterThan(runs / 2);
}

test(`3 to 20 jobs in one piece: sound plans, proven from below (seed ${SEED})`, async () => {
  let optimal = 0;
  let plans = 0;
  await forWholeFleets(40, { least: 3, most: 20 }, async (fleet) => {
    // Machines, links, supply, windows and one piece each: the plan is verified, or this throws.
    const plan = await planOnce(solver, fleet);
    plans += 1;
    if (plan.status === 'optimal') optimal += 1;
    expect(lowerBound(plan)).toBeLessThanOrEqual(plan.objective + 1e-6 * moneyScale(plan));
    for (const job of plan.jobs) {
      expect(job.allocations.length).toBeLessThanOrEqual(1);
      expect(job.directives.length).toBe(job.allocations.length);
    }
  });
  expect(optimal).toBeGreaterThan(plans / 2);
});

/** At most 4 jobs on at most 8 slots of fleets with little room, which have nothing that brute force does not know. */
function plainFleets(): fc.Arbitrary<Fleet> {
  return fc
    .array(fc.constantFrom(0.25, 0.5, 1), { minLength: 4, maxLength: 8 })
    .map((hours) => slotsOf(...hours))
    .chain((timeline) => {
      const values = (from: number, to: number) =>
        fc.array(fc.integer({ min: from, max: to }), { minLength: timeline.slotCount, maxLength: timeline.slotCount });
      const site = fc.record({
        grid: fc.record({
          importPricePerKwh: values(-10, 60).map((cents) => cents.map((value) => value / 100)),
          importLimitKw: fc.constantFrom(14, 20, 40),
        }),
        compute: fc.record({
          overheadFraction: fc.constantFrom(0, 0.1),
          pools: fc
            .record({
              unitsAvailable: fc.oneof(fc.integer({ min: 4, max: 12 }), values(2, 12)),
              idleKwPerUnit: fc.constantFrom(0, 0.2),
              operatingPoints: fc.constantFrom([FULL], [ECO, FULL]),
            })
            .map((pool) => [pool]),
        }),
      });
      const link = fc.record({
        capacityGigabytesPerHour: fc.oneof(fc.integer({ min: 1, max: 20 }), values(0, 20)),
        pricePerGigabyte: fc.constantFrom(0, 0.02),
        energyKwhPerGigabyte: fc.constantFrom(0, 0.1),
      });
      return fc.record({
        timeline: fc.constant(timeline),
        sites: fc.oneof(fc.tuple(site), fc.tuple(site, site)),
        link,
        jobs: fc.array(plainJob(timeline), { minLength: 1, maxLength: 4 }),
      });
    })
    .map(({ timeline, sites, link, jobs }) =>
      makeFleet({
        timeline,
        sites: sites.map((site, k) => ({ ...site, id: ['north', 'south'][k] })),
        links: sites.length > 1 ? [link] : [],
        jobs: jobs.map(({ gigabytesPerUnitHour, ...job }, k) => ({
          ...job,
          id: `job-${k}`,
          data: gigabytesPerUnitHour === 0 || sites.length === 1 ? null : { site: 'south', gigabytesPerUnitHour },
        })),
      }),
    );
}

const FULL = { id: 'full', kwPerUnit: 1.1, speed: 1 };
const ECO = { id: 'eco', kwPerUnit: 0.7, speed: 0.8 };

/** Wide and short against wide windows, so that many of its starts are open. */
function plainJob(timeline: Timeline) {
  const hours = timeline.hours.reduce((sum, each) => sum + each, 0);
  return fc
    .record({
      quarters: fc.integer({ min: 1, max: 8 }),
      extraMinutes: fc.constantFrom(0, 0, 5),
      maximumUnits: fc.integer({ min: 1, max: 7 }),
      earliest: fc.constantFrom(-1, 0, 0.1, 0.6, 1),
      patience: fc.constantFrom(hours / 2, hours, hours + 1, hours + 3),
      deadlinePolicy: fc.constantFrom<DeadlinePolicy>(
        { kind: 'hard' },
        { kind: 'bestEffort' },
        { kind: 'priced', pricePerHourLate: 1 },
      ),
      unservedPricePerUnitHour: fc.constantFrom(0.2, 2, 20),
      leftoverPricePerUnitHour: fc.constantFrom(0.1, 0.4),
      gigabytesPerUnitHour: fc.constantFrom(0, 1, 3),
    })
    .map(({ quarters, extraMinutes, earliest, patience, ...job }) => ({
      ...job,
      shape: 'contiguous' as const,
      work: job.maximumUnits * (quarters / 4 + extraMinutes / 60),
      earliestStart: at(earliest),
      deadline: at(earliest + patience),
    }));
}

test('up to 4 jobs in one piece: the optimum is what trying every combination finds', async () => {
  let several = 0;
  let mixed = 0;
  let rounded = 0;
  await fc.assert(
    fc.asyncProperty(plainFleets(), async (fleet) => {
      const best = bruteForce(fleet);
      const plan = await planOnce(solver, fleet);
      const tolerance = 1e-6 * moneyScale(plan);
      expect(lowerBound(plan)).toBeLessThanOrEqual(best.objective + tolerance);
      expect(best.objective).toBeLessThanOrEqual(plan.objective + tolerance);
      // So few ways are branched on to the end.
      expect(plan.objective).toBeLessThanOrEqual(best.objective + tolerance);
      if (best.combinations > 10) several += 1;
      const found = await roundedObjective(makeProblem(fleet).fleet);
      if (found === null) return;
      mixed += 1;
      expect(found).toBeGreaterThanOrEqual(best.objective - tolerance);
      if (found <= best.objective + tolerance) rounded += 1;
    }),
    { seed: SEED, numRuns: 200 },
  );
  expect(several).toBeGreaterThan(100);
  // Without branching, as large fleets are planned, rounding and moving finds it in three of four (seed 20260601: 46 of
  // 55) of those fleets whose jobs the linear program mixes.
  expect(mixed).toBeGreaterThan(20);
  expect(rounded / mixed).toBeGreaterThan(0.6);
});

/** What rounding and moving find, as large fleets are planned; null where the program runs every job whole by itself. */
async function roundedObjective(fleet: Fleet): Promise<number | null> {
  const assembled = assembleFleet(fleet);
  const jobs = assembled.parts.flatMap((part) => part.wholeJobs ?? []);
  const program = assembled.lp.build();
  const first = solved(await solver.solve(program));
  if (areWhole(jobs, (column) => first.point.columnValues[column])) return null;
  let choice: WholeChoice | null = roundWholeJobs(fleet, jobs, mixtureAt(assembled, first));
  const from = first.basis === null ? {} : { basis: first.basis };
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6 && choice !== null; round += 1) {
    const outcome = solved(await solver.solve(holdChoice(program, choice), from));
    const objective = objectiveAt(program, outcome.point.columnValues);
    if (objective >= best) break;
    best = objective;
    choice = improveWholeJobs(fleet, jobs, mixtureAt(assembled, outcome), choice);
  }
  return best;
}

function mixtureAt(assembled: Assembled, { point, duals }: SolvedOutcome) {
  const solution = lpSolution({ model: assembled.lp.build(), ...point, ...duals });
  return { solution, series: readParts(assembled.parts, solution).series };
}

function solved(outcome: LpOutcome): SolvedOutcome {
  if (!isSolved(outcome)) throw new Error(`the program stopped: ${outcome.stop.kind}`);
  return outcome;
}

test('whatever rounding chooses, the rest can be planned around it', async () => {
  let mixed = 0;
  await forFleets(200, { crowds: true, linked: true }, async (random) => {
    // With stores, links, sun, contracts and divisible work beside whole jobs.
    const fleet = makeProblem(random).fleet;
    if ((await roundedObjective(fleet)) !== null) mixed += 1;
  });
  expect(mixed).toBeGreaterThan(10);
});

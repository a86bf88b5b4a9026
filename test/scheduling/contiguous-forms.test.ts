import { beforeAll, expect, test } from 'vitest';
import { type LpBackend, makeHighsBackend, solveScaled } from '../../solver/index.ts';
import { makeRandom } from '../../src/scenario/sample-series.ts';
import { assemble } from '../../src/scheduling/assemble.ts';
import { baseLoad } from '../../src/scheduling/parts/base-load.ts';
import { computePool } from '../../src/scheduling/parts/compute-pool.ts';
import { contiguousLoad } from '../../src/scheduling/parts/contiguous-load.ts';
import { gridConnection } from '../../src/scheduling/parts/grid-connection.ts';
import { powerDistribution } from '../../src/scheduling/parts/power-distribution.ts';
import { pointOf } from '../solver/models.ts';
import { at, type JobInput, makeFleet, slotsOf } from '../support/fleets.ts';

let highs: LpBackend;
beforeAll(async () => {
  highs = await makeHighsBackend();
});

/** Jobs that crowd 10 machines over slots of unequal length, some from within a slot, some past the end. */
function crowd() {
  const random = makeRandom(5);
  const jobs = Array.from({ length: 12 }, (_, k): JobInput => {
    const units = 2 + Math.floor(5 * random());
    const hours = 0.5 + 2.5 * random();
    const from = 4 * random();
    return {
      id: `job-${k}`,
      shape: 'contiguous',
      maximumUnits: units,
      work: units * hours,
      earliestStart: at(from),
      deadline: at(from + 2 * hours),
    };
  });
  const timeline = slotsOf(0.5, 0.5, 1, 0.25, 0.75, 1, 1, 0.5, 0.5, 1);
  const prices = Array.from({ length: timeline.slotCount }, (_, t) => 0.1 + 0.02 * ((7 * t) % 5));
  return makeFleet({ timeline, sites: [{ grid: { importPricePerKwh: prices } }], jobs });
}

test('sums written out and sums kept as changes are one program: same optimum, and how each is solved', () => {
  const { sites, jobs, timeline } = crowd();
  const [site] = sites;
  const solved = [Number.POSITIVE_INFINITY, 0].map((mostWrittenOut) => {
    const parts = [
      gridConnection(site),
      powerDistribution(site),
      baseLoad(site),
      computePool(site.id, site.compute.pools[0], true),
      contiguousLoad(jobs, sites, mostWrittenOut),
    ];
    const { lp, parts: built } = assemble(parts, [], timeline);
    const model = lp.build();
    const method = built.find((part) => part.method !== undefined)?.method;
    const { objective } = pointOf(solveScaled(highs, model, method === undefined ? {} : { method }));
    return { method, objective, coefficients: model.matrix.values.length };
  });
  expect(solved.map(({ method }) => method)).toEqual([undefined, 'interiorPoint']);
  expect(solved[1].objective).toBeCloseTo(solved[0].objective, 6);
  expect(solved[0].objective).toBeGreaterThan(1);
  expect(solved[1].coefficients).not.toBe(solved[0].coefficients);
});

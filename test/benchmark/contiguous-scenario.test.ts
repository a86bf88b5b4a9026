import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contiguousScenario } from '../../src/benchmark/contiguous-scenario.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';

const SEED = 18;

function fleetOf(jobCount: number) {
  const read = readScenario(contiguousScenario(jobCount, SEED), { file: 'made-up', directory: '.' });
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  return read.fleet;
}

test('2,000 jobs in one piece are the same for the same seed', () => {
  const digest = (seed: number) =>
    createHash('sha256')
      .update(JSON.stringify(contiguousScenario(2000, seed)))
      .digest('hex')
      .slice(0, 16);
  expect(digest(SEED)).toBe('77cd55a141874e52');
  expect(digest(SEED + 1)).not.toBe(digest(SEED));
});

test('their windows hold them with room to spare, and pools are 85 % full', () => {
  const { jobs, sites, timeline } = fleetOf(2000);
  expect([jobs.length, sites.length, timeline.slotCount]).toEqual([2000, 4, 96]);
  for (const { shape, work, maximumUnits, earliestStart, deadline } of jobs) {
    expect(shape).toBe('contiguous');
    const runHours = work / maximumUnits;
    const windowHours = (deadline - earliestStart) / 3_600_000;
    expect(runHours).toBeGreaterThanOrEqual(0.5);
    expect(runHours).toBeLessThanOrEqual(6);
    // Windows are whole slots: an eighth of an hour of 1.5 and 4 times half an hour is a quarter.
    expect(windowHours / runHours).toBeGreaterThanOrEqual(1.25);
    expect(windowHours / runHours).toBeLessThanOrEqual(4.25);
    expect(earliestStart).toBeGreaterThanOrEqual(timeline.edges[0]);
    expect(deadline).toBeLessThanOrEqual(timeline.edges[96]);
  }
  const units = sites.reduce((sum, { compute }) => sum + compute.pools[0].unitsAvailable[0], 0);
  const fill = jobs.reduce((sum, { work }) => sum + work, 0) / (24 * units);
  expect(fill).toBeLessThanOrEqual(0.85);
  expect(fill).toBeGreaterThan(0.849);
});

test('the ends of the day are asked for too, so that 85 % in all leave its middle feasible', () => {
  const { jobs, sites, timeline } = fleetOf(2000);
  const units = sites.reduce((sum, { compute }) => sum + compute.pools[0].unitsAvailable[0], 0);
  // Every job spread evenly over its window: busy units in each slot by all units.
  const load = Array.from({ length: 96 }, (_, slot) => {
    const [from, to] = [timeline.edges[slot], timeline.edges[slot + 1]];
    const running = jobs.filter(({ earliestStart, deadline }) => earliestStart <= from && to <= deadline);
    return running.reduce((sum, job) => sum + (job.work * 3_600_000) / (job.deadline - job.earliestStart), 0) / units;
  });
  expect(Math.min(...load)).toBeGreaterThan(0.3);
  expect(Math.max(...load)).toBeLessThan(1.1);
});

test('every job fits into each of its pools', () => {
  const { jobs, sites } = fleetOf(30);
  const units = new Map(sites.map(({ id, compute }) => [id, compute.pools[0].unitsAvailable[0]]));
  for (const job of jobs) {
    for (const site of job.sites) expect(units.get(site)).toBeGreaterThanOrEqual(job.maximumUnits);
  }
});

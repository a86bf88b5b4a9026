import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type { PlanJob } from '../../src/domain/plan.ts';
import type { Plan } from '../../src/scheduling/index.ts';
import { instant, MILLISECONDS_PER_HOUR, slotAt, timelineEnd } from '../../src/time/timeline.ts';
import { forFleets, planOnce, SEED } from './support.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** Units that a job runs at a site from one moment to another. */
interface Span {
  readonly site: string;
  readonly from: number;
  readonly to: number;
  readonly units: number;
}

/** What a cluster does that carries the directives out to the letter: a contiguous job runs on until it is done. */
function spansOf(fleet: Fleet, job: ComputeJob, planned: PlanJob): Span[] {
  const end = timelineEnd(fleet.timeline);
  return planned.directives.map(({ site, at, units }, k) => {
    const from = Date.parse(at);
    const next = planned.directives.slice(k + 1).find((later) => later.site === site);
    if (job.shape !== 'contiguous') return { site, from, to: next === undefined ? end : Date.parse(next.at), units };
    const pool = fleet.sites.find(({ id }) => id === site)?.compute.pools.find(({ id }) => id === job.pool);
    const point = pool?.operatingPoints.find(({ id }) => id === planned.allocations[0].operatingPoint);
    const hours = job.work / (job.maximumUnits * (point?.speed ?? Number.NaN));
    return { site, from, to: from + hours * MILLISECONDS_PER_HOUR, units };
  });
}

/** The most that directives ask of a pool beyond its machines, at the moments at which anything begins. */
function mostBeyond(fleet: Fleet, plan: Plan, site: string, pool: string): number {
  const { edges, slotCount } = fleet.timeline;
  const available = fleet.sites
    .find(({ id }) => id === site)
    ?.compute.pools.find(({ id }) => id === pool)?.unitsAvailable;
  if (available === undefined) throw new Error(`no pool ${pool} at ${site}`);
  const spans = fleet.jobs
    .filter((job) => job.pool === pool)
    .flatMap((job) => {
      const planned = plan.jobs.find(({ id }) => id === job.id);
      return planned === undefined ? [] : spansOf(fleet, job, planned).filter((span) => span.site === site);
    });
  const moments = [...edges.subarray(0, slotCount), ...spans.map(({ from }) => from)];
  return moments.reduce((most, moment) => {
    const slot = slotAt(fleet.timeline, instant(moment));
    // Directives are written in whole milliseconds: what ends within one of the moment is over.
    const running = spans.filter(({ from, to }) => from <= moment && to > moment + 1);
    const units = running.reduce((sum, span) => sum + span.units, 0);
    return slot < 0 ? most : Math.max(most, units - available[slot]);
  }, 0);
}

test(`where jobs run in one piece, no moment asks for more machines than there are (seed ${SEED})`, async () => {
  let beside = 0;
  await forFleets(60, { restarts: false }, async (fleet) => {
    const plan = await planOnce(solver, fleet);
    for (const { id: site, compute } of fleet.sites) {
      for (const { id: pool } of compute.pools) {
        const here = fleet.jobs.filter((job) => job.pool === pool && job.sites.includes(site));
        if (!here.some(({ shape }) => shape === 'contiguous')) continue;
        if (here.some(({ shape }) => shape !== 'contiguous')) beside += 1;
        expect(mostBeyond(fleet, plan, site, pool), `${pool} at ${site}`).toBeLessThan(1e-3);
      }
    }
  });
  expect(beside, 'pools that both kinds share').toBeGreaterThan(20);
});

import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { mayHold } from '../held-units.ts';
import type { Part } from '../part.ts';
import { placeClasses } from '../place-classes.ts';
import { baseLoad } from './base-load.ts';
import { battery } from './battery.ts';
import { computePool } from './compute-pool.ts';
import { contiguousLoad } from './contiguous-load.ts';
import { dataLink, idleLink } from './data-link.ts';
import { deferrableLoad } from './deferrable-load.ts';
import { gridConnection } from './grid-connection.ts';
import { placedLoad } from './placed-load.ts';
import { powerDistribution } from './power-distribution.ts';
import { renewable } from './renewable.ts';

/** The catalogue: which things of a fleet become which parts. A new technology is a new file and a line here. */
export function partsOf(fleet: Fleet): Part[] {
  const contiguous = fleet.jobs.filter(({ shape }) => shape === 'contiguous');
  const divisible = fleet.jobs.filter(({ shape }) => shape !== 'contiguous');
  const moving = linksInUse(fleet.jobs);
  const holds = (site: string, pool: string) => mayHold(fleet, site, pool);
  return [
    ...fleet.sites.flatMap((site) => [
      gridConnection(site),
      powerDistribution(site),
      baseLoad(site),
      ...site.compute.pools.map((pool) => computePool(site.id, pool, holds(site.id, pool.id))),
      ...site.batteries.map((store) => battery(site.id, store)),
      ...site.renewables.map((source) => renewable(site.id, source)),
    ]),
    ...fleet.links.map((link) => (moving.has(linkKey(link.from, link.to)) ? dataLink(link) : idleLink(link))),
    ...placeClasses(divisible, fleet.sites, fleet.timeline, holds).map((jobs) =>
      jobs.length === 1 ? deferrableLoad(jobs[0], fleet.sites, holds) : placedLoad(jobs, fleet.sites),
    ),
    ...[...Map.groupBy(contiguous, ({ pool }) => pool).values()].map((jobs) => contiguousLoad(jobs, fleet.sites)),
  ];
}

const linkKey = (from: string, to: string): string => JSON.stringify([from, to]);

/** Links that some job's data may take. */
function linksInUse(jobs: readonly ComputeJob[]): ReadonlySet<string> {
  const keys = jobs.flatMap(({ data, sites }) => (data === null ? [] : sites.map((site) => linkKey(data.site, site))));
  return new Set(keys);
}

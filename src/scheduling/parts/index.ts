import type { Fleet } from '../../domain/fleet.ts';
import type { Part } from '../part.ts';
import { baseLoad } from './base-load.ts';
import { battery } from './battery.ts';
import { computePool } from './compute-pool.ts';
import { deferrableLoad } from './deferrable-load.ts';
import { gridConnection } from './grid-connection.ts';
import { powerDistribution } from './power-distribution.ts';
import { renewable } from './renewable.ts';

/** The catalogue: which things of a fleet become which parts. A new technology is a new file and a line here. */
export function partsOf(fleet: Fleet): Part[] {
  return [
    ...fleet.sites.flatMap((site) => [
      gridConnection(site),
      powerDistribution(site),
      baseLoad(site),
      ...site.compute.pools.map((pool) => computePool(site.id, pool)),
      ...site.batteries.map((store) => battery(site.id, store)),
      ...site.renewables.map((source) => renewable(site.id, source)),
    ]),
    ...fleet.jobs.map((job) => deferrableLoad(job, fleet.sites)),
  ];
}

import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';

/** A site that may not run a job, and the first reason that holds. */
export interface ClosedSite {
  readonly site: string;
  /**
   * `pool`: it has none of the job's. `residency`: it lies in none of the job's jurisdictions. `latency`: it is too far
   * from the job's users, or its distance is not stated. `link`: none brings the job's data. `sites`: the job leaves it out.
   */
  readonly reason: 'pool' | 'residency' | 'latency' | 'link' | 'sites';
}

/** Sites in the order of the fleet. */
export function closedSites(fleet: Fleet, job: ComputeJob): ClosedSite[] {
  return fleet.sites
    .filter(({ id }) => !job.sites.includes(id))
    .map((site) => ({ site: site.id, reason: reasonOf(fleet, job, site) }));
}

function reasonOf({ links }: Fleet, { pool, residency, latency, data }: ComputeJob, site: Site): ClosedSite['reason'] {
  const linkFrom = (from: string) => links.find((link) => link.from === from && link.to === site.id);
  if (!site.compute.pools.some(({ id }) => id === pool)) return 'pool';
  if (residency !== null && !residency.some((one) => site.jurisdictions.includes(one))) return 'residency';
  if (latency !== null && site.id !== latency.homeSite) {
    const milliseconds = linkFrom(latency.homeSite)?.latencyMilliseconds ?? Number.POSITIVE_INFINITY;
    if (milliseconds > latency.maximumMilliseconds) return 'latency';
  }
  return data !== null && data.site !== site.id && linkFrom(data.site) === undefined ? 'link' : 'sites';
}

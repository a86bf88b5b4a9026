import type { ComputePool, Fleet, OperatingPoint } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation } from '../domain/plan.ts';
import { BillingError } from './lines.ts';

export function poolAt(fleet: Fleet, site: string, pool: string): ComputePool | undefined {
  return fleet.sites.find((candidate) => candidate.id === site)?.compute.pools.find((each) => each.id === pool);
}

export function operatingPointOf(fleet: Fleet, job: ComputeJob, allocation: JobAllocation): OperatingPoint {
  const points = poolAt(fleet, allocation.site, job.pool)?.operatingPoints ?? [];
  const point = points.find((candidate) => candidate.id === allocation.operatingPoint);
  if (point !== undefined) return point;
  throw new BillingError(
    `job ${job.id} runs at site ${allocation.site}, which has no pool ${job.pool} with operating point ${allocation.operatingPoint}`,
  );
}

/** A value for each of some consecutive slots, 0 in all others: of a long horizon a job touches little. */
export interface SlotStretch {
  readonly firstSlot: number;
  readonly values: Float64Array;
}

/** Zeros for the slots from the first to the last that any of the allocations touches. */
function stretchOf(allocations: readonly JobAllocation[]): SlotStretch {
  let firstSlot = Number.POSITIVE_INFINITY;
  let endSlot = 0;
  for (const allocation of allocations) {
    firstSlot = Math.min(firstSlot, allocation.firstSlot);
    endSlot = Math.max(endSlot, allocation.firstSlot + allocation.activeUnits.length);
  }
  if (firstSlot >= endSlot) return { firstSlot: 0, values: new Float64Array(0) };
  return { firstSlot, values: new Float64Array(endSlot - firstSlot) };
}

/** Unit-hours at reference speed done in each slot, all sites together. */
export function workPerSlot(fleet: Fleet, job: ComputeJob, allocations: readonly JobAllocation[]): SlotStretch {
  const { hours } = fleet.timeline;
  const work = stretchOf(allocations);
  for (const allocation of allocations) {
    const { speed } = operatingPointOf(fleet, job, allocation);
    allocation.activeUnits.forEach((units, k) => {
      const t = allocation.firstSlot + k;
      work.values[t - work.firstSlot] += hours[t] * speed * units;
    });
  }
  return work;
}

/** Active units in each slot, over all sites and operating points of the allocations. */
export function activeUnitsPerSlot(allocations: readonly JobAllocation[]): SlotStretch {
  const active = stretchOf(allocations);
  for (const { firstSlot, activeUnits } of allocations) {
    activeUnits.forEach((units, k) => {
      active.values[firstSlot + k - active.firstSlot] += units;
    });
  }
  return active;
}

/** Active units of each site and slot, operating points together. */
export function activeUnitsBySite(allocations: readonly JobAllocation[]): ReadonlyMap<string, SlotStretch> {
  const bySite = Map.groupBy(allocations, ({ site }) => site);
  return new Map([...bySite].map(([site, ofSite]) => [site, activeUnitsPerSlot(ofSite)]));
}

/**
 * Units that resume after a pause: every rise of a site's active units beyond the first start of each of
 * the job's units. Nothing runs before the horizon. Counted only where a restart has a price: 0 elsewhere.
 */
export function restartedUnits(job: ComputeJob, allocations: readonly JobAllocation[]): number {
  if (job.restartPricePerUnit <= 0) return 0;
  let rises = 0;
  for (const { values } of activeUnitsBySite(allocations).values()) {
    for (let k = 0; k < values.length; k += 1) rises += Math.max(0, values[k] - (k > 0 ? values[k - 1] : 0));
  }
  return Math.max(0, rises - job.maximumUnits);
}

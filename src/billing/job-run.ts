import type { ComputePool, Fleet, OperatingPoint } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { CostLineName, JobAllocation } from '../domain/plan.ts';
import { MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import type { JobRun } from './flows.ts';
import { type BilledLine, BillingError, billedLine } from './lines.ts';

/** Lateness of a job's work within the horizon. */
export interface JobLateness {
  /** Unit-hours done after the deadline. */
  readonly lateUnitHours: number;
  /** Sum over all work of unit-hours x hours late. */
  readonly unitHoursTimesHoursLate: number;
}

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

/** Hours after the deadline, averaged over the slot: the integral of max(0, time - deadline) over its length. */
export function meanHoursLate(timeline: Timeline, slot: number, deadline: number): number {
  const start = Math.max(0, timeline.edges[slot] - deadline) / MILLISECONDS_PER_HOUR;
  const end = Math.max(0, timeline.edges[slot + 1] - deadline) / MILLISECONDS_PER_HOUR;
  return (end ** 2 - start ** 2) / 2 / timeline.hours[slot];
}

/** Work is spread evenly over each slot, so that a slot split in two is as late as the whole. */
export function jobLateness(timeline: Timeline, job: ComputeJob, { firstSlot, values }: SlotStretch): JobLateness {
  let lateUnitHours = 0;
  let unitHoursTimesHoursLate = 0;
  for (let t = firstSlot; t < firstSlot + values.length; t += 1) {
    const lateMilliseconds = timeline.edges[t + 1] - Math.max(timeline.edges[t], job.deadline);
    if (lateMilliseconds <= 0) continue;
    const work = values[t - firstSlot];
    lateUnitHours += (work * (lateMilliseconds / MILLISECONDS_PER_HOUR)) / timeline.hours[t];
    unitHoursTimesHoursLate += work * meanHoursLate(timeline, t, job.deadline);
  }
  return { lateUnitHours, unitHoursTimesHoursLate };
}

/** One line for each name, all jobs together. */
export function jobLines(fleet: Fleet, runs: readonly { job: ComputeJob; run: JobRun }[]): BilledLine[] {
  const names: CostLineName[] = ['restarts', 'lateness', 'leftoverWork', 'unservedWork'];
  const bills = runs.map(({ job, run }) => billOfJob(fleet, job, run));
  return names.map((name, index) => {
    const amount = bills.reduce((sum, bill) => sum + bill[index].amount, 0);
    const moneyPerUnit = bills.reduce((sum, bill) => sum + bill[index].moneyPerUnit, 0);
    return billedLine(name, null, null, amount, moneyPerUnit);
  });
}

interface Amount {
  readonly amount: number;
  readonly moneyPerUnit: number;
}

function billOfJob(fleet: Fleet, job: ComputeJob, run: JobRun): readonly [Amount, Amount, Amount, Amount] {
  const { timeline } = fleet;
  const work = workPerSlot(fleet, job, run.allocations);
  const figureCount = run.allocations.reduce((sum, allocation) => sum + allocation.activeUnits.length, 0);
  const restarts = restartedUnits(job, run.allocations);
  const hourLatePrice =
    job.deadlinePolicy.kind === 'priced' && job.work > 0 ? job.deadlinePolicy.pricePerHourLate / job.work : 0;
  const late = jobLateness(timeline, job, work);
  // Over the whole horizon, and so only where lateness has a price.
  const hoursLate =
    hourLatePrice === 0
      ? 0
      : timeline.hours.reduce((sum, h, t) => sum + h * meanHoursLate(timeline, t, job.deadline), 0);
  return [
    { amount: job.restartPricePerUnit * restarts, moneyPerUnit: 2 * job.restartPricePerUnit * figureCount },
    { amount: hourLatePrice * late.unitHoursTimesHoursLate, moneyPerUnit: hourLatePrice * hoursLate },
    {
      amount: job.leftoverPricePerUnitHour * run.leftoverUnitHours,
      moneyPerUnit: Math.abs(job.leftoverPricePerUnitHour),
    },
    {
      amount: job.unservedPricePerUnitHour * run.unservedUnitHours,
      moneyPerUnit: Math.abs(job.unservedPricePerUnitHour),
    },
  ];
}

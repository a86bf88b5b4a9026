import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation } from '../domain/plan.ts';
import type { JobRun, LinkFlows } from './flows.ts';
import { operatingPointOf } from './job-run.ts';
import { type BilledLine, billedLine, entryFor } from './lines.ts';

/** One line for each link: the receiving site pays for what comes from the sending one. */
export function transferLines(fleet: Fleet, flows: readonly LinkFlows[]): BilledLine[] {
  const { hours } = fleet.timeline;
  const totalHours = hours.reduce((sum, length) => sum + length, 0);
  return fleet.links.map(({ from, to, pricePerGigabyte }) => {
    const { gigabytesPerHour } = entryFor(
      flows,
      (entry) => entry.from === from && entry.to === to,
      `link from ${from} to ${to}`,
    );
    const gigabytes = hours.reduce((sum, length, t) => sum + length * gigabytesPerHour[t], 0);
    return billedLine('dataTransfer', to, from, pricePerGigabyte * gigabytes, Math.abs(pricePerGigabyte) * totalHours);
  });
}

/**
 * Gigabytes that move to where a job runs: for each unit-hour (at reference speed) that is done elsewhere than
 * its data lie. Throws BillingError where it runs on units that the fleet does not have.
 */
export function transferredGigabytes(fleet: Fleet, job: ComputeJob, allocations: readonly JobAllocation[]): number {
  const { hours } = fleet.timeline;
  let gigabytes = 0;
  eachTransfer(fleet, job, allocations, (_, slot, perHour) => {
    gigabytes += perHour * hours[slot];
  });
  return gigabytes;
}

/**
 * What each link of the fleet carries when the jobs run like this: data move in the slot in which the work is
 * done. Work at a site that no link reaches from the job's data moves nothing here.
 */
export function linkFlowsOf(fleet: Fleet, runs: readonly Pick<JobRun, 'job' | 'allocations'>[]): LinkFlows[] {
  const { slotCount } = fleet.timeline;
  const flows = fleet.links.map(({ from, to }) => ({ from, to, gigabytesPerHour: new Float64Array(slotCount) }));
  const jobOf = new Map(fleet.jobs.map((job) => [job.id, job]));
  for (const { job: id, allocations } of runs) {
    const job = jobOf.get(id);
    if (job === undefined || job.data === null) continue;
    const { site: from } = job.data;
    eachTransfer(fleet, job, allocations, (to, slot, perHour) => {
      const flow = flows.find((each) => each.from === from && each.to === to);
      if (flow !== undefined) flow.gigabytesPerHour[slot] += perHour;
    });
  }
  return flows;
}

/** Visits every slot in which the job works away from its data, with the GB/h that this moves. */
function eachTransfer(
  fleet: Fleet,
  job: ComputeJob,
  allocations: readonly JobAllocation[],
  visit: (to: string, slot: number, gigabytesPerHour: number) => void,
): void {
  if (job.data === null) return;
  const { site: home, gigabytesPerUnitHour } = job.data;
  for (const allocation of allocations) {
    if (allocation.site === home) continue;
    const { speed } = operatingPointOf(fleet, job, allocation);
    allocation.activeUnits.forEach((units, k) => {
      visit(allocation.site, allocation.firstSlot + k, units * speed * gigabytesPerUnitHour);
    });
  }
}

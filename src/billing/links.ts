import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation } from '../domain/plan.ts';
import type { JobRun, LinkFlows } from './flows.ts';
import { operatingPointOf } from './job-run.ts';
import { type BilledLine, billedLine, entryFor, present } from './lines.ts';

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
  for (const { firstSlot, gigabytesPerHour } of transfersOf(fleet, job, allocations)) {
    gigabytesPerHour.forEach((perHour, k) => {
      gigabytes += perHour * hours[firstSlot + k];
    });
  }
  return gigabytes;
}

/**
 * What each link of the fleet carries when the jobs run like this: data move in the slot in which the work is
 * done. Work at a site that no link reaches from the job's data moves nothing here.
 */
export function linkFlowsOf(fleet: Fleet, runs: readonly Pick<JobRun, 'job' | 'allocations'>[]): LinkFlows[] {
  const { slotCount } = fleet.timeline;
  const flows = fleet.links.map(({ from, to }) => ({ from, to, gigabytesPerHour: new Float64Array(slotCount) }));
  if (flows.length === 0) return flows;
  const flowOf = new Map(flows.map((flow) => [linkKey(flow.from, flow.to), flow.gigabytesPerHour]));
  const jobOf = new Map(fleet.jobs.map((job) => [job.id, job]));
  for (const { job: id, allocations } of runs) {
    const job = present(jobOf.get(id), `job ${id}`);
    for (const { from, to, firstSlot, gigabytesPerHour } of transfersOf(fleet, job, allocations)) {
      const carried = flowOf.get(linkKey(from, to));
      gigabytesPerHour.forEach((perHour, k) => {
        if (carried !== undefined) carried[firstSlot + k] += perHour;
      });
    }
  }
  return flows;
}

/** What one allocation of a job away from its data moves, in consecutive slots. */
interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly firstSlot: number;
  readonly gigabytesPerHour: readonly number[];
}

/** One for each allocation away from the job's data, be there a link or not. */
function transfersOf(fleet: Fleet, job: ComputeJob, allocations: readonly JobAllocation[]): Transfer[] {
  const { data } = job;
  if (data === null) return [];
  return allocations
    .filter(({ site }) => site !== data.site)
    .map((allocation) => {
      const { site: to, firstSlot, activeUnits } = allocation;
      const perUnit = operatingPointOf(fleet, job, allocation).speed * data.gigabytesPerUnitHour;
      return { from: data.site, to, firstSlot, gigabytesPerHour: activeUnits.map((units) => units * perUnit) };
    });
}

const linkKey = (from: string, to: string): string => JSON.stringify([from, to]);

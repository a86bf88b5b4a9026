import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { CostLineName } from '../domain/plan.ts';
import type { Timeline } from '../time/timeline.ts';
import type { JobRun } from './flows.ts';
import { restartedUnits } from './job-run.ts';
import { jobLateness, meanHoursLate } from './lateness.ts';
import { type BilledLine, billedLine } from './lines.ts';

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
  const figureCount = run.allocations.reduce((sum, allocation) => sum + allocation.activeUnits.length, 0);
  const restarts = restartedUnits(job, run.allocations);
  return [
    { amount: job.restartPricePerUnit * restarts, moneyPerUnit: 2 * job.restartPricePerUnit * figureCount },
    latenessOfJob(fleet, job, run),
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

/** Money for the hours late; an error of one active unit moves them everywhere, a run by its share of the width. */
function latenessOfJob(fleet: Fleet, job: ComputeJob, { allocations }: JobRun): Amount {
  const price = job.deadlinePolicy.kind === 'priced' ? job.deadlinePolicy.pricePerHourLate : 0;
  // The error is looked for over the whole horizon, and so only where lateness has a price.
  if (price === 0 || job.work <= 0) return { amount: 0, moneyPerUnit: 0 };
  const { pricedHours } = jobLateness(fleet, job, allocations);
  const hoursPerUnit =
    job.shape === 'contiguous' ? pricedHours / job.maximumUnits : hoursLateOfHorizon(fleet.timeline, job) / job.work;
  return { amount: price * pricedHours, moneyPerUnit: Math.abs(price) * hoursPerUnit };
}

function hoursLateOfHorizon(timeline: Timeline, { deadline }: ComputeJob): number {
  return timeline.hours.reduce((sum, h, t) => sum + h * meanHoursLate(timeline, t, deadline), 0);
}

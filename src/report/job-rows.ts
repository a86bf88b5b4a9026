import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation, PlanJob } from '../domain/plan.ts';
import { MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import type { JobRow } from './charts/job-bars.ts';
import { palette } from './charts/palette.ts';

/** From the jobs of a plan to rows with bars, for a drawing or a table. */

export interface DrawnJob {
  readonly job: ComputeJob;
  readonly planJob: PlanJob;
  readonly row: JobRow;
}

/** Jobs of a plan by earliest start, then by deadline. */
export function drawnJobs(fleet: Fleet, planJobs: readonly PlanJob[]): readonly DrawnJob[] {
  const jobs = new Map(fleet.jobs.map((job) => [job.id, job]));
  const siteColors = new Map(fleet.sites.map((site, index) => [site.id, jobColors[index % jobColors.length]]));
  return planJobs
    .flatMap((planJob) => {
      const job = jobs.get(planJob.id);
      return job === undefined ? [] : [{ job, planJob, row: jobRow(fleet, job, planJob, siteColors) }];
    })
    .sort(
      (first, second) => first.job.earliestStart - second.job.earliestStart || first.job.deadline - second.job.deadline,
    );
}

/** One a site, and then from the start again. The first three differ in lightness too; which site it is, words say. */
export const jobColors: readonly string[] = [
  palette.poolPower,
  palette.renewable,
  palette.batteryDischarge,
  palette.baseLoad,
  palette.importPrice,
];

function jobRow(fleet: Fleet, job: ComputeJob, planJob: PlanJob, siteColors: ReadonlyMap<string, string>): JobRow {
  const { edges } = fleet.timeline;
  const bars = planJob.allocations.flatMap((allocation) => {
    const color = siteColors.get(allocation.site) ?? palette.poolPower;
    if (job.shape === 'contiguous') return [{ ...runOnce(fleet.timeline, job, allocation), color }];
    return equalStretches(allocation.activeUnits).map(({ from, to, value }) => ({
      start: Math.max(edges[allocation.firstSlot + from], job.earliestStart),
      end: edges[allocation.firstSlot + to],
      share: value / job.maximumUnits,
      color,
    }));
  });
  const where = siteWords(fleet, planJob);
  return { name: job.id, where, window: { start: job.earliestStart, end: job.deadline }, bars };
}

const MOST_SITES = 2;
/** Less than this of a unit is rounding. */
const NEGLIGIBLE_UNITS = 1e-9;

function siteWords({ sites }: Fleet, { allocations }: PlanJob): string {
  if (sites.length < 2) return '';
  const running = allocations.filter(({ activeUnits }) => activeUnits.some((units) => units > NEGLIGIBLE_UNITS));
  const ids = [...new Set(running.map(({ site }) => site))];
  const shown = ids.slice(0, MOST_SITES).join(', ');
  return ids.length > MOST_SITES ? `${shown} and ${ids.length - MOST_SITES} more` : shown;
}

/** On all its units from its start to its end, or to that of the horizon. */
function runOnce({ edges, hours }: Timeline, job: ComputeJob, { firstSlot, activeUnits }: JobAllocation) {
  const start = Math.max(edges[firstSlot], job.earliestStart);
  const unitHours = activeUnits.reduce((sum, units, k) => sum + units * hours[firstSlot + k], 0);
  return { start, end: start + (unitHours / job.maximumUnits) * MILLISECONDS_PER_HOUR, share: 1 };
}

/** Neighbouring slots of the same width as one stretch [from, to); stretches of zero are left out. */
function equalStretches(values: readonly number[]): { from: number; to: number; value: number }[] {
  const stretches: { from: number; to: number; value: number }[] = [];
  for (const [slot, value] of values.entries()) {
    const last = stretches.at(-1);
    if (last !== undefined && last.to === slot && last.value === value) last.to = slot + 1;
    else stretches.push({ from: slot, to: slot + 1, value });
  }
  return stretches.filter(({ value }) => value > NEGLIGIBLE_UNITS);
}

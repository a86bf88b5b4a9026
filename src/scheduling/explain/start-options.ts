import type { Fleet, OperatingPoint } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Instant } from '../../time/timeline.ts';
import { type ContiguousRun, contiguousRuns } from '../contiguous-run.ts';
import type { JobPlace } from '../job-window.ts';
import { type HourlyCost, hourlyCost } from './work-cost.ts';

export interface Run {
  readonly kind: 'run';
  readonly site: string;
  readonly operatingPoint: string;
  readonly startsAt: Instant;
  /** May lie past the horizon. */
  readonly endsAt: Instant;
  readonly cost: RunCost;
}

/** Money for the whole job, by the plan's prices. */
export interface RunCost {
  readonly energy: number;
  readonly cooling: number;
  /** Of all its units in every slot that it touches. */
  readonly pool: number;
  readonly data: number;
  readonly lateness: number;
  /** Of what is left for after the horizon, or never done. */
  readonly notDone: number;
  readonly total: number;
}

/** A start at a place, with the prices in the slots that it touches. */
export interface StartOption extends Run {
  readonly place: JobPlace;
  readonly point: OperatingPoint;
  readonly run: ContiguousRun;
  /** From the first slot of the run on. */
  readonly hourly: readonly HourlyCost[];
}

/** Every start of the job at a place whose pool is large enough for it. */
export function startOptions(fleet: Fleet, plan: Plan, job: ComputeJob, place: JobPlace): StartOption[] {
  const { timeline } = fleet;
  const { site, pool } = place;
  return pool.operatingPoints.flatMap((point) => {
    const hourly = Array.from(timeline.hours, (_, slot) => hourlyCost(fleet, plan, job, place, point, slot));
    return contiguousRuns(job, timeline, point.speed)
      .filter(({ firstSlot, shareBusy }) =>
        shareBusy.every((_, k) => pool.unitsAvailable[firstSlot + k] >= job.maximumUnits - NEGLIGIBLE_UNITS),
      )
      .map((run): StartOption => {
        const { firstSlot, startsAt, endsAt, shareBusy } = run;
        const touched = hourly.slice(firstSlot, firstSlot + shareBusy.length);
        const cost = runCost(job, timeline.hours, run, touched);
        const at = { site: site.id, operatingPoint: point.id };
        return { kind: 'run', ...at, startsAt, endsAt, cost, place, point, run, hourly: touched };
      });
  });
}

const NEGLIGIBLE_UNITS = 1e-6;

function runCost(
  job: ComputeJob,
  hours: Float64Array,
  { firstSlot, shareBusy, shareDone, hoursLate }: ContiguousRun,
  hourly: readonly HourlyCost[],
): RunCost {
  let [energy, cooling, pool, data] = [0, 0, 0, 0];
  hourly.forEach((cost, k) => {
    const unitHours = job.maximumUnits * hours[firstSlot + k];
    energy += unitHours * shareBusy[k] * cost.energy;
    cooling += unitHours * shareBusy[k] * cost.cooling;
    data += unitHours * shareBusy[k] * cost.data;
    pool += unitHours * cost.pool;
  });
  const lateness = job.deadlinePolicy.kind === 'priced' ? job.deadlinePolicy.pricePerHourLate * hoursLate : 0;
  const notDone = job.leftoverPricePerUnitHour * job.work * (1 - shareDone);
  return { energy, cooling, pool, data, lateness, notDone, total: energy + cooling + pool + data + lateness + notDone };
}

import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { PlanJob } from '../../domain/plan.ts';
import { computeBus, heldBus, linkBus } from '../buses.ts';
import { readJob } from '../job-report.ts';
import { workPromise } from '../job-terms.ts';
import type { Bus, CostLine, Flow, Part } from '../part.ts';
import type { PlacedJob } from './placed.ts';

/** A job with what it does. */
export interface Placement {
  readonly job: ComputeJob;
  readonly placed: PlacedJob;
}

/** Jobs that stand where they were placed: what they take of buses, what they cost apart from energy, and their report. */
export function placedJobs({ timeline }: Fleet, placements: readonly Placement[]): Part {
  return (lp) => {
    const flows = makeFlows(timeline.slotCount);
    for (const { job, placed } of placements) addFlows(flows, job, placed);
    const jobs = placements.map(({ job, placed }) => reported(job, placed, timeline));
    const unserved = placements.filter(({ placed }) => placed.unservedUnitHours > 0);
    return {
      flows: flows.list(),
      costs: costsOf(placements, jobs),
      promises: unserved.map(({ job, placed: { unservedUnitHours: amount } }) =>
        workPromise(job, lp.addColumn(`job ${job.id} unserved`, amount, amount), 1),
      ),
      read: () => ({ jobs }),
    };
  };
}

function reported(
  job: ComputeJob,
  { runs, leftoverUnitHours, unservedUnitHours }: PlacedJob,
  timeline: Fleet['timeline'],
): PlanJob {
  return readJob(job, timeline, {
    runs: runs.map(({ place, firstSlot, activeUnits }) => ({
      site: place.site.id,
      operatingPoint: place.point.id,
      speed: place.point.speed,
      firstSlot,
      activeUnits,
    })),
    leftoverUnitHours,
    unservedUnitHours,
  });
}

function makeFlows(slotCount: number) {
  const byKey = new Map<string, { readonly bus: Bus; readonly constant: Float64Array }>();
  return {
    at(bus: Bus): Float64Array {
      const flow = byKey.get(bus.key) ?? { bus, constant: new Float64Array(slotCount) };
      byKey.set(bus.key, flow);
      return flow.constant;
    },
    list: (): Flow[] => [...byKey.values()],
  };
}

function addFlows(flows: ReturnType<typeof makeFlows>, job: ComputeJob, { runs }: PlacedJob): void {
  for (const { place, firstSlot, activeUnits, heldUnits } of runs) {
    const { site, pool, point, link } = place;
    const units = flows.at(computeBus(site.id, pool.id, point.id));
    const held = place.holds ? flows.at(heldBus(site.id, pool.id)) : null;
    const data = link === null || job.data === null ? null : flows.at(linkBus(job.data.site, site.id));
    activeUnits.forEach((active, k) => {
      units[firstSlot + k] -= active;
      if (held !== null) held[firstSlot + k] -= heldUnits[k];
      if (data !== null && link !== null) data[firstSlot + k] -= active * link.gigabytesPerHourPerUnit;
    });
  }
}

/** Money that follows from where jobs stand: late, restarted, left for later and never done. */
function costsOf(placements: readonly Placement[], jobs: readonly PlanJob[]): CostLine[] {
  const sums = { lateness: 0, restarts: 0, leftoverWork: 0, unservedWork: 0 };
  placements.forEach(({ job, placed }, k) => {
    const { lateUnitHours, meanLatenessHours, restartedUnits } = jobs[k];
    sums.lateness += latenessCost(job, lateUnitHours, meanLatenessHours);
    sums.restarts += job.restartPricePerUnit * restartedUnits;
    sums.leftoverWork += job.leftoverPricePerUnitHour * placed.leftoverUnitHours;
    sums.unservedWork += job.unservedPricePerUnitHour * placed.unservedUnitHours;
  });
  return (['lateness', 'restarts', 'leftoverWork', 'unservedWork'] as const).map((name) => ({
    name,
    site: null,
    component: null,
    columns: [],
    coefficients: new Float64Array(0),
    constant: sums[name],
  }));
}

/** A contiguous job is late as a whole; of other work each unit-hour pays its share. */
export function latenessCost(job: ComputeJob, lateUnitHours: number, meanHours: number): number {
  if (job.deadlinePolicy.kind !== 'priced') return 0;
  const { pricePerHourLate } = job.deadlinePolicy;
  return job.shape === 'contiguous'
    ? pricePerHourLate * meanHours
    : (pricePerHourLate * lateUnitHours * meanHours) / job.work;
}

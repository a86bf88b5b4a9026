import { type LinkFlows, linkFlowsOf } from '../../billing/index.ts';
import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Timeline } from '../../time/timeline.ts';
import { type ContiguousRun, contiguousRunFrom, maySkipHorizon } from '../contiguous-run.ts';
import { type FreeCapacity, freeUnits, lackForRun, makeFreeCapacity, type Room, takeRoom } from '../free-capacity.ts';
import { heldPerActiveUnit, LEAST_SHARE, mayHold } from '../held-units.ts';
import { type JobPlace, jobPlaces, jobWindow, largestSpeed, mostMeanUnits } from '../job-window.ts';
import { plantRooms } from '../plant-room.ts';
import { plantByRule } from './rule-plant.ts';
import { thermalPaths } from './rule-thermal-paths.ts';

/**
 * Today's way with jobs: in the order of their arrival, each at once, at full width, at its fastest operating point,
 * at the site that finishes it first, within free units, free supply and free links. A contiguous job waits for the
 * first start at which all of its run has room. No price is looked at.
 */
export interface FirstComeRun {
  readonly job: ComputeJob;
  readonly site: string;
  readonly operatingPoint: string;
  readonly speed: number;
  readonly firstSlot: number;
  readonly activeUnits: readonly number[];
  /** Units that it holds beside the active ones, in slots that it fills in part. */
  readonly heldUnits: readonly number[];
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
}

export interface FirstCome {
  readonly runs: readonly FirstComeRun[];
  /** IT power of jobs above the idle floor, by site and slot. */
  readonly jobPowerKw: ReadonlyMap<string, Float64Array>;
  /** What every link carries for the jobs. */
  readonly links: readonly LinkFlows[];
  /** Power that received data draw at the supply, by receiving site and slot; only sites that links lead to. */
  readonly transferKw: ReadonlyMap<string, Float64Array>;
}

/** What a fleet has for jobs while none runs: machines, supply, cooling and links, slot by slot. */
export function capacityBeforeJobs(fleet: Fleet): FreeCapacity {
  const before = new Map(fleet.sites.map((site) => [site, siteBeforeJobs(fleet.timeline, site)]));
  return makeFreeCapacity(fleet, {
    machines: (_site, pool) => pool.unitsAvailable.slice(),
    supplyKw: (site) => before.get(site)?.supplyKw ?? new Float64Array(fleet.timeline.slotCount),
    plantRooms: (site) => before.get(site)?.rooms ?? [],
    gigabytesPerHour: (link) => link.capacityGigabytesPerHour.slice(),
  });
}

export function firstComeFirstServed(fleet: Fleet): FirstCome {
  const free = capacityBeforeJobs(fleet);
  const jobPowerKw = new Map(fleet.sites.map(({ id }) => [id, new Float64Array(fleet.timeline.slotCount)]));
  const order = [...fleet.jobs].sort((a, b) => a.earliestStart - b.earliestStart || (a.id < b.id ? -1 : 1));
  const runs = order.map((job) => {
    const trials = placesInOrder(job, fleet).map((place) => tryPlace(fleet, free, job, place));
    const { run, room, extraKwPerUnit } = trials.reduce((a, b) => (finishesEarlier(b, a) ? b : a));
    takeRoom(room, run.firstSlot, run.activeUnits, run.heldUnits);
    const powerKw = jobPowerKw.get(run.site);
    run.activeUnits.forEach((units, k) => {
      if (powerKw !== undefined) powerKw[run.firstSlot + k] += units * extraKwPerUnit;
    });
    return run;
  });
  const links = linkFlowsOf(
    fleet,
    runs.map((run) => ({ job: run.job.id, allocations: [run] })),
  );
  return { runs, jobPowerKw, links, transferKw: transferPower(fleet, links) };
}

/** What import, own sources and generators leave at the supply to jobs, and what the plant can still cool. */
function siteBeforeJobs(timeline: Timeline, site: Site) {
  const { compute, grid, renewables, plant } = site;
  const idle = compute.pools.map((pool) => ({
    pool,
    kw: pool.unitsAvailable.map((units) => units * pool.idleKwPerUnit),
  }));
  const it = { baseLoadKw: compute.baseLoadKw, poolsKw: new Map(idle.map(({ pool, kw }) => [pool.id, kw])) };
  const itKw = compute.baseLoadKw.map((base, t) => idle.reduce((sum, { kw }) => sum + kw[t], base));
  const standing = plantByRule(site, timeline, it, thermalPaths(site, timeline, it, 'idle'));
  const still = new Float64Array(timeline.slotCount);
  const series = new Map(standing.series.map(({ name, component, values }) => [keyOf(name, component), values]));
  const supplyKw = grid.importLimitKw.map((importLimitKw, t) => {
    const ownKw = renewables.reduce((sum, source) => sum + source.availableKw[t], 0);
    const madeKw = plant.generators.reduce((sum, device) => sum + device.electricityLimitKw[t], 0);
    return importLimitKw + ownKw + madeKw - itKw[t] * (1 + compute.overheadFraction) - standing.powerKw[t];
  });
  const rooms = plantRooms(site, {
    series: (name, component) => series.get(keyOf(name, component)) ?? still,
    itKw,
  });
  return { supplyKw, rooms };
}

const keyOf = (name: string, component: string | null): string => JSON.stringify([name, component]);

function transferPower(fleet: Fleet, flows: readonly LinkFlows[]): Map<string, Float64Array> {
  const powerKw = new Map<string, Float64Array>();
  for (const { from, to, gigabytesPerHour } of flows) {
    const link = fleet.links.find((each) => each.from === from && each.to === to);
    const sum = powerKw.get(to) ?? new Float64Array(fleet.timeline.slotCount);
    powerKw.set(
      to,
      sum.map((kw, t) => kw + gigabytesPerHour[t] * (link?.energyKwhPerGigabyte ?? 0)),
    );
  }
  return powerKw;
}

/** Among places that finish it alike the first counts: where its data lie, then by name. */
function placesInOrder(job: ComputeJob, fleet: Fleet): JobPlace[] {
  const isAway = ({ site }: JobPlace) => (job.data === null || job.data.site === site.id ? 0 : 1);
  return jobPlaces(job, fleet.sites).sort((a, b) => isAway(a) - isAway(b) || (a.site.id < b.site.id ? -1 : 1));
}

interface Trial {
  readonly run: FirstComeRun;
  readonly room: Room;
  readonly extraKwPerUnit: number;
  /** Unit-hours that run, be it past the horizon, and when they are done: a moment, or one past the last slot. */
  readonly startedUnitHours: number;
  readonly doneAt: number;
}

function finishesEarlier(a: Trial, b: Trial): boolean {
  if (a.startedUnitHours !== b.startedUnitHours) return a.startedUnitHours > b.startedUnitHours;
  return a.doneAt < b.doneAt;
}

function tryPlace(fleet: Fleet, free: FreeCapacity, job: ComputeJob, place: JobPlace): Trial {
  const { site, pool } = place;
  const point = pool.operatingPoints[pool.operatingPoints.length - 1];
  const room = free.roomOf(job, place, point);
  const at = { job, site: site.id, operatingPoint: point.id, speed: point.speed };
  const { run, ...finish } =
    job.shape === 'contiguous'
      ? runOnce(fleet, job, room, point.speed)
      : runAtOnce(fleet, job, place, room, point.speed);
  return { run: { ...at, ...run }, room, extraKwPerUnit: point.kwPerUnit - pool.idleKwPerUnit, ...finish };
}

interface Attempt extends Pick<Trial, 'startedUnitHours' | 'doneAt'> {
  readonly run: Omit<FirstComeRun, 'job' | 'site' | 'operatingPoint' | 'speed'>;
}

/** As wide as there is room in each slot from the first on. */
function runAtOnce(fleet: Fleet, job: ComputeJob, { site, pool }: JobPlace, room: Room, speed: number): Attempt {
  const { timeline } = fleet;
  const holds = mayHold(fleet, site.id, pool.id);
  const window = jobWindow(job, timeline, speed);
  const activeUnits: number[] = [];
  const heldUnits: number[] = [];
  let remaining: number = job.work;
  for (let t = window.firstSlot; t < window.endSlot && remaining > 0; t += 1) {
    const share = window.shareInside[t - window.firstSlot];
    const machines = holds ? Math.min(pool.unitsAvailable[t], room.machines[t]) : pool.unitsAvailable[t];
    const width = holds && share < LEAST_SHARE ? 0 : Math.max(0, mostMeanUnits(job, machines, share));
    const enough = remaining / (timeline.hours[t] * speed);
    const units = Math.min(width, enough, freeUnits(room, t));
    activeUnits.push(units);
    heldUnits.push(holds && units > 0 ? units * heldPerActiveUnit(share) : 0);
    remaining = enough <= units ? 0 : remaining - units * timeline.hours[t] * speed;
  }
  const leftoverUnitHours = Math.min(remaining, window.leftoverUnitHours);
  const unservedUnitHours = remaining - leftoverUnitHours;
  return {
    run: { firstSlot: window.firstSlot, activeUnits, heldUnits, leftoverUnitHours, unservedUnitHours },
    startedUnitHours: job.work - remaining,
    doneAt: window.firstSlot + activeUnits.length,
  };
}

/**
 * A slot that lacks something for a run lacks it for every later one that touches it: who starts later works there at
 * least as long. So the next start to try is after the last such slot.
 */
function firstRunWithRoom(job: ComputeJob, timeline: Timeline, room: Room, speed: number): ContiguousRun | null {
  let run = contiguousRunFrom(job, timeline, speed, 0);
  while (run !== null) {
    const lacking = lackForRun(room, job.maximumUnits, run);
    if (lacking === null) return run;
    run = contiguousRunFrom(job, timeline, speed, lacking.slot + 1);
  }
  return null;
}

/** From the first start on at which the whole run has room; without one the whole job is left over, or not done. */
function runOnce({ sites, timeline }: Fleet, job: ComputeJob, room: Room, speed: number): Attempt {
  const units = job.maximumUnits;
  const run = firstRunWithRoom(job, timeline, room, speed);
  if (run === null) {
    const skips = maySkipHorizon(job, timeline, largestSpeed(jobPlaces(job, sites)));
    const rest = { leftoverUnitHours: skips ? job.work : 0, unservedUnitHours: skips ? 0 : job.work };
    return {
      run: { firstSlot: 0, activeUnits: [], heldUnits: [], ...rest },
      startedUnitHours: 0,
      doneAt: Number.POSITIVE_INFINITY,
    };
  }
  return {
    run: {
      firstSlot: run.firstSlot,
      activeUnits: Array.from(run.shareBusy, (share) => units * share),
      heldUnits: Array.from(run.shareBusy, (share) => units * (1 - share)),
      leftoverUnitHours: job.work * (1 - run.shareDone),
      unservedUnitHours: 0,
    },
    startedUnitHours: job.work,
    doneAt: run.endsAt,
  };
}

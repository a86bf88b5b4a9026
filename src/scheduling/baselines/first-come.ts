import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { type JobPlace, jobPlaces, jobWindow } from '../job-window.ts';

/**
 * Today's way with jobs: in the order of their arrival, each at once, at full width, at its fastest
 * operating point, at the site that finishes it first, within free units and free supply. No price is looked at.
 */
export interface FirstComeRun {
  readonly job: ComputeJob;
  readonly site: string;
  readonly operatingPoint: string;
  readonly speed: number;
  readonly firstSlot: number;
  readonly activeUnits: readonly number[];
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
}

export interface FirstCome {
  readonly runs: readonly FirstComeRun[];
  /** IT power of jobs above the idle floor, by site and slot. */
  readonly jobPowerKw: ReadonlyMap<string, Float64Array>;
}

export function firstComeFirstServed(fleet: Fleet): FirstCome {
  const free = makeFreeCapacity(fleet);
  const order = [...fleet.jobs].sort((a, b) => a.earliestStart - b.earliestStart || (a.id < b.id ? -1 : 1));
  const runs = order.map((job) => {
    const trials = jobPlaces(job, fleet.sites).map((place) => tryPlace(fleet, free, job, place));
    const best = trials.reduce((a, b) => (finishesEarlier(b, a) ? b : a));
    free.take(best);
    const { place: _, doneUnitHours: _done, extraKwPerUnit: _extra, ...run } = best;
    return run;
  });
  return { runs, jobPowerKw: free.jobPowerKw };
}

interface Trial extends FirstComeRun {
  readonly place: JobPlace;
  readonly doneUnitHours: number;
  readonly extraKwPerUnit: number;
}

interface FreeCapacity {
  /** Units that may still start at a place in a slot, by machines and by supply. */
  units(place: JobPlace, slot: number, extraKwPerUnit: number): number;
  take(trial: Trial): void;
  readonly jobPowerKw: ReadonlyMap<string, Float64Array>;
}

function makeFreeCapacity(fleet: Fleet): FreeCapacity {
  const unitsTaken = new Map<string, Float64Array>();
  const jobPowerKw = new Map<string, Float64Array>();
  const supplyKw = new Map<string, Float64Array>();
  const poolKey = (site: Site, pool: string) => JSON.stringify([site.id, pool]);
  for (const site of fleet.sites) {
    jobPowerKw.set(site.id, new Float64Array(fleet.timeline.slotCount));
    supplyKw.set(site.id, supplyForJobs(site));
    for (const pool of site.compute.pools) {
      unitsTaken.set(poolKey(site, pool.id), new Float64Array(fleet.timeline.slotCount));
    }
  }
  const of = (map: Map<string, Float64Array>, key: string) => map.get(key) ?? new Float64Array(0);
  return {
    jobPowerKw,
    units({ site, pool }, slot, extraKwPerUnit) {
      const machines = pool.unitsAvailable[slot] - of(unitsTaken, poolKey(site, pool.id))[slot];
      const power = of(supplyKw, site.id)[slot] - of(jobPowerKw, site.id)[slot];
      return Math.max(0, extraKwPerUnit > 0 ? Math.min(machines, power / extraKwPerUnit) : machines);
    },
    take({ place, firstSlot, activeUnits, extraKwPerUnit }) {
      activeUnits.forEach((units, k) => {
        of(unitsTaken, poolKey(place.site, place.pool.id))[firstSlot + k] += units;
        of(jobPowerKw, place.site.id)[firstSlot + k] += units * extraKwPerUnit;
      });
    },
  };
}

/** IT power that import and own sources leave to jobs, beyond base load and idle machines. */
function supplyForJobs(site: Site): Float64Array {
  const { compute, grid, renewables } = site;
  return grid.importLimitKw.map((importLimitKw, t) => {
    const ownKw = renewables.reduce((sum, source) => sum + source.availableKw[t], 0);
    const idleKw = compute.pools.reduce((sum, pool) => sum + pool.unitsAvailable[t] * pool.idleKwPerUnit, 0);
    return (importLimitKw + ownKw) / (1 + compute.overheadFraction) - compute.baseLoadKw[t] - idleKw;
  });
}

function tryPlace(fleet: Fleet, free: FreeCapacity, job: ComputeJob, place: JobPlace): Trial {
  const { timeline } = fleet;
  const point = place.pool.operatingPoints[place.pool.operatingPoints.length - 1];
  const extraKwPerUnit = point.kwPerUnit - place.pool.idleKwPerUnit;
  const window = jobWindow(job, timeline, point.speed);
  const activeUnits: number[] = [];
  let remaining: number = job.work;
  for (let t = window.firstSlot; t < window.endSlot && remaining > 0; t += 1) {
    const width = job.maximumUnits * window.shareInside[t - window.firstSlot];
    const enough = remaining / (timeline.hours[t] * point.speed);
    const units = Math.min(width, enough, free.units(place, t, extraKwPerUnit));
    activeUnits.push(units);
    remaining = enough <= units ? 0 : remaining - units * timeline.hours[t] * point.speed;
  }
  const leftoverUnitHours = Math.min(remaining, window.leftoverUnitHours);
  return {
    job,
    place,
    extraKwPerUnit,
    site: place.site.id,
    operatingPoint: point.id,
    speed: point.speed,
    firstSlot: window.firstSlot,
    activeUnits,
    doneUnitHours: job.work - remaining,
    leftoverUnitHours,
    unservedUnitHours: remaining - leftoverUnitHours,
  };
}

function finishesEarlier(a: Trial, b: Trial): boolean {
  if (a.doneUnitHours !== b.doneUnitHours) return a.doneUnitHours > b.doneUnitHours;
  return a.firstSlot + a.activeUnits.length < b.firstSlot + b.activeUnits.length;
}

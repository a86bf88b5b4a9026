import type { ComputePool, Fleet, Link, OperatingPoint, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { ContiguousRun } from './contiguous-run.ts';
import type { JobPlace } from './job-window.ts';

/** What is left for a job at one place, slot by slot, and what one of its units takes of it while it works. */
export interface Room {
  readonly machines: Float64Array;
  /** IT power above idle that supply leaves to jobs. */
  readonly powerKw: Float64Array;
  /** GB/h that the link from its data still carries; null where nothing moves. */
  readonly gigabytesPerHour: Float64Array | null;
  /** Above idle, and for the data that arrive. */
  readonly kwPerUnit: number;
  readonly gigabytesPerHourPerUnit: number;
}

/** Machines, supply and links as they are free; what a job takes is missed in every room. */
export interface FreeCapacity {
  roomOf(job: ComputeJob, place: JobPlace, point: OperatingPoint): Room;
}

/** What is free at first, slot by slot, in arrays of the caller's own. */
export interface FreeAtFirst {
  machines(site: Site, pool: ComputePool): Float64Array;
  /** IT power above idle. */
  powerKw(site: Site): Float64Array;
  gigabytesPerHour(link: Link): Float64Array;
}

export function makeFreeCapacity(fleet: Fleet, free: FreeAtFirst): FreeCapacity {
  const machines = new Map<string, Float64Array>();
  const powerKw = new Map<string, Float64Array>();
  const links = new Map<string, { readonly link: Link; readonly free: Float64Array }>();
  const keyOf = (...ids: readonly string[]) => JSON.stringify(ids);
  for (const site of fleet.sites) {
    powerKw.set(site.id, free.powerKw(site));
    for (const pool of site.compute.pools) machines.set(keyOf(site.id, pool.id), free.machines(site, pool));
  }
  for (const link of fleet.links) {
    links.set(keyOf(link.from, link.to), { link, free: free.gigabytesPerHour(link) });
  }
  return {
    roomOf({ id, data }, { site, pool }, point) {
      const itKwPerUnit = point.kwPerUnit - pool.idleKwPerUnit;
      const room = {
        machines: found(machines.get(keyOf(site.id, pool.id)), `pool "${pool.id}" at site "${site.id}"`),
        powerKw: found(powerKw.get(site.id), `site "${site.id}"`),
      };
      if (data === null || data.site === site.id) {
        return { ...room, gigabytesPerHour: null, kwPerUnit: itKwPerUnit, gigabytesPerHourPerUnit: 0 };
      }
      const why = `link from "${data.site}" to "${site.id}", where job "${id}" may run`;
      const { link, free: gigabytesPerHour } = found(links.get(keyOf(data.site, site.id)), why);
      const gigabytesPerHourPerUnit = data.gigabytesPerUnitHour * point.speed;
      // Data arrive at the supply; power is counted behind its distribution, which they do not pass.
      const transferKw = (gigabytesPerHourPerUnit * link.energyKwhPerGigabyte) / (1 + site.compute.overheadFraction);
      return { ...room, gigabytesPerHour, kwPerUnit: itKwPerUnit + transferKw, gigabytesPerHourPerUnit };
    },
  };
}

/** The reader has checked that it is there. */
function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the fleet has no ${what}`);
  return value;
}

/** Units that may still work in a slot, as a mean: by machines, by supply, and by the link that brings their data. */
export function freeUnits(room: Room, slot: number): number {
  const { kwPerUnit, gigabytesPerHour, gigabytesPerHourPerUnit } = room;
  let units = room.machines[slot];
  if (kwPerUnit > 0) units = Math.min(units, room.powerKw[slot] / kwPerUnit);
  if (gigabytesPerHour !== null && gigabytesPerHourPerUnit > 0) {
    units = Math.min(units, gigabytesPerHour[slot] / gigabytesPerHourPerUnit);
  }
  return Math.max(0, units);
}

export type Lack = 'machines' | 'supply' | 'link';

/**
 * The last slot that has no room for a run, and what it lacks: all units of the run in every slot that it touches,
 * power and data as far as it works there; null where it fits. `rounding`: by what share more than is free still
 * counts as fitting.
 */
export function lackForRun(
  room: Room,
  units: number,
  { firstSlot, shareBusy }: ContiguousRun,
  rounding = ROUNDING,
): { readonly lack: Lack; readonly slot: number } | null {
  const exceeds = (needed: number, free: number) => needed > free + rounding * Math.max(1, needed);
  for (let k = shareBusy.length - 1; k >= 0; k -= 1) {
    const slot = firstSlot + k;
    const working = units * shareBusy[k];
    if (exceeds(units, room.machines[slot])) return { lack: 'machines', slot };
    if (
      room.gigabytesPerHour !== null &&
      exceeds(working * room.gigabytesPerHourPerUnit, room.gigabytesPerHour[slot])
    ) {
      return { lack: 'link', slot };
    }
    if (exceeds(working * room.kwPerUnit, room.powerKw[slot])) return { lack: 'supply', slot };
  }
  return null;
}

/** Sums of what was taken round: what fits to the last unit, fits. */
const ROUNDING = 1e-9;

/** Takes what active units need, and the machines that are held beside them. */
export function takeRoom(
  room: Room,
  firstSlot: number,
  activeUnits: readonly number[],
  heldUnits: readonly number[],
): void {
  activeUnits.forEach((units, k) => {
    const slot = firstSlot + k;
    room.machines[slot] -= units + (heldUnits[k] ?? 0);
    room.powerKw[slot] -= units * room.kwPerUnit;
    if (room.gigabytesPerHour !== null) room.gigabytesPerHour[slot] -= units * room.gigabytesPerHourPerUnit;
  });
}

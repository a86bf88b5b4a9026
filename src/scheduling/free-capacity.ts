import { coolingBurden } from '../domain/cooling-burden.ts';
import type { ComputePool, Fleet, Link, OperatingPoint, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { ContiguousRun } from './contiguous-run.ts';
import type { JobPlace } from './job-window.ts';
import type { PlantRoom } from './plant-room.ts';

/** What is left for a job at one place, slot by slot, and what one of its units takes of it while it works. */
export interface Room {
  readonly machines: Float64Array;
  /** At the supply, on loops, at condensers, of what stores keep. */
  readonly power: readonly PowerRoom[];
  /** GB/h that the link from its data still carries; null where nothing moves. */
  readonly gigabytesPerHour: Float64Array | null;
  readonly gigabytesPerHourPerUnit: number;
}

export interface PowerRoom {
  readonly lack: 'supply' | 'cooling';
  readonly freeKw: Float64Array;
  /** Above idle; at the supply with losses, cooling at its most, and the data that arrive. */
  readonly kwPerUnit: (slot: number) => number;
}

/** Machines, supply and links as they are free; what a job takes is missed in every room. */
export interface FreeCapacity {
  roomOf(job: ComputeJob, place: JobPlace, point: OperatingPoint): Room;
}

/** What is free at first, slot by slot, in arrays of the caller's own. */
export interface FreeAtFirst {
  machines(site: Site, pool: ComputePool): Float64Array;
  /** Power at the site's supply, beside what runs already. */
  supplyKw(site: Site): Float64Array;
  /** What its plant can still cool. */
  plantRooms(site: Site): readonly PlantRoom[];
  gigabytesPerHour(link: Link): Float64Array;
}

export function makeFreeCapacity(fleet: Fleet, free: FreeAtFirst): FreeCapacity {
  const machines = new Map<string, Float64Array>();
  const supplyKw = new Map<string, Float64Array>();
  const supplyPerItKw = new Map<string, Float64Array>();
  const plants = new Map<string, readonly PlantRoom[]>();
  const links = new Map<string, { readonly link: Link; readonly free: Float64Array }>();
  const keyOf = (...ids: readonly string[]) => JSON.stringify(ids);
  for (const site of fleet.sites) {
    supplyKw.set(site.id, free.supplyKw(site));
    plants.set(site.id, free.plantRooms(site));
    for (const pool of site.compute.pools) {
      const key = keyOf(site.id, pool.id);
      machines.set(key, free.machines(site, pool));
      supplyPerItKw.set(key, supplyPerKw(site, pool, fleet.timeline.slotCount).most);
    }
  }
  for (const link of fleet.links) {
    links.set(keyOf(link.from, link.to), { link, free: free.gigabytesPerHour(link) });
  }
  return {
    roomOf({ id, data }, { site, pool }, point) {
      const itKwPerUnit = point.kwPerUnit - pool.idleKwPerUnit;
      const key = keyOf(site.id, pool.id);
      const perItKw = found(supplyPerItKw.get(key), `pool "${pool.id}" at site "${site.id}"`);
      const own = found(machines.get(key), `pool "${pool.id}" at site "${site.id}"`);
      const freeKw = found(supplyKw.get(site.id), `site "${site.id}"`);
      const cooling = found(plants.get(site.id), `site "${site.id}"`).map((room): PowerRoom => {
        const kwPerUnit = itKwPerUnit * room.mostPerItKw(pool.id);
        return { lack: 'cooling', freeKw: room.freeKw, kwPerUnit: () => kwPerUnit };
      });
      const roomWith = (dataKwPerUnit: number) => {
        const kwPerUnit = (slot: number) => itKwPerUnit * perItKw[slot] + dataKwPerUnit;
        return { machines: own, power: [{ lack: 'supply' as const, freeKw, kwPerUnit }, ...cooling] };
      };
      if (data === null || data.site === site.id) {
        return { ...roomWith(0), gigabytesPerHour: null, gigabytesPerHourPerUnit: 0 };
      }
      const why = `link from "${data.site}" to "${site.id}", where job "${id}" may run`;
      const { link, free: gigabytesPerHour } = found(links.get(keyOf(data.site, site.id)), why);
      const gigabytesPerHourPerUnit = data.gigabytesPerUnitHour * point.speed;
      // Data arrive at the supply: they do not pass power distribution, and nothing cools what carries them.
      const dataKwPerUnit = gigabytesPerHourPerUnit * link.energyKwhPerGigabyte;
      return { ...roomWith(dataKwPerUnit), gigabytesPerHour, gigabytesPerHourPerUnit };
    },
  };
}

/** Power at the supply for each kW of IT power of a pool, slot by slot: losses of distribution, and cooling by the worst and by the best of its coolers. */
export function supplyPerKw(site: Site, pool: ComputePool, slotCount: number) {
  const { mostKwPerKw, leastKwPerKw } = coolingBurden(site, site.plant.heatOf.pools[pool.id] ?? [], slotCount);
  const whole = 1 + site.compute.overheadFraction;
  return { most: mostKwPerKw.map((kw) => whole + kw), least: leastKwPerKw.map((kw) => whole + kw) };
}

/** The reader has checked that it is there. */
function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the fleet has no ${what}`);
  return value;
}

/** Units that may still work in a slot, as a mean: by machines, by power, and by the link that brings their data. */
export function freeUnits(room: Room, slot: number): number {
  const { power, gigabytesPerHour, gigabytesPerHourPerUnit } = room;
  let units = room.machines[slot];
  for (const { freeKw, kwPerUnit } of power) {
    const kw = kwPerUnit(slot);
    if (kw > 0) units = Math.min(units, freeKw[slot] / kw);
  }
  if (gigabytesPerHour !== null && gigabytesPerHourPerUnit > 0) {
    units = Math.min(units, gigabytesPerHour[slot] / gigabytesPerHourPerUnit);
  }
  return Math.max(0, units);
}

export type Lack = 'machines' | 'supply' | 'cooling' | 'link';

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
    for (const { lack, freeKw, kwPerUnit } of room.power) {
      const needed = working * kwPerUnit(slot);
      // A loop that this work does not warm, or idle base load beyond all limits, is no matter of its own.
      if (needed > 0 && exceeds(needed, freeKw[slot])) return { lack, slot };
    }
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
    for (const { freeKw, kwPerUnit } of room.power) freeKw[slot] -= units * kwPerUnit(slot);
    if (room.gigabytesPerHour !== null) room.gigabytesPerHour[slot] -= units * room.gigabytesPerHourPerUnit;
  });
}

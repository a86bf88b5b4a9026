import type { Fleet, OperatingPoint } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { capacityBeforeJobs } from '../baselines/first-come.ts';
import { computeBus, heldBus, linkBus } from '../buses.ts';
import type { Room } from '../free-capacity.ts';
import { mayHold } from '../held-units.ts';
import { type JobPlace, jobPlaces } from '../job-window.ts';

/** A pool of a site at one operating point, with what is free there. */
export interface Place extends JobPlace {
  readonly point: OperatingPoint;
  readonly busKey: string;
  readonly heldKey: string;
  /** Whether machines are held whole where a job works for part of a slot (`held-units.ts`). */
  readonly holds: boolean;
  readonly room: Room;
  /** Link that the job's data take, and GB/h of a unit that works; null where nothing moves. */
  readonly link: { readonly key: string; readonly gigabytesPerHourPerUnit: number } | null;
}

/** Where each job may run: shared by like jobs without data elsewhere. */
export function makePlaces(fleet: Fleet): (job: ComputeJob) => readonly Place[] {
  const free = capacityBeforeJobs(fleet);
  const known = new Map<string, readonly Place[]>();
  const placesOf = (job: ComputeJob): readonly Place[] =>
    jobPlaces(job, fleet.sites).flatMap(({ site, pool }) =>
      pool.operatingPoints.map((point): Place => {
        const room = free.roomOf(job, { site, pool }, point);
        const moves = job.data !== null && job.data.site !== site.id && room.gigabytesPerHourPerUnit > 0;
        const link =
          moves && job.data !== null
            ? {
                key: linkBus(job.data.site, site.id).key,
                gigabytesPerHourPerUnit: room.gigabytesPerHourPerUnit,
              }
            : null;
        const busKey = computeBus(site.id, pool.id, point.id).key;
        const heldKey = heldBus(site.id, pool.id).key;
        return { site, pool, point, busKey, heldKey, holds: mayHold(fleet, site.id, pool.id), room, link };
      }),
    );
  return (job) => {
    const data = job.data === null ? null : [job.data.site, job.data.gigabytesPerUnitHour];
    const key = JSON.stringify([job.pool, job.sites, data]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const places = placesOf(job);
    known.set(key, places);
    return places;
  };
}

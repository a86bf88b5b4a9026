import type { Fleet } from '../domain/fleet.ts';

/**
 * On pools where contiguous jobs may run no two jobs ever meet on one machine, at no moment: what works for part of a
 * slot only has its machines for all of it, and they stand idle for the rest. Elsewhere machines suffice as a mean.
 */
export function mayHold({ jobs }: Pick<Fleet, 'jobs'>, site: string, pool: string): boolean {
  let pools = known.get(jobs);
  if (pools === undefined) {
    const contiguous = jobs.filter(({ shape }) => shape === 'contiguous');
    pools = new Set(contiguous.flatMap((job) => job.sites.map((at) => keyOf(at, job.pool))));
    known.set(jobs, pools);
  }
  return pools.has(keyOf(site, pool));
}

/** Asked for every job and slot; the jobs of a fleet never change. */
const known = new WeakMap<Fleet['jobs'], ReadonlySet<string>>();

const keyOf = (site: string, pool: string): string => JSON.stringify([site, pool]);

/**
 * Units held beside each that works, as a mean over a slot of which the window leaves a share: a mean of 4 over an hour
 * of which 20 minutes are left are 12 machines, 8 of them held.
 */
export function heldPerActiveUnit(shareInside: number): number {
  return 1 / shareInside - 1;
}

/** Less of a slot than this is left alone where units are held: for a second of work no machine is held an hour. */
export const LEAST_SHARE = 1 / 60;

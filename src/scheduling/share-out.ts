/** Values of consecutive slots. */
export interface SlotValues {
  readonly firstSlot: number;
  readonly values: Float64Array;
}

/**
 * Splits what jobs run in each slot among the sites that run it, whose sums agree slot by slot. Jobs stay where
 * they were in the slot before as far as the sites' sums allow; what is new goes whole to the site with most room,
 * if one has enough, else it is spread. Returns, for each job and site, values over the job's slots.
 */
export function shareOut(jobs: readonly SlotValues[], sites: readonly SlotValues[]): Float64Array[][] {
  const split = jobs.map(({ values }) => sites.map(() => new Float64Array(values.length)));
  if (sites.length === 0) return split;
  const { firstSlot, values } = sites[0];
  const present = jobsBySlot(jobs, firstSlot, values.length);
  const room = new Float64Array(sites.length);
  present.forEach((active, k) => {
    const slot = firstSlot + k;
    sites.forEach((site, s) => {
      room[s] = site.values[k];
    });
    const left = active.map((j) => jobs[j].values[slot - jobs[j].firstSlot]);
    active.forEach((j, a) => {
      const at = slot - jobs[j].firstSlot;
      if (at === 0) return;
      for (let s = 0; s < sites.length; s += 1)
        left[a] -= place(split[j][s], at, room, s, Math.min(split[j][s][at - 1], left[a]));
    });
    active.forEach((j, a) => {
      spread(split[j], slot - jobs[j].firstSlot, room, left[a]);
    });
  });
  return split;
}

/** Indices of the jobs that run something, by slot. */
function jobsBySlot(jobs: readonly SlotValues[], firstSlot: number, slotCount: number): number[][] {
  const present: number[][] = Array.from({ length: slotCount }, () => []);
  jobs.forEach((job, j) => {
    job.values.forEach((value, k) => {
      if (value > 0) present[job.firstSlot + k - firstSlot].push(j);
    });
  });
  return present;
}

/** Puts at most `wanted` at a site and returns how much there was room for. */
function place(values: Float64Array, at: number, room: Float64Array, site: number, wanted: number): number {
  const placed = Math.max(0, Math.min(wanted, room[site]));
  values[at] += placed;
  room[site] -= placed;
  return placed;
}

/** Largest room first; the last site takes the rounding that is left. */
function spread(values: readonly Float64Array[], at: number, room: Float64Array, amount: number): void {
  let left = amount;
  while (left > 0) {
    let best = 0;
    for (let s = 1; s < room.length; s += 1) if (room[s] > room[best]) best = s;
    if (room[best] <= 0) {
      values[best][at] += left;
      return;
    }
    left -= place(values[best], at, room, best, left);
  }
}

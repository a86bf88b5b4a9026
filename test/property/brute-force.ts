import type { Fleet, Link, OperatingPoint, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';

/**
 * The best plan of a fleet of contiguous jobs by trying every combination of their starts: capacities by held units,
 * supply and links by means, costs by prices. It knows nothing of programs, and shares no code with scheduling. Only
 * for fleets without stores, own sources and contracts, where costs of jobs add up.
 */
export interface BruteForce {
  readonly objective: number;
  /** Combinations that no capacity forbids. */
  readonly combinations: number;
}

interface Way {
  readonly cost: number;
  /** What it takes of each capacity in each slot, by the name of the capacity. */
  readonly takes: ReadonlyMap<string, Float64Array>;
}

const HOUR = 3_600_000;
/** Milliseconds, and shares of a capacity, that are rounding. */
const MOMENT = 1e-3;
const ROUNDING = 1e-9;

export function bruteForce(fleet: Fleet): BruteForce {
  const free = capacitiesOf(fleet);
  const choices = fleet.jobs.map((job) => waysOf(fleet, job));
  let best = Number.POSITIVE_INFINITY;
  let combinations = 0;
  const tryFrom = (index: number, cost: number): void => {
    if (index === choices.length) {
      combinations += 1;
      best = Math.min(best, cost);
      return;
    }
    for (const way of choices[index]) {
      if (!fits(free, way)) continue;
      change(free, way, -1);
      tryFrom(index + 1, cost + way.cost);
      change(free, way, 1);
    }
  };
  tryFrom(0, standingCost(fleet));
  return { objective: best, combinations };
}

const poolKey = (site: string, pool: string) => `machines of ${pool} at ${site}`;
const supplyKey = (site: string) => `supply of ${site}`;
const linkKey = (from: string, to: string) => `link ${from} to ${to}`;

function capacitiesOf({ sites, links }: Fleet): Map<string, Float64Array> {
  const free = new Map<string, Float64Array>();
  for (const site of sites) {
    for (const { id, unitsAvailable } of site.compute.pools) free.set(poolKey(site.id, id), unitsAvailable.slice());
    const standing = standingKw(site);
    free.set(
      supplyKey(site.id),
      site.grid.importLimitKw.map((limit, t) => limit - standing[t]),
    );
  }
  for (const { from, to, capacityGigabytesPerHour } of links) {
    free.set(linkKey(from, to), capacityGigabytesPerHour.slice());
  }
  return free;
}

/** What base load and idle machines draw from the grid. */
function standingKw({ compute }: Site): Float64Array {
  return compute.baseLoadKw.map((baseKw, t) => {
    const idleKw = compute.pools.reduce((sum, pool) => sum + pool.unitsAvailable[t] * pool.idleKwPerUnit, 0);
    return (baseKw + idleKw) * (1 + compute.overheadFraction);
  });
}

function standingCost({ sites, timeline }: Fleet): number {
  let cost = 0;
  for (const site of sites) {
    standingKw(site).forEach((kw, t) => {
      cost += kw * timeline.hours[t] * site.grid.importPricePerKwh[t];
    });
  }
  return cost;
}

function waysOf(fleet: Fleet, job: ComputeJob): Way[] {
  const { timeline } = fleet;
  const end = timeline.edges[timeline.slotCount];
  const ways: Way[] = [{ cost: job.work * job.unservedPricePerUnitHour, takes: new Map() }];
  let fastest = 0;
  for (const site of fleet.sites.filter(({ id }) => job.sites.includes(id))) {
    const pool = site.compute.pools.find(({ id }) => id === job.pool);
    for (const point of pool?.operatingPoints ?? []) {
      fastest = Math.max(fastest, point.speed);
      for (let t = 0; t < timeline.slotCount; t += 1) {
        if (timeline.edges[t + 1] <= job.earliestStart) continue;
        const start = Math.max(timeline.edges[t], job.earliestStart);
        const done = start + (job.work / (job.maximumUnits * point.speed)) * HOUR;
        if (job.deadlinePolicy.kind === 'hard' && done > job.deadline + MOMENT) continue;
        ways.push(runOf(fleet, job, site, point, start, done));
      }
    }
  }
  const room = job.deadline - Math.max(end, job.earliestStart);
  if (room + MOMENT >= (job.work / (job.maximumUnits * fastest)) * HOUR) {
    ways.push({ cost: job.work * job.leftoverPricePerUnitHour, takes: new Map() });
  }
  return ways;
}

function runOf(
  { timeline, links }: Fleet,
  job: ComputeJob,
  site: Site,
  point: OperatingPoint,
  start: number,
  done: number,
): Way {
  const pool = site.compute.pools.find(({ id }) => id === job.pool);
  if (pool === undefined) throw new Error('no such pool');
  const link =
    job.data === null || job.data.site === site.id
      ? null
      : (links.find(({ from, to }) => from === job.data?.site && to === site.id) ?? null);
  const machines = new Float64Array(timeline.slotCount);
  const supplyKw = new Float64Array(timeline.slotCount);
  const gigabytesPerHour = new Float64Array(timeline.slotCount);
  let cost = 0;
  for (let t = 0; t < timeline.slotCount; t += 1) {
    const from = Math.max(start, timeline.edges[t]);
    const to = Math.min(done, timeline.edges[t + 1]);
    if (to - from <= MOMENT) continue;
    machines[t] = job.maximumUnits;
    const mean = (job.maximumUnits * (to - from)) / (timeline.edges[t + 1] - timeline.edges[t]);
    gigabytesPerHour[t] = link === null ? 0 : mean * point.speed * (job.data?.gigabytesPerUnitHour ?? 0);
    supplyKw[t] = mean * (point.kwPerUnit - pool.idleKwPerUnit) * (1 + site.compute.overheadFraction);
    supplyKw[t] += gigabytesPerHour[t] * (link?.energyKwhPerGigabyte ?? 0);
    cost += supplyKw[t] * timeline.hours[t] * site.grid.importPricePerKwh[t];
    cost += gigabytesPerHour[t] * timeline.hours[t] * (link?.pricePerGigabyte ?? 0);
  }
  const end = timeline.edges[timeline.slotCount];
  if (done > end) cost += ((job.work * (done - Math.max(end, start))) / (done - start)) * job.leftoverPricePerUnitHour;
  const { deadlinePolicy } = job;
  if (deadlinePolicy.kind === 'priced') {
    cost += (Math.max(0, done - job.deadline) / HOUR) * deadlinePolicy.pricePerHourLate;
  }
  const takes = new Map([
    [poolKey(site.id, pool.id), machines],
    [supplyKey(site.id), supplyKw],
    ...linkUse(link, gigabytesPerHour),
  ]);
  return { cost, takes };
}

const linkUse = (link: Link | null, gigabytesPerHour: Float64Array): [string, Float64Array][] =>
  link === null ? [] : [[linkKey(link.from, link.to), gigabytesPerHour]];

function fits(free: ReadonlyMap<string, Float64Array>, { takes }: Way): boolean {
  for (const [key, amounts] of takes) {
    const room = free.get(key);
    if (amounts.some((amount, t) => amount > (room?.[t] ?? 0) + ROUNDING * Math.max(1, amount))) return false;
  }
  return true;
}

function change(free: ReadonlyMap<string, Float64Array>, { takes }: Way, sign: 1 | -1): void {
  for (const [key, amounts] of takes) {
    const room = free.get(key);
    amounts.forEach((amount, t) => {
      if (room !== undefined) room[t] += sign * amount;
    });
  }
}

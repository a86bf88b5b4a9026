import type { Fleet, Site } from '../domain/fleet.ts';
import type { PlanSeries } from '../domain/plan.ts';
import type { LpSolution, StartOption, WholeJob } from './part.ts';

/**
 * What is free for whole jobs at every pool, link and site in each slot, as jobs are placed one by one: beside
 * divisible work as a solution planned it, or in its place. Stores and own sources stay as they are in the solution,
 * so that whatever fits here can be supplied.
 */
export interface Rooms {
  has(job: WholeJob, start: StartOption, within: Within): boolean;
  take(job: WholeJob, start: StartOption): void;
  giveBack(job: WholeJob, start: StartOption): void;
}

export type Within = 'besideDivisible' | 'inPlaceOfDivisible';

/** Free amount in each slot. */
interface Room {
  readonly besideDivisible: Float64Array;
  readonly inPlaceOfDivisible: Float64Array;
}

/** Less than this (units, kW, GB/h) over is rounding. */
const ROUNDING = 1e-6;

export function makeRooms(
  fleet: Fleet,
  jobs: readonly WholeJob[],
  solution: LpSolution,
  series: readonly PlanSeries[],
): Rooms {
  const use = useOfWholeJobs(fleet, jobs, solution);
  const room = new Map<string, Room>();
  for (const site of fleet.sites) {
    const whole = use.get(siteKey(site.id));
    let machinesKw = new Float64Array(fleet.timeline.slotCount);
    for (const pool of site.compute.pools) {
      const busy = valuesOf(series, site.id, 'poolBusyUnits', pool.id);
      const held = valuesOf(series, site.id, 'poolHeldUnits', pool.id);
      const units = use.get(poolKey(site.id, pool.id));
      const divisible = busy.map((value, t) => Math.max(0, value + (held[t] ?? 0) - (units?.[t] ?? 0)));
      room.set(poolKey(site.id, pool.id), roomOf(pool.unitsAvailable, divisible));
      const power = valuesOf(series, site.id, 'poolPower', pool.id);
      machinesKw = machinesKw.map((kw, t) => kw + power[t] - pool.unitsAvailable[t] * pool.idleKwPerUnit);
    }
    room.set(siteKey(site.id), supplyRoom(site, series, whole, machinesKw));
  }
  for (const link of fleet.links) {
    const carried = valuesOf(series, link.to, 'linkTransfer', link.from);
    const whole = use.get(linkKey(link.from, link.to));
    const divisible = carried.map((rate, t) => Math.max(0, rate - (whole?.[t] ?? 0)));
    room.set(linkKey(link.from, link.to), roomOf(link.capacityGigabytesPerHour, divisible));
  }
  return {
    has: (job, start, within) =>
      needsOf(fleet, job, start).every(({ key, amount, firstSlot }) => {
        const free = room.get(key)?.[within];
        return free !== undefined && amount.every((needed, k) => needed <= free[firstSlot + k] + ROUNDING);
      }),
    take: (job, start) => change(job, start, -1),
    giveBack: (job, start) => change(job, start, 1),
  };

  function change(job: WholeJob, start: StartOption, sign: 1 | -1): void {
    for (const { key, amount, firstSlot } of needsOf(fleet, job, start)) {
      const free = room.get(key);
      if (free === undefined) continue;
      amount.forEach((needed, k) => {
        free.besideDivisible[firstSlot + k] += sign * needed;
        free.inPlaceOfDivisible[firstSlot + k] += sign * needed;
      });
    }
  }
}

const siteKey = (site: string): string => JSON.stringify(['site', site]);
const poolKey = (site: string, pool: string): string => JSON.stringify(['pool', site, pool]);
const linkKey = (from: string, to: string): string => JSON.stringify(['link', from, to]);

function roomOf(capacity: Float64Array, divisible: ArrayLike<number>): Room {
  return { besideDivisible: capacity.map((value, t) => value - divisible[t]), inPlaceOfDivisible: capacity.slice() };
}

/** Power that the connection can still carry, with stores and sources as they are. `machinesKw`: IT power above idle. */
function supplyRoom(
  site: Site,
  series: readonly PlanSeries[],
  whole: Float64Array | undefined,
  machinesKw: Float64Array,
): Room {
  const bought = valuesOf(series, site.id, 'gridImport', null);
  const sold = valuesOf(series, site.id, 'gridExport', null);
  const besideDivisible = site.grid.importLimitKw.map((limit, t) => limit - bought[t] + sold[t] + (whole?.[t] ?? 0));
  const inPlaceOfDivisible = besideDivisible.map(
    (kw, t) => kw + Math.max(0, machinesKw[t] * (1 + site.compute.overheadFraction) - (whole?.[t] ?? 0)),
  );
  return { besideDivisible, inPlaceOfDivisible };
}

interface Need {
  readonly key: string;
  readonly firstSlot: number;
  readonly amount: Float64Array;
}

/** What a start takes: all of its units in each slot that it touches, power and data as it works. */
function needsOf(fleet: Fleet, { job, units }: WholeJob, start: StartOption): Need[] {
  const { site, run, extraKwPerUnit, transfer } = start;
  const { firstSlot, shareBusy } = run;
  const link =
    transfer === null ? undefined : fleet.links.find(({ from, to }) => from === transfer.from && to === site);
  const linkKwPerUnit = (link?.energyKwhPerGigabyte ?? 0) * (transfer?.gigabytesPerHour ?? 0);
  // Data arrive before the losses of power distribution, machines draw behind them.
  const overhead = fleet.sites.find(({ id }) => id === site)?.compute.overheadFraction ?? 0;
  const kw = units * (extraKwPerUnit * (1 + overhead) + linkKwPerUnit);
  const needs: Need[] = [
    { key: poolKey(site, job.pool), firstSlot, amount: new Float64Array(shareBusy.length).fill(units) },
    { key: siteKey(site), firstSlot, amount: shareBusy.map((share) => share * kw) },
  ];
  if (transfer !== null) {
    const rate = units * transfer.gigabytesPerHour;
    needs.push({ key: linkKey(transfer.from, site), firstSlot, amount: shareBusy.map((share) => share * rate) });
  }
  return needs;
}

/** What the mixture of starts takes in the solution, by place. */
function useOfWholeJobs(
  fleet: Fleet,
  jobs: readonly WholeJob[],
  solution: LpSolution,
): ReadonlyMap<string, Float64Array> {
  const use = new Map<string, Float64Array>();
  for (const job of jobs) {
    for (const start of job.starts) {
      const share = solution.value(start.column) / job.units;
      if (share <= 0) continue;
      for (const { key, firstSlot, amount } of needsOf(fleet, job, start)) {
        const total = use.get(key) ?? new Float64Array(fleet.timeline.slotCount);
        use.set(key, total);
        amount.forEach((needed, k) => {
          total[firstSlot + k] += share * needed;
        });
      }
    }
  }
  return use;
}

/** Values of a series; empty where the solution has none. */
function valuesOf(series: readonly PlanSeries[], site: string, name: PlanSeries['name'], component: string | null) {
  const found = series.find((each) => each.site === site && each.name === name && each.component === component);
  return found?.values ?? [];
}

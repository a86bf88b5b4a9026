import { coolingBurden } from '../domain/cooling-burden.ts';
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
  const needsOf = makeNeeds(fleet);
  const use = useOfWholeJobs(fleet, jobs, solution, needsOf);
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
      needsOf(job, start).every((need) => {
        const free = room.get(need.key)?.[within];
        const { firstSlot, shareBusy } = start.run;
        return (
          free !== undefined && shareBusy.every((share, k) => amountOf(need, share) <= free[firstSlot + k] + ROUNDING)
        );
      }),
    take: (job, start) => change(job, start, -1),
    giveBack: (job, start) => change(job, start, 1),
  };

  function change(job: WholeJob, start: StartOption, sign: 1 | -1): void {
    const { firstSlot, shareBusy } = start.run;
    for (const need of needsOf(job, start)) {
      const free = room.get(need.key);
      if (free === undefined) continue;
      shareBusy.forEach((share, k) => {
        const needed = sign * amountOf(need, share);
        free.besideDivisible[firstSlot + k] += needed;
        free.inPlaceOfDivisible[firstSlot + k] += needed;
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

/**
 * Power that the connection can still carry, with stores and sources as they are, and that its plant can still cool.
 * `machinesKw`: IT power above idle.
 */
function supplyRoom(
  site: Site,
  series: readonly PlanSeries[],
  whole: Float64Array | undefined,
  machinesKw: Float64Array,
): Room {
  const bought = valuesOf(series, site.id, 'gridImport', null);
  const sold = valuesOf(series, site.id, 'gridExport', null);
  const { mostKwPerKw, coolableKw } = coolingBurden(site, site.plant.heatOf.baseLoad, bought.length);
  const idleKw = site.compute.pools.reduce(
    (sum, pool) => sum.map((kw, t) => kw + pool.unitsAvailable[t] * pool.idleKwPerUnit),
    site.compute.baseLoadKw,
  );
  const perItKw = (t: number) => 1 + site.compute.overheadFraction + mostKwPerKw[t];
  // What may still be cooled is counted as the power at the supply that it would draw.
  const coolable = (t: number) => (coolableKw[t] - idleKw[t]) * perItKw(t);
  const besideDivisible = site.grid.importLimitKw.map((limit, t) => {
    const supplied = limit - bought[t] + sold[t] + (whole?.[t] ?? 0);
    return Math.min(supplied, coolable(t) - machinesKw[t] * perItKw(t) + (whole?.[t] ?? 0));
  });
  const inPlaceOfDivisible = besideDivisible.map(
    (kw, t) => kw + Math.max(0, machinesKw[t] * perItKw(t) - (whole?.[t] ?? 0)),
  );
  return { besideDivisible, inPlaceOfDivisible };
}

/** What a start takes of one thing in the slots that it touches. */
interface Need {
  readonly key: string;
  /** In a slot that it works all of. */
  readonly amount: number;
  /** Machines are held whole in each slot, however short the work there. */
  readonly isHeld: boolean;
}

type NeedsOf = (job: WholeJob, start: StartOption) => readonly Need[];

function amountOf({ amount, isHeld }: Need, shareBusy: number): number {
  return isHeld ? amount : amount * shareBusy;
}

/**
 * What a start takes: all of its units in each slot that it touches, power and data as it works. Asked for very often
 * where little fits, so things are known by maps, and nothing is made slot by slot.
 */
function makeNeeds(fleet: Fleet): NeedsOf {
  const places = new Map(fleet.sites.map((site) => [site.id, placeKeys(fleet, site)]));
  return ({ job, units }, { site, extraKwPerUnit, transfer }) => {
    const place = places.get(site);
    if (place === undefined) throw new Error(`job "${job.id}" has a start at site "${site}", which is not there`);
    const link = transfer === null ? undefined : place.links.get(transfer.from);
    const linkKwPerUnit = (link?.energyKwhPerGigabyte ?? 0) * (transfer?.gigabytesPerHour ?? 0);
    // Data arrive before the losses of power distribution, machines draw behind them.
    // Cooling is counted at its most, so that whatever fits can be supplied.
    const kw = units * (extraKwPerUnit * (1 + place.overheadFraction + place.coolingKwPerKw) + linkKwPerUnit);
    const needs: Need[] = [
      { key: place.pools.get(job.pool) ?? '', amount: units, isHeld: true },
      { key: place.site, amount: kw, isHeld: false },
    ];
    if (transfer !== null) {
      needs.push({ key: link?.key ?? '', amount: units * transfer.gigabytesPerHour, isHeld: false });
    }
    return needs;
  };
}

/** Keys of a site, of its pools and of the links to it, by where these come from. */
function placeKeys(fleet: Fleet, site: Site) {
  const { id, compute } = site;
  const { pools, overheadFraction } = compute;
  const { mostKwPerKw } = coolingBurden(site, site.plant.heatOf.baseLoad, fleet.timeline.slotCount);
  const coolingKwPerKw = mostKwPerKw.reduce((most, kw) => Math.max(most, kw), 0);
  const links = fleet.links.filter(({ to }) => to === id);
  return {
    site: siteKey(id),
    overheadFraction,
    coolingKwPerKw,
    pools: new Map(pools.map((pool) => [pool.id, poolKey(id, pool.id)])),
    links: new Map(
      links.map(({ from, energyKwhPerGigabyte }) => [from, { key: linkKey(from, id), energyKwhPerGigabyte }]),
    ),
  };
}

/** What the mixture of starts takes in the solution, by place. */
function useOfWholeJobs(
  fleet: Fleet,
  jobs: readonly WholeJob[],
  solution: LpSolution,
  needsOf: NeedsOf,
): ReadonlyMap<string, Float64Array> {
  const use = new Map<string, Float64Array>();
  for (const job of jobs) {
    for (const start of job.starts) {
      const share = solution.value(start.column) / job.units;
      if (share <= 0) continue;
      for (const need of needsOf(job, start)) {
        const total = use.get(need.key) ?? new Float64Array(fleet.timeline.slotCount);
        use.set(need.key, total);
        start.run.shareBusy.forEach((shareBusy, k) => {
          total[start.run.firstSlot + k] += share * amountOf(need, shareBusy);
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

import type { ComputePool, Fleet, Site } from '../domain/fleet.ts';
import type { PlanSeries } from '../domain/plan.ts';
import { supplyPerKw } from './free-capacity.ts';
import type { LpSolution, StartOption, WholeJob } from './part.ts';
import { type PlantRoom, plantRooms } from './plant-room.ts';

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
  const places = placesOf(fleet, series);
  const needsOf = makeNeeds(places, 'most');
  const use = useOfWholeJobs(fleet, jobs, solution, makeNeeds(places, 'least'));
  const room = new Map<string, Room>();
  for (const place of places.values()) {
    for (const { pool, key } of place.pools.values()) {
      const busy = valuesOf(series, place.site.id, 'poolBusyUnits', pool.id);
      const held = valuesOf(series, place.site.id, 'poolHeldUnits', pool.id);
      const units = use.get(key);
      const divisible = busy.map((value, t) => Math.max(0, value + (held[t] ?? 0) - (units?.[t] ?? 0)));
      room.set(key, roomOf(pool.unitsAvailable, divisible));
    }
    for (const { key, freeKw, leastKw } of place.limits) {
      const whole = use.get(key);
      const divisible = divisibleUse(place, series, leastKw, whole);
      const besideDivisible = freeKw.map((kw, t) => kw + (whole?.[t] ?? 0));
      room.set(key, { besideDivisible, inPlaceOfDivisible: besideDivisible.map((kw, t) => kw + divisible[t]) });
    }
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
          free !== undefined &&
          shareBusy.every((share, k) => {
            return amountOf(need, share, firstSlot + k) <= free[firstSlot + k] + ROUNDING;
          })
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
        const needed = sign * amountOf(need, share, firstSlot + k);
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

/** A site with its pools, the links to it, and the limits on its power: supply, loops, condensers, reserves. */
interface Place {
  readonly site: Site;
  readonly pools: ReadonlyMap<string, { readonly pool: ComputePool; readonly key: string }>;
  readonly links: ReadonlyMap<string, { readonly key: string; readonly energyKwhPerGigabyte: number }>;
  readonly limits: readonly PowerLimit[];
}

interface PowerLimit {
  readonly key: string;
  readonly isSupply: boolean;
  /** What is left with the solution as it stands. */
  readonly freeKw: Float64Array;
  /** What a kW of IT power of a pool takes of it in a slot, at the most and at the least. */
  readonly mostKw: (pool: string, slot: number) => number;
  readonly leastKw: (pool: string, slot: number) => number;
}

function placesOf(fleet: Fleet, series: readonly PlanSeries[]): ReadonlyMap<string, Place> {
  return new Map(
    fleet.sites.map((site) => {
      const { id, compute } = site;
      const links = fleet.links.filter(({ to }) => to === id);
      const place: Place = {
        site,
        pools: new Map(compute.pools.map((pool) => [pool.id, { pool, key: poolKey(id, pool.id) }])),
        links: new Map(
          links.map(({ from, energyKwhPerGigabyte }) => [from, { key: linkKey(from, id), energyKwhPerGigabyte }]),
        ),
        limits: [supplyLimit(fleet, site, series), ...plantRooms(site, standingSite(site, series)).map(plantLimit)],
      };
      return [id, place];
    }),
  );
}

/** Power that the connection can still carry, with stores and sources as they are. */
function supplyLimit({ timeline }: Fleet, site: Site, series: readonly PlanSeries[]): PowerLimit {
  const bought = valuesOf(series, site.id, 'gridImport', null);
  const sold = valuesOf(series, site.id, 'gridExport', null);
  const per = new Map(site.compute.pools.map((pool) => [pool.id, supplyPerKw(site, pool, timeline.slotCount)]));
  return {
    key: siteKey(site.id),
    isSupply: true,
    freeKw: site.grid.importLimitKw.map((limit, t) => limit - bought[t] + sold[t]),
    mostKw: (pool, slot) => per.get(pool)?.most[slot] ?? 0,
    leastKw: (pool, slot) => per.get(pool)?.least[slot] ?? 0,
  };
}

function plantLimit({ key, freeKw, mostPerItKw, leastPerItKw }: PlantRoom): PowerLimit {
  return { key, isSupply: false, freeKw, mostKw: mostPerItKw, leastKw: leastPerItKw };
}

function standingSite({ id, compute }: Site, series: readonly PlanSeries[]) {
  const still = new Float64Array(compute.baseLoadKw.length);
  const found = new Map(
    series
      .filter(({ site }) => site === id)
      .map(({ name, component, values }) => [JSON.stringify([name, component]), values]),
  );
  const values = (name: PlanSeries['name'], component: string | null) =>
    found.get(JSON.stringify([name, component])) ?? still;
  const shedKw = values('baseLoadShed', null);
  const itKw = compute.baseLoadKw.map((base, t) =>
    compute.pools.reduce((sum, pool) => sum + values('poolPower', pool.id)[t], base - shedKw[t]),
  );
  return { series: values, itKw };
}

/** What divisible work takes of a limit: power above idle that is not that of whole jobs. */
function divisibleUse(
  { site, pools }: Place,
  series: readonly PlanSeries[],
  perKw: (pool: string, slot: number) => number,
  whole: Float64Array | undefined,
): Float64Array {
  const used = new Float64Array(site.compute.baseLoadKw.length);
  for (const { pool } of pools.values()) {
    valuesOf(series, site.id, 'poolPower', pool.id).forEach((kw, t) => {
      used[t] += (kw - pool.unitsAvailable[t] * pool.idleKwPerUnit) * perKw(pool.id, t);
    });
  }
  return used.map((kw, t) => Math.max(0, kw - (whole?.[t] ?? 0)));
}

/** What a start takes of one thing in the slots that it touches. */
interface Need {
  readonly key: string;
  /** In a slot that it works all of. */
  readonly amount: (slot: number) => number;
  /** Machines are held whole in each slot, however short the work there. */
  readonly isHeld: boolean;
}

type NeedsOf = (job: WholeJob, start: StartOption) => readonly Need[];

function amountOf({ amount, isHeld }: Need, shareBusy: number, slot: number): number {
  return isHeld ? amount(slot) : amount(slot) * shareBusy;
}

/**
 * What a start takes: all of its units in each slot that it touches, power and data as it works. Asked for very often
 * where little fits, so things are known by maps, and nothing is made slot by slot. Cooling is counted at its most where
 * room is asked for, and at its least where it is given back, so that whatever fits can be supplied and cooled.
 */
function makeNeeds(places: ReadonlyMap<string, Place>, cooling: 'most' | 'least'): NeedsOf {
  return ({ job, units }, { site, extraKwPerUnit, transfer }) => {
    const place = places.get(site);
    if (place === undefined) throw new Error(`job "${job.id}" has a start at site "${site}", which is not there`);
    const link = transfer === null ? undefined : place.links.get(transfer.from);
    // Data arrive before the losses of power distribution, machines draw behind them.
    const linkKw = units * (link?.energyKwhPerGigabyte ?? 0) * (transfer?.gigabytesPerHour ?? 0);
    const itKw = units * extraKwPerUnit;
    const needs: Need[] = [{ key: place.pools.get(job.pool)?.key ?? '', amount: () => units, isHeld: true }];
    for (const { key, isSupply, mostKw, leastKw } of place.limits) {
      const perKw = cooling === 'most' ? mostKw : leastKw;
      const amount = (slot: number) => itKw * perKw(job.pool, slot) + (isSupply ? linkKw : 0);
      // A loop that the pool does not warm may stand beyond its limit: that is no matter of the job.
      if (isSupply || mostKw(job.pool, 0) > 0) needs.push({ key, amount, isHeld: false });
    }
    if (transfer !== null) {
      const rate = units * transfer.gigabytesPerHour;
      needs.push({ key: link?.key ?? '', amount: () => rate, isHeld: false });
    }
    return needs;
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
          total[start.run.firstSlot + k] += share * amountOf(need, shareBusy, start.run.firstSlot + k);
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

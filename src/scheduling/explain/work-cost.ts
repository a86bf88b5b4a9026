import type { Fleet, OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';
import { mayHold } from '../held-units.ts';
import { type JobPlace, meanLatenessHours, shareInside } from '../job-window.ts';
import { coolingPrice, reservePrice } from './heat-prices.ts';
import { limitPrice, priceOfOneMoreKwh } from './prices.ts';

/** What work costs at a place by the plan's prices. */

/** Money per unit-hour of work at reference speed. */
export interface WorkCost {
  /** Electricity of machines and their distribution, and what stores must keep of it for an emergency. */
  readonly energy: number;
  /** What takes its heat away; negative where somebody wants that heat. */
  readonly cooling: number;
  readonly pool: number;
  /** Price, energy and link capacity of the data that move; 0 where they lie. */
  readonly data: number;
  readonly lateness: number;
  readonly total: number;
}

/** Money per unit and hour in one slot. */
export interface HourlyCost {
  /** While it works. */
  readonly energy: number;
  readonly cooling: number;
  readonly data: number;
  /** The part of `data` that a full link charges. */
  readonly linkCapacity: number;
  /** While it is taken, at work or not. */
  readonly pool: number;
}

export function hourlyCost(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  { site, pool }: JobPlace,
  point: OperatingPoint,
  slot: number,
): HourlyCost {
  const electricity = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const itKw = point.kwPerUnit - pool.idleKwPerUnit;
  const kept = site.batteries.reduce((sum, store) => sum + reservePrice(fleet, plan, site, store, slot), 0);
  const energy = itKw * (electricity * (1 + site.compute.overheadFraction) + kept);
  const cooling = itKw * coolingPrice(fleet, plan, site, site.plant.heatOf.pools[pool.id] ?? [], slot);
  const capacity = limitPrice(plan, 'poolCapacity', site.id, pool.id, slot);
  const { data } = job;
  if (data === null || data.site === site.id) return { energy, cooling, data: 0, linkCapacity: 0, pool: capacity };
  const link = fleet.links.find(({ from, to }) => from === data.site && to === site.id);
  const gigabytesPerHour = data.gigabytesPerUnitHour * point.speed;
  const linkCapacity = gigabytesPerHour * limitPrice(plan, 'linkCapacity', site.id, data.site, slot);
  const carrying = (link?.pricePerGigabyte ?? 0) + (link?.energyKwhPerGigabyte ?? 0) * electricity;
  return { energy, cooling, data: gigabytesPerHour * carrying + linkCapacity, linkCapacity, pool: capacity };
}

/** Money per unit-hour at reference speed: a unit works `speed` of them an hour. */
export function workCost(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  place: JobPlace,
  point: OperatingPoint,
  slot: number,
): WorkCost {
  const hourly = hourlyCost(fleet, plan, job, place, point, slot);
  const share = shareInside(job, fleet.timeline, slot);
  // What works for part of a slot has its machines for all of it where units are held.
  const taken = share > 0 && mayHold(fleet, place.site.id, place.pool.id) ? hourly.pool / share : hourly.pool;
  const [energy, cooling, pool, data] = [hourly.energy, hourly.cooling, taken, hourly.data].map(
    (cost) => cost / point.speed,
  );
  const policy = job.deadlinePolicy;
  const lateness =
    policy.kind === 'priced' ? (policy.pricePerHourLate / job.work) * meanLatenessHours(job, fleet.timeline, slot) : 0;
  return { energy, cooling, pool, data, lateness, total: energy + cooling + pool + data + lateness };
}

/** Sites that have the job's pool and that its data could come to, but that it does not allow. */
export function placesElsewhere(fleet: Fleet, { data, pool, sites }: ComputeJob): JobPlace[] {
  const canBeReached = ({ id }: Site) =>
    data === null || data.site === id || fleet.links.some(({ from, to }) => from === data.site && to === id);
  return fleet.sites
    .filter((site) => !sites.includes(site.id) && canBeReached(site))
    .flatMap((site) => site.compute.pools.filter(({ id }) => id === pool).map((found) => ({ site, pool: found })));
}

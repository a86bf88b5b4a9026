import type { Fleet, OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan, PlanJob } from '../../domain/plan.ts';
import { type JobPlace, jobPlaces } from '../job-window.ts';
import { reservePrice } from './heat-prices.ts';
import type { PriceReason } from './import-price.ts';
import { priceOfOneMoreKwh, SAME_PRICE } from './prices.ts';
import { priceReasons } from './slot.ts';
import type { Run } from './start-options.ts';
import { workCost } from './work-cost.ts';

/** What a unit-hour of a job costs on average over all that the plan does of it; the shares add up to the total. */
export interface CostShares {
  readonly shares: readonly CostShare[];
  /** Money per unit-hour of work. */
  readonly total: number;
}

export interface CostShare {
  /** Kinds of a price of electricity are what the job's own kWh pay; `storeReserve`: what batteries keep for its load. */
  readonly kind:
    | PriceReason['kind']
    | 'storeReserve'
    | 'cooling'
    | 'pool'
    | 'data'
    | 'lateness'
    | 'restarts'
    | 'notDone';
  readonly component: string | null;
  /** Money per unit-hour of work. */
  readonly amount: number;
}

/** Units that work in a slot, at a place. */
interface Busy {
  readonly place: JobPlace;
  readonly point: OperatingPoint;
  readonly slot: number;
  readonly units: number;
}

/**
 * Of what the plan does of a job, `run` being the one of a contiguous job. Null for a plan without shadow prices, and
 * where nothing runs. Restarts are those that are billed.
 */
export function costShares(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  planned: PlanJob,
  run: Run | null,
): CostShares | null {
  const busy = busySlots(fleet, job, planned);
  if (plan.shadowPrices.length === 0 || busy.length === 0) return null;
  const sums = makeSums();
  for (const each of busy) addEnergy(sums, fleet, plan, each);
  if (run === null) addWork(sums, fleet, plan, job, busy);
  else {
    const { cooling, pool, data, lateness, notDone } = run.cost;
    for (const [kind, amount] of Object.entries({ cooling, pool, data, lateness, notDone })) {
      sums.add(kind as CostShare['kind'], null, amount);
    }
  }
  sums.add('restarts', null, job.restartPricePerUnit * planned.restartedUnits);
  const { hours } = fleet.timeline;
  const work =
    run === null ? busy.reduce((sum, { point, slot, units }) => sum + units * hours[slot] * point.speed, 0) : job.work;
  return sums.perUnitHour(work);
}

function busySlots(fleet: Fleet, job: ComputeJob, planned: PlanJob): Busy[] {
  const places = jobPlaces(job, fleet.sites);
  return planned.allocations.flatMap(({ site, operatingPoint, firstSlot, activeUnits }) => {
    const place = places.find((candidate) => candidate.site.id === site);
    const point = place?.pool.operatingPoints.find(({ id }) => id === operatingPoint);
    if (place === undefined || point === undefined) return [];
    return activeUnits
      .map((units, k): Busy => ({ place, point, slot: firstSlot + k, units }))
      .filter(({ units }) => units > 0);
  });
}

function addEnergy(sums: Sums, fleet: Fleet, plan: Plan, { place: { site, pool }, point, slot, units }: Busy): void {
  const itKwh = (point.kwPerUnit - pool.idleKwPerUnit) * units * fleet.timeline.hours[slot];
  for (const { kind, component, pricePerKwh } of electricityParts(fleet, plan, site, slot)) {
    sums.add(kind, component, itKwh * (1 + site.compute.overheadFraction) * pricePerKwh);
  }
  const kept = site.batteries.reduce((sum, store) => sum + reservePrice(fleet, plan, site, store, slot), 0);
  sums.add('storeReserve', null, itKwh * kept);
}

/** Parts of the price of a kWh that add up to it: where the site does not import, whatever is the next kWh is all of it. */
function electricityParts(fleet: Fleet, plan: Plan, site: Site, slot: number): readonly PriceReason[] {
  const price = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const reasons = priceReasons(fleet, plan, site, slot, price);
  if (reasons.some(({ kind }) => kind === 'tariff')) {
    // Amounts too small to be named are left out of the reasons.
    const unnamed = price - reasons.reduce((sum, { pricePerKwh }) => sum + pricePerKwh, 0);
    return [...reasons, { kind: 'other', component: null, pricePerKwh: unnamed }];
  }
  return [{ ...reasons[0], pricePerKwh: price }];
}

function addWork(sums: Sums, fleet: Fleet, plan: Plan, job: ComputeJob, busy: readonly Busy[]): void {
  for (const { place, point, slot, units } of busy) {
    const cost = workCost(fleet, plan, job, place, point, slot);
    const work = units * fleet.timeline.hours[slot] * point.speed;
    for (const kind of ['cooling', 'pool', 'data', 'lateness'] as const) sums.add(kind, null, work * cost[kind]);
  }
}

type Sums = ReturnType<typeof makeSums>;

function makeSums() {
  const amounts = new Map<string, CostShare>();
  return {
    add(kind: CostShare['kind'], component: string | null, money: number): void {
      const key = JSON.stringify([kind, component]);
      amounts.set(key, { kind, component, amount: (amounts.get(key)?.amount ?? 0) + money });
    },
    /** Largest first; what is too small to show goes with `other`. */
    perUnitHour(work: number): CostShares {
      const all = [...amounts.values()].map((share) => ({ ...share, amount: share.amount / work }));
      const isNamed = ({ kind, amount }: CostShare) => kind !== 'other' && Math.abs(amount) > SAME_PRICE;
      const unnamed = all.filter((share) => !isNamed(share)).reduce((sum, { amount }) => sum + amount, 0);
      const other: CostShare[] = Math.abs(unnamed) > 1e-9 ? [{ kind: 'other', component: null, amount: unnamed }] : [];
      const shares = [...all.filter(isNamed), ...other].sort(
        (first, second) => Math.abs(second.amount) - Math.abs(first.amount),
      );
      return { shares, total: all.reduce((sum, { amount }) => sum + amount, 0) };
    },
  };
}

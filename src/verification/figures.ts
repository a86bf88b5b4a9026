import type { Battery, ComputePool, Fleet, Link, OperatingPoint, Renewable, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { JobAllocation, Plan, PlanJob, PlantSeriesName } from '../domain/plan.ts';

/** The plan's figures beside the things that they are about: what the rules read. One value a slot. */
export interface PlanFigures {
  readonly fleet: Fleet;
  readonly plan: Plan;
  readonly sites: readonly SiteFigures[];
  readonly jobs: readonly JobFigures[];
}

export interface SiteFigures {
  readonly site: Site;
  /** Series of cooling, heat and generation, of green power too. Throws for what the site does not have. */
  readonly plant: (name: PlantSeriesName, component: string | null) => readonly number[];
  readonly importKw: readonly number[];
  readonly exportKw: readonly number[];
  readonly baseLoadKw: readonly number[];
  readonly baseLoadShedKw: readonly number[];
  readonly overheadKw: readonly number[];
  readonly pools: readonly PoolFigures[];
  readonly batteries: readonly BatteryFigures[];
  readonly renewables: readonly RenewableFigures[];
  /** Links that end at the site. */
  readonly links: readonly LinkFigures[];
}

export interface PoolFigures {
  readonly pool: ComputePool;
  readonly powerKw: readonly number[];
  readonly busyUnits: readonly number[];
  /** Zeros where no contiguous job may run. */
  readonly heldUnits: readonly number[];
}

export interface BatteryFigures {
  readonly battery: Battery;
  readonly chargeKw: readonly number[];
  readonly dischargeKw: readonly number[];
  readonly storedKwh: readonly number[];
}

export interface RenewableFigures {
  readonly renewable: Renewable;
  readonly usedKw: readonly number[];
  readonly curtailedKw: readonly number[];
}

export interface LinkFigures {
  readonly link: Link;
  readonly gigabytesPerHour: readonly number[];
}

export interface JobFigures {
  readonly job: ComputeJob;
  readonly planned: PlanJob;
  readonly placements: readonly Placement[];
}

/** An allocation with the operating point that it names. */
export interface Placement {
  readonly allocation: JobAllocation;
  readonly point: OperatingPoint;
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** IT power slot by slot: base load that is served, and pools. */
export function itPowerKw({ baseLoadKw, baseLoadShedKw, pools }: SiteFigures): number[] {
  return baseLoadKw.map((kw, t) => kw - baseLoadShedKw[t] + sum(pools.map(({ powerKw }) => powerKw[t])));
}

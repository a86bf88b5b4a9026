import type { JobAllocation, PlantSeriesName } from '../domain/plan.ts';

/** One figure a slot of the fleet's timeline. */
export type SlotValues = readonly number[] | Float64Array;

/** What the tariffs of one site look at. Powers in kW, a mean over each slot, never negative. */
export interface SiteFlows {
  readonly site: string;
  readonly importKw: SlotValues;
  readonly exportKw: SlotValues;
  readonly baseLoadShedKw: SlotValues;
  /** One for each battery of the site. */
  readonly batteries: readonly BatteryFlows[];
  /** Own renewables used; only where a renewable share is asked for. */
  readonly renewables?: readonly { readonly renewable: string; readonly usedKw: SlotValues }[];
  /** What the site's plant does and what green power covers; only for sites that have either. */
  readonly plant?: PlantFlows;
}

/** Values of a series of the site's plant, by name and device; undefined where it has none. */
export type PlantFlows = (name: PlantSeriesName, component: string | null) => SlotValues | undefined;

export interface BatteryFlows {
  readonly battery: string;
  /** At the site's bus, positive out of the battery. */
  readonly dischargeKw: SlotValues;
  /** Only for batteries whose charging has a price. */
  readonly chargeKw?: SlotValues;
  readonly storedAtEndKwh: number;
}

/** Where and how wide a job runs, and what of it is not done within the horizon. */
export interface JobRun {
  readonly job: string;
  readonly allocations: readonly JobAllocation[];
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
}

/** Data that a link carries, GB/h, a mean over each slot, never negative. */
export interface LinkFlows {
  /** Sending site. */
  readonly from: string;
  /** Receiving site: it pays. */
  readonly to: string;
  readonly gigabytesPerHour: SlotValues;
}

/** One entry for each site, each link and each job of the fleet. */
export interface FleetFlows {
  /** Offsets bought, kg of each. */
  readonly offsets?: readonly { readonly id: string; readonly kg: number }[];
  readonly sites: readonly SiteFlows[];
  readonly links: readonly LinkFlows[];
  readonly jobs: readonly JobRun[];
}

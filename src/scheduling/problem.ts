import type { LpBasis } from '../../solver/index.ts';
import type { Fleet, Site } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { HeatShare, Plant } from '../domain/plant.ts';

/**
 * The frozen snapshot: the only thing that planning accepts, and what replay stores. Sites, stores and jobs
 * stand in canonical order, so that the order of the input decides nothing. A kept basis changes which of
 * several optima is found, so it belongs to the snapshot and its digest.
 */
export interface SchedulingProblem {
  readonly formatVersion: 1;
  readonly fleet: Fleet;
  readonly startBasis: LpBasis | null;
}

/** A problem from a fleet in any order. The fleet must have passed the scenario reader or an equal check. */
export function makeProblem(fleet: Fleet, startBasis: LpBasis | null = null): SchedulingProblem {
  return freeze({
    formatVersion: 1,
    fleet: {
      ...fleet,
      targets: {
        ...fleet.targets,
        offsets: byId(fleet.targets.offsets),
        zoneRamps: [...fleet.targets.zoneRamps].sort((a, b) => byCodeUnits(a.marketZone, b.marketZone)),
      },
      sites: byId(fleet.sites.map(canonicalSite)),
      links: [...fleet.links].sort((a, b) => byCodeUnits(a.from, b.from) || byCodeUnits(a.to, b.to)),
      jobs: byId(fleet.jobs.map(canonicalJob)),
      dataQuality: [...fleet.dataQuality].sort(
        (a, b) => byCodeUnits(a.subject, b.subject) || byCodeUnits(a.message, b.message),
      ),
    },
    startBasis,
  });
}

function canonicalJob(job: ComputeJob): ComputeJob {
  const residency = job.residency === null ? null : [...job.residency].sort(byCodeUnits);
  return { ...job, sites: [...job.sites].sort(byCodeUnits), residency };
}

function canonicalSite(site: Site): Site {
  return {
    ...site,
    jurisdictions: [...site.jurisdictions].sort(byCodeUnits),
    grid: {
      ...site.grid,
      contractedLimits: byId(site.grid.contractedLimits),
      demandCharges: byId(site.grid.demandCharges),
      coincidentPeaks: byId(site.grid.coincidentPeaks),
      greenPower: byId(site.grid.greenPower),
    },
    compute: { ...site.compute, pools: byId(site.compute.pools) },
    batteries: byId(site.batteries),
    renewables: byId(site.renewables),
    plant: canonicalPlant(site.plant),
  };
}

function canonicalPlant(plant: Plant): Plant {
  const { heatOf } = plant;
  const byLoop = (shares: readonly HeatShare[]) => [...shares].sort((a, b) => byCodeUnits(a.loop, b.loop));
  const pools = Object.entries(heatOf.pools).sort(([a], [b]) => byCodeUnits(a, b));
  return {
    ...plant,
    loops: byId(plant.loops),
    heatOf: {
      baseLoad: byLoop(heatOf.baseLoad),
      distribution: byLoop(heatOf.distribution),
      pools: Object.fromEntries(pools.map(([pool, shares]) => [pool, byLoop(shares)])),
    },
    chillers: byId(plant.chillers),
    absorptionChillers: byId(plant.absorptionChillers),
    freeCoolers: byId(plant.freeCoolers),
    heatRejection: byId(plant.heatRejection),
    coldStores: byId(plant.coldStores),
    coldNetworks: byId(plant.coldNetworks),
    heatNetworks: byId(plant.heatNetworks),
    heatPumps: byId(plant.heatPumps),
    heatExchangers: byId(plant.heatExchangers),
    boilers: byId(plant.boilers),
    heatContracts: byId(plant.heatContracts),
    hotStores: byId(plant.hotStores),
    generators: byId(plant.generators),
  };
}

/** Order of code units: the same on every machine, whatever its locale. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => byCodeUnits(a.id, b.id));
}

/** Freezes plain objects and lists all the way down; typed arrays cannot be frozen and are left. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}

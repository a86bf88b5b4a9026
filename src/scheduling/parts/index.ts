import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { mayHold } from '../held-units.ts';
import type { Part } from '../part.ts';
import { placeClasses } from '../place-classes.ts';
import { absorptionChiller } from './absorption-chiller.ts';
import { baseLoad } from './base-load.ts';
import { battery } from './battery.ts';
import { boiler } from './boiler.ts';
import { chiller } from './chiller.ts';
import { coldNetwork } from './cold-network.ts';
import { coldStore } from './cold-store.ts';
import { computePool } from './compute-pool.ts';
import { contiguousLoad } from './contiguous-load.ts';
import { coolingLoop } from './cooling-loop.ts';
import { dataLink, idleLink } from './data-link.ts';
import { deferrableLoad } from './deferrable-load.ts';
import { freeCooler } from './free-cooler.ts';
import { generator } from './generator.ts';
import { greenPower } from './green-power.ts';
import { gridConnection } from './grid-connection.ts';
import { heatContract } from './heat-contract.ts';
import { heatExchanger } from './heat-exchanger.ts';
import { heatNetwork } from './heat-network.ts';
import { heatPump } from './heat-pump.ts';
import { heatRejection } from './heat-rejection.ts';
import { hotStore } from './hot-store.ts';
import { placedLoad } from './placed-load.ts';
import { powerDistribution } from './power-distribution.ts';
import { renewable } from './renewable.ts';

/** The catalogue: which things of a fleet become which parts. A new technology is a new file and a line here. */
export function partsOf(fleet: Fleet): Part[] {
  return [...fixturesOf(fleet), ...jobPartsOf(fleet)];
}

/** Sites and links: all that serves jobs, without the jobs. */
export function fixturesOf(fleet: Fleet): Part[] {
  const moving = linksInUse(fleet.jobs);
  const holds = (site: string, pool: string) => mayHold(fleet, site, pool);
  return [
    ...fleet.sites.flatMap((site) => [
      gridConnection(site),
      powerDistribution(site),
      baseLoad(site),
      ...site.compute.pools.map((pool) =>
        computePool(site.id, pool, holds(site.id, pool.id), site.plant.heatOf.pools[pool.id]),
      ),
      ...site.batteries.map((store) => battery(site.id, store)),
      ...site.renewables.map((source) => renewable(site.id, source)),
      ...site.grid.greenPower.map((purchase) => greenPower(site, purchase)),
      ...plantParts(site),
    ]),
    ...fleet.links.map((link) => (moving.has(linkKey(link.from, link.to)) ? dataLink(link) : idleLink(link))),
  ];
}

/** The jobs of a fleet. */
function jobPartsOf(fleet: Fleet): Part[] {
  const contiguous = fleet.jobs.filter(({ shape }) => shape === 'contiguous');
  const divisible = fleet.jobs.filter(({ shape }) => shape !== 'contiguous');
  const holds = (site: string, pool: string) => mayHold(fleet, site, pool);
  return [
    ...placeClasses(divisible, fleet.sites, fleet.timeline, holds).map((jobs) =>
      jobs.length === 1 ? deferrableLoad(jobs[0], fleet.sites, holds) : placedLoad(jobs, fleet.sites),
    ),
    ...[...Map.groupBy(contiguous, ({ pool }) => pool).values()].map((jobs) => contiguousLoad(jobs, fleet.sites)),
  ];
}

/** Cooling, heat and generation of a site. */
function plantParts(site: Site): Part[] {
  const { id, plant } = site;
  return [
    ...plant.loops.map((loop) => coolingLoop(site, loop)),
    ...plant.freeCoolers.map((device) => freeCooler(site, device)),
    ...plant.chillers.map((device) => chiller(site, device)),
    ...plant.absorptionChillers.map((device) => absorptionChiller(site, device)),
    ...plant.heatRejection.map((device) => heatRejection(site, device)),
    ...plant.coldStores.map((device) => coldStore(id, device)),
    ...plant.coldNetworks.map((network) => coldNetwork(site, network)),
    ...plant.heatNetworks.map((network) => heatNetwork(site, network)),
    ...plant.heatPumps.map((device) => heatPump(site, device)),
    ...plant.heatExchangers.map((device) => heatExchanger(site, device)),
    ...plant.boilers.map((device) => boiler(site, device)),
    ...plant.heatContracts.map((contract) => heatContract(site, contract)),
    ...plant.hotStores.map((device) => hotStore(id, device)),
    ...plant.generators.map((device) => generator(site, device)),
  ];
}

const linkKey = (from: string, to: string): string => JSON.stringify([from, to]);

/** Links that some job's data may take. */
function linksInUse(jobs: readonly ComputeJob[]): ReadonlySet<string> {
  const keys = jobs.flatMap(({ data, sites }) => (data === null ? [] : sites.map((site) => linkKey(data.site, site))));
  return new Set(keys);
}

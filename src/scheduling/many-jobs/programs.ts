import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import { type Assembled, assemble } from '../assemble.ts';
import { computeBus, heldBus, linkBus } from '../buses.ts';
import { couplingsOf } from '../couplings/index.ts';
import { mayHold } from '../held-units.ts';
import { jobPlaces, jobWindow, largestSpeed } from '../job-window.ts';
import type { Bus, Flow, Part } from '../part.ts';
import { deferrableLoad } from '../parts/deferrable-load.ts';
import { fixedLoad } from '../parts/fixed-load.ts';
import { fixturesOf } from '../parts/index.ts';
import { CLEARANCE } from '../slots.ts';
import type { BusPrices } from './prices.ts';
import type { Sample } from './sample.ts';

/** Sites, links and the rules over them with something in place of the jobs. */
export function programWith(fleet: Fleet, parts: readonly Part[]): Assembled {
  return assemble([...fixturesOf(fleet), ...parts], couplingsOf({ ...fleet, jobs: [] }), fleet.timeline);
}

/** The coarse program: stand-ins, and tight jobs spread evenly over their windows and places. */
export function coarseProgram(fleet: Fleet, { standIns, tight }: Sample): Assembled {
  const holds = (site: string, pool: string) => mayHold(fleet, site, pool);
  return programWith(fleet, [
    fixedLoad(evenFlows(fleet, tight)),
    ...standIns.map((job) => deferrableLoad(job, fleet.sites, holds)),
  ]);
}

/** Share of a pool that jobs without a choice may fill in the coarse program: the rest must be able to move. */
const MOST_FILLED = 0.9;

function evenFlows(fleet: Fleet, jobs: readonly ComputeJob[]): Flow[] {
  const loads = new Map<string, { readonly bus: Bus; readonly units: Float64Array; readonly most: Float64Array }>();
  for (const job of jobs) {
    const places = jobPlaces(job, fleet.sites);
    const { firstSlot, shareInside } = jobWindow(job, fleet.timeline, largestSpeed(places));
    const hours = shareInside.reduce((sum, share, k) => sum + share * fleet.timeline.hours[firstSlot + k], 0);
    if (hours === 0) continue;
    for (const { site, pool } of places) {
      const point = pool.operatingPoints[pool.operatingPoints.length - 1];
      const bus = computeBus(site.id, pool.id, point.id);
      const load = loads.get(bus.key) ?? {
        bus,
        units: new Float64Array(fleet.timeline.slotCount),
        most: pool.unitsAvailable,
      };
      loads.set(bus.key, load);
      const width = Math.min(job.maximumUnits, job.work / (hours * point.speed)) / places.length;
      shareInside.forEach((share, k) => {
        load.units[firstSlot + k] += width * share;
      });
    }
  }
  return [...loads.values()].map(({ bus, units, most }) => ({
    bus,
    constant: units.map((value, t) => -Math.min(value, MOST_FILLED * most[t])),
  }));
}

/**
 * What sites could sell to jobs at given prices: every unit, held unit and gigabyte that they can give, each earning its
 * price. Its least cost and the least cost of each job at the same prices add up to a bound (Lagrange): the balances of
 * what jobs take are all that joins the two.
 */
export function saleProgram(fleet: Fleet, prices: BusPrices): Assembled {
  const buses = [
    ...fleet.sites.flatMap((site) =>
      site.compute.pools.flatMap((pool) => {
        const most = (t: number) => pool.unitsAvailable[t];
        const points = pool.operatingPoints.map((point) => ({ bus: computeBus(site.id, pool.id, point.id), most }));
        return mayHold(fleet, site.id, pool.id) ? [...points, { bus: heldBus(site.id, pool.id), most }] : points;
      }),
    ),
    ...fleet.links
      .map((link) => ({ bus: linkBus(link.from, link.to), most: (t: number) => link.capacityGigabytesPerHour[t] }))
      .filter(({ bus }) => prices.has(bus.key)),
  ];
  return programWith(
    fleet,
    buses.map(({ bus, most }) => sale(bus, most, prices.get(bus.key))),
  );
}

function sale(bus: Bus, most: (slot: number) => number, price: Float64Array | undefined): Part {
  return (lp, { slotCount }) => {
    const columns = Array.from({ length: slotCount }, (_, t) =>
      lp.addColumn(`${bus.component ?? bus.kind} of ${bus.site} for sale`, 0, most(t) + CLEARANCE),
    );
    const coefficients = Float64Array.from(columns, (_, t) => -(price?.[t] ?? 0));
    return {
      flows: [{ bus, run: { firstSlot: 0, columns }, coefficient: -1 }],
      costs: [{ name: 'dataTransfer', site: null, component: null, columns, coefficients, constant: 0 }],
      read: () => ({}),
    };
  };
}

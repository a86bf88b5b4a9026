import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan, SeriesName } from '../../domain/plan.ts';
import { type FreeCapacity, makeFreeCapacity, takeRoom } from '../free-capacity.ts';
import { plantRooms, type StandingSite } from '../plant-room.ts';
import { figure, freeLinkRate, planSiteOf, takenUnits } from './prices.ts';
import type { StartOption } from './start-options.ts';

/** What a plan leaves free, were one contiguous job not where it is (null: it does not run). */
export function freeBesidePlan(fleet: Fleet, plan: Plan, job: ComputeJob, own: StartOption | null): FreeCapacity {
  const perSlot = (valueIn: (slot: number) => number) =>
    Float64Array.from(fleet.timeline.hours, (_, slot) => valueIn(slot));
  const capacity = makeFreeCapacity(fleet, {
    machines: (site, pool) => perSlot((slot) => pool.unitsAvailable[slot] - takenUnits(plan, site.id, pool.id, slot)),
    supplyKw: (site) => perSlot((slot) => freeSupplyKw(plan, site, slot)),
    plantRooms: (site) => plantRooms(site, standingSite(plan, site)),
    gigabytesPerHour: (link) => perSlot((slot) => freeLinkRate(plan, link, slot)),
  });
  if (own !== null) {
    const { firstSlot, shareBusy } = own.run;
    const active = Array.from(shareBusy, (share) => -job.maximumUnits * share);
    const held = Array.from(shareBusy, (share) => -job.maximumUnits * (1 - share));
    takeRoom(capacity.roomOf(job, own.place, own.point), firstSlot, active, held);
  }
  return capacity;
}

/** The plant as the plan has it. */
function standingSite(plan: Plan, { id }: Site): StandingSite {
  const planned = planSiteOf(plan, id);
  const values = (name: SeriesName, component: string | null) =>
    planned.series.find((series) => series.name === name && series.component === component)?.values;
  const still = planned.slotStarts.map(() => 0);
  const pools = planned.series.filter(({ name }) => name === 'poolPower');
  const shed = values('baseLoadShed', null) ?? still;
  const base = values('baseLoad', null) ?? still;
  return {
    series: (name, component) => values(name, component) ?? still,
    itKw: base.map((kw, slot) => pools.reduce((sum, pool) => sum + pool.values[slot], kw - shed[slot])),
  };
}

/** kW that could be bought, sold less or not be curtailed; stores as they are. */
function freeSupplyKw(plan: Plan, site: Site, slot: number): number {
  const planned = planSiteOf(plan, site.id);
  const curtailedKw = site.renewables.reduce((sum, { id }) => sum + figure(planned, 'renewableCurtailed', id, slot), 0);
  const netImportKw = figure(planned, 'gridImport', null, slot) - figure(planned, 'gridExport', null, slot);
  return site.grid.importLimitKw[slot] - netImportKw + curtailedKw;
}

import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';
import { type FreeCapacity, makeFreeCapacity, takeRoom } from '../free-capacity.ts';
import { figure, freeLinkRate, planSiteOf, takenUnits } from './prices.ts';
import type { StartOption } from './start-options.ts';

/** What a plan leaves free, were one contiguous job not where it is (null: it does not run). */
export function freeBesidePlan(fleet: Fleet, plan: Plan, job: ComputeJob, own: StartOption | null): FreeCapacity {
  const perSlot = (valueIn: (slot: number) => number) =>
    Float64Array.from(fleet.timeline.hours, (_, slot) => valueIn(slot));
  const capacity = makeFreeCapacity(fleet, {
    machines: (site, pool) => perSlot((slot) => pool.unitsAvailable[slot] - takenUnits(plan, site.id, pool.id, slot)),
    powerKw: (site) => perSlot((slot) => freeSupplyKw(plan, site, slot) / (1 + site.compute.overheadFraction)),
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

/** kW that could be bought, sold less or not be curtailed; stores as they are. */
function freeSupplyKw(plan: Plan, site: Site, slot: number): number {
  const planned = planSiteOf(plan, site.id);
  const curtailedKw = site.renewables.reduce((sum, { id }) => sum + figure(planned, 'renewableCurtailed', id, slot), 0);
  const netImportKw = figure(planned, 'gridImport', null, slot) - figure(planned, 'gridExport', null, slot);
  return site.grid.importLimitKw[slot] - netImportKw + curtailedKw;
}

import type { Fleet, Site } from '../domain/fleet.ts';
import type { PlanDemandCharge } from '../domain/plan.ts';
import { demandChargeLines, demandCharges } from './demand-charge.ts';
import { type ImportFigures, importFigures } from './emissions.ts';
import { energyLines } from './energy.ts';
import type { FleetFlows, SiteFlows } from './flows.ts';
import { jobLines } from './job-lines.ts';
import { type BilledLine, entryFor, present } from './lines.ts';
import { transferLines } from './links.ts';
import { offsetLines, plantLines } from './plant.ts';
import { promiseLines } from './promises.ts';
import { batteryLines } from './storage.ts';
import { targetLines } from './targets.ts';

export { contiguousRunTimes, RUN_ROUNDING, type RunTimes, runHoursLate } from './contiguous-run.ts';
export { demandCharges, measuredPeakKw } from './demand-charge.ts';
export { emissionsKg, type ImportFigures, importFigures } from './emissions.ts';
export { type Excess, sumExcess } from './excess.ts';
export type { BatteryFlows, FleetFlows, JobRun, LinkFlows, PlantFlows, SiteFlows, SlotValues } from './flows.ts';
export {
  activeUnitsBySite,
  activeUnitsPerSlot,
  operatingPointOf,
  poolAt,
  restartedUnits,
  type SlotStretch,
  workPerSlot,
} from './job-run.ts';
export { type JobLateness, jobLateness, meanHoursLate } from './lateness.ts';
export { type BilledLine, BillingError, costLineKey, demandChargeComponent } from './lines.ts';
export { linkFlowsOf, transferredGigabytes } from './links.ts';
export { contractBreach, rampBreach } from './promises.ts';
export { endShortfallKwh, endValue } from './storage.ts';
export { carbonExcessKg, emittedKg, renewableShortfallKwh, zoneRampBreach } from './targets.ts';

/** What a way of working costs by the fleet's tariffs and terms. Money in the fleet's currency. */
export interface Bill extends ImportFigures {
  /** Lines that the fleet's terms provide for, also where they come to nothing. */
  readonly lines: readonly BilledLine[];
  /** Sum of the lines. */
  readonly total: number;
  /** Sum of the absolute values of the lines: the scale for relative differences of money. */
  readonly absoluteTotal: number;
  readonly demandCharges: readonly PlanDemandCharge[];
}

/**
 * Bills flows by arithmetic alone: whoever made them, the same flows cost the same. Throws BillingError
 * when the flows lack a site, battery, link or job of the fleet, or the objective prices an unknown carbon signal.
 */
export function billFlows(fleet: Fleet, flows: FleetFlows): Bill {
  const charges: PlanDemandCharge[] = [];
  const lines: BilledLine[] = [];
  for (const site of fleet.sites) {
    const siteFlows = entryFor(flows.sites, (entry) => entry.site === site.id, `site ${site.id}`);
    const ofSite = demandCharges(site, siteFlows);
    charges.push(...ofSite);
    lines.push(...siteLines(fleet, site, siteFlows), ...demandChargeLines(ofSite));
  }
  const figures = importFigures(
    fleet,
    flows.sites,
    flows.offsets?.reduce((sum, { kg }) => sum + kg, 0),
  );
  lines.push(...offsetLines(fleet, flows.offsets ?? []), ...targetLines(fleet, flows, figures.emissions));
  lines.push(...transferLines(fleet, flows.links));
  const runOf = new Map(flows.jobs.map((run) => [run.job, run]));
  const runs = fleet.jobs.map((job) => ({ job, run: present(runOf.get(job.id), `job ${job.id}`) }));
  lines.push(...jobLines(fleet, runs));
  return {
    lines,
    total: lines.reduce((sum, line) => sum + line.amount, 0),
    absoluteTotal: lines.reduce((sum, line) => sum + Math.abs(line.amount), 0),
    demandCharges: charges,
    ...figures,
  };
}

/** Everything that one site pays but its demand charges. */
function siteLines(fleet: Fleet, site: Site, flows: SiteFlows): BilledLine[] {
  const { hours } = fleet.timeline;
  return [
    ...energyLines(fleet, site, flows),
    ...site.batteries.flatMap((battery) => {
      const ofBattery = entryFor(
        flows.batteries,
        (entry) => entry.battery === battery.id,
        `battery ${battery.id} of site ${site.id}`,
      );
      return batteryLines(site.id, battery, ofBattery, hours);
    }),
    ...promiseLines(site, flows, hours),
    ...plantLines(fleet, site, flows),
  ];
}

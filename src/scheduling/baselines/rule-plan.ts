import { billFlows } from '../../billing/index.ts';
import type { Fleet } from '../../domain/fleet.ts';
import type { BaselineFigures, PlanDemandCharge, PlanJob, Setpoint } from '../../domain/plan.ts';
import { readJob } from '../job-report.ts';
import { plansOfSites, roundedFigures } from '../read-solution.ts';
import type { FirstCome } from './first-come.ts';
import { brokenByFleet, brokenByJob, keepsCarbonBudget } from './rule-promises.ts';
import { dispatchSite, type StorageRule } from './rule-site.ts';

/** What the rules do with a whole fleet, in the words of a plan and billed by the same tariff. */
export interface RulePlan {
  readonly figures: BaselineFigures;
  readonly jobs: readonly PlanJob[];
  readonly setpoints: readonly Setpoint[];
  readonly demandCharges: readonly PlanDemandCharge[];
}

/** What first come, first served does with each job, the same whatever the stores do; in the order of the fleet. */
export function plannedJobs(fleet: Fleet, firstCome: FirstCome): readonly PlanJob[] {
  const runOf = new Map(firstCome.runs.map((run) => [run.job.id, run]));
  return fleet.jobs.map((job) => {
    const run = runOf.get(job.id);
    if (run === undefined) throw new Error(`no run of job "${job.id}"`);
    return readJob(job, fleet.timeline, { ...run, runs: [run] });
  });
}

export function rulePlan(
  fleet: Fleet,
  firstCome: FirstCome,
  jobs: readonly PlanJob[],
  storageRule: StorageRule,
): RulePlan {
  const sites = fleet.sites.map((site) => dispatchSite(fleet, site, firstCome, storageRule));
  const flows = sites.map((site) => site.flows);
  const bill = billFlows(fleet, {
    sites: flows,
    links: firstCome.links,
    jobs: jobs.map(({ id, ...rest }) => ({ job: id, ...rest })),
  });
  const brokenPromises = [
    ...jobs.flatMap((run, k) => brokenByJob(fleet, fleet.jobs[k], run)),
    ...sites.flatMap(({ broken }) => broken),
    ...brokenByFleet(fleet, flows, bill.emissions),
  ];
  return {
    figures: {
      objective: bill.total,
      costLines: bill.lines
        .filter(({ amount }) => amount !== 0)
        .map(({ name, site, component, amount }) => ({ name, site, component, amount })),
      emissions: bill.emissions,
      energyImportedKwh: bill.energyImportedKwh,
      peakImportKw: bill.peakImportKw,
      brokenPromises,
      physicallySound: sites.every(({ sound }) => sound) && keepsCarbonBudget(fleet, bill.emissions),
      sites: roundedFigures(
        plansOfSites(
          fleet,
          sites.flatMap(({ series }) => series),
        ),
      ),
    },
    jobs: roundedFigures(jobs),
    setpoints: roundedFigures(sites.flatMap(({ setpoints }) => setpoints)),
    demandCharges: bill.demandCharges,
  };
}

import type { Plan } from '../domain/plan.ts';
import type { SchedulingProblem } from '../scheduling/problem.ts';
import { checkBaselines } from './baselines.ts';
import { billOf, checkBill } from './bill.ts';
import { checkCertificate, checkNoOrders, checkStatus } from './certificate.ts';
import { makeChecks } from './checks.ts';
import { checkContiguous } from './contiguous.ts';
import { checkControls } from './controls.ts';
import { checkCooling } from './cooling.ts';
import { checkDirectives } from './directives.ts';
import { checkGenerators } from './generators.ts';
import { checkGrid } from './grid.ts';
import { checkHeat } from './heat.ts';
import { checkIdentity, checkTimeline } from './identity.ts';
import { checkIndicators } from './indicators.ts';
import { checkJobWork } from './job-work.ts';
import { checkJobs } from './jobs.ts';
import { checkPlaces } from './places.ts';
import { checkPools } from './pools.ts';
import { checkPower } from './power.ts';
import { checkPromises } from './promises.ts';
import { readPlan } from './read-plan.ts';
import { checkRenewables } from './renewables.ts';
import type { VerificationReport } from './rules.ts';
import { checkStores } from './stores.ts';
import { checkTargets } from './targets.ts';
import { checkTransfers } from './transfers.ts';

export { RULES, type RuleName, type VerificationReport, type Violation } from './rules.ts';

export interface VerificationOptions {
  /** Allowed difference of one kW, kWh, unit or unit-hour figure; sums get 1e-7 of their size on top. */
  readonly tolerance?: number;
  /** Digest of the problem as whoever froze it computed it; without one, the plan's word is taken. */
  readonly expectedInputDigest?: string;
}

const DEFAULT_TOLERANCE = 1e-3;

/** Physics cannot hold, or a stopped solver left no plan that does: nothing is there to replay. */
function givesNoOrders(plan: Plan): boolean {
  const empty = plan.sites.every(({ series }) => series.length === 0);
  return plan.status === 'infeasible' || (plan.status === 'fallback' && empty);
}

/**
 * Replays a plan by arithmetic alone: it knows no solver and no part, only the problem, the published
 * figures and the tariffs. Missing or unreadable figures are reported alone, since nothing can be computed
 * from them; so is a plan that gives no orders to replay. Throws BillingError when the
 * problem itself prices a carbon signal that a site does not have.
 */
export function verifyPlan(
  problem: SchedulingProblem,
  plan: Plan,
  options: VerificationOptions = {},
): VerificationReport {
  const { fleet } = problem;
  const checks = makeChecks(fleet.timeline, options.tolerance ?? DEFAULT_TOLERANCE);
  checkIdentity(checks, fleet, plan, options.expectedInputDigest);
  checkTimeline(checks, plan);
  checkStatus(checks, plan);
  if (givesNoOrders(plan)) {
    checkNoOrders(checks, plan);
    return checks.report();
  }
  const figures = readPlan(checks, fleet, plan);
  if (figures === null) return checks.report();
  checkPower(checks, figures);
  checkGrid(checks, figures);
  checkStores(checks, figures);
  checkCooling(checks, figures);
  checkHeat(checks, figures);
  checkGenerators(checks, figures);
  checkRenewables(checks, figures);
  checkPools(checks, figures);
  checkJobs(checks, figures);
  checkPlaces(checks, figures);
  checkTransfers(checks, figures);
  checkJobWork(checks, figures);
  checkContiguous(checks, figures);
  checkDirectives(checks, figures);
  checkControls(checks, figures);
  const bill = billOf(figures);
  checkBill(checks, figures, bill);
  checkTargets(checks, figures);
  checkIndicators(checks, figures);
  checkPromises(checks, figures, bill);
  checkCertificate(checks, plan);
  checkBaselines(checks, figures, bill);
  return checks.report();
}

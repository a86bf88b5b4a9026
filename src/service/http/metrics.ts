import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PlanStatus } from '../../domain/plan.ts';
import type { FleetState } from '../planner.ts';
import type { StoredPlan } from '../ports.ts';

/** What Prometheus reads: the process, the requests, and the plan of every fleet. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  observeRequest(request: { method: string; route: string; statusCode: number; seconds: number }): void;
  countFailedPlanning(fleetId: string): void;
}

export interface MetricsDeps {
  readonly states: () => readonly FleetState[];
  readonly now: () => Date;
  readonly version: string;
}

const STATUSES: readonly PlanStatus[] = ['optimal', 'feasible', 'fallback', 'infeasible'];
const REQUEST_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10];
/** Gauges of the default set whose names end on `_total`, which Prometheus keeps for counters. */
const MISNAMED = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];

export function makeMetrics({ states, now, version }: MetricsDeps): Metrics {
  const registered = new Registry();
  collectDefaultMetrics({ register: registered });
  for (const name of MISNAMED) registered.removeSingleMetric(name);
  new Gauge({
    name: 'wattshift_build_info',
    help: 'Always 1; the label says which wattshift this is.',
    labelNames: ['version'],
    registers: [registered],
  }).set({ version }, 1);
  addPlanGauges(registered, states, now);
  const failures = new Counter({
    name: 'wattshift_planning_failures_total',
    help: 'Plans that could not be made or did not pass verification, by fleet.',
    labelNames: ['fleet'],
    registers: [registered],
    // From zero on: Prometheus sees no increase where a series begins with its first failure.
    collect() {
      for (const { id } of states()) this.inc({ fleet: id }, 0);
    },
  });
  const requests = new Histogram({
    name: 'wattshift_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status_code'],
    buckets: REQUEST_SECONDS,
    registers: [registered],
  });
  return {
    contentType: registered.contentType,
    text: () => registered.metrics(),
    observeRequest: ({ method, route, statusCode, seconds }) =>
      requests.observe({ method, route, status_code: statusCode }, seconds),
    countFailedPlanning: (fleetId) => failures.inc({ fleet: fleetId }),
  };
}

/** Read at each scrape, so that none of them can lag behind what is published. A fleet without a plan has no value. */
function addPlanGauges(registered: Registry, states: () => readonly FleetState[], now: () => Date): void {
  const add = (name: string, help: string, read: (published: StoredPlan) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['fleet'],
      registers: [registered],
      collect() {
        this.reset();
        for (const { id, published } of states()) {
          const value = published === null ? null : read(published);
          if (value !== null) this.set({ fleet: id }, value);
        }
      },
    });
  add('wattshift_plan_revision', 'Revision of the published plan.', ({ plan }) => plan.revision);
  add('wattshift_plan_age_seconds', 'Time since the published plan was published.', ({ publishedAt }) => {
    return Math.max(0, (now().getTime() - publishedAt.getTime()) / 1000);
  });
  add(
    'wattshift_plan_certified_gap_ratio',
    'Proven relative distance of the published plan from the optimum; none without a proof.',
    ({ plan }) => plan.certifiedGap,
  );
  add('wattshift_plan_solve_seconds', 'Time that solving the published plan took, ties included.', ({ plan }) => {
    return (plan.timings.solveMilliseconds + plan.timings.tieBreakMilliseconds) / 1000;
  });
  add(
    'wattshift_plan_broken_promises',
    'Promises that the published plan breaks.',
    ({ plan }) => plan.brokenPromises.length,
  );
  new Gauge({
    name: 'wattshift_plan_status',
    help: '1 for the status that the published plan has, 0 for the others.',
    labelNames: ['fleet', 'status'],
    registers: [registered],
    collect() {
      this.reset();
      for (const { id, published } of states()) {
        if (published === null) continue;
        for (const status of STATUSES) this.set({ fleet: id, status }, published.plan.status === status ? 1 : 0);
      }
    },
  });
}

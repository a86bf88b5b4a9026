import Type from 'typebox';
import type { ComputeJob } from '../../domain/job.ts';
import type { PlanJob } from '../../domain/plan.ts';
import { formatUtc } from '../../time/timeline.ts';
import type { FleetState, Planner } from '../planner.ts';
import type { StoredPlan } from '../ports.ts';
import { JSON_TYPE, jsonRepresentation, type Representation, sendConditional } from './conditional.ts';
import { wholeNumber, wholeNumberText } from './parameters.ts';
import { HttpProblem } from './problem-details.ts';
import type { HttpServer } from './server.ts';

/** Fleets, plans and jobs under `/v1`, as JSON, to be read. */

const fleetParams = Type.Object({ id: Type.String() });
const revisionParams = Type.Object({ id: Type.String(), revision: wholeNumberText() });
const pageQuery = Type.Object(
  {
    limit: Type.Optional(wholeNumberText()),
    cursor: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const JOBS_ON_A_PAGE = { least: 1, most: 1000 };
const DEFAULT_JOBS = '100';
export const REVISIONS = { least: 1, most: 999_999_999 };

export function addFleetRoutes(app: HttpServer, planner: Planner): void {
  app.get('/v1/fleets', (request, reply) =>
    sendConditional(request, reply, jsonRepresentation({ items: planner.states().map(fleetSummary) })),
  );

  app.get('/v1/fleets/:id', { schema: { params: fleetParams } }, (request, reply) =>
    sendConditional(request, reply, fleetRepresentation(requireFleet(planner, request.params.id))),
  );

  app.get('/v1/fleets/:id/plan', { schema: { params: fleetParams } }, (request, reply) =>
    sendConditional(request, reply, planRepresentation(requirePlan(requireFleet(planner, request.params.id)))),
  );

  app.get('/v1/fleets/:id/plans/:revision', { schema: { params: revisionParams } }, async (request, reply) => {
    const { id } = requireFleet(planner, request.params.id);
    const revision = wholeNumber('params/revision', request.params.revision, REVISIONS);
    const stored = await planner.plan(id, revision);
    if (stored === null) throw new HttpProblem(404, `Fleet ${id} has no plan ${revision}.`);
    return sendConditional(request, reply, planRepresentation(stored));
  });

  app.get('/v1/fleets/:id/jobs', { schema: { params: fleetParams, querystring: pageQuery } }, (request, reply) => {
    const state = requireFleet(planner, request.params.id);
    const { limit = DEFAULT_JOBS, cursor } = request.query;
    const most = wholeNumber('querystring/limit', limit, JOBS_ON_A_PAGE);
    return sendConditional(request, reply, jsonRepresentation(jobPage(state, most, cursor)));
  });
}

export function requireFleet(planner: Planner, id: string): FleetState {
  const state = planner.state(id);
  if (state === null) throw new HttpProblem(404, `There is no fleet ${id}.`);
  return state;
}

export function requirePlan({ id, planning, published }: FleetState): StoredPlan {
  if (published !== null) return published;
  const why = planning.kind === 'failed' ? `planning failed: ${planning.reasons[0]}` : 'the first one is being made';
  throw new HttpProblem(404, `Fleet ${id} has no plan: ${why}.`, { type: 'urn:wattshift:problem:no-plan' });
}

/** The text as it was stored: the same bytes under the same tag, timings included. */
function planRepresentation({ plan, text }: StoredPlan) {
  return { tag: plan.planDigest, type: JSON_TYPE, body: text };
}

/** A fleet at a glance. Its tag changes with everything that the page shows, which polls it. */
export function fleetRepresentation(state: FleetState): Representation {
  return jsonRepresentation(fleetSummary(state));
}

function fleetSummary({ id, input, planning, published }: FleetState) {
  const { fleet } = input.problem;
  const { edges, slotCount } = fleet.timeline;
  return {
    id,
    currency: fleet.currency,
    timeline: { start: formatUtc(edges[0]), end: formatUtc(edges[slotCount]), slotCount },
    sites: fleet.sites.map((site) => ({ id: site.id, timeZone: site.timeZone })),
    jobCount: fleet.jobs.length,
    inputDigest: input.digest,
    planning,
    plan: published === null ? null : planSummary(published),
  };
}

function planSummary({ plan, publishedAt }: StoredPlan) {
  const { revision, status, statusReason, certifiedGap, objective, inputDigest, planDigest, brokenPromises } = plan;
  return {
    revision,
    status,
    statusReason,
    certifiedGap,
    objective,
    brokenPromiseCount: brokenPromises.length,
    inputDigest,
    planDigest,
    publishedAt: publishedAt.toISOString(),
  };
}

interface JobItem {
  readonly id: string;
  readonly pool: string;
  readonly shape: ComputeJob['shape'];
  readonly sites: readonly string[];
  readonly workUnitHours: number;
  readonly maximumUnits: number;
  readonly earliestStart: string;
  readonly deadline: string;
  readonly deadlinePolicy: ComputeJob['deadlinePolicy'];
  /** What the plan does with it; null while the fleet has no plan that knows it. */
  readonly planned: Omit<PlanJob, 'id' | 'pool' | 'workUnitHours'> | null;
}

/** Jobs in the order of their ids; `nextCursor` names the last one of a page that others follow. */
function jobPage({ input, published }: FleetState, limit: number, cursor: string | undefined) {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const planned = new Map(published?.plan.jobs.map((job) => [job.id, job]));
  // A frozen problem has its jobs in the order of the code units of their ids.
  const rest = input.problem.fleet.jobs.filter(({ id }) => after === null || id > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((job) => jobItem(job, planned.get(job.id))),
    nextCursor: last === undefined || page.length === rest.length ? null : Buffer.from(last.id).toString('base64url'),
  };
}

function decodeCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (Buffer.from(id).toString('base64url') === cursor) return id;
  throw new HttpProblem(400, 'The cursor is not one that this service gave.');
}

function jobItem(job: ComputeJob, planJob: PlanJob | undefined): JobItem {
  return {
    id: job.id,
    pool: job.pool,
    shape: job.shape,
    sites: job.sites,
    workUnitHours: job.work,
    maximumUnits: job.maximumUnits,
    earliestStart: formatUtc(job.earliestStart),
    deadline: formatUtc(job.deadline),
    deadlinePolicy: job.deadlinePolicy,
    planned: planJob === undefined ? null : plannedPart(planJob),
  };
}

function plannedPart({ id: _id, pool: _pool, workUnitHours: _work, ...planned }: PlanJob): JobItem['planned'] {
  return planned;
}

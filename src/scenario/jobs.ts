import type { ComputeJob, DeadlinePolicy } from '../domain/job.ts';

import { formatUtc, type Instant, timelineStart } from '../time/timeline.ts';
import { unitHours } from '../units/index.ts';
import { checkUnique, child, type Fault, type Node, type ReadContext, trustedValue } from './context.ts';
import { readJobSites } from './job-sites.ts';
import { readTerms } from './job-terms.ts';
import { type LeftOutSites, makeLeftOutSites } from './left-out-sites.ts';
import type { Places } from './places.ts';
import type { JobSource } from './schema/scenario.ts';
import { readInstant } from './timeline.ts';

/** Unit-hours; figures of plans are rounded to as much, so that less would be no work in them. */
const LEAST_WORK_LEFT = 1e-6;

/** A job but for the prices that may be defaults. */
export type JobDraft = Omit<ComputeJob, 'unservedPricePerUnitHour' | 'leftoverPricePerUnitHour'> & {
  readonly unservedPricePerUnitHour: number | null;
  readonly leftoverPricePerUnitHour: number | null;
};

/** The jobs; null, and faults, when any is wrong. Notes tell of sites that they do without for want of a link. */
export function readJobs(context: ReadContext, nodes: readonly Node<JobSource>[], places: Places): JobDraft[] | null {
  checkUnique(context, nodes);
  const leftOut = makeLeftOutSites();
  const jobs = nodes.map((node) => readJob(context, node, places, leftOut));
  for (const note of leftOut.notes()) context.note(note);
  const sound = jobs.filter((job) => job !== null);
  return sound.length === jobs.length ? sound : null;
}

/** Terms, sites, window, policy and restarts are each looked at even where another key of the job is wrong. */
function readJob(context: ReadContext, node: Node<JobSource>, places: Places, leftOut: LeftOutSites): JobDraft | null {
  const { terms, sound: termsSound } = readTerms(context, node, places);
  const sites = readJobSites(context, node, terms, places, leftOut);
  const window = readWindow(context, node);
  const deadlinePolicy = readPolicy(context, node);
  const restartsSound = checkRestarts(context, node);
  const progressSound = checkProgress(context, node);
  const source = trustedValue(context, node);
  if (source === null || sites === null || window === null || deadlinePolicy === null) return null;
  if (!termsSound || !restartsSound || !progressSound) return null;
  return {
    id: source.id,
    pool: source.pool,
    shape: source.shape ?? 'preemptible',
    work: unitHours(source.units * source.hours - (source.doneUnitHours ?? 0)),
    maximumUnits: source.units,
    ...window,
    deadlinePolicy,
    sites,
    ...terms,
    restartPricePerUnit: source.restartPricePerUnit ?? 0,
    gang: null,
    unservedPricePerUnitHour: source.unservedPricePerUnitHour ?? null,
    leftoverPricePerUnitHour: source.leftoverPricePerUnitHour ?? null,
  };
}

function checkRestarts(context: ReadContext, node: Node<JobSource>): boolean {
  const priceNode = child(node, 'restartPricePerUnit');
  const price = trustedValue(context, priceNode);
  const shape = trustedValue(context, child(node, 'shape'));
  if (shape === null || shape === 'preemptible' || price === null || price === 0) return true;
  context.fault({
    path: priceNode.path,
    found: `${price} for a ${shape} job`,
    expected: '0 or shape: preemptible',
    hint:
      shape === 'divisible'
        ? 'divisible work has no restarts to pay for'
        : 'contiguous work never stops to start again',
  });
  return false;
}

/** Work done before the timeline leaves some to plan, and is of a job that may go on where and as wide as it likes. */
function checkProgress(context: ReadContext, node: Node<JobSource>): boolean {
  const doneNode = child(node, 'doneUnitHours');
  const done = trustedValue(context, doneNode);
  if (done === null || done === 0) return true;
  const { path } = doneNode;
  if (trustedValue(context, child(node, 'shape')) === 'contiguous') {
    context.fault({
      path,
      found: `${done} for a contiguous job`,
      expected: '0 or shape: preemptible or divisible',
      hint: 'a contiguous job runs once, all of it inside the plan',
    });
    return false;
  }
  const units = trustedValue(context, child(node, 'units'));
  const hours = trustedValue(context, child(node, 'hours'));
  if (units === null || hours === null || units * hours - done >= LEAST_WORK_LEFT) return true;
  context.fault({
    path,
    found: `${done} of ${units * hours} unit-hours`,
    expected: `at least ${LEAST_WORK_LEFT} unit-hours less than units x hours, so that work is left`,
    hint: 'leave out a job that is done',
  });
  return false;
}

function readWindow(context: ReadContext, node: Node<JobSource>): { earliestStart: Instant; deadline: Instant } | null {
  const { timeline } = context;
  const startNode = child(node, 'earliestStart');
  const deadlineNode = child(node, 'deadline');
  const startText = trustedValue(context, startNode);
  const deadlineText = trustedValue(context, deadlineNode);
  const given = startText === null ? null : readInstant(context, startText, startNode.path);
  const deadline = deadlineText === null ? null : readInstant(context, deadlineText, deadlineNode.path);
  if (timeline === null || deadline === null) return null;
  const start = timelineStart(timeline);
  const earliestStart = startNode.value === undefined ? start : given;
  const fault =
    deadlineFault(deadline, earliestStart, given === null ? 'start of the timeline' : 'earliest start') ??
    overdueFault(deadline, start, readPolicyName(context, node));
  if (fault !== null) {
    context.fault({ path: deadlineNode.path, ...fault });
    return null;
  }
  return earliestStart === null ? null : { earliestStart, deadline };
}

type FaultWords = Omit<Fault, 'path'>;

function deadlineFault(deadline: Instant, earliestStart: Instant | null, what: string): FaultWords | null {
  if (earliestStart === null || deadline > earliestStart) return null;
  return {
    found: `the deadline ${formatUtc(deadline)}`,
    expected: `a time after the ${what}, ${formatUtc(earliestStart)}`,
  };
}

function overdueFault(deadline: Instant, start: Instant, policy: DeadlinePolicy['kind'] | null): FaultWords | null {
  if (deadline > start || policy !== 'hard') return null;
  return {
    found: `the deadline ${formatUtc(deadline)}, which is hard`,
    expected: `a time after the start of the timeline, ${formatUtc(start)}`,
    hint: 'overdue work wants deadlinePolicy: priced or bestEffort',
  };
}

function readPolicyName(context: ReadContext, node: Node<JobSource>): DeadlinePolicy['kind'] | null {
  const policyNode = child(node, 'deadlinePolicy');
  return policyNode.value === undefined ? 'hard' : trustedValue(context, policyNode);
}

function readPolicy(context: ReadContext, node: Node<JobSource>): DeadlinePolicy | null {
  const kind = readPolicyName(context, node);
  const priceNode = child(node, 'pricePerHourLate');
  const { path } = priceNode;
  if (kind === null || !context.trusted(path)) return null;
  const pricePerHourLate = priceNode.value;
  if (kind === 'priced') {
    if (pricePerHourLate !== undefined) return { kind, pricePerHourLate };
    context.fault({ path, found: 'nothing', expected: 'a price, since deadlinePolicy is priced' });
    return null;
  }
  if (pricePerHourLate === undefined) return { kind };
  const found = `${pricePerHourLate} with deadlinePolicy ${kind}`;
  context.fault({ path, found, expected: 'no such key, or deadlinePolicy: priced' });
  return null;
}

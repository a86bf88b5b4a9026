import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan, PlanJob } from '../../domain/plan.ts';
import { maySkipHorizon } from '../contiguous-run.ts';
import { type Lack, lackForRun } from '../free-capacity.ts';
import { jobPlaces, largestSpeed } from '../job-window.ts';
import type { Binding } from './binding.ts';
import { type ClosedSite, closedSites } from './closed-sites.ts';
import { contiguousBindings } from './contiguous-binding.ts';
import { type CostShares, costShares } from './cost-shares.ts';
import { freeBesidePlan } from './free-beside-plan.ts';
import { SAME_PRICE } from './prices.ts';
import { type Run, type RunCost, type StartOption, startOptions } from './start-options.ts';

/** Why a job that runs once starts where and when it does: what each start costs by the plan's prices. */
export interface ContiguousExplanation {
  readonly kind: 'contiguous';
  readonly job: ComputeJob;
  readonly planned: PlanJob;
  /** False for a plan without shadow prices: then nothing is said of costs. */
  readonly hasPrices: boolean;
  readonly taken: Way;
  /** Of its cost per unit-hour; null without prices, and where it does not run. */
  readonly costShares: CostShares | null;
  /** Other ways, cheapest first, the cheapest of each site among them; starts at one place and cost count as one. */
  readonly alternatives: readonly OtherWay[];
  readonly binding: readonly Binding[];
  readonly closedSites: readonly ClosedSite[];
}

/** A run, or the whole job left for after the horizon, or never done. */
export type Way = Run | { readonly kind: 'leftOver' | 'unserved'; readonly cost: RunCost };

export interface OtherWay {
  readonly way: Way;
  /** Money more than the way taken; negative where it has no room, or is too large a change for these prices. */
  readonly extra: number;
  /** What has no room for it beside the rest of the plan; null: it would fit. */
  readonly lacks: Lack | null;
  /** Other starts at the same place and cost; this one is the earliest. */
  readonly furtherStarts: number;
}

const MOST_ALTERNATIVES = 6;

export function explainContiguous(fleet: Fleet, plan: Plan, job: ComputeJob, planned: PlanJob): ContiguousExplanation {
  const hasPrices = plan.shadowPrices.length > 0;
  const options = jobPlaces(job, fleet.sites).flatMap((place) => startOptions(fleet, plan, job, place));
  const start = startTaken(job, planned, options);
  const taken = start ?? wayNotRun(job, planned);
  return {
    kind: 'contiguous',
    job,
    planned,
    hasPrices,
    taken,
    costShares: costShares(fleet, plan, job, planned, start),
    alternatives: hasPrices ? shortened(otherWays(fleet, plan, job, options, taken, start)) : [],
    binding: hasPrices ? contiguousBindings(fleet, plan, job, options, taken.cost.total) : [],
    closedSites: closedSites(fleet, job),
  };
}

/** The start that the plan gives it; null where it does not run. */
function startTaken(job: ComputeJob, planned: PlanJob, options: readonly StartOption[]): StartOption | null {
  const allocation = planned.allocations.at(0);
  if (allocation === undefined) return null;
  const found = options.find(
    ({ site, operatingPoint, run }) =>
      site === allocation.site &&
      operatingPoint === allocation.operatingPoint &&
      run.firstSlot === allocation.firstSlot,
  );
  if (found === undefined) throw new Error(`job "${job.id}" starts in the plan where its problem has no start`);
  return found;
}

function wayNotRun(job: ComputeJob, { unservedUnitHours, leftoverUnitHours }: PlanJob): Way {
  return unservedUnitHours > leftoverUnitHours
    ? notRun('unserved', job.unservedPricePerUnitHour * job.work)
    : notRun('leftOver', job.leftoverPricePerUnitHour * job.work);
}

function notRun(kind: 'leftOver' | 'unserved', notDone: number): Way {
  return { kind, cost: { energy: 0, cooling: 0, pool: 0, data: 0, lateness: 0, notDone, total: notDone } };
}

/** The ways not taken, cheapest first. */
function otherWays(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  options: readonly StartOption[],
  taken: Way,
  start: StartOption | null,
): OtherWay[] {
  const free = freeBesidePlan(fleet, plan, job, start);
  const skips = maySkipHorizon(job, fleet.timeline, largestSpeed(jobPlaces(job, fleet.sites)));
  const beside = (way: Way, lacks: Lack | null): OtherWay => {
    const extra = way.cost.total - taken.cost.total;
    return { way, extra: Math.abs(extra) <= SAME_PRICE ? 0 : extra, lacks, furtherStarts: 0 };
  };
  const runs = options
    .filter((option) => option !== start)
    .map((option) => {
      const room = free.roomOf(job, option.place, option.point);
      return beside(option, lackForRun(room, job.maximumUnits, option.run, PLAN_ROUNDING)?.lack ?? null);
    });
  const later = skips && taken.kind !== 'leftOver' ? [notRun('leftOver', job.leftoverPricePerUnitHour * job.work)] : [];
  return [...runs, ...later.map((way) => beside(way, null))].sort(
    (first, second) => first.extra - second.extra || startOf(first.way) - startOf(second.way),
  );
}

/** A plan's figures are rounded. */
const PLAN_ROUNDING = 1e-5;

function startOf(way: Way): number {
  return way.kind === 'run' ? way.startsAt : Number.POSITIVE_INFINITY;
}

/** Starts at one place that cost the same become the first of them; then the cheapest, and the cheapest of each site. */
function shortened(others: readonly OtherWay[]): OtherWay[] {
  const list: OtherWay[] = [];
  for (const other of others) {
    const index = list.findIndex((known) => isAlike(known, other));
    if (index === -1) list.push(other);
    else list[index] = { ...list[index], furtherStarts: list[index].furtherStarts + 1 };
  }
  const seen = new Set<string>();
  return list.filter(({ way }, k) => {
    const place = way.kind === 'run' ? way.site : '';
    const isFirst = !seen.has(place);
    seen.add(place);
    return k < MOST_ALTERNATIVES || isFirst;
  });
}

function isAlike({ way: one, ...first }: OtherWay, { way: other, ...second }: OtherWay): boolean {
  if (one.kind !== 'run' || other.kind !== 'run') return false;
  const samePlace = one.site === other.site && one.operatingPoint === other.operatingPoint;
  return samePlace && first.lacks === second.lacks && Math.abs(first.extra - second.extra) <= SAME_PRICE;
}

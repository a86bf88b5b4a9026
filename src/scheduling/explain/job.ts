import type { ComputePool, Fleet, OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan, PlanJob } from '../../domain/plan.ts';
import { type JobPlace, jobPlaces, jobWindow, largestSpeed, meanLatenessHours } from '../job-window.ts';
import type { SchedulingProblem } from '../problem.ts';
import { figure, planSiteOf, priceOfOneMoreKwh, SAME_PRICE, shadowPrice } from './prices.ts';

/** Why a job runs where and when it does, from the plan's prices; they hold for small changes. */
export interface JobExplanation {
  readonly job: ComputeJob;
  readonly planned: PlanJob;
  /** Cost of one more unit-hour of this job; null for a plan without shadow prices. */
  readonly pricePerUnitHour: number | null;
  readonly running: readonly RunningStretch[];
  /** Places in the window that the job does not use, cheapest first. */
  readonly alternatives: readonly Alternative[];
  /** What keeps the job from being cheaper, most worth first; empty: it has the cheapest places there are. */
  readonly binding: readonly Binding[];
}

/** Neighbouring slots [fromSlot, toSlot) with one price. */
export interface Stretch {
  readonly site: string;
  readonly operatingPoint: string;
  readonly fromSlot: number;
  readonly toSlot: number;
  readonly cost: WorkCost;
}

export interface RunningStretch extends Stretch {
  /** Mean active units. */
  readonly units: number;
}

export interface Alternative extends Stretch {
  /** Money per unit-hour more than where it runs now. */
  readonly extraPerUnitHour: number;
  /** Stretches of the same place and cost beside this one, the earliest. */
  readonly furtherStretches: number;
}

/** Money per unit-hour of work at reference speed. */
export interface WorkCost {
  readonly energy: number;
  readonly pool: number;
  readonly lateness: number;
  readonly total: number;
}

export type Binding =
  /** Runs at full width in cheap slots; one unit more there saves this per hour of it. */
  | { readonly kind: 'width'; readonly savingPerUnitHour: number; readonly slot: number; readonly site: string }
  /** All units of the pool are taken there. */
  | { readonly kind: 'poolCapacity'; readonly savingPerUnitHour: number; readonly slot: number; readonly site: string }
  /** A cheaper slot lies before the earliest start or after the deadline. */
  | { readonly kind: 'earliestStart'; readonly savingPerUnitHour: number; readonly slot: number; readonly site: string }
  | { readonly kind: 'deadline'; readonly savingPerUnitHour: number; readonly slot: number; readonly site: string }
  /** A site that has the pool, but that the job does not allow, is cheaper. */
  | { readonly kind: 'sites'; readonly savingPerUnitHour: number; readonly slot: number; readonly site: string };

interface Option {
  readonly site: string;
  readonly pool: ComputePool;
  readonly point: OperatingPoint;
  readonly slot: number;
  readonly cost: WorkCost;
}

const MOST_ALTERNATIVES = 6;
const NEGLIGIBLE_UNITS = 1e-6;

/** Null when the plan or the problem has no job of this id. */
export function explainJob(problem: SchedulingProblem, plan: Plan, jobId: string): JobExplanation | null {
  const { fleet } = problem;
  const job = fleet.jobs.find(({ id }) => id === jobId);
  const planned = plan.jobs.find(({ id }) => id === jobId);
  if (job === undefined || planned === undefined) return null;
  const context = makeContext(problem, plan, job, planned);
  const inWindow = context.optionsAt(jobPlaces(job, fleet.sites), context.window.firstSlot, context.window.endSlot);
  const used = inWindow.filter((option) => context.activeUnits(option) > NEGLIGIBLE_UNITS);
  const price = shadowPrice(plan, 'jobWork', null, job.id, 0);
  return {
    job,
    planned,
    pricePerUnitHour: price,
    running: runningStretches(used, context.activeUnits),
    alternatives: price === null ? [] : alternatives(context, inWindow, used, price),
    binding: price === null ? [] : bindings(context, inWindow, used, price),
  };
}

type Context = ReturnType<typeof makeContext>;

function makeContext(problem: SchedulingProblem, plan: Plan, job: ComputeJob, planned: PlanJob) {
  const { fleet } = problem;
  const { sites, timeline } = fleet;
  const places = jobPlaces(job, sites);
  const window = jobWindow(job, timeline, largestSpeed(places));
  const activeUnits = ({ site, point, slot }: Pick<Option, 'site' | 'point' | 'slot'>) =>
    planned.allocations
      .filter((allocation) => allocation.site === site && allocation.operatingPoint === point.id)
      .reduce((sum, { firstSlot, activeUnits: units }) => sum + (units[slot - firstSlot] ?? 0), 0);
  const optionsAt = (at: readonly JobPlace[], fromSlot: number, toSlot: number): Option[] =>
    at.flatMap(({ site, pool }) =>
      pool.operatingPoints.flatMap((point) =>
        Array.from({ length: Math.max(0, toSlot - fromSlot) }, (_, k): Option => {
          const slot = fromSlot + k;
          return { site: site.id, pool, point, slot, cost: workCost(plan, fleet, job, site, pool, point, slot) };
        }).filter((option) => pool.unitsAvailable[option.slot] > 0),
      ),
    );
  const isFullWidth = (slot: number) => {
    const widthNow = planned.allocations.reduce(
      (sum, { firstSlot, activeUnits: units }) => sum + (units[slot - firstSlot] ?? 0),
      0,
    );
    const share = window.shareInside[slot - window.firstSlot] ?? 0;
    return widthNow >= job.maximumUnits * share - NEGLIGIBLE_UNITS;
  };
  return { sites, timeline, plan, job, places, window, activeUnits, isFullWidth, optionsAt };
}

/** Money per unit-hour at reference speed: a unit works `speed` of them an hour. */
function workCost(
  plan: Plan,
  fleet: Fleet,
  job: ComputeJob,
  site: Site,
  pool: ComputePool,
  point: OperatingPoint,
  slot: number,
): WorkCost {
  const electricity = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const extraKw = (point.kwPerUnit - pool.idleKwPerUnit) * (1 + site.compute.overheadFraction);
  const energy = (electricity * extraKw) / point.speed;
  const capacity = (0 - (shadowPrice(plan, 'poolCapacity', site.id, pool.id, slot) ?? 0)) / point.speed;
  const policy = job.deadlinePolicy;
  const lateness =
    policy.kind === 'priced' ? (policy.pricePerHourLate / job.work) * meanLatenessHours(job, fleet.timeline, slot) : 0;
  return { energy, pool: capacity, lateness, total: energy + capacity + lateness };
}

function runningStretches(used: readonly Option[], units: (option: Option) => number): RunningStretch[] {
  return joined(used.map((option) => ({ ...stretchOf(option), units: units(option) }))).sort(
    (first, second) => first.fromSlot - second.fromSlot,
  );
}

/**
 * In a slot where the job is as wide as it may be, another site can only take over what runs in that slot,
 * so the comparison is with the dearest place there; elsewhere it is with the price of the job's work.
 */
function alternatives(
  context: Context,
  inWindow: readonly Option[],
  used: readonly Option[],
  price: number,
): Alternative[] {
  const taken = new Set(used);
  const free = inWindow.filter((option) => !taken.has(option));
  const now = (option: Option) =>
    context.isFullWidth(option.slot)
      ? used.reduce((dearest, at) => (at.slot === option.slot ? Math.max(dearest, at.cost.total) : dearest), -Infinity)
      : price;
  const stretches = joined(
    free.map((option) => ({
      ...stretchOf(option),
      extraPerUnitHour: moreThan(now(option), option.cost.total),
      furtherStretches: 0,
    })),
  );
  return withoutRepeats(stretches)
    .sort((first, second) => first.extraPerUnitHour - second.extraPerUnitHour || first.fromSlot - second.fromSlot)
    .slice(0, MOST_ALTERNATIVES);
}

/** Places that recur at one cost (a price that is flat but for a few hours) are named once, with their number. */
function withoutRepeats(stretches: readonly Alternative[]): Alternative[] {
  const list: Alternative[] = [];
  for (const stretch of stretches) {
    const index = list.findIndex(
      (known) =>
        known.site === stretch.site &&
        known.operatingPoint === stretch.operatingPoint &&
        Math.abs(known.cost.total - stretch.cost.total) <= SAME_PRICE &&
        Math.abs(known.extraPerUnitHour - stretch.extraPerUnitHour) <= SAME_PRICE,
    );
    if (index === -1) list.push(stretch);
    else list[index] = { ...list[index], furtherStretches: list[index].furtherStretches + 1 };
  }
  return list;
}

function moreThan(now: number, then: number): number {
  return then - now > SAME_PRICE ? then - now : 0;
}

function stretchOf({ site, point, slot, cost }: Option): Stretch {
  return { site, operatingPoint: point.id, fromSlot: slot, toSlot: slot + 1, cost };
}

/** Joins neighbours of one place that agree in cost (and units); input in order of slots within a place. */
function joined<S extends Stretch & { readonly units?: number }>(stretches: readonly S[]): S[] {
  const list: S[] = [];
  for (const stretch of stretches) {
    const last = list.at(-1);
    const continues =
      last !== undefined &&
      last.site === stretch.site &&
      last.operatingPoint === stretch.operatingPoint &&
      last.toSlot === stretch.fromSlot &&
      Math.abs(last.cost.total - stretch.cost.total) <= SAME_PRICE &&
      Math.abs((last.units ?? 0) - (stretch.units ?? 0)) <= NEGLIGIBLE_UNITS;
    if (continues) list[list.length - 1] = { ...last, toSlot: stretch.toSlot };
    else list.push(stretch);
  }
  return list;
}

function bindings(context: Context, inWindow: readonly Option[], used: readonly Option[], price: number): Binding[] {
  const { job, plan, sites, timeline, window } = context;
  const found: Binding[] = [];
  const note = (kind: Binding['kind'], options: readonly Option[], saving: (option: Option) => number) => {
    const best = options.reduce<Option | null>(
      (kept, option) => (kept === null || saving(option) > saving(kept) ? option : kept),
      null,
    );
    if (best === null || saving(best) <= SAME_PRICE) return;
    found.push({ kind, savingPerUnitHour: saving(best), slot: best.slot, site: best.site });
  };
  const below = (option: Option) => price - option.cost.total;
  const isFull = ({ site, pool, slot }: Option) =>
    figure(planSiteOf(plan, site), 'poolBusyUnits', pool.id, slot) >= pool.unitsAvailable[slot] - NEGLIGIBLE_UNITS;
  note(
    'poolCapacity',
    inWindow.filter((option) => isFull(option) && !context.isFullWidth(option.slot)),
    (option) => Math.max(option.cost.pool, below(option)),
  );
  note(
    'width',
    used.filter(({ slot }) => context.isFullWidth(slot)),
    below,
  );
  note('earliestStart', context.optionsAt(context.places, 0, window.firstSlot), below);
  note('deadline', context.optionsAt(context.places, window.endSlot, timeline.slotCount), below);
  const elsewhere = sites.flatMap((site) =>
    job.sites.includes(site.id)
      ? []
      : site.compute.pools.filter(({ id }) => id === job.pool).map((pool): JobPlace => ({ site, pool })),
  );
  note('sites', context.optionsAt(elsewhere, window.firstSlot, window.endSlot), below);
  return found.sort((first, second) => second.savingPerUnitHour - first.savingPerUnitHour);
}

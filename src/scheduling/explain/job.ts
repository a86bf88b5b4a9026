import type { ComputePool, OperatingPoint } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan, PlanJob } from '../../domain/plan.ts';
import { type JobPlace, jobPlaces, jobWindow, largestSpeed } from '../job-window.ts';
import type { SchedulingProblem } from '../problem.ts';
import { type Binding, type LinkBinding, mostSaving, mostSavingFirst, type PlaceBinding } from './binding.ts';
import { type ClosedSite, closedSites } from './closed-sites.ts';
import { type ContiguousExplanation, explainContiguous } from './contiguous.ts';
import { type CostShares, costShares } from './cost-shares.ts';
import { isLinkFull, isPoolFull, limitPrice, SAME_PRICE, shadowPrice } from './prices.ts';
import { placesElsewhere, type WorkCost, workCost } from './work-cost.ts';

/** Why a job runs where and when it does, from the plan's prices; they hold for small changes. */
export type JobExplanation = DivisibleExplanation | ContiguousExplanation;

/** Of work that may run at any width, with pauses or without. */
export interface DivisibleExplanation {
  readonly kind: 'divisible';
  readonly job: ComputeJob;
  readonly planned: PlanJob;
  /** Cost of one more unit-hour of this job; null for a plan without shadow prices. */
  readonly pricePerUnitHour: number | null;
  /** Of the mean cost per unit-hour of all that runs; null without prices, and where nothing runs. */
  readonly costShares: CostShares | null;
  readonly running: readonly RunningStretch[];
  /** Places in the window that the job does not use, cheapest first. */
  readonly alternatives: readonly Alternative[];
  /** What keeps the job from being cheaper, most worth first; empty: it has the cheapest places there are. */
  readonly binding: readonly Binding[];
  readonly closedSites: readonly ClosedSite[];
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
  if (job.shape === 'contiguous') return explainContiguous(fleet, plan, job, planned);
  const context = makeContext(problem, plan, job, planned);
  const inWindow = context.optionsAt(jobPlaces(job, fleet.sites), context.window.firstSlot, context.window.endSlot);
  const used = inWindow.filter((option) => context.activeUnits(option) > NEGLIGIBLE_UNITS);
  const price = shadowPrice(plan, 'jobWork', null, job.id, 0);
  return {
    kind: 'divisible',
    job,
    planned,
    pricePerUnitHour: price,
    costShares: costShares(fleet, plan, job, planned, null),
    running: runningStretches(used, context.activeUnits),
    alternatives: price === null ? [] : alternatives(context, inWindow, used, price),
    binding: price === null ? [] : bindings(context, inWindow, used, price),
    closedSites: closedSites(fleet, job),
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
          return { site: site.id, pool, point, slot, cost: workCost(fleet, plan, job, { site, pool }, point, slot) };
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
  const isPartSlotFull = ({ site, pool, slot }: Option) => {
    const share = window.shareInside[slot - window.firstSlot] ?? 1;
    if (share >= 1) return false;
    const here = pool.operatingPoints.reduce((sum, point) => sum + activeUnits({ site, point, slot }), 0);
    return here >= pool.unitsAvailable[slot] * share - NEGLIGIBLE_UNITS;
  };
  return { fleet, plan, job, places, window, activeUnits, isFullWidth, isPartSlotFull, optionsAt };
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
  const { fleet, job, plan, window } = context;
  const below = (option: Option) => price - option.cost.total;
  const note = (kind: PlaceBinding['kind'], options: readonly Option[], saving: (option: Option) => number = below) =>
    mostSaving(options.map((option) => ({ ...placeOf(option), kind, savingPerUnitHour: saving(option) })));
  const narrow = inWindow.filter(({ slot }) => !context.isFullWidth(slot));
  return mostSavingFirst([
    ...note(
      'poolCapacity',
      narrow.filter(({ site, pool, slot }) => isPoolFull(plan, site, pool, slot)),
      (option) => Math.max(option.cost.pool, below(option)),
    ),
    ...note('partSlot', narrow.filter(context.isPartSlotFull)),
    ...fullLinks(context, narrow, below),
    ...note(
      'width',
      used.filter(({ slot }) => context.isFullWidth(slot)),
    ),
    ...note('earliestStart', context.optionsAt(context.places, 0, window.firstSlot)),
    ...note('deadline', context.optionsAt(context.places, window.endSlot, fleet.timeline.slotCount)),
    ...note('sites', context.optionsAt(placesElsewhere(fleet, job), window.firstSlot, window.endSlot)),
  ]);
}

function placeOf({ site, slot }: Option) {
  return { site, slot };
}

/** Where the data's link is full: a gigabyte more an hour would let work in, or serve what pays the link's price. */
function fullLinks({ fleet, plan, job }: Context, options: readonly Option[], below: (option: Option) => number) {
  const { data } = job;
  if (data === null || data.gigabytesPerUnitHour <= 0) return [];
  const full = options.filter(({ site, slot }) => {
    const link = fleet.links.find(({ from, to }) => from === data.site && to === site);
    return link !== undefined && isLinkFull(plan, link, slot);
  });
  return mostSaving(
    full.map((option): LinkBinding => {
      const pricePerGigabyte = limitPrice(plan, 'linkCapacity', option.site, data.site, option.slot);
      const savingPerUnitHour = Math.max(pricePerGigabyte * data.gigabytesPerUnitHour, below(option));
      return {
        ...placeOf(option),
        kind: 'linkCapacity',
        from: data.site,
        pricePerGigabyte,
        savingPerUnitHour,
      };
    }),
  );
}

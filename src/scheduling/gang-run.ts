import type { ComputeJob } from '../domain/job.ts';
import { type Instant, instant, MILLISECONDS_PER_HOUR, type Timeline } from '../time/timeline.ts';
import { hoursAfterDeadline } from './contiguous-run.ts';
import { type GangStates, makeGangStates, type Workspace } from './gang-states.ts';
import { type GangWindow, gangTerms, gangWindow, workStep } from './gang-window.ts';

/** A site and operating point that a gang may run at, slot by slot of the timeline. */
export interface GangPlace {
  readonly speed: number;
  /** Money for one unit that works all of a slot. */
  readonly pricePerUnit: Float64Array;
  /** Money for one unit that stands by all of a slot, held for work in a part of it; null: none. */
  readonly heldPricePerUnit: Float64Array | null;
  /** Most of a slot, as a share, that all units may work by what is free there; 0 where there are too few machines. */
  readonly shareFree: Float64Array;
}

/** Consecutive slots at one place; `shareBusy[k]`: share of slot `firstSlot + k` during which all units work. */
export interface GangRun {
  readonly place: number;
  readonly firstSlot: number;
  readonly shareBusy: readonly number[];
}

/** What a gang does, and what that costs in money. */
export interface GangSchedule {
  readonly cost: number;
  /** In time's order. */
  readonly runs: readonly GangRun[];
  /** Unit-hours of the job that are left for after the horizon, or never done. */
  readonly leftoverUnitHours: number;
  readonly unservedUnitHours: number;
  /** End of the last run; null where it does not run. */
  readonly endsAt: Instant | null;
  readonly hoursLate: number;
}

/** Steps of work that a job is cut into at most; beyond, schedules are still sound but need no longer be the cheapest. */
const MOST_LEVELS = 4000;
const NOTHING = Number.POSITIVE_INFINITY;
/** Hours of work, and shares of a slot, that are rounding. */
const ROUNDING = 1e-9;

/**
 * The cheapest schedule of one gang for given prices and room: an exact dynamic program forward over slot boundaries,
 * whose states are where the gang runs or that it pauses, the net work done (what a resumption redoes is taken off it),
 * resumptions so far where they are limited, and whether it used the part of a slot with which its window opens. Per
 * unit of the gang, so that prices are shared between jobs. It looks at no resumption that would put the job behind its
 * beginning. Effort: slots x places x steps of work (x limited resumptions); no memory is taken beyond the workspace.
 */
export function cheapestGangRun(
  job: ComputeJob,
  timeline: Timeline,
  places: readonly GangPlace[],
  workspace: Workspace = shared,
): GangSchedule {
  const search = makeSearch(job, timeline, places, workspace);
  search.endNow(0, -1, 0, 0, 0);
  for (let i = 0; i < search.window.slotCount; i += 1) {
    search.pauseAt(i);
    search.runThrough(i);
  }
  return search.schedule();
}

/** Calls follow one another: nothing of one is left in the next. */
const shared: Workspace = { costs: new Float64Array(0), nets: new Float64Array(0), links: new Int32Array(0) };

/** How the best schedule so far ends: a state, and slots that it goes on for from there. */
interface Ending {
  readonly cost: number;
  readonly from: {
    readonly kind: 'run' | 'wait';
    readonly boundary: number;
    readonly place: number;
    readonly state: number;
  } | null;
  readonly place: number;
  /** Slots from the boundary on: all but the last as the window has them, the last with this share. */
  readonly slots: number;
  readonly lastShare: number;
  readonly endsAt: number | null;
  readonly net: number;
  readonly isPaused: boolean;
}

function makeSearch(job: ComputeJob, timeline: Timeline, places: readonly GangPlace[], workspace: Workspace) {
  const { maximumInterruptions, checkpointHours } = gangTerms(job);
  const units = job.maximumUnits;
  const work = job.work / units;
  const speeds = places.map(({ speed }) => speed);
  const window = gangWindow(job, timeline, Math.max(...speeds));
  const { slotCount, firstSlot, share } = window;
  const slotHours = timeline.hours.subarray(firstSlot, firstSlot + slotCount);
  const states = makeGangStates(workspace, {
    slotCount,
    placeCount: places.length,
    step: workStep(work, slotHours, speeds, checkpointHours, MOST_LEVELS),
    work,
    mostResumptions:
      maximumInterruptions !== null && maximumInterruptions < slotCount - 1 ? maximumInterruptions : null,
    // Where the window opens inside a slot, work goes on from off the grid; by how much depends on the speed alone.
    openings: slotCount > 0 && share[0] < 1 ? speeds : null,
  });
  const sums = places.map((place) => placeSums(place, window, slotHours));
  const priceLate = job.deadlinePolicy.kind === 'priced' ? job.deadlinePolicy.pricePerHourLate / units : 0;
  const mostLeft = job.leftoverPricePerUnitHour < job.unservedPricePerUnitHour ? window.leftoverUnitHours / units : 0;
  const { costs, nets } = states;
  const { restartPricePerUnit: restartPrice, leftoverPricePerUnitHour: leftoverPrice } = job;
  const { unservedPricePerUnitHour: unservedPrice } = job;
  let best: Ending | null = null;

  const lateCost = (endsAt: number): number =>
    priceLate === 0 ? 0 : priceLate * hoursAfterDeadline(job, instant(endsAt));

  /** What is left at the end: later as far as that is possible, else never. */
  function restCost(net: number, mayLeave: boolean): number {
    const rest = Math.max(0, work - net);
    const left = mayLeave ? Math.min(rest, mostLeft) : 0;
    return left * leftoverPrice + (rest - left) * unservedPrice;
  }

  function isBetter(cost: number): boolean {
    return best === null || cost < best.cost - 1e-12 * (1 + Math.abs(best.cost));
  }

  /** The job stops here for good: at boundary, in the state of a run; null: it never began. */
  function endNow(boundary: number, place: number, state: number, cost: number, net: number): void {
    // Paused with work left for later it resumes once more.
    const mayLeave = boundary === 0 || states.mayResume(state);
    const endsAt = boundary === 0 ? null : window.endsAt[boundary - 1];
    const whole = cost + restCost(net, mayLeave) + (endsAt === null ? 0 : lateCost(endsAt));
    if (!isBetter(whole)) return;
    const from = boundary === 0 ? null : ({ kind: 'run', boundary, place, state } as const);
    best = { cost: whole, from, place, slots: 0, lastShare: 1, endsAt, net, isPaused: from !== null };
  }

  /** Of all that runs up to a boundary in one state, at whatever place, the cheapest may pause; what waits goes on waiting. */
  function pauseAt(i: number): void {
    states.carryWaiting(i);
    const resumesAt = window.pauseUntil[i];
    for (let state = 0; i > 0 && state < states.count; state += 1) {
      const p = states.cheapestPlace(i, state);
      if (p < 0) continue;
      const cost = costs[states.runAt(i, p, state)];
      const net = nets[states.runAt(i, p, state)];
      endNow(i, p, state, cost, net);
      const after = net - checkpointHours;
      if (resumesAt >= slotCount || after < -ROUNDING || !states.mayResume(state)) continue;
      states.pause(resumesAt, i, p, state, cost + restartPrice, Math.max(0, after));
    }
  }

  /** Runs go on through a slot, and what waits may begin one. */
  function runThrough(i: number): void {
    const until = window.runUntil[i];
    const wait = states.waitAt(i, 0);
    for (let p = 0; p < places.length; p += 1) {
      if (sums[p].most[i] <= 0) continue;
      const run = states.runAt(i, p, 0);
      for (let state = 0; state < states.count; state += 1) {
        const runCost = costs[run + state];
        if (runCost !== NOTHING) advance(true, i, i + 1, p, state, runCost, nets[run + state]);
        const waitCost = costs[wait + state];
        if (waitCost === NOTHING || states.hasJustLeft(i, state, p)) continue;
        advance(false, i, until, p, state, waitCost, nets[wait + state]);
      }
    }
  }

  /** From a state on, running or waiting, through the slots up to a boundary, or until the work is done. */
  function advance(runs: boolean, i: number, until: number, p: number, state: number, cost: number, net: number): void {
    const { done, price, blockedFrom } = sums[p];
    const through = done[until] - done[i];
    if (through >= work - net - ROUNDING) {
      finish(runs, i, p, state, cost, net);
      return;
    }
    if (blockedFrom[i] < until) return;
    const reached = net + through;
    const paid = cost + price[until] - price[i];
    if (until < slotCount) {
      states.run(until, p, state, runs ? -1 : i, paid, reached);
      return;
    }
    const endsAt = window.endsAt[until - 1];
    const whole = paid + restCost(reached, true) + lateCost(endsAt);
    if (!isBetter(whole)) return;
    const from = { kind: runs ? 'run' : 'wait', boundary: i, place: p, state } as const;
    const lastShare = share[until - 1];
    best = { cost: whole, from, place: p, slots: until - i, lastShare, endsAt, net: reached, isPaused: false };
  }

  /** From a state on to the slot in which the work is done, which it fills in part. */
  function finish(runs: boolean, i: number, p: number, state: number, cost: number, net: number): void {
    const { done, price, blockedFrom, most } = sums[p];
    const rest = work - net;
    let last = i;
    while (done[last + 1] - done[i] < rest - ROUNDING) last += 1;
    if (blockedFrom[i] < last) return;
    const hours = (rest - (done[last] - done[i])) / places[p].speed;
    const lastShare = Math.min(share[last], hours / slotHours[last]);
    if (lastShare > most[last] + ROUNDING) return;
    const endsAt = window.beginsAt[last] + hours * MILLISECONDS_PER_HOUR;
    const whole = cost + price[last] - price[i] + slotCost(places[p], firstSlot + last, lastShare) + lateCost(endsAt);
    if (!isBetter(whole)) return;
    const from = { kind: runs ? 'run' : 'wait', boundary: i, place: p, state } as const;
    best = { cost: whole, from, place: p, slots: last - i + 1, lastShare, endsAt, net: work, isPaused: false };
  }

  function schedule(): GangSchedule {
    if (best === null) throw new Error(`job "${job.id}" has no schedule, not even to do nothing`);
    const { cost, endsAt, net, from, isPaused } = best;
    const rest = Math.max(0, work - net) < ROUNDING ? 0 : work - net;
    const mayLeave = !isPaused || from === null || states.mayResume(from.state);
    const left = mayLeave ? Math.min(rest, mostLeft) : 0;
    return {
      cost: cost * units,
      runs: runsTo(best, states, window),
      leftoverUnitHours: left * units,
      unservedUnitHours: (rest - left) * units,
      endsAt: endsAt === null ? null : instant(endsAt),
      hoursLate: endsAt === null ? 0 : hoursAfterDeadline(job, instant(endsAt)),
    };
  }

  return { window, endNow, pauseAt, runThrough, schedule };
}

/** What running through the slots up to each boundary does and costs, and from which slot on there is no room. */
function placeSums(place: GangPlace, { slotCount, firstSlot, share }: GangWindow, slotHours: Float64Array) {
  const done = new Float64Array(slotCount + 1);
  const price = new Float64Array(slotCount + 1);
  const blockedFrom = new Int32Array(slotCount + 1).fill(slotCount);
  const most = place.shareFree.subarray(firstSlot, firstSlot + slotCount);
  for (let i = 0; i < slotCount; i += 1) {
    done[i + 1] = done[i] + slotHours[i] * share[i] * place.speed;
    price[i + 1] = price[i] + slotCost(place, firstSlot + i, share[i]);
  }
  for (let i = slotCount - 1; i >= 0; i -= 1) blockedFrom[i] = most[i] < share[i] - ROUNDING ? i : blockedFrom[i + 1];
  return { done, price, blockedFrom, most };
}

function slotCost({ pricePerUnit, heldPricePerUnit }: GangPlace, slot: number, share: number): number {
  const held = heldPricePerUnit === null || share === 1 ? 0 : (1 - share) * heldPricePerUnit[slot];
  return share * pricePerUnit[slot] + held;
}

/** The runs that lead to an ending, from its states back to the start. */
function runsTo(
  { from, place, slots, lastShare }: Ending,
  states: GangStates,
  { firstSlot, share }: GangWindow,
): GangRun[] {
  const runs: GangRun[] = [];
  if (from === null) return runs;
  let open = { place: slots > 0 ? place : from.place, first: from.boundary, shares: [] as number[] };
  for (let k = 0; k < slots; k += 1) open.shares.push(k === slots - 1 ? lastShare : share[from.boundary + k]);
  let { kind, state } = from;
  for (let boundary = from.boundary; ; ) {
    if (kind === 'run') {
      const before = states.beforeRun(boundary, open.place, state);
      const start = before.startedAt < 0 ? boundary - 1 : before.startedAt;
      open.shares.unshift(...share.subarray(start, boundary));
      open.first = start;
      kind = before.startedAt < 0 ? 'run' : 'wait';
      state = before.state;
      boundary = start;
      continue;
    }
    runs.unshift({ place: open.place, firstSlot: firstSlot + open.first, shareBusy: open.shares });
    const before = states.beforeWait(boundary, state);
    if (before === null) return runs;
    open = { place: before.place, first: before.pausedAt, shares: [] };
    kind = 'run';
    state = before.state;
    boundary = before.pausedAt;
  }
}

/** Arrays that calls share; they grow as they must. */
export interface Workspace {
  costs: Float64Array;
  nets: Float64Array;
  links: Int32Array;
}

export interface StateSpace {
  readonly slotCount: number;
  readonly placeCount: number;
  /** Hours of work between two levels. */
  readonly step: number;
  readonly work: number;
  /** Null: any number, which need not be counted. */
  readonly mostResumptions: number | null;
  /** Speed of each place, where the window opens inside a slot; null: it opens with one. */
  readonly openings: readonly number[] | null;
}

/**
 * The states of `cheapestGangRun`: at each boundary and place the cheapest run that leads there, and at each boundary
 * the cheapest pause that may end there, by opening, resumptions and level of net work. Each keeps its true net work,
 * money per unit so far, and the state before it.
 */
export type GangStates = ReturnType<typeof makeGangStates>;

const NOTHING = Number.POSITIVE_INFINITY;
/** Share of a step by which sums of hours may lie below their level. */
const ROUNDING = 1e-6;
/** Numbers of the state before: its state, the boundary that a run began or paused at, the place. */
const LINKS = 3;

export function makeGangStates(workspace: Workspace, space: StateSpace) {
  const { slotCount, placeCount, step, work, mostResumptions, openings } = space;
  const levels = Math.floor(work / step + ROUNDING) + 1;
  const layers = mostResumptions === null ? 1 : mostResumptions + 1;
  const perOpening = layers * levels;
  const speeds = [...new Set(openings)];
  const openingOf = openings?.map((speed) => 1 + speeds.indexOf(speed)) ?? null;
  const count = (speeds.length + 1) * perOpening;
  const waitBase = (slotCount + 1) * placeCount * count;
  const size = waitBase + (slotCount + 1) * count;
  if (workspace.costs.length < size) {
    workspace.costs = new Float64Array(size);
    workspace.nets = new Float64Array(size);
    workspace.links = new Int32Array(size * LINKS);
  }
  const { costs, nets, links } = workspace;
  costs.fill(NOTHING, 0, size);

  const runAt = (boundary: number, place: number, state: number) => (boundary * placeCount + place) * count + state;
  const waitAt = (boundary: number, state: number) => waitBase + boundary * count + state;
  const levelOf = (net: number) => Math.min(levels - 1, Math.floor(net / step + ROUNDING));

  function put(at: number, cost: number, net: number, state: number, boundary: number, place: number): void {
    if (cost >= costs[at]) return;
    costs[at] = cost;
    nets[at] = net;
    links[at * LINKS] = state;
    links[at * LINKS + 1] = boundary;
    links[at * LINKS + 2] = place;
  }

  /** The state with another level, its opening and resumptions the same. */
  const atLevel = (state: number, net: number) => state - (state % levels) + levelOf(net);

  if (slotCount > 0) put(waitAt(0, 0), 0, 0, 0, -1, -1);

  return {
    count,
    costs,
    nets,
    runAt,
    waitAt,
    mayResume: (state: number): boolean =>
      mostResumptions === null || Math.floor((state % perOpening) / levels) < mostResumptions,
    /** The place of the cheapest run that leads to a boundary in a state; -1: none does. */
    cheapestPlace(boundary: number, state: number): number {
      let cheapest = -1;
      let least = NOTHING;
      for (let place = 0; place < placeCount; place += 1) {
        const cost = costs[runAt(boundary, place, state)];
        if (cost >= least) continue;
        cheapest = place;
        least = cost;
      }
      return cheapest;
    },
    /** Whether what waits in a state paused at this very place and boundary: going on would be no resumption. */
    hasJustLeft(boundary: number, state: number, place: number): boolean {
      const at = waitAt(boundary, state) * LINKS;
      return links[at + 1] === boundary && links[at + 2] === place;
    },
    carryWaiting(boundary: number): void {
      if (boundary === 0) return;
      for (let state = 0; state < count; state += 1) {
        const from = waitAt(boundary - 1, state);
        if (costs[from] === NOTHING) continue;
        const l = from * LINKS;
        put(waitAt(boundary, state), costs[from], nets[from], links[l], links[l + 1], links[l + 2]);
      }
    },
    /** A run that has reached a boundary: `startedAt` where it began, -1 where it went on from the boundary before. */
    run(boundary: number, place: number, from: number, startedAt: number, cost: number, net: number): void {
      // Only a job's first run can begin in the slot that opens the window.
      const opened = startedAt === 0 && openingOf !== null ? openingOf[place] : 0;
      const state = opened > 0 ? opened * perOpening + (from % perOpening) : from;
      put(runAt(boundary, place, atLevel(state, net)), cost, net, from, startedAt, place);
    },
    /** A run that paused at a boundary and may resume at another. */
    pause(resumesAt: number, pausedAt: number, place: number, from: number, cost: number, net: number): void {
      const state = mostResumptions === null ? from : from + levels;
      put(waitAt(resumesAt, atLevel(state, net)), cost, net, from, pausedAt, place);
    },
    beforeRun(boundary: number, place: number, state: number) {
      const at = runAt(boundary, place, state) * LINKS;
      return { state: links[at], startedAt: links[at + 1] };
    },
    /** Null: it had not begun. */
    beforeWait(boundary: number, state: number) {
      const at = waitAt(boundary, state) * LINKS;
      return links[at + 1] < 0 ? null : { state: links[at], pausedAt: links[at + 1], place: links[at + 2] };
    },
  };
}

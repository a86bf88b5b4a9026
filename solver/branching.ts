import type { LpBackend } from './backends/backend.ts';
import { certify } from './certificate.ts';
import { provesInfeasible } from './infeasibility.ts';
import type { LpModel } from './lp-model.ts';
import { relaxed, withColumnBounds } from './lp-model.ts';
import { type Node, popNode, pushNode } from './node-queue.ts';
import type { LpBasis, LpPoint } from './outcome.ts';
import type { ScaledProgram } from './solve-scaled.ts';
import { openScaled } from './solve-scaled.ts';
import { answerWithoutBackend } from './trivial.ts';

/**
 * Branch and bound for programs with few integer columns, where every bound is certified by arithmetic
 * (`certificate.ts`) and none is taken from the backend. Best bound first; bounded by nodes, never by seconds, so
 * that it repeats exactly.
 */
export interface BranchingOptions {
  /** Linear programs to solve at most. Default 2000. */
  readonly nodeLimit?: number;
  /** Gap at which the incumbent counts as proven, relative to max(1, gapScale). Default 1e-6. */
  readonly relativeGap?: number;
  /** What the gap is relative to: the sum of the absolute cost lines. Default: size of the incumbent objective. */
  readonly gapScale?: number;
  /** Where the simplex starts at the root, as from a solve of the relaxation. */
  readonly basis?: LpBasis;
}

export interface BranchingResult {
  /** No whole point costs less. -Infinity where nothing could be proven; Infinity where no point exists. */
  readonly lowerBound: number;
  /** Linear programs solved. */
  readonly nodes: number;
  /** A point cheaper than the incumbent given, or null. */
  readonly incumbent: LpPoint | null;
  /** True when the better of both incumbents is proven to the gap asked for. */
  readonly closed: boolean;
}

export const NOTHING_PROVEN: BranchingResult = {
  lowerBound: Number.NEGATIVE_INFINITY,
  nodes: 0,
  incumbent: null,
  closed: false,
};

/** Integer columns closer than this to a whole number are taken as whole (and then rounded and checked). */
const WHOLE_TOLERANCE = 1e-7;

/**
 * Proves (or improves on) an incumbent of an integer program. `incumbentObjective` is the objective, offset
 * included, of a point that the caller holds; Infinity where there is none.
 */
export function prove(
  backend: LpBackend,
  model: LpModel,
  incumbentObjective: number,
  options: BranchingOptions = {},
  interrupt: () => boolean = () => false,
): BranchingResult {
  const trivial = answerWithoutBackend(model);
  if (trivial !== null) return trivialResult(trivial.stop.kind, trivial.point, incumbentObjective);
  const program = openScaled(backend, model);
  try {
    return search(program, model, incumbentObjective, options, interrupt);
  } finally {
    program.close();
  }
}

function trivialResult(kind: string, point: LpPoint, incumbentObjective: number): BranchingResult {
  if (kind === 'infeasible') return { lowerBound: Infinity, nodes: 0, incumbent: null, closed: true };
  if (point.kind === 'none') return NOTHING_PROVEN;
  const better = point.objective < incumbentObjective ? point : null;
  return { lowerBound: point.objective, nodes: 0, incumbent: better, closed: true };
}

function search(
  program: ScaledProgram,
  model: LpModel,
  incumbentObjective: number,
  options: BranchingOptions,
  interrupt: () => boolean,
): BranchingResult {
  const relaxation = relaxed(model);
  const integers = model.integerColumns;
  const nodeLimit = options.nodeLimit ?? 2000;
  let best = incumbentObjective;
  let incumbent: LpPoint | null = null;
  let nodes = 0;
  let serial = 0;
  /** Least certified bound among the parts of the search that are done with. */
  let settledBound = Infinity;
  const open: Node[] = [];
  const pseudoCosts = makePseudoCosts(integers.length);

  const allowedGap = (): number => {
    const scale = options.gapScale ?? (Number.isFinite(best) ? Math.abs(best) : 0);
    return (options.relativeGap ?? 1e-6) * Math.max(1, Math.abs(scale));
  };
  const cutoff = (): number => best - allowedGap();
  const settle = (bound: number): void => {
    settledBound = Math.min(settledBound, bound);
  };

  /** Fixes every integer column at its rounded value and solves the rest: a point, where there is one. */
  function tryRounded(values: Float64Array, basis: LpBasis | null): void {
    const lowers = model.columnLowers.slice();
    const uppers = model.columnUppers.slice();
    for (const j of integers) {
      lowers[j] = Math.round(values[j]);
      uppers[j] = lowers[j];
    }
    nodes += 1;
    const outcome = program.solve(basis === null ? {} : { basis }, interrupt, { lowers, uppers });
    if (outcome.stop.kind !== 'optimal' || outcome.point.kind === 'none' || outcome.point.objective >= best) return;
    best = outcome.point.objective;
    incumbent = outcome.point;
  }

  /** Solves the relaxation over a box and settles it, or queues it for splitting. Returns its certified bound. */
  function visit(lowers: Float64Array, uppers: Float64Array, parentBound: number, basis: LpBasis | null): number {
    nodes += 1;
    const outcome = program.solve(basis === null ? {} : { basis }, interrupt, { lowers, uppers });
    const boxed = withColumnBounds(relaxation, lowers, uppers);
    if (outcome.stop.kind === 'infeasible' && provesInfeasible(program, boxed)) return Infinity;
    if (outcome.stop.kind !== 'optimal' || outcome.point.kind === 'none' || outcome.duals.kind === 'none') {
      settle(parentBound);
      return parentBound;
    }
    const { columnValues } = outcome.point;
    const bound = Math.max(parentBound, certify(boxed, columnValues, outcome.duals.rowDuals).lowerBound);
    if (bound >= cutoff()) {
      settle(bound);
      return bound;
    }
    if (integers.every((j) => Math.abs(columnValues[j] - Math.round(columnValues[j])) <= WHOLE_TOLERANCE)) {
      tryRounded(columnValues, outcome.basis);
    }
    serial += 1;
    pushNode(open, { bound, lowers, uppers, values: columnValues, basis: outcome.basis, serial });
    return bound;
  }

  function split(node: Node): void {
    const place = chooseColumn(node, integers, pseudoCosts);
    if (place < 0) {
      settle(node.bound);
      return;
    }
    const column = integers[place];
    const value = node.values[column];
    // A value that is whole already (numerical leftovers) is split beside it, so that both halves are smaller.
    const below = Math.min(Math.floor(value), node.uppers[column] - 1);
    const lowerHalf = node.uppers.slice();
    lowerHalf[column] = below;
    const upperHalf = node.lowers.slice();
    upperHalf[column] = below + 1;
    const fraction = value - below;
    const down = visit(node.lowers, lowerHalf, node.bound, node.basis);
    const up = visit(upperHalf, node.uppers, node.bound, node.basis);
    pseudoCosts.learn(place, fraction, down - node.bound, up - node.bound);
  }

  visit(wholeBounds(model, 'lower'), wholeBounds(model, 'upper'), Number.NEGATIVE_INFINITY, options.basis ?? null);
  while (open.length > 0 && open[0].bound < cutoff() && nodes + 2 <= nodeLimit && !interrupt()) {
    split(popNode(open));
  }
  const openBound = open.length > 0 ? open[0].bound : Infinity;
  const lowerBound = Math.min(settledBound, openBound);
  return { lowerBound, nodes, incumbent, closed: lowerBound >= cutoff() };
}

/** Column bounds with those of the integer columns rounded inwards. */
function wholeBounds(model: LpModel, side: 'lower' | 'upper'): Float64Array {
  const bounds = (side === 'lower' ? model.columnLowers : model.columnUppers).slice();
  for (const j of model.integerColumns) bounds[j] = side === 'lower' ? Math.ceil(bounds[j]) : Math.floor(bounds[j]);
  return bounds;
}

/** What a unit of rounding has cost so far, by integer column and direction. */
function makePseudoCosts(count: number) {
  const sums = [new Float64Array(count), new Float64Array(count)];
  const seen = [new Float64Array(count), new Float64Array(count)];
  const rate = (side: 0 | 1, place: number): number => {
    if (seen[side][place] > 0) return sums[side][place] / seen[side][place];
    const known = seen[side].reduce((total, times) => total + times, 0);
    return known > 0 ? sums[side].reduce((total, sum) => total + sum, 0) / known : 1;
  };
  return {
    learn(place: number, fraction: number, downGain: number, upGain: number): void {
      if (Number.isFinite(downGain) && fraction > 0) {
        sums[0][place] += Math.max(0, downGain) / fraction;
        seen[0][place] += 1;
      }
      if (Number.isFinite(upGain) && fraction < 1) {
        sums[1][place] += Math.max(0, upGain) / (1 - fraction);
        seen[1][place] += 1;
      }
    },
    score(place: number, fraction: number): number {
      const least = 1e-6;
      return Math.max(rate(0, place) * fraction, least) * Math.max(rate(1, place) * (1 - fraction), least);
    },
  };
}

/** Place (in `integers`) of the column to split on, or -1 when the box holds a single whole point. */
function chooseColumn(node: Node, integers: Int32Array, pseudoCosts: ReturnType<typeof makePseudoCosts>): number {
  let chosen = -1;
  let bestScore = -1;
  let unfixed = -1;
  for (let place = 0; place < integers.length; place += 1) {
    const j = integers[place];
    if (node.lowers[j] >= node.uppers[j]) continue;
    if (unfixed < 0) unfixed = place;
    const fraction = node.values[j] - Math.floor(node.values[j]);
    if (Math.min(fraction, 1 - fraction) <= WHOLE_TOLERANCE) continue;
    const score = pseudoCosts.score(place, fraction);
    if (score > bestScore) {
      bestScore = score;
      chosen = place;
    }
  }
  return chosen >= 0 ? chosen : unfixed;
}

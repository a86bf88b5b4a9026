import { type Column, type LpBuilder, type LpModel, relaxed, withColumnBounds } from '../../solver/index.ts';
import type { BuiltPart, Exclusion, Switch } from './part.ts';

/**
 * What a linear program may leave undecided in a slot: which of two ways is taken, or whether a machine runs. Each gets
 * a binary only where the optimum of the relaxation does not decide it.
 */
export type Decision = ({ readonly kind: 'oneWay' } & Exclusion) | ({ readonly kind: 'onOrOff' } & Switch);

/** Both ways below this (kW) are the solver's tolerance, not a decision. */
const BOTH_WAYS_KW = 1e-3;
/** So near to 0 or 1 a switch stands at it. */
export const SWITCH_TOLERANCE = 1e-6;

export function decisionsOf(parts: readonly BuiltPart[]): Decision[] {
  return parts.flatMap(({ exclusions = [], switches = [] }) => [
    ...exclusions.map((exclusion): Decision => ({ kind: 'oneWay', ...exclusion })),
    ...switches.map((each): Decision => ({ kind: 'onOrOff', ...each })),
  ]);
}

/** Whether a point leaves it undecided. */
export function isOpen(decision: Decision, columnValues: Float64Array): boolean {
  if (decision.kind === 'oneWay') {
    return columnValues[decision.first] > BOTH_WAYS_KW && columnValues[decision.second] > BOTH_WAYS_KW;
  }
  if (decision.isSettled !== undefined) return !decision.isSettled((column) => columnValues[column]);
  const value = columnValues[decision.column];
  return value > SWITCH_TOLERANCE && value < 1 - SWITCH_TOLERANCE;
}

/** Adds its binary: 1 lets the first column run, 0 the second; 1 is on, 0 is off. */
export function addDecision(lp: LpBuilder, decision: Decision): Column {
  if (decision.kind === 'onOrOff') {
    const binary = lp.addIntegerColumn(`${decision.name} on or off`, 0, 1);
    const row = lp.addRow(`${decision.name} on or off`, 0, 0);
    lp.addTerm(row, decision.column, 1);
    lp.addTerm(row, binary, -1);
    return binary;
  }
  const { name, first, second } = decision;
  const choice = lp.addIntegerColumn(`${name} one way`, 0, 1);
  const firstRow = lp.addRow(`${name} first way`, Number.NEGATIVE_INFINITY, 0);
  lp.addTerm(firstRow, first, 1);
  lp.addTerm(firstRow, choice, -lp.columnBounds(first).upper);
  const secondUpper = lp.columnBounds(second).upper;
  const secondRow = lp.addRow(`${name} second way`, Number.NEGATIVE_INFINITY, secondUpper);
  lp.addTerm(secondRow, second, 1);
  lp.addTerm(secondRow, choice, secondUpper);
  return choice;
}

/** The linear program with every decision made: its binary fixed, the way not taken closed, the switch at 0 or 1. */
export function fixDecisions(
  model: LpModel,
  chosen: ReadonlyMap<Decision, Column>,
  columnValues: Float64Array,
): LpModel {
  const lowers = Float64Array.from(model.columnLowers);
  const uppers = Float64Array.from(model.columnUppers);
  for (const [decision, binary] of chosen) {
    const isFirst = columnValues[binary] >= 0.5;
    lowers[binary] = isFirst ? 1 : 0;
    uppers[binary] = lowers[binary];
    if (decision.kind === 'oneWay') uppers[isFirst ? decision.second : decision.first] = 0;
    else {
      lowers[decision.column] = lowers[binary];
      uppers[decision.column] = lowers[binary];
    }
  }
  return relaxed(withColumnBounds(model, lowers, uppers));
}

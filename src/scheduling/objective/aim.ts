import type { LpBuilder } from '../../../solver/index.ts';
import type { Fleet } from '../../domain/fleet.ts';
import type { CostLineName } from '../../domain/plan.ts';
import { type Assembled, assemble } from '../assemble.ts';
import { couplingsOf } from '../couplings/index.ts';
import { type CarbonTerm, fleetCarbon } from '../fleet-carbon.ts';
import type { BuiltPart, CostLine, Coupling } from '../part.ts';
import { partsOf } from '../parts/index.ts';

/**
 * What a program seeks the least of: money, kilograms, or the money of broken promises alone. `costThenCarbon`: of the
 * plans that cost the least the one with the fewest kilograms, in place of what is preferred among equal plans elsewhere.
 */
export type Aim = 'cost' | 'costThenCarbon' | 'carbon' | 'brokenPromises';

/** What a plan may come to at most, whatever it seeks. Infinity: anything. */
export interface Caps {
  readonly brokenPromises: number;
  readonly carbonKg: number;
}

export const NO_CAPS: Caps = { brokenPromises: Infinity, carbonKg: Infinity };

/** Relative, and absolute below 1: an optimum is held with this much room, or rounding would make it impossible. */
const ROUNDING_ROOM = 1e-9;

/** The cap that holds a value already reached. */
export function capAt(value: number): number {
  return value + ROUNDING_ROOM * Math.max(1, Math.abs(value));
}

export interface AimedProgram extends Assembled {
  /** What the fleet emits, as a sum over columns. */
  readonly carbon: readonly CarbonTerm[];
}

/**
 * The program of a fleet with another aim, within caps: two rows beside those of the parts and couplings, which stay what
 * they are. All have the same columns and rows, so that the end of one is a start for the next.
 */
export function assembleAimed(fleet: Fleet, aim: Aim, caps: Caps): AimedProgram {
  const carbon: CarbonTerm[] = [];
  const couplings = [...couplingsOf(fleet), carbonRow(fleet, aim, caps.carbonKg, carbon)];
  const costs = aim === 'cost' || aim === 'costThenCarbon' ? 'all' : 'none';
  const assembled = assemble(partsOf(fleet), couplings, fleet.timeline, { costs });
  const { lp, parts } = assembled;
  const breaches = parts.flatMap((part) => part.costs).filter(isBreach);
  if (aim === 'brokenPromises') addObjective(lp, breaches);
  addCap(lp, 'broken promises held', breaches, caps.brokenPromises);
  return { ...assembled, carbon, parts: aim === 'costThenCarbon' ? preferringCarbon(parts) : parts };
}

/** The carbon row, which comes last, has the only wish. */
function preferringCarbon(parts: readonly BuiltPart[]): BuiltPart[] {
  return parts.map((part, k) => (k === parts.length - 1 ? part : { ...part, preferences: [] }));
}

/** Cost lines that are paid for promises not kept, and for work that is late or left over. */
const BREACHES: ReadonlySet<CostLineName> = new Set<CostLineName>([
  'unservedWork',
  'lateness',
  'leftoverWork',
  'shedBaseLoad',
  'contractBreach',
  'rampBreach',
  'endEnergyShortfall',
  'unservedHeat',
  'unservedCold',
  'carbonBudgetBreach',
  'renewableShareBreach',
  'zoneRampBreach',
]);

export function isBreach({ name }: { readonly name: CostLineName }): boolean {
  return BREACHES.has(name);
}

/** kg <= cap, and kg as the objective where that is the aim. Its dual is what a kilogram less would cost. Fills `terms`. */
function carbonRow(fleet: Fleet, aim: Aim, limitKg: number, terms: CarbonTerm[]): Coupling {
  return (lp, _timeline, offers) => {
    terms.push(...fleetCarbon(fleet, offers));
    const row = lp.addRow('carbon held', Number.NEGATIVE_INFINITY, limitKg);
    for (const { column, kg } of terms) {
      lp.addTerm(row, column, kg);
      if (aim === 'carbon') lp.addCost(column, kg);
    }
    const entries = [{ slot: 0, at: { row }, unitsPerSide: 1 }];
    const held = { name: 'carbonHeld', site: null, component: null, per: 'kg', entries } as const;
    const columns = terms.map(({ column }) => column);
    const least = { kind: 'least', columns, weights: Float64Array.from(terms, ({ kg }) => kg) } as const;
    return {
      flows: [],
      costs: [],
      preferences: aim === 'costThenCarbon' ? [least] : [],
      limits: limitKg < Infinity ? [held] : [],
      read: () => ({}),
    };
  };
}

function addObjective(lp: LpBuilder, lines: readonly CostLine[]): void {
  for (const { columns, coefficients, constant } of lines) {
    columns.forEach((column, k) => {
      lp.addCost(column, coefficients[k]);
    });
    lp.addConstantCost(constant);
  }
}

function addCap(lp: LpBuilder, name: string, lines: readonly CostLine[], limit: number): void {
  const constant = lines.reduce((sum, line) => sum + line.constant, 0);
  const row = lp.addRow(name, Number.NEGATIVE_INFINITY, limit - constant);
  for (const { columns, coefficients } of lines) {
    columns.forEach((column, k) => {
      lp.addTerm(row, column, coefficients[k]);
    });
  }
}

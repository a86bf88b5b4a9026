import type { Assembled } from '../assemble.ts';
import type { LpSolution } from '../part.ts';

/** Money for one unit (or GB/h) more over a whole slot, by bus and slot: the duals of its balance. */
export type BusPrices = ReadonlyMap<string, Float64Array>;

/** Prices of everything that jobs take: units that work, units held, data on links. */
export function pricesOf({ balances }: Assembled, solution: Pick<LpSolution, 'dual'>): BusPrices {
  const taken = balances.filter(({ bus }) => bus.kind === 'compute' || bus.kind === 'held' || bus.kind === 'link');
  return new Map(taken.map(({ bus, rows }) => [bus.key, Float64Array.from(rows, (row) => solution.dual(row))]));
}

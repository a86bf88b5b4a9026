import type { LpSolver } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import { assembleFleet, type Balance } from './assemble.ts';
import type { Conflict } from './plan.ts';

/**
 * Why physics cannot hold with every promise broken: each bus may be helped at every moment, and the least
 * help in energy is sought. Where help remains, the bus cannot be balanced.
 */
export async function findConflicts(fleet: Fleet, solver: LpSolver): Promise<Conflict[]> {
  const helped = assembleFleet(fleet, { costs: 'none' });
  const { lp, balances } = helped;
  const { hours } = fleet.timeline;
  const helpLimit = largestPower(fleet);
  const help = balances.map((balance) =>
    balance.rows.map((row, slot) => {
      const missing = lp.addColumn('missing', 0, helpLimit);
      const unplaced = lp.addColumn('unplaced', 0, helpLimit);
      lp.addTerm(row, missing, 1);
      lp.addTerm(row, unplaced, -1);
      const weight = hours[slot] * (balance.bus.kind === 'electricity' ? 1 : INNER_BUS);
      lp.addCost(missing, weight);
      lp.addCost(unplaced, weight);
      return { missing, unplaced };
    }),
  );
  const { point } = await solver.solve(lp.build());
  if (point.kind === 'none') return [];
  return balances.flatMap((balance, index) =>
    conflictsOfBus(fleet, balance, (slot) => {
      const { missing, unplaced } = help[index][slot];
      return point.columnValues[missing] - point.columnValues[unplaced];
    }),
  );
}

/** Help behind the site's supply counts so much more that one cause is named once, and at the connection. */
const INNER_BUS = 1000;

/** Larger than anything a site can draw or give. */
function largestPower(fleet: Fleet): number {
  const sum = (values: Iterable<number>) => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return fleet.sites.reduce((total, { grid, compute, batteries, renewables }) => {
    const stores = batteries.reduce((kw, store) => kw + store.chargeLimitKw + store.dischargeLimitKw, 0);
    const sources = renewables.reduce((kw, source) => kw + sum(source.availableKw), 0);
    const pools = compute.pools.reduce((units, pool) => {
      const kwPerUnit = Math.max(1, ...pool.operatingPoints.map((point) => point.kwPerUnit));
      return units + sum(pool.unitsAvailable) * kwPerUnit;
    }, 0);
    const ends = sum(grid.importLimitKw) + sum(grid.exportLimitKw);
    return total + ends + stores + sources + 2 * (pools + sum(compute.baseLoadKw));
  }, 1);
}

/** Shortfalls below this (kW) are the solver's tolerance. */
const NEGLIGIBLE_KW = 1e-3;

/** Neighbouring slots with the same sign make one conflict, at its largest shortfall. */
function conflictsOfBus(fleet: Fleet, balance: Balance, shortfall: (slot: number) => number): Conflict[] {
  const { edges, slotCount } = fleet.timeline;
  const found: { from: number; to: number; kw: number }[] = [];
  for (let t = 0; t < slotCount; t += 1) {
    const kw = shortfall(t);
    if (Math.abs(kw) <= NEGLIGIBLE_KW) continue;
    const last = found[found.length - 1];
    if (last !== undefined && last.to === t && Math.sign(last.kw) === Math.sign(kw)) {
      last.to = t + 1;
      if (Math.abs(kw) > Math.abs(last.kw)) last.kw = kw;
    } else {
      found.push({ from: t, to: t + 1, kw });
    }
  }
  return found.map(({ from, to, kw }) => {
    const fromIso = new Date(edges[from]).toISOString();
    const toIso = new Date(edges[to]).toISOString();
    const bus = balance.bus.component ?? balance.bus.kind;
    const amount = `${Math.abs(kw).toFixed(1)} ${balance.bus.unit}`;
    const what = kw > 0 ? `lacks ${amount}` : `cannot get rid of ${amount}`;
    const message =
      `site ${balance.bus.site} ${what} (${bus}) between ${fromIso} and ${toIso}, ` +
      'even with every promise broken: compare import limit, sources and stores with the base load and idle machines there';
    return { site: balance.bus.site, bus, from: fromIso, to: toIso, shortfallKw: kw, message };
  });
}

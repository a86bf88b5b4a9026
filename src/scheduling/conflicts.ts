import type { LpSolver, Row } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { Conflict } from '../domain/plan.ts';
import { formatUtc } from '../time/timeline.ts';
import { type Assembled, assembleFleet, type Balance } from './assemble.ts';

/**
 * Why physics cannot hold with every promise broken: each bus, and each balance inside a part (a store), may be
 * helped at every moment, and the least help in energy is sought. Where help remains, the balance cannot hold.
 */
export async function findConflicts(fleet: Fleet, solver: LpSolver): Promise<Conflict[]> {
  const helped = assembleFleet(fleet, { costs: 'none' });
  const { lp } = helped;
  const { hours } = fleet.timeline;
  const helpLimit = largestPower(fleet);
  // Held units and data belong to jobs, which may stay undone: they never stand in the way.
  const physical = helped.balances.filter(({ bus }) => !['held', 'link', 'itHeat'].includes(bus.kind));
  const places = [...physical.map((balance) => busPlace(fleet, balance)), ...innerPlaces(helped, hours)];
  const help = places.map(({ rows, weight }) =>
    rows.map(({ row, perKw }, slot) => {
      const missing = lp.addColumn('missing', 0, helpLimit);
      const unplaced = lp.addColumn('unplaced', 0, helpLimit);
      lp.addTerm(row, missing, perKw);
      lp.addTerm(row, unplaced, -perKw);
      lp.addCost(missing, weight * hours[slot]);
      lp.addCost(unplaced, weight * hours[slot]);
      return { missing, unplaced };
    }),
  );
  const { point } = await solver.solve(lp.build());
  if (point.kind === 'none') return [];
  return places.flatMap((place, index) =>
    conflictsAt(fleet, place, (slot) => {
      const { missing, unplaced } = help[index][slot];
      return point.columnValues[missing] - point.columnValues[unplaced];
    }),
  );
}

/** Where help may be given, one row a slot. */
interface Place {
  readonly site: string;
  readonly name: string;
  readonly unit: 'kW' | 'units';
  readonly rows: readonly { readonly row: Row; readonly perKw: number }[];
  readonly weight: number;
  /** What to look at where the place cannot be balanced. */
  readonly advice: string;
}

function busPlace(fleet: Fleet, { bus, rows }: Balance): Place {
  const heat = heatWords(bus);
  return {
    site: bus.site,
    name: heat?.name ?? bus.component ?? bus.kind,
    unit: bus.unit === 'units' ? 'units' : 'kW',
    rows: rows.map((row) => ({ row, perKw: 1 })),
    weight: weightOf(bus.kind),
    advice: `${heat?.advice ?? POWER_ADVICE}${reserveAdvice(fleet, bus)}`,
  };
}

const POWER_ADVICE = 'compare import limit, sources and stores with the base load and idle machines there';

/** Load behind a store that keeps some of it for an emergency may be what it cannot keep. */
function reserveAdvice({ sites }: Fleet, { site: id, kind, component }: Balance['bus']): string {
  const site = sites.find((each) => each.id === id);
  const behind =
    kind === 'it'
      ? (site?.batteries ?? [])
      : kind === 'heatToReject'
        ? (site?.plant.coldStores ?? []).filter(({ dischargesTo }) => dischargesTo === component)
        : [];
  const keeping = behind.filter(({ reserve }) => reserve !== null).map((store) => store.id);
  return keeping.length === 0 ? '' : `, and what ${keeping.join(' and ')} can hold with the reserve to be kept of it`;
}

/** Buses of heat by what they are, and where to look. */
function heatWords({ kind, component }: Balance['bus']): { name: string; advice: string } | null {
  switch (kind) {
    case 'heatToReject':
      return {
        name: `loop ${component}`,
        advice: 'compare its chillers, free coolers and cold stores with the heat of its machines',
      };
    case 'condenserHeat':
      return { name: 'condenser water', advice: 'compare towers and dry coolers with what the chillers bring' };
    case 'heat':
      return { name: `heat network ${component}`, advice: 'compare what must be taken with demand, stores and spill' };
    default:
      return null;
  }
}

/** Balances that parts keep inside, such as stored energy: their named limits with equal sides in every slot. */
function innerPlaces({ lp, parts }: Assembled, hours: Float64Array): Place[] {
  const { rowLowers, rowUppers } = lp.build();
  return parts
    .flatMap((part) => part.limits ?? [])
    .flatMap(({ site, component, per, entries }): Place[] => {
      const rows = entries.flatMap(({ at, slot }) =>
        // Energy more is on the other side of the row than what flows make of it.
        'row' in at && rowLowers[at.row] === rowUppers[at.row] ? [{ row: at.row, perKw: -hours[slot] }] : [],
      );
      if (site === null || per !== 'kWh' || rows.length !== hours.length) return [];
      const advice = 'compare its level at the start, its smallest and largest levels and its power limits';
      return [{ site, name: component ?? '', unit: 'kW', rows, weight: INNER_BUS, advice }];
    });
}

/** Help behind the site's supply counts so much more that one cause is named once, and at the connection. */
const INNER_BUS = 1000;
/** A kW off a loop is up to two and a half at the towers: where these are too small, they are named and no loop. */
const CONDENSER_BUS = INNER_BUS / 4;

function weightOf(kind: Balance['bus']['kind']): number {
  if (kind === 'electricity') return 1;
  return kind === 'condenserHeat' ? CONDENSER_BUS : INNER_BUS;
}

/** Larger than anything a site can draw or give. */
function largestPower(fleet: Fleet): number {
  const sum = (values: Iterable<number>) => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return fleet.sites.reduce((total, { grid, compute, batteries, renewables, plant }) => {
    const stores = batteries.reduce((kw, store) => kw + store.chargeLimitKw + store.dischargeLimitKw, 0);
    const sources = renewables.reduce((kw, source) => kw + sum(source.availableKw), 0);
    const pools = compute.pools.reduce((units, pool) => {
      const kwPerUnit = Math.max(1, ...pool.operatingPoints.map((point) => point.kwPerUnit));
      return units + sum(pool.unitsAvailable) * kwPerUnit;
    }, 0);
    const ends = sum(grid.importLimitKw) + sum(grid.exportLimitKw);
    const customers = [...plant.heatNetworks, ...plant.coldNetworks].reduce(
      (kw, { demandKw, lossFraction }) => kw + sum(demandKw) / (1 - lossFraction),
      0,
    );
    const thermal = [...plant.coldStores, ...plant.hotStores].reduce(
      (kw, store) => kw + store.chargeLimitKw + store.dischargeLimitKw,
      0,
    );
    const contracts = plant.heatContracts.reduce((kw, contract) => kw + sum(contract.limitKw), 0);
    // What machines draw is heat as well, and chillers lift it with power of their own.
    return total + ends + stores + sources + 6 * (pools + sum(compute.baseLoadKw) + customers + thermal + contracts);
  }, 1);
}

/** Shortfalls below this (kW) are the solver's tolerance. */
const NEGLIGIBLE_KW = 1e-3;

/** Neighbouring slots with the same sign make one conflict, at its largest shortfall. */
function conflictsAt(fleet: Fleet, place: Place, shortfall: (slot: number) => number): Conflict[] {
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
    const fromIso = formatUtc(edges[from]);
    const toIso = formatUtc(edges[to]);
    const amount = `${Math.abs(kw).toFixed(1)} ${place.unit}`;
    const what = kw > 0 ? `lacks ${amount}` : `cannot get rid of ${amount}`;
    const message =
      `site ${place.site} ${what} (${place.name}) between ${fromIso} and ${toIso}, ` +
      `even with every promise broken: ${place.advice}`;
    return { site: place.site, bus: place.name, from: fromIso, to: toIso, shortfallKw: kw, message };
  });
}

import { type LpBuilder, makeLpBuilder, type Row } from '../../solver/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import type { Timeline } from '../time/timeline.ts';
import { couplingsOf } from './couplings/index.ts';
import type { BuiltPart, Bus, Coupling, Flow, NamedLimit, Offer, OfferBook, Part } from './part.ts';
import { partsOf } from './parts/index.ts';

/** A program put together: the builder (it may still grow binaries) and what its parts show. */
export interface Assembled {
  readonly lp: LpBuilder;
  readonly parts: readonly BuiltPart[];
  readonly balances: readonly Balance[];
}

/** The rows that sum the flows of one bus to zero, one a slot. */
export interface Balance {
  readonly bus: Bus;
  readonly rows: readonly Row[];
}

export interface AssembleOptions {
  /** `none` leaves the objective empty, for questions of mere possibility. */
  readonly costs?: 'all' | 'none';
}

/** Puts parts and couplings on buses. It knows flows, costs and offers; it never asks what a part is. */
export function assemble(
  parts: readonly Part[],
  couplings: readonly Coupling[],
  timeline: Timeline,
  options: AssembleOptions = {},
): Assembled {
  const lp = makeLpBuilder();
  const built: BuiltPart[] = parts.map((part) => part(lp, timeline));
  const offers = offerBook(built);
  for (const coupling of couplings) built.push(coupling(lp, timeline, offers));

  const balances = new Map<string, Balance>();
  for (const { flows, costs } of built) {
    for (const flow of flows) addFlow(lp, timeline, balances, flow);
    if (options.costs === 'none') continue;
    for (const line of costs) {
      line.columns.forEach((column, k) => {
        lp.addCost(column, line.coefficients[k]);
      });
      lp.addConstantCost(line.constant);
    }
  }
  return { lp, parts: built, balances: [...balances.values()] };
}

/** The program of a whole fleet. */
export function assembleFleet(fleet: Fleet, options: AssembleOptions = {}): Assembled {
  return assemble(partsOf(fleet), couplingsOf(fleet), fleet.timeline, options);
}

function addFlow(lp: LpBuilder, timeline: Timeline, balances: Map<string, Balance>, flow: Flow): void {
  const { bus, run, coefficient, constant } = flow;
  let balance = balances.get(bus.key);
  if (balance === undefined) {
    const name = balanceName(bus);
    balance = { bus, rows: Array.from(timeline.hours, () => lp.addRow(name, 0, 0)) };
    balances.set(bus.key, balance);
  }
  const { rows } = balance;
  run?.columns.forEach((column, k) => {
    const factor = typeof coefficient === 'object' ? coefficient[k] : (coefficient ?? 1);
    lp.addTerm(rows[run.firstSlot + k], column, factor);
  });
  constant?.forEach((value, t) => {
    lp.shiftRow(rows[t], -value);
  });
}

/** Row names say what a bus is; of pools and links the component says it. */
function balanceName({ site, kind, component }: Bus): string {
  const named = kind === 'compute' || kind === 'held' || kind === 'link';
  const what = named || component === null ? (component ?? kind) : `${kind} ${component}`;
  return `${site} ${what} balance`;
}

function offerBook(parts: readonly BuiltPart[]): OfferBook {
  const byKind = new Map<string, Offer[]>();
  for (const offer of parts.flatMap((part) => part.offers ?? [])) {
    // Couplings ask by kind and either site or component; both indices hold the offer.
    for (const key of [`${offer.kind} at ${offer.site}`, `${offer.kind} of ${offer.component}`]) {
      const list = byKind.get(key);
      if (list === undefined) byKind.set(key, [offer]);
      else list.push(offer);
    }
  }
  return {
    find(kind, site, component) {
      const candidates = site !== null ? byKind.get(`${kind} at ${site}`) : byKind.get(`${kind} of ${component}`);
      return (candidates ?? []).filter(
        (offer) => (site === null || offer.site === site) && (component === null || offer.component === component),
      );
    },
  };
}

const PER = { kW: 'kWh', units: 'unit h', 'GB/h': 'GB' } as const;

/** What one more kWh (unit-hour, gigabyte) on a bus costs: the duals of its balance. */
export function balancePrices(balance: Balance, timeline: Timeline): NamedLimit {
  const { bus, rows } = balance;
  return {
    name: `${bus.kind}Balance`,
    site: bus.site,
    component: bus.component,
    per: PER[bus.unit],
    entries: rows.map((row, slot) => ({ slot, at: { row }, unitsPerSide: timeline.hours[slot] })),
  };
}

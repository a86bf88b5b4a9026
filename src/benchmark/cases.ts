import type { FleetSize } from './fleet-scenario.ts';

/** What is measured: plans of a made-up fleet or of a scenario file, answers to events, or two backends. */
export type BenchCase =
  | { readonly kind: 'fleet'; readonly name: string; readonly size: FleetSize }
  | { readonly kind: 'event'; readonly name: string; readonly size: FleetSize }
  | { readonly kind: 'scenario'; readonly name: string }
  | { readonly kind: 'backends'; readonly name: string; readonly sizes: readonly FleetSize[] };

export interface ListedCase {
  readonly name: string;
  readonly summary: string;
  /** Measured when no case is named. */
  readonly byDefault: boolean;
}

/** The cases that have a name of their own; any other size of a fleet may be named likewise. */
export const listedCases: readonly ListedCase[] = [
  { name: 'fleet-4x96x100', summary: '4 sites, a day in quarter-hours, 100 job groups', byDefault: true },
  { name: 'fleet-8x96x500', summary: '8 sites, a day, 500 job groups: about 75,000 columns', byDefault: true },
  { name: 'fleet-8x96x500-stores', summary: 'the same with a battery and PV at every site', byDefault: true },
  { name: 'fleet-8x192x1000', summary: '8 sites, two days, 1,000 job groups', byDefault: true },
  {
    name: 'event',
    summary: 'fleet-8x96x500 after an event at each site in turn, from the kept basis',
    byDefault: true,
  },
  { name: 'glpk', summary: 'GLPK beside HiGHS up to 4x96x100 (wants the optional package glpk.js)', byDefault: true },
  { name: 'week', summary: 'any scenario file, given with --scenario', byDefault: false },
];

/** The case whose scenario comes from a file. */
export const SCENARIO_CASE = 'week';

const FLEET_FORM = /^(fleet|event)-(\d{1,3})x(\d{1,4})x(\d{1,5})(-stores)?$/;
const SHORTEST_FLEET_SLOTS = 8;
/** The event ends with slot 47. */
const SHORTEST_EVENT_SLOTS = 48;

const fleet = (siteCount: number, slotCount: number, jobCount: number, stores = false): FleetSize => ({
  siteCount,
  slotCount,
  jobCount,
  stores,
});

/** The case of a name, or null. `quick` takes a small instance where the name leaves the choice. */
export function caseNamed(name: string, quick: boolean): BenchCase | null {
  if (name === SCENARIO_CASE) return { kind: 'scenario', name };
  if (name === 'event') return { kind: 'event', name, size: quick ? fleet(4, 96, 100) : fleet(8, 96, 500) };
  if (name === 'glpk') {
    const small = [fleet(2, 24, 20), fleet(2, 96, 40)];
    return { kind: 'backends', name, sizes: quick ? small : [...small, fleet(4, 96, 100)] };
  }
  const [, kind, sites, slots, jobs, stores] = FLEET_FORM.exec(name) ?? [];
  if (kind !== 'fleet' && kind !== 'event') return null;
  const size = fleet(Number(sites), Number(slots), Number(jobs), stores !== undefined);
  const shortest = kind === 'event' ? SHORTEST_EVENT_SLOTS : SHORTEST_FLEET_SLOTS;
  if (size.siteCount < 1 || size.jobCount < 1 || size.slotCount < shortest) return null;
  return { kind, name, size };
}

import type { ScenarioSource } from '../scenario/schema/scenario.ts';
import { contiguousScenario } from './contiguous-scenario.ts';
import { EVENT_LAST_SLOT } from './event.ts';
import { type FleetSize, fleetScenario } from './fleet-scenario.ts';

/** A made-up scenario, the same for the same seed. */
type MakeScenario = (seed: number) => ScenarioSource;

/** What is measured: plans of a made-up scenario or of a scenario file, answers to events, or two backends. */
export type BenchCase =
  | { readonly kind: 'madeUp'; readonly make: MakeScenario }
  | { readonly kind: 'file' }
  | { readonly kind: 'event'; readonly make: MakeScenario }
  | { readonly kind: 'backends'; readonly make: readonly MakeScenario[] };

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
  {
    name: 'fleet-8x96x500-plant',
    summary: 'the same with cooling, heat, hydrogen and engines at every site, contracts and targets',
    byDefault: false,
  },
  { name: 'fleet-8x192x1000', summary: '8 sites, two days, 1,000 job groups', byDefault: true },
  {
    name: 'event',
    summary: 'fleet-8x96x500 after an event at each site in turn, from the kept basis',
    byDefault: true,
  },
  { name: 'contiguous-2000', summary: '2,000 jobs in one piece on 4 sites: time and certified gap', byDefault: false },
  { name: 'glpk', summary: 'GLPK beside HiGHS up to 4x96x100 (wants the optional package glpk.js)', byDefault: true },
  { name: 'week', summary: 'any scenario file, given with --scenario', byDefault: false },
];

/** The case whose scenario comes from a file. */
export const SCENARIO_CASE = 'week';

const FLEET_FORM = /^(fleet|event)-(\d{1,3})x(\d{1,4})x(\d{1,5})(-stores|-plant|-plant-minimum)?$/;
const CONTIGUOUS_FORM = /^contiguous-(\d{1,5})$/;
const SHORTEST_FLEET_SLOTS = 8;

/** What the end of a fleet's name asks for. */
const DEVICES: Readonly<Record<string, Pick<FleetSize, 'stores' | 'plant'>>> = {
  '': { stores: false },
  '-stores': { stores: true },
  '-plant': { stores: true, plant: 'anyLoad' },
  '-plant-minimum': { stores: true, plant: 'minimumLoad' },
};

const fleet =
  (siteCount: number, slotCount: number, jobCount: number, devices = ''): MakeScenario =>
  (seed) =>
    fleetScenario({ siteCount, slotCount, jobCount, ...DEVICES[devices] }, seed);

/** The case of a name, or null. `quick` takes a small instance where the name leaves the choice. */
export function caseNamed(name: string, quick: boolean): BenchCase | null {
  if (name === SCENARIO_CASE) return { kind: 'file' };
  if (name === 'event') return { kind: 'event', make: quick ? fleet(4, 96, 100) : fleet(8, 96, 500) };
  if (name === 'glpk') {
    const small = [fleet(2, 24, 20), fleet(2, 96, 40)];
    return { kind: 'backends', make: quick ? small : [...small, fleet(4, 96, 100)] };
  }
  return fleetNamed(name) ?? contiguousNamed(name);
}

function fleetNamed(name: string): BenchCase | null {
  const [, kind, ...numbers] = FLEET_FORM.exec(name) ?? [];
  const [sites, slots, jobs] = numbers.map(Number);
  const devices = numbers[3] ?? '';
  const leastSlots = kind === 'event' ? EVENT_LAST_SLOT + 1 : SHORTEST_FLEET_SLOTS;
  if (kind === undefined || sites < 1 || jobs < 1 || slots < leastSlots) return null;
  const make = fleet(sites, slots, jobs, devices);
  if (kind === 'fleet') return { kind: 'madeUp', make };
  // A program with whole numbers leaves no basis to answer an event from.
  return DEVICES[devices].plant === 'minimumLoad' ? null : { kind: 'event', make };
}

function contiguousNamed(name: string): BenchCase | null {
  const jobCount = Number(CONTIGUOUS_FORM.exec(name)?.[1] ?? 0);
  return jobCount < 1 ? null : { kind: 'madeUp', make: (seed) => contiguousScenario(jobCount, seed) };
}

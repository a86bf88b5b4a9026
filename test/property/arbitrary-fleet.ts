import fc from 'fast-check';
import type { DemandCharge, EndValueSegment, Fleet } from '../../src/domain/fleet.ts';
import type { ComputeJob, DeadlinePolicy } from '../../src/domain/job.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import {
  at,
  type BatteryInput,
  type GridInput,
  type JobInput,
  type LinkInput,
  makeDemandCharge,
  makeFleet,
  metering,
  type PoolInput,
  type SiteInput,
  series,
  slotsOf,
} from '../support/fleets.ts';

/**
 * Fleets in general position that physics can always hold: supply covers base load and idle machines, and a
 * store with self-discharge has no minimum. Figures are multiples of 0.01, so that a shrunk example reads well.
 * Jobs run alone or as several of one class (equal sites and data), on either of two pools, by themselves or with
 * their data over links.
 */
export interface FleetShape {
  /** Windows begin and end at slot edges. */
  readonly alignedWindows?: boolean;
  readonly batteries?: boolean;
  readonly ramps?: boolean;
  readonly exports?: boolean;
  readonly restarts?: boolean;
  readonly pricedLateness?: boolean;
  /** Jobs in one piece: their plans may keep a gap, and some properties of linear programs do not hold for them. */
  readonly contiguous?: boolean;
  /** At least two sites, every link between them, and data for every job: for properties of links. */
  readonly linked?: boolean;
  /** At least two sites with machines of one operating point, and many jobs of a class: for properties of classes. */
  readonly crowds?: boolean;
}

const ALL: Required<FleetShape> = {
  alignedWindows: false,
  batteries: true,
  ramps: true,
  exports: true,
  restarts: true,
  pricedLateness: true,
  contiguous: true,
  linked: false,
  crowds: false,
};

/** 40 kW x 1.2 of base load and, in each of two pools, 20 idle units of 0.3 kW x 1.2. */
const LARGEST_DRAW_KW = 63;
const SITE_IDS = ['east', 'north', 'west'];

export function arbitraryFleet(chosen: FleetShape = {}): fc.Arbitrary<Fleet> {
  const shape = { ...ALL, ...chosen };
  return fc
    .array(fc.constantFrom(1 / 12, 0.25, 0.5, 1, 2), { minLength: 2, maxLength: 5 })
    .map((hours) => slotsOf(...hours))
    .chain((timeline) =>
      fc.record({
        timeline: fc.constant(timeline),
        objective: fc.record({
          carbonPricePerTonne: fc.constantFrom(0, 80),
          carbonSignal: fc.constantFrom('average' as const, 'marginal' as const),
          creditExports: fc.boolean(),
          priceIncludesCarbon: fc.boolean(),
        }),
        sites: fc
          .array(arbitrarySite(timeline, shape), {
            minLength: shape.linked || shape.crowds ? 2 : 1,
            maxLength: SITE_IDS.length,
          })
          .map((sites) => sites.map((site, k) => ({ ...site, id: SITE_IDS[k] }))),
        links: arbitraryLinks(timeline, shape),
        groups: fc.array(arbitraryGroup(timeline, shape), { minLength: 0, maxLength: 3 }),
      }),
    )
    .map(({ groups, sites, links, ...rest }) => {
      const known = links.filter(({ from, to }) => [from, to].every((id) => sites.some((site) => site.id === id)));
      const jobs = groups.flatMap((group) => jobsOfGroup(group, sites, known));
      return makeFleet({ ...rest, sites, links: known, jobs: jobs.map((job, k) => ({ ...job, id: `job-${k}` })) });
    });
}

/** A multiple of 0.01 from `from` to `to`. */
function figure(from: number, to: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.round(from * 100), max: Math.round(to * 100) }).map((value) => value / 100);
}

function figures(timeline: Timeline, from: number, to: number): fc.Arbitrary<number[]> {
  return fc.array(figure(from, to), { minLength: timeline.slotCount, maxLength: timeline.slotCount });
}

function sometimes<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> {
  return fc.array(item, { maxLength: 1 });
}

function arbitrarySite(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<SiteInput> {
  return fc.record({
    grid: arbitraryGrid(timeline, shape),
    compute: fc.record({
      baseLoadKw: figures(timeline, 0, 40),
      baseLoadShedPricePerKwh: fc.constantFrom(null, 3),
      overheadFraction: figure(0, 0.2),
      pools: fc
        .tuple(arbitraryPool(timeline, shape), sometimes(arbitraryPool(timeline, shape)))
        .map(([gpu, other]) => [gpu, ...other.map((pool) => ({ ...pool, id: 'cpu' }))]),
    }),
    batteries: shape.batteries ? sometimes(arbitraryBattery()) : fc.constant([]),
    renewables: sometimes(fc.record({ availableKw: figures(timeline, 0, 60) })),
  });
}

/** Units may be away altogether. */
function arbitraryPool(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<PoolInput> {
  const units = fc.oneof({ weight: 5, arbitrary: figure(0, 20) }, { weight: 1, arbitrary: fc.constant(0) });
  const full = { id: 'full', kwPerUnit: 1.1, speed: 1 };
  const eco = { id: 'eco', kwPerUnit: 0.7, speed: 0.8 };
  return fc.record({
    unitsAvailable: fc.array(units, { minLength: timeline.slotCount, maxLength: timeline.slotCount }),
    idleKwPerUnit: figure(0, 0.3),
    operatingPoints: shape.crowds ? fc.constant([full]) : fc.constantFrom([full], [eco, full]),
  });
}

/** Links between some of the sites, whether the fleet has these or not. */
function arbitraryLinks(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<LinkInput[]> {
  const pairs = SITE_IDS.flatMap((from) => SITE_IDS.filter((to) => to !== from).map((to) => ({ from, to })));
  return fc.subarray(pairs, { minLength: shape.linked ? pairs.length : 0 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map((pair) =>
        fc
          .record({
            capacityGigabytesPerHour: figures(timeline, 0, 30),
            pricePerGigabyte: fc.constantFrom(0, 0.02, 0.3),
            energyKwhPerGigabyte: fc.constantFrom(0, 0.1),
          })
          .map((link) => ({ ...link, ...pair })),
      ),
    ),
  );
}

function arbitraryGrid(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<GridInput> {
  return fc.record({
    importLimitKw: figures(timeline, LARGEST_DRAW_KW, 100),
    exportLimitKw: shape.exports ? fc.constantFrom(0, 35) : fc.constant(0),
    importPricePerKwh: figures(timeline, -0.15, 0.6),
    exportPricePerKwh: figures(timeline, -0.1, 0.4),
    carbonGramsPerKwh: fc.record({
      average: figures(timeline, 0, 9).map((tenths) =>
        series(
          timeline,
          tenths.map((value) => value * 100),
        ),
      ),
      marginal: figures(timeline, 0, 9).map((tenths) =>
        series(
          timeline,
          tenths.map((value) => value * 100),
        ),
      ),
    }),
    contractedLimits: sometimes(
      fc.record({
        id: fc.constant('agreed'),
        direction: fc.constantFrom('import' as const, 'export' as const),
        limitKw: figures(timeline, 0, 60).map((values) => series(timeline, values)),
        breachPricePerKwh: figure(0, 2),
      }),
    ),
    demandCharges: sometimes(arbitraryDemandCharge(timeline)),
    ramp: shape.ramps
      ? fc.option(
          fc.record({
            limitKwPerMinute: figure(0.5, 10),
            transitionMinutes: fc.constant(5),
            measuredNetImportKw: fc.option(figure(0, 50)),
            breachPricePerKw: figure(0, 1),
          }),
        )
      : fc.constant(null),
  }) as fc.Arbitrary<GridInput>;
}

/** Metered slot by slot, or the first two slots as one interval. */
function arbitraryDemandCharge(timeline: Timeline): fc.Arbitrary<DemandCharge> {
  return fc
    .record({
      direction: fc.constantFrom('import' as const, 'export' as const, 'both' as const),
      pricePerKw: figure(0, 3),
      floorKw: figure(0, 50),
      joined: fc.boolean(),
    })
    .map(({ direction, pricePerKw, floorKw, joined }) => {
      const single = Array.from(timeline.hours, (_, slot) => metering(timeline, slot));
      const meteringIntervals = joined ? [metering(timeline, 0, 1), ...single.slice(2)] : single;
      return makeDemandCharge(timeline, { direction, pricePerKw, periods: [{ floorKw, meteringIntervals }] });
    });
}

function arbitraryBattery(): fc.Arbitrary<BatteryInput> {
  return fc
    .record({
      capacity: figure(5, 80),
      minimum: fc.constantFrom(0, 0.2),
      initial: figure(0.2, 1),
      end: figure(0.2, 1),
      chargeLimitKw: figure(0, 40),
      dischargeLimitKw: figure(0, 40),
      chargeEfficiency: figure(0.7, 1),
      dischargeEfficiency: figure(0.7, 1),
      selfDischargePerHour: fc.constantFrom(0, 0.02),
      wearPricePerKwh: fc.constantFrom(0, 0.03),
      endValue: fc.constantFrom<EndValueSegment[]>([], [{ energyKwh: 10, pricePerKwh: 0.3 }] as EndValueSegment[]),
    })
    .map(({ capacity, minimum, initial, end, ...rest }) => ({
      ...rest,
      energyCapacityKwh: capacity,
      minimumEnergyKwh: rest.selfDischargePerHour > 0 ? 0 : minimum * capacity,
      initialEnergyKwh: initial * capacity,
      endEnergyKwh: end * capacity,
      endShortfallPricePerKwh: 2,
    }));
}

/** Jobs that name their places alike: the common terms, and each job's own. */
interface JobGroup {
  readonly siteMask: number;
  readonly pool: string;
  readonly data: { readonly siteIndex: number; readonly gigabytesPerUnitHour: number } | null;
  readonly jobs: readonly JobInput[];
}

/** Mostly one job, sometimes a class of them. */
function arbitraryGroup(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<JobGroup> {
  const job = arbitraryJob(timeline, shape);
  const data = fc.record({ siteIndex: fc.nat(2), gigabytesPerUnitHour: figure(0.1, 3) });
  const crowd = fc.array(job, { minLength: 4, maxLength: 9 });
  const oneOrFew = fc.oneof(
    fc.array(job, { minLength: 1, maxLength: 1 }),
    fc.array(job, { minLength: 2, maxLength: 4 }),
  );
  return fc.record({
    siteMask: shape.crowds ? fc.constant(7) : fc.nat(7),
    pool: fc.constantFrom('gpu', 'gpu', 'cpu'),
    data: shape.linked ? data : fc.option(data),
    jobs: shape.crowds ? crowd : oneOrFew,
  });
}

/** The jobs of a group at the sites that have their pool and that their data can reach; none where no site has it. */
function jobsOfGroup(group: JobGroup, sites: readonly SiteInput[], links: readonly LinkInput[]): JobInput[] {
  const { siteMask, pool } = group;
  const withPool = sites.filter(({ compute }) => compute?.pools?.some(({ id = 'gpu' }) => id === pool));
  const wanted = withPool.filter((_, s) => s === siteMask % withPool.length || (siteMask >> s) % 2 === 1);
  const ids = wanted.map(({ id = '' }) => id);
  const dataSite = group.data === null ? null : SITE_IDS[group.data.siteIndex % sites.length];
  const reached = ids.filter((id) => id === dataSite || links.some(({ from, to }) => from === dataSite && to === id));
  const data =
    group.data === null || dataSite === null || reached.length === 0
      ? null
      : { site: dataSite, gigabytesPerUnitHour: group.data.gigabytesPerUnitHour };
  if (ids.length === 0) return [];
  return group.jobs.map((job) => ({ ...job, pool, data, sites: data === null ? ids : reached }));
}

function arbitraryJob(timeline: Timeline, shape: Required<FleetShape>): fc.Arbitrary<JobInput> {
  const edges = Array.from(timeline.edges, (edge) => (edge - timeline.edges[0]) / 3_600_000);
  const hours = edges[timeline.slotCount];
  const policies: DeadlinePolicy[] = [{ kind: 'hard' }, { kind: 'bestEffort' }];
  if (shape.pricedLateness) policies.push({ kind: 'priced', pricePerHourLate: 3 });
  const instants = shape.alignedWindows ? fc.constantFrom(...edges, hours + 2) : figure(-1, hours + 2);
  const kinds: JobKind[] = [{ shape: 'divisible', restartPricePerUnit: 0 }];
  if (shape.restarts) kinds.push({ shape: 'preemptible', restartPricePerUnit: 0.2 });
  if (shape.contiguous) kinds.push({ shape: 'contiguous', restartPricePerUnit: 0 });
  return fc
    .record({
      work: figure(0.5, 30),
      maximumUnits: figure(0.5, 20),
      window: fc.tuple(instants, instants).filter(([a, b]) => a !== b),
      deadlinePolicy: fc.constantFrom(...policies),
      kind: fc.constantFrom(...kinds),
      unservedPricePerUnitHour: figure(0.1, 20),
      leftoverPricePerUnitHour: figure(0, 0.6),
    })
    .map(({ window: [a, b], kind, ...job }) => ({
      ...job,
      ...kind,
      earliestStart: at(Math.min(a, b)),
      deadline: at(Math.max(a, b)),
    }));
}

type JobKind = Pick<ComputeJob, 'shape' | 'restartPricePerUnit'>;

import type {
  Battery,
  Compute,
  ComputePool,
  DemandCharge,
  DemandChargePeriod,
  Fleet,
  GridConnection,
  Link,
  MeteringInterval,
  ObjectiveSettings,
  Renewable,
  Site,
} from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type { Plan, SeriesName, ShadowPrice } from '../../src/domain/plan.ts';
import { NO_PLANT, type Plant } from '../../src/domain/plant.ts';
import { type FleetTargets, NO_TARGETS } from '../../src/domain/targets.ts';
import {
  type Instant,
  instant,
  MILLISECONDS_PER_HOUR,
  makeTimeline,
  type SlotSeries,
  type Timeline,
} from '../../src/time/timeline.ts';
import { currencyCode } from '../../src/units/index.ts';

/**
 * Small fleets for tests: a default for everything, overridden field by field. Prices are money per kWh,
 * times are hours after midnight UTC on 1 June 2026, and a series may be given as one number for all slots.
 * By default a unit draws 1 kW when it works and nothing when it idles, without overhead, so that unit-hours
 * are kWh and prices can be worked out in the head.
 */

const MIDNIGHT = Date.parse('2026-06-01T00:00:00Z');

export const at = (hours: number): Instant => instant(MIDNIGHT + hours * MILLISECONDS_PER_HOUR);

/** Slots of these many hours each, from midnight on. */
export function slotsOf(...hours: readonly number[]): Timeline {
  const edges = [MIDNIGHT as number];
  for (const each of hours) edges.push(Math.round(edges[edges.length - 1] + each * MILLISECONDS_PER_HOUR));
  return makeTimeline(edges);
}

export const hourly = (count: number): Timeline => slotsOf(...new Array<number>(count).fill(1));

export type SeriesInput = number | readonly number[] | SlotSeries;

/** A series from one number for all slots or one a slot. Throws when their number is wrong: a test's own mistake. */
export function series(timeline: Timeline, input: SeriesInput): SlotSeries {
  if (typeof input === 'number') return new Float64Array(timeline.slotCount).fill(input);
  if (input.length !== timeline.slotCount) throw new Error(`${input.length} values for ${timeline.slotCount} slots`);
  return Float64Array.from(input);
}

/** The same data with plain numbers in place of branded ones: a test's figures stand beside their unit anyway. */
export type Plain<T> = T extends number
  ? number
  : T extends string | boolean | null | undefined | ArrayBufferView
    ? T
    : { readonly [Key in keyof T]: Plain<T[Key]> };

export type WithSeries<Base, Names extends keyof Base> = Partial<Plain<Omit<Base, Names>>> & {
  readonly [Name in Names]?: SeriesInput;
};

export type GridInput = WithSeries<
  GridConnection,
  'importLimitKw' | 'exportLimitKw' | 'importPricePerKwh' | 'exportPricePerKwh'
>;
export type PoolInput = WithSeries<ComputePool, 'unitsAvailable'>;
export type ComputeInput = WithSeries<Omit<Compute, 'pools'>, 'baseLoadKw'> & {
  readonly pools?: readonly PoolInput[];
};
export type BatteryInput = Partial<Plain<Battery>>;
export type JobInput = Partial<Plain<ComputeJob>>;
export type RenewableInput = WithSeries<Renewable, 'availableKw'>;

export type LinkInput = WithSeries<Link, 'capacityGigabytesPerHour'>;

export interface SiteInput {
  readonly id?: string;
  readonly timeZone?: string;
  readonly jurisdictions?: readonly string[];
  readonly grid?: GridInput;
  readonly compute?: ComputeInput;
  readonly batteries?: readonly BatteryInput[];
  readonly renewables?: readonly RenewableInput[];
  readonly plant?: Partial<Plant>;
}

export interface FleetInput {
  readonly timeline: Timeline;
  readonly objective?: Partial<ObjectiveSettings>;
  readonly targets?: Partial<FleetTargets>;
  readonly sites?: readonly SiteInput[];
  readonly links?: readonly LinkInput[];
  readonly jobs?: readonly JobInput[];
}

/** One site `north` with a pool `gpu` of 10 units and no jobs, unless the input says more. */
export function makeFleet(input: FleetInput): Fleet {
  const { timeline, objective = {}, targets = {}, sites = [{}], links = [], jobs = [] } = input;
  const made = sites.map((site) => makeSite(timeline, site));
  return {
    name: 'small fleet',
    timeline,
    currency: currencyCode('EUR'),
    objective: {
      minimise: 'cost',
      carbonPricePerTonne: 0,
      carbonSignal: 'average',
      creditExports: false,
      priceIncludesCarbon: false,
      ...objective,
    },
    targets: { ...NO_TARGETS, ...targets },
    sites: made,
    links: links.map((link) => makeLink(timeline, link)),
    jobs: jobs.map((job) => makeJob(timeline, made, job)),
    dataQuality: [],
  };
}

export function makeSite(timeline: Timeline, input: SiteInput = {}): Site {
  const {
    id = 'north',
    timeZone = 'Europe/Berlin',
    jurisdictions = [],
    grid,
    compute,
    batteries = [],
    renewables = [],
    plant = {},
  } = input;
  return {
    id,
    timeZone,
    jurisdictions,
    grid: makeGrid(timeline, grid),
    compute: makeCompute(timeline, compute),
    batteries: batteries.map(makeBattery),
    renewables: renewables.map((source) => makeRenewable(timeline, source)),
    plant: { ...NO_PLANT, ...plant },
  };
}

function makeGrid(timeline: Timeline, input: GridInput = {}): GridConnection {
  const { importLimitKw, exportLimitKw, importPricePerKwh, exportPricePerKwh, ...rest } = input;
  const plain: Plain<GridConnection> = {
    marketZone: 'zone',
    contractedLimits: [],
    carbonGramsPerKwh: { average: series(timeline, 0) },
    demandCharges: [],
    ramp: null,
    coincidentPeaks: [],
    renewableFraction: null,
    greenPower: [],
    ...rest,
    importLimitKw: series(timeline, importLimitKw ?? 1000),
    exportLimitKw: series(timeline, exportLimitKw ?? 0),
    importPricePerKwh: series(timeline, importPricePerKwh ?? 0.1),
    exportPricePerKwh: series(timeline, exportPricePerKwh ?? 0),
  };
  return plain as GridConnection;
}

function makeCompute(timeline: Timeline, input: ComputeInput = {}): Compute {
  const { baseLoadKw, pools = [{}], ...rest } = input;
  const plain: Plain<Compute> = {
    baseLoadShedPricePerKwh: null,
    overheadFraction: 0,
    ...rest,
    baseLoadKw: series(timeline, baseLoadKw ?? 0),
    pools: pools.map((pool) => makePool(timeline, pool)),
  };
  return plain as Compute;
}

function makePool(timeline: Timeline, { unitsAvailable, ...rest }: PoolInput): ComputePool {
  const plain: Plain<ComputePool> = {
    id: 'gpu',
    idleKwPerUnit: 0,
    operatingPoints: [{ id: 'full', kwPerUnit: 1, speed: 1 }],
    ...rest,
    unitsAvailable: series(timeline, unitsAvailable ?? 10),
  };
  return plain as ComputePool;
}

/** Without losses: 100 kWh, 50 kW each way, empty at the start and with nothing promised for the end. */
export function makeBattery(input: BatteryInput = {}): Battery {
  const plain: Plain<Battery> = {
    id: 'store',
    energyCapacityKwh: 100,
    minimumEnergyKwh: 0,
    initialEnergyKwh: 0,
    endEnergyKwh: 0,
    endShortfallPricePerKwh: 10,
    endEnergyMaximumKwh: input.energyCapacityKwh ?? 100,
    endValue: [],
    chargeLimitKw: 50,
    dischargeLimitKw: 50,
    chargeEfficiency: 1,
    dischargeEfficiency: 1,
    selfDischargePerHour: 0,
    wearPricePerKwh: 0,
    kind: 'other',
    startsWhereItEnds: false,
    chargePricePerKwh: 0,
    cycleBudget: null,
    reserve: null,
    ...input,
  };
  return plain as Battery;
}

function makeRenewable(timeline: Timeline, { availableKw, ...rest }: RenewableInput): Renewable {
  return { id: 'roof', kind: 'pv', ...rest, availableKw: series(timeline, availableKw ?? 0) };
}

/** From `south` to `north`, wide, at no price. */
function makeLink(timeline: Timeline, { capacityGigabytesPerHour, ...rest }: LinkInput): Link {
  return {
    from: 'south',
    to: 'north',
    latencyMilliseconds: 10,
    pricePerGigabyte: 0,
    energyKwhPerGigabyte: 0,
    ...rest,
    capacityGigabytesPerHour: series(timeline, capacityGigabytesPerHour ?? 1e6),
  };
}

/** 10 unit-hours at up to 10 units, any time, at every site, with a hard deadline at the end of the horizon. */
function makeJob(timeline: Timeline, sites: readonly Site[], input: JobInput): ComputeJob {
  const plain: Plain<ComputeJob> = {
    id: 'job',
    pool: 'gpu',
    shape: 'divisible',
    work: 10,
    maximumUnits: 10,
    earliestStart: timeline.edges[0],
    deadline: timeline.edges[timeline.slotCount],
    deadlinePolicy: { kind: 'hard' },
    sites: sites.map(({ id }) => id),
    data: null,
    residency: null,
    latency: null,
    restartPricePerUnit: 0,
    gang: null,
    unservedPricePerUnitHour: 100,
    leftoverPricePerUnitHour: 0,
    ...input,
  };
  return plain as ComputeJob;
}

/** A metering interval over whole slots. */
export function metering(timeline: Timeline, ...slots: readonly number[]): MeteringInterval {
  return { slots: Int32Array.from(slots), hours: Float64Array.from(slots, (slot) => timeline.hours[slot]) };
}

export interface DemandChargeInput extends Partial<Omit<DemandCharge, 'periods'>> {
  readonly periods?: readonly Partial<Plain<DemandChargePeriod>>[];
}

/** One period `2026-06` without a floor, every slot its own metering interval, 10 a kW of import. */
export function makeDemandCharge(timeline: Timeline, input: DemandChargeInput = {}): DemandCharge {
  const { periods = [{}], ...rest } = input;
  const plain: Plain<DemandCharge> = {
    id: 'peak',
    direction: 'import',
    pricePerKw: 10,
    ...rest,
    periods: periods.map((period) => ({
      label: '2026-06',
      floorKw: 0,
      meteringIntervals: Array.from(timeline.hours, (_, slot) => metering(timeline, slot)),
      ...period,
    })),
  };
  return plain as DemandCharge;
}

/** Values of a series of a plan (or of a baseline's sites). Throws when it is absent. */
export function seriesOf(
  plan: Pick<Plan, 'sites'>,
  name: SeriesName,
  site = 'north',
  component: string | null = null,
): readonly number[] {
  const found = plan.sites
    .find(({ id }) => id === site)
    ?.series.find((each) => each.name === name && each.component === component);
  if (found === undefined) throw new Error(`no series ${name} of ${site} ${component ?? ''}`);
  return found.values;
}

/** Busy units of one job at one site, slot by slot, over all operating points or at one. */
export function unitsOf(plan: Plan, job: string, site = 'north', point?: string): number[] {
  const units = plan.timeline.slotHours.map(() => 0);
  const allocations = plan.jobs.find(({ id }) => id === job)?.allocations ?? [];
  for (const allocation of allocations) {
    if (allocation.site !== site || (point !== undefined && allocation.operatingPoint !== point)) continue;
    allocation.activeUnits.forEach((value, k) => {
      units[allocation.firstSlot + k] += value;
    });
  }
  return units;
}

/** Shadow prices by name. Throws when the limit is absent. */
export function shadowPrice(plan: Plan, name: string, component: string | null = null, site?: string): ShadowPrice {
  const found = plan.shadowPrices.find(
    (each) =>
      each.name === name &&
      (component === null || each.component === component) &&
      (site === undefined || each.site === site),
  );
  if (found === undefined) throw new Error(`no shadow price ${name} ${component ?? ''}`);
  return found;
}

/** Money of the cost lines of one name, summed; 0 where there are none. */
export function moneyOf(plan: Pick<Plan, 'costLines'>, name: Plan['costLines'][number]['name']): number {
  return plan.costLines.filter((line) => line.name === name).reduce((sum, { amount }) => sum + amount, 0);
}

import type { Fleet } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { Plan, PlanJob, PlanSite, SeriesName } from '../domain/plan.ts';
import type { Store } from '../domain/store.ts';
import { type Instant, MILLISECONDS_PER_HOUR, slotAt, type Timeline } from '../time/timeline.ts';

/** What a plan comes to in a few numbers: for the terminal's table and the report alike. Arithmetic only. */

export interface SiteFigures {
  readonly id: string;
  readonly timeZone: string;
  readonly importedKwh: number;
  readonly exportedKwh: number;
  readonly peakImportKw: number;
  /** Slot of the peak; -1 where nothing is imported. */
  readonly peakSlot: number;
  readonly renewableUsedKwh: number;
  readonly renewableCurtailedKwh: number;
  readonly baseLoadShedKwh: number;
  /** Base load and pools, without the losses of distribution. */
  readonly computeKwh: number;
  /** Data of jobs that come from other sites, and what they draw on the way. */
  readonly receivedGigabytes: number;
  readonly receivedDataKwh: number;
  /** Sum of the cost lines that name this site. */
  readonly cost: number;
  readonly generatedKwh: number;
  readonly coldDeliveredKwh: number;
  readonly heatDeliveredKwh: number;
  readonly batteries: readonly StoreFigures[];
  readonly coldStores: readonly StoreFigures[];
  readonly hotStores: readonly StoreFigures[];
}

export interface StoreFigures {
  readonly id: string;
  readonly chargedKwh: number;
  readonly dischargedKwh: number;
  /** Energy taken out of the store itself over the capacity. */
  readonly equivalentCycles: number;
  readonly lowestKwh: number;
  readonly highestKwh: number;
  readonly capacityKwh: number;
}

export interface JobFigures {
  readonly count: number;
  readonly workUnitHours: number;
  readonly doneUnitHours: number;
  /** Jobs that finish later than they would at full width from their earliest start. */
  readonly shiftedCount: number;
  readonly lateCount: number;
  readonly leftoverCount: number;
  readonly unservedCount: number;
  /** Jobs that run once, without a pause, and those of them that are late. */
  readonly contiguousCount: number;
  readonly lateContiguousCount: number;
  /** Jobs whose data move to other sites, and how much. */
  readonly movingCount: number;
  readonly movedGigabytes: number;
}

/** A figure below this share of its whole is rounding, not a fact about the job. */
const NEGLIGIBLE_SHARE = 1e-6;
/** A plan's figures are rounded to this. */
const NEGLIGIBLE_GIGABYTES = 1e-6;

export function seriesOf(
  site: PlanSite,
  name: SeriesName,
): readonly { component: string | null; values: readonly number[] }[] {
  return site.series.filter((series) => series.name === name);
}

/** Sum over the components of a series; zeros where the plan has none. */
export function totalSeries(site: PlanSite, name: SeriesName): readonly number[] {
  const total = new Array<number>(site.slotStarts.length).fill(0);
  for (const { values } of seriesOf(site, name)) {
    for (const [slot, value] of values.entries()) total[slot] += value;
  }
  return total;
}

function energyKwh(powerKw: readonly number[], hours: readonly number[]): number {
  let sum = 0;
  for (const [slot, power] of powerKw.entries()) sum += power * hours[slot];
  return sum;
}

export function siteFigures(fleet: Fleet, plan: Plan, siteId: string): SiteFigures {
  const planSite = plan.sites.find((site) => site.id === siteId);
  const site = fleet.sites.find((candidate) => candidate.id === siteId);
  if (planSite === undefined || site === undefined) throw new Error(`the plan and the fleet differ on site ${siteId}`);
  const hours = plan.timeline.slotHours;
  const energy = (name: SeriesName) => energyKwh(totalSeries(planSite, name), hours);
  const gridImport = totalSeries(planSite, 'gridImport');
  const peakImportKw = gridImport.reduce((peak, power) => Math.max(peak, power), 0);
  return {
    id: site.id,
    timeZone: site.timeZone,
    importedKwh: energy('gridImport'),
    exportedKwh: energy('gridExport'),
    peakImportKw,
    peakSlot: peakImportKw > 0 ? gridImport.indexOf(peakImportKw) : -1,
    renewableUsedKwh: energy('renewableUsed'),
    renewableCurtailedKwh: energy('renewableCurtailed'),
    baseLoadShedKwh: energy('baseLoadShed'),
    computeKwh: energy('baseLoad') + energy('poolPower'),
    receivedGigabytes: energy('linkTransfer'),
    receivedDataKwh: energyKwh(receivedDataKw(fleet, planSite), hours),
    cost: plan.costLines.reduce((sum, line) => (line.site === siteId ? sum + line.amount : sum), 0),
    generatedKwh: energy('generatorPower'),
    coldDeliveredKwh: energy('coldDelivered'),
    heatDeliveredKwh: energy('heatDelivered'),
    batteries: site.batteries.map((store) => storeFigures(planSite, store, 'battery', hours)),
    coldStores: site.plant.coldStores.map((store) => storeFigures(planSite, store, 'coldStore', hours)),
    hotStores: site.plant.hotStores.map((store) => storeFigures(planSite, store, 'hotStore', hours)),
  };
}

function storeFigures(
  site: PlanSite,
  store: Store,
  prefix: 'battery' | 'coldStore' | 'hotStore',
  hours: readonly number[],
): StoreFigures {
  const own = (what: 'Charge' | 'Discharge' | 'Stored') =>
    seriesOf(site, `${prefix}${what}`).find(({ component }) => component === store.id)?.values ?? [];
  const dischargedKwh = energyKwh(own('Discharge'), hours);
  const stored = own('Stored');
  const levels = [levelAtStart(store, stored), ...stored];
  const { energyCapacityKwh: capacityKwh } = store;
  return {
    id: store.id,
    chargedKwh: energyKwh(own('Charge'), hours),
    dischargedKwh,
    equivalentCycles: capacityKwh > 0 ? dischargedKwh / store.dischargeEfficiency / capacityKwh : 0,
    lowestKwh: levels.reduce((lowest, level) => Math.min(lowest, level)),
    highestKwh: levels.reduce((highest, level) => Math.max(highest, level)),
    capacityKwh,
  };
}

/** What a store holds before the first slot: where its start is free, what it holds at the end. */
export function levelAtStart(store: Store, levelsAtEnds: readonly number[]): number {
  return store.startsWhereItEnds ? (levelsAtEnds.at(-1) ?? store.initialEnergyKwh) : store.initialEnergyKwh;
}

/** Power that data from other sites draw at the supply of a site, slot by slot. */
export function receivedDataKw(fleet: Fleet, site: PlanSite): readonly number[] {
  const power = new Array<number>(site.slotStarts.length).fill(0);
  for (const { component, values } of seriesOf(site, 'linkTransfer')) {
    const link = fleet.links.find(({ from, to }) => from === component && to === site.id);
    for (const [slot, rate] of values.entries()) power[slot] += rate * (link?.energyKwhPerGigabyte ?? 0);
  }
  return power;
}

export function jobFigures(fleet: Fleet, plan: Plan): JobFigures {
  const jobs = new Map(fleet.jobs.map((job) => [job.id, job]));
  const count = (holds: (job: PlanJob) => boolean) => plan.jobs.reduce((sum, job) => (holds(job) ? sum + 1 : sum), 0);
  const above = (share: (job: PlanJob) => number) => count((job) => share(job) > NEGLIGIBLE_SHARE * job.workUnitHours);
  const isContiguous = ({ id }: PlanJob) => jobs.get(id)?.shape === 'contiguous';
  return {
    count: plan.jobs.length,
    workUnitHours: plan.jobs.reduce((sum, job) => sum + job.workUnitHours, 0),
    doneUnitHours: plan.jobs.reduce((sum, job) => sum + job.doneUnitHours, 0),
    shiftedCount: count((planJob) => {
      const job = jobs.get(planJob.id);
      return job !== undefined && lastActiveSlot(planJob) > slotFinishedAtOnce(fleet, job);
    }),
    lateCount: above((job) => job.lateUnitHours),
    leftoverCount: above((job) => job.leftoverUnitHours),
    unservedCount: above((job) => job.unservedUnitHours),
    contiguousCount: count(isContiguous),
    lateContiguousCount: above((job) => (isContiguous(job) ? job.lateUnitHours : 0)),
    movingCount: count(({ movedGigabytes }) => movedGigabytes > NEGLIGIBLE_GIGABYTES),
    movedGigabytes: plan.jobs.reduce((sum, job) => sum + job.movedGigabytes, 0),
  };
}

/** The last slot in which the job runs; -1 where it does not. */
function lastActiveSlot(job: PlanJob): number {
  let last = -1;
  for (const { firstSlot, activeUnits } of job.allocations) {
    for (const [offset, units] of activeUnits.entries()) {
      if (units > NEGLIGIBLE_SHARE) last = Math.max(last, firstSlot + offset);
    }
  }
  return last;
}

/** The slot in which the job would end at full width and full speed from its earliest start. */
function slotFinishedAtOnce(fleet: Fleet, job: ComputeJob): number {
  const { timeline } = fleet;
  const speed = fastestSpeed(fleet, job);
  const start = Math.max(job.earliestStart, timeline.edges[0]);
  const finish = start + (job.work / (job.maximumUnits * speed)) * MILLISECONDS_PER_HOUR;
  return slotEndingAt(timeline, finish);
}

function slotEndingAt(timeline: Timeline, finish: number): number {
  const slot = slotAt(timeline, (finish - 1) as Instant);
  return slot === -1 ? timeline.slotCount : slot;
}

function fastestSpeed(fleet: Fleet, job: ComputeJob): number {
  const speeds = fleet.sites
    .filter((site) => job.sites.includes(site.id))
    .flatMap((site) => site.compute.pools)
    .filter((pool) => pool.id === job.pool)
    .flatMap((pool) => pool.operatingPoints.map((point) => point.speed));
  return Math.max(...speeds);
}

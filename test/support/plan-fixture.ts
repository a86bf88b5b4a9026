import type { Battery, Fleet, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import type {
  BaselineFigures,
  Plan,
  PlanJob,
  PlanSeries,
  PlanSite,
  SeriesName,
  SlotUnit,
} from '../../src/domain/plan.ts';
import { NO_PLANT } from '../../src/domain/plant.ts';
import { NO_TARGETS } from '../../src/domain/targets.ts';
import { instant, type Timeline, uniformTimeline } from '../../src/time/timeline.ts';
import { currencyCode, fraction, kw, kwh, unitHours } from '../../src/units/index.ts';

/**
 * A fleet of two sites over one day and a plan for it, made by hand for what shows plans (table, report,
 * files). Powers balance in every slot; costs are round figures and no optimum.
 */

const HOUR = 3_600_000;
const start = Date.parse('2026-06-01T00:00:00+08:00');
export const fixtureTimeline: Timeline = uniformTimeline(instant(start), instant(start + 24 * HOUR), 60);

const bySlot = (value: (slot: number) => number) => Float64Array.from({ length: 24 }, (_, slot) => value(slot));
const constant = (value: number) => bySlot(() => value);
const sunlight = (slot: number) => Math.max(0, Math.sin(((slot - 6) / 12) * Math.PI));

const battery: Battery = {
  id: 'bess',
  energyCapacityKwh: kwh(4000),
  minimumEnergyKwh: kwh(400),
  initialEnergyKwh: kwh(1000),
  endEnergyKwh: kwh(1000),
  endEnergyMaximumKwh: kwh(4000),
  endShortfallPricePerKwh: 5,
  endValue: [],
  chargeLimitKw: kw(1000),
  dischargeLimitKw: kw(1000),
  chargeEfficiency: fraction(1),
  dischargeEfficiency: fraction(1),
  selfDischargePerHour: 0,
  wearPricePerKwh: 0.01,
  kind: 'other',
  startsWhereItEnds: false,
  chargePricePerKwh: 0,
  cycleBudget: null,
  reserve: null,
};

function site(id: string, timeZone: string, extra: Partial<Site>): Site {
  return {
    id,
    timeZone,
    jurisdictions: [],
    grid: {
      marketZone: `zone-${id}`,
      importLimitKw: constant(20_000),
      exportLimitKw: constant(0),
      contractedLimits: [],
      importPricePerKwh: bySlot((slot) => (slot < 8 ? 0.22 : slot < 18 ? 0.55 : 0.9)),
      exportPricePerKwh: constant(0),
      carbonGramsPerKwh: { average: bySlot((slot) => 600 - 250 * sunlight(slot)) },
      coincidentPeaks: [],
      renewableFraction: null,
      greenPower: [],
      demandCharges: [],
      ramp: null,
    },
    compute: {
      baseLoadKw: constant(1000),
      baseLoadShedPricePerKwh: null,
      overheadFraction: fraction(0.1),
      pools: [
        {
          id: 'h100',
          unitsAvailable: constant(1000),
          idleKwPerUnit: kw(0.1),
          operatingPoints: [{ id: 'full', kwPerUnit: kw(0.7), speed: 1 }],
        },
      ],
    },
    plant: NO_PLANT,
    batteries: [],
    renewables: [],
    ...extra,
  };
}

function job(id: string, work: number, window: readonly [number, number], extra: Partial<ComputeJob> = {}): ComputeJob {
  return {
    id,
    pool: 'h100',
    shape: 'divisible',
    work: unitHours(work),
    maximumUnits: 500,
    earliestStart: instant(start + window[0] * HOUR),
    deadline: instant(start + window[1] * HOUR),
    deadlinePolicy: { kind: 'hard' },
    sites: ['hohhot', 'shanghai'],
    data: null,
    residency: null,
    latency: null,
    restartPricePerUnit: 0,
    gang: null,
    unservedPricePerUnitHour: 100,
    leftoverPricePerUnitHour: 10,
    ...extra,
  };
}

export const fixtureFleet: Fleet = {
  name: 'two sites',
  timeline: fixtureTimeline,
  currency: currencyCode('CNY'),
  targets: NO_TARGETS,
  objective: {
    minimise: 'cost',
    carbonPricePerTonne: 80,
    carbonSignal: 'average',
    creditExports: false,
    priceIncludesCarbon: false,
  },
  sites: [
    site('hohhot', 'Asia/Shanghai', {
      plant: NO_PLANT,
      batteries: [battery],
      renewables: [{ id: 'roof', kind: 'pv', availableKw: bySlot((slot) => 1500 * sunlight(slot)) }],
    }),
    site('shanghai', 'Asia/Shanghai', {}),
  ],
  links: [],
  jobs: [job('nightly', 2000, [0, 12]), job('daily', 1500, [2, 20]), job('stuck', 600, [22, 23])],
  dataQuality: [
    {
      subject: 'sites/hohhot/grid/importPrice',
      kind: 'filled',
      slots: [3, 4],
      message: 'two prices absent; the price of the slot before was held',
    },
  ],
};

/** Busy units by job and slot, all at hohhot. */
const busy: Readonly<Record<string, (slot: number) => number>> = {
  nightly: (slot) => (slot >= 3 && slot < 7 ? 500 : 0),
  daily: (slot) => (slot >= 4 && slot < 7 ? 500 : 0),
  stuck: (slot) => (slot === 22 ? 500 : 0),
};

const batteryNetCharge = (slot: number) => (slot >= 1 && slot < 4 ? 1000 : slot >= 18 && slot < 21 ? -1000 : 0);

function planSite(id: string): PlanSite {
  const here = id === 'hohhot';
  const units = bySlot((slot) => (here ? busy.nightly(slot) + busy.daily(slot) + busy.stuck(slot) : 0));
  const pool = units.map((value) => 100 + value * 0.6);
  const pv = bySlot((slot) => (here ? Math.min(1000, 1500 * sunlight(slot)) : 0));
  const charge = bySlot((slot) => (here ? Math.max(0, batteryNetCharge(slot)) : 0));
  const discharge = bySlot((slot) => (here ? Math.max(0, -batteryNetCharge(slot)) : 0));
  let level = battery.initialEnergyKwh as number;
  const stored = bySlot((slot) => {
    level += charge[slot] - discharge[slot];
    return level;
  });
  const imported = bySlot((t) => 1.1 * (1000 + pool[t]) + charge[t] - discharge[t] - pv[t]);
  const series = (name: SeriesName, component: string | null, unit: SlotUnit, values: Float64Array): PlanSeries => {
    return { site: id, name, component, unit, values: [...values] };
  };
  const all = [
    series('gridImport', null, 'kW', imported),
    series('gridExport', null, 'kW', constant(0)),
    series('baseLoad', null, 'kW', constant(1000)),
    series(
      'distributionOverhead',
      null,
      'kW',
      pool.map((value) => 0.1 * (1000 + value)),
    ),
    series('poolPower', 'h100', 'kW', pool),
    series('poolBusyUnits', 'h100', 'units', units),
  ];
  const own = [
    series('batteryCharge', 'bess', 'kW', charge),
    series('batteryDischarge', 'bess', 'kW', discharge),
    series('batteryStored', 'bess', 'kWh', stored),
    series('renewableUsed', 'roof', 'kW', pv),
    series(
      'renewableCurtailed',
      'roof',
      'kW',
      bySlot((slot) => 1500 * sunlight(slot) - pv[slot]),
    ),
  ];
  const slotStarts = Array.from({ length: 24 }, (_, slot) => new Date(start + slot * HOUR).toISOString());
  return { id, timeZone: 'Asia/Shanghai', slotStarts, series: here ? [...all, ...own] : all };
}

function planJob(id: string, work: number): PlanJob {
  const activeUnits = [...bySlot(busy[id])];
  const done = activeUnits.reduce((sum, units) => sum + units, 0);
  return {
    id,
    pool: 'h100',
    workUnitHours: work,
    doneUnitHours: done,
    leftoverUnitHours: 0,
    unservedUnitHours: work - done,
    lateUnitHours: 0,
    meanLatenessHours: 0,
    restartedUnits: 0,
    movedGigabytes: 0,
    allocations: [{ site: 'hohhot', operatingPoint: 'full', firstSlot: 0, activeUnits }],
    directives: [],
  };
}

const sites = [planSite('hohhot'), planSite('shanghai')];

function baseline(objective: number): BaselineFigures {
  return {
    objective,
    costLines: [{ name: 'energyBought', site: 'hohhot', component: null, amount: objective }],
    emissions: { averageKg: 21_000, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 },
    energyImportedKwh: 50_000,
    peakImportKw: 2600,
    brokenPromises: [],
    physicallySound: true,
    sites,
  };
}

export const fixturePlan: Plan = {
  wattshift: 1,
  name: fixtureFleet.name,
  engineVersion: '0.1.0',
  inputDigest: 'a'.repeat(64),
  planDigest: 'b'.repeat(64),
  revision: 1,
  status: 'optimal',
  statusReason: null,
  certifiedGap: 3.1e-12,
  claimedGap: null,
  certificate: {
    largestRowResidual: 0,
    largestBoundResidual: 0,
    lowerBound: 26_000,
    method: 'linear',
    branches: 0,
  },
  currency: 'CNY',
  timeline: {
    start: new Date(start).toISOString(),
    end: new Date(start + 24 * HOUR).toISOString(),
    slotHours: new Array(24).fill(1),
  },
  objective: 26_000,
  costLines: [
    { name: 'energyBought', site: 'hohhot', component: null, amount: 9000 },
    { name: 'energyBought', site: 'shanghai', component: null, amount: 5000 },
    { name: 'wear', site: 'hohhot', component: 'bess', amount: 30 },
    { name: 'carbon', site: 'hohhot', component: null, amount: 1970 },
    { name: 'unservedWork', site: null, component: null, amount: 10_000 },
  ],
  sites,
  jobs: [planJob('nightly', 2000), planJob('daily', 1500), planJob('stuck', 600)],
  quotaCurves: [
    {
      site: 'hohhot',
      pool: 'h100',
      maxUnits: [...bySlot((slot) => busy.nightly(slot) + busy.daily(slot) + busy.stuck(slot))],
      maxPowerKw: [...(sites[0].series.find((series) => series.name === 'poolPower')?.values ?? [])],
      shadowPrice: [...bySlot((slot) => (slot >= 4 && slot < 7 ? -0.2 : 0))],
    },
  ],
  setpoints: [
    {
      site: 'hohhot',
      component: 'bess',
      quantity: 'batteryNetCharge',
      unit: 'kW',
      values: [...bySlot(batteryNetCharge)],
    },
  ],
  shadowPrices: [
    {
      name: 'poolCapacity',
      site: 'hohhot',
      component: 'h100',
      per: 'unit h',
      values: [...bySlot((slot) => (slot >= 4 && slot < 7 ? -0.2 : 0))],
    },
    {
      name: 'electricityBalance',
      site: 'hohhot',
      component: null,
      per: 'kWh',
      values: [...fixtureFleet.sites[0].grid.importPricePerKwh],
    },
  ],
  offsets: [],
  indicators: [],
  demandCharges: [
    {
      site: 'hohhot',
      id: 'monthly',
      period: '2026-06',
      peakKw: 2500,
      floorKw: 2400,
      pricePerKw: 28,
      increment: 2800,
      whole: 70_000,
    },
  ],
  brokenPromises: [
    {
      kind: 'deadlineKept',
      site: null,
      subject: 'stuck',
      from: new Date(start + 22 * HOUR).toISOString(),
      to: new Date(start + 23 * HOUR).toISOString(),
      amount: 100,
      unit: 'unit h',
      pricePerUnit: 100,
      cost: 10_000,
      message: 'job "stuck" is not done by its deadline: 100 unit-hours are missing',
    },
  ],
  conflicts: [],
  emissions: { averageKg: 19_500, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 },
  dataQuality: fixtureFleet.dataQuality,
  baselines: { firstComeFirstServed: baseline(31_000), ruleBasedStorage: baseline(29_500) },
  savings: {
    againstFirstComeFirstServed: 5000,
    againstRuleBasedStorage: 3500,
    jobsAlone: 3000,
    heatAlone: null,
    storageAlone: 1500,
    carbonKgAgainstFirstComeFirstServed: 1500,
  },
  timings: {
    buildMilliseconds: 3,
    solveMilliseconds: 20,
    passMilliseconds: 0,
    tieBreakMilliseconds: 10,
    certifyMilliseconds: 1,
    baselineMilliseconds: 5,
    totalMilliseconds: 39,
  },
};

/** The same fleet and plan with every id, name and message replaced by hostile text. */
export function hostileFixture(hostile: string): { fleet: Fleet; plan: Plan } {
  const swap = (text: string) =>
    ['hohhot', 'shanghai', 'nightly', 'daily', 'stuck', 'bess', 'roof', 'h100', 'two sites'].includes(text)
      ? `${hostile}${text}`
      : text;
  return { fleet: swapStrings(fixtureFleet, swap) as Fleet, plan: swapStrings(fixturePlan, swap) as Plan };
}

function swapStrings(value: unknown, swap: (text: string) => string): unknown {
  if (typeof value === 'string') return swap(value);
  if (value instanceof Float64Array || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => swapStrings(item, swap));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, swapStrings(item, swap)]));
}

import type {
  BaselineFigures,
  JobAllocation,
  JobDirective,
  Plan,
  PlanCostLine,
  PlanJob,
  PlanSeries,
  PlanSite,
  SeriesName,
  SlotUnit,
} from '../../src/domain/plan.ts';
import { dryIndicators } from './hand-plan.ts';

/**
 * A sound plan for hand-places.ts, worked out by hand.
 *
 *                   slot 0 (30 min)  slot 1 (60 min)  slot 2 (60 min)  slot 3 (30 min)
 * render, west      9 x 20/30 = 6    9                9 x 10/60 = 1.5
 * batch             east 4                            west 4           west 4
 * late, east                         5                5 x 15/60 = 1.25
 * night, east eco                                                      4
 * overrun, west                                                        2
 *
 * east gpu          1 + 4            1 + 5            1 + 1.25         1 + 4 x 0.4
 * east cpu                           5 x 0.2
 * east IT           15               17               12.25            12.6
 * overhead 0.1      1.5              1.7              1.225            1.26
 * east import       16.5             18.7             13.475           13.86
 *
 * west gpu x 1.2    7.2              10.8             6.6              7.2
 * west IT           17.2             20.8             16.6             17.2
 * overhead 0.5      8.6              10.4             8.3              8.6
 * GB/h from east    6 x 2 = 12       9 x 2 = 18       1.5 x 2 + 4 = 7  4
 * at 0.1 kWh each   1.2              1.8              0.7              0.4
 * west import       27               33               25.6             26.2
 */
const STARTS = ['00:00', '00:30', '01:30', '02:30'].map((clock) => `2026-06-01T${clock}:00Z`);
const END = '2026-06-01T03:00:00Z';

const UNITS: Partial<Record<SeriesName, SlotUnit>> = {
  poolBusyUnits: 'units',
  poolHeldUnits: 'units',
  linkTransfer: 'GB/h',
};

function series(site: string, name: SeriesName, component: string | null, values: number[]): PlanSeries {
  return { site, name, component, unit: UNITS[name] ?? 'kW', values };
}

const sites: PlanSite[] = [
  {
    id: 'east',
    timeZone: 'UTC',
    slotStarts: STARTS,
    series: [
      series('east', 'gridImport', null, [16.5, 18.7, 13.475, 13.86]),
      series('east', 'gridExport', null, [0, 0, 0, 0]),
      series('east', 'baseLoad', null, [10, 10, 10, 10]),
      series('east', 'distributionOverhead', null, [1.5, 1.7, 1.225, 1.26]),
      series('east', 'poolPower', 'gpu', [5, 6, 2.25, 2.6]),
      series('east', 'poolBusyUnits', 'gpu', [4, 5, 1.25, 4]),
      series('east', 'poolHeldUnits', 'gpu', [0, 0, 3.75, 0]),
      series('east', 'poolPower', 'cpu', [0, 1, 0, 0]),
      series('east', 'poolBusyUnits', 'cpu', [0, 5, 0, 0]),
      series('east', 'linkTransfer', 'west', [0, 0, 0, 0]),
    ],
  },
  {
    id: 'west',
    timeZone: 'UTC',
    slotStarts: STARTS,
    series: [
      series('west', 'gridImport', null, [27, 33, 25.6, 26.2]),
      series('west', 'gridExport', null, [0, 0, 0, 0]),
      series('west', 'baseLoad', null, [10, 10, 10, 10]),
      series('west', 'distributionOverhead', null, [8.6, 10.4, 8.3, 8.6]),
      series('west', 'poolPower', 'gpu', [7.2, 10.8, 6.6, 7.2]),
      series('west', 'poolBusyUnits', 'gpu', [6, 9, 5.5, 6]),
      series('west', 'poolHeldUnits', 'gpu', [3, 0, 7.5, 0]),
      series('west', 'linkTransfer', 'east', [12, 18, 7, 4]),
    ],
  },
];

type Amounts = Partial<Pick<PlanJob, 'doneUnitHours' | 'leftoverUnitHours' | 'unservedUnitHours' | 'movedGigabytes'>>;

function job(
  id: string,
  workUnitHours: number,
  amounts: Amounts,
  allocations: JobAllocation[],
  directives: JobDirective[],
): PlanJob {
  return {
    id,
    pool: 'gpu',
    workUnitHours,
    doneUnitHours: 0,
    leftoverUnitHours: 0,
    unservedUnitHours: 0,
    lateUnitHours: 0,
    meanLatenessHours: 0,
    restartedUnits: 0,
    movedGigabytes: 0,
    ...amounts,
    allocations,
    directives,
  };
}

const at = (site: string, operatingPoint: string, firstSlot: number, activeUnits: number[]): JobAllocation => ({
  site,
  operatingPoint,
  firstSlot,
  activeUnits,
});

const jobs: PlanJob[] = [
  job(
    'batch', // 4 x 0.5 at east; 4 + 4 x 0.5 at west, where each takes a gigabyte
    8,
    { doneUnitHours: 8, movedGigabytes: 6 },
    [at('east', 'full', 0, [4]), at('west', 'full', 2, [4, 4])],
    [
      { at: STARTS[0], site: 'east', action: 'START', units: 4 },
      { at: STARTS[1], site: 'east', action: 'SUSPEND', units: 0 },
      { at: STARTS[2], site: 'west', action: 'START', units: 4 },
      { at: END, site: 'west', action: 'SUSPEND', units: 0 },
    ],
  ),
  job('drop', 15, { unservedUnitHours: 15 }, [], []),
  {
    // From 00:30 to 01:45, and so 45 minutes late with all that it does.
    ...job(
      'late',
      6.25,
      { doneUnitHours: 6.25 },
      [at('east', 'full', 1, [5, 1.25])],
      [{ at: STARTS[1], site: 'east', action: 'START', units: 5 }],
    ),
    lateUnitHours: 6.25,
    meanLatenessHours: 0.75,
  },
  job('later', 10, { leftoverUnitHours: 10 }, [], []),
  job(
    'night', // 4 x 0.5 x 0.5 before the horizon's end, and an hour after it, to 04:00
    3,
    { doneUnitHours: 1, leftoverUnitHours: 2 },
    [at('east', 'eco', 3, [4])],
    [{ at: STARTS[3], site: 'east', action: 'START', units: 4 }],
  ),
  {
    // Done at 04:30: two hours and a half late, what is left of it too.
    ...job(
      'overrun',
      4,
      { doneUnitHours: 1, leftoverUnitHours: 3 },
      [at('west', 'full', 3, [2])],
      [{ at: STARTS[3], site: 'west', action: 'START', units: 2 }],
    ),
    lateUnitHours: 1,
    meanLatenessHours: 2.5,
  },
  job(
    'render',
    13.5,
    { doneUnitHours: 13.5, movedGigabytes: 27 },
    [at('west', 'full', 0, [6, 9, 1.5])],
    [{ at: '2026-06-01T00:10:00Z', site: 'west', action: 'START', units: 9 }],
  ),
  {
    ...job(
      'web',
      5,
      { doneUnitHours: 5 },
      [at('east', 'on', 1, [5])],
      [
        { at: STARTS[1], site: 'east', action: 'START', units: 5 },
        { at: STARTS[2], site: 'east', action: 'SUSPEND', units: 0 },
      ],
    ),
    pool: 'cpu',
  },
];

export const placesCostLines: readonly PlanCostLine[] = [
  { name: 'energyBought', site: 'east', component: null, amount: 9.471 }, // (8.25 + 18.7 + 13.475 + 6.93) x 0.2
  { name: 'energyBought', site: 'west', component: null, amount: 8.52 }, // (13.5 + 33 + 25.6 + 13.1) x 0.1
  { name: 'dataTransfer', site: 'west', component: 'east', amount: 16.5 }, // (6 + 18 + 7 + 2) x 0.5
  { name: 'lateness', site: null, component: null, amount: 18 }, // 0.75 x 4 + 2.5 x 6
  { name: 'leftoverWork', site: null, component: null, amount: 1.9 }, // 10 x 0.1 + 2 x 0.3 + 3 x 0.1
  { name: 'unservedWork', site: null, component: null, amount: 30 }, // 15 x 2
];

/** Every line is positive: it is the sum of their absolute values too. */
const OBJECTIVE = 84.391;
const LOWER_BOUND = 80;

/** Works as the plan does, and pays more for energy. */
const baseline = (objective: number): BaselineFigures => ({
  objective,
  costLines: [
    { name: 'energyBought', site: 'west', component: null, amount: objective - 16.5 },
    { name: 'dataTransfer', site: 'west', component: 'east', amount: 16.5 },
  ],
  emissions: { averageKg: 21.7755, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 },
  energyImportedKwh: 132.555, // 47.355 + 85.2
  peakImportKw: 51.7, // 18.7 + 33
  brokenPromises: [],
  physicallySound: true,
  sites: structuredClone(sites),
});

const noPrices = [0, 0, 0, 0];

export const placesPlan: Plan = {
  wattshift: 1,
  name: 'places-by-hand',
  engineVersion: '0',
  inputDigest: 'digest-of-the-input',
  planDigest: 'digest-of-the-plan',
  revision: 0,
  status: 'feasible',
  statusReason: 'made by hand',
  certifiedGap: (OBJECTIVE - LOWER_BOUND) / OBJECTIVE,
  claimedGap: null,
  certificate: {
    largestRowResidual: 0,
    largestBoundResidual: 0,
    lowerBound: LOWER_BOUND,
    method: 'relaxation',
    branches: 0,
  },
  currency: 'EUR',
  timeline: { start: STARTS[0], end: END, slotHours: [0.5, 1, 1, 0.5] },
  objective: OBJECTIVE,
  costLines: placesCostLines,
  sites,
  jobs,
  quotaCurves: [
    { site: 'east', pool: 'gpu', maxUnits: [4, 5, 5, 4], maxPowerKw: [5, 6, 2.25, 2.6], shadowPrice: noPrices },
    { site: 'east', pool: 'cpu', maxUnits: [0, 5, 0, 0], maxPowerKw: [0, 1, 0, 0], shadowPrice: noPrices },
    { site: 'west', pool: 'gpu', maxUnits: [9, 9, 13, 6], maxPowerKw: [7.2, 10.8, 6.6, 7.2], shadowPrice: noPrices },
  ],
  setpoints: [
    { site: 'east', component: 'grid', quantity: 'gridNetImport', unit: 'kW', values: [16.5, 18.7, 13.475, 13.86] },
    { site: 'west', component: 'grid', quantity: 'gridNetImport', unit: 'kW', values: [27, 33, 25.6, 26.2] },
  ],
  shadowPrices: [],
  demandCharges: [],
  brokenPromises: [
    {
      kind: 'workServed',
      site: null,
      subject: 'drop',
      from: null,
      to: null,
      amount: 15,
      unit: 'unit h',
      pricePerUnit: 2,
      cost: 30,
      message: 'By hand.',
    },
  ],
  conflicts: [],
  emissions: { averageKg: 21.7755, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 }, // 47.355 x 0.1 + 85.2 x 0.2
  offsets: [],
  indicators: [
    dryIndicators('east', 43.05, 47.355, 1.1), // 15 x 0.5 + 17 + 12.25 + 12.6 x 0.5, and a tenth
    dryIndicators('west', 54.6, 81.9, 1.5), // 17.2 x 0.5 + 20.8 + 16.6 + 17.2 x 0.5, and a half
  ],
  dataQuality: [],
  baselines: { firstComeFirstServed: baseline(100), ruleBasedStorage: baseline(90) },
  savings: {
    againstFirstComeFirstServed: 15.609,
    againstRuleBasedStorage: 5.609,
    jobsAlone: null,
    heatAlone: null,
    storageAlone: null,
    carbonKgAgainstFirstComeFirstServed: 0,
  },
  timings: {
    buildMilliseconds: 0,
    solveMilliseconds: 0,
    passMilliseconds: 0,
    tieBreakMilliseconds: 0,
    certifyMilliseconds: 0,
    baselineMilliseconds: 0,
    totalMilliseconds: 0,
  },
};

import type {
  BaselineFigures,
  BrokenPromise,
  CostLineName,
  Plan,
  PlanCostLine,
  PlanJob,
  PlanSeries,
  PlanSite,
  SeriesName,
  SiteIndicators,
} from '../../src/domain/plan.ts';
import { handFleet } from './hand-fleet.ts';

/**
 * A sound plan for hand-fleet.ts, worked out by hand. It is no good plan: it breaks every kind of promise,
 * so that every rule has something to look at.
 *
 * north          slot 0 (30 min)  slot 1 (30 min)  slot 2 (60 min)  slot 3 (60 min)
 * base - shed    40               40               40 - 4           40
 * pool           10 + 40 x 0.6    10               10 + 40 x 0.6    10 + 10 x 0.4 + 6 x 0.6
 * IT             74               50               70               57.6
 * overhead 0.1   7.4              5                7                5.76
 * load           81.4             55               77               63.36
 * PV used        0                30               60               90 (10 curtailed)
 * battery        charges 40       rests            gives 16         charges 10
 * stored         50 + 16 = 66     66               66 - 20 = 46     46 + 8 = 54
 * net import     121.4            25               1                -16.64
 *
 * south: base 20, pool 2 + 0.5 a unit, battery decays e^(-0.1 h) and charges 2 kW in slot 2.
 */
const STARTS = ['00:00', '00:30', '01:00', '02:00'].map((clock) => `2026-06-01T${clock}:00Z`);
const END = '2026-06-01T03:00:00Z';

const southStored = [
  10 * Math.exp(-0.05), // 9.512294
  10 * Math.exp(-0.1), // 9.048374
  10 * Math.exp(-0.2) + 0.9 * 2 * ((1 - Math.exp(-0.1)) / 0.1), // 8.187308 + 1.712926 = 9.900234
  10 * Math.exp(-0.3) + 0.9 * 2 * ((1 - Math.exp(-0.1)) / 0.1) * Math.exp(-0.1), // 8.958102
].map((value) => Math.round(value * 1e6) / 1e6);

function series(site: string, name: SeriesName, component: string | null, values: number[]): PlanSeries {
  const unit = name === 'batteryStored' ? 'kWh' : name === 'poolBusyUnits' ? 'units' : 'kW';
  return { site, name, component, unit, values };
}

const sites: PlanSite[] = [
  {
    id: 'north',
    timeZone: 'Asia/Shanghai',
    slotStarts: STARTS,
    series: [
      series('north', 'gridImport', null, [121.4, 25, 1, 0]),
      series('north', 'gridExport', null, [0, 0, 0, 16.64]),
      series('north', 'baseLoad', null, [40, 40, 40, 40]),
      series('north', 'baseLoadShed', null, [0, 0, 4, 0]),
      series('north', 'distributionOverhead', null, [7.4, 5, 7, 5.76]),
      series('north', 'poolPower', 'h100', [34, 10, 34, 17.6]),
      series('north', 'poolBusyUnits', 'h100', [40, 0, 40, 16]),
      series('north', 'batteryCharge', 'store', [40, 0, 0, 10]),
      series('north', 'batteryDischarge', 'store', [0, 0, 16, 0]),
      series('north', 'batteryStored', 'store', [66, 66, 46, 54]),
      series('north', 'renewableUsed', 'roof', [0, 30, 60, 90]),
      series('north', 'renewableCurtailed', 'roof', [0, 0, 0, 10]),
    ],
  },
  {
    id: 'south',
    timeZone: 'Europe/Berlin',
    slotStarts: STARTS,
    series: [
      series('south', 'gridImport', null, [22, 22, 26.5, 29.5]),
      series('south', 'gridExport', null, [0, 0, 0, 0]),
      series('south', 'baseLoad', null, [20, 20, 20, 20]),
      series('south', 'distributionOverhead', null, [0, 0, 0, 0]),
      series('south', 'poolPower', 'h100', [2, 2, 4.5, 9.5]),
      series('south', 'poolBusyUnits', 'h100', [0, 0, 5, 15]),
      series('south', 'batteryCharge', 'store', [0, 0, 2, 0]),
      series('south', 'batteryDischarge', 'store', [0, 0, 0, 0]),
      series('south', 'batteryStored', 'store', southStored),
    ],
  },
];

const jobs: PlanJob[] = [
  {
    // 10 + 10 + 6 done. Late: half of slot 2 (5 unit h, 10 x 0.125 unit h x h), all of slot 3 (6 x 1).
    id: 'batch',
    pool: 'h100',
    workUnitHours: 30,
    doneUnitHours: 26,
    leftoverUnitHours: 0,
    unservedUnitHours: 4,
    lateUnitHours: 11,
    meanLatenessHours: 0.659091, // 7.25 / 11
    restartedUnits: 0,
    movedGigabytes: 0,
    allocations: [{ site: 'north', operatingPoint: 'full', firstSlot: 0, activeUnits: [20, 0, 10, 6] }],
    directives: [
      { at: STARTS[0], site: 'north', action: 'START', units: 20 },
      { at: STARTS[1], site: 'north', action: 'SUSPEND', units: 0 },
      { at: STARTS[2], site: 'north', action: 'RESUME', units: 10 },
      { at: STARTS[3], site: 'north', action: 'RESIZE', units: 6 },
      { at: END, site: 'north', action: 'SUSPEND', units: 0 },
    ],
  },
  {
    // The two hours after the horizon could hold 20.
    id: 'tail',
    pool: 'h100',
    workUnitHours: 25,
    doneUnitHours: 10,
    leftoverUnitHours: 15,
    unservedUnitHours: 0,
    lateUnitHours: 0,
    meanLatenessHours: 0,
    restartedUnits: 0,
    movedGigabytes: 0,
    allocations: [{ site: 'south', operatingPoint: 'full', firstSlot: 3, activeUnits: [10] }],
    directives: [
      { at: STARTS[3], site: 'south', action: 'START', units: 10 },
      { at: END, site: 'south', action: 'SUSPEND', units: 0 },
    ],
  },
  {
    // North 10 + 30 + 10 x 0.8, south 5 + 5. Rises 20 + 30 + 5, of which 40 are first starts.
    id: 'train',
    pool: 'h100',
    workUnitHours: 60,
    doneUnitHours: 58,
    leftoverUnitHours: 0,
    unservedUnitHours: 2,
    lateUnitHours: 0,
    meanLatenessHours: 0,
    restartedUnits: 15,
    movedGigabytes: 0,
    allocations: [
      { site: 'north', operatingPoint: 'full', firstSlot: 0, activeUnits: [20, 0, 30] },
      { site: 'north', operatingPoint: 'capped', firstSlot: 3, activeUnits: [10] },
      { site: 'south', operatingPoint: 'full', firstSlot: 2, activeUnits: [5, 5] },
    ],
    // A mean of 20 over the half hour whose second half is in the window: 40 units from 00:15 on.
    directives: [
      { at: '2026-06-01T00:15:00Z', site: 'north', action: 'START', units: 40 },
      { at: STARTS[1], site: 'north', action: 'SUSPEND', units: 0 },
      { at: STARTS[2], site: 'north', action: 'RESUME', units: 30 },
      { at: STARTS[2], site: 'south', action: 'START', units: 5 },
      { at: STARTS[3], site: 'north', action: 'RESIZE', units: 10 },
      { at: END, site: 'north', action: 'SUSPEND', units: 0 },
      { at: END, site: 'south', action: 'SUSPEND', units: 0 },
    ],
  },
];

const line = (name: CostLineName, site: string | null, component: string | null, amount: number): PlanCostLine => ({
  name,
  site,
  component,
  amount,
});

export const handCostLines: readonly PlanCostLine[] = [
  line('energyBought', 'north', null, 30.08), // 0.4 x 60.7 kWh + 0.4 x 12.5 + 0.8 x 1
  line('energySold', 'north', null, -1.664), // 0.1 x 16.64
  line('carbon', 'north', null, 3.71), // 100 / 1e6 x 500 g = 0.05 a kWh, x 74.2 kWh
  line('carbonCredit', 'north', null, -0.832), // 0.05 x 16.64
  line('wear', 'north', 'store', 0.32), // 0.02 x 16
  line('storedEnergyValue', 'north', 'store', -1.2), // 4 kWh beyond the promise x 0.3
  line('contractBreach', 'north', 'agreed', 21.4), // 21.4 kW x 0.5 h x 2
  line('rampBreach', 'north', null, 28.9), // (61.4 - 50 + 96.4 - 50) x 0.5
  line('shedBaseLoad', 'north', null, 20), // 4 kWh x 5
  line('demandCharge', 'north', 'peak 2026-06', 132), // ((121.4 + 25) / 2 - 60) x 10
  line('energyBought', 'south', null, 39), // 78 kWh x 0.5
  line('carbon', 'south', null, 2.34), // 0.03 x 78
  line('endEnergyShortfall', 'south', 'store', 1.041898), // 10 - 8.958102
  line('restarts', null, null, 7.5), // 15 x 0.5
  line('lateness', null, null, 2.9), // 12 / 30 x 7.25
  line('leftoverWork', null, null, 3), // 15 x 0.2
  line('unservedWork', null, null, 116), // 4 x 4 + 2 x 50
];

/** Sum of the lines, and of their absolute values. */
const OBJECTIVE = 404.495898;
const ABSOLUTE_TOTAL = 411.887898;
const LOWER_BOUND = 400;

const promise = (
  kind: BrokenPromise['kind'],
  site: string | null,
  subject: string,
  time: readonly [string | null, string | null],
  broken: readonly [amount: number, unit: BrokenPromise['unit'], price: number, cost: number],
): BrokenPromise => {
  const [amount, unit, pricePerUnit, cost] = broken;
  return { kind, site, subject, from: time[0], to: time[1], amount, unit, pricePerUnit, cost, message: 'By hand.' };
};

const brokenPromises: BrokenPromise[] = [
  promise('contractedLimit', 'north', 'agreed', [STARTS[0], STARTS[1]], [10.7, 'kWh', 2, 21.4]),
  promise('rampLimit', 'north', 'ramp', [STARTS[0], STARTS[2]], [57.8, 'kW', 0.5, 28.9]),
  promise('baseLoadServed', 'north', 'base load', [STARTS[2], STARTS[3]], [4, 'kWh', 5, 20]),
  promise('endEnergy', 'south', 'store', [null, null], [1.041898, 'kWh', 1, 1.041898]),
  promise('workServed', null, 'batch', [null, null], [4, 'unit h', 4, 16]),
  promise('deadlineKept', null, 'train', [null, null], [2, 'unit h', 50, 100]),
];

/** Works as the plan does, and is billed otherwise: only its sums are looked at here. */
const baseline = (objective: number): BaselineFigures => ({
  objective,
  costLines: [line('energyBought', 'north', null, objective)],
  emissions: { averageKg: 60.5, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 },
  energyImportedKwh: 152.2, // 74.2 + 78
  peakImportKw: 143.4, // 121.4 + 22
  brokenPromises: [],
  physicallySound: true,
  // A copy of its own: an edit of the plan's series is none of the baseline's.
  sites: structuredClone(sites),
});

/** Of a site without water and without heat that somebody uses: energy reuse effectiveness is then the PUE. */
export const dryIndicators = (site: string, itKwh: number, facilityKwh: number, pue: number): SiteIndicators => ({
  site,
  itKwh,
  facilityKwh,
  pue,
  waterLitres: 0,
  wueLitresPerKwh: 0,
  reusedHeatKwh: 0,
  energyReuseFactor: 0,
  energyReuseEffectiveness: pue,
});

export const handPlan: Plan = {
  wattshift: 1,
  name: 'by-hand',
  engineVersion: '0',
  inputDigest: 'digest-of-the-input',
  planDigest: 'digest-of-the-plan',
  revision: 0,
  status: 'feasible',
  statusReason: 'made by hand',
  certifiedGap: (OBJECTIVE - LOWER_BOUND) / ABSOLUTE_TOTAL,
  claimedGap: null,
  certificate: {
    largestRowResidual: 0,
    largestBoundResidual: 0,
    lowerBound: LOWER_BOUND,
    method: 'relaxation',
    branches: 0,
  },
  currency: handFleet.currency,
  timeline: { start: STARTS[0], end: END, slotHours: [0.5, 0.5, 1, 1] },
  objective: OBJECTIVE,
  costLines: handCostLines,
  sites,
  jobs,
  quotaCurves: [
    {
      site: 'north',
      pool: 'h100',
      maxUnits: [40, 0, 40, 16],
      maxPowerKw: [34, 10, 34, 17.6],
      shadowPrice: [0, 0, 0, 0],
    },
    { site: 'south', pool: 'h100', maxUnits: [0, 0, 5, 15], maxPowerKw: [2, 2, 4.5, 9.5], shadowPrice: [0, 0, 0, 0] },
  ],
  setpoints: [
    { site: 'north', component: 'grid', quantity: 'gridNetImport', unit: 'kW', values: [121.4, 25, 1, -16.64] },
    { site: 'north', component: 'store', quantity: 'batteryNetCharge', unit: 'kW', values: [40, 0, -16, 10] },
    { site: 'north', component: 'roof', quantity: 'renewableLimit', unit: 'kW', values: [0, 30, 60, 90] },
    { site: 'south', component: 'grid', quantity: 'gridNetImport', unit: 'kW', values: [22, 22, 26.5, 29.5] },
    { site: 'south', component: 'store', quantity: 'batteryNetCharge', unit: 'kW', values: [0, 0, 2, 0] },
  ],
  shadowPrices: [
    { name: 'importLimit', site: 'north', component: null, per: 'kWh', values: [null, 0, 0, 0] },
    { name: 'jobWork', site: null, component: 'train', per: 'unit h', values: [50] },
  ],
  demandCharges: [
    {
      site: 'north',
      id: 'peak',
      period: '2026-06',
      peakKw: 73.2,
      floorKw: 60,
      pricePerKw: 10,
      increment: 132,
      whole: 732,
    },
  ],
  brokenPromises,
  conflicts: [],
  emissions: { averageKg: 60.5, marginalKg: null, marketKg: null, coveredKg: 0, fuelKg: 0, offsetKg: 0 }, // 74.2 x 0.5 + 78 x 0.3
  offsets: [],
  indicators: [
    dryIndicators('north', 189.6, 208.56, 1.1), // 74 x 0.5 + 50 x 0.5 + 70 + 57.6, and a tenth
    dryIndicators('south', 76, 76, 1), // 22 x 0.5 + 22 x 0.5 + 24.5 + 29.5
  ],
  dataQuality: [],
  baselines: { firstComeFirstServed: baseline(500), ruleBasedStorage: baseline(450) },
  savings: {
    againstFirstComeFirstServed: 95.504102,
    againstRuleBasedStorage: 45.504102,
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

/** The same with every property writable, to plant a fault in a copy. */
export type Draft<Value> = Value extends string | number | boolean | ArrayBufferView
  ? Value
  : { -readonly [Key in keyof Value]: Draft<Value[Key]> };

/** A copy of a plan with an edit made to it. */
export function edited(plan: Plan, edit: (draft: Draft<Plan>) => void): Plan {
  const draft: Draft<Plan> = structuredClone(plan) as Draft<Plan>;
  edit(draft);
  return draft;
}

/** A copy of the plan of this file with an edit made to it. */
export const editedPlan = (edit: (draft: Draft<Plan>) => void): Plan => edited(handPlan, edit);

/** The only entry that fits; a test that edits nothing would prove nothing, so nothing found is an error. */
export function the<Entry>(entries: readonly Entry[], fits: (entry: Entry) => boolean): Entry {
  const found = entries.filter(fits);
  if (found.length !== 1) throw new Error(`${found.length} entries fit, expected one`);
  return found[0];
}

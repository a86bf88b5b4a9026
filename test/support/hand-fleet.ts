import type { Battery, Fleet, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import { NO_PLANT } from '../../src/domain/plant.ts';
import { NO_TARGETS } from '../../src/domain/targets.ts';
import type { SchedulingProblem } from '../../src/scheduling/problem.ts';
import { type Instant, instant, makeTimeline } from '../../src/time/timeline.ts';
import { currencyCode, fraction, kw, kwh, unitHours } from '../../src/units/index.ts';

/**
 * A fleet small enough to work out by hand: two sites, three jobs, slots of 30, 30, 60 and 60 minutes from
 * midnight UTC on. The plan for it stands in hand-plan.ts.
 */
export const handTime = (clock: string): Instant => instant(Date.parse(`2026-06-01T${clock}:00Z`));

const timeline = makeTimeline(['00:00', '00:30', '01:00', '02:00', '03:00'].map(handTime));
const everySlot = (value: number) => Float64Array.of(value, value, value, value);

const northStore: Battery = {
  id: 'store',
  energyCapacityKwh: kwh(100),
  minimumEnergyKwh: kwh(10),
  initialEnergyKwh: kwh(50),
  endEnergyKwh: kwh(50),
  endEnergyMaximumKwh: kwh(100),
  endShortfallPricePerKwh: 0.6,
  endValue: [
    { energyKwh: kwh(10), pricePerKwh: 0.3 },
    { energyKwh: kwh(40), pricePerKwh: 0.1 },
  ],
  chargeLimitKw: kw(40),
  dischargeLimitKw: kw(40),
  chargeEfficiency: fraction(0.8),
  dischargeEfficiency: fraction(0.8),
  selfDischargePerHour: 0,
  wearPricePerKwh: 0.02,
  kind: 'other',
  startsWhereItEnds: false,
  chargePricePerKwh: 0,
  cycleBudget: null,
  reserve: null,
};

/** Loses a tenth an hour, promises 10 kWh at the end. */
const southStore: Battery = {
  ...northStore,
  energyCapacityKwh: kwh(20),
  minimumEnergyKwh: kwh(0),
  initialEnergyKwh: kwh(10),
  endEnergyKwh: kwh(10),
  endEnergyMaximumKwh: kwh(15),
  endShortfallPricePerKwh: 1,
  endValue: [],
  chargeEfficiency: fraction(0.9),
  dischargeEfficiency: fraction(0.9),
  selfDischargePerHour: 0.1,
};

const north: Site = {
  id: 'north',
  timeZone: 'Asia/Shanghai',
  jurisdictions: [],
  grid: {
    marketZone: 'north-zone',
    importLimitKw: everySlot(200),
    exportLimitKw: everySlot(50),
    contractedLimits: [{ id: 'agreed', direction: 'import', limitKw: everySlot(100), breachPricePerKwh: 2 }],
    importPricePerKwh: Float64Array.of(0.4, 0.4, 0.8, 0.2),
    exportPricePerKwh: everySlot(0.1),
    carbonGramsPerKwh: { average: everySlot(500), marginal: everySlot(700) },
    coincidentPeaks: [],
    renewableFraction: null,
    greenPower: [],
    demandCharges: [
      {
        id: 'peak',
        direction: 'import',
        pricePerKw: 10,
        periods: [
          {
            label: '2026-06',
            floorKw: kw(60),
            meteringIntervals: [
              { slots: Int32Array.of(0, 1), hours: Float64Array.of(0.5, 0.5) },
              { slots: Int32Array.of(2), hours: Float64Array.of(1) },
              { slots: Int32Array.of(3), hours: Float64Array.of(1) },
            ],
          },
        ],
      },
    ],
    ramp: { limitKwPerMinute: 10, transitionMinutes: 5, measuredNetImportKw: kw(60), breachPricePerKw: 0.5 },
  },
  compute: {
    baseLoadKw: everySlot(40),
    baseLoadShedPricePerKwh: 5,
    overheadFraction: fraction(0.1),
    pools: [
      {
        id: 'h100',
        unitsAvailable: everySlot(100),
        idleKwPerUnit: kw(0.1),
        operatingPoints: [
          { id: 'capped', kwPerUnit: kw(0.5), speed: 0.8 },
          { id: 'full', kwPerUnit: kw(0.7), speed: 1 },
        ],
      },
    ],
  },
  plant: NO_PLANT,
  batteries: [northStore],
  renewables: [{ id: 'roof', kind: 'pv', availableKw: Float64Array.of(0, 30, 60, 100) }],
};

const south: Site = {
  id: 'south',
  timeZone: 'Europe/Berlin',
  jurisdictions: [],
  grid: {
    marketZone: 'south-zone',
    importLimitKw: everySlot(100),
    exportLimitKw: everySlot(0),
    contractedLimits: [],
    importPricePerKwh: everySlot(0.5),
    exportPricePerKwh: everySlot(0),
    carbonGramsPerKwh: { average: everySlot(300) },
    coincidentPeaks: [],
    renewableFraction: null,
    greenPower: [],
    demandCharges: [],
    ramp: null,
  },
  compute: {
    baseLoadKw: everySlot(20),
    baseLoadShedPricePerKwh: null,
    overheadFraction: fraction(0),
    pools: [
      {
        id: 'h100',
        unitsAvailable: everySlot(20),
        idleKwPerUnit: kw(0.1),
        operatingPoints: [{ id: 'full', kwPerUnit: kw(0.6), speed: 1 }],
      },
    ],
  },
  plant: NO_PLANT,
  batteries: [southStore],
  renewables: [],
};

/** Preemptible, in a window that opens in the middle of the first slot. */
const train: ComputeJob = {
  id: 'train',
  pool: 'h100',
  shape: 'preemptible',
  work: unitHours(60),
  maximumUnits: 40,
  earliestStart: handTime('00:15'),
  deadline: handTime('03:00'),
  deadlinePolicy: { kind: 'hard' },
  sites: ['north', 'south'],
  data: null,
  residency: null,
  latency: null,
  restartPricePerUnit: 0.5,
  gang: null,
  unservedPricePerUnitHour: 50,
  leftoverPricePerUnitHour: 0.2,
};

/** May be late from the middle of the third slot on. */
const batch: ComputeJob = {
  ...train,
  id: 'batch',
  shape: 'divisible',
  work: unitHours(30),
  maximumUnits: 20,
  earliestStart: handTime('00:00'),
  deadline: handTime('01:30'),
  deadlinePolicy: { kind: 'priced', pricePerHourLate: 12 },
  sites: ['north'],
  restartPricePerUnit: 0,
  gang: null,
  unservedPricePerUnitHour: 4,
};

/** Outlasts the horizon by two hours. */
const tail: ComputeJob = {
  ...batch,
  id: 'tail',
  work: unitHours(25),
  maximumUnits: 10,
  earliestStart: handTime('02:00'),
  deadline: handTime('05:00'),
  deadlinePolicy: { kind: 'hard' },
  sites: ['south'],
  unservedPricePerUnitHour: 30,
};

export const handFleet: Fleet = {
  name: 'by-hand',
  timeline,
  currency: currencyCode('CNY'),
  targets: NO_TARGETS,
  objective: {
    minimise: 'cost',
    carbonPricePerTonne: 100,
    carbonSignal: 'average',
    creditExports: true,
    priceIncludesCarbon: false,
  },
  sites: [north, south],
  links: [],
  jobs: [batch, tail, train],
  dataQuality: [],
};

export const handProblem: SchedulingProblem = { formatVersion: 1, fleet: handFleet, startBasis: null };

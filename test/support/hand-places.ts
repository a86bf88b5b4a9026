import type { ComputePool, Fleet, Link, Site } from '../../src/domain/fleet.ts';
import type { ComputeJob } from '../../src/domain/job.ts';
import { NO_PLANT } from '../../src/domain/plant.ts';
import { NO_TARGETS } from '../../src/domain/targets.ts';
import type { SchedulingProblem } from '../../src/scheduling/problem.ts';
import { makeTimeline } from '../../src/time/timeline.ts';
import { currencyCode, fraction, kw, unitHours } from '../../src/units/index.ts';
import { handTime } from './hand-fleet.ts';

/**
 * Two sites with a link each way, and jobs that run once and whole or take their data with them, in slots of 30, 60,
 * 60 and 30 minutes from midnight UTC on. The plan for it stands in hand-places-plan.ts.
 */
const timeline = makeTimeline(['00:00', '00:30', '01:30', '02:30', '03:00'].map(handTime));
const everySlot = (value: number) => Float64Array.of(value, value, value, value);

const gpu = (unitsAvailable: Float64Array, idleKw: number, points: ComputePool['operatingPoints']): ComputePool => ({
  id: 'gpu',
  unitsAvailable,
  idleKwPerUnit: kw(idleKw),
  operatingPoints: points,
});

const full = (kwPerUnit: number) => ({ id: 'full', kwPerUnit: kw(kwPerUnit), speed: 1 });

function site(id: string, jurisdictions: string[], price: number, carbon: number, compute: Site['compute']): Site {
  return {
    id,
    timeZone: 'UTC',
    jurisdictions,
    grid: {
      marketZone: `${id}-zone`,
      importLimitKw: everySlot(50),
      exportLimitKw: everySlot(0),
      contractedLimits: [],
      importPricePerKwh: everySlot(price),
      exportPricePerKwh: everySlot(0),
      carbonGramsPerKwh: { average: everySlot(carbon) },
      coincidentPeaks: [],
      renewableFraction: null,
      greenPower: [],
      demandCharges: [],
      ramp: null,
    },
    compute,
    plant: NO_PLANT,
    batteries: [],
    renewables: [],
  };
}

const east = site('east', ['EU', 'DE'], 0.2, 100, {
  baseLoadKw: everySlot(10),
  baseLoadShedPricePerKwh: null,
  overheadFraction: fraction(0.1),
  pools: [
    gpu(everySlot(10), 0.1, [{ id: 'eco', kwPerUnit: kw(0.5), speed: 0.5 }, full(1.1)]),
    // No contiguous job runs here, so that nothing is held.
    {
      id: 'cpu',
      unitsAvailable: everySlot(10),
      idleKwPerUnit: kw(0),
      operatingPoints: [{ id: 'on', kwPerUnit: kw(0.2), speed: 1 }],
    },
  ],
});

/** Idle machines draw nothing; in the third slot all 13 of them are taken. */
const west = site('west', ['US'], 0.1, 200, {
  baseLoadKw: everySlot(10),
  baseLoadShedPricePerKwh: null,
  overheadFraction: fraction(0.5),
  pools: [gpu(Float64Array.of(12, 12, 13, 12), 0, [full(1.2)])],
});

const eastToWest: Link = {
  from: 'east',
  to: 'west',
  capacityGigabytesPerHour: Float64Array.of(20, 18, 20, 20),
  latencyMilliseconds: 20,
  pricePerGigabyte: 0.5,
  energyKwhPerGigabyte: 0.1,
};

/** Of unknown latency, and nothing takes it. */
const westToEast: Link = {
  from: 'west',
  to: 'east',
  capacityGigabytesPerHour: everySlot(5),
  latencyMilliseconds: null,
  pricePerGigabyte: 0.2,
  energyKwhPerGigabyte: 0.3,
};

/** From 00:10 to 01:40 wherever it starts at once: 9 units for an hour and a half. */
const render: ComputeJob = {
  id: 'render',
  pool: 'gpu',
  shape: 'contiguous',
  work: unitHours(13.5),
  maximumUnits: 9,
  earliestStart: handTime('00:10'),
  deadline: handTime('02:00'),
  deadlinePolicy: { kind: 'hard' },
  sites: ['east', 'west'],
  data: { site: 'east', gigabytesPerUnitHour: 2 },
  residency: null,
  latency: null,
  restartPricePerUnit: 0,
  gang: null,
  unservedPricePerUnitHour: 2,
  leftoverPricePerUnitHour: 0.1,
};

/** An hour and a half at the eco point, which the horizon cuts after half an hour. */
const night: ComputeJob = {
  ...render,
  id: 'night',
  work: unitHours(3),
  maximumUnits: 4,
  earliestStart: handTime('01:00'),
  deadline: handTime('04:30'),
  data: { site: 'east', gigabytesPerUnitHour: 3 },
  leftoverPricePerUnitHour: 0.3,
};

/** An hour and a quarter; may be late. */
const late: ComputeJob = {
  ...render,
  id: 'late',
  work: unitHours(6.25),
  maximumUnits: 5,
  earliestStart: handTime('00:00'),
  deadline: handTime('01:00'),
  deadlinePolicy: { kind: 'priced', pricePerHourLate: 4 },
  sites: ['east'],
  data: null,
  residency: ['CH', 'EU'],
};

/** Two hours, of which the horizon has half an hour, and late whatever happens. */
const overrun: ComputeJob = {
  ...render,
  id: 'overrun',
  work: unitHours(4),
  maximumUnits: 2,
  earliestStart: handTime('02:00'),
  deadline: handTime('02:00'),
  deadlinePolicy: { kind: 'priced', pricePerHourLate: 6 },
  data: null,
};

/** An hour, for which the hour and a quarter after the horizon is enough. */
const later: ComputeJob = {
  ...render,
  id: 'later',
  work: unitHours(10),
  maximumUnits: 10,
  earliestStart: handTime('02:45'),
  deadline: handTime('04:15'),
  data: null,
};

/** Wider than any pool. */
const drop: ComputeJob = {
  ...render,
  id: 'drop',
  work: unitHours(15),
  maximumUnits: 30,
  deadlinePolicy: { kind: 'bestEffort' },
  data: null,
};

/** Takes its data along, and stays near its users. */
const batch: ComputeJob = {
  ...render,
  id: 'batch',
  shape: 'divisible',
  work: unitHours(8),
  maximumUnits: 6,
  earliestStart: handTime('00:00'),
  deadline: handTime('03:00'),
  data: { site: 'east', gigabytesPerUnitHour: 1 },
  latency: { homeSite: 'east', maximumMilliseconds: 25 },
};

const web: ComputeJob = {
  ...batch,
  id: 'web',
  pool: 'cpu',
  work: unitHours(5),
  maximumUnits: 5,
  sites: ['east'],
  data: null,
  latency: null,
};

export const placesFleet: Fleet = {
  name: 'places-by-hand',
  timeline,
  currency: currencyCode('EUR'),
  targets: NO_TARGETS,
  objective: {
    minimise: 'cost',
    carbonPricePerTonne: 0,
    carbonSignal: 'average',
    creditExports: false,
    priceIncludesCarbon: false,
  },
  sites: [east, west],
  links: [eastToWest, westToEast],
  jobs: [batch, drop, late, later, night, overrun, render, web],
  dataQuality: [],
};

export const placesProblem: SchedulingProblem = { formatVersion: 1, fleet: placesFleet, startBasis: null };

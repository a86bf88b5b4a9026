import { instant } from '../time/timeline.ts';
import { sampleJobs } from './sample-jobs.ts';
import { dailyLevel, makeRandom, SAMPLE_SLOTS, sunnyDay, weather, windyNight } from './sample-series.ts';
import type { ScenarioSource } from './schema/scenario.ts';

/** 2026-06-01T00:00+08:00, a Monday. */
const SAMPLE_START = instant(Date.UTC(2026, 4, 31, 16));
const SEEDS = { hohhot: 1, shanghai: 2, frankfurt: 3, jobs: 2026 };

type SiteSource = ScenarioSource['sites'][number];

/**
 * The sample fleet, in the form of a scenario file: one day of three sites and 40 jobs. Everything is made up:
 * tariffs have the shape and about the level of their region's, series come from sample-series.ts by fixed
 * seeds. Hohhot has cheap nights and its own wind, Shanghai a sharp tariff, a demand charge and a battery,
 * Frankfurt a spot price in another currency and zone.
 */
export function sampleScenario(): ScenarioSource {
  return {
    wattshift: 1,
    name: 'sample',
    timeline: { start: '2026-06-01T00:00+08:00', end: '2026-06-02T00:00+08:00', slotMinutes: 15 },
    currency: 'CNY',
    exchangeRates: { EUR: 7.8 },
    objective: { carbonPricePerTonne: 80, carbonSignal: 'average', creditExports: false, priceIncludesCarbon: false },
    sites: [hohhot(), shanghai(), frankfurt()],
    jobs: sampleJobs(SAMPLE_START, SEEDS.jobs),
  };
}

function hohhot(): SiteSource {
  const random = makeRandom(SEEDS.hohhot);
  return {
    id: 'hohhot',
    timeZone: 'Asia/Shanghai',
    grid: {
      marketZone: 'west-inner-mongolia',
      importLimitKw: 2600,
      importPrice: {
        tariff: [
          { from: '00:00', to: '08:00', pricePerKwh: 0.24 },
          { from: '08:00', to: '16:00', pricePerKwh: 0.36 },
          { from: '16:00', to: '22:00', pricePerKwh: 0.52 },
          { from: '22:00', to: '24:00', pricePerKwh: 0.36 },
        ],
      },
      carbon: dailyLevel(random, 0, { low: 610, high: 740, peakHour: 19, width: 4, step: 1 }),
      ramp: { limitKwPerMinute: 120, transitionMinutes: 5 },
    },
    compute: {
      baseLoadKw: 320,
      overheadFraction: 0.06,
      pools: [
        {
          id: 'h100',
          unitCount: 2400,
          idleKwPerUnit: 0.1,
          operatingPoints: [
            { id: 'capped', kwPerUnit: 0.5, speed: 0.8 },
            { id: 'full', kwPerUnit: 0.7, speed: 1 },
          ],
        },
      ],
    },
    renewables: [{ id: 'wind', kind: 'wind', availableKw: windyNight(random, 0, 1500) }],
  };
}

function shanghai(): SiteSource {
  const random = makeRandom(SEEDS.shanghai);
  return {
    id: 'shanghai',
    timeZone: 'Asia/Shanghai',
    grid: {
      marketZone: 'shanghai',
      importLimitKw: 2000,
      importPrice: {
        tariff: [
          { from: '22:00', to: '06:00', pricePerKwh: 0.32 },
          { from: '06:00', to: '08:00', pricePerKwh: 0.66 },
          { from: '08:00', to: '12:00', pricePerKwh: 1.08 },
          { from: '12:00', to: '14:00', pricePerKwh: 1.34 },
          { from: '14:00', to: '15:00', pricePerKwh: 1.08 },
          { from: '15:00', to: '18:00', pricePerKwh: 0.66 },
          { from: '18:00', to: '21:00', pricePerKwh: 1.08 },
          { from: '21:00', to: '22:00', pricePerKwh: 0.66 },
        ],
      },
      carbon: dailyLevel(random, 0, { low: 520, high: 610, peakHour: 14, width: 5, step: 1 }),
      demandCharge: { id: 'maximum-demand', pricePerKwMonth: 42, meteringMinutes: 15, billedPeakKw: 900 },
      contractedLimits: [{ id: 'connection-contract', direction: 'import', limitKw: 1600 }],
    },
    compute: {
      baseLoadKw: dailyLevel(random, 0, { low: 260, high: 420, peakHour: 15, width: 5, step: 5 }),
      overheadFraction: 0.08,
      pools: [
        { id: 'h100', unitCount: 1000, idleKwPerUnit: 0.1, busyKwPerUnit: 0.7 },
        { id: 'cpu', unitCount: 1200, idleKwPerUnit: 0.08, busyKwPerUnit: 0.25 },
      ],
    },
    batteries: [
      {
        id: 'container',
        energyCapacityKwh: 2000,
        minimumEnergyKwh: 200,
        initialEnergyKwh: 1000,
        chargeLimitKw: 500,
        dischargeLimitKw: 500,
        chargeEfficiency: 0.95,
        dischargeEfficiency: 0.95,
        selfDischargePerHour: 0.0001,
        wearPricePerKwh: 0.12,
      },
    ],
    renewables: [{ id: 'roof', kind: 'pv', availableKw: sunnyDay(random, 0, 350) }],
  };
}

function frankfurt(): SiteSource {
  const random = makeRandom(SEEDS.frankfurt);
  // 00:00 in Shanghai is 18:00 of the day before in Frankfurt.
  const startHour = 18;
  const evening = dailyLevel(random, startHour, { low: 0.07, high: 0.13, peakHour: 20, width: 2.5, step: 0.001 });
  const noon = dailyLevel(random, startHour, { low: 0, high: 0.05, peakHour: 13, width: 3, step: 0.001 });
  const spot = Array.from({ length: SAMPLE_SLOTS }, (_, slot) => evening[slot] - noon[slot]);
  const cents = (value: number) => Number(value.toFixed(3));
  return {
    id: 'frankfurt',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    grid: {
      marketZone: 'DE-LU',
      importLimitKw: 900,
      exportLimitKw: 400,
      // Grid fees and levies on top of the spot price when buying, a fee off it when selling.
      importPrice: spot.map((price) => cents(price + 0.03)),
      exportPrice: spot.map((price) => cents(price - 0.004)),
      carbon: frankfurtCarbon(startHour),
    },
    compute: {
      baseLoadKw: 150,
      overheadFraction: 0.05,
      pools: [
        { id: 'h100', unitCount: 400, idleKwPerUnit: 0.1, busyKwPerUnit: 0.7 },
        { id: 'cpu', unitCount: 600, idleKwPerUnit: 0.08, busyKwPerUnit: 0.24 },
      ],
    },
    batteries: [
      {
        id: 'rack',
        energyCapacityKwh: 600,
        initialEnergyKwh: 300,
        chargeLimitKw: 200,
        dischargeLimitKw: 200,
        chargeEfficiency: 0.96,
        dischargeEfficiency: 0.96,
        wearPricePerKwh: 0.012,
      },
    ],
    renewables: [{ id: 'field', kind: 'pv', availableKw: sunnyDay(random, startHour, 800) }],
  };
}

/** Low at noon, when the sun shines on all of Germany, high in the evening. */
function frankfurtCarbon(startHour: number): number[] {
  const random = makeRandom(SEEDS.frankfurt + 10);
  const dirty = dailyLevel(random, startHour, { low: 320, high: 430, peakHour: 21, width: 3, step: 1 });
  const clean = dailyLevel(random, startHour, { low: 0, high: 180, peakHour: 13, width: 3.5, step: 1 });
  const noise = weather(random);
  return dirty.map((grams, slot) => Math.round(grams - clean[slot] + 5 * noise[slot]));
}

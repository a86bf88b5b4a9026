import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import {
  dayOfYear,
  hoursFrom,
  pvYear,
  rounded,
  runOfHours,
  timeOfUsePrices,
  windYear,
} from '../../generators/index.ts';
import { bySlot, clockFrom, within } from '../calendar.ts';
import type { Case, CasePlans } from '../case.ts';
import { changePercent, energyKwh, importKw } from '../read-plan.ts';

const HOURS = 48;
const FIRST_DAY = dayOfYear(7, 15);
/** The grid's peak signal, on both days. */
const SIGNAL = { from: 18, to: 21 };
const clock = clockFrom('2025-07-15', 8, HOURS, 60);
const inSignal = (slot: number) => within(clock.middle(slot) % 24, SIGNAL.from, SIGNAL.to);

const SERVERS = 12_000;
/** Every four hours a batch arrives that must be done five hours later. */
const BATCH_HOURS = 4;
const BATCH_WINDOW_HOURS = 5;

/** Work of two days, which may move or stays in Nantong. */
function batches(mayMove: boolean): JobSource[] {
  const count = Math.floor((HOURS - BATCH_WINDOW_HOURS) / BATCH_HOURS) + 1;
  return Array.from({ length: count }, (_, index) => ({
    id: `batch-${index + 1}`,
    pool: 'server',
    units: 9_000,
    hours: BATCH_HOURS,
    shape: 'divisible' as const,
    earliestStart: clock.at(index * BATCH_HOURS),
    deadline: clock.at(index * BATCH_HOURS + BATCH_WINDOW_HOURS),
    sites: mayMove ? ['nantong', 'zhangbei'] : ['nantong'],
    dataSite: 'nantong',
    dataGigabytes: 4_000,
  }));
}

function scenario(mayMove: boolean): ScenarioSource {
  const wind = windYear({ peakKw: 30_000, capacityFactor: 0.3, seed: 5 });
  const sun = pvYear({
    place: { latitudeDegrees: 41.2, longitudeDegrees: 114.7, utcOffsetHours: 8, altitudeMetres: 1_400 },
    peakKw: 20_000,
    tiltDegrees: 36,
    performanceRatio: 0.8,
    inverterRatio: 1,
    globalHorizontalKwh: 1_600,
    seed: 5,
  });
  const servers = { id: 'server', unitCount: SERVERS, idleKwPerUnit: 0.15, busyKwPerUnit: 0.45 };
  const tariff = {
    spread: 0.5,
    peakHours: [...runOfHours(8, 11), ...runOfHours(17, 22)],
    valleyHours: runOfHours(0, 8),
  };
  return {
    wattshift: 1,
    name: mayMove ? 'nantong-zhangbei' : 'nantong alone',
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [
      {
        id: 'nantong',
        timeZone: 'Asia/Shanghai',
        grid: {
          marketZone: 'jiangsu',
          importLimitKw: 20_000,
          importPrice: rounded(timeOfUsePrices({ flatPerKwh: 0.68, ...tariff }, HOURS), 4),
          carbon: 600,
          contractedLimits: [
            {
              id: 'peak signal',
              direction: 'import',
              limitKw: bySlot(clock, (hours) => (within(hours % 24, SIGNAL.from, SIGNAL.to) ? 10_000 : 20_000)),
              breachPricePerKwh: 3,
            },
          ],
        },
        compute: { baseLoadKw: 6_000, pools: [servers] },
        cooling: { fixedPue: 1.25 },
      },
      {
        id: 'zhangbei',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'jibei', importLimitKw: 20_000, importPrice: 0.4, carbon: 700 },
        compute: { baseLoadKw: 3_000, pools: [servers] },
        cooling: { fixedPue: 1.2 },
        renewables: [
          { id: 'wind', kind: 'wind', availableKw: rounded(hoursFrom(wind, FIRST_DAY, HOURS), 0) },
          { id: 'sun', kind: 'pv', availableKw: rounded(hoursFrom(sun, FIRST_DAY, HOURS), 0) },
        ],
      },
    ],
    links: [{ from: 'nantong', to: 'zhangbei', gigabitsPerSecond: 20, latencyMs: 15, pricePerGigabyte: 0.02 }],
    jobs: batches(mayMove),
  };
}

const signalKw = (plans: CasePlans, name: string) => {
  const values = importKw(plans.of(name), ['nantong']).filter((_, slot) => inSignal(slot));
  return values.reduce((sum, kw) => sum + kw, 0) / values.length;
};

const change = (measure: (name: string) => number) => changePercent(measure('together'), measure('alone'));

export const nantongZhangbei: Case = {
  name: 'nantong-zhangbei',
  title: 'Nantong to Zhangbei',
  source:
    'Alibaba and North China Electric Power University: on the grid’s peak signal, part of the load of a data centre in Jiangsu moved to Hebei to take up wind and sun. No figures are published.',
  assumptions: [
    'Two days of July, hour by hour, by the generators of this project; the signal stands from 18:00 to 21:00 and is an agreed limit of import that costs 3 CNY a kWh to exceed.',
    'At both places 12,000 servers of 0.15 kW idle and 0.45 kW busy beside a fixed load; batches of work arrive every four hours, are due five hours after, of which they need four, and weigh 4,000 GB each.',
    'Zhangbei has 30 MW of wind and 20 MW of sun of its own, and nowhere else to send them.',
    'Nantong pays a time-of-use tariff around 0.68 CNY/kWh, Zhangbei 0.40 CNY/kWh; both ways of working may also wait, so that what is compared is moving alone.',
  ],
  limits: ['The source gives no power, energy or price: the side of each figure is all that can be tested.'],
  scenarios: [
    { name: 'alone', make: () => scenario(false) },
    { name: 'together', make: () => scenario(true) },
  ],
  figures: [
    {
      what: 'Import of Nantong during the signal, change by moving',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change((name) => signalKw(plans, name)),
      note: 'Mean power from 18:00 to 21:00 of both days.',
    },
    {
      what: 'Wind and sun used at Zhangbei, change by moving',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'above', of: 0 },
      compute: (plans) => change((name) => energyKwh(plans.of(name), 'renewableUsed')),
      note: 'What is not used there is curtailed.',
    },
    {
      what: 'Cost of both places, change by moving',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => change((name) => plans.of(name).plan.objective),
      note: 'Energy, data and what the signal’s limit costs where it is exceeded.',
    },
  ],
};

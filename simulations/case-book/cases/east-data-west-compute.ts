import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { rounded, runOfHours, temperatureYear, timeOfUsePrices } from '../../generators/index.ts';
import { clockFrom } from '../calendar.ts';
import type { Case, PlannedScenario } from '../case.ts';
import { changePercent, energyKwh, workAt } from '../read-plan.ts';

const HOURS = 48;
const clock = clockFrom('2025-06-10', 8, HOURS, 60);

interface Hub {
  readonly id: string;
  /** Where users are: work has its home there. */
  readonly hasUsers: boolean;
  readonly pricePerKwh: number;
  readonly renewableFraction: number;
  readonly pue: number;
}

/** The eight hubs, by their clusters. What is published is marked in the assumptions; the rest is taken in round figures. */
const HUBS: readonly Hub[] = [
  { id: 'zhangjiakou', hasUsers: true, pricePerKwh: 0.42, renewableFraction: 0.5, pue: 1.2 },
  { id: 'yangtze-delta', hasUsers: true, pricePerKwh: 0.68, renewableFraction: 0.2, pue: 1.3 },
  { id: 'shaoguan', hasUsers: true, pricePerKwh: 0.64, renewableFraction: 0.3, pue: 1.3 },
  { id: 'chengdu', hasUsers: true, pricePerKwh: 0.55, renewableFraction: 0.83, pue: 1.25 },
  { id: 'guian', hasUsers: false, pricePerKwh: 0.4, renewableFraction: 0.52, pue: 1.2 },
  { id: 'horinger', hasUsers: false, pricePerKwh: 0.32, renewableFraction: 0.8, pue: 1.15 },
  { id: 'qingyang', hasUsers: false, pricePerKwh: 0.4, renewableFraction: 0.6, pue: 1.2 },
  { id: 'zhongwei', hasUsers: false, pricePerKwh: 0.36, renewableFraction: 0.65, pue: 1.15 },
];

/** Milliseconds one way. Those of Horinger are published. */
const LATENCIES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  zhangjiakou: { horinger: 7, qingyang: 12, zhongwei: 14, chengdu: 20, guian: 22 },
  'yangtze-delta': { horinger: 15, qingyang: 16, zhongwei: 20, chengdu: 20, guian: 18 },
  shaoguan: { horinger: 23, qingyang: 22, zhongwei: 26, chengdu: 16, guian: 10 },
  chengdu: { horinger: 18, qingyang: 10, zhongwei: 14, guian: 8 },
};

/** Work by what its users bear; latency free work is training and archives. */
const CLASSES = [
  { name: 'near', maximumLatencyMs: 10, share: 0.3, windowHours: 6, gigabytes: 5_000 },
  { name: 'far', maximumLatencyMs: 20, share: 0.3, windowHours: 6, gigabytes: 5_000 },
  { name: 'offline', maximumLatencyMs: null, share: 0.4, windowHours: 24, gigabytes: 20_000 },
] as const;

const SERVERS = 40_000;
const SERVER = { id: 'server', idleKwPerUnit: 0.15, busyKwPerUnit: 0.5 };
const FIRM_KW = 8_000;
const BATCH_HOURS = 6;
const BATCH_UNITS = 30_000;

/** Four batches a day of each class at each hub with users, of three quarters of its machines in all. */
function work(mayMove: boolean): JobSource[] {
  const homes = HUBS.filter(({ hasUsers }) => hasUsers);
  const starts = Array.from({ length: HOURS / BATCH_HOURS }, (_, index) => index * BATCH_HOURS);
  return homes.flatMap(({ id }) =>
    CLASSES.flatMap(({ name, maximumLatencyMs, share, windowHours, gigabytes }) =>
      starts
        .filter((start) => start + windowHours <= HOURS)
        .map((start) => ({
          id: `${id}-${name}-${String(start).padStart(2, '0')}`,
          pool: SERVER.id,
          units: SERVERS,
          hours: Number(((share * BATCH_UNITS * BATCH_HOURS) / SERVERS).toFixed(6)),
          shape: 'divisible' as const,
          earliestStart: clock.at(start),
          deadline: clock.at(start + windowHours),
          dataSite: id,
          dataGigabytes: gigabytes,
          ...(mayMove ? {} : { sites: [id] }),
          ...(maximumLatencyMs === null ? {} : { homeSite: id, maximumLatencyMs }),
        })),
    ),
  );
}

/** Day-time peaks of most provinces' tariffs. */
const TARIFF = { spread: 0.3, peakHours: [...runOfHours(9, 12), ...runOfHours(17, 22)], valleyHours: runOfHours(0, 8) };

function scenario(mayMove: boolean): ScenarioSource {
  return {
    wattshift: 1,
    name: mayMove ? 'east-data-west-compute' : 'every hub for itself',
    timeline: clock.timeline,
    currency: 'CNY',
    ...(mayMove ? { fleet: { renewableShareMinimum: 0.8 } } : {}),
    sites: HUBS.map(({ id, pricePerKwh, renewableFraction, pue }) => ({
      id,
      timeZone: 'Asia/Shanghai',
      grid: {
        marketZone: id,
        importLimitKw: 60_000,
        importPrice: rounded(timeOfUsePrices({ flatPerKwh: pricePerKwh, ...TARIFF }, HOURS), 4),
        renewableFraction,
        greenPower: [{ id: 'certificates', kind: 'certificate' as const, pricePerKwh: 0.02 }],
      },
      compute: { baseLoadKw: FIRM_KW, pools: [{ ...SERVER, unitCount: SERVERS }] },
      cooling: { fixedPue: pue },
    })),
    links: Object.entries(LATENCIES).flatMap(([from, to]) =>
      Object.entries(to).map(([hub, latencyMs]) => ({
        from,
        to: hub,
        gigabitsPerSecond: 100,
        latencyMs,
        pricePerGigabyte: 0.02,
      })),
    ),
    jobs: work(mayMove),
  };
}

/** A year of a hall at Horinger with the cooling of its climate, for the power beside IT. */
function climateYear(): ScenarioSource {
  const it = 10_000;
  const celsius = temperatureYear({ meanCelsius: 6.2, yearlyAmplitude: 17, dailyAmplitude: 6 });
  return {
    wattshift: 1,
    name: 'horinger climate',
    timeline: { start: '2025-01-01T00:00+08:00', end: '2026-01-01T00:00+08:00', slotMinutes: 60 },
    currency: 'CNY',
    sites: [
      {
        id: 'horinger',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'horinger', importLimitKw: 30_000, importPrice: 0.32 },
        compute: { baseLoadKw: it, overheadFraction: 0.05 },
        weather: { dryBulbCelsius: rounded(celsius, 2) },
        cooling: {
          loops: [{ id: 'water', medium: 'air', supplyCelsius: 18, returnCelsius: 24, circulationKwPerKw: 0.05 }],
          freeCoolers: [{ id: 'free', coolingLimitKw: 1.2 * it, electricityKwPerKw: 0.03 }],
          chillers: [{ id: 'chillers', coolingLimitKw: 1.2 * it }],
          heatRejection: [{ id: 'coolers', kind: 'dryCooler', heatLimitKw: 1.5 * it, electricityKwPerKw: 0.03 }],
        },
      },
    ],
  };
}

const WEST = HUBS.filter(({ hasUsers }) => !hasUsers).map(({ id }) => id);

/** Renewable share of what the hubs import, certificates included. */
function renewablePercent(planned: PlannedScenario): number {
  const total = energyKwh(planned, 'gridImport');
  const ofGrid = HUBS.reduce(
    (sum, { id, renewableFraction }) => sum + renewableFraction * energyKwh(planned, 'gridImport', { site: id }),
    0,
  );
  return (100 * (ofGrid + energyKwh(planned, 'greenPower'))) / total;
}

const gridRenewablePercent = (planned: PlannedScenario) =>
  renewablePercent(planned) - (100 * energyKwh(planned, 'greenPower')) / energyKwh(planned, 'gridImport');

function pueOf({ plan }: PlannedScenario): number {
  const sum = (pick: (site: (typeof plan.indicators)[number]) => number) =>
    plan.indicators.reduce((total, site) => total + pick(site), 0);
  return sum(({ facilityKwh }) => facilityKwh) / sum(({ itKwh }) => itKwh);
}

function westernPercent(planned: PlannedScenario): number {
  const done = (hubs: readonly string[]) => hubs.reduce((sum, hub) => sum + workAt(planned, hub), 0);
  return (100 * done(WEST)) / done(HUBS.map(({ id }) => id));
}

export const eastDataWestCompute: Case = {
  name: 'east-data-west-compute',
  title: 'East Data, West Compute',
  source:
    'Figures published on the Chinese programme of eight hubs and ten clusters. Horinger (Hohhot): power at 0.32 CNY/kWh, close to 80 % renewable, 6.2 degrees mean, 7 ms to Beijing-Tianjin-Hebei, 15 ms to the Yangtze delta, 23 ms to the Greater Bay; Gui’an up to 52 % and Chengdu Pidu up to 83 % renewable; Zhongwei supports PUE up to 1.15 with 65 % renewable; new centres of the hubs must use over 80 % green power. Mean PUE of the hubs 1.257 (end of 2023); China Mobile’s campus at Hohhot 1.15.',
  assumptions: [
    'One cluster stands for each hub; 40,000 servers (0.15 kW idle, 0.5 kW busy) and 8 MW of fixed load at each, two days hour by hour.',
    'Users are at Zhangjiakou, the Yangtze delta, Shaoguan and Chengdu. Of their work 30 % bears 10 ms, 30 % bears 20 ms, and 40 % bears any latency and a day of waiting; its data go along for 0.02 CNY a gigabyte.',
    'Prices other than Horinger’s, latencies other than Horinger’s, PUE other than 1.15 at Horinger and Zhongwei, and renewable shares of Zhangjiakou, the Yangtze delta, Shaoguan and Qingyang are taken in round figures; tariffs swing by 30 % through the day.',
    'Certificates cost 0.02 CNY/kWh and cover what the grids’ own shares leave short of 80 %.',
    'For the PUE of Hohhot, a year of a hall with 6.2 degrees mean (17 degrees of yearly and 6 of daily amplitude), water of 18 degrees, free cooling within 5 K of the air, dry coolers, chillers at a half of the ideal coefficient, 5 % of losses in distribution, 5 % for circulation and 3 % for fans.',
  ],
  limits: [
    'How much work has moved, and what it saved, is not published: of moving work only the side can be tested.',
    'The PUE of hubs other than Hohhot goes in, so the mean of the hubs is arithmetic.',
    'The 80 % are a rule of the plan, so that they come out again.',
  ],
  scenarios: [
    { name: 'apart', make: () => scenario(false) },
    { name: 'together', make: () => scenario(true) },
    { name: 'climate', make: climateYear },
  ],
  figures: [
    {
      what: 'Power beside IT at Hohhot, per IT power (PUE less 1)',
      kind: 'outcome',
      unit: '',
      published: 0.15,
      compute: (plans) => pueOf(plans.of('climate')) - 1,
      note: 'A year of free cooling and chillers in that climate. Judged without the 1 of PUE, of which 15 % would prove nothing.',
      cause:
        'For more than a third of the year the air is too warm to cool water of 18 degrees without chillers. Warmer water or evaporative cooling would spare most of them; what the campus has is not published.',
    },
    {
      what: 'Work done in the western hubs',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'above', of: 0 },
      compute: (plans) => westernPercent(plans.of('together')),
      note: 'All of it has its users elsewhere.',
    },
    {
      what: 'Cost of the hubs, change by moving, certificates included',
      kind: 'outcome',
      unit: '%',
      published: { direction: 'below', of: 0 },
      compute: (plans) => changePercent(plans.of('together').plan.objective, plans.of('apart').plan.objective),
      note: 'Though only the hubs together must reach 80 %.',
    },
    {
      what: 'Renewable share of the grids’ power, change by moving',
      kind: 'outcome',
      unit: 'points',
      published: { direction: 'above', of: 0 },
      compute: (plans) => gridRenewablePercent(plans.of('together')) - gridRenewablePercent(plans.of('apart')),
      note: 'Without certificates.',
    },
    {
      what: 'Mean PUE, change by moving',
      kind: 'outcome',
      unit: '',
      published: { direction: 'below', of: 0 },
      compute: (plans) => pueOf(plans.of('together')) - pueOf(plans.of('apart')),
      note: 'Facility over IT energy of all hubs.',
    },
    {
      what: 'Mean PUE of the hubs, work where its users are',
      kind: 'identity',
      unit: '',
      published: 1.257,
      compute: (plans) => pueOf(plans.of('apart')),
      note: 'The PUE of each hub goes in.',
    },
    {
      what: 'Renewable share of all hubs, certificates included',
      kind: 'input',
      unit: '%',
      published: 80,
      compute: (plans) => renewablePercent(plans.of('together')),
      note: 'A rule of the plan.',
    },
    {
      what: 'Latency from Horinger to Beijing-Tianjin-Hebei',
      kind: 'input',
      unit: 'ms',
      published: 7,
      compute: () => LATENCIES.zhangjiakou.horinger,
      note: 'It lets work of 10 ms go there.',
    },
  ],
};

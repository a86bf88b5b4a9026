import { formatLocal } from '../time/civil.ts';
import { type Instant, instant, MILLISECONDS_PER_HOUR } from '../time/timeline.ts';
import { makeRandom, type Random, round } from './sample-series.ts';
import type { JobSource } from './schema/scenario.ts';

/** Work as a research company has it: what it is, how wide, how long, and how patient. */
interface JobKind {
  readonly name: string;
  readonly count: number;
  readonly pool: string;
  readonly shape: 'divisible' | 'preemptible';
  readonly units: readonly [number, number];
  readonly hours: readonly [number, number];
  /** Hours of the window beyond the hours that the work takes. */
  readonly slackHours: readonly [number, number];
  readonly arrivalHours: readonly [number, number];
  readonly sites: readonly string[];
  readonly policies: readonly ('hard' | 'priced' | 'bestEffort')[];
}

const CHINA = ['hohhot', 'shanghai'];
const EVERYWHERE = ['hohhot', 'shanghai', 'frankfurt'];

const KINDS: readonly JobKind[] = [
  {
    name: 'train',
    count: 12,
    pool: 'h100',
    shape: 'preemptible',
    units: [128, 768],
    hours: [3, 8],
    slackHours: [5, 16],
    arrivalHours: [0, 8],
    sites: CHINA,
    policies: ['hard', 'priced', 'bestEffort'],
  },
  {
    name: 'finetune',
    count: 10,
    pool: 'h100',
    shape: 'preemptible',
    units: [32, 256],
    hours: [1, 4],
    slackHours: [3, 10],
    arrivalHours: [6, 16],
    sites: EVERYWHERE,
    policies: ['hard', 'priced'],
  },
  {
    name: 'inference',
    count: 10,
    pool: 'h100',
    shape: 'divisible',
    units: [64, 320],
    hours: [1, 3],
    slackHours: [4, 12],
    arrivalHours: [4, 18],
    sites: EVERYWHERE,
    policies: ['hard', 'priced', 'bestEffort'],
  },
  {
    name: 'etl',
    count: 8,
    pool: 'cpu',
    shape: 'divisible',
    units: [100, 400],
    hours: [1, 4],
    slackHours: [3, 10],
    arrivalHours: [0, 18],
    sites: ['shanghai', 'frankfurt'],
    policies: ['hard', 'hard', 'bestEffort'],
  },
];

const TIME_ZONE = 'Asia/Shanghai';

/** The jobs of the sample fleet: 40, of four kinds and all three deadline policies; some windows outlast the day. */
export function sampleJobs(start: Instant, seed: number): JobSource[] {
  const random = makeRandom(seed);
  return KINDS.flatMap((kind) =>
    Array.from({ length: kind.count }, (_, index) => sampleJob(kind, index, start, random)),
  );
}

function sampleJob(kind: JobKind, index: number, start: Instant, random: Random): JobSource {
  const between = ([low, high]: readonly [number, number], step: number) => round(low + (high - low) * random(), step);
  const units = between(kind.units, 8);
  const hours = between(kind.hours, 0.5);
  const arrival = between(kind.arrivalHours, 0.25);
  const deadline = arrival + hours + between(kind.slackHours, 0.5);
  const at = (hour: number) => formatLocal(instant(start + hour * MILLISECONDS_PER_HOUR), TIME_ZONE);
  const deadlinePolicy = kind.policies[index % kind.policies.length];
  return {
    id: `${kind.name}-${index + 1}`,
    pool: kind.pool,
    units,
    hours,
    shape: kind.shape,
    earliestStart: at(arrival),
    deadline: at(deadline),
    sites: [...kind.sites],
    deadlinePolicy,
    // About a tenth of the energy bill of the whole job for every hour that all of it is late.
    ...(deadlinePolicy === 'priced' ? { pricePerHourLate: round(0.04 * units * hours, 1) } : {}),
    ...(kind.shape === 'preemptible' ? { restartPricePerUnit: 0.05 } : {}),
  };
}

import { hump, makeRandom, type Random, round } from '../scenario/sample-series.ts';
import type { JobSource, ScenarioSource } from '../scenario/schema/scenario.ts';
import { BUSY_KW, FILL, POOL, SLOT_HOURS, timeAt } from './fleet-scenario.ts';

const SITE_COUNT = 4;
const SLOT_COUNT = 96;
const LONGEST_RUN_SLOTS = 24;
const IDLE_KW = 0.1;

interface JobDraft {
  readonly source: JobSource;
  readonly unitHours: number;
}

/**
 * A day of jobs that run in one piece, on four sites that differ in price alone; docs/benchmarks.md describes it. Runs
 * last half an hour to six hours, on 1 to 64 units, and may start in a window of one and a half to four times their
 * length; each may use one to four sites.
 */
export function contiguousScenario(jobCount: number, seed: number): ScenarioSource {
  const random = makeRandom(seed);
  const prices = Array.from({ length: SITE_COUNT }, () => drawPrices(random));
  const jobs = Array.from({ length: jobCount }, (_, index) => drawJob(random, index));
  const unitsOf = (site: string) =>
    Math.ceil(
      jobs.reduce((sum, { source: { sites = [] }, unitHours }) => {
        return sum + (sites.includes(site) ? unitHours / sites.length : 0);
      }, 0) /
        (FILL * SLOT_COUNT * SLOT_HOURS),
    );
  return {
    wattshift: 1,
    name: `contiguous-${jobCount}`,
    timeline: { start: timeAt(0), end: timeAt(SLOT_COUNT), slotMinutes: 60 * SLOT_HOURS },
    currency: 'EUR',
    sites: prices.map((importPrice, index) => {
      const id = siteId(index);
      // At least as wide as the widest job that may run there.
      const widest = jobs.reduce(
        (most, { source }) => (source.sites?.includes(id) ? Math.max(most, source.units) : most),
        1,
      );
      const unitCount = Math.max(widest, unitsOf(id));
      return {
        id,
        timeZone: 'UTC',
        grid: { marketZone: id, importLimitKw: Math.ceil(1.1 * BUSY_KW * unitCount), importPrice },
        compute: { pools: [{ id: POOL, unitCount, idleKwPerUnit: IDLE_KW, busyKwPerUnit: BUSY_KW }] },
      };
    }),
    jobs: jobs.map(({ source }) => source),
  };
}

const siteId = (index: number): string => `site-${index + 1}`;

function drawPrices(random: Random): number[] {
  const pricePerKwh = 0.06 + 0.1 * random();
  const hourly = Array.from({ length: SLOT_COUNT * SLOT_HOURS }, (_, hour) =>
    round(pricePerKwh * (0.75 + 0.35 * hump(hour, 8, 2.5) + 0.6 * hump(hour, 19, 3) + 0.2 * random()), 0.0001),
  );
  return Array.from({ length: SLOT_COUNT }, (_, slot) => hourly[Math.floor(slot * SLOT_HOURS)]);
}

function drawJob(random: Random, index: number): JobDraft {
  const whole = (low: number, high: number) => low + Math.floor((high - low + 1) * random());
  const runSlots = whole(2, LONGEST_RUN_SLOTS);
  const windowSlots = Math.min(SLOT_COUNT, Math.round(runSlots * (1.5 + 2.5 * random())));
  // Around any moment of the day, moved into it where the window sticks out: so the ends of the day are asked for too.
  const middle = SLOT_COUNT * random();
  const firstSlot = Math.min(SLOT_COUNT - windowSlots, Math.max(0, Math.round(middle - windowSlots / 2)));
  const units = whole(1, 64);
  const siteCount = whole(1, SITE_COUNT);
  const firstSite = whole(0, SITE_COUNT - 1);
  // Neighbours on a ring of sites.
  const sites = Array.from({ length: siteCount }, (_, k) => siteId((firstSite + k) % SITE_COUNT)).sort();
  const hours = runSlots * SLOT_HOURS;
  const source: JobSource = {
    id: `job-${index + 1}`,
    pool: POOL,
    units,
    hours,
    shape: 'contiguous',
    earliestStart: timeAt(firstSlot),
    deadline: timeAt(firstSlot + windowSlots),
    sites,
  };
  return { source, unitHours: units * hours };
}

import type { ComputeJob } from '../../src/domain/job.ts';
import type { Timeline } from '../../src/time/timeline.ts';

/**
 * Every way to run a small gang, one after another, by the rules as docs/model.md states them: an independent
 * yardstick, which shares nothing with the dynamic program.
 */
export interface BrutePlace {
  readonly speed: number;
  readonly pricePerUnit: readonly number[];
  readonly heldPricePerUnit: readonly number[] | null;
  readonly shareFree: readonly number[];
}

const HOUR = 3_600_000;
const CLOSE = 1e-9;

/** Money of the cheapest schedule. */
export function cheapestByEnumeration(job: ComputeJob, timeline: Timeline, places: readonly BrutePlace[]): number {
  const closes = job.deadlinePolicy.kind === 'hard' ? job.deadline : timeline.edges[timeline.slotCount];
  const slots = Array.from(timeline.hours, (_, t) => ({
    t,
    begin: Math.max(timeline.edges[t], job.earliestStart),
    end: Math.min(timeline.edges[t + 1], closes),
  })).filter(({ t, begin, end }) => end - begin >= (timeline.hours[t] * HOUR) / 60);
  let best = Number.POSITIVE_INFINITY;
  const where = new Array<number>(slots.length).fill(-1);
  const visit = (k: number): void => {
    if (k === slots.length) {
      best = Math.min(best, costOf(job, timeline, places, slots, where));
      return;
    }
    for (let place = -1; place < places.length; place += 1) {
      where[k] = place;
      visit(k + 1);
    }
  };
  visit(0);
  return best;
}

interface Slot {
  readonly t: number;
  readonly begin: number;
  readonly end: number;
}

function costOf(
  job: ComputeJob,
  timeline: Timeline,
  places: readonly BrutePlace[],
  slots: readonly Slot[],
  where: readonly number[],
): number {
  const terms = job.gang;
  if (terms === null) throw new Error('a gang is wanted');
  const units = job.maximumUnits;
  const work = job.work / units;
  let cost = 0;
  let net = 0;
  let interruptions = 0;
  let runBegin = 0;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < slots.length; k += 1) {
    const place = where[k];
    const before = k > 0 ? where[k - 1] : -1;
    const { t, begin, end } = slots[k];
    if (
      place !== before &&
      before >= 0 &&
      net < work - CLOSE &&
      lastEnd - runBegin < terms.minimumRunHours * HOUR - 1
    ) {
      return Number.POSITIVE_INFINITY;
    }
    if (place < 0) continue;
    if (net >= work - CLOSE) return Number.POSITIVE_INFINITY;
    if (place !== before) {
      if (Number.isFinite(lastEnd)) {
        if (begin - lastEnd < terms.minimumPauseHours * HOUR - 1) return Number.POSITIVE_INFINITY;
        interruptions += 1;
        net -= terms.checkpointHours;
        cost += job.restartPricePerUnit * units;
        if (net < -CLOSE) return Number.POSITIVE_INFINITY;
      }
      runBegin = begin;
    }
    const { speed, pricePerUnit, heldPricePerUnit, shareFree } = places[place];
    const hours = Math.min((end - begin) / HOUR, (work - net) / speed);
    const share = hours / timeline.hours[t];
    if (share > shareFree[t] + CLOSE) return Number.POSITIVE_INFINITY;
    net += hours * speed;
    cost += units * (share * pricePerUnit[t] + (1 - share) * (heldPricePerUnit?.[t] ?? 0));
    lastEnd = begin + hours * HOUR;
  }
  const most = terms.maximumInterruptions ?? Number.POSITIVE_INFINITY;
  if (interruptions > most) return Number.POSITIVE_INFINITY;
  const rest = Math.max(0, work - net) * units;
  const horizonEnd = timeline.edges[timeline.slotCount];
  const speed = Math.max(...places.map((each) => each.speed));
  const hoursAfter = Math.max(0, job.deadline - Math.max(horizonEnd, job.earliestStart)) / HOUR;
  const runsOn = slots.length > 0 && where[slots.length - 1] >= 0;
  const pauses = Number.isFinite(lastEnd) && !runsOn;
  const mayLeave = !pauses || interruptions < most;
  const left =
    mayLeave && job.leftoverPricePerUnitHour < job.unservedPricePerUnitHour
      ? Math.min(rest, units * speed * hoursAfter)
      : 0;
  const late = Number.isFinite(lastEnd) ? Math.max(0, lastEnd - job.deadline) / HOUR : 0;
  const priceLate = job.deadlinePolicy.kind === 'priced' ? job.deadlinePolicy.pricePerHourLate : 0;
  return cost + left * job.leftoverPricePerUnitHour + (rest - left) * job.unservedPricePerUnitHour + priceLate * late;
}

import type { ComputeJob } from '../../domain/job.ts';
import { instant, MILLISECONDS_PER_HOUR, type Timeline, timelineEnd } from '../../time/timeline.ts';
import { contiguousRunFrom, hoursAfterDeadline, maySkipHorizon, RUN_ROUNDING, runHours } from '../contiguous-run.ts';
import { lackForRun } from '../free-capacity.ts';
import { largestSpeed } from '../job-window.ts';
import type { Market } from './market.ts';
import type { PlacedJob } from './placed.ts';
import type { Place } from './places.ts';

/** The cheapest way of a contiguous job at the market's prices; `cost` is money at those prices. */
export interface RunChoice {
  readonly cost: number;
  readonly placed: PlacedJob;
}

/**
 * Every start of a contiguous job at every place, by sums of prices over slots: exact. `withinRoom`: only where all of
 * the run has room; without it the least cost that prices allow, for a bound. Where nothing is cheaper, the job is left
 * for after the horizon or not done.
 */
export function cheapestRun(
  job: ComputeJob,
  places: readonly Place[],
  timeline: Timeline,
  market: Market,
  withinRoom: boolean,
): RunChoice {
  const notDone = { runs: [], leftoverUnitHours: 0, unservedUnitHours: job.work };
  let best: RunChoice = { cost: job.unservedPricePerUnitHour * job.work, placed: notDone };
  const skipCost = job.leftoverPricePerUnitHour * job.work;
  if (skipCost < best.cost && maySkipHorizon(job, timeline, largestSpeed(places))) {
    best = { cost: skipCost, placed: { runs: [], leftoverUnitHours: job.work, unservedUnitHours: 0 } };
  }
  for (const place of places) best = cheapestAt(job, place, timeline, market, withinRoom, best);
  return best;
}

function cheapestAt(
  job: ComputeJob,
  place: Place,
  timeline: Timeline,
  market: Market,
  withinRoom: boolean,
  bestSoFar: RunChoice,
): RunChoice {
  const { edges, slotCount } = timeline;
  const units = job.maximumUnits;
  const { point, pool, room } = place;
  const length = runHours(job, point.speed) * MILLISECONDS_PER_HOUR;
  const horizonEnd = timelineEnd(timeline);
  const price = market.price(place);
  const prefix = market.prefix(place);
  const held = place.holds ? market.heldPrice(place) : null;
  const linkPrice = market.linkPrice(place);
  const linkPrefix = market.linkPrefix(place);
  const gigabytes = place.link?.gigabytesPerHourPerUnit ?? 0;
  const { deadlinePolicy } = job;
  const first = contiguousRunFrom(job, timeline, point.speed, 0);
  if (first === null) return bestSoFar;
  const latest = deadlinePolicy.kind === 'hard' ? job.deadline - length + RUN_ROUNDING : Number.POSITIVE_INFINITY;
  let best = bestSoFar;
  let last = first.firstSlot;
  for (let t = first.firstSlot; t < slotCount; t += 1) {
    const start = t === first.firstSlot ? first.startsAt : edges[t];
    if (start > latest) break;
    const end = start + length;
    while (last + 1 < slotCount && edges[last + 1] < end - RUN_ROUNDING) last += 1;
    let cost = 0;
    const partOf = (slot: number, share: number): void => {
      cost += share * price[slot] + (held === null ? 0 : (1 - share) * held[slot]);
      if (linkPrice !== null) cost += share * gigabytes * linkPrice[slot];
    };
    const shareOf = (slot: number): number =>
      (Math.min(end, edges[slot + 1]) - Math.max(start, edges[slot])) / (edges[slot + 1] - edges[slot]);
    partOf(t, shareOf(t));
    if (last > t) {
      partOf(last, shareOf(last));
      cost += prefix[last] - prefix[t + 1];
      if (linkPrefix !== null) cost += gigabytes * (linkPrefix[last] - linkPrefix[t + 1]);
    }
    cost *= units;
    const done = end <= horizonEnd + RUN_ROUNDING ? 1 : (horizonEnd - start) / length;
    cost += job.leftoverPricePerUnitHour * job.work * (1 - done);
    if (deadlinePolicy.kind === 'priced') {
      cost += deadlinePolicy.pricePerHourLate * hoursAfterDeadline(job, instant(end));
    }
    if (cost >= best.cost) continue;
    const run = contiguousRunFrom(job, timeline, point.speed, t);
    if (run === null || run.firstSlot !== t) continue;
    const fits = withinRoom
      ? lackForRun(room, units, run) === null
      : run.shareBusy.every((_, k) => pool.unitsAvailable[t + k] >= units * (1 - 1e-9));
    if (!fits) continue;
    best = {
      cost,
      placed: {
        runs: [
          {
            place,
            firstSlot: t,
            activeUnits: Array.from(run.shareBusy, (share) => units * share),
            heldUnits: Array.from(run.shareBusy, (share) => units * (1 - share)),
          },
        ],
        leftoverUnitHours: job.work * (1 - run.shareDone),
        unservedUnitHours: 0,
      },
    };
  }
  return best;
}

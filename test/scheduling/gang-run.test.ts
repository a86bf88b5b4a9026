import { describe, expect, test } from 'vitest';
import type { ComputeJob, GangTerms } from '../../src/domain/job.ts';
import { cheapestGangRun, type GangPlace } from '../../src/scheduling/gang-run.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import { at, hourly, type JobInput, makeFleet, slotsOf } from '../support/fleets.ts';
import { cheapestByEnumeration } from './gang-brute-force.ts';

const FREELY: GangTerms = { minimumRunHours: 0, minimumPauseHours: 0, maximumInterruptions: null, checkpointHours: 0 };

/** Two hours on four units, unless the case says more. */
const gangOf = (timeline: Timeline, terms: Partial<GangTerms>, job: JobInput = {}): ComputeJob =>
  makeFleet({
    timeline,
    jobs: [{ shape: 'gang', work: 8, maximumUnits: 4, gang: { ...FREELY, ...terms }, ...job }],
  }).jobs[0];

const placeOf = (
  prices: readonly number[],
  more: { free?: readonly number[]; held?: readonly number[]; speed?: number } = {},
): GangPlace => ({
  speed: more.speed ?? 1,
  pricePerUnit: Float64Array.from(prices),
  heldPricePerUnit: more.held === undefined ? null : Float64Array.from(more.held),
  shareFree: Float64Array.from(more.free ?? prices.map(() => 1)),
});

const words = (job: ComputeJob, timeline: Timeline, ...places: readonly GangPlace[]) => {
  const { cost, runs, leftoverUnitHours, unservedUnitHours } = cheapestGangRun(job, timeline, places);
  const rounded = (value: number) => Math.round(value * 1e9) / 1e9;
  return {
    cost: rounded(cost),
    runs: runs.map(({ place, firstSlot, shareBusy }) => [place, firstSlot, ...shareBusy.map(rounded)]),
    rest: [rounded(leftoverUnitHours), rounded(unservedUnitHours)],
  };
};

describe('worked out by hand', () => {
  test('without terms it takes the cheapest slots: two hours of four units at 1', () => {
    const job = gangOf(hourly(5), {});
    expect(words(job, hourly(5), placeOf([3, 1, 5, 5, 1]))).toEqual({
      cost: 8,
      runs: [
        [0, 1, 1],
        [0, 4, 1],
      ],
      rest: [0, 0],
    });
  });

  test('a restart at 2 a unit costs 8: going on through the next hour at 2 costs 4 more than the cheapest', () => {
    const job = gangOf(hourly(5), {}, { restartPricePerUnit: 2 });
    expect(words(job, hourly(5), placeOf([3, 1, 2, 5, 1]))).toEqual({ cost: 12, runs: [[0, 1, 1, 1]], rest: [0, 0] });
  });

  test('half an hour is redone at a resumption: 4 x (1 + 1 + 0.5 x 3), where one run would cost 4 x (1 + 3)', () => {
    const job = gangOf(hourly(5), { checkpointHours: 0.5 });
    expect(words(job, hourly(5), placeOf([9, 1, 9, 1, 3]))).toEqual({
      cost: 14,
      runs: [
        [0, 1, 1],
        [0, 3, 1, 0.5],
      ],
      rest: [0, 0],
    });
  });

  test('runs of two hours at least, but for the last', () => {
    const job = gangOf(hourly(6), { minimumRunHours: 2 }, { work: 12 });
    expect(words(job, hourly(6), placeOf([1, 9, 9, 1, 2, 1]))).toMatchObject({ cost: 16, runs: [[0, 3, 1, 1, 1]] });
    expect(words(job, hourly(6), placeOf([1, 2, 9, 9, 9, 1]))).toMatchObject({
      cost: 16,
      runs: [
        [0, 0, 1, 1],
        [0, 5, 1],
      ],
    });
  });

  test('pauses of two hours at least', () => {
    const job = gangOf(hourly(4), { minimumPauseHours: 2 });
    expect(words(job, hourly(4), placeOf([1, 9, 1, 2]))).toMatchObject({ cost: 12, runs: [[0, 2, 1, 1]] });
    expect(words(job, hourly(4), placeOf([1, 9, 3, 2]))).toMatchObject({
      cost: 12,
      runs: [
        [0, 0, 1],
        [0, 3, 1],
      ],
    });
  });

  test('never interrupted it runs as a contiguous job does', () => {
    const job = gangOf(hourly(5), { maximumInterruptions: 0 });
    expect(words(job, hourly(5), placeOf([1, 4, 2, 4, 1]))).toMatchObject({ cost: 20, runs: [[0, 0, 1, 1]] });
  });

  test('it moves to another site at once, which is an interruption', () => {
    const free = gangOf(hourly(2), { maximumInterruptions: 1 }, { restartPricePerUnit: 0.5 });
    const places = [placeOf([1, 9]), placeOf([9, 1])];
    expect(words(free, hourly(2), ...places)).toMatchObject({
      cost: 10,
      runs: [
        [0, 0, 1],
        [1, 1, 1],
      ],
    });
    const held = gangOf(hourly(2), { maximumInterruptions: 0 });
    expect(words(held, hourly(2), ...places)).toMatchObject({ cost: 40, runs: [[0, 0, 1, 1]] });
  });

  test('no room for all units, no run; what does not fit is unserved at 100', () => {
    const job = gangOf(hourly(3), {});
    expect(words(job, hourly(3), placeOf([1, 1, 1], { free: [0, 0.5, 1] }))).toMatchObject({ cost: 404, rest: [0, 4] });
  });

  test('the last slot may be filled in part: half an hour with room for half, the rest of it held at 0.2', () => {
    const job = gangOf(hourly(2), {}, { work: 6 });
    const place = placeOf([1, 1], { free: [1, 0.5], held: [0.2, 0.2] });
    expect(words(job, hourly(2), place)).toMatchObject({ cost: 6.4, runs: [[0, 0, 1, 0.5]], rest: [0, 0] });
  });

  test('the window opens at 00:40 and closes at 02:30: 20, 60 and 30 minutes', () => {
    const job = gangOf(hourly(4), {}, { earliestStart: at(2 / 3), deadline: at(2.5), work: 4 * (1 / 3 + 1 + 0.5) });
    expect(words(job, hourly(4), placeOf([1, 1, 1, 1]))).toMatchObject({
      runs: [[0, 0, 0.333333333, 1, 0.5]],
      rest: [0, 0],
    });
  });

  test('late as a whole, by its end: an hour late at 3 an hour', () => {
    const job = gangOf(hourly(3), {}, { deadline: at(2), deadlinePolicy: { kind: 'priced', pricePerHourLate: 3 } });
    expect(words(job, hourly(3), placeOf([2, 5, 1]))).toMatchObject({
      cost: 15,
      runs: [
        [0, 0, 1],
        [0, 2, 1],
      ],
    });
    expect(cheapestGangRun(job, hourly(3), [placeOf([2, 5, 1])]).hoursLate).toBe(1);
  });

  test('what the window still holds after the horizon is left at its price, once more interrupted', () => {
    const leaving = { deadline: at(3), leftoverPricePerUnitHour: 1.5 };
    const job = gangOf(hourly(2), {}, leaving);
    expect(words(job, hourly(2), placeOf([1, 2]))).toMatchObject({ cost: 10, runs: [[0, 0, 1]], rest: [4, 0] });
    const never = gangOf(hourly(2), { maximumInterruptions: 0 }, leaving);
    expect(words(never, hourly(2), placeOf([1, 2]))).toMatchObject({ cost: 12, runs: [[0, 0, 1, 1]], rest: [0, 0] });
  });
});

/** A small pseudo-random source with a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SEED = Number(process.env.PROPERTY_SEED ?? 20_260_601);

function randomCase(seed: number) {
  const random = randomOf(seed);
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const slotHours = pick([1, 1, 1, 1, 1, 1], [0.25, 0.25, 0.5, 1, 1], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  const timeline = slotsOf(...slotHours);
  const end = slotHours.reduce((sum, hours) => sum + hours, 0);
  const price = () => Math.round(random() * 90 + 10) / 10;
  const policy = pick<ComputeJob['deadlinePolicy']>(
    { kind: 'hard' },
    { kind: 'bestEffort' },
    { kind: 'priced', pricePerHourLate: price() * 4 },
  );
  const job = gangOf(
    timeline,
    {
      minimumRunHours: pick(0, 0, 0.75, 1.5, 2),
      minimumPauseHours: pick(0, 0, 0.5, 1.25),
      maximumInterruptions: pick(null, 0, 1, 2),
      checkpointHours: pick(0, 0, 0.1, 0.25, 0.6),
    },
    {
      work: 4 * pick(0.4, 1, 1.3, 2, 2.75),
      earliestStart: at(pick(0, 0, 0.3, end * 0.2)),
      deadline: at(pick(end, end - 0.4, end * 0.8, end + 1)),
      deadlinePolicy: policy,
      restartPricePerUnit: pick(0, 0.5, 2),
      unservedPricePerUnitHour: pick(100, 12),
      leftoverPricePerUnitHour: price() / 3,
    },
  );
  const places = Array.from({ length: pick(1, 2, 2) }, () =>
    placeOf(
      slotHours.map((hours) => price() * hours),
      {
        speed: pick(1, 1, 0.5, 0.8),
        free: slotHours.map(() => pick(1, 1, 1, 1, 0.6, 0)),
        ...(random() < 0.5 && { held: slotHours.map((hours) => 0.3 * hours * random()) }),
      },
    ),
  );
  return { job, timeline, places };
}

test('no schedule that enumeration finds is cheaper, nor is any that it does not know', () => {
  let cases = 0;
  for (let k = 0; k < 400; k += 1) {
    const { job, timeline, places } = randomCase(SEED + k);
    const plain = places.map(({ speed, pricePerUnit, heldPricePerUnit, shareFree }) => ({
      speed,
      pricePerUnit: [...pricePerUnit],
      heldPricePerUnit: heldPricePerUnit === null ? null : [...heldPricePerUnit],
      shareFree: [...shareFree],
    }));
    const { cost } = cheapestGangRun(job, timeline, places);
    expect(cost, `seed ${SEED + k}`).toBeCloseTo(cheapestByEnumeration(job, timeline, plain), 6);
    cases += 1;
  }
  expect(cases).toBe(400);
});

test('a day of quarter hours at eight sites takes well under a few milliseconds', () => {
  const timeline = slotsOf(...new Array<number>(96).fill(0.25));
  const job = gangOf(
    timeline,
    { minimumRunHours: 1, checkpointHours: 0.25 },
    { work: 4 * 6, restartPricePerUnit: 0.1 },
  );
  const random = randomOf(SEED);
  const places = Array.from({ length: 8 }, () => placeOf(Array.from({ length: 96 }, () => random())));
  const once = () => cheapestGangRun(job, timeline, places).cost;
  const expected = once();
  const calls = 100;
  const from = performance.now();
  for (let k = 0; k < calls; k += 1) expect(once()).toBe(expected);
  const milliseconds = (performance.now() - from) / calls;
  if (process.env.SHOW_TIMES !== undefined) process.stdout.write(`${milliseconds.toFixed(3)} ms a call\n`);
  expect(milliseconds).toBeLessThan(20);
});

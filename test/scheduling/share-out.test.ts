import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SlotValues, shareOut } from '../../src/scheduling/share-out.ts';

const values = (firstSlot: number, ...list: readonly number[]): SlotValues => ({
  firstSlot,
  values: Float64Array.from(list),
});
const plain = (split: readonly (readonly Float64Array[])[]) => split.map((sites) => sites.map((site) => [...site]));

/** Units that are at another site than in the slot before, of those that go on: what could have stayed and did not. */
function movedUnits(split: readonly (readonly Float64Array[])[]): number {
  let moved = 0;
  for (const sites of split) {
    for (let k = 1; k < sites[0].length; k += 1) {
      const total = (slot: number) => sites.reduce((sum, site) => sum + site[slot], 0);
      const stayed = sites.reduce((sum, site) => sum + Math.min(site[k], site[k - 1]), 0);
      moved += Math.min(total(k), total(k - 1)) - stayed;
    }
  }
  return moved;
}

describe('jobs stay where they were', () => {
  test('two jobs, two sites, unchanged sums: nobody moves', () => {
    const jobs = [values(0, 4, 4, 4), values(0, 6, 6, 6)];
    const split = shareOut(jobs, [values(0, 6, 6, 6), values(0, 4, 4, 4)]);
    expect(movedUnits(split)).toBe(0);
    // The first goes whole to the site with most room, and the second to what is left, partly there too.
    expect(plain(split)).toEqual([
      [
        [4, 4, 4],
        [0, 0, 0],
      ],
      [
        [2, 2, 2],
        [4, 4, 4],
      ],
    ]);
  });

  test('sites that swap their sums move as many units as the sums force: 2 of 10', () => {
    const jobs = [values(0, 4, 4), values(0, 6, 6)];
    expect(movedUnits(shareOut(jobs, [values(0, 6, 4), values(0, 4, 6)]))).toBe(2);
  });

  test('a job that ends leaves its place to one that starts', () => {
    const jobs = [values(0, 5, 5, 0, 0), values(2, 5, 5)];
    const split = shareOut(jobs, [values(0, 5, 0, 5, 5), values(0, 0, 5, 0, 0)]);
    expect(plain(split)).toEqual([
      [
        [5, 0, 0, 0],
        [0, 5, 0, 0],
      ],
      [
        [5, 5],
        [0, 0],
      ],
    ]);
  });

  test('whoever goes on is placed before whoever is new', () => {
    // Slot 1 has 3 at the second site, where the second job is; the first job is new there and takes the other site.
    const jobs = [values(1, 5), values(0, 3, 3)];
    const split = shareOut(jobs, [values(0, 0, 5), values(0, 3, 3)]);
    expect(plain(split)).toEqual([
      [[5], [0]],
      [
        [0, 0],
        [3, 3],
      ],
    ]);
  });

  test('a job that shrinks stays with what is left of it', () => {
    const split = shareOut([values(0, 6, 2), values(1, 4)], [values(0, 2, 4), values(0, 4, 2)]);
    expect(plain(split)).toEqual([
      [
        [2, 2],
        [4, 0],
      ],
      [[2], [2]],
    ]);
  });
});

describe('edges', () => {
  test('a site with nothing in a slot gets nothing there', () => {
    const split = shareOut([values(0, 4, 4, 4)], [values(0, 4, 0, 4), values(0, 0, 4, 0)]);
    expect(plain(split)).toEqual([
      [
        [4, 0, 4],
        [0, 4, 0],
      ],
    ]);
  });

  test('windows that are apart', () => {
    const split = shareOut([values(1, 3), values(4, 2, 2)], [values(1, 3, 0, 0, 0, 2), values(1, 0, 0, 0, 2, 0)]);
    expect(plain(split)).toEqual([
      [[3], [0]],
      [
        [0, 2],
        [2, 0],
      ],
    ]);
  });

  test('a job without a slot, and no jobs at all', () => {
    expect(plain(shareOut([values(3), values(0, 1)], [values(0, 1)]))).toEqual([[[]], [[1]]]);
    expect(shareOut([], [values(0, 0)])).toEqual([]);
  });

  test('a rounding error between the sums stays in the plan, and ends', () => {
    const [[first, second]] = shareOut([values(0, 1 + 1e-9)], [values(0, 0.5), values(0, 0.5)]);
    expect(first[0] + second[0]).toBe(1 + 1e-9);
    const [[less]] = shareOut([values(0, 1)], [values(0, 1 + 1e-9)]);
    expect(less[0]).toBe(1);
  });
});

test('any split sums to the jobs, slot by slot, and to the sites', () => {
  const slots = 4;
  const units = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: slots, maxLength: slots });
  fc.assert(
    fc.property(
      fc.array(units, { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(100), { minLength: slots }),
      (jobs, cuts) => {
        const totals = Array.from({ length: slots }, (_, t) => jobs.reduce((sum, job) => sum + job[t], 0));
        const first = totals.map((total, t) => Math.round((total * cuts[t]) / 100));
        const sites = [values(0, ...first), values(0, ...totals.map((total, t) => total - first[t]))];
        const split = shareOut(
          jobs.map((job) => values(0, ...job)),
          sites,
        );
        for (let t = 0; t < slots; t += 1) {
          expect(split.map(([a, b]) => a[t] + b[t])).toEqual(jobs.map((job) => job[t]));
          expect(split.reduce((sum, [a]) => sum + a[t], 0)).toBe(first[t]);
          expect(split.flat().every((site) => site[t] >= 0)).toBe(true);
        }
        // One job alone moves no more than the sums of the sites force.
        if (jobs.length === 1) {
          let forced = 0;
          for (let t = 1; t < slots; t += 1) {
            const stays = sites.reduce((sum, site) => sum + Math.min(site.values[t], site.values[t - 1]), 0);
            forced += Math.min(totals[t], totals[t - 1]) - stays;
          }
          expect(movedUnits(split)).toBeCloseTo(forced, 9);
        }
      },
    ),
    { seed: 20_260_601, numRuns: 300 },
  );
});

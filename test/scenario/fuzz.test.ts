import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src/domain/fleet.ts';
import { formatProblems, readScenario } from '../../src/scenario/index.ts';
import { mutate, mutations, wholeScenarios } from './mutations.ts';

const ORIGIN = { file: 'fuzz.yaml', directory: '/nowhere' };

describe('any scenario at all', () => {
  it('is read or refused in words, never thrown at', () => {
    const kinds = { ok: 0, invalid: 0 };
    fc.assert(
      fc.property(wholeScenarios, mutations, (whole, changes) => {
        const value = mutate(whole, changes);
        const result = readScenario(value, ORIGIN);
        kinds[result.kind] += 1;
        if (result.kind === 'ok') {
          expectSound(result.fleet);
          expectPlaced(result.fleet);
        } else {
          expect(result.problems.length).toBeGreaterThan(0);
          expect(formatProblems(result.problems)).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 400 },
    );
    // A fuzz that only ever meets one of the two shows nothing about the other.
    expect(Math.min(kinds.ok, kinds.invalid)).toBeGreaterThan(20);
  });

  it('of any JSON value is refused in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readScenario(value, ORIGIN).kind).toBe('invalid');
      }),
    );
  });
});

/** No number of a fleet is missing or endless, and every series has a value for each slot. */
function expectSound(value: unknown, path = 'fleet'): void {
  if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
  if (value instanceof Float64Array) {
    expect(value.every(Number.isFinite), path).toBe(true);
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof Int32Array) return;
  for (const [key, item] of Object.entries(value)) expectSound(item, `${path}.${key}`);
}

/** Links join two known sites once each way, and every site of a job keeps all that the job asks. */
function expectPlaced({ sites, links, jobs }: Fleet): void {
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const ways = links.map(({ from, to }) => JSON.stringify([from, to]));
  expect(new Set(ways).size).toBe(ways.length);
  for (const { from, to } of links)
    expect([siteById.has(from), siteById.has(to), from === to]).toEqual([true, true, false]);
  for (const job of jobs) {
    expect(new Set(job.sites).size).toBe(job.sites.length);
    expect(job.sites.length).toBeGreaterThan(0);
    for (const id of job.sites) {
      const site = siteById.get(id);
      expect(site?.compute.pools.map((pool) => pool.id)).toContain(job.pool);
      if (job.residency !== null) expect(job.residency.some((name) => site?.jurisdictions.includes(name))).toBe(true);
      const linkFrom = (from: string) => links.find((link) => link.from === from && link.to === id);
      if (job.data !== null && job.data.site !== id) expect(linkFrom(job.data.site)).toBeDefined();
      if (job.latency !== null && job.latency.homeSite !== id) {
        const latency = linkFrom(job.latency.homeSite)?.latencyMilliseconds ?? Number.POSITIVE_INFINITY;
        expect(latency).toBeLessThanOrEqual(job.latency.maximumMilliseconds);
      }
    }
  }
}

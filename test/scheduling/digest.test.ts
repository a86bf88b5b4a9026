import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool, type SolverPool } from '../../solver/index.ts';
import type { Fleet } from '../../src/domain/fleet.ts';
import { canonicalJson, inputDigest, makeProblem, planKeepingBasis } from '../../src/scheduling/index.ts';
import { hourly, makeDemandCharge, makeFleet, series } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const timeline = hourly(3);
const limit = (id: string, limitKw: number) =>
  ({ id, direction: 'import', limitKw: series(timeline, limitKw), breachPricePerKwh: 1 }) as const;

/** Flat prices and equal jobs: many optima, so that a difference in order would show. */
const fleet = makeFleet({
  timeline,
  sites: [
    {
      id: 'north',
      grid: {
        contractedLimits: [limit('a', 40), limit('b', 50)],
        demandCharges: [makeDemandCharge(timeline, { id: 'p' }), makeDemandCharge(timeline, { id: 'q' })],
        exportLimitKw: 10,
      },
      compute: { baseLoadKw: 5, pools: [{ id: 'cpu' }, { id: 'gpu' }] },
      batteries: [{ id: 'one' }, { id: 'two' }],
      renewables: [
        { id: 'roof', availableKw: [0, 4, 2] },
        { id: 'wind', kind: 'wind', availableKw: [3, 0, 1] },
      ],
    },
    { id: 'south', jurisdictions: ['EU', 'DE'] },
  ],
  links: [
    { from: 'north', to: 'south' },
    { from: 'south', to: 'north', latencyMilliseconds: null },
  ],
  jobs: [
    { id: 'v', work: 4, maximumUnits: 2, shape: 'contiguous' },
    { id: 'w', work: 8, data: { site: 'south', gigabytesPerUnitHour: 2 } },
    { id: 'x', work: 8 },
    { id: 'y', work: 8 },
    { id: 'z', work: 8, pool: 'cpu', sites: ['north'], latency: { homeSite: 'north', maximumMilliseconds: 5 } },
    { id: 'zz', work: 8, sites: ['south'], residency: ['FR', 'DE'] },
  ],
});

const reversed = <Item>(items: readonly Item[]): Item[] => [...items].reverse();
const shuffled: Fleet = {
  ...fleet,
  sites: reversed(fleet.sites).map((site) => ({
    ...site,
    jurisdictions: reversed(site.jurisdictions),
    grid: {
      ...site.grid,
      contractedLimits: reversed(site.grid.contractedLimits),
      demandCharges: reversed(site.grid.demandCharges),
    },
    compute: { ...site.compute, pools: reversed(site.compute.pools) },
    batteries: reversed(site.batteries),
    renewables: reversed(site.renewables),
  })),
  links: reversed(fleet.links),
  jobs: reversed(fleet.jobs).map((job) => ({
    ...job,
    sites: reversed(job.sites),
    residency: job.residency && reversed(job.residency),
  })),
};

describe('order of input', () => {
  test('decides nothing: the same digests and the same bytes', async () => {
    const a = await planned(solver, fleet);
    const b = await planned(solver, shuffled, { twice: false });
    expect(b.plan.inputDigest).toBe(a.plan.inputDigest);
    expect(b.plan.planDigest).toBe(a.plan.planDigest);
    expect(canonicalJson({ ...b.plan, timings: null })).toBe(canonicalJson({ ...a.plan, timings: null }));
  });

  test('decides nothing for the order of keys either', () => {
    const { name, ...rest } = fleet;
    expect(inputDigest(makeProblem({ ...rest, name }))).toBe(inputDigest(makeProblem(fleet)));
  });

  test('a problem is frozen and does not share the lists of its input', () => {
    const problem = makeProblem(fleet);
    expect(Object.isFrozen(problem.fleet.sites[0].grid)).toBe(true);
    expect(problem.fleet.jobs).not.toBe(fleet.jobs);
    expect(Object.isFrozen(fleet.jobs)).toBe(false);
  });
});

describe('input digest', () => {
  const original = inputDigest(makeProblem(fleet));

  /** Every number and text of the fleet, one by one, by its path. */
  function* leaves(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
    if (typeof value !== 'object' || value === null) yield path;
    else if (ArrayBuffer.isView(value)) {
      for (let k = 0; k < (value as Float64Array).length; k += 1) yield [...path, k];
    } else for (const [key, member] of Object.entries(value)) yield* leaves(member, [...path, key]);
  }

  function changed(value: unknown, path: readonly (string | number)[]): unknown {
    if (path.length === 0) {
      if (typeof value === 'number') return value + 0.25;
      if (typeof value === 'boolean') return !value;
      // What was not said is now a list: in place of a residency nothing else can stand.
      return value === null ? ['!'] : `${value}!`;
    }
    const [key, ...rest] = path;
    if (ArrayBuffer.isView(value)) {
      const copy = value instanceof Int32Array ? Float64Array.from(value) : (value as Float64Array).slice();
      copy[Number(key)] += 0.25;
      return copy;
    }
    if (Array.isArray(value)) return value.map((item, k) => (k === Number(key) ? changed(item, rest) : item));
    const record = value as Record<string, unknown>;
    return { ...record, [key]: changed(record[key], rest) };
  }

  test('any changed figure changes it', () => {
    const paths = [...leaves(fleet)];
    expect(paths.length).toBeGreaterThan(150);
    const digests = paths.map((path) => inputDigest(makeProblem(changed(fleet, path) as Fleet)));
    const unchanged = paths.filter((_, k) => digests[k] === original).map((path) => path.join('/'));
    expect(unchanged).toEqual([]);
  });

  test('what is added or left out changes it', () => {
    expect(inputDigest(makeProblem({ ...fleet, jobs: fleet.jobs.slice(1) }))).not.toBe(original);
    const note = { subject: 'sites/north', kind: 'filled', slots: [1], message: 'held' } as const;
    expect(inputDigest(makeProblem({ ...fleet, dataQuality: [note] }))).not.toBe(original);
  });

  test('a kept basis changes it, and planning from it repeats', async () => {
    const { problem, plan } = await planned(solver, fleet);
    const basis = { columns: new Uint8Array(3).fill(1), rows: new Uint8Array(2) };
    const kept = makeProblem(fleet, basis);
    expect(inputDigest(kept)).not.toBe(inputDigest(problem));
    const other = makeProblem(fleet, { ...basis, rows: new Uint8Array([0, 1]) });
    expect(inputDigest(other)).not.toBe(inputDigest(kept));
    const again = await planned(solver, kept);
    expect(again.plan.objective).toBeCloseTo(plan.objective, 9);
  });

  test('the basis of one plan starts the next: the first solve has nothing left to do', async () => {
    const iterations: number[] = [];
    const counting: SolverPool = {
      ...solver,
      async solve(...args) {
        const outcome = await solver.solve(...args);
        iterations.push(outcome.effort.iterations);
        return outcome;
      },
    };
    const options = { solver: counting, savingsSplit: false };
    const first = await planKeepingBasis(makeProblem(fleet), options);
    const cold = iterations[0];
    iterations.length = 0;
    const second = await planKeepingBasis(makeProblem(fleet, first.basis), options);
    expect(cold).toBeGreaterThan(0);
    expect(iterations[0]).toBe(0);
    expect(second.plan.objective).toBeCloseTo(first.plan.objective, 9);
    expect(second.plan.inputDigest).not.toBe(first.plan.inputDigest);
    expect(second.basis).toEqual(first.basis);
  });
});

describe('canonical JSON', () => {
  test('sorts keys, lists typed arrays, leaves out what is undefined', () => {
    expect(canonicalJson({ b: Float64Array.of(1, 0.5), a: [null, 'x', true], c: undefined })).toBe(
      '{"a":[null,"x",true],"b":[1,0.5]}',
    );
  });

  test('tells the content of typed arrays apart', () => {
    expect(canonicalJson(Float64Array.of(1, 2))).not.toBe(canonicalJson(Float64Array.of(1, 2 + 1e-12)));
    expect(canonicalJson(Float64Array.of(-0))).toBe(canonicalJson([0]));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d wherever it stands',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(/digest/);
      expect(() => canonicalJson({ a: [{ b: Float64Array.of(1, value) }] })).toThrow(/digest/);
    },
  );
});

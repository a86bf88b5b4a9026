import { afterAll, describe, expect, test } from 'vitest';
import { cases, runCase } from '../../simulations/case-book/index.ts';
import { makeSolverPool } from '../../solver/index.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

test('cases have names of their own', () => {
  const names = cases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.for(cases)('$name', (each) => {
  test('every plan of it is verified, and it counts outcomes alone', { timeout: 60_000 }, async () => {
    const result = await runCase(each, solver);
    expect(result.faults).toEqual([]);
    expect(each.figures.some(({ kind }) => kind === 'outcome')).toBe(true);
    expect(each.assumptions.length).toBeGreaterThan(0);
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { caseSection, GENERATED, overviewRow, pageFile } from '../../scripts/case-book-page.ts';
import { cases, runCase } from '../../simulations/case-book/index.ts';
import { makeSolverPool } from '../../solver/index.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const page = readFileSync(pageFile, 'utf8').split(GENERATED)[1];
const DUE = 'npm run case-book is due';

test('the book has each case once, and no other', () => {
  const names = cases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(names);
});

/** How long it took differs from machine to machine. */
const withoutSeconds = (row: string) => row.replace(/ \d+ \|$/, ' N |');

describe.for(cases)('$name', (each) => {
  test('says what it takes and what it cannot support; scenarios have names of their own', () => {
    expect(each.assumptions.length).toBeGreaterThan(0);
    expect(each.limits.length).toBeGreaterThan(0);
    expect(each.figures.some(({ kind }) => kind === 'outcome')).toBe(true);
    expect(each.figures.filter(({ what, note }) => what === '' || note === '')).toEqual([]);
    const names = each.scenarios.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z-]*$/.test(name))).toEqual([]);
  });

  test('has plans that are verified, and the figures that docs/case-book.md shows', { timeout: 60_000 }, async () => {
    const result = await runCase(each, solver);
    expect(result.faults).toEqual([]);
    expect(result.scenarios.map(({ plan }) => plan.status)).toEqual(each.scenarios.map(() => 'optimal'));
    expect(page, DUE).toContain(caseSection(result));
    expect(page.split('\n').map(withoutSeconds), DUE).toContain(withoutSeconds(overviewRow(result, 0)));
    // A miss without a cause is an error of ours that nobody has looked into.
    expect(result.figures.filter(({ cause }) => cause === 'no cause is known')).toEqual([]);
    // What is taken over comes out again.
    for (const { what, kind, departure } of result.figures) {
      if (kind === 'input') expect(Math.abs(departure ?? 1), what).toBeLessThan(0.002);
    }
  });
});

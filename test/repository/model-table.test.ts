/** docs/model.md says of every row who writes it. Its tables are held against the rows of a program with one of everything. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LpBuilder, makeSolverPool } from '../../solver/index.ts';
import { assembleFleet } from '../../src/scheduling/assemble.ts';
import { addDecision, decisionsOf } from '../../src/scheduling/decisions.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { everythingFleet } from '../support/everything.ts';
import { textOf } from '../support/markdown.ts';
import { repositoryRoot } from '../support/repository.ts';

const page = textOf('docs/model.md');

/** Cells of every table line that has as many of them. */
function tableCells(columns: number): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.length === columns);
}

const codeSpans = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span);

/** `<site> battery <id> reserve` as a pattern of names. */
function patternOf(span: string): RegExp {
  const parts = span.split(/<[^>]+>/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

const rowSpans = tableCells(4).flatMap(([, row]) => codeSpans(row));
const slackSpans = tableCells(3).flatMap(([, slack]) => codeSpans(slack));

function names(count: number, nameOf: (index: number) => string): string[] {
  return [...new Set(Array.from({ length: count }, (_, index) => nameOf(index)))];
}

const rowNames = (lp: LpBuilder) => names(lp.rowCount(), (row) => lp.rowName(row as never));
const columnNames = (lp: LpBuilder) => names(lp.columnCount(), (column) => lp.columnName(column as never));

function programWithDecisions(): LpBuilder {
  const { lp, parts } = assembleFleet(everythingFleet());
  for (const decision of decisionsOf(parts)) addDecision(lp, decision);
  return lp;
}

/** The spans with the most fixed letters that a name fits; several where they differ in what stands for what alone. */
function bestFits(name: string, spans: readonly string[]): string[] {
  const fixedLength = (span: string) => span.replace(/<[^>]+>/g, '').length;
  const fitting = spans.filter((span) => patternOf(span).test(name));
  const longest = Math.max(0, ...fitting.map(fixedLength));
  return fitting.filter((span) => fixedLength(span) === longest);
}

test('every row of a program with one of everything stands in a table, and every row named there exists', () => {
  const written = rowNames(programWithDecisions());
  const fits = new Map(written.map((name) => [name, bestFits(name, rowSpans)]));
  expect(written.filter((name) => fits.get(name)?.length === 0)).toEqual([]);
  const used = new Set([...fits.values()].flat());
  expect(rowSpans.filter((span) => !used.has(span))).toEqual([]);
});

test('every slack of a promise is a column of that program', () => {
  const written = columnNames(programWithDecisions());
  expect(slackSpans.length).toBeGreaterThan(10);
  expect(slackSpans.filter((span) => !written.some((name) => patternOf(span).test(name)))).toEqual([]);
});

test('the files that are said to write rows are there', () => {
  const files = tableCells(4)
    .flatMap(([, , writer]) => codeSpans(writer))
    .filter((span) => span.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => !existsSync(join(repositoryRoot, 'src/scheduling', file)))).toEqual([]);
});

test('every shadow price that a plan shows is named, and no other', async () => {
  const solver = makeSolverPool();
  try {
    const plan = await planDispatch(makeProblem(everythingFleet()), { solver, savingsSplit: false });
    const shown = new Set(plan.shadowPrices.map(({ name }) => name));
    const named = new Set(tableCells(4).flatMap(([, , , dual]) => codeSpans(dual)));
    expect([...shown].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !shown.has(name))).toEqual([]);
  } finally {
    await solver.close();
  }
});

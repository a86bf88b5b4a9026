/** Runs every case and writes the generated part of docs/case-book.md anew. A test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type CaseResult, cases, runCase } from '../simulations/case-book/index.ts';
import { makeSolverPool } from '../solver/index.ts';
import { GENERATED, generatedPart, pageFile } from './case-book-page.ts';

const solver = makeSolverPool();
const results: CaseResult[] = [];
for (const one of cases) {
  const result = await runCase(one, solver);
  if (result.faults.length > 0) throw new Error(`${one.name}: ${result.faults.join('; ')}`);
  results.push(result);
}
await solver.close();
const [head] = readFileSync(pageFile, 'utf8').split(GENERATED);
writeFileSync(pageFile, `${head}${GENERATED}\n\n${generatedPart(results)}\n`);

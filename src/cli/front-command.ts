import { resolve } from 'node:path';
import { type CarbonFront, carbonFront, inputDigest, type SchedulingProblem } from '../scheduling/index.ts';
import { verifyPlan } from '../verification/index.ts';
import type { Arguments } from './arguments.ts';
import { frontCsv, frontJson } from './front-files.ts';
import { frontTable } from './front-table.ts';
import { type CommandIo, exitCodes, InputError, UsageError } from './io.ts';
import { writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';
import { refusePlan, withSolver } from './planning.ts';
import { makeProgress } from './progress.ts';
import { plain } from './text.ts';
import { brokenPromiseLines, noPlanLines } from './trouble-text.ts';

/** `plan --front`: what less carbon costs. */

const FEWEST_POINTS = 2;
const MOST_POINTS = 100;

/** How many points are asked for; null: none, one plan is. Throws UsageError on what is no such number. */
export function frontPoints(args: Arguments): number | null {
  const text = args.value('front');
  if (text === undefined) return null;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= FEWEST_POINTS && count <= MOST_POINTS) return count;
  throw new UsageError(
    `option "--front" is "${text}", expected a whole number from ${FEWEST_POINTS} to ${MOST_POINTS}`,
  );
}

/** Plans, verifies every plan, and only then shows and writes. Gives the exit code. */
export async function runFront(
  problem: SchedulingProblem,
  pointCount: number,
  args: Arguments,
  io: CommandIo,
): Promise<number> {
  checkSignal(problem);
  return deliverFront(problem, await makeFront(problem, pointCount, args, io), args, io);
}

/** A missing intensity is not zero: without one at every site nobody knows what a plan emits. */
function checkSignal({ fleet }: SchedulingProblem): void {
  const { carbonSignal } = fleet.objective;
  const without = fleet.sites.filter(({ grid }) => grid.carbonGramsPerKwh[carbonSignal] === undefined);
  if (without.length === 0) return;
  const names = without.map(({ id }) => `"${plain(id)}"`).join(', ');
  throw new InputError(
    `--front needs the ${carbonSignal} carbon intensity of every site, found none for ${names}; ` +
      'give grid.carbon there, or another objective.carbonSignal',
  );
}

async function makeFront(
  problem: SchedulingProblem,
  pointCount: number,
  args: Arguments,
  io: CommandIo,
): Promise<CarbonFront> {
  const progress = makeProgress(io);
  progress.show('Seeking the cheapest plan and the one that emits least ...');
  try {
    return await withSolver(args, (solver) =>
      carbonFront(problem, pointCount, {
        solver,
        onPoint: (done, count) => progress.show(`Planned ${done} of ${count} points ...`),
      }),
    );
  } finally {
    progress.clear();
  }
}

export async function deliverFront(
  problem: SchedulingProblem,
  front: CarbonFront,
  args: Arguments,
  io: CommandIo,
): Promise<number> {
  const { fleet } = problem;
  const expectedInputDigest = inputDigest(problem);
  for (const { plan } of front.points) {
    const report = verifyPlan(problem, plan, { expectedInputDigest });
    if (!report.ok) return refusePlan(report, io);
  }
  const directory = args.value('out');
  const isWhole = front.withoutOptimum === null;
  if (directory !== undefined && isWhole) await writeFrontFiles(problem, front, resolve(io.cwd, directory));
  if (args.has('json')) io.stdout.write(`${readableJson(frontJson(problem, front))}\n`);
  else if (front.points.length > 0) io.stdout.write(frontTable(fleet, front, io.columns));
  if (directory !== undefined && isWhole && !args.has('json')) io.stdout.write(`\nWritten to ${plain(directory)}\n`);
  for (const [k, { plan }] of front.points.entries()) {
    for (const line of brokenPromiseLines(fleet, plan)) io.stderr.write(`point ${k + 1}: ${line}\n`);
  }
  if (front.withoutOptimum !== null) {
    for (const line of noPlanLines(fleet, front.withoutOptimum)) io.stderr.write(`${line}\n`);
    if (directory !== undefined) io.stderr.write('No files were written.\n');
    return exitCodes.no;
  }
  const isBroken = front.points.some(({ plan }) => plan.brokenPromises.length > 0);
  return args.has('strict') && isBroken ? exitCodes.no : exitCodes.done;
}

/** front.json comes last: where it is new, the others are too. */
async function writeFrontFiles(problem: SchedulingProblem, front: CarbonFront, directory: string): Promise<void> {
  // Only here, for loading the charts takes longer than a small plan.
  const { renderFront } = await import('../report/index.ts');
  await writeOutputFiles(directory, [
    { name: 'front.csv', text: frontCsv(front) },
    { name: 'front.html', text: renderFront(problem, front.points) },
    { name: 'front.json', text: `${readableJson(frontJson(problem, front))}\n` },
  ]);
}

import { resolve } from 'node:path';
import { hasOrders } from '../report/text.ts';
import {
  inputDigest,
  type Plan,
  type PlanningStage,
  planDispatch,
  type SchedulingProblem,
} from '../scheduling/index.ts';
import { verifyPlan } from '../verification/index.ts';
import type { Arguments, Command } from './arguments.ts';
import { quotaCurvesCsv, setpointsCsv } from './csv.ts';
import { frontPoints, runFront } from './front-command.ts';
import { type CommandIo, exitCodes } from './io.ts';
import { checkOutputDirectory, type OutputFile, writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';
import { planTable } from './plan-table.ts';
import { BACKENDS, refusePlan, withSolver } from './planning.ts';
import { makeProgress } from './progress.ts';
import { readProblem } from './scenario-file.ts';
import { plain } from './text.ts';
import { brokenPromiseLines, noPlanLines } from './trouble-text.ts';

export const planCommand: Command = {
  name: 'plan',
  summary: 'Makes one dispatch plan from a scenario, verifies it and shows it.',
  details: [
    'The plan is replayed by arithmetic alone before anything is shown or written. Promises that had to be broken are listed on stderr; the exit code stays 0 unless --strict is given. Where physics cannot hold even with every promise broken, the exit code is 1 and no files are written.',
    '--front shows what less carbon costs: each plan is the cheapest that emits no more than its kilograms and breaks promises for no more money than the cheapest of all. --out then writes front.csv, front.html and front.json.',
  ],
  positionals: [{ name: 'scenario', description: 'scenario file, YAML or JSON' }],
  options: {
    json: { description: 'print the plan as JSON on stdout and nothing else there' },
    out: {
      valueName: 'DIR',
      description: 'write plan.json, quota-curves.csv, setpoints.csv and report.html into this directory',
    },
    strict: { description: 'exit with 1 when a promise is broken' },
    front: {
      valueName: 'N',
      description: 'make N plans instead of one, 2 to 100, from the cheapest to the one that emits least',
    },
    'no-savings-split': { description: 'do not plan jobs, stores and heat alone to split the savings: faster' },
    backend: { valueName: 'NAME', choices: BACKENDS, description: 'solver; glpk is an optional package' },
  },
  run: runPlan,
};

async function runPlan(args: Arguments, io: CommandIo): Promise<number> {
  const outputDirectory = args.value('out');
  if (outputDirectory !== undefined) await checkOutputDirectory(resolve(io.cwd, outputDirectory));
  const pointCount = frontPoints(args);
  const problem = await readProblem(args.positionals[0], io);
  if (pointCount !== null) return runFront(problem, pointCount, args, io);
  return deliverPlan(problem, await makePlan(problem, args, io), args, io);
}

/** Verifies a plan, and only then shows and writes it. Gives the exit code. */
export async function deliverPlan(
  problem: SchedulingProblem,
  plan: Plan,
  args: Arguments,
  io: CommandIo,
): Promise<number> {
  const outputDirectory = args.value('out');
  const report = verifyPlan(problem, plan, { expectedInputDigest: inputDigest(problem) });
  if (!report.ok) return refusePlan(report, io);
  if (!hasOrders(plan)) return tellNoPlan(problem, plan, args, io);

  if (outputDirectory !== undefined) await writePlanFiles(problem, plan, resolve(io.cwd, outputDirectory));
  if (args.has('json')) io.stdout.write(`${readableJson(plan)}\n`);
  else io.stdout.write(planTable(problem.fleet, plan, io.columns));
  if (outputDirectory !== undefined && !args.has('json')) io.stdout.write(`\nWritten to ${plain(outputDirectory)}\n`);
  for (const line of brokenPromiseLines(problem.fleet, plan)) io.stderr.write(`${line}\n`);
  return args.has('strict') && plan.brokenPromises.length > 0 ? exitCodes.no : exitCodes.done;
}

const stageWords: Readonly<Record<PlanningStage, string>> = {
  building: 'Building the program ...',
  solving: 'Solving ...',
  proving: 'Proving how good the plan is ...',
  comparing: 'Comparing with work as usual ...',
};

async function makePlan(problem: SchedulingProblem, args: Arguments, io: CommandIo): Promise<Plan> {
  const progress = makeProgress(io);
  try {
    return await withSolver(args, (solver) =>
      planDispatch(problem, {
        solver,
        savingsSplit: !args.has('no-savings-split'),
        onProgress: (stage) => progress.show(stageWords[stage]),
      }),
    );
  } finally {
    progress.clear();
  }
}

function tellNoPlan({ fleet }: SchedulingProblem, plan: Plan, args: Arguments, io: CommandIo): number {
  if (args.has('json')) io.stdout.write(`${readableJson(plan)}\n`);
  for (const line of noPlanLines(fleet, plan)) io.stderr.write(`${line}\n`);
  if (args.value('out') !== undefined) io.stderr.write('No files were written.\n');
  return exitCodes.no;
}

/** plan.json comes last: where it is new, the others are too. */
export async function writePlanFiles(
  problem: SchedulingProblem,
  plan: Plan,
  directory: string,
  first: readonly OutputFile[] = [],
): Promise<void> {
  // Only here, for loading the charts takes longer than a small plan.
  const { renderReport } = await import('../report/index.ts');
  await writeOutputFiles(directory, [
    ...first,
    { name: 'quota-curves.csv', text: quotaCurvesCsv(problem.fleet, plan) },
    { name: 'setpoints.csv', text: setpointsCsv(problem.fleet, plan) },
    { name: 'report.html', text: renderReport(problem, plan) },
    { name: 'plan.json', text: `${readableJson(plan)}\n` },
  ]);
}

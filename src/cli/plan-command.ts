import { resolve } from 'node:path';
import { type BackendName, makeSolverPool } from '../../solver/index.ts';
import { hasOrders } from '../report/text.ts';
import {
  inputDigest,
  type Plan,
  type PlanningStage,
  planDispatch,
  type SchedulingProblem,
} from '../scheduling/index.ts';
import { type VerificationReport, verifyPlan } from '../verification/index.ts';
import type { Arguments, Command } from './arguments.ts';
import { quotaCurvesCsv, setpointsCsv } from './csv.ts';
import { type CommandIo, exitCodes, InputError } from './io.ts';
import { checkOutputDirectory, type OutputFile, writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';
import { planTable } from './plan-table.ts';
import { makeProgress } from './progress.ts';
import { readProblem } from './scenario-file.ts';
import { plain } from './text.ts';
import { brokenPromiseLines, noPlanLines } from './trouble-text.ts';

const BACKENDS: readonly BackendName[] = ['highs', 'glpk'];

export const planCommand: Command = {
  name: 'plan',
  summary: 'Makes one dispatch plan from a scenario, verifies it and shows it.',
  details: [
    'The plan is replayed by arithmetic alone before anything is shown or written. Promises that had to be broken are listed on stderr; the exit code stays 0 unless --strict is given. Where physics cannot hold even with every promise broken, the exit code is 1 and no files are written.',
  ],
  positionals: [{ name: 'scenario', description: 'scenario file, YAML or JSON' }],
  options: {
    json: { description: 'print the plan as JSON on stdout and nothing else there' },
    out: {
      valueName: 'DIR',
      description: 'write plan.json, quota-curves.csv, setpoints.csv and report.html into this directory',
    },
    strict: { description: 'exit with 1 when a promise is broken' },
    'no-savings-split': { description: 'do not plan jobs alone and storage alone to split the savings: faster' },
    backend: { valueName: 'NAME', choices: BACKENDS, description: 'solver; glpk is an optional package' },
  },
  run: runPlan,
};

async function runPlan(args: Arguments, io: CommandIo): Promise<number> {
  const outputDirectory = args.value('out');
  if (outputDirectory !== undefined) await checkOutputDirectory(resolve(io.cwd, outputDirectory));
  const problem = await readProblem(args.positionals[0], io);
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
  const backend = BACKENDS.find((name) => name === args.value('backend')) ?? 'highs';
  const progress = makeProgress(io);
  const solver = makeSolverPool({ backend });
  try {
    if (backend !== 'highs') await loadOptional(() => solver.warmUp());
    return await planDispatch(problem, {
      solver,
      savingsSplit: !args.has('no-savings-split'),
      onProgress: (stage) => progress.show(stageWords[stage]),
    });
  } finally {
    progress.clear();
    await solver.close();
  }
}

/** A backend that is not installed is for the user to mend, and its message says how. */
async function loadOptional(load: () => Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}

function refusePlan(report: VerificationReport, io: CommandIo): number {
  io.stderr.write('The plan failed its own verification and is withheld. This is a bug; please report these lines:\n');
  for (const { rule, message } of report.violations) io.stderr.write(`${rule}: ${plain(message)}\n`);
  return exitCodes.no;
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

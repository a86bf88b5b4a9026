import { join, resolve } from 'node:path';
import { type Case, type CaseResult, cases, countText, KINDS, runCase } from '../../simulations/case-book/index.ts';
import { makeSolverPool } from '../../solver/index.ts';
import { scenarioText } from '../scenario/sample-text.ts';
import type { PlanningStage } from '../scheduling/index.ts';
import type { Arguments, Command } from './arguments.ts';
import { caseJson, caseText } from './case-text.ts';
import { type CommandIo, exitCodes, UsageError } from './io.ts';
import { didYouMean } from './nearest.ts';
import { checkOutputDirectory, writeOutputFiles } from './output-files.ts';
import { writePlanFiles } from './plan-command.ts';
import { readableJson } from './plan-json.ts';
import { makeProgress } from './progress.ts';
import { plain } from './text.ts';

export const caseCommand: Command = {
  name: 'case',
  summary: 'Runs a real system of the case book and sets its published figures beside computed ones.',
  details: [
    'Every plan of a case is verified. Only outcomes count: a figure that went in, or that is arithmetic on such, is shown and not counted. A miss is told with its cause and is no error; the exit code is 1 where a plan failed its verification.',
  ],
  positionals: [{ name: 'case', description: 'a case; --list names them', optional: true }],
  options: {
    list: { description: 'name the cases, with how many figures of each kind' },
    json: { description: 'print the result as JSON on stdout and nothing else there' },
    out: {
      valueName: 'DIR',
      description: 'write case.json and, in a folder for each scenario, scenario.yaml and the files of its plan',
    },
  },
  run: runCaseCommand,
};

async function runCaseCommand(args: Arguments, io: CommandIo): Promise<number> {
  const [name] = args.positionals;
  if (args.has('list')) {
    if (name !== undefined) throw new UsageError('--list goes without a case');
    io.stdout.write(args.has('json') ? `${readableJson(cases.map(listed))}\n` : caseList());
    return exitCodes.done;
  }
  if (name === undefined) throw new UsageError('missing <case>: name one, or give --list');
  const chosen = caseNamed(name);
  const out = args.value('out');
  if (out !== undefined) await checkOutputDirectory(resolve(io.cwd, out));
  const result = await runShowingProgress(chosen, io);
  if (out !== undefined) await writeCaseFiles(result, resolve(io.cwd, out));
  io.stdout.write(args.has('json') ? `${readableJson(caseJson(result))}\n` : caseText(result, io.columns));
  if (out !== undefined && !args.has('json')) io.stdout.write(`\nWritten to ${plain(out)}\n`);
  for (const fault of result.faults) io.stderr.write(`${plain(fault)}\n`);
  return result.faults.length === 0 ? exitCodes.done : exitCodes.no;
}

function caseNamed(name: string): Case {
  const found = cases.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = cases.map((known) => known.name);
  throw new UsageError(`no case is called "${name}".${didYouMean(name, names)} There are ${names.join(', ')}`);
}

const stageWords: Readonly<Record<PlanningStage | 'reading' | 'verifying', string>> = {
  reading: 'reading the scenario',
  building: 'building the program',
  solving: 'solving',
  proving: 'proving how good the plan is',
  comparing: 'comparing with work as usual',
  verifying: 'verifying the plan',
};

async function runShowingProgress(chosen: Case, io: CommandIo): Promise<CaseResult> {
  const progress = makeProgress(io);
  const solver = makeSolverPool();
  const count = chosen.scenarios.length;
  try {
    return await runCase(chosen, solver, (scenario, stage) => {
      const at = chosen.scenarios.findIndex(({ name }) => name === scenario) + 1;
      progress.show(`${chosen.name}: ${scenario} (${at} of ${count}), ${stageWords[stage]} ...`);
    });
  } finally {
    progress.clear();
    await solver.close();
  }
}

/** case.json comes last: where it is new, the others are too. */
async function writeCaseFiles(result: CaseResult, directory: string): Promise<void> {
  const { name: caseName, title } = result.case;
  for (const { name, scenario, problem, plan } of result.scenarios) {
    const header = ` ${title}: ${name}. Made by \`wattshift case ${caseName}\`; docs/case-book.md says what is assumed.`;
    const text = scenarioText(scenario, header);
    await writePlanFiles(problem, plan, join(directory, name), [{ name: 'scenario.yaml', text }]);
  }
  await writeOutputFiles(directory, [{ name: 'case.json', text: `${readableJson(caseJson(result))}\n` }]);
}

const countOf = ({ figures }: Case, kind: (typeof KINDS)[number]): number =>
  figures.filter((figure) => figure.kind === kind).length;

const listed = (one: Case) => ({
  name: one.name,
  title: one.title,
  figures: Object.fromEntries(KINDS.map((kind) => [kind, countOf(one, kind)])),
});

function caseList(): string {
  const width = Math.max(...cases.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 2);
  const lines = cases.map(
    (one) =>
      `${one.name.padEnd(width)}  ${one.title}\n${indent}${KINDS.map((kind) => countText(kind, countOf(one, kind))).join(', ')}`,
  );
  return `${lines.join('\n')}\n`;
}

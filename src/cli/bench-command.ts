import { basename, dirname, resolve } from 'node:path';
import { type CaseResult, caseNamed, describeMachine, listedCases, SCENARIO_CASE } from '../benchmark/index.ts';
import type { Arguments, Command } from './arguments.ts';
import { benchReport, caseFaults } from './bench-report.ts';
import { BenchInterrupted, runBenchCase } from './bench-run.ts';
import { caseLines, machineLines } from './bench-table.ts';
import { type CommandIo, exitCodes, UsageError } from './io.ts';
import { didYouMean } from './nearest.ts';
import { checkOutputDirectory, writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';
import { makeProgress } from './progress.ts';
import { plain } from './text.ts';

const DEFAULT_RUNS = 5;
const MOST_RUNS = 1000;
/** The fleet of 8 sites and 500 job groups has 74,290 columns with it. */
const DEFAULT_SEED = 18;
const LARGEST_SEED = 2 ** 32 - 1;
/** What shells expect of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

export const benchCommand: Command = {
  name: 'bench',
  summary: 'Measures how long planning takes, stage by stage, on made-up fleets or a scenario file.',
  details: [
    'Each case runs in a process of its own, once to warm up and then --runs times; medians are shown with least and most. Without a case, those of --list that are marked with a star are measured. A fleet of any size can be named: fleet-<sites>x<slots>x<jobs>, with -stores for batteries and PV, with -plant for cooling, heat and all else too (-plant-minimum: engines with a least load), and event-<sites>x<slots>x<jobs>.',
    'Times on a machine that does other work as well are noisy: compare figures of one run, or repeat. The exit code is 1 where a plan failed its verification or two ways to the same optimum disagree, 130 where the benchmark was interrupted.',
  ],
  positionals: [{ name: 'case', description: 'cases to measure; --list names them', repeated: true, optional: true }],
  options: {
    runs: { valueName: 'N', description: `measured runs of each case; default ${DEFAULT_RUNS}, with --quick 1` },
    seed: { valueName: 'N', description: `seed of the made-up fleets; default ${DEFAULT_SEED}` },
    scenario: { valueName: 'FILE', description: `scenario file for the case ${SCENARIO_CASE}` },
    quick: { description: 'one run, smaller instances where a case has them, no savings split' },
    'processor-time': {
      description: 'count processor time of all threads instead of time on the clock: steadier on a busy machine',
    },
    list: { description: 'name the cases and measure nothing' },
    json: { description: 'print the report as JSON on stdout and nothing else there' },
    out: { valueName: 'FILE', description: 'write the report as JSON into this file' },
    'in-process': { description: 'measure in this process, for debugging: memory then counts all cases' },
  },
  run: runBench,
};

async function runBench(args: Arguments, io: CommandIo): Promise<number> {
  if (args.has('list')) {
    io.stdout.write(caseList());
    return exitCodes.done;
  }
  const quick = args.has('quick');
  const scenario = args.value('scenario');
  const names = chosenCases(args.positionals, scenario !== undefined, quick);
  const settings = {
    quick,
    seed: wholeNumber(args, 'seed', 0, LARGEST_SEED) ?? DEFAULT_SEED,
    runs: wholeNumber(args, 'runs', 1, MOST_RUNS) ?? (quick ? 1 : DEFAULT_RUNS),
    clock: args.has('processor-time') ? ('processor' as const) : ('wall' as const),
    scenarioFile: scenario === undefined ? null : resolve(io.cwd, scenario),
  };
  const out = args.value('out');
  if (out !== undefined) await checkOutputDirectory(dirname(resolve(io.cwd, out)));
  const machine = describeMachine();
  const show = args.has('json') ? () => {} : (lines: readonly string[]) => io.stdout.write(`${lines.join('\n')}\n`);
  show(machineLines(machine, settings.clock, io.columns));
  const { results, interrupted } = await measureAll(names, settings, args.has('in-process'), show, io);
  await deliver(benchReport(machine, settings, results, interrupted), args, io);
  if (interrupted) {
    io.stderr.write('wattshift bench: interrupted; what was measured before is shown\n');
    return INTERRUPTED;
  }
  const faults = results.flatMap(caseFaults);
  for (const fault of faults) io.stderr.write(`${plain(fault)}\n`);
  return faults.length === 0 ? exitCodes.done : exitCodes.no;
}

type Settings = Parameters<typeof benchReport>[1];

async function measureAll(
  names: readonly string[],
  settings: Settings,
  inProcess: boolean,
  show: (lines: readonly string[]) => void,
  io: CommandIo,
) {
  const progress = makeProgress(io);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const results: CaseResult[] = [];
  try {
    for (const name of names) {
      const onProgress = (text: string) => progress.show(plain(text));
      const result = await runBenchCase({ ...settings, name }, { inProcess, signal: stop.signal, onProgress });
      progress.clear();
      show(['', ...caseLines(result, io.columns)]);
      results.push(result);
    }
    return { results, interrupted: false };
  } catch (error) {
    if (error instanceof BenchInterrupted) return { results, interrupted: true };
    throw error;
  } finally {
    progress.clear();
    process.removeListener('SIGINT', onInterrupt);
  }
}

async function deliver(report: unknown, args: Arguments, io: CommandIo): Promise<void> {
  const text = `${readableJson(report)}\n`;
  if (args.has('json')) io.stdout.write(text);
  const out = args.value('out');
  if (out === undefined) return;
  const file = resolve(io.cwd, out);
  await writeOutputFiles(dirname(file), [{ name: basename(file), text }]);
  if (!args.has('json')) io.stdout.write(`\nWritten to ${plain(out)}\n`);
}

function chosenCases(given: readonly string[], hasScenario: boolean, quick: boolean): readonly string[] {
  const named = given.length > 0 ? given : hasScenario ? [SCENARIO_CASE] : byDefault(quick);
  for (const name of named) {
    if (caseNamed(name, quick) !== null) continue;
    const known = listedCases.map((listed) => listed.name);
    throw new UsageError(
      `no case is called "${name}".${didYouMean(name, known)} There are ${known.join(', ')}; a fleet of another size is fleet-<sites>x<slots>x<jobs>, 8 slots at least, or event-<sites>x<slots>x<jobs>, 48 slots at least`,
    );
  }
  if (hasScenario !== named.includes(SCENARIO_CASE)) {
    throw new UsageError(
      hasScenario
        ? `--scenario is for the case ${SCENARIO_CASE}: name it too, or no case at all`
        : `the case ${SCENARIO_CASE} needs --scenario FILE`,
    );
  }
  return [...new Set(named)];
}

function byDefault(quick: boolean): readonly string[] {
  if (quick) return ['fleet-4x96x100', 'event', 'glpk'];
  return listedCases.filter((listed) => listed.byDefault).map(({ name }) => name);
}

function wholeNumber(args: Arguments, option: string, least: number, most: number): number | null {
  const text = args.value(option);
  if (text === undefined) return null;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`option "--${option}" is "${text}", expected a whole number from ${least} to ${most}`);
}

function caseList(): string {
  const width = Math.max(...listedCases.map(({ name }) => name.length));
  const lines = listedCases.map(
    ({ name, summary, byDefault: star }) => `${star ? '*' : ' '} ${name.padEnd(width)}  ${summary}`,
  );
  return `${lines.join('\n')}\n`;
}

import { ENGINE_VERSION } from '../version.ts';
import { type Command, commandHelp, parseArguments, positionalForm, twoColumns } from './arguments.ts';
import { benchCommand } from './bench-command.ts';
import { caseCommand } from './case-command.ts';
import { checkCommand } from './check-command.ts';
import { explainCommand } from './explain-command.ts';
import { importCommand } from './import-command.ts';
import { type CommandIo, exitCodes, InputError, UsageError } from './io.ts';
import { didYouMean } from './nearest.ts';
import { planCommand } from './plan-command.ts';
import { serveCommand } from './serve-command.ts';
import { plain } from './text.ts';

/** Every command there is, in the order in which help lists them. */
export const commands: readonly Command[] = [
  serveCommand,
  planCommand,
  checkCommand,
  explainCommand,
  importCommand,
  caseCommand,
  benchCommand,
];

/**
 * Runs one command line (without `node` and the file) and gives its exit code: 0 done, 1 the answer is no,
 * 2 wrong usage or input, 70 a bug. Never rejects.
 */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-V') {
    io.stdout.write(`${ENGINE_VERSION}\n`);
    return exitCodes.done;
  }
  if (first === '--help' || first === '-h' || first === 'help') return showHelp(rest, io);
  if (first === undefined) {
    io.stderr.write(generalHelp(io.columns));
    return exitCodes.wrongInput;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const names = commands.map(({ name }) => name);
    const what = first.startsWith('-') ? 'option' : 'command';
    io.stderr.write(`wattshift: unknown ${what} "${plain(first)}".${didYouMean(first, names)}\nSee wattshift --help\n`);
    return exitCodes.wrongInput;
  }
  return runKnown(command, rest, io);
}

async function runKnown(command: Command, argv: readonly string[], io: CommandIo): Promise<number> {
  const under = subcommandOf(command, argv[0]);
  if (under !== undefined) return runKnown(under, argv.slice(1), io);
  try {
    const args = parseArguments(
      command,
      argv.map((word) => (word === '-h' ? '--help' : word)),
    );
    if (!args.has('help')) return await command.run(args, io);
    io.stdout.write(commandHelp(command, io.columns));
    return exitCodes.done;
  } catch (error) {
    return tellError(command, error, argv.includes('--debug'), io);
  }
}

const subcommandOf = (command: Command | undefined, word: string | undefined): Command | undefined =>
  command?.subcommands?.find(({ name }) => name === `${command.name} ${word}`);

function tellError(command: Command, error: unknown, debug: boolean, io: CommandIo): number {
  const name = `wattshift ${command.name}`;
  if (error instanceof UsageError) {
    io.stderr.write(`${name}: ${plain(error.message)}\nSee ${name} --help\n`);
    return exitCodes.wrongInput;
  }
  if (error instanceof InputError) {
    io.stderr.write(`${error.message}\n`);
    return exitCodes.wrongInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(`${name}: unexpected error: ${plain(message)} (a bug; --debug shows where)\n`);
  if (debug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCodes.unexpected;
}

function showHelp([name, under]: readonly string[], io: CommandIo): number {
  const known = commands.find((candidate) => candidate.name === name);
  const command = subcommandOf(known, under) ?? known;
  if (name !== undefined && !name.startsWith('-') && command === undefined) {
    const near = didYouMean(
      name,
      commands.map((candidate) => candidate.name),
    );
    io.stderr.write(`wattshift help: unknown command "${plain(name)}".${near}\nSee wattshift --help\n`);
    return exitCodes.wrongInput;
  }
  io.stdout.write(command === undefined ? generalHelp(io.columns) : commandHelp(command, io.columns));
  return exitCodes.done;
}

const EXIT_CODES = [
  ['0', 'done, also with broken promises, which are listed on stderr'],
  ['1', 'the answer is no: a check failed, there is no plan, or a promise is broken and --strict is given'],
  ['2', 'wrong usage or input; nothing was written'],
  ['70', 'a bug; --debug shows where'],
];

function generalHelp(columns: number): string {
  const list = commands.map((command) => [
    [command.name, ...command.positionals.map(positionalForm)].join(' '),
    command.summary,
  ]);
  const own = [
    ['--help, <command> --help', 'this help, or that of a command'],
    ['--version', 'version of the package'],
  ];
  const sections = [
    'wattshift: moves compute work to where and when electricity is cheap and clean, with proof.',
    `Commands:\n${twoColumns(list, columns)}`,
    `Options:\n${twoColumns(own, columns)}`,
    `Exit codes:\n${twoColumns(EXIT_CODES, columns)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

import { parseArgs } from 'node:util';
import { type CommandIo, UsageError } from './io.ts';
import { didYouMean } from './nearest.ts';

/** One command of the table in commands.ts: its arguments are parsed, checked and documented from here alone. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs under the usage line of `--help`. */
  readonly details: readonly string[];
  readonly positionals: readonly Positional[];
  readonly options: Readonly<Record<string, Option>>;
  /** Commands under this one's name: the word after it chooses one, and `name` of each holds both words. */
  readonly subcommands?: readonly Command[];
  run(args: Arguments, io: CommandIo): Promise<number>;
}

export interface Positional {
  readonly name: string;
  readonly description: string;
  /** One or more of it; only of the last. */
  readonly repeated?: boolean;
  /** May be left out; only of the last. */
  readonly optional?: boolean;
}

export interface Option {
  readonly description: string;
  /** What stands after the option; without one it is a switch. */
  readonly valueName?: string;
  readonly choices?: readonly string[];
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** Whether a switch was given. */
  has(option: string): boolean;
  value(option: string): string | undefined;
}

export const commonOptions: Readonly<Record<string, Option>> = {
  help: { description: 'show this help' },
  debug: { description: 'show the stack of an unexpected error' },
};

/** Arguments of a command. Throws UsageError with what is wrong and what was expected. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const known: Readonly<Record<string, Option>> = { ...command.options, ...commonOptions };
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(known).map(([name, option]) => [
        name,
        { type: option.valueName === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option') checkOption(known, token.name, token.rawName, token.value);
  }
  if (values.help !== true) checkPositionals(command, positionals);
  return {
    positionals,
    has: (option) => values[option] === true,
    value: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
  };
}

function checkOption(known: Readonly<Record<string, Option>>, name: string, raw: string, value?: string): void {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const names = Object.keys(known).map((candidate) => `--${candidate}`);
    throw new UsageError(`unknown option "${raw}".${didYouMean(raw, names)}`);
  }
  if (option.valueName === undefined) {
    if (value !== undefined) throw new UsageError(`option "${raw}" takes no value, found "${value}"`);
    return;
  }
  if (value === undefined || value === '') throw new UsageError(`option "${raw}" needs ${option.valueName} after it`);
  if (option.choices !== undefined && !option.choices.includes(value)) {
    throw new UsageError(`option "${raw}" is "${value}", expected ${option.choices.join(' or ')}`);
  }
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const expected = command.positionals;
  if (positionals.length > expected.length && expected.at(-1)?.repeated !== true) {
    throw new UsageError(`unexpected argument "${positionals[expected.length]}"`);
  }
  if (positionals.length < expected.filter(({ optional }) => optional !== true).length) {
    const missing = expected.slice(positionals.length).map(({ name, description }) => `<${name}> (${description})`);
    throw new UsageError(`missing ${missing.join(' and ')}`);
  }
}

const INDENT = '  ';

export function usageLine(command: Command): string {
  const positionals = command.positionals.map((positional) => ` ${positionalForm(positional)}`).join('');
  const options = Object.entries(command.options).map(([name, option]) => ` [${optionForm(name, option)}]`);
  return `wattshift ${command.name}${positionals}${options.join('')}`;
}

export function positionalForm({ name, repeated, optional }: Positional): string {
  const dots = repeated === true ? '...' : '';
  return optional === true ? `[${name}${dots}]` : `<${name}>${dots}`;
}

function optionForm(name: string, option: Option): string {
  return option.valueName === undefined ? `--${name}` : `--${name} ${option.valueName}`;
}

/** Help of one command, from the same table that its arguments are parsed by. */
export function commandHelp(command: Command, columns: number): string {
  const rows = [
    ...command.positionals.map((positional) => [positionalForm(positional), positional.description]),
    ...Object.entries({ ...command.options, ...commonOptions }).map(([name, option]) => [
      optionForm(name, option),
      option.choices === undefined ? option.description : `${option.description} (${option.choices.join(', ')})`,
    ]),
  ];
  const paragraphs = [`${usageLine(command)}`, command.summary, ...command.details];
  const under = (command.subcommands ?? []).map(({ name, summary }) => [name, summary]);
  const sections = [
    ...paragraphs.map((text) => wrap(text, columns, '').join('\n')),
    ...(under.length === 0 ? [] : [twoColumns(under, columns)]),
    twoColumns(rows, columns),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Left column as wide as it must be, right column wrapped beside it. */
export function twoColumns(rows: readonly (readonly string[])[], columns: number): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows
    .map(([left, right]) => {
      const hanging = `${INDENT}${' '.repeat(width)}${INDENT}`;
      const lines = wrap(right, columns, hanging);
      return [`${INDENT}${left.padEnd(width)}${INDENT}${lines[0].trimStart()}`, ...lines.slice(1)].join('\n');
    })
    .join('\n');
}

/** Breaks at spaces so that a line with its indent fits. */
export function wrap(text: string, columns: number, indent: string): string[] {
  const room = Math.max(20, columns - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}

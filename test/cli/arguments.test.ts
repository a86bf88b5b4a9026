import { describe, expect, test } from 'vitest';
import { commandHelp, parseArguments, twoColumns, wrap } from '../../src/cli/arguments.ts';
import { nearestNames } from '../../src/cli/nearest.ts';
import { commands } from '../../src/cli/run-command.ts';
import { plain, shorten, textTable, textWidth } from '../../src/cli/text.ts';

const named = (name: string) => {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
};
const plan = named('plan');
const check = named('check');

describe('arguments', () => {
  test('positionals, switches and values, in any order', () => {
    const args = parseArguments(plan, ['--json', 'a.yaml', '--out=dir', '--backend', 'glpk']);
    expect(args.positionals).toEqual(['a.yaml']);
    expect([args.has('json'), args.has('strict')]).toEqual([true, false]);
    expect([args.value('out'), args.value('backend')]).toEqual(['dir', 'glpk']);
  });

  test('what follows -- is no option', () => {
    expect(parseArguments(plan, ['--', '--odd.yaml']).positionals).toEqual(['--odd.yaml']);
  });

  test.each([
    [[], 'missing <scenario>'],
    [['a', 'b'], 'unexpected argument "b"'],
    [['a', '--jsn'], 'unknown option "--jsn". Did you mean "--json"?'],
    [['a', '-x'], 'unknown option "-x"'],
    [['a', '--json=yes'], 'option "--json" takes no value, found "yes"'],
    [['a', '--out'], 'option "--out" needs DIR after it'],
    [['a', '--out='], 'option "--out" needs DIR after it'],
    [['a', '--backend', 'cplex'], 'option "--backend" is "cplex", expected highs or glpk'],
    [['a', '--constructor'], 'unknown option "--constructor"'],
  ])('%j: %s', (argv, message) => {
    expect(() => parseArguments(plan, argv)).toThrow(message);
  });

  test('help needs no scenario', () => {
    expect(parseArguments(check, ['--help']).has('help')).toBe(true);
  });
});

describe('help', () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    '%s names every argument and fits 80 columns',
    (_, command) => {
      const help = commandHelp(command, 80);
      for (const name of Object.keys(command.options)) expect(help).toContain(`--${name}`);
      for (const { name } of command.positionals)
        expect(help).toMatch(new RegExp(`(<${name}>|\\[${name}(\\.\\.\\.)?\\])`));
      expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test('wraps at spaces and keeps words that are too long', () => {
    expect(wrap('one two three', 20, '')).toEqual(['one two three']);
    expect(wrap(`a ${'b'.repeat(30)} c`, 20, '> ')).toEqual(['> a', `> ${'b'.repeat(30)}`, '> c']);
    expect(twoColumns([['x', 'y']], 80)).toBe('  x  y');
  });
});

describe('names that are near', () => {
  test.each([
    ['trian-7', ['train-7', 'train-900', 'other'], ['train-7']],
    ['train', ['nightly', 'train-7', 'train-8'], ['train-7', 'train-8']],
    ['x', ['abcdef'], []],
  ])('%s', (wrong, names, expected) => {
    expect(nearestNames(wrong, names)).toEqual(expected);
  });
});

describe('text on a terminal', () => {
  test('control characters of an id are shown, not obeyed', () => {
    expect(plain('a\u001b[2Jb\nc\u202ed')).toBe('a\\u001b[2Jb\\u000ac\\u202ed');
  });

  test('East Asian characters take two columns', () => {
    expect(textWidth('呼和浩特')).toBe(8);
    expect(shorten('呼和浩特', 5)).toBe('呼和…');
    expect(
      textTable(
        [
          ['呼和', '1'],
          ['ab', '22'],
        ],
        ['left', 'right'],
        80,
      ),
    ).toEqual(['呼和   1', 'ab    22']);
  });

  test('the first column gives way where a table is too wide', () => {
    const lines = textTable([['a'.repeat(40), 'value']], ['left', 'right'], 30);
    expect(lines).toEqual([`${'a'.repeat(22)}…  value`]);
  });
});

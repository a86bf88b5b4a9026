import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commands } from '../../src/cli/run-command.ts';
import { ENGINE_VERSION } from '../../src/version.ts';
import { repositoryRoot } from '../support/repository.ts';
import { impossibleScenario, makeWorkplace, overfullScenario, smallScenario } from './command-support.ts';

const launcher = join(repositoryRoot, 'bin', 'wattshift.js');

function place() {
  const made = makeWorkplace(onTestFinished);
  const start = (...argv: readonly string[]) =>
    spawnSync(process.execPath, [launcher, ...argv], { cwd: made.folder, encoding: 'utf8' });
  const shell = (script: string) =>
    spawnSync('bash', ['-c', script], {
      cwd: made.folder,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, WATTSHIFT: launcher },
    });
  return { ...made, start, shell };
}

describe('as a process', () => {
  test.each([
    ['kept', smallScenario, [], 0],
    ['broken', overfullScenario, [], 0],
    ['broken and strict', overfullScenario, ['--strict'], 1],
    ['impossible', impossibleScenario, [], 1],
    ['not a scenario', { wattshift: 1 }, [], 2],
  ])('promises %s: the exit code is that of the command', (_, scenario, options, code) => {
    const { write, start } = place();
    write('a.json', scenario);
    expect(start('plan', 'a.json', '--no-savings-split', ...options).status).toBe(code);
  });

  test('a plan goes through a pipe whole, and progress stays out of it', () => {
    const { write, shell } = place();
    write('a.json', smallScenario);
    const run = shell('"$NODE" "$WATTSHIFT" plan a.json --json | cat');
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'optimal' });
    expect(run.stderr).toBe('');
  });

  test('a reader that stops early is no error', () => {
    const { write, shell } = place();
    write('a.json', smallScenario);
    const run = shell('"$NODE" "$WATTSHIFT" plan a.json --json | true; echo "$PIPESTATUS"');
    expect([run.stdout.trim(), run.stderr]).toEqual(['0', '']);
  });
});

describe('help', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
    expect(ENGINE_VERSION).toBe(version);
    expect(await place().run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help lists every command and exit code, each command has its own', async () => {
    const { run } = place();
    const general = await run('--help');
    expect(general.code).toBe(0);
    for (const { name } of commands) {
      expect(general.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      const own = await run(name, '--help');
      expect([own.code, own.stderr]).toEqual([0, '']);
      expect(own.stdout).toContain(`wattshift ${name}`);
      expect((await run('help', name)).stdout).toBe(own.stdout);
    }
    for (const code of ['0', '1', '2', '70']) expect(general.stdout).toMatch(new RegExp(`^ {2}${code} `, 'm'));
  });

  test.each([
    [[], 'Commands:'],
    [['paln'], 'wattshift: unknown command "paln". Did you mean "plan"?'],
    [['--verison'], 'wattshift: unknown option "--verison"'],
    [['help', 'paln'], 'wattshift help: unknown command "paln". Did you mean "plan"?'],
    [['plan'], 'wattshift plan: missing <scenario>'],
    [['plan', 'a', '--jsn'], 'See wattshift plan --help'],
  ])('%j is wrong usage', async (argv, message) => {
    const { code, stdout, stderr } = await place().run(...argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

test('a bug is one line and exit code 70; --debug shows where', async () => {
  const { write, folder } = place();
  write('a.json', smallScenario);
  const { runCommand } = await import('../../src/cli/run-command.ts');
  const failing = async (...more: string[]) => {
    let stderr = '';
    const stdout = {
      write: () => {
        throw new Error('no more paper');
      },
    };
    const io = {
      stdout,
      stderr: {
        write: (text: string) => {
          stderr += text;
        },
      },
      isTerminal: false,
      columns: 80,
      cwd: folder,
    };
    return { code: await runCommand(['plan', 'a.json', ...more], io), stderr };
  };
  expect(await failing()).toEqual({
    code: 70,
    stderr: 'wattshift plan: unexpected error: no more paper (a bug; --debug shows where)\n',
  });
  expect((await failing('--debug')).stderr).toMatch(/\n {4}at .*plan-command\.ts/);
});

test('docs/commands.md names every command, option and exit code', () => {
  const page = readFileSync(join(repositoryRoot, 'docs', 'commands.md'), 'utf8');
  for (const command of commands) {
    expect(page).toContain(`## \`wattshift ${command.name}`);
    for (const name of Object.keys(command.options)) expect(page).toContain(`--${name}`);
  }
  for (const code of [0, 1, 2, 70]) expect(page).toContain(`| ${code} |`);
});

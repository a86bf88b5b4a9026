import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

const ENTRY = `
if (process.argv[2] === 'wait') setTimeout(() => undefined, 20_000);
if (process.argv[3] === 'politely') process.on('SIGTERM', () => process.exit(9));
else process.exitCode = 7;
console.log(JSON.stringify({ version: process.versions.node, arguments: process.argv.slice(2) }));
export {};
`;

type Cleaner = { onTestFinished: (cleanUp: () => void) => void };

/** A checkout in small: the real launcher beside a command that tells who runs it and how. */
const makeCheckout = ({ onTestFinished }: Cleaner, { withPinnedNode = false } = {}): string => {
  const folder = makeTemporaryFolder(onTestFinished);
  cpSync(join(repositoryRoot, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileUnder(folder, 'package.json', '{ "name": "wattshift", "type": "module" }');
  writeFileUnder(folder, 'src/cli/main.ts', ENTRY);
  if (withPinnedNode) {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(repositoryRoot, 'node_modules/node'), join(folder, 'node_modules/node'));
  }
  return folder;
};

/** The arguments that make this Node say of itself that it is an older one, and no other that it starts. */
const pretending = (folder: string, version: string): string[] => [
  '--require',
  writeFileUnder(
    folder,
    'pretend.cjs',
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  ),
];

const launch = (folder: string, nodeArguments: string[], ...rest: string[]) =>
  spawnSync(process.execPath, [...nodeArguments, join(folder, 'bin/wattshift.js'), ...rest], { encoding: 'utf8' });

describe('the launcher', () => {
  test('hands arguments and exit code through', (context) => {
    const run = launch(makeCheckout(context), [], 'plan', 'a b.yaml', '--json');
    expect(JSON.parse(run.stdout)).toEqual({
      version: process.versions.node,
      arguments: ['plan', 'a b.yaml', '--json'],
    });
    expect(run.status).toBe(7);
  });

  test.for(['6.17.1', '20.20.2', '23.11.0'])(
    'under Node %s says what is needed and how to get it',
    (version, context) => {
      const folder = makeCheckout(context);
      const run = launch(folder, pretending(folder, version), 'plan');
      expect(run.status).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr).toContain('needs Node 24 or later');
      expect(run.stderr).toContain(`this is Node ${version}`);
      expect(run.stderr).toContain(`Run \`npm ci\` in ${folder}`);
    },
  );

  test('needs what package.json says, in an installed package as well', (context) => {
    const folder = makeCheckout(context);
    const installed = join(folder, 'elsewhere');
    cpSync(join(repositoryRoot, 'bin'), join(installed, 'bin'), { recursive: true });
    const run = launch(installed, pretending(folder, '22.1.0'), 'plan');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('Install Node 24 or later');
    expect(run.stderr).not.toContain('npm ci');
  });

  test('under an older Node uses the one that the checkout has installed', (context) => {
    const folder = makeCheckout(context, { withPinnedNode: true });
    const run = launch(folder, pretending(folder, '20.20.2'), 'check', 'x');
    expect(run.stderr).toBe('');
    const { version, arguments: passed } = JSON.parse(run.stdout);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(24);
    expect(passed).toEqual(['check', 'x']);
    expect(run.status).toBe(7);
  });

  test.for([
    { manner: 'politely', ends: { code: 9, signal: null } },
    { manner: 'at once', ends: { code: null, signal: 'SIGTERM' } },
  ])('passes a signal on and ends as the command ends ($manner)', async ({ manner, ends }, context) => {
    const folder = makeCheckout(context, { withPinnedNode: true });
    const launcher = join(folder, 'bin/wattshift.js');
    const child = spawn(process.execPath, [...pretending(folder, '20.20.2'), launcher, 'wait', manner]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.kill('SIGTERM');
    expect(await ended).toEqual(ends);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

const PASSES = `test('adds', () => expect(1 + 1).toBe(2));`;
const FAILS = `test('breaks', () => expect(1 + 1).toBe(3));`;
const SKIPS = `test('far away', (context) => context.skip('the moon is not up'));`;
const SKIPS_SILENTLY = `test.skip('never', () => expect(1).toBe(1));`;
const BREAKS_ON_LOAD = `throw new Error('this file does not load');`;
const BREAKS_IN_HOOK = `describe('inner', () => { beforeAll(() => { throw new Error('no water'); }); ${PASSES} });`;
const ASSERTS_NOTHING = `test('says nothing', () => { 1 + 1; });`;

/** Runs vitest, as this repository configures it, on one test file made of the given statements. */
const runVitest = (
  { onTestFinished }: { onTestFinished: (cleanUp: () => void) => void },
  statements: string[],
  ci: 'true' | '',
  ...options: string[]
) => {
  const folder = makeTemporaryFolder(onTestFinished);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['vitest.config.ts', 'test/support/reporter.ts']) {
    writeFileUnder(folder, file, readFileSync(join(repositoryRoot, file), 'utf8'));
  }
  const imports = `import { beforeAll, describe, expect, test } from 'vitest';`;
  writeFileUnder(folder, 'test/small.test.ts', [imports, ...statements].join('\n'));
  const { CI: _ci, VITEST: _vitest, ...environment } = process.env;
  const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--root', folder, ...options], {
    cwd: folder,
    env: { ...environment, CI: ci, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status: run.status, output: run.stdout, lastLine: run.stdout.trimEnd().split('\n').at(-1) };
};

describe('the summary of a test run', () => {
  test('is its last line, whatever came before', (context) => {
    const run = runVitest(context, [PASSES, FAILS, SKIPS], '');
    expect(run.lastLine).toBe('1 passed, 1 failed, 1 skipped');
    expect(run.status).toBe(1);
  });

  test('a skip is named with its reason and lets the run pass', (context) => {
    const run = runVitest(context, [PASSES, SKIPS, SKIPS_SILENTLY], '');
    expect(run.output).toContain('test/small.test.ts > far away: the moon is not up');
    expect(run.output).toContain('test/small.test.ts > never: no reason given');
    expect(run.lastLine).toBe('1 passed, 0 failed, 2 skipped');
    expect(run.status).toBe(0);
  });

  test('a skip fails the run with CI=true', (context) => {
    const run = runVitest(context, [PASSES, SKIPS], 'true');
    expect(run.output).toContain('fails the run because CI=true');
    expect(run.output).toContain('test/small.test.ts > far away: the moon is not up');
    expect(run.lastLine).toBe('1 passed, 0 failed, 1 skipped');
    expect(run.status).toBe(1);
  });

  test('a test that was not asked for is no skip', (context) => {
    const run = runVitest(context, [PASSES, FAILS, `describe('far', () => { ${SKIPS} });`], 'true', '-t', 'adds');
    expect(run).toMatchObject({ lastLine: '1 passed, 0 failed, 0 skipped', status: 0 });
    const skipped = runVitest(context, [PASSES, `describe('far', () => { ${SKIPS} });`], 'true', '-t', 'far far away');
    expect(skipped).toMatchObject({ lastLine: '0 passed, 0 failed, 1 skipped', status: 1 });
  });

  test('passes with CI=true where nothing is skipped', (context) => {
    const run = runVitest(context, [PASSES], 'true');
    expect(run).toMatchObject({ lastLine: '1 passed, 0 failed, 0 skipped', status: 0 });
  });

  test.for([
    ['a file that does not load', BREAKS_ON_LOAD],
    ['a hook that throws', BREAKS_IN_HOOK],
    ['a test without an assertion', ASSERTS_NOTHING],
    ['a file without tests', ''],
  ] as const)('%s counts as failed', ([, statement], context) => {
    const run = runVitest(context, [statement], '');
    expect(run.lastLine).toMatch(/^0 passed, 1 failed, \d+ skipped$/);
    expect(run.status).toBe(1);
  });
});

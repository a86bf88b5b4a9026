import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

/** What each command of npm answers, and those of Debian: shell statements. */
type Answers = { ci: string; test: string; check: string; dpkg: string; aptGet: string };

const ALL_WELL: Answers = {
  ci: 'true',
  test: 'echo "CI=$CI"; echo "12 passed, 0 failed, 0 skipped"',
  check: 'echo "3 checks passed, 0 failed"',
  dpkg: 'true',
  aptGet: 'echo "no package is missing" >&2; false',
};

/** Runs the real script with an npm that answers as told. */
const runCi = ({ onTestFinished }: { onTestFinished: (cleanUp: () => void) => void }, answers: Partial<Answers>) => {
  const folder = makeTemporaryFolder(onTestFinished);
  cpSync(join(repositoryRoot, '.ci'), join(folder, '.ci'), { recursive: true });
  const { ci, test: tests, check, dpkg, aptGet } = { ...ALL_WELL, ...answers };
  const cases = `ci) ${ci} ;;\ntest) ${tests} ;;\nrun) ${check} ;;`;
  const tool = (name: string, statements: string) =>
    chmodSync(writeFileUnder(folder, `tools/${name}`, `#!/bin/bash\n${statements}\n`), 0o755);
  tool('npm', `case $1 in\n${cases}\nesac`);
  tool('dpkg', dpkg);
  tool('apt-get', aptGet);
  tool('sudo', '"$@"');
  const run = spawnSync(join(folder, '.ci/run'), {
    cwd: folder,
    env: { ...process.env, CI: '', PATH: [join(folder, 'tools'), process.env.PATH].join(delimiter) },
    encoding: 'utf8',
  });
  return { status: run.status, output: run.stdout, lastLine: run.stdout.split('\n').at(-2) };
};

describe('the script of continuous integration', () => {
  test('adds the checks to the tests on its last line, and tests with CI=true', (context) => {
    const run = runCi(context, {});
    expect(run).toMatchObject({ lastLine: '15 passed, 0 failed, 0 skipped', status: 0 });
    expect(run.output).toContain('CI=true');
  });

  test.for<[string, Partial<Answers>, string]>([
    ['a failed test', { test: 'echo "9 passed, 2 failed, 1 skipped"; exit 1' }, '12 passed, 2 failed, 1 skipped'],
    ['a failed check', { check: 'echo "1 checks passed, 2 failed"; exit 1' }, '13 passed, 2 failed, 0 skipped'],
    ['a skip', { test: 'echo "9 passed, 0 failed, 1 skipped"; exit 1' }, '12 passed, 1 failed, 1 skipped'],
    ['tests that end early', { test: 'echo "9 passed, 0"; exit 0' }, '3 passed, 1 failed, 0 skipped'],
    ['checks that end early', { check: 'exit 1' }, '12 passed, 1 failed, 0 skipped'],
    ['a lock that cannot be installed', { ci: 'exit 1' }, '0 passed, 1 failed, 0 skipped'],
  ])('%s makes it fail', ([, answers, lastLine], context) => {
    expect(runCi(context, answers)).toMatchObject({ lastLine, status: 1 });
  });

  test('installs the Debian packages that the tests need, where one is missing', (context) => {
    const aptGet = 'echo "apt-get $*"';
    const run = runCi(context, { dpkg: 'exit 1', aptGet });
    expect(run.output).toContain('apt-get update\napt-get install --yes --no-install-recommends chromium\n');
    expect(run).toMatchObject({ lastLine: '15 passed, 0 failed, 0 skipped', status: 0 });
    expect(runCi(context, { aptGet }).output).not.toContain('apt-get');
    const failing = runCi(context, { dpkg: 'exit 1', aptGet: 'exit 100' });
    expect(failing).toMatchObject({ lastLine: '0 passed, 1 failed, 0 skipped', status: 1 });
  });

  test('tries to install a second time', (context) => {
    const onceBroken = '[ -e tried ] || { touch tried; exit 1; }';
    expect(runCi(context, { ci: onceBroken })).toMatchObject({ lastLine: '15 passed, 0 failed, 0 skipped', status: 0 });
  });
});

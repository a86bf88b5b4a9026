/**
 * The package as its users get it: packed, installed without development dependencies into an empty project, and run
 * from there. Nothing of the checkout is in reach.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../support/repository.ts';
import { serve } from '../support/served.ts';
import { writeFileUnder } from '../support/temporary-folder.ts';

const MINUTE = 60_000;
const UNREACHABLE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b/;

/** Both commands run under the Node of this test, whatever the machine's own is. */
const environment = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), CI: '' };

const npm = (cwd: string, ...commands: string[]) =>
  spawnSync('npm', commands, { cwd, env: environment, encoding: 'utf8', shell: process.platform === 'win32' });

const requireSuccess = (what: string, run: SpawnSyncReturns<string>): SpawnSyncReturns<string> => {
  if (run.status === 0) return run;
  throw new Error(`${what} ended with ${run.status ?? run.signal}:\n${run.stdout}\n${run.stderr}`);
};

describe('the installed package', () => {
  let project = '';
  let unreachable = false;
  const inPackage = (...path: string[]) => join(project, 'node_modules/wattshift', ...path);
  const node = (...commands: string[]) =>
    spawnSync(process.execPath, commands, { cwd: project, env: environment, encoding: 'utf8' });

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'wattshift-package-'));
    requireSuccess('npm pack', npm(repositoryRoot, 'pack', '--pack-destination', project));
    const tarball = readdirSync(project).find((file) => file.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack left no tarball in ${project}`);
    copyFileSync(join(repositoryRoot, '.npmrc'), join(project, '.npmrc'));
    writeFileUnder(project, 'package.json', '{ "name": "consumer", "private": true, "type": "module" }');
    const install = npm(project, 'install', '--omit=dev', '--prefer-offline', `./${tarball}`);
    unreachable = install.status !== 0 && UNREACHABLE.test(install.stderr);
    if (!unreachable) requireSuccess('npm install', install);
  }, 5 * MINUTE);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const installed = (name: string, run: () => void | Promise<void>): void =>
    test(name, { timeout: 2 * MINUTE }, (context) => {
      context.skip(unreachable, 'the package registry cannot be reached, so the package cannot be installed');
      return run();
    });

  installed('holds JavaScript and declarations, no source, no test, no tool', () => {
    const files = readdirSync(inPackage(), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE', 'bin/wattshift.js', 'dist/src/index.d.ts']));
    expect(files).toContain('dist/solver/solve-worker.js');
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(files.filter((file) => /^(src|solver|test|scripts|out|node_modules)\b/.test(file))).toEqual([]);
    for (const tool of ['glpk.js', 'typescript', 'vitest', 'node']) {
      expect(existsSync(join(project, 'node_modules', tool)), tool).toBe(false);
    }
  });

  installed('solves in a worker thread', () => {
    // Two goods worth 3 and 2 share 4 hours and 6 kg: the optimum by hand is 2 of each, worth 10.
    const script = writeFileUnder(
      project,
      'solve.js',
      `import { makeLpBuilder, makeSolverPool } from 'wattshift';
       const lp = makeLpBuilder();
       const [first, second] = [lp.addColumn('first', 0, 10), lp.addColumn('second', 0, 10)];
       const [hours, weight] = [lp.addRow('hours', -Infinity, 4), lp.addRow('weight', -Infinity, 6)];
       for (const [row, column, value] of [[hours, first, 1], [hours, second, 1], [weight, first, 2], [weight, second, 1]])
         lp.addTerm(row, column, value);
       lp.addCost(first, -3);
       lp.addCost(second, -2);
       const pool = makeSolverPool({ workers: 1 });
       console.log(JSON.stringify(await pool.solve(lp.build())));
       await pool.close();`,
    );
    const run = requireSuccess('the program that solves', node(script));
    expect(run.stderr).toBe('');
    const outcome = JSON.parse(run.stdout);
    expect(outcome.stop).toEqual({ kind: 'optimal' });
    expect(outcome.point.objective).toBeCloseTo(-10, 9);
  });

  installed('declares its types', () => {
    const program = writeFileUnder(
      project,
      'typed.ts',
      `import { makeSolverPool, type SolverPool } from 'wattshift';
       export const pool: SolverPool = makeSolverPool({ workers: 1 });
       export const wrong: number = makeSolverPool({ workers: 'many' });`,
    );
    const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    const typeRoots = join(repositoryRoot, 'node_modules/@types');
    const nodeTypes = ['--module', 'nodenext', '--target', 'es2024', '--types', 'node', '--typeRoots', typeRoots];
    const run = node(compiler, '--noEmit', '--strict', ...nodeTypes, program);
    const complaints = [...run.stdout.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(
      ([, file, line]) => `${file}:${line}`,
    );
    expect(complaints).toEqual(['typed.ts:3', 'typed.ts:3']);
  });

  installed('gives out the schema of scenario files', () => {
    const script = `import schema from 'wattshift/schema' with { type: 'json' }; console.log(JSON.stringify(schema));`;
    const run = requireSuccess('reading the schema', node(writeFileUnder(project, 'schema.js', script)));
    expect(JSON.parse(run.stdout)).toHaveProperty('$schema');
  });

  installed('has a command that knows its version', () => {
    const { version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
    const run = requireSuccess(
      'wattshift --version',
      npm(project, 'exec', '--offline', '--', 'wattshift', '--version'),
    );
    expect(run.stdout).toContain(version);
  });

  installed('serves its sample, page and all', async () => {
    const launcher = inPackage('bin/wattshift.js');
    const service = await serve({ folder: project, launcher, onTestFinished });
    await service.printed('Plan 1 of sample');
    const page = await (await service.get('/')).text();
    const loaded = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(loaded.length).toBeGreaterThan(3);
    const modules = readdirSync(inPackage('dist/src/console/assets')).map((file) => `/assets/${file}`);
    for (const path of [...loaded, ...modules]) {
      expect({ path, status: (await service.get(path)).status }).toEqual({ path, status: 200 });
    }
    expect(modules).not.toContain('/assets/tsconfig.json');
    expect((await service.get('/readyz')).status).toBe(200);
    expect(await service.ended('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  installed('plans its own sample', () => {
    const sample = inPackage('examples/sample.yaml');
    requireSuccess('wattshift plan', node(inPackage('bin/wattshift.js'), 'plan', sample, '--out', 'plan'));
    const plan = JSON.parse(readFileSync(join(project, 'plan/plan.json'), 'utf8'));
    expect(plan).toMatchObject({ status: 'optimal' });
    expect(plan.costLines.length).toBeGreaterThan(0);
  });
});

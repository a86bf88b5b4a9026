import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listedCases } from '../../src/benchmark/index.ts';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { impossibleScenario, makeWorkplace, smallScenario } from './command-support.ts';

/** Many solves in several processes, on a machine that may be busy. */
const PATIENCE = { timeout: 180_000 };
const launcher = join(repositoryRoot, 'bin', 'wattshift.js');
const place = () => makeWorkplace(onTestFinished);

/** Stages that every run of a case takes some time for, and so must be above 0. */
const STAGES = [
  'read',
  'problem',
  'baselines',
  'build',
  'pass',
  'solve',
  'certify',
  'verify',
  'write',
  'answer',
  'total',
  'allButSolve',
];

interface Node {
  readonly [key: string]: Node;
}

/** What the command printed, looked into step by step; a wrong step is undefined, which no expectation allows. */
const parsed = (text: string): Node => JSON.parse(text);

let measured: Promise<Node> | null = null;

/** One report with a measurement of every kind, made once for all tests that look into it. */
function everyKind(): Promise<Node> {
  measured ??= place()
    .run('bench', 'fleet-2x24x4', 'event-2x48x8', 'glpk', '--quick', '--json')
    .then(({ code, stdout, stderr }) => {
      expect([code, stderr]).toEqual([0, '']);
      return parsed(stdout);
    });
  return measured;
}

describe('measuring', () => {
  test('a tiny fleet in a process of its own: every stage takes its time, and the plan is sound', async () => {
    const { run } = place();
    const { code, stdout, stderr } = await run('bench', 'fleet-2x24x8', '--runs', '2', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const report = parsed(stdout);
    expect(report).toMatchObject({ wattshift: 1, kind: 'benchmark', seed: 18, runs: 2, quick: false });
    const { measurement, summary, peakResidentBytes } = report.cases[0];
    expect(measurement).toMatchObject({
      kind: 'plan',
      instance: { name: 'fleet-2x24x8', sites: 2, slots: 24, jobs: 8 },
    });
    expect(measurement.runs).toHaveLength(2);
    for (const { times, outcome } of [measurement.first, measurement.runs[0], measurement.runs[1]]) {
      for (const stage of STAGES) expect(times[stage], stage).toBeGreaterThan(0);
      const { read, answer, write, total, solve, allButSolve } = numbersOf(times);
      expect(read + answer + write).toBeCloseTo(total, 6);
      expect(total - solve).toBeCloseTo(allButSolve, 6);
      const { problem, baselines, build, pass, tieBreak, certify, rest, verify } = numbersOf(times);
      const parts = problem + baselines + build + pass + solve + tieBreak + certify + rest + verify;
      expect(parts).toBeCloseTo(answer, 6);
      expect(outcome).toMatchObject({ status: 'optimal', violations: 0, firstViolation: null });
      expect(outcome.program.columns).toBeGreaterThan(100);
      expect(outcome.iterations).toBeGreaterThan(0);
      expect(outcome.planDigest).toBe(measurement.runs[0].outcome.planDigest);
    }
    expect(measurement.splitMilliseconds).toBeGreaterThan(0);
    const answers = [measurement.runs[0], measurement.runs[1]].map(({ times }) => Number(times.answer));
    expect(summary.stages.answer).toEqual({
      median: (answers[0] + answers[1]) / 2,
      minimum: Math.min(...answers),
      maximum: Math.max(...answers),
    });
    // A process with V8 and HiGHS in it takes tens of megabytes and not tens of gigabytes.
    expect(measurement.firstPeakResidentBytes).toBeGreaterThan(30e6);
    expect(peakResidentBytes).toBeGreaterThanOrEqual(Number(measurement.firstPeakResidentBytes));
    expect(peakResidentBytes).toBeLessThan(10e9);
  });

  test('answers to events: each site in turn, from the kept basis, and every event binds', PATIENCE, async () => {
    const { measurement, summary } = (await everyKind()).cases[1];
    expect(measurement).toMatchObject({ kind: 'event', firstSlot: 40, lastSlot: 47, limitFraction: 0.7 });
    expect(measurement.sites).toMatchObject([{ site: 'site-1' }, { site: 'site-2' }]);
    for (const site of [measurement.sites[0], measurement.sites[1]]) {
      expect(site.bindingSlots).toBeGreaterThan(0);
      expect(site.relativeDifference).toBeLessThan(1e-6);
      expect(site.warm[0].times).toMatchObject({ read: 0 });
      expect(site.cold.times.answer).toBeGreaterThan(0);
      expect(Number(site.warm[0].outcome.iterations)).toBeLessThan(Number(site.cold.outcome.iterations));
    }
    const answers = [0, 1].map((site) => Number(measurement.sites[site].warm[0].times.answer));
    expect(summary.answers).toMatchObject({ minimum: Math.min(...answers), maximum: Math.max(...answers) });
  });

  test('GLPK and HiGHS come to the same optimum', PATIENCE, async () => {
    const { measurement, summary } = (await everyKind()).cases[2];
    expect(measurement.kind).toBe('backends');
    for (const [index, name] of ['fleet-2x24x20', 'fleet-2x96x40'].entries()) {
      const pair = measurement.pairs[index];
      expect(pair.instance.name).toBe(name);
      expect(pair.relativeDifference).toBeLessThanOrEqual(1e-6);
      const solved = (backend: string) => Number(pair[backend][0].times.solve);
      expect(summary[index].glpkByHighs).toBeGreaterThan(0);
      expect(solved('glpk')).toBeGreaterThan(0);
      expect(solved('highs')).toBeGreaterThan(0);
    }
  });

  test('a scenario file, in the process of the command', async () => {
    const { run, write } = place();
    write('small.json', smallScenario);
    const { code, stdout } = await run('bench', '--scenario', 'small.json', '--quick', '--json', '--in-process');
    expect(code).toBe(0);
    const [only] = Object.values(parsed(stdout).cases);
    expect(only).toMatchObject({ name: 'week', measurement: { instance: { name: 'small', sites: 1, slots: 4 } } });
    expect(only.measurement.splitMilliseconds).toBeNull();
  });

  test('processor time: what the process worked, so that waiting costs nothing', async () => {
    const { run, write } = place();
    write('small.json', smallScenario);
    const { code, stdout } = await run('bench', '--scenario', 'small.json', '--quick', '--processor-time', '--json');
    expect(code).toBe(0);
    const report = parsed(stdout);
    expect(report.clock).toBe('processor');
    const { first } = report.cases[0].measurement;
    expect(first.times.pass).toBeNull();
    // User and system time are counted in whole microseconds; time on the clock is not.
    for (const stage of ['read', 'answer', 'total']) {
      expect(first.times[stage]).toBeGreaterThan(0);
      expect(1000 * Number(first.times[stage])).toBeCloseTo(Math.round(1000 * Number(first.times[stage])), 3);
    }
  });

  test('people get a table of 80 columns, and --out the same as data', async () => {
    const { run, folder } = place();
    const { code, stdout, stderr } = await run('bench', 'fleet-2x24x8', 'event-2x48x4', '--quick', '--out', 'a/b.json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('fleet-2x24x8: 2 sites, 24 slots, 8 jobs');
    for (const stage of ['building the program', 'solving', 'verification', 'total:', 'all but the solve']) {
      expect(stdout).toMatch(new RegExp(`^${stage}.* [\\d,.]+ +[\\d,.]+ +[\\d,.]+$`, 'm'));
    }
    expect(stdout).toMatch(/Peak resident memory [\d,]+ MB, [\d,]+ MB after the first run\./);
    expect(stdout).toMatch(/cores, \d+ GB, load/);
    expect(stdout).toContain('noisy');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const report = parsed(readFileSync(join(folder, 'a', 'b.json'), 'utf8'));
    expect(report.cases).toMatchObject([{ name: 'fleet-2x24x8' }, { name: 'event-2x48x4' }]);
    expect(report.machine.node).toBe(process.versions.node);
    expect(report.machine.highs).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

/** Numbers by name; a stage that is not told apart is 0. */
const numbersOf = (node: Node): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, Number(value)]));

describe('wrong usage', () => {
  test.each([
    [['flet-8x96x500'], 'no case is called "flet-8x96x500". Did you mean "fleet-8x96x500"'],
    [['fleet-8x96x500', 'event-8x40x500'], '48 slots at least'],
    [['week'], 'the case week needs --scenario FILE'],
    [['event', '--scenario', 'a.yaml'], '--scenario is for the case week'],
    [['event', '--runs', '0'], '"--runs" is "0", expected a whole number from 1 to 1000'],
    [['event', '--seed', 'x'], '"--seed" is "x", expected a whole number from 0 to 4294967295'],
  ])('%j is refused in words', async (argv, message) => {
    const { code, stdout, stderr } = await place().run('bench', ...argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a scenario file with faults is told as everywhere', async () => {
    const { run, write } = place();
    write('wrong.json', { ...smallScenario, currency: 7 });
    for (const how of [[], ['--in-process']]) {
      const { code, stderr } = await run('bench', '--scenario', 'wrong.json', '--json', ...how);
      expect(code).toBe(2);
      expect(stderr).toMatch(/wrong\.json.*currency.*expected a currency code/s);
    }
  });

  test('an --out that cannot be is told before anything is measured', async () => {
    const { run, write } = place();
    write('file', 'text');
    const { code, stdout, stderr } = await run('bench', 'fleet-8x192x1000', '--out', 'file/b.json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('not a directory');
  });
});

test('a scenario without a plan is a no, with the reason', async () => {
  const { run, write } = place();
  write('impossible.json', impossibleScenario);
  const { code, stderr } = await run('bench', '--scenario', 'impossible.json', '--quick', '--json');
  expect([code, stderr]).toEqual([1, 'week: there is no optimum, only infeasible\n']);
});

test('--list names every case and measures nothing', async () => {
  const { code, stdout } = await place().run('bench', '--list');
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(listedCases.length);
  for (const { name, byDefault } of listedCases) {
    expect(stdout).toMatch(new RegExp(`^${byDefault ? '\\*' : ' '} ${name} `, 'm'));
  }
});

describe('as a process', () => {
  test('Ctrl-C ends a case, leaves no folder and still gives what there is', PATIENCE, async () => {
    const { folder } = place();
    const child = spawn(process.execPath, [launcher, 'bench', 'fleet-8x96x500', '--runs', '1000', '--json'], {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    // The folder of the case is there once the measuring has begun.
    await expect.poll(() => readdirSync(folder), { timeout: 30_000 }).not.toEqual([]);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([130, 'wattshift bench: interrupted; what was measured before is shown\n']);
    expect(parsed(stdout)).toMatchObject({ interrupted: true, cases: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('without glpk.js the case glpk says so in words', () => {
    const folder = makeTemporaryFolder(onTestFinished);
    for (const name of ['bin', 'solver', 'src', 'simulations', 'schema', 'package.json']) {
      cpSync(join(repositoryRoot, name), join(folder, name), { recursive: true });
    }
    mkdirSync(join(folder, 'node_modules'));
    const installed = readdirSync(join(repositoryRoot, 'node_modules')).filter((name) => !/^(\.|glpk)/.test(name));
    for (const name of installed) {
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
    }
    expect(existsSync(join(folder, 'node_modules', 'highs'))).toBe(true);
    const run = spawnSync(process.execPath, [join(folder, 'bin', 'wattshift.js'), 'bench', 'glpk', '--quick'], {
      encoding: 'utf8',
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout.replaceAll('\n', ' ')).toContain('glpk: not measured. the GLPK solver was asked for, but');
    expect(run.stdout).toContain('npm install glpk.js');
  });
});

test('docs/benchmarks.md names every case, stage and key of the data', PATIENCE, async () => {
  const page = readFileSync(join(repositoryRoot, 'docs', 'benchmarks.md'), 'utf8');
  for (const { name } of listedCases) expect(page).toContain(`\`${name}\``);
  const keys = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (!Array.isArray(value)) keys.add(key);
      collect(member);
    }
  };
  collect(await everyKind());
  expect(keys.size).toBeGreaterThan(50);
  const named = new Set(page.match(/\b[a-zA-Z]\w*\b/g));
  expect([...keys].filter((key) => !named.has(key))).toEqual([]);
});

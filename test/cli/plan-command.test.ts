import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { deliverPlan, planCommand } from '../../src/cli/plan-command.ts';
import { readProblem, shownPath } from '../../src/cli/scenario-file.ts';
import type { Plan } from '../../src/domain/plan.ts';
import {
  bridgedScenario,
  impossibleScenario,
  inFolder,
  makeWorkplace,
  overfullScenario,
  planWithoutOrders,
  smallScenario,
  withMember,
} from './command-support.ts';

const workplace = () => makeWorkplace(onTestFinished);
const site = (...path: (string | number)[]) => ['sites', 0, ...path];

describe('a plan that keeps every promise', () => {
  test('exit code 0, a table on stdout, nothing on stderr', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Optimal: no plan for this input costs less (proven, gap');
    expect(stdout).toMatch(/^north +\d/m);
    expect(readdirSync(place.folder)).toEqual(['a.json']);
  });

  test('--json prints one plan and nothing else', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json', '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ wattshift: 1, name: 'small', status: 'optimal', brokenPromises: [] });
  });

  test('the digested part of two runs is the same, byte for byte', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const plan = async () => (await place.run('plan', 'a.json', '--json')).stdout.replace(/"timings"[\s\S]*$/, '');
    const first = await plan();
    expect(first).toContain('"planDigest"');
    expect(await plan()).toBe(first);
  });

  test('--out writes four files that belong together, and says where', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const { code, stdout } = await place.run('plan', 'a.json', '--out', 'out/deep');
    expect(code).toBe(0);
    expect(stdout).toContain('Written to out/deep');
    const directory = inFolder(place, 'out', 'deep');
    expect(readdirSync(directory).sort()).toEqual(['plan.json', 'quota-curves.csv', 'report.html', 'setpoints.csv']);
    const plan = JSON.parse(readFileSync(`${directory}/plan.json`, 'utf8'));
    expect(readFileSync(`${directory}/report.html`, 'utf8')).toContain(plan.planDigest);
    expect(readFileSync(`${directory}/quota-curves.csv`, 'utf8').split('\r\n')).toHaveLength(1 + 4 + 1);
    expect((await place.run('check', 'a.json', 'out/deep/plan.json')).code).toBe(0);
  });

  test('--no-savings-split leaves the split out and changes nothing else of the plan', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const whole = JSON.parse((await place.run('plan', 'a.json', '--json')).stdout);
    const short = JSON.parse((await place.run('plan', 'a.json', '--json', '--no-savings-split')).stdout);
    expect(whole.savings.jobsAlone).toEqual(expect.any(Number));
    expect(short.savings).toMatchObject({ jobsAlone: null, storageAlone: null });
    expect(short.objective).toBe(whole.objective);
  });

  test('--backend glpk comes to the same cost', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const objective = async (...more: string[]) =>
      JSON.parse((await place.run('plan', 'a.json', '--json', ...more)).stdout).objective;
    expect(await objective('--backend', 'glpk')).toBeCloseTo(await objective(), 9);
  });

  test('progress is shown on a terminal and taken away again', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    const { code, stderr } = await place.runOnTerminal('plan', 'a.json');
    expect(code).toBe(0);
    expect(stderr).toContain('Solving ...');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });
});

describe('a plan that breaks promises', () => {
  test('exit code 0; each is listed on stderr with amount and price', async () => {
    const place = workplace();
    place.write('a.json', overfullScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json');
    expect(code).toBe(0);
    // 60 unit-hours in 4 hours on 10 machines; each of the 20 missing at 100 x 0.44 EUR, as a unit draws 1 kW.
    expect(stderr).toBe(
      'broken promise (deadlineKept): job "too-much" cannot be finished by its deadline, 2026-06-01 00:00 to 04:00 +02:00: ' +
        '20.0 unit-hours at 44.00 EUR per unit-hour = 880.00 EUR\n',
    );
    expect(stdout).toContain('Optimal:');
  });

  test('--strict makes it 1, with the same output', async () => {
    const place = workplace();
    place.write('a.json', overfullScenario);
    const lax = await place.run('plan', 'a.json');
    const strict = await place.run('plan', 'a.json', '--strict', '--out', 'out');
    expect(strict.code).toBe(1);
    expect(strict.stderr).toBe(lax.stderr);
    expect(existsSync(inFolder(place, 'out', 'plan.json'))).toBe(true);
  });

  test('--strict with every promise kept is 0', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    expect((await place.run('plan', 'a.json', '--strict')).code).toBe(0);
  });
});

describe('physics that cannot hold', () => {
  test('exit code 1, where and how much on stderr, no files', async () => {
    const place = workplace();
    place.write('a.json', impossibleScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json', '--out', 'out');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'small: no plan, for physics cannot hold.',
      expect.stringMatching(
        /^impossible: site north lacks 300\.0 kW .* between 2026-06-01 00:00 \+02:00 and 2026-06-01 04:00 \+02:00, /,
      ),
      'No files were written.',
    ]);
    expect(existsSync(inFolder(place, 'out'))).toBe(false);
  });

  test('--json still tells programs why', async () => {
    const place = workplace();
    place.write('a.json', impossibleScenario);
    const { code, stdout } = await place.run('plan', 'a.json', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'infeasible', conflicts: [{ site: 'north' }] });
  });
});

test('a solver that was stopped where no rule holds the limits: exit code 1, the reason in words, no files', async () => {
  const place = workplace();
  place.write('a.json', bridgedScenario);
  const { io, written } = place.makeIo();
  const problem = await readProblem('a.json', io);
  const plan = await planWithoutOrders(problem);
  expect(await deliverPlan(problem, plan, parseArguments(planCommand, ['a.json', '--out', 'out']), io)).toBe(1);
  expect(written.stdout).toBe('');
  expect(written.stderr).toMatch(
    /^small: no plan\. The iteration limit .* no orders are given.*\.\nNo files were written\.\n$/,
  );
  expect(existsSync(inFolder(place, 'out'))).toBe(false);
});

test('a plan that fails its own verification is withheld: exit code 1, its faults on stderr, nothing written', async () => {
  const place = workplace();
  place.write('a.json', smallScenario);
  const made: Plan = JSON.parse((await place.run('plan', 'a.json', '--json')).stdout);
  const [train] = made.jobs;
  const faulty = { ...made, jobs: [{ ...train, doneUnitHours: train.doneUnitHours + 1 }] };
  const { io, written } = place.makeIo();
  const args = parseArguments(planCommand, ['a.json', '--out', 'out', '--json']);
  const problem = await readProblem('a.json', io);
  expect(await deliverPlan(problem, made, parseArguments(planCommand, ['a.json']), io)).toBe(0);
  written.stdout = '';
  expect(await deliverPlan(problem, faulty, args, io)).toBe(1);
  expect(written.stdout).toBe('');
  expect(written.stderr).toMatch(
    /^The plan failed its own verification and is withheld\. This is a bug.*\njobWorkDone: .*train-7/,
  );
  expect(existsSync(inFolder(place, 'out'))).toBe(false);
});

describe('bad input: exit code 2, file and path named, nothing written', () => {
  const twoSites = {
    ...smallScenario,
    sites: [...smallScenario.sites, { ...smallScenario.sites[0], id: 'south', currency: 'CNY' }],
  };
  const csv = (rows: string) => ({ file: 'price.csv', column: 'price', unit: 'EUR/kWh', stamp: 'intervalStart', rows });
  const priced = ({ rows: _, ...series }: ReturnType<typeof csv>) =>
    withMember(smallScenario, site('grid', 'importPrice'), series);
  const short = csv('2026-06-01T00:00+02:00,0.1\n2026-06-01T01:00+02:00,0.2\n');
  const gap = csv('2026-06-01T00:00+02:00,0.1\n2026-06-01T01:00+02:00,0.2\n2026-06-01T03:00+02:00,0.4\n');

  test('faults are told in the order of the file, which is named as it was given', async () => {
    const place = workplace();
    const lines = JSON.stringify(smallScenario, null, 1)
      .replace('Europe/Berlin', 'Europe/Leipzig')
      .replace('"importLimitKw": 200', '"importLimitKw": -1')
      .replace('"unitCount": 10', '"unitCount": "many"')
      .replace('"units": 5', '"units": 5, "unit": 5');
    place.write('below/a.yaml', lines);
    const paths = ['below/a.yaml', './below/../below/a.yaml', inFolder(place, 'below', 'a.yaml')];
    for (const path of paths) {
      const { code, stderr } = await place.run('plan', path);
      expect(code).toBe(2);
      const found = stderr
        .trimEnd()
        .split('\n')
        .map((line) => /^below\/a\.yaml:(\d+): (\S+):/.exec(line)?.slice(1));
      const keys = [
        'sites[0].timeZone',
        'sites[0].grid.importLimitKw',
        'sites[0].compute.pools[0].unitCount',
        'jobs[0].unit',
      ];
      expect(found.map((at) => at?.[1])).toEqual(keys);
      const numbers = found.map((at) => Number(at?.[0]));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect(shownPath('../a.yaml', inFolder(place, 'below'))).toBe('../a.yaml');
  });

  test.each<[string, unknown, RegExp, string?]>([
    [
      'unknown key',
      withMember(smallScenario, site('grid', 'importLimit'), 1),
      /a\.json.*sites\[0\]\.grid.*importLimit/,
    ],
    ['wrong unit', priced({ ...gap, unit: 'kWh' }), /sites\[0\]\.grid\.importPrice.*kWh/, gap.rows],
    ['NaN', JSON.stringify(smallScenario).replace('0.2,0.3', 'NaN,0.3'), /a\.json/],
    [
      'a series too short',
      withMember(smallScenario, site('grid', 'importPrice'), [0.1, 0.2]),
      /sites\[0\]\.grid\.importPrice.*4/,
    ],
    ['a file too short', priced(short), /price/, short.rows],
    ['a gap', priced(gap), /price/, gap.rows],
    [
      'a deadline before the start',
      withMember(smallScenario, ['jobs', 0, 'earliestStart'], '2026-06-01T05:00+02:00'),
      /jobs\[0\].*(earliestStart|deadline)/,
    ],
    [
      'an unknown site',
      withMember(smallScenario, ['jobs', 0, 'sites'], ['nroth']),
      /jobs\[0\]\.sites\[0\].*nroth.*north/,
    ],
    [
      'a negative efficiency',
      withMember(smallScenario, site('batteries', 0, 'chargeEfficiency'), -0.9),
      /sites\[0\]\.batteries\[0\]\.chargeEfficiency.*-0\.9/,
    ],
    ['an empty file', '', /a\.json/],
    ['mixed currencies without rates', twoSites, /sites\[1\]\.currency.*CNY|exchangeRates/],
  ])('%s', async (_, content, message, rows) => {
    const place = workplace();
    place.write('a.json', content);
    if (rows !== undefined) place.write('price.csv', `time,price\n${rows}`);
    const before = readdirSync(place.folder).sort();
    const { code, stdout, stderr } = await place.run('plan', 'a.json', '--out', 'out');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(readdirSync(place.folder).sort()).toEqual(before);
  });

  test('NaN in YAML', async () => {
    const place = workplace();
    place.write('a.yaml', JSON.stringify(smallScenario).replace('0.2,0.3', '.nan,0.3'));
    const { code, stderr } = await place.run('plan', 'a.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.yaml.*sites\[0\]\.grid\.importPrice.*NaN/);
  });

  test('a file of 200 MB is refused at once', async () => {
    const place = workplace();
    await truncate(place.write('a.yaml', ''), 200 * 1024 * 1024);
    const { code, stdout, stderr } = await place.run('plan', 'a.yaml');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/a\.yaml/);
    expect(stderr.length).toBeLessThan(2000);
  });

  test('a file that is not there, a directory', async () => {
    const place = workplace();
    mkdirSync(inFolder(place, 'folder'));
    for (const name of ['nowhere.yaml', 'folder']) {
      const { code, stdout, stderr } = await place.run('plan', name);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(name);
    }
  });

  test('an output directory that cannot be is said before planning', async () => {
    const place = workplace();
    place.write('a.json', smallScenario);
    writeFileSync(inFolder(place, 'file'), 'mine');
    for (const out of ['file', 'file/deeper', '/proc/wattshift']) {
      const { code, stdout, stderr } = await place.runOnTerminal('plan', 'a.json', '--out', out);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^cannot write to .*; give another --out/);
    }
    expect(readFileSync(inFolder(place, 'file'), 'utf8')).toBe('mine');
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { deliverFront } from '../../src/cli/front-command.ts';
import { planCommand } from '../../src/cli/plan-command.ts';
import { readPlanFile } from '../../src/cli/plan-file.ts';
import { readProblem } from '../../src/cli/scenario-file.ts';
import { carbonFront } from '../../src/scheduling/index.ts';
import {
  bridgedScenario,
  impossibleScenario,
  inFolder,
  makeWorkplace,
  overfullScenario,
  smallScenario,
  withMember,
} from './command-support.ts';

const workplace = () => makeWorkplace(onTestFinished);
const site = (...path: (string | number)[]) => ['sites', 0, ...path];

/**
 * 10 kWh of work on 5 machines, and nothing else: at 0.1, 0.2, 0.3, 0.4 EUR with 600, 400, 300, 100 g. Carbon has no price.
 */
const dirtyScenario = {
  ...smallScenario,
  objective: {},
  sites: [
    {
      id: 'north',
      timeZone: 'Europe/Berlin',
      grid: { marketZone: 'de', importLimitKw: 200, importPrice: [0.1, 0.2, 0.3, 0.4], carbon: [600, 400, 300, 100] },
      compute: { pools: [{ id: 'gpu', unitCount: 5, busyKwPerUnit: 1 }] },
    },
  ],
  jobs: [{ id: 'train-7', pool: 'gpu', units: 5, hours: 2, deadline: '2026-06-01T04:00+02:00' }],
};

describe('plan --front', () => {
  test('a row a point, from 5 kg for 1.50 to 2 kg for 3.50, and nothing on stderr', async () => {
    // 5 x 0.6 + 5 x 0.4 = 5 kg for 0.5 + 1.0; least 5 x 0.3 + 5 x 0.1 = 2 kg for 1.5 + 2. On the way first
    // 100 g for 600 g, 0.3 for 0.5 kg, so 1.5 kg less for 0.9; in the end 300 g for 400 g, 0.1 for 0.1 kg.
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json', '--front', '3');
    expect([code, stderr]).toEqual([0, '']);
    const rows = stdout.split('\n').filter((line) => /^\d /.test(line));
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['1', '5.000 kg', '1.50', '0.00', '0', 'optimal'],
      ['2', '3.500 kg', '2.40', '0.90', '0.6000', 'optimal'],
      ['3', '2.000 kg', '3.50', '2.00', '1.000', 'optimal'],
    ]);
    expect(stdout).toContain('3.000 kg less (60.00 %)');
    expect(stdout.replace(/\s+/g, ' ')).toContain('for 2.00 EUR more, 0.6667 EUR per kg on the whole.');
    expect(readdirSync(place.folder)).toEqual(['a.json']);
  });

  test('--json prints the front and nothing else, the same each time', async () => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const first = await place.run('plan', 'a.json', '--front', '3', '--json');
    expect([first.code, first.stderr]).toEqual([0, '']);
    const front = JSON.parse(first.stdout);
    expect(front).toMatchObject({ name: 'small', currency: 'EUR', carbonSignal: 'average', missing: null });
    expect(front.inputDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(front.points.map(({ share }: { share: number }) => share)).toEqual([0, 0.5, 1]);
    expect(front.points[1]).toMatchObject({
      kg: expect.closeTo(3.5, 4),
      objective: expect.closeTo(2.4, 4),
      abatementPricePerKg: expect.closeTo(0.6, 6),
      status: 'optimal',
      certificate: { method: 'linear' },
      brokenPromises: [],
      planDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await place.run('plan', 'a.json', '--front', '3', '--json')).stdout).toBe(first.stdout);
  });

  test('--out writes a table, a page and JSON that belong together', async () => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const { code, stdout } = await place.run('plan', 'a.json', '--front', '3', '--out', 'out');
    expect(code).toBe(0);
    expect(stdout).toContain('Written to out');
    expect(readdirSync(inFolder(place, 'out')).sort()).toEqual(['front.csv', 'front.html', 'front.json']);
    const read = (name: string) => readFileSync(inFolder(place, 'out', name), 'utf8');
    const front = JSON.parse(read('front.json'));
    const [header, ...rows] = read('front.csv').trimEnd().split('\r\n');
    expect(header).toBe(
      'point,share,limitKg,kg,carbonSignal,cost,abatementPricePerKg,currency,status,certifiedGap,brokenPromises',
    );
    expect(rows.map((row) => Number(row.split(',')[5]))).toEqual(
      front.points.map(({ objective }: { objective: number }) => objective),
    );
    const page = read('front.html');
    expect(page).toContain(front.inputDigest);
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('Cost over carbon: 5.000 kg for 1.50 EUR; 3.500 kg for 2.40 EUR; 2.000 kg for 3.50 EUR');
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  });

  test('names from the scenario stay text on the page', async () => {
    const place = workplace();
    place.write('a.json', { ...dirtyScenario, name: '<b>bold</b>' });
    await place.run('plan', 'a.json', '--front', '2', '--out', 'out');
    const page = readFileSync(inFolder(place, 'out', 'front.html'), 'utf8');
    expect(page).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect(page).not.toContain('<b>bold');
  });

  test('where there is nothing to trade it says so, with one point', async () => {
    const place = workplace();
    place.write('a.json', withMember(dirtyScenario, site('grid', 'carbon'), 400));
    const { code, stdout } = await place.run('plan', 'a.json', '--front', '5');
    expect(code).toBe(0);
    expect(stdout).toContain('The cheapest plan emits no more than any plan must');
    expect(stdout.split('\n').filter((line) => /^\d /.test(line))).toHaveLength(1);
  });

  test('broken promises are listed point by point; --strict makes the exit code 1', async () => {
    const place = workplace();
    place.write('a.json', withMember(overfullScenario, site('grid', 'carbon'), [600, 100, 100, 100]));
    const lax = await place.run('plan', 'a.json', '--front', '2');
    expect(lax.code).toBe(0);
    expect(lax.stderr).toMatch(/^point 1: broken promise \(deadlineKept\): job "too-much"/);
    expect((await place.run('plan', 'a.json', '--front', '2', '--strict')).code).toBe(1);
  });

  test('progress is shown on a terminal and taken away again', async () => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const { code, stderr } = await place.runOnTerminal('plan', 'a.json', '--front', '2');
    expect(code).toBe(0);
    expect(stderr).toContain('Planned 1 of 2 points ...');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  test('--backend glpk finds the same points', async () => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const costs = async (...more: string[]) => {
      const { stdout } = await place.run('plan', 'a.json', '--front', '3', '--json', ...more);
      return JSON.parse(stdout).points.map(({ objective }: { objective: number }) => Number(objective.toFixed(4)));
    };
    expect(await costs('--backend', 'glpk')).toEqual(await costs());
  });
});

describe('no front', () => {
  test('physics that cannot hold: exit code 1, why on stderr, no files, and --json tells programs', async () => {
    const place = workplace();
    place.write('a.json', impossibleScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json', '--front', '3', '--out', 'out');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^small: no plan, for physics cannot hold\.\nimpossible: .*\nNo files were written\.\n$/);
    expect(existsSync(inFolder(place, 'out'))).toBe(false);
    const json = await place.run('plan', 'a.json', '--front', '3', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      points: [],
      missing: { status: 'infeasible', conflicts: [{ site: 'north' }] },
    });
  });

  test('a solver that was stopped: exit code 1, the reason in words, no files', async () => {
    const place = workplace();
    place.write('a.json', bridgedScenario);
    const { io, written } = place.makeIo();
    const problem = await readProblem('a.json', io);
    const solver = makeSolverPool();
    onTestFinished(() => solver.close());
    const front = await carbonFront(problem, 3, { solver, limits: { iterationLimit: 1 } });
    const args = parseArguments(planCommand, ['a.json', '--front', '3', '--out', 'out']);
    expect(await deliverFront(problem, front, args, io)).toBe(1);
    expect(written.stdout).toBe('');
    expect(written.stderr).toMatch(/^small: no plan\. The iteration limit .*\nNo files were written\.\n$/);
    expect(existsSync(inFolder(place, 'out'))).toBe(false);
  });

  test('a point that fails its verification: everything is withheld', async () => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const { io, written } = place.makeIo();
    const problem = await readProblem('a.json', io);
    const solver = makeSolverPool();
    onTestFinished(() => solver.close());
    const front = await carbonFront(problem, 2, { solver });
    const [first, last] = front.points;
    const [train] = last.plan.jobs;
    const jobs = [{ ...train, doneUnitHours: train.doneUnitHours + 1 }];
    const faulty = { ...front, points: [first, { ...last, plan: { ...last.plan, jobs } }] };
    const args = parseArguments(planCommand, ['a.json', '--front', '2', '--out', 'out', '--json']);
    expect(await deliverFront(problem, faulty, args, io)).toBe(1);
    expect(written.stdout).toBe('');
    expect(written.stderr).toMatch(/^The plan failed its own verification and is withheld\./);
    expect(existsSync(inFolder(place, 'out'))).toBe(false);
  });

  test.each(['1', '0', '101', '2.5', '-3', 'many', '1e1'])('--front %s is wrong usage', async (count) => {
    const place = workplace();
    place.write('a.json', dirtyScenario);
    const { code, stdout, stderr } = await place.run('plan', 'a.json', `--front=${count}`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`option "--front" is "${count}", expected a whole number from 2 to 100`);
  });

  test('a site without the signal is named', async () => {
    const place = workplace();
    place.write('a.json', withMember(dirtyScenario, site('grid', 'carbon'), undefined));
    const { code, stderr } = await place.run('plan', 'a.json', '--front', '2', '--out', 'out');
    expect(code).toBe(2);
    expect(stderr).toContain('--front needs the average carbon intensity of every site, found none for "north"');
    expect(existsSync(inFolder(place, 'out'))).toBe(false);
  });
});

test('a plan with carbon before money: its verdict says what is proven, and check and explain read its file', async () => {
  const place = workplace();
  place.write('a.json', { ...dirtyScenario, objective: { minimise: 'carbon' } });
  const { code, stdout } = await place.run('plan', 'a.json', '--out', 'out');
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Optimal: no plan that emits at most 2.000 kg and breaks no more promises costs less (proven, gap',
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain('None emits less than 2.000 kg (proven).');
  const plan = await readPlanFile(inFolder(place, 'out', 'plan.json'), 'plan.json');
  expect(plan.carbonHold).toMatchObject({ leastKgBound: expect.closeTo(2, 7) });
  expect((await place.run('check', 'a.json', 'out/plan.json')).code).toBe(0);
  const explained = await place.run('explain', 'a.json', 'out/plan.json');
  expect(explained.code).toBe(0);
  expect(explained.stdout).toContain('Carbon held to');
});

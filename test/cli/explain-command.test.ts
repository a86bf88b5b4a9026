import { describe, expect, onTestFinished, test } from 'vitest';
import { readProblem } from '../../src/cli/scenario-file.ts';
import {
  bridgedScenario,
  impossibleScenario,
  makeWorkplace,
  overfullScenario,
  planWithoutOrders,
  smallScenario,
  type Workplace,
  withMember,
} from './command-support.ts';

async function planned(scenario: unknown = smallScenario): Promise<Workplace> {
  const place = makeWorkplace(onTestFinished);
  place.write('a.json', scenario);
  const { stdout } = await place.run('plan', 'a.json', '--json');
  place.write('plan.json', stdout);
  return place;
}

describe('explain', () => {
  test('the whole plan: costs, savings, limits, prices', async () => {
    const place = await planned();
    const { code, stdout, stderr } = await place.run('explain', 'a.json', 'plan.json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}Energy bought at north +\d+\.\d\d EUR$/m);
    expect(stdout).toContain('What a kWh is worth (EUR):');
    expect(stdout).toContain('Saved against work as usual:');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('a job: where it runs, by part of its cost, and what else would cost', async () => {
    const place = await planned();
    const { code, stdout } = await place.run('explain', 'a.json', 'plan.json', '--job', 'train-7');
    expect(code).toBe(0);
    // Carbon of 400 g at 100 a tonne is 0.04: hours cost 0.14, 0.24, 0.34, 0.44; the job takes the first two.
    expect(stdout).toMatch(/^ {2}06-01 00:00 to 01:00 +north \S+ +5\.000 +0\.1400 +0 +0 +0\.1400$/m);
    expect(stdout).toMatch(/^ {2}06-01 01:00 to 02:00 +north \S+ +5\.000 +0\.2400 +0 +0 +0\.2400$/m);
    expect(stdout).toContain('Cheapest places that it does not use');
    expect(stdout).toContain('width: it is as wide as it may be at north');
  });

  test('a job as shares of a unit-hour, and as JSON of the same content', async () => {
    const place = await planned();
    const { stdout } = await place.run('explain', 'a.json', 'plan.json', '--job', 'train-7');
    // Hours at 0.1 and 0.2, both with 0.04 of carbon.
    expect(stdout).toMatch(
      /What a unit-hour costs on average \(EUR\):\n {2}grid price +0\.1500\n {2}carbon of the grid +0\.04000\n {2}sum +0\.1900$/m,
    );
    const json = await place.run('explain', 'a.json', 'plan.json', '--job', 'train-7', '--json');
    const { job, currency, explanation } = JSON.parse(json.stdout);
    expect([json.code, job, currency, explanation.kind]).toEqual([0, 'train-7', 'EUR', 'divisible']);
    expect(explanation.costShares.total).toBeCloseTo(0.19, 6);
    expect(explanation.running[0]).toMatchObject({
      site: 'north',
      start: '2026-05-31T22:00:00Z',
      end: '2026-05-31T23:00:00Z',
      units: 5,
    });
    expect(explanation.binding[0]).toMatchObject({ kind: 'width', at: '2026-05-31T22:00:00Z' });
  });

  test('JSON is for one job, and a wrong name is told', async () => {
    const place = await planned();
    const alone = await place.run('explain', 'a.json', 'plan.json', '--json');
    expect([alone.code, alone.stdout]).toEqual([2, '']);
    expect(alone.stderr).toContain('--json: goes with --job, without --slot');
    const wrong = await place.run('explain', 'a.json', 'plan.json', '--json', '--job', 'trian-7');
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('Did you mean "train-7"?');
  });

  test('a job that cannot be finished says so', async () => {
    const place = await planned(overfullScenario);
    const { stdout } = await place.run('explain', 'a.json', 'plan.json', '--job', 'too-much');
    expect(stdout).toContain('40.0 unit-hours are done, 20.0 are never done.');
  });

  test('a slot by number and by time, with and without offset', async () => {
    const place = await planned();
    const byNumber = await place.run('explain', 'a.json', 'plan.json', '--slot', '3');
    expect(byNumber.stdout).toContain('north, slot 3, 2026-06-01 03:00 +02:00 to 04:00');
    expect(byNumber.stdout).toMatch(/^ {2}grid price +0\.4000$/m);
    expect(byNumber.stdout).toMatch(/^ {2}carbon of the grid +0\.04000$/m);
    expect(byNumber.stdout).toContain('Source roof gives 10 kW');
    for (const time of ['2026-06-01T03:00+02:00', '2026-06-01T01:59:59Z', '2026-06-01T03:30']) {
      expect((await place.run('explain', 'a.json', 'plan.json', '--slot', time)).stdout).toBe(byNumber.stdout);
    }
  });

  test.each([
    [['--job', 'trian-7'], '--job: the scenario has no job "trian-7". Did you mean "train-7"?'],
    [['--job', 'zzzzzzzz'], '--job: the scenario has no job "zzzzzzzz". It has 1, such as "train-7".'],
    [['--slot', '4'], '--slot: 4 is not one of the 4 slots, 0 to 3'],
    [
      ['--slot', '2026-06-02T00:00Z'],
      'lies outside the plan, which covers 2026-05-31T22:00:00Z to 2026-06-01T02:00:00Z',
    ],
    [['--slot', 'noon'], '--slot: noon is neither a time such as'],
  ])('%j is wrong input', async (options, message) => {
    const place = await planned();
    const { code, stdout, stderr } = await place.run('explain', 'a.json', 'plan.json', ...options);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a place that recurs says how often, on a line below, and names stay whole where there is little room', async () => {
    const { job, sites, ...rest } = { job: smallScenario.jobs[0], ...smallScenario };
    const [site] = sites;
    const grid = { ...site.grid, importPrice: [0.1, 0.3, 0.1, 0.3], carbon: 0 };
    // Cheap hours 0 and 2 are used, hours 1 and 3 are two places at one price.
    const jobs = [{ ...job, id: 'two-hours', units: 5, hours: 2 }];
    const long = { ...site, id: 'north-of-the-mill', grid, batteries: [], renewables: [] };
    const place = await planned({ ...rest, sites: [long], jobs });
    const { stdout } = await place.run('explain', 'a.json', 'plan.json', '--job', 'two-hours');
    expect(stdout).not.toContain('…');
    expect(stdout).toMatch(/^ {2}06-01 01:00 to +north-of-the-mill busy .*\n {4}02:00\n {2}and 1 more$/m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('a plan that physics forbids: where and why, in the time of the site', async () => {
    const place = await planned(impossibleScenario);
    for (const more of [[], ['--slot', '0']]) {
      const { code, stdout, stderr } = await place.run('explain', 'a.json', 'plan.json', ...more);
      expect([code, stderr]).toEqual([0, '']);
      const text = stdout.replace(/\s+/g, ' ');
      expect(text).toMatch(
        /^Infeasible: physics cannot hold even with every promise broken\. impossible: site north lacks/,
      );
      expect(text.match(/lacks 300\.0 kW/g)).toHaveLength(1);
      expect(text).toContain('between 2026-06-01 00:00 +02:00 and 2026-06-01 04:00 +02:00');
    }
    const slot = await place.run('explain', 'a.json', 'plan.json', '--slot', '4');
    expect([slot.code, slot.stderr]).toEqual([2, '--slot: 4 is not one of the 4 slots, 0 to 3\n']);
  });

  test('a fallback without orders: why there is none; a name that is wrong is told all the same', async () => {
    const place = makeWorkplace(onTestFinished);
    place.write('a.json', bridgedScenario);
    place.write('plan.json', await planWithoutOrders(await readProblem('a.json', place.makeIo().io)));
    for (const more of [[], ['--job', 'train-7'], ['--slot', '0']]) {
      const { code, stdout, stderr } = await place.run('explain', 'a.json', 'plan.json', ...more);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(
        /^Fallback: there is no plan\. The iteration limit .* no orders are given/,
      );
    }
    expect((await place.run('explain', 'a.json', 'plan.json', '--job', 'train-8')).code).toBe(2);
    const json = await place.run('explain', 'a.json', 'plan.json', '--job', 'train-7', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ job: 'train-7', status: 'fallback', explanation: null });
  });

  test('a plan of another scenario is refused', async () => {
    const place = await planned();
    place.write('b.json', withMember(smallScenario, ['sites', 0, 'grid', 'importLimitKw'], 201));
    const { code, stderr } = await place.run('explain', 'b.json', 'plan.json');
    expect(code).toBe(2);
    expect(stderr).toContain('plan.json: was not made from b.json');
  });
});

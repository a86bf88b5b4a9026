import { describe, expect, onTestFinished, test } from 'vitest';
import { readProblem } from '../../src/cli/scenario-file.ts';
import { ENGINE_VERSION } from '../../src/version.ts';
import {
  bridgedScenario,
  impossibleScenario,
  makeWorkplace,
  planWithoutOrders,
  smallScenario,
  withMember,
} from './command-support.ts';

/** A workplace with a scenario and the plan made from it. */
async function planned() {
  const place = makeWorkplace(onTestFinished);
  place.write('a.json', smallScenario);
  const { code, stdout } = await place.run('plan', 'a.json', '--json');
  if (code !== 0) throw new Error(`plan ended with ${code}`);
  place.write('plan.json', stdout);
  return { place, plan: JSON.parse(stdout) };
}

describe('check', () => {
  test('a plan as it was made: exit code 0 and how much was checked', async () => {
    const { place } = await planned();
    const { code, stdout, stderr } = await place.run('check', 'a.json', 'plan.json');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^plan\.json is sound: [\d,]{3,} checks, none failed\n$/);
  });

  test('a figure changed by hand: exit code 1, a line for each rule and one for the digest', async () => {
    const { place, plan } = await planned();
    const [first, ...rest] = plan.sites[0].series;
    const [, second] = first.values;
    place.write(
      'plan.json',
      withMember(
        plan,
        ['sites', 0, 'series'],
        [{ ...first, values: [1000, second, ...first.values.slice(2)] }, ...rest],
      ),
    );
    const { code, stdout } = await place.run('check', 'a.json', 'plan.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^powerBalance: .*north/m);
    expect(stdout).toMatch(/^planDigest: .*it was changed after it was made$/m);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(lines.at(-1)?.replace(/, \d+ failed$/, `, ${lines.length - 1} failed`));
  });

  test('plans without orders are sound as they are, and not with an order put in', async () => {
    const place = makeWorkplace(onTestFinished);
    place.write('a.json', impossibleScenario);
    place.write('impossible.json', (await place.run('plan', 'a.json', '--json')).stdout);
    place.write('b.json', bridgedScenario);
    const stopped = await planWithoutOrders(await readProblem('b.json', place.makeIo().io));
    place.write('stopped.json', stopped);
    for (const [scenario, plan] of [
      ['a.json', 'impossible.json'],
      ['b.json', 'stopped.json'],
    ]) {
      const { code, stdout, stderr } = await place.run('check', scenario, plan);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^\w+\.json is sound: [\d,]+ checks, none failed\n$/);
    }
    place.write('stopped.json', { ...stopped, objective: 1 });
    const { code, stdout } = await place.run('check', 'b.json', 'stopped.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^planDigest: /m);
  });

  test('another scenario: the input digest does not fit', async () => {
    const { place } = await planned();
    place.write('b.json', withMember(smallScenario, ['sites', 0, 'grid', 'importPrice'], [0.1, 0.2, 0.3, 0.5]));
    const { code, stdout } = await place.run('check', 'b.json', 'plan.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^planIdentity: /m);
  });

  test('another engine is named as the reason', async () => {
    const { place, plan } = await planned();
    place.write('plan.json', { ...plan, engineVersion: '0.0.1' });
    const { code, stdout } = await place.run('check', 'a.json', 'plan.json');
    expect(code).toBe(1);
    expect(stdout).toContain(`made by engine 0.0.1, this is ${ENGINE_VERSION}`);
  });

  test('a plan that is cut off is wrong input, not a failed check', async () => {
    const { place, plan } = await planned();
    place.write('plan.json', JSON.stringify(plan).slice(0, 1000));
    const { code, stdout, stderr } = await place.run('check', 'a.json', 'plan.json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('plan.json: is not JSON, perhaps cut off');
  });
});

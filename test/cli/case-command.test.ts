import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cases } from '../../simulations/case-book/index.ts';
import { caseText } from '../../src/cli/case-text.ts';
import { inFolder, makeWorkplace } from './command-support.ts';

/** The fastest case: three plans of three hours. */
const FAST = 'shanghai-fujian';

describe('wattshift case', () => {
  test('--list names every case with its counts', async () => {
    const { run } = makeWorkplace(onTestFinished);
    const { code, stdout } = await run('case', '--list');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line !== '')).toHaveLength(2 * cases.length);
    expect(stdout).toMatch(/^qaidam +Qaidam green microgrid/m);
    expect(stdout).toMatch(/^ +2 inputs, 3 identities, 1 outcome$/m);
    const listed = JSON.parse((await run('case', '--list', '--json')).stdout);
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(cases.map(({ name }) => name));
  });

  test('shows published beside computed, what is assumed and what is not supported', async () => {
    const { run } = makeWorkplace(onTestFinished);
    const { code, stdout, stderr } = await run('case', FAST);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Response, Shanghai to +50 +50\.2 +kW +0 % +reproduced/);
    expect(stdout).toMatch(/not counted \(input\)/);
    expect(stdout).toContain('1 of 1 outcome reproduced, 1 of 1 direction kept');
    expect(stdout).toMatch(/^Assumed:$[\s\S]+^What the figures do not support:$/m);
    expect(stdout).toMatch(/Planned and verified in \d+\.\d s: alone\n?/);
  });

  test('shows progress on a terminal', async () => {
    const { runOnTerminal } = makeWorkplace(onTestFinished);
    expect((await runOnTerminal('case', FAST)).stderr).toContain('fujian (2 of 3), verifying the plan');
  });

  test('--out writes scenarios that wattshift plan reads as they stand, to the same plan', async () => {
    const workplace = makeWorkplace(onTestFinished);
    const { code, stdout } = await workplace.run('case', FAST, '--json', '--out', 'book');
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(JSON.parse(readFileSync(inFolder(workplace, 'book', 'case.json'), 'utf8'))).toEqual(result);
    expect(readdirSync(inFolder(workplace, 'book')).sort()).toEqual(['alone', 'case.json', 'fujian', 'shiyan']);
    const again = await workplace.run('plan', 'book/fujian/scenario.yaml', '--json', '--no-savings-split');
    const { planDigest } = result.scenarios.find(({ name }: { name: string }) => name === 'fujian');
    expect(JSON.parse(again.stdout).planDigest).toBe(planDigest);
    const check = await workplace.run('check', 'book/fujian/scenario.yaml', 'book/fujian/plan.json');
    expect(check.code).toBe(0);
  });

  test('refuses what it does not know', async () => {
    const { run } = makeWorkplace(onTestFinished);
    expect(await run('case', 'qaidan')).toMatchObject({ code: 2, stderr: expect.stringContaining('qaidam') });
    expect(await run('case')).toMatchObject({ code: 2, stderr: expect.stringContaining('--list') });
    expect(await run('case', FAST, '--list')).toMatchObject({ code: 2 });
  });

  test('tells a miss with its cause, and states nothing on the ground of a plan that is not sound', () => {
    const [one] = cases;
    const figures = [
      {
        what: 'Energy',
        kind: 'outcome' as const,
        unit: 'kWh',
        published: 100,
        computed: 200,
        departure: 1,
        verdict: 'missed' as const,
        note: 'a note',
        cause: 'The source says nothing of it.',
      },
    ];
    const missed = caseText({ case: one, scenarios: [], figures, faults: [] }, 80);
    expect(missed).toContain('Missed: Energy. The source says nothing of it.');
    expect(missed).toContain('0 of 1 outcome reproduced');
    const unsound = caseText({ case: one, scenarios: [], figures: [], faults: ['year: balance: broken'] }, 80);
    expect(unsound).toContain('No figure is stated: a plan is not sound.');
    expect(unsound).not.toContain('reproduced');
  });
});

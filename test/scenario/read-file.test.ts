import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { formatProblems, readScenarioFile } from '../../src/scenario/index.ts';
import { folderWith } from './folder.ts';
import { smallScenario } from './small-scenario.ts';

async function problemsOf(text: string, name = 's.yaml', more: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(folderWith({ ...more, [name]: text }), name);
  const result = await readScenarioFile(file);
  return result.kind === 'ok' ? '' : formatProblems(result.problems).replaceAll(file, name);
}

describe('readScenarioFile', () => {
  it('reads YAML and JSON alike', async () => {
    const folder = folderWith({ 's.yaml': stringify(smallScenario()), 's.json': JSON.stringify(smallScenario()) });
    const [yaml, json] = await Promise.all(['s.yaml', 's.json'].map((name) => readScenarioFile(join(folder, name))));
    expect(yaml).toMatchObject({ kind: 'ok', fleet: { name: 'small' } });
    expect(json).toEqual(yaml);
  });

  it('finds files beside the scenario', async () => {
    const scenario = smallScenario((change) => {
      change.sites[0].grid.importPrice = {
        file: 'data/p.csv',
        column: 'p',
        unit: 'CNY/kWh',
        stamp: 'intervalStart',
        resolutionMinutes: 240,
      };
    });
    const files = { 'data/p.csv': 'time,p\n2026-05-31T16:00Z,0.5\n' };
    expect(await problemsOf(stringify(scenario), 's.yaml', files)).toBe('');
  });

  it('names the line of every problem', async () => {
    const text = stringify(smallScenario())
      .replace('importLimitKw: 1000', 'importLimitKw: lots')
      .replace('unitCount: 80', 'unitCuont: 80');
    const lines = text.split('\n');
    const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
    const problems = await problemsOf(text);
    expect(problems).toContain(`s.yaml:${lineOf('importLimitKw')}: sites[0].grid.importLimitKw: found the text "lots"`);
    expect(problems).toContain(
      `s.yaml:${lineOf('unitCuont')}: sites[0].compute.pools[0].unitCuont: found an unknown key`,
    );
    // What is missing has no line; the object that lacks it does.
    expect(problems).toContain(`s.yaml:${lineOf('- id: gpu')}: sites[0].compute.pools[0].unitCount: found nothing`);
    expect(problems.split('\n').length).toBe(3);
  });

  it.each([
    ['an empty file', '', 'found an empty file, expected a file with content'],
    ['a file of blanks', '  \n \n', 'found an empty file'],
    ['a comment alone', '# nothing\n', 'found null, expected'],
    ['a syntax error', 'wattshift: 1\nsites: [\n  a: b: c\n', 's.yaml:3: found '],
    [
      'a key twice',
      'wattshift: 1\nname: a\nname: b\n',
      's.yaml:3: found Map keys must be unique, expected valid YAML or JSON',
    ],
    ['two documents', 'wattshift: 1\n---\nwattshift: 1\n', 'expected valid YAML or JSON'],
    ['a binary file', 'wattshift: \0 1', 'found a binary file, expected text in UTF-8'],
    [
      'numbers that are none',
      stringify(smallScenario()).replace('0.2', '.nan').replace('0.3', '.inf'),
      'importPrice[0]: found NaN (not a number), expected a number',
    ],
    ['a tag of code', 'wattshift: !!js/function "function () {}"\n', 'wattshift: found the text "function () {}"'],
    ['a list', '- 1\n', 'found a list of 1'],
  ])('refuses %s', async (_name, text, message) => {
    expect(await problemsOf(text)).toContain(message);
  });

  it('refuses aliases that grow without bound', async () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1) {
      bomb.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    expect(await problemsOf(bomb.join('\n'))).toMatch(/s\.yaml: found Excessive alias count.*expected valid YAML/);
  });

  it('survives an alias of itself', async () => {
    expect(await problemsOf('wattshift: 1\nsites: &s\n  - *s\n')).toContain(
      'sites[0]: found a list of 1, expected an object',
    );
  });

  it('says that a file is not there, or is a folder', async () => {
    const folder = folderWith({ 'inner/x': 'x' });
    const [absent, directory] = await Promise.all(
      ['none.yaml', 'inner'].map((name) => readScenarioFile(join(folder, name))),
    );
    expect(absent).toMatchObject({ problems: [{ file: join(folder, 'none.yaml'), found: 'no such file' }] });
    expect(directory).toMatchObject({ problems: [{ found: 'no regular file' }] });
  });

  it('refuses a file of 3 GB without reading it: the attempt would fail in other words', async () => {
    const file = join(folderWith({ 's.yaml': 'wattshift: 1\n' }), 's.yaml');
    truncateSync(file, 3 * 1024 ** 3);
    expect(() => readFileSync(file)).toThrow('greater than 2 GiB');
    const result = await readScenarioFile(file);
    expect(result).toMatchObject({ problems: [{ found: 'a file of 3072 MB', expected: 'at most 64 MB' }] });
  });
});

import { mkdirSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readPlanFile } from '../../src/cli/plan-file.ts';
import { readableJson } from '../../src/cli/plan-json.ts';
import { fixturePlan } from '../support/plan-fixture.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';

const folder = () => makeTemporaryFolder(onTestFinished);
const read = (text: string) => readPlanFile(writeFileUnder(folder(), 'plan.json', text), 'plan.json');
const whole = readableJson(fixturePlan);

/** The fixture's text with one thing changed; the change must be there to be made. */
function changed(from: string, to: string): string {
  if (!whole.includes(from)) throw new Error(`the plan has no ${from}`);
  return whole.replace(from, to);
}

describe('reading plan.json', () => {
  test('what was written comes back', async () => {
    expect(await read(whole)).toEqual(fixturePlan);
  });

  test.each([
    ['empty', '', 'plan.json: is empty'],
    ['blank', ' \n', 'plan.json: is empty'],
    ['cut off', whole.slice(0, whole.length / 2), 'plan.json: is not JSON, perhaps cut off'],
    ['zeros', '\0'.repeat(100), 'plan.json: is not JSON'],
    ['another thing', '[]', 'plan.json: the file is a list of 0, must be object'],
    ['a later format', changed('"wattshift": 1', '"wattshift": 2'), 'plan.json: wattshift is 2, expected 1'],
    ['a member gone', changed('"revision": 1,', ''), 'plan.json: revision is missing'],
    [
      'text for a number',
      changed('"objective": 26000', '"objective": "26000"'),
      'plan.json: objective is "26000", must be number',
    ],
    [
      'infinity',
      changed('"objective": 26000', '"objective": 1e999'),
      'plan.json: objective is Infinity, must be number',
    ],
    ['null for a list', changed('"conflicts": []', '"conflicts": null'), 'plan.json: conflicts is null, must be array'],
    [
      'a negative slot',
      changed('"firstSlot": 0', '"firstSlot": -1'),
      'plan.json: jobs[0].allocations[0].firstSlot is -1',
    ],
    [
      'an unknown word',
      changed('"status": "optimal"', '"status": "best"'),
      'plan.json: status is "best", expected "optimal" or "feasible" or "fallback" or "infeasible"',
    ],
    ['a wrong unit', changed('"unit": "kW"', '"unit": "MW"'), 'plan.json: sites[0].series[0].unit is "MW"'],
  ])('%s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('all problems are told at once, up to a screenful', async () => {
    const text = changed('"revision": 1,', '').replaceAll('"unit": "kW"', '"unit": "MW"');
    const error = await read(text).then(
      () => '',
      (reason: Error) => reason.message,
    );
    expect(error.split('\n')).toHaveLength(21);
    expect(error).toMatch(/and \d+ more$/);
  });

  test('a file that is not there, a directory, a file too large to be a plan', async () => {
    const directory = folder();
    await expect(readPlanFile(join(directory, 'no.json'), 'no.json')).rejects.toThrow('no.json: no such file');
    mkdirSync(join(directory, 'folder'));
    await expect(readPlanFile(join(directory, 'folder'), 'folder')).rejects.toThrow('folder: is a directory');
    const large = writeFileUnder(directory, 'large.json', '{}');
    await truncate(large, 300 * 1024 * 1024);
    await expect(readPlanFile(large, 'large.json')).rejects.toThrow(
      'large.json: is 300 MB, expected a plan of at most 256 MB',
    );
  });

  test('whatever JSON is in the file, the answer is a plan or an InputError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await expect(read(JSON.stringify(value))).rejects.toMatchObject({ name: 'InputError' });
      }),
      { numRuns: 30 },
    );
  });
});

describe('readable JSON', () => {
  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(readableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('has a line for each member and one for each list of numbers', () => {
    expect(readableJson({ a: [1, 2], b: [{ c: null }], d: {}, e: undefined })).toBe(
      '{\n  "a": [1,2],\n  "b": [\n    {\n      "c": null\n    }\n  ],\n  "d": {}\n}',
    );
  });
});

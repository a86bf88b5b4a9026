import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { publishedSchema } from '../../src/scenario/published-schema.ts';
import { scenario } from '../../src/scenario/schema/scenario.ts';
import { schemaFaults } from '../../src/scenario/validate.ts';
import { closestWord } from '../../src/tables/index.ts';
import { repositoryRoot } from '../support/repository.ts';
import { mutate, mutations, wholeScenarios } from './mutations.ts';

describe('the published schema', () => {
  it('is current: `node scripts/write-schema.ts` writes it', () => {
    expect(readFileSync(join(repositoryRoot, 'schema', 'scenario.schema.json'), 'utf8')).toBe(publishedSchema());
  });

  it('closes every object and describes every key', () => {
    const open: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const record = node as Readonly<Record<string, unknown>>;
      if (record.type === 'object' && record.additionalProperties !== false) open.push(path);
      for (const [key, value] of Object.entries(record)) visit(value, `${path}/${key}`);
    };
    visit(JSON.parse(publishedSchema()), '#');
    expect(open).toEqual([]);
  });
});

describe('schemaFaults', () => {
  it('finds a fault exactly where TypeBox does, and always says something', () => {
    fc.assert(
      fc.property(wholeScenarios, mutations, (whole, changes) => {
        const value = mutate(whole, changes);
        const faults = schemaFaults(value);
        expect(faults.length === 0).toBe(Value.Check(scenario, value));
        for (const { found, expected } of faults) expect(Math.min(found.length, expected.length)).toBeGreaterThan(0);
        expect(faults.map(({ expected }) => expected)).not.toContain('a value that follows the published schema');
        expect(faults.map(({ expected }) => expected)).not.toContain('another value');
      }),
      { numRuns: 300 },
    );
  });
});

describe('closestWord', () => {
  it('finds the word that was meant, and none where none is close', () => {
    const known = ['importLimitKw', 'exportLimitKw', 'ramp'];
    expect(
      ['importLimitKW', 'importLimit', 'exportlimitkw', 'rmap', 'battery', 'x'].map((word) => closestWord(word, known)),
    ).toEqual(['importLimitKw', 'importLimitKw', 'exportLimitKw', null, null, null]);
  });
});
